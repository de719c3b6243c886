//! Titles and names as plain text. No HTML parser: what a title can hold is told in one scan.

use memchr::{memchr, memchr2};

use crate::entities::decode_html;

/// Bytes of a title or name that are read: no title is longer.
const MOST: usize = 8192;

/// Elements that end a line: words on both sides stay apart.
const BREAKS: &[&str] = &["br", "div", "hr", "li", "p", "td", "tr"];

/// Elements whose inside is no text.
const UNSEEN: &[&str] = &["script", "style"];

/// Markup in a title becomes its text, entities their characters, white space single blanks. None when nothing is left.
pub(crate) fn plain(text: &str) -> Option<String> {
    let text = cut(text);
    match memchr2(b'<', b'&', text.as_bytes()) {
        None => collapsed(text),
        Some(_) => collapsed(&decode_html(&without_tags(text))),
    }
}

/// Text that is plain already, white space single blanks. None when nothing is left.
pub(crate) fn collapsed(text: &str) -> Option<String> {
    let text = cut(text.trim_ascii());
    let is_odd = |pair: &[u8]| pair[0] != b' ' && pair[0].is_ascii_whitespace() || pair[0] == b' ' && pair[1] == b' ';
    if text.is_ascii() && !text.as_bytes().windows(2).any(is_odd) {
        return (!text.is_empty()).then(|| text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

/// A name or a rubric: entities become their characters, what looks like markup stays as published.
pub(crate) fn label(text: &str) -> Option<String> {
    let collapsed = collapsed(text)?;
    if memchr(b'&', collapsed.as_bytes()).is_none() || memchr(b'<', collapsed.as_bytes()).is_some() {
        return Some(collapsed);
    }
    let read = decode_html(&collapsed);
    let is_markup = read.contains("</") || read.contains("/>");
    if is_markup { Some(collapsed) } else { self::collapsed(&read) }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST)]
}

/// "a < b" is no markup: only what looks like a tag, and has an end, is one.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = memchr(b'<', rest.as_bytes()) {
        let tag = &rest[start + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        if !is_tag {
            out.push_str(&rest[..=start]);
            rest = tag;
            continue;
        }
        // Where no tag ends, none follows either.
        let Some(end) = memchr(b'>', tag.as_bytes()) else { break };
        out.push_str(&rest[..start]);
        let name = tag.trim_start_matches('/');
        let name = &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()];
        rest = &tag[end + 1..];
        if BREAKS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            out.push(' ');
        } else if !tag.starts_with('/') && UNSEEN.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            rest = rest.find("</").map_or("", |at| &rest[at..]);
        }
    }
    out.push_str(rest);
    out
}

/// Plain text as HTML.
pub(crate) fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    let Some(first) = memchr::memchr3(b'<', b'>', b'&', text.as_bytes()) else { return text.into() };
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 16);
    out.push_str(&text[..first]);
    push_escaped(&text[first..], &mut out);
    out.into()
}

/// Writes plain text as HTML.
pub(crate) fn push_escaped(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&amp;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{escaped, label, plain};

    #[test]
    fn titles_are_text() {
        assert_eq!(plain("AT&amp;T <b>and</b>\n the rest").as_deref(), Some("AT&T and the rest"));
        assert_eq!(plain("if a < b &lt; c").as_deref(), Some("if a < b < c"));
        assert_eq!(
            plain("One<br/>two<!-- three --><script>x</script> four <five").as_deref(),
            Some("One two four <five")
        );
        assert_eq!(plain("  <br/> "), None);
        assert_eq!(plain(&"é".repeat(10_000)).map(|text| text.len()), Some(8192));
    }

    #[test]
    fn names_keep_what_looks_like_markup() {
        assert_eq!(label(" Q&amp;A  and <more>").as_deref(), Some("Q&amp;A and <more>"));
        assert_eq!(label("Caf&eacute;").as_deref(), Some("Café"));
        assert_eq!(escaped("a < b & c > d"), "a &lt; b &amp; c &gt; d");
    }
}
