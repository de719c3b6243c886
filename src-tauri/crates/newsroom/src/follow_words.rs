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
        "too-many-requests" | "unavailable" => "try again in a while",
        _ => &failure.todo,
    };
    Failure::new(&failure.code, following(typed), failure.why.clone(), todo)
}

/// Why nothing was found, although the address answered.
pub(crate) fn nothing(typed: &str, tried: &[Tried]) -> Failure {
    let tried: Vec<String> = tried.iter().map(|tried| format!("{} ({})", tried.url, tried.found)).collect();
    Failure::new(
        "no-feed",
        following(typed),
        format!("neither a feed nor a list of articles was found; tried {}", tried.join(", ")),
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
    fn nothing_found_tells_all_that_was_tried() {
        let tried = [Tried { url: "https://a.example/".to_owned(), found: "a page".to_owned() }];
        assert!(nothing("a.example", &tried).why.contains("https://a.example/ (a page)"));
    }
}
