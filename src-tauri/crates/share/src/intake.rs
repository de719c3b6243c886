//! What another program sends us through a system's own menu, as the address that `standfirst:` links have. What such an
//! address does, and what it may not, is decided where those are read.

use url::Url;

/// Longer texts are passed over, as selections of whole books are.
const LONGEST: usize = 64 * 1024;

/// What to do with the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Keep it for later.
    Save,
    /// Follow its site.
    #[cfg_attr(windows, allow(dead_code, reason = "a share sheet has one entry a program"))]
    Follow,
}

/// The `standfirst:` address for the page that was selected: by its link, which is taken as it is, or else by the first
/// address in the words. None if there is none of http or https.
pub(crate) fn request(verb: Verb, link: Option<&str>, words: Option<&str>) -> Option<String> {
    let short = |text: &&str| text.len() <= LONGEST;
    let linked = link.filter(short).and_then(|link| web(link.trim()));
    let page = linked.or_else(|| words.filter(short).and_then(page))?;
    let host = match verb {
        Verb::Save => "save",
        Verb::Follow => "follow",
    };
    let mut address = Url::parse(&format!("standfirst://{host}")).ok()?;
    address.query_pairs_mut().append_pair("url", page.as_str());
    Some(address.into())
}

/// The first address in a text.
fn page(text: &str) -> Option<Url> {
    let text = text.trim();
    if let Some(found) = text.split_whitespace().find_map(in_word) {
        return Some(found);
    }
    // What people write for an address, if it is all there is: `example.org/x`.
    let bare = !text.contains(char::is_whitespace) && !text.contains([':', '@']) && text.contains('.');
    let last = text.split(['/', '?', '#']).next()?.rsplit('.').next()?;
    (bare && last.len() > 1 && last.chars().all(char::is_alphabetic)).then(|| web(&format!("https://{text}")))?
}

/// An address within a word, as in `(https://a.example/x).`
fn in_word(word: &str) -> Option<Url> {
    let begin = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min()?;
    let mut address = word.get(begin..)?;
    loop {
        let shorter =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '>', ']', '}', '”', '’', '»', '…']);
        // A bracket that the address itself opened belongs to it.
        let unopened = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let next = if unopened { &shorter[..shorter.len() - 1] } else { shorter };
        if next == address {
            return web(address);
        }
        address = next;
    }
}

fn web(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && !text.contains(char::is_whitespace);
    (matches!(url.scheme(), "http" | "https") && plain).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Verb, request};

    fn saved(text: &str) -> Option<String> {
        let address = request(Verb::Save, None, Some(text))?;
        let address = url::Url::parse(&address).unwrap();
        assert_eq!((address.scheme(), address.host_str()), ("standfirst", Some("save")));
        let (name, page) = address.query_pairs().next().unwrap();
        assert_eq!(name, "url");
        Some(page.into_owned())
    }

    #[test]
    fn a_selected_link_becomes_an_address_of_ours() {
        assert_eq!(
            request(Verb::Follow, Some("https://a.example/x?b=1&c=ü#d"), None).as_deref(),
            Some("standfirst://follow?url=https%3A%2F%2Fa.example%2Fx%3Fb%3D1%26c%3D%25C3%25BC%23d")
        );
        assert_eq!(saved(" https://a.example/x?b=1&c=2\n").as_deref(), Some("https://a.example/x?b=1&c=2"));
    }

    #[test]
    fn an_address_is_found_among_words() {
        for (text, page) in [
            ("Read this (https://a.example/x), it says.", "https://a.example/x"),
            ("https://a.example/x_(y).", "https://a.example/x_(y)"),
            ("See:https://a.example/x…", "https://a.example/x"),
            ("“http://a.example/?q=1”!", "http://a.example/?q=1"),
            ("one https://a.example/1 two https://a.example/2", "https://a.example/1"),
            ("<https://a.example/>", "https://a.example/"),
            ("a.example/x", "https://a.example/x"),
            ("a.example", "https://a.example/"),
        ] {
            assert_eq!(saved(text).as_deref(), Some(page), "{text}");
        }
    }

    #[test]
    fn the_link_goes_before_the_words_around_it() {
        let saved = |link| request(Verb::Save, Some(link), Some("words with https://a.example/other")).unwrap();
        assert!(saved("https://a.example/link").ends_with("link"));
        assert!(saved("mailto:me@a.example").ends_with("other"), "what is no page leaves the words");
    }

    #[test]
    fn a_link_is_taken_as_it_is_where_words_have_a_full_stop() {
        let link = request(Verb::Save, Some("https://a.example/Inc."), None).unwrap();
        assert!(link.ends_with("Inc."), "{link}");
        assert_eq!(saved("https://a.example/Inc.").as_deref(), Some("https://a.example/Inc"));
    }

    #[test]
    fn what_is_no_page_of_the_web_is_refused() {
        for text in [
            "",
            "words",
            "3.14",
            "e.g.",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "me@a.example",
            "https://user:secret@a.example/",
            "readme.2",
            "standfirst://save?url=x",
            "a.b c.d",
        ] {
            assert_eq!(saved(text), None, "{text}");
        }
        assert_eq!(saved(&format!("https://a.example/ {}", "x".repeat(LONGEST))), None);
    }
}
