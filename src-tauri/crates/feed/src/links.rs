//! Addresses in published HTML made absolute, and nothing else about it changed.

use std::borrow::Cow;

use url::Url;

/// Attributes that hold one address.
const ADDRESSES: &[&str] = &["href", "src", "cite", "poster", "data", "longdesc"];

/// Stands before a web address on its way through the library, which empties those of this machine and the local network
/// ("SSRF"). Here an address is only text, and a person may well follow a feed at home; crate fetch judges what is connected to.
const SHIELD: &str = "x-";

/// `address` as the library lets it through.
pub(crate) fn shielded(address: &str) -> Cow<'_, str> {
    let address = address.trim();
    let is_web = address.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
    if is_web { Cow::Owned(format!("{SHIELD}{address}")) } else { Cow::Borrowed(address) }
}

/// `address` as it was published.
pub(crate) fn bared(address: &str) -> &str {
    address
        .strip_prefix(SHIELD)
        .filter(|rest| rest.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")))
        .unwrap_or(address)
}

/// `html` with its relative addresses resolved against `base`.
pub(crate) fn absolute<'a>(html: &'a str, base: &Url) -> Cow<'a, str> {
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        at = start + 1;
        if !html[at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        for value in addresses(html, &mut at) {
            let written = html[value.clone()].trim().replace("&amp;", "&");
            if let Some(url) = joined(&written, base) {
                out.push_str(&html[done..value.start]);
                out.push_str(&url.replace('&', "&amp;").replace('"', "%22"));
                done = value.end;
            }
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[done..]);
    Cow::Owned(out)
}

/// The absolute address, when `written` is not one already.
pub(crate) fn joined(written: &str, base: &Url) -> Option<String> {
    if written.is_empty() || !matches!(Url::parse(written), Err(url::ParseError::RelativeUrlWithoutBase)) {
        return None;
    }
    base.join(written).ok().map(String::from)
}

/// Where the address values stand in the tag whose name begins at `at`; `at` moves behind the tag.
fn addresses(html: &str, at: &mut usize) -> Vec<std::ops::Range<usize>> {
    let bytes = html.as_bytes();
    let until = |from: usize, stop: &dyn Fn(u8) -> bool| {
        bytes[from..].iter().position(|byte| stop(*byte)).map_or(bytes.len(), |found| from + found)
    };
    let mut found = Vec::new();
    *at = until(*at, &|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    loop {
        let name = until(*at, &|byte| !byte.is_ascii_whitespace() && byte != b'/');
        if name >= bytes.len() || bytes[name] == b'>' {
            *at = (name + 1).min(bytes.len());
            return found;
        }
        let name_end = until(name + 1, &|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/'));
        let equals = until(name_end, &|byte| !byte.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            *at = name_end;
            continue;
        }
        let value = until(equals + 1, &|byte| !byte.is_ascii_whitespace());
        let range = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => value + 1..until(value + 1, &|byte| byte == *quote),
            _ => value..until(value, &|byte| byte.is_ascii_whitespace() || byte == b'>'),
        };
        let quoted = range.start > value;
        *at = (range.end + usize::from(quoted)).min(bytes.len());
        if ADDRESSES.iter().any(|known| known.eq_ignore_ascii_case(&html[name..name_end])) {
            found.push(range);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::absolute;
    use url::Url;

    #[test]
    fn only_relative_addresses_change() {
        let base = Url::parse("https://a.example/x/y").unwrap();
        let read = |html| absolute(html, &base).into_owned();
        assert_eq!(
            read("<a title=\"href=/no\" HREF='z?a=1&amp;b'>é</a> 1 < 2"),
            "<a title=\"href=/no\" HREF='https://a.example/x/z?a=1&amp;b'>é</a> 1 < 2"
        );
        assert_eq!(
            read("<img src=/p.png alt><a href=https://b.example>"),
            "<img src=https://a.example/p.png alt><a href=https://b.example>"
        );
        assert_eq!(read("<a href='"), "<a href='");
        assert_eq!(read("<a href=\"javascript:x\" é='"), "<a href=\"javascript:x\" é='");
    }
}
