//! Feed bytes as clean UTF-8 text before any parser sees them.

use std::borrow::Cow;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memchr2;

use crate::entities::windows;

/// Letters beyond ASCII after which valid UTF-8 is no accident.
const LONG: usize = 8;

/// How far an XML declaration is looked for.
const DECLARATION_BYTES: usize = 512;

/// The document as UTF-8 text: by byte-order mark, else the shape of UTF-16 or UTF-32 without one, else the charset of
/// `content_type` (RFC 7303), else the XML declaration, else UTF-8. A label that the bytes do not bear out gives way to
/// valid UTF-8, and what is no UTF-8 in a document that says so is windows-1252. Whatever stands before the document is
/// cut off, and so are characters that no XML has.
pub(crate) fn to_utf8<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let text = decoded(bytes, content_type);
    let start = memchr2(b'<', b'{', text.as_bytes()).unwrap_or(0);
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(mut text) => {
            text.drain(..start);
            Cow::Owned(text)
        }
    };
    without_controls(text)
}

/// The bytes as UTF-8 text: [`to_utf8`] without its cutting.
pub fn decoded<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    if let Some(text) = utf32(bytes) {
        return text.into();
    }
    if let Some(encoding) = by_mark(bytes).or_else(|| by_shape(bytes)) {
        return if encoding == UTF_8 { utf8(&bytes[3..]) } else { encoding.decode(bytes).0 };
    }
    let valid = UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    let declared = by_declaration(bytes);
    let encoding = content_type.and_then(by_header).or(declared).unwrap_or(UTF_8);
    match valid {
        // Bytes beyond ASCII that are valid UTF-8 throughout are hardly ever anything else; only in ISO-2022-JP is
        // ASCII not what it looks like.
        Some(text) if encoding == UTF_8 || encoding.is_single_byte() => text,
        // Two-byte encodings: few texts of theirs are valid UTF-8, and none for long.
        Some(text) => {
            let (read, _, had_errors) = encoding.decode(bytes);
            let is_utf8 = had_errors || text.chars().filter(|c| !c.is_ascii()).count() >= LONG;
            if is_utf8 { text } else { read }
        }
        None if encoding == UTF_8 => match declared.filter(|declared| *declared != UTF_8) {
            Some(declared) => declared.decode(bytes).0,
            None => utf8(bytes),
        },
        None => encoding.decode(bytes).0,
    }
}

/// UTF-8, and windows-1252 where it is none: many programs put old texts into new documents. A character that the end
/// of the document cuts in two is left out.
fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let mut out = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut left = bytes.len();
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        left -= chunk.valid().len() + chunk.invalid().len();
        let is_cut = left == 0 && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        if !is_cut {
            out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    out.into()
}

fn by_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(bytes).map(|(encoding, _)| encoding)
}

/// `<` or a blank, and its zero, in either order (XML 1.0, appendix F).
fn by_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b' ' | b'\n' | b'\r' | b'\t' | b'{', 0, ..] => Some(UTF_16LE),
        [0, b'<' | b' ' | b'\n' | b'\r' | b'\t' | b'{', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-32, by its mark or the shape of `<`: the Encoding Standard has left it out, some programs have not.
fn utf32(bytes: &[u8]) -> Option<String> {
    let big = match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<', ..] => true,
        [0xff, 0xfe, 0, 0, ..] | [b'<', 0, 0, 0, ..] => false,
        _ => return None,
    };
    let characters = bytes.chunks_exact(4).filter_map(|unit| {
        let unit: [u8; 4] = unit.try_into().ok()?;
        char::from_u32(if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) })
    });
    Some(characters.filter(|c| *c != '\u{feff}').collect())
}

fn by_header(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let value = lower.split([';', ',']).skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        (name.trim() == "charset").then_some(value)
    })?;
    readable(value.trim_matches(['"', '\'', ' ']))
}

fn by_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]);
    let declaration = head.split_once("<?xml")?.1;
    let declaration = &declaration[..declaration.find('>').unwrap_or(declaration.len())];
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    readable(value.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '?')).next()?)
}

/// A label that could be read at all does not stand in UTF-16, and the standard's stand-in for dangerous encodings reads
/// nothing.
fn readable(label: &str) -> Option<&'static Encoding> {
    let known = Encoding::for_label(label.trim().as_bytes());
    known.filter(|encoding| ![UTF_16BE, UTF_16LE, REPLACEMENT].contains(encoding))
}

/// XML 1.0 has no control characters; a publisher's editor sometimes does. Those of Unicode's second row are what
/// windows-1252 has in their place.
fn without_controls(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f;
    let has_low = bytes.iter().fold(false, |found, byte| found | is_control(*byte));
    let has_high = || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1).is_some_and(|next| *next < 0xa0));
    if !has_low && !has_high() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{85}' => out.push(c),
            '\u{80}'..='\u{9f}' => out.extend(windows(u32::from(c))),
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::to_utf8;

    #[test]
    fn the_declared_encoding_is_believed_unless_the_bytes_say_otherwise() {
        let read = |bytes: &[u8], header| to_utf8(bytes, header).rsplit('>').nth(1).unwrap_or_default().to_owned();
        let declared =
            |label: &str, text: &[u8]| [format!("<?xml encoding='{label}'?><a>").as_bytes(), text, b"</a>"].concat();
        for (label, bytes, meant) in [
            ("windows-1251", &b"\xcf"[..], "П"),
            ("iso-8859-1", "é".as_bytes(), "é"),
            ("iso-8859-1", b"\x93", "\u{201c}"),
            ("shift_jis", b"\x93\xfa\x96{", "日本"),
            ("shift_jis", "日本語の新聞記事です".as_bytes(), "日本語の新聞記事です"),
            ("gbk", b"\xd6\xd0", "中"),
            ("iso-2022-jp", b"\x1b$BF|K\\\x1b(B", "日本"),
            ("utf-8", b"caf\xe9 \xc3\xa9", "café é"),
            ("utf-16", b"\xe9", "é"),
            ("iso-2022-kr", "é".as_bytes(), "é"),
            ("no such thing", b"\xe9", "é"),
        ] {
            assert_eq!(read(&declared(label, bytes), None), format!("{meant}</a"), "{label}");
        }
        assert_eq!(read(b"<a>\xe9</a>", Some("text/xml; charset=utf-8")), "é</a");
        assert_eq!(read(&declared("utf-8", b"\xcf"), Some("text/xml; Charset = \"windows-1251\"")), "П</a");
        assert_eq!(read("<a>é\u{92}</a>".as_bytes(), None), "é’</a");
    }

    #[test]
    fn wide_encodings_are_known_by_their_shape() {
        let wide =
            |text: &str, unit: fn(u32) -> Vec<u8>| text.chars().flat_map(|c| unit(u32::from(c))).collect::<Vec<_>>();
        let le16 = wide("<a>é</a>", |c| u16::try_from(c).unwrap().to_le_bytes().to_vec());
        let be32 = wide("\u{feff}<a>é</a>", |c| c.to_be_bytes().to_vec());
        assert_eq!(to_utf8(&le16, Some("text/xml; charset=utf-8")), "<a>é</a>");
        assert_eq!(to_utf8(&be32, None), "<a>é</a>");
    }

    #[test]
    fn what_is_no_document_is_cut() {
        assert_eq!(to_utf8(b"\n\n  <rss/>", None), "<rss/>");
        assert_eq!(to_utf8(b"\xff\xfe<\0a\0/\0>\0", None), "<a/>");
        assert_eq!(to_utf8(b"\xef\xbb\xbf\0<a>\x0b\0x</a>\xe2\x82", None), "<a>x</a>");
    }
}
