//! Feed bytes brought into UTF-8 before any parser sees them: encodings are what Rust's feed parsers lose.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far an XML declaration is looked for.
const DECLARATION_BYTES: usize = 256;

/// The document as UTF-8 text: by byte-order mark, else the shape of UTF-16 without one, else the charset of
/// `content_type` (RFC 7303), else the XML declaration, else UTF-8 when valid, else windows-1252. A label that the
/// bytes do not bear out gives way to valid UTF-8. Whatever stands before the document is cut off.
pub(crate) fn to_utf8<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let encoding = by_mark(bytes)
        .or_else(|| by_shape(bytes))
        .or_else(|| content_type.and_then(by_header))
        .or_else(|| by_declaration(bytes))
        .unwrap_or(UTF_8);
    let valid_utf8 = std::str::from_utf8(bytes).is_ok();
    let encoding = if encoding == UTF_8 && !valid_utf8 {
        by_declaration(bytes).filter(|declared| *declared != UTF_8).unwrap_or(WINDOWS_1252)
    } else if valid_utf8 && encoding.is_single_byte() && !bytes.is_ascii() {
        // Non-ASCII bytes that are valid UTF-8 throughout are hardly ever anything else.
        UTF_8
    } else {
        encoding
    };
    let text = encoding.decode(bytes).0;
    match text.find(['<', '{']) {
        Some(0) | None => text,
        Some(start) => Cow::Owned(text[start..].to_owned()),
    }
}

fn by_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(bytes).map(|(encoding, _)| encoding)
}

/// `<` and its zero, in either order (XML 1.0, appendix F).
fn by_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn by_header(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let value = lower.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="))?;
    ascii_compatible(value.trim_matches(['"', '\'', ' ']))
}

fn by_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]);
    let declaration = head.split_once("<?xml")?.1.split_once("?>")?.0;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    ascii_compatible(value[1..].split(quote).next()?)
}

/// A label that could be read at all does not stand in UTF-16.
fn ascii_compatible(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes()).filter(|encoding| encoding.is_ascii_compatible())
}

#[cfg(test)]
mod tests {
    use super::to_utf8;

    #[test]
    fn the_declared_encoding_is_believed_unless_the_bytes_say_otherwise() {
        assert_eq!(
            to_utf8(b"<?xml version='1.0' encoding='windows-1251'?><a>\xcf</a>", None).chars().rev().nth(4),
            Some('П')
        );
        assert!(to_utf8("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a>é</a>".as_bytes(), None).contains('é'));
        assert!(to_utf8(b"<a>\xe9</a>", Some("text/xml; charset=utf-8")).contains('é'));
    }

    #[test]
    fn what_stands_before_the_document_is_cut() {
        assert_eq!(to_utf8(b"\n\n  <rss/>", None), "<rss/>");
        assert_eq!(to_utf8(b"\xff\xfe<\0a\0/\0>\0", None), "<a/>");
    }
}
