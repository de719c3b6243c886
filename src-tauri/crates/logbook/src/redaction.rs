//! What a log must not say. Of an address only the host is left; names of accounts, what stands behind words such as
//! `password`, and the names of folders and files go. Whatever is in doubt goes.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::paths;

/// What the rest of a word after one of these is, nobody else may know.
const SECRETS: &[&str] = &[
    "authorization",
    "cookie",
    "password",
    "passwd",
    "secret",
    "token",
    "api-key",
    "api_key",
    "apikey",
    "session",
    "bearer",
    "basic",
];

/// What ends an address in a line.
fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '“' | '”' | '‘' | '’' | '«' | '»' | '|' | '{' | '}')
}

/// A text as the log has it.
#[must_use]
pub fn redacted(text: &str) -> String {
    let text = without_home(text);
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        line_into(line, &mut out);
    }
    out
}

fn line_into(line: &str, out: &mut String) {
    let mut hidden_next = false;
    let mut rest = line;
    while !rest.is_empty() {
        let before = line[..line.len() - rest.len()].chars().next_back();
        let end = rest.find(ends_address).unwrap_or(rest.len());
        let word = &rest[..end];
        if hidden_next && !word.is_empty() {
            // `Authorization: Bearer x`: the kind of secret is none.
            let kind = matches!(word.to_ascii_lowercase().as_str(), "bearer" | "basic");
            out.push_str(if kind { word } else { "…" });
            hidden_next = kind;
        } else {
            hidden_next = hidden_next || announces(word);
            if let Some(name) = assigned(word) {
                out.extend([name, "…"]);
            } else if let Some(at) = paths::begins(word) {
                out.push_str(&word[..at]);
                let path = paths::whole(&rest[at..], before.filter(|_| at == 0));
                paths::into(path, out);
                rest = &rest[at + path.len()..];
                continue;
            } else {
                word_into(word, out);
            }
        }
        rest = &rest[end..];
        // What ended the word.
        if let Some(sign) = rest.chars().next() {
            out.push(sign);
            rest = &rest[sign.len_utf8()..];
        }
    }
}

/// Whether what comes next is a secret: `password:`, `Cookie:`, `Bearer`.
fn announces(word: &str) -> bool {
    let bare = word.trim_end_matches([':', '=']).to_ascii_lowercase();
    let exact = SECRETS.iter().any(|secret| bare.ends_with(secret));
    // `Basic` is a kind of login, `basic` a word.
    exact && (word.ends_with([':', '=']) || matches!(word, "Bearer" | "bearer" | "Basic"))
}

/// The name in `password=x` and `token:x`, with its sign.
fn assigned(word: &str) -> Option<&str> {
    let at = word.find(['=', ':']).filter(|at| at + 1 < word.len())?;
    let name = word.get(..at)?.to_ascii_lowercase();
    let ours = SECRETS.iter().any(|secret| name.ends_with(secret))
        && !word[at..].starts_with("::")
        && !word[at..].starts_with("://");
    ours.then(|| &word[..=at])
}

fn word_into(word: &str, out: &mut String) {
    // An address within an address (`standfirst://save?url=https%3A…`) is in its tail, which goes anyway.
    let scheme = word.find("://").or_else(|| word.to_ascii_lowercase().find("%3a%2f%2f"));
    let Some(at) = scheme else {
        return match word.split_once('@') {
            // An address for mail, or an account on a server.
            Some((_, server)) if server.contains('.') => out.extend(["…@", host_of(server)]),
            // `mailto:`, `feed:` and `data:` carry theirs without slashes.
            _ => match word.split_once(':') {
                Some((scheme @ ("mailto" | "feed" | "data" | "javascript"), rest)) if !rest.is_empty() => {
                    out.extend([scheme, ":…"]);
                }
                _ => out.push_str(word),
            },
        };
    };
    let sign = if word[at..].starts_with("://") { 3 } else { 9 };
    let (before, rest) = word.split_at(at + sign);
    let host = host_of(rest);
    // What stands before the scheme is a bracket, or more of a query.
    let scheme: String = before[..at]
        .chars()
        .rev()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    if before.starts_with('(') || before.starts_with('[') {
        out.push_str(&before[..1]);
    }
    out.push_str(&scheme);
    out.push_str("://");
    out.push_str(host);
    let tail = &rest[rest.find(host).unwrap_or_default() + host.len()..];
    let closing = tail.trim_start_matches(|c| !matches!(c, ')' | ']' | ',' | ';'));
    let said = tail.trim_end_matches([')', ']', ',', ';', ':', '.']);
    if !matches!(said, "" | "/") {
        out.push_str("/…");
    }
    // A sentence goes on behind it.
    if closing.is_empty() {
        out.push_str(&tail[said.len()..]);
    } else {
        out.extend(closing.chars().filter(|c| matches!(c, ')' | ']' | ',' | ';' | ':')).take(2));
    }
}

/// The host and port at the beginning of what follows `//`, without a login.
fn host_of(rest: &str) -> &str {
    let end = rest.find(['/', '?', '#', ')', ',', ';', '\\', '%']).unwrap_or(rest.len());
    let place = rest[..end].trim_end_matches([':', '.']);
    place.rfind('@').map_or(place, |at| &place[at + 1..])
}

/// What a panic says without what it quotes.
pub(crate) fn without_quotations(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        if !matches!(c, '"' | '`') {
            continue;
        }
        out.push('…');
        while let Some(inner) = chars.next() {
            if inner == '\\' {
                chars.next();
            } else if inner == c {
                break;
            }
        }
        out.push(c);
    }
    out.chars().take(400).collect()
}

/// The home folder has its owner's name.
fn without_home(text: &str) -> Cow<'_, str> {
    static HOME: OnceLock<Option<String>> = OnceLock::new();
    let home = HOME.get_or_init(|| {
        let home = std::env::home_dir()?.to_str()?.trim_end_matches(['/', '\\']).to_owned();
        (home.len() > 3).then_some(home)
    });
    match home {
        Some(home) if text.contains(home.as_str()) => text.replace(home.as_str(), "~").into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{redacted, without_quotations};

    #[test]
    fn of_an_address_only_the_host_is_left() {
        for (text, wanted) in [
            ("https://news.example/2025/secret-story?id=1#x", "https://news.example/…"),
            ("asking https://news.example: it failed", "asking https://news.example: it failed"),
            ("https://anna:hunter2@news.example:8443/a", "https://news.example:8443/…"),
            ("(https://news.example/a), then", "(https://news.example/…), then"),
            ("url=https://news.example/feed?key=abc failed", "https://news.example/… failed"),
            ("standfirst://save?url=https%3A%2F%2Fx.example%2Fa", "standfirst://save/…"),
            ("u=https%3A%2F%2Fx.example%2Fprivate", "https://x.example/…"),
            ("socks5h://me:pw@127.0.0.1:1080", "socks5h://127.0.0.1:1080"),
            ("“https://x.example/päth”", "“https://x.example/…”"),
            ("feed:x.example/a mailto:me@x.example", "feed:… …@x.example"),
            ("mail anna.k@mail.example now", "mail …@mail.example now"),
            ("@anna@social.example", "…@social.example"),
            ("http://[::1]:8080/private", "http://[::1]:8080/…"),
        ] {
            assert_eq!(redacted(text), wanted, "{text}");
        }
    }

    #[test]
    fn secrets_go() {
        for text in [
            "Authorization: Bearer abcHUSH",
            "authorization: Basic HUSH==",
            "password=HUSH",
            "Cookie: HUSH",
            "x-token: HUSH",
            "api_key=HUSH",
            "the token=HUSH, then",
            "Set-Cookie: HUSH",
            "session:HUSH",
            "proxy http://u:HUSH@proxy.example:3128",
            "https://x.example/?token=HUSH",
            "GET https://x.example/HUSH HTTP/1.1",
            "Bearer HUSH",
            "(\"https://x.example/HUSH\")",
        ] {
            assert!(!redacted(text).contains("HUSH"), "{text}: {}", redacted(text));
        }
    }

    #[test]
    fn plain_words_stay() {
        for text in [
            "2025-06-04T08:00:00.123Z  WARN newsroom::storage: there is no backup of today failure=The library: it is full: make room\n",
            "a basic fact of 12:30, a::b, 1/2, ~5 and 3.5 / 4\n",
            "a session ended",
            "",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn a_panic_does_not_quote_an_article() {
        let words = "byte index 5 is not a char boundary; it is inside 'é' of `a headline nobody may see`";
        assert_eq!(without_quotations(words), "byte index 5 is not a char boundary; it is inside 'é' of `…`");
        assert_eq!(without_quotations("left: \"a \\\" b\", right: \"c\""), "left: \"…\", right: \"…\"");
        assert_eq!(without_quotations("never closed `a text"), "never closed `…`");
    }

    #[test]
    fn the_home_folder_is_not_named() {
        let home = std::env::home_dir().unwrap();
        let text = redacted(&format!("no room in {}/library.db", home.display()));
        assert!(text == "no room in ~/…/library.db" || home.as_os_str().len() <= 3, "{text}");
    }
}
