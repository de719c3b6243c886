//! What a person types or pastes, made into addresses to ask.

use url::Url;

/// Why something typed is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NoAddress {
    #[error("it is empty")]
    Empty,
    #[error("it has a space in it")]
    Space,
    #[error("only http and https addresses can be fetched")]
    Scheme,
    #[error("it is not a whole address")]
    Incomplete,
    #[error("it is not an address")]
    Unknown,
}

/// Schemes that only say "subscribe to this". Source: the programs that registered them (`feed`: `NetNewsWire` and Firefox;
/// `itpc`, `pcast`: iTunes).
const SUBSCRIBE: &[&str] = &["feed", "itms-pcast", "itpc", "pcast", "podcast", "rss", "webcal-feed"];

/// Marks that are pasted along around an address.
const AROUND: &[(char, char)] = &[('"', '"'), ('\'', '\''), ('(', ')'), ('<', '>'), ('[', ']'), ('“', '”'), ('«', '»')];

/// Names without an address: what they begin with, and the address of the rest.
const SHORT: &[(&str, &str)] = &[
    ("/r/", "https://www.reddit.com/r/"),
    ("/u/", "https://www.reddit.com/user/"),
    ("r/", "https://www.reddit.com/r/"),
    ("u/", "https://www.reddit.com/user/"),
];

/// The addresses `typed` may mean, likeliest first: as it stands, or with `https://` and then `http://` before it.
/// `@user@host`, `!community@host`, `r/name` and `u/name` are the feeds of those.
///
/// # Errors
/// Why it means none.
pub fn addresses(typed: &str) -> Result<Vec<Url>, NoAddress> {
    let typed = unwrapped(typed.trim());
    if typed.is_empty() {
        return Err(NoAddress::Empty);
    }
    if typed.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(NoAddress::Space);
    }
    if let Some(url) = handle(typed).or_else(|| short(typed)) {
        return Ok(vec![url]);
    }
    let Some((scheme, rest)) = scheme(typed) else { return without_scheme(typed.trim_start_matches("//")) };
    let scheme = scheme.to_ascii_lowercase();
    if SUBSCRIBE.contains(&scheme.as_str()) {
        return match self::scheme(rest) {
            Some(_) => addresses(rest),
            None => without_scheme(rest.trim_start_matches("//")).map(|mut urls| {
                urls.truncate(1);
                urls
            }),
        };
    }
    if !matches!(scheme.as_str(), "http" | "https") {
        return Err(NoAddress::Scheme);
    }
    // The URL standard would make `http:///x` the host x: that is a slip of the keyboard.
    let host = rest.trim_start_matches("//");
    if host.is_empty() || host.starts_with('/') {
        return Err(NoAddress::Incomplete);
    }
    Url::parse(&format!("{scheme}://{host}")).map(|url| vec![url]).map_err(|_| NoAddress::Incomplete)
}

/// Scheme and rest. `localhost:8080` and `example.org:8080/x` have none.
fn scheme(typed: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = typed.split_once(':')?;
    let is_name = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let is_port = rest.starts_with(|c: char| c.is_ascii_digit()) && (scheme.contains('.') || scheme == "localhost");
    (is_name && !is_port).then_some((scheme, rest))
}

fn without_scheme(typed: &str) -> Result<Vec<Url>, NoAddress> {
    let authority = typed.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let local = authority.starts_with("localhost") || authority.starts_with("127.") || authority.starts_with("[::1]");
    let named = host.trim_matches('.').contains('.') && !host.contains("..") && !host.starts_with('.');
    if (!local && !named && !authority.starts_with('[')) || authority.contains('@') {
        return Err(NoAddress::Unknown);
    }
    let schemes: &[&str] = if local { &["http"] } else { &["https", "http"] };
    let urls: Vec<Url> = schemes.iter().filter_map(|scheme| Url::parse(&format!("{scheme}://{typed}")).ok()).collect();
    if urls.is_empty() { Err(NoAddress::Unknown) } else { Ok(urls) }
}

/// `@user@host` and `acct:user@host` of the Fediverse (RFC 7565), `!community@host` of Lemmy, `@name.bsky.social`.
fn handle(typed: &str) -> Option<Url> {
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if let Some((name, host)) = typed.strip_prefix('!').and_then(|rest| rest.split_once('@')) {
        return (is_name(name) && host.contains('.'))
            .then(|| Url::parse(&format!("https://{host}/feeds/c/{name}.xml?sort=New")).ok())?;
    }
    let rest = typed.strip_prefix("acct:").unwrap_or(typed);
    let rest = rest.strip_prefix('@').unwrap_or(rest);
    if let Some((name, host)) = rest.split_once('@') {
        let is_host = is_name(host) && host.contains('.');
        return (is_name(name) && is_host).then(|| Url::parse(&format!("https://{host}/@{name}.rss")).ok())?;
    }
    // A handle of Bluesky is a host name; alone it would be a site's.
    let name = typed.strip_prefix('@').filter(|name| is_name(name) && name.contains('.'))?;
    Url::parse(&format!("https://bsky.app/profile/{name}/rss")).ok()
}

fn short(typed: &str) -> Option<Url> {
    SHORT.iter().find_map(|(start, address)| {
        let name = typed.strip_prefix(start)?.trim_end_matches('/');
        let is_name =
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'));
        is_name.then(|| Url::parse(&format!("{address}{name}/.rss")).ok())?
    })
}

fn unwrapped(typed: &str) -> &str {
    AROUND
        .iter()
        .find_map(|(open, close)| typed.strip_prefix(*open)?.strip_suffix(*close))
        .filter(|inner| !inner.starts_with("::"))
        .unwrap_or(typed)
        .trim()
}

#[cfg(test)]
mod tests {
    use super::{AROUND, NoAddress, SHORT, SUBSCRIBE, addresses};

    fn read(typed: &str) -> Vec<String> {
        addresses(typed).unwrap_or_else(|error| panic!("{typed}: {error}")).into_iter().map(String::from).collect()
    }

    #[test]
    fn a_bare_host_is_tried_with_https_then_http() {
        assert_eq!(read("example.org/news"), ["https://example.org/news", "http://example.org/news"]);
        assert_eq!(read(" example.org:8080 ")[0], "https://example.org:8080/");
        assert_eq!(read("//example.org/a")[0], "https://example.org/a");
        assert_eq!(read("HTTP://Example.ORG/A"), ["http://example.org/A"]);
    }

    #[test]
    fn a_local_server_is_asked_plainly() {
        assert_eq!(read("localhost:8080/feed"), ["http://localhost:8080/feed"]);
        assert_eq!(read("[::1]:8080/feed"), ["http://[::1]:8080/feed"]);
    }

    #[test]
    fn every_subscribe_link_is_understood() {
        assert!(SUBSCRIBE.is_sorted());
        for scheme in SUBSCRIBE {
            assert_eq!(read(&format!("{scheme}:https://example.org/a.xml")), ["https://example.org/a.xml"]);
            assert_eq!(read(&format!("{scheme}://example.org/a.xml")), ["https://example.org/a.xml"]);
        }
        assert_eq!(read("feed:example.org/a.xml"), ["https://example.org/a.xml"]);
        assert_eq!(read("feed:http://example.org/a.xml"), ["http://example.org/a.xml"]);
    }

    #[test]
    fn names_of_people_and_communities_are_their_feeds() {
        assert_eq!(read("@Gargron@mastodon.social"), ["https://mastodon.social/@Gargron.rss"]);
        assert_eq!(read("acct:a_b@c.example"), ["https://c.example/@a_b.rss"]);
        assert_eq!(read("!boats@lemmy.example"), ["https://lemmy.example/feeds/c/boats.xml?sort=New"]);
        assert_eq!(read("@somebody.bsky.social"), ["https://bsky.app/profile/somebody.bsky.social/rss"]);
        for (start, address) in SHORT {
            assert_eq!(read(&format!("{start}rust")), [format!("{address}rust/.rss")]);
        }
    }

    #[test]
    fn what_is_pasted_around_it_is_left_off() {
        for (open, close) in AROUND {
            assert_eq!(read(&format!("{open}https://example.org/a{close}")), ["https://example.org/a"]);
        }
    }

    #[test]
    fn what_is_no_address_is_said_to_be_none() {
        for (typed, why) in [
            ("", NoAddress::Empty),
            ("hello world", NoAddress::Space),
            ("hello", NoAddress::Unknown),
            ("a..b", NoAddress::Unknown),
            ("user:secret@example.org", NoAddress::Scheme),
            ("file:///etc/passwd", NoAddress::Scheme),
            ("javascript:alert(1)", NoAddress::Scheme),
            ("feed:file:///etc/passwd", NoAddress::Scheme),
            ("http://", NoAddress::Incomplete),
            ("https:///etc", NoAddress::Incomplete),
            ("https://exa|mple/", NoAddress::Incomplete),
        ] {
            assert_eq!(addresses(typed), Err(why), "{typed}");
        }
    }
}
