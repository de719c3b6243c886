//! What the reader has added to the places: servers of their own, and templates under a name.

use std::collections::BTreeMap;

use url::Url;

use crate::pages::{APPS, PAGES};
use crate::{ShareError, template};

/// More than a menu has room for.
const MOST_OWN: usize = 30;
/// Characters of a name.
const LONGEST_NAME: usize = 40;
/// Bytes of a server's address.
const LONGEST_SERVER: usize = 200;

/// Names and ids of what is no page.
const FIXED: &[&str] = &[
    "copy-link",
    "copy-quote",
    "copy-markdown",
    "email",
    "open-with",
    "browser",
    "Copy link",
    "Copy as quote",
    "Copy as text",
    "Copy as Markdown",
    "E-mail",
    "Open with",
    "Open in browser",
];

/// A place of the reader's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// For the menu; no two are the same.
    pub name: String,
    /// An address with `{url}`, `{title}`, `{text}` or `{quote}` in it.
    pub template: String,
}

/// All of it, checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// By the place's id, without a slash at the end.
    servers: BTreeMap<String, String>,
    own: Vec<Own>,
}

impl Places {
    /// Servers by the id of their place, an empty one meaning none, and places of the reader's own in their order.
    ///
    /// # Errors
    /// [`ShareError::BadServer`], [`ShareError::NoName`], [`ShareError::ControlsInName`], [`ShareError::BadName`],
    /// [`ShareError::BadTemplate`], [`ShareError::TooMany`].
    pub fn new(servers: BTreeMap<String, String>, own: Vec<Own>) -> Result<Self, ShareError> {
        let mut checked = BTreeMap::new();
        for (id, address) in servers {
            if let Some(address) = server(&address)? {
                checked.insert(id, address);
            }
        }
        checked.retain(|id, _| PAGES.iter().any(|page| page.id == id && page.on_a_server()));
        if own.len() > MOST_OWN {
            return Err(ShareError::TooMany);
        }
        let mut places = Self { servers: checked, own: Vec::with_capacity(own.len()) };
        for Own { name, template } in own {
            let (name, template) = (name.trim().to_owned(), template.trim().to_owned());
            if name.is_empty() {
                return Err(ShareError::NoName);
            }
            if name.chars().any(char::is_control) {
                return Err(ShareError::ControlsInName);
            }
            let taken = places.own.iter().any(|other| other.name.to_lowercase() == name.to_lowercase());
            if name.chars().count() > LONGEST_NAME || taken {
                return Err(ShareError::BadName);
            }
            template::check(&template)?;
            places.own.push(Own { name, template });
        }
        Ok(places)
    }

    /// The address of the reader's server for a place.
    #[must_use]
    pub fn server(&self, id: &str) -> Option<&str> {
        self.servers.get(id).map(String::as_str)
    }

    /// The reader's own, in their order.
    #[must_use]
    pub fn own(&self) -> &[Own] {
        &self.own
    }

    /// Whether a new place of the reader's may have this name: not where a built-in target has it as its name or id.
    /// [`Places::new`] takes such names, for they were allowed once.
    ///
    /// # Errors
    /// [`ShareError::NameTaken`].
    pub fn is_free(name: &str) -> Result<(), ShareError> {
        let name = spoken(name);
        let pages = PAGES.iter().chain(APPS).flat_map(|page| [page.id, page.name]);
        let taken = pages.chain(FIXED.iter().copied()).any(|one| spoken(one) == name);
        if taken { Err(ShareError::NameTaken) } else { Ok(()) }
    }

    /// The places that need a server, by id and name.
    pub fn on_servers() -> impl Iterator<Item = (&'static str, &'static str)> {
        PAGES.iter().filter(|page| page.on_a_server()).map(|page| (page.id, page.name))
    }
}

/// A name as people type it: without the ellipsis, in small letters.
#[must_use]
pub fn spoken(name: &str) -> String {
    name.trim().trim_end_matches(['…', '.']).trim_end().to_lowercase()
}

/// `mastodon.example`, `@me@mastodon.example` and a whole address are all understood.
fn server(typed: &str) -> Result<Option<String>, ShareError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let host = typed.strip_prefix('@').and_then(|handle| handle.rsplit_once('@')).map_or(typed, |(_, host)| host);
    let address = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
    let url = Url::parse(&address).map_err(|_| ShareError::BadServer)?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| !host.is_empty())
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !plain || address.len() > LONGEST_SERVER || address.contains(['{', '}']) {
        return Err(ShareError::BadServer);
    }
    Ok(Some(url.as_str().trim_end_matches('/').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{Own, Places};
    use crate::ShareError;

    fn with_server(address: &str) -> Result<Places, ShareError> {
        Places::new([("mastodon".to_owned(), address.to_owned())].into(), Vec::new())
    }

    #[test]
    fn a_server_is_understood_as_people_write_it() {
        for typed in ["mastodon.example", " https://mastodon.example/ ", "@me@mastodon.example"] {
            assert_eq!(with_server(typed).unwrap().server("mastodon"), Some("https://mastodon.example"), "{typed}");
        }
        assert_eq!(
            with_server("https://a.example/social/").unwrap().server("mastodon"),
            Some("https://a.example/social")
        );
        assert_eq!(with_server("").unwrap(), Places::default());
        for bad in
            ["file:///etc", "javascript://x", "https://u:p@a.example", "https://a.example/?x", "a b", "https://{url}"]
        {
            assert_eq!(with_server(bad), Err(ShareError::BadServer), "{bad}");
        }
        let unknown = Places::new([("elsewhere".to_owned(), "a.example".to_owned())].into(), Vec::new());
        assert_eq!(unknown.unwrap(), Places::default());
    }

    #[test]
    fn own_places_have_a_name_of_their_own() {
        let own = |name: &str| Own { name: name.to_owned(), template: "https://a.example/?u={url}".to_owned() };
        let with = |own| Places::new([].into(), own);
        assert_eq!(with(vec![own(" Notes ")]).unwrap().own(), [own("Notes")]);
        assert_eq!(with(vec![own("x".repeat(41).as_str())]), Err(ShareError::BadName));
        assert_eq!(with(vec![own(" ")]), Err(ShareError::NoName));
        assert_eq!(with(vec![own("a\nb")]), Err(ShareError::ControlsInName));
        assert_eq!(with(vec![own("Notes"), own("notes")]), Err(ShareError::BadName));
        assert_eq!(with((0..31).map(|n| own(&n.to_string())).collect()), Err(ShareError::TooMany));
    }
}
