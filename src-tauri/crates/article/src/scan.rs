//! Safe HTML read without a parser: it comes from a serialiser, so every tag is whole, every attribute quoted, and every
//! `<` of a text escaped. Reading a feed's entries this way takes a fraction of the time a document takes.

use std::borrow::Cow;

use crate::SafeHtml;

/// A piece of safe HTML, in order.
pub(crate) enum Piece<'a> {
    /// An element's beginning: its name and attributes as written.
    Open(&'a str, &'a str),
    /// An element's end.
    Close(&'a str),
    /// Text as written: references are not resolved.
    Text(&'a str),
}

/// The pieces of safe HTML.
pub(crate) fn pieces(html: &SafeHtml) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html.as_str();
    std::iter::from_fn(move || {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            rest = after;
            return (!text.is_empty()).then_some(Piece::Text(text));
        };
        let end = tag_end(tag);
        let inner = &tag[..end];
        rest = tag.get(end + 1..).unwrap_or_default();
        if let Some(name) = inner.strip_prefix('/') {
            return Some(Piece::Close(name));
        }
        let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
        Some(Piece::Open(name, attributes))
    })
}

/// Where a tag ends: at the first `>` outside quotes.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    tag.bytes()
        .position(|byte| {
            quoted ^= byte == b'"';
            byte == b'>' && !quoted
        })
        .unwrap_or(tag.len())
}

/// The value of an attribute among those of an [`Piece::Open`].
pub(crate) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes;
    while let Some((written, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        if written.trim() == name {
            return Some(resolved(value));
        }
        rest = after;
    }
    None
}

/// What the serialiser writes for the five characters it escapes, behind the `&`.
const ESCAPES: &[(&str, char)] = &[("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"'), ("nbsp;", '\u{a0}')];

/// The text that the serialiser wrote: it escapes five characters and no others.
pub(crate) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = ESCAPES.iter().find(|(escape, _)| after.starts_with(escape));
        let (escape, character) = known.copied().unwrap_or(("", '&'));
        out.push(character);
        rest = &after[escape.len()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{Piece, attribute, pieces};
    use crate::sanitize;

    #[test]
    fn what_the_serialiser_wrote_is_read_back() {
        let html = "<p title='no'>a &amp; b &lt;i&gt;</p><img src='https://x.example/?a=1&amp;b=2' alt='say &quot;>&quot; = \"x\"'>";
        let safe = sanitize(html, None);
        let mut shown = String::new();
        for piece in pieces(&safe) {
            match piece {
                Piece::Open("img", attributes) => {
                    shown += &attribute(attributes, "src").unwrap();
                    shown += &attribute(attributes, "alt").unwrap();
                }
                Piece::Open(name, _) => shown += name,
                Piece::Close(name) => shown += &name.to_uppercase(),
                Piece::Text(text) => shown += &super::resolved(text),
            }
        }
        assert_eq!(shown, "pa & b <i>Phttps://x.example/?a=1&b=2say \">\" = \"x\"", "{}", safe.as_str());
    }
}
