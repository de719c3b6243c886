//! Page bytes to text, as a browser would (WHATWG encoding standard; HTML, "determining the character encoding").

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252, X_USER_DEFINED};

/// How far a page is searched for a `<meta charset>`.
const PRESCAN_BYTES: usize = 1024;

/// The text of a page: by byte-order mark, else the charset of `content_type`, else `<meta charset>` or the XML
/// declaration, else UTF-8 when the bytes are valid, else windows-1252. Bytes that fit nothing become U+FFFD.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| content_type.and_then(|text| value_of(b"charset", text.as_bytes())))
        .or_else(|| declared(&bytes[..bytes.len().min(PRESCAN_BYTES)]))
        .unwrap_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(bytes).0.into_owned()
}

/// What the document itself says its encoding is, in an XML declaration or the first meta element that names one.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    if start.starts_with(b"<?xml") {
        let end = find(start, b"?>").unwrap_or(start.len());
        if let Some(encoding) = value_of(b"encoding", &start[..end]) {
            return Some(readable(encoding));
        }
    }
    let mut rest = start;
    while let Some(at) = find(rest, b"<") {
        rest = &rest[at..];
        // What stands in a comment is not said.
        if rest.starts_with(b"<!--") {
            rest = &rest[find(rest, b"-->")?..];
            continue;
        }
        let is_meta = rest.len() > 5
            && rest[..5].eq_ignore_ascii_case(b"<meta")
            && (rest[5].is_ascii_whitespace() || rest[5] == b'/');
        if is_meta {
            let end = find(rest, b">").unwrap_or(rest.len());
            if let Some(encoding) = value_of(b"charset", &rest[..end]) {
                return Some(readable(encoding));
            }
        }
        rest = &rest[1..];
    }
    None
}

/// A page that could be searched for its encoding at all is not in UTF-16, whatever it says; and what calls itself
/// x-user-defined is windows-1252 (HTML, 13.2.3.2).
fn readable(encoding: &'static Encoding) -> &'static Encoding {
    match encoding {
        encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding if encoding.is_ascii_compatible() => encoding,
        _ => UTF_8,
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// The encoding after the first `name=`.
fn value_of(name: &[u8], text: &[u8]) -> Option<&'static Encoding> {
    let mut rest = text;
    while let Some(at) = rest.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name)) {
        rest = &rest[at + name.len()..];
        let value = rest.trim_ascii_start();
        if let Some(value) = value.strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
            let end = value
                .iter()
                .position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)))
                .unwrap_or(value.len());
            return Encoding::for_label(&value[..end]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_header_then_the_meta_element_then_the_bytes_decide() {
        assert_eq!(decode(b"caf\xe9", Some("text/html; charset=ISO-8859-1")), "café");
        assert_eq!(decode(b"<meta charset='windows-1251'>\xcf\xf0", None), "<meta charset='windows-1251'>Пр");
        assert_eq!(decode("naïve".as_bytes(), None), "naïve");
        assert_eq!(decode(b"na\xefve", None), "naïve");
        assert_eq!(decode(b"\xef\xbb\xbfx", Some("text/html; charset=latin1")), "x");
        assert_eq!(decode(b"\xff\xfex\0", None), "x");
        assert_eq!(decode(b"caf\xe9", Some("text/html; charset=\"ISO-8859-1\"")), "café");
        assert_eq!(decode(b"caf\xe9", Some("text/html; charset=made-up")), "café");
    }

    #[test]
    fn only_a_meta_element_or_an_xml_declaration_names_an_encoding() {
        let cyrillic = |page: &[u8]| decode(&[page, b"\xcf\xf0"].concat(), None).ends_with("Пр");
        assert!(cyrillic(b"<META content='text/html; charset=windows-1251' http-equiv=Content-Type>"));
        assert!(cyrillic(b"<?xml version='1.0' encoding='windows-1251'?><html>"));
        assert!(cyrillic(b"<!-- <meta charset=utf-8> --><meta charset=windows-1251>"));
        assert!(cyrillic(b"<meta name=charset><meta charset = windows-1251 />"));
        assert!(!cyrillic(b"<p>charset=windows-1251</p>"));
        assert!(!cyrillic(b"<!-- <meta charset=windows-1251> -->"));
        assert!(!cyrillic(b"<metadata charset=windows-1251>"));
        assert!(!cyrillic(&[&[b' '; 1024], b"<meta charset=windows-1251>".as_slice()].concat()));
        assert_eq!(decode("<meta charset=utf-16>ï".as_bytes(), None), "<meta charset=utf-16>ï");
    }
}
