//! What Follow says: how a feed was found, and why there is none.

use feed::{FoundFeed, Way};
use url::Url;

use crate::Failure;
use crate::wire::Tried;

/// How a feed that a page or a rule tells was found.
pub(crate) fn way(found: &FoundFeed) -> String {
    match (found.way, &found.title) {
        (Way::Rule, Some(title)) => format!("The site’s feed for this address: {}.", lower_first(title)),
        (Way::Rule, None) => "The site’s feed for this address.".to_owned(),
        (Way::Likely, _) => "The page names no such feed, but sites of its kind have one here.".to_owned(),
        (Way::Named, _) => "The page names this feed.".to_owned(),
        (Way::Linked, _) => "A link on the page leads to this feed.".to_owned(),
    }
}

pub(crate) const KNOWN: &str = "The address is one that you follow.";
pub(crate) const ITSELF: &str = "The address is a feed.";
pub(crate) const GUESSED: &str = "The page names no feed; this one was found where feeds usually are.";

/// How a feed was found that only another address knew.
pub(crate) fn looked_up(asked: &Url) -> String {
    format!("Found by asking {}.", asked.host_str().unwrap_or_default())
}

/// Why a site is not asked at all.
pub(crate) fn closed(name: &str) -> (String, String) {
    (
        format!("{name} publishes no feed, and shows strangers no list that could be watched"),
        "look whether whom you want to follow has a site or a newsletter of their own".to_owned(),
    )
}

/// Why the address itself could not be asked, with advice for somebody who has just typed it.
pub(crate) fn unasked(typed: &str, failure: &Failure) -> Failure {
    let todo = match failure.code.as_str() {
        "refused" => "check the address and its port, and that the server is running",
        "unresolvable" => "check the spelling of the address, and the network connection",
        "not-found" | "gone" => "check the address, or begin at the site’s front page",
        "login" => "write it into the address, as https://name:password@host/…; it is taken out again and kept apart",
        "too-many-requests" | "unavailable" => "try again in a while",
        _ => &failure.todo,
    };
    Failure::new(&failure.code, following(typed), failure.why.clone(), todo)
}

/// Why an article cannot be followed.
pub(crate) fn article(typed: &str, title: &str) -> Failure {
    Failure::new(
        "no-feed",
        following(typed),
        format!("it is the article “{title}”, and its site names no feed"),
        "save the article, or paste the address of the page that lists the site’s articles",
    )
}

/// Why nothing was found, although the address answered.
pub(crate) fn nothing(typed: &str, tried: &[Tried]) -> Failure {
    let mut said = tried.iter().map(|tried| format!("{} ({})", tried.url, tried.found));
    let first = said.next().unwrap_or_default();
    let more = match said.count() {
        0 => String::new(),
        more => format!(" and {more} more places"),
    };
    Failure::new(
        "no-feed",
        following(typed),
        format!("neither a feed nor a list of articles was found; tried {first}{more}"),
        "look on the site for a link named RSS, Atom or Feed, or for a page that lists its articles, and paste its address",
    )
}

pub(crate) fn following(typed: &str) -> String {
    format!("Following {}", typed.trim())
}

fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{nothing, unasked};
    use crate::Failure;
    use crate::wire::Tried;

    #[test]
    fn a_refused_connection_is_about_the_address_not_about_later() {
        let refused = Failure::new("refused", "x", "the server does not accept connections", "try again later");
        let said = unasked(" localhost:1 ", &refused);
        assert_eq!((said.what.as_str(), said.code.as_str()), ("Following localhost:1", "refused"));
        assert!(said.todo.contains("port"), "{said}");
    }

    #[test]
    fn nothing_found_tells_what_was_tried_in_one_line() {
        let tried = |path: &str| Tried { url: format!("https://a.example/{path}"), found: "a page".to_owned() };
        let said = nothing("a.example", &[tried(""), tried("feed"), tried("rss")]).why;
        assert!(said.ends_with("tried https://a.example/ (a page) and 2 more places"), "{said}");
    }
}
