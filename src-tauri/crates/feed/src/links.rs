//! Addresses made absolute, and nothing else about them changed: an address may be an id elsewhere.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use memchr::memchr;
use url::{Position, Url};

/// Attributes that hold one address.
const ADDRESSES: &[&str] = &["cite", "data", "href", "longdesc", "poster", "src"];

/// Longest `data:` address that is kept: an icon is, a film is not worth keeping twice.
const LONGEST_DATA: usize = 64 * 1024;

/// Longest path of a base that addresses are resolved against.
const LONGEST_BASE: usize = 1024;

/// Bytes that resolving addresses may add to a document: a long base before many short addresses is an attack.
pub(crate) struct Room(Cell<usize>);

impl Room {
    /// As much as the document has, and something for small ones.
    pub(crate) fn of(document: &str) -> Self {
        Self(Cell::new(document.len() + 64 * 1024))
    }

    fn take(&self, bytes: usize) -> bool {
        let left = self.0.get().checked_sub(bytes);
        self.0.set(left.unwrap_or(self.0.get()));
        left.is_some()
    }
}

/// An address as published, absolute where `base` is known. None for an empty one, and for a huge `data:` one.
pub(crate) fn address(written: &str, base: Option<&Url>, room: &Room) -> Option<String> {
    let written = written.trim_ascii();
    let is_data = written.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if written.is_empty() || (is_data && written.len() > LONGEST_DATA) {
        return None;
    }
    if written.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
        return Some(format!("https://{written}"));
    }
    let joined = base.and_then(|base| joined(written, base)).filter(|joined| room.take(joined.len()));
    Some(joined.unwrap_or_else(|| written.to_owned()))
}

/// The absolute address, when `written` is not one already. Resolved as RFC 3986, 5.2 says, on the text itself, so that
/// letters beyond ASCII stay as they were written.
pub(crate) fn joined(written: &str, base: &Url) -> Option<String> {
    let written = written.trim_ascii();
    if written.is_empty()
        || has_scheme(written)
        || base.cannot_be_a_base()
        || base[..Position::AfterPath].len() > LONGEST_BASE
    {
        return None;
    }
    let mut out = match written.as_bytes() {
        [b'/', b'/', ..] => format!("{}:{written}", base.scheme()),
        [b'/', ..] => with_path(base, "", written),
        [b'?', ..] => format!("{}{written}", &base[..Position::AfterPath]),
        [b'#', ..] => format!("{}{written}", &base[..Position::AfterQuery]),
        _ => with_path(base, base.path().rsplit_once('/').map_or("", |(folder, _)| folder), written),
    };
    out.retain(|c| !matches!(c, '\t' | '\n' | '\r'));
    Some(if out.contains(' ') { out.replace(' ', "%20") } else { out })
}

/// `base` with another path: `written` within `folder`, its dots removed.
fn with_path(base: &Url, folder: &str, written: &str) -> String {
    let slash = if written.starts_with('/') { "" } else { "/" };
    let end = written.find(['?', '#']).unwrap_or(written.len());
    let (path, rest) = written.split_at(end);
    let whole = format!("{folder}{slash}{path}");
    let start = &base[..Position::BeforePath];
    if !whole.contains("/.") {
        return format!("{start}{whole}{rest}");
    }
    let mut parts: Vec<&str> = Vec::new();
    let last = whole.rsplit('/').next().unwrap_or_default();
    for part in whole.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if matches!(last, "." | "..") {
        parts.push("");
    }
    format!("{start}/{}{rest}", parts.join("/"))
}

fn has_scheme(written: &str) -> bool {
    let end =
        written.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')).count();
    written.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && written.as_bytes().get(end) == Some(&b':')
}

/// `html` with its relative addresses resolved against `base`. Those within the text (`#note`) stay: they lead to a place
/// in the article, not in the feed.
pub(crate) fn absolute<'a>(html: &'a str, base: &Url, room: &Room) -> Cow<'a, str> {
    if !may_have_relative(html.as_bytes()) {
        return Cow::Borrowed(html);
    }
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(start) = memchr(b'<', &html.as_bytes()[at..]).map(|found| at + found) {
        at = start + 1;
        if !html.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        each_attribute(html, &mut at, |name, value| {
            let written = &html[value.clone()];
            let resolved = if ADDRESSES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                one(written, base)
            } else if name.eq_ignore_ascii_case("srcset") {
                many(written, base)
            } else {
                None
            };
            if let Some(url) = resolved.filter(|url| room.take(url.len())) {
                out.push_str(&html[done..value.start]);
                out.push_str(&url.replace('&', "&amp;").replace('"', "%22").replace('\'', "%27"));
                done = value.end;
            }
        });
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[done..]);
    Cow::Owned(out)
}

/// Whether a closer look can find a relative address: most texts have none, and this look is quick.
fn may_have_relative(html: &[u8]) -> bool {
    memchr::memchr_iter(b'=', html).any(|equals| {
        let name = html[..equals].trim_ascii_end();
        let is_address = name.last().is_some_and(|last| b"acefrtACEFRT".contains(last))
            && ADDRESSES.iter().chain(&["srcset"]).any(|known| {
                name.len() > known.len() && name[name.len() - known.len()..].eq_ignore_ascii_case(known.as_bytes())
            });
        let value = html[equals + 1..].trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        is_address && !value.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"http"))
    })
}

fn one(written: &str, base: &Url) -> Option<String> {
    let written = written.trim_ascii();
    if written.starts_with('#') || has_scheme(written) {
        return None;
    }
    joined(&crate::entities::decode_html(written), base)
}

/// A list of pictures: `a.png 1x, b.png 2x`.
fn many(written: &str, base: &Url) -> Option<String> {
    let mut changed = false;
    let all: Vec<String> = written
        .split(", ")
        .map(|candidate| {
            let candidate = candidate.trim();
            let (address, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, ""));
            match one(address, base) {
                Some(url) => {
                    changed = true;
                    format!("{url} {size}").trim_end().to_owned()
                }
                None => candidate.to_owned(),
            }
        })
        .collect();
    changed.then(|| all.join(", "))
}

/// How pictures are written; in any other case they are none that a feed has.
const PICTURE: [&str; 2] = ["<img", "<IMG"];

/// The address of the first picture of a text that is one to look at: not a pixel that counts readers.
pub(crate) fn first_picture(html: &str) -> Option<String> {
    // A tag within a value of another is none, and looking at it again would make this quadratic.
    let mut at = 0;
    while let Some(start) = next_picture(html, at) {
        at = start + 1;
        if !html.as_bytes().get(start + 4).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
            continue;
        }
        let (mut source, mut is_pixel) = (None, false);
        each_attribute(html, &mut at, |name, value| {
            let value = html[value].trim();
            if name.eq_ignore_ascii_case("src") {
                source = Some(value);
            } else if name.eq_ignore_ascii_case("width") || name.eq_ignore_ascii_case("height") {
                is_pixel |= matches!(value, "0" | "1" | "2" | "1px");
            }
        });
        let source = source
            .filter(|source| !is_pixel && source.get(..5).is_none_or(|start| !start.eq_ignore_ascii_case("data:")));
        if let Some(source) = source.filter(|source| !source.is_empty()) {
            return Some(crate::entities::decode_html(source).into_owned());
        }
    }
    None
}

fn next_picture(html: &str, from: usize) -> Option<usize> {
    let rest = html.as_bytes().get(from..)?;
    memchr::memchr_iter(b'<', rest)
        .find(|at| PICTURE.iter().any(|tag| rest[*at..].starts_with(tag.as_bytes())))
        .map(|at| from + at)
}

/// Tells the attributes of the tag whose name begins at `at`: their names, and where their values stand. `at` moves
/// behind the tag.
fn each_attribute(html: &str, at: &mut usize, mut tell: impl FnMut(&str, Range<usize>)) {
    let bytes = html.as_bytes();
    let until = |from: usize, stop: fn(u8) -> bool| {
        bytes[from..].iter().position(|byte| stop(*byte)).map_or(bytes.len(), |found| from + found)
    };
    *at = until(*at, |byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<'));
    loop {
        let name = until(*at, |byte| !byte.is_ascii_whitespace() && byte != b'/');
        match bytes.get(name) {
            None => {
                *at = bytes.len();
                return;
            }
            Some(b'>') => {
                *at = name + 1;
                return;
            }
            // A tag that was never ended.
            Some(b'<') => {
                *at = name;
                return;
            }
            Some(_) => {}
        }
        let name_end = until(name + 1, |byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/'));
        let equals = until(name_end, |byte| !byte.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            *at = name_end;
            continue;
        }
        let value = until(equals + 1, |byte| !byte.is_ascii_whitespace());
        let range = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => {
                value + 1..memchr(*quote, &bytes[value + 1..]).map_or(bytes.len(), |end| value + 1 + end)
            }
            _ => value..until(value, |byte| byte.is_ascii_whitespace() || byte == b'>'),
        };
        let is_quoted = range.start > value;
        *at = (range.end + usize::from(is_quoted)).min(bytes.len());
        tell(&html[name..name_end], range);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn pictures_within_values_of_pictures_take_no_longer() {
        let html = format!("<img x{}", " c=\"<img b\"".repeat(400_000));
        assert_eq!(super::first_picture(&html), None);
        assert_eq!(
            super::first_picture("<img alt='<img src=no>' width=1><IMG src='/a.png'>").as_deref(),
            Some("/a.png")
        );
    }

    use super::{Room, absolute, address, first_picture, joined};
    use url::Url;

    #[test]
    fn only_relative_addresses_change() {
        let base = Url::parse("https://a.example/x/y").unwrap();
        let read = |html| absolute(html, &base, &Room::of("")).into_owned();
        assert_eq!(
            read("<a title=\"href=/no\" HREF='z?a=1&amp;b'>é</a> 1 < 2"),
            "<a title=\"href=/no\" HREF='https://a.example/x/z?a=1&amp;b'>é</a> 1 < 2"
        );
        assert_eq!(
            read("<img src=/p.png alt><a href=https://b.example>"),
            "<img src=https://a.example/p.png alt><a href=https://b.example>"
        );
        assert_eq!(
            read("<img srcset='a.png 1x, https://b.example/b.png 2x'><a href='#note'>"),
            "<img srcset='https://a.example/x/a.png 1x, https://b.example/b.png 2x'><a href='#note'>"
        );
        assert_eq!(read("<a href='"), "<a href='");
        assert_eq!(read("<a href=\"javascript:x\" é='"), "<a href=\"javascript:x\" é='");
        assert_eq!(read("<b <a href=z>"), "<b <a href=https://a.example/x/z>");
    }

    #[test]
    fn addresses_are_joined_as_rfc_3986_says() {
        let base = Url::parse("http://a/b/c/d;p?q").unwrap();
        for (written, meant) in [
            ("g", "http://a/b/c/g"),
            ("./g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y#s", "http://a/b/c/g?y#s"),
            ("#s", "http://a/b/c/d;p?q#s"),
            (".", "http://a/b/c/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("À b", "http://a/b/c/À%20b"),
        ] {
            assert_eq!(joined(written, &base).as_deref(), Some(meant), "{written}");
        }
        assert_eq!(joined("g:h", &base), None);
        assert_eq!(joined("x", &Url::parse("mailto:a@b.example").unwrap()), None);
        assert_eq!(address("www.b.example/x", Some(&base), &Room::of("")).as_deref(), Some("https://www.b.example/x"));
        assert_eq!(address(&format!("data:image/png,{}", "x".repeat(100_000)), None, &Room::of("")), None);
    }

    #[test]
    fn a_long_base_does_not_multiply() {
        let base = Url::parse(&format!("https://a.example/{}/", "x".repeat(1000))).unwrap();
        let html = "<a href=b>".repeat(10_000);
        assert!(absolute(&html, &base, &Room::of(&html)).len() < html.len() * 3);
    }

    #[test]
    fn a_counting_pixel_is_no_picture() {
        assert_eq!(
            first_picture("<p><imgx src=n><img width=1 src=a><IMG alt='>' src='b?x&amp;y'>").as_deref(),
            Some("b?x&y")
        );
        assert_eq!(first_picture("<img src='data:image/gif;base64,x'><img"), None);
    }
}
