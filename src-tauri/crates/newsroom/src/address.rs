//! What a person types or pastes, made into addresses to ask.

use url::Url;

use crate::Failure;

/// The addresses `typed` may mean, likeliest first: as it stands, or with `https://` and then `http://` before it.
pub(crate) fn candidates(typed: &str) -> Result<Vec<Url>, Failure> {
    let typed = typed.trim();
    let bad = |why: &str| {
        Failure::new(
            "invalid-address",
            format!("The address “{}”", shorten(typed)),
            why,
            "paste the address of a site, a feed or an article, such as https://example.org",
        )
    };
    if typed.is_empty() {
        return Err(bad("it is empty"));
    }
    if typed.chars().any(char::is_whitespace) {
        return Err(bad("it has a space in it"));
    }
    // `feed:` is what old subscribe links start with, before or in place of http.
    let typed = typed
        .strip_prefix("feed://")
        .map_or_else(|| typed.strip_prefix("feed:").unwrap_or(typed).to_owned(), |rest| format!("https://{rest}"));
    if let Some((scheme, _)) = typed.split_once("://") {
        return match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" | crate::sample::SCHEME => {
                Url::parse(&typed).map(|url| vec![url]).map_err(|_| bad("it is not a whole address"))
            }
            _ => Err(bad("only http and https addresses can be fetched")),
        };
    }
    let host = typed.split(['/', '?', '#']).next().unwrap_or_default();
    let local = host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
    if !local && !host.contains('.') {
        return Err(bad("it is not an address"));
    }
    let schemes: &[&str] = if local { &["http"] } else { &["https", "http"] };
    let urls: Vec<Url> = schemes.iter().filter_map(|scheme| Url::parse(&format!("{scheme}://{typed}")).ok()).collect();
    if urls.is_empty() { Err(bad("it is not an address")) } else { Ok(urls) }
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::candidates;

    fn read(typed: &str) -> Vec<String> {
        candidates(typed).unwrap().into_iter().map(String::from).collect()
    }

    #[test]
    fn a_bare_host_is_tried_with_https_then_http() {
        assert_eq!(read("example.org/news"), ["https://example.org/news", "http://example.org/news"]);
    }

    #[test]
    fn a_local_server_is_asked_plainly() {
        assert_eq!(read("localhost:8080/feed"), ["http://localhost:8080/feed"]);
    }

    #[test]
    fn feed_links_are_understood() {
        assert_eq!(read("feed:https://example.org/a.xml"), ["https://example.org/a.xml"]);
        assert_eq!(read("feed://example.org/a.xml"), ["https://example.org/a.xml"]);
    }

    #[test]
    fn what_is_no_address_is_said_to_be_none() {
        for (typed, why) in [
            ("", "it is empty"),
            ("hello world", "it has a space in it"),
            ("hello", "it is not an address"),
            ("file:///etc/passwd", "only http and https addresses can be fetched"),
        ] {
            assert_eq!(candidates(typed).unwrap_err().why, why, "{typed}");
        }
    }
}
