//! What another program hands over, read: an argument, a deep link, an address dropped on the icon. Pure: no file is
//! looked at and nobody is asked.
//!
//! Any web page can call `standfirst:` addresses, so nothing here is taken for what the reader wants: it says what is asked
//! for, and the newsroom decides what of that is done at once, what is asked about, and what is refused.

use std::path::PathBuf;

use url::Url;

use crate::Failure;

/// Longer arguments are refused; addresses that work are shorter.
pub const MOST_BYTES: usize = 8 * 1024;
/// What is handed over at a time; the rest is left out, and that is said.
pub const MOST_ARGUMENTS: usize = 100;
/// Characters of a title.
const LONGEST_TITLE: usize = 300;

/// Schemes by which pages say "subscribe to this"; what follows is an address or a host. `feed::addresses` reads them.
const SUBSCRIBE: &[&str] = &["feed", "feeds", "web+feed", "web+feeds", "rss", "itpc", "pcast"];

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound {
    /// The window is to come to the front, and that is all.
    Show,
    /// A page is to be saved for later.
    Save {
        /// Of the page; http or https, and without a login.
        address: Url,
        /// What the caller calls it, cleaned of what cannot be shown.
        title: Option<String>,
    },
    /// A site or feed is to be followed.
    Follow {
        /// Of the site or feed.
        address: Url,
    },
    /// A file is to be opened, whatever it is.
    File(PathBuf),
}

/// Reads one argument.
///
/// # Errors
/// `invalid-address` with the reason why it is nothing that can be opened.
pub fn parse(argument: &str) -> Result<Inbound, Failure> {
    let argument = argument.trim();
    read(argument)
        .map_err(|(why, todo)| Failure::new("invalid-address", format!("Opening “{}”", shown(argument)), why, todo))
}

/// Why not, and what to do.
type Refusal = (String, &'static str);

const WEB: &str = "give the address of a page, such as https://example.org/article";
const VERBS: &str = "use standfirst://save?url=… or standfirst://follow?url=…";
const FILES: &str = "give an address, or the name of a file that is there";

fn refuse<T>(why: &str, todo: &'static str) -> Result<T, Refusal> {
    Err((why.to_owned(), todo))
}

fn read(argument: &str) -> Result<Inbound, Refusal> {
    if argument.is_empty() {
        return refuse("it is empty", FILES);
    }
    if argument.len() > MOST_BYTES {
        return refuse("it is longer than 8 KB", "open a shorter address");
    }
    if argument.chars().any(char::is_control) {
        return refuse("it has control characters in it", WEB);
    }
    if is_path(argument) {
        return Ok(Inbound::File(PathBuf::from(argument)));
    }
    let Some((scheme, _)) = argument.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) else {
        return refuse("it is neither an address nor the whole path of a file", FILES);
    };
    match scheme.to_ascii_lowercase().as_str() {
        "standfirst" => called(argument),
        "http" | "https" => Ok(Inbound::Save { address: web(argument)?, title: None }),
        "file" => file(argument),
        scheme if SUBSCRIBE.contains(&scheme) => subscribed(argument),
        scheme => refuse(&format!("{scheme} addresses are not for Standfirst"), WEB),
    }
}

/// `standfirst://VERB?url=…`, with or without the slashes.
fn called(argument: &str) -> Result<Inbound, Refusal> {
    let Ok(url) = Url::parse(argument) else { return refuse("it is not a whole address", VERBS) };
    let verb = match url.host_str().filter(|host| !host.is_empty()) {
        Some(host) if url.path().trim_matches('/').is_empty() => host.to_ascii_lowercase(),
        Some(_) => return refuse("it says more than what to do", VERBS),
        None => url.path().trim_matches('/').to_ascii_lowercase(),
    };
    if !url.username().is_empty() || url.password().is_some() || url.port().is_some() {
        return refuse("it says more than what to do", VERBS);
    }
    let all = |name: &str| -> Vec<String> {
        url.query_pairs().filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect()
    };
    let address = || match all("url").as_slice() {
        [address] => web(address),
        [] => refuse("it names no address", VERBS),
        _ => refuse("it names more than one address", VERBS),
    };
    match verb.as_str() {
        "" | "show" => Ok(Inbound::Show),
        "save" => {
            Ok(Inbound::Save { address: address()?, title: all("title").first().and_then(|title| cleaned(title)) })
        }
        "follow" | "subscribe" => Ok(Inbound::Follow { address: address()? }),
        verb => refuse(&format!("“{}” is nothing that Standfirst does for other programs", shown(verb)), VERBS),
    }
}

/// `feed:https://…`, `feed://host/…` and the like.
fn subscribed(argument: &str) -> Result<Inbound, Refusal> {
    // The scheme that pages may register in browsers, and the secure twin of `feed`, mean the same.
    let (scheme, rest) = argument.split_once(':').unwrap_or_default();
    let scheme = match scheme.to_ascii_lowercase() {
        twin if matches!(twin.as_str(), "feeds" | "web+feed" | "web+feeds") => "feed".to_owned(),
        scheme => scheme,
    };
    // Some write the slashes before a whole address, too.
    let whole = rest.strip_prefix("//").filter(|whole| has_scheme(whole) && whole.contains("://"));
    let plain = format!("{scheme}:{}", whole.unwrap_or(rest));
    match feed::addresses(&plain) {
        Ok(addresses) => match addresses.first() {
            Some(address) => Ok(Inbound::Follow { address: web(address.as_str())? }),
            None => refuse("it is not an address", WEB),
        },
        Err(error) => refuse(&error.to_string(), WEB),
    }
}

/// An address of the web that may be asked: http or https, with a host, and without a login that somebody else chose.
pub(crate) fn web(text: &str) -> Result<Url, Refusal> {
    let text = text.trim();
    // The URL standard would take these out without a word, and leave another address than the one that was shown.
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return refuse("its address has blanks or control characters in it", WEB);
    }
    if text.len() > MOST_BYTES {
        return refuse("its address is longer than 8 KB", WEB);
    }
    let Ok(url) = Url::parse(text) else { return refuse("its address is not a whole one", WEB) };
    if !matches!(url.scheme(), "http" | "https") {
        return refuse("only http and https addresses can be fetched", WEB);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return refuse(
            "its address has a login in it",
            "open the address without it, and enter the login in Standfirst",
        );
    }
    if url.host_str().is_none_or(str::is_empty) {
        return refuse("its address is not a whole one", WEB);
    }
    Ok(url)
}

fn file(argument: &str) -> Result<Inbound, Refusal> {
    let Ok(url) = Url::parse(argument) else { return refuse("it is not a whole address", FILES) };
    // Of another machine: asking for it would tell that machine who is logged in here.
    if url.host_str().is_some_and(|host| !host.is_empty() && host != "localhost") {
        return refuse("it is a file of another machine", "copy it to this one, and open it here");
    }
    url.to_file_path().map(Inbound::File).or_else(|()| refuse("it is not the whole path of a file", FILES))
}

/// The whole path of a file, of this or another system.
fn is_path(argument: &str) -> bool {
    let mut chars = argument.chars();
    let drive = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next() == Some(':');
    argument.starts_with('/') || (drive && matches!(chars.next(), Some('\\' | '/')))
}

/// Whether an argument is written like an address rather than like the name of a file.
pub(super) fn has_scheme(argument: &str) -> bool {
    argument.trim_start().split_once(':').is_some_and(|(scheme, _)| is_scheme(scheme))
}

fn is_scheme(text: &str) -> bool {
    text.len() > 1
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// A title that can be shown: one line, without characters that turn the writing round.
pub(crate) fn cleaned(title: &str) -> Option<String> {
    let turning = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turning(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let title: String = words.join(" ").chars().take(LONGEST_TITLE).collect();
    (!title.is_empty()).then_some(title)
}

/// As much of an argument as a sentence can hold.
fn shown(argument: &str) -> String {
    let clean = cleaned(argument).unwrap_or_default();
    let mut short: String = clean.chars().take(80).collect();
    if short.len() < clean.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Inbound, MOST_BYTES, cleaned, parse};

    fn save(address: &str, title: Option<&str>) -> Inbound {
        Inbound::Save { address: address.parse().unwrap(), title: title.map(str::to_owned) }
    }

    fn follow(address: &str) -> Inbound {
        Inbound::Follow { address: address.parse().unwrap() }
    }

    #[test]
    fn a_page_is_saved_with_the_title_it_comes_with() {
        for spelt in [
            "standfirst://save?",
            "standfirst:save?",
            "standfirst:///save?",
            "standfirst://save/?",
            "STANDFIRST://SAVE?",
        ] {
            let asked = format!("{spelt}url=https%3A%2F%2Fa.example%2Fx%3Fb%3D1%26c%3D2%23d&title=T%20%26+U");
            assert_eq!(parse(&asked).unwrap(), save("https://a.example/x?b=1&c=2#d", Some("T & U")), "{asked}");
        }
        assert_eq!(parse("https://a.example/x").unwrap(), save("https://a.example/x", None));
        assert_eq!(
            parse("standfirst://save?url=https://a.example/x&title=").unwrap(),
            save("https://a.example/x", None)
        );
    }

    #[test]
    fn a_feed_is_followed_however_it_is_handed_over() {
        for spelt in [
            "standfirst://follow?url=https%3A%2F%2Fa.example%2Ff.xml",
            "standfirst://subscribe?url=https://a.example/f.xml",
            "feed:https://a.example/f.xml",
            "feed://https://a.example/f.xml",
            "FEED:https://a.example/f.xml",
            "feed://a.example/f.xml",
            "feeds://a.example/f.xml",
            "web+feed:https://a.example/f.xml",
            "rss://a.example/f.xml",
        ] {
            assert_eq!(parse(spelt).unwrap(), follow("https://a.example/f.xml"), "{spelt}");
        }
        assert_eq!(parse("feed:http://a.example/f.xml").unwrap(), follow("http://a.example/f.xml"));
    }

    #[test]
    fn files_are_told_from_addresses() {
        assert_eq!(parse("/home/a/my feeds.opml").unwrap(), Inbound::File(PathBuf::from("/home/a/my feeds.opml")));
        assert_eq!(parse(r"C:\a\feeds.opml").unwrap(), Inbound::File(PathBuf::from(r"C:\a\feeds.opml")));
        #[cfg(unix)]
        for spelt in ["file:///tmp/my%20feeds.opml", "file://localhost/tmp/my%20feeds.opml"] {
            assert_eq!(parse(spelt).unwrap(), Inbound::File(PathBuf::from("/tmp/my feeds.opml")), "{spelt}");
        }
        assert_eq!(parse("standfirst:").unwrap(), Inbound::Show);
        assert_eq!(parse("standfirst://show").unwrap(), Inbound::Show);
    }

    #[test]
    fn what_is_hostile_is_refused_with_the_reason() {
        for (argument, why) in [
            ("", "it is empty"),
            ("   ", "it is empty"),
            ("standfirst://save?url=file:///etc/passwd", "only http and https addresses can be fetched"),
            ("standfirst://save?url=javascript:alert(1)", "only http and https addresses can be fetched"),
            ("standfirst://save?url=standfirst://save", "only http and https addresses can be fetched"),
            ("standfirst://save?url=https://u:p@a.example/", "its address has a login in it"),
            ("standfirst://save?url=https://u@a.example/", "its address has a login in it"),
            ("https://u:p@a.example/", "its address has a login in it"),
            ("feed:https://u:p@a.example/", "its address has a login in it"),
            ("standfirst://save?url=https://a.example/%0d%0ax", "its address has blanks or control characters in it"),
            ("standfirst://save?url=https://a.example/a%20b", "its address has blanks or control characters in it"),
            ("standfirst://save?url=ht%09tps://a.example/", "its address has blanks or control characters in it"),
            ("standfirst://save?url=/etc/passwd", "its address is not a whole one"),
            ("standfirst://save?url=a&url=b", "it names more than one address"),
            ("standfirst://save", "it names no address"),
            ("standfirst://follow?title=x", "it names no address"),
            ("standfirst://run?url=https://a.example", "“run” is nothing that Standfirst does for other programs"),
            ("standfirst://u@save?url=https://a.example", "it says more than what to do"),
            ("standfirst://save/../run?url=https://a.example", "it says more than what to do"),
            ("javascript:alert(1)", "javascript addresses are not for Standfirst"),
            ("data:text/html,x", "data addresses are not for Standfirst"),
            ("feed:file:///etc/passwd", "only http and https addresses can be fetched"),
            ("feed:javascript:alert(1)", "only http and https addresses can be fetched"),
            ("file://evil.example/share/x.opml", "it is a file of another machine"),
            ("--help", "it is neither an address nor the whole path of a file"),
            ("feeds.opml", "it is neither an address nor the whole path of a file"),
            (r"\\evil\share\x.opml", "it is neither an address nor the whole path of a file"),
            ("https://a.example/\u{0}x", "it has control characters in it"),
        ] {
            let failure = parse(argument).unwrap_err();
            assert_eq!(failure.why, why, "{argument}");
            assert_eq!(failure.code, "invalid-address");
        }
    }

    #[test]
    fn nothing_long_is_read_and_nothing_long_is_said() {
        let long = format!("standfirst://save?url=https://a.example/{}", "x".repeat(MOST_BYTES));
        let failure = parse(&long).unwrap_err();
        assert_eq!(failure.why, "it is longer than 8 KB");
        assert!(failure.what.chars().count() < 100, "{}", failure.what);
        // Each level is another scheme to be read.
        assert!(parse(&"feed:".repeat(1600)).is_err());
    }

    #[test]
    fn a_title_cannot_pass_for_something_else() {
        assert_eq!(cleaned(" a\n\t b\u{202e}c ").as_deref(), Some("a bc"));
        assert_eq!(cleaned("\u{202e}"), None);
        assert_eq!(cleaned(&"x".repeat(9000)).unwrap().len(), 300);
        let failure = parse("run\u{202e}gpj.exe:x").unwrap_err();
        assert!(!failure.what.contains('\u{202e}'));
    }
}
