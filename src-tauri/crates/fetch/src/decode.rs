//! Page bytes to text, as a browser would (WHATWG encoding standard; HTML, "determining the character encoding").

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far a page is searched for a `<meta charset>`.
const PRESCAN_BYTES: usize = 1024;

/// The text of a page: by byte-order mark, else the charset of `content_type`, else `<meta charset>`, else UTF-8 when
/// the bytes are valid, else windows-1252. Bytes that fit nothing become U+FFFD.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> String {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| content_type.and_then(|text| charset(text.as_bytes())))
        .or_else(|| charset(&bytes[..bytes.len().min(PRESCAN_BYTES)]).map(as_in_meta))
        .unwrap_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { WINDOWS_1252 });
    encoding.decode(bytes).0.into_owned()
}

/// A page that can be searched for its meta element at all is not in UTF-16, whatever it says.
fn as_in_meta(encoding: &'static Encoding) -> &'static Encoding {
    if encoding.is_ascii_compatible() { encoding } else { UTF_8 }
}

/// The encoding after the first `charset=`.
fn charset(text: &[u8]) -> Option<&'static Encoding> {
    const NAME: &[u8] = b"charset";
    let mut rest = text;
    while let Some(at) = rest.windows(NAME.len()).position(|window| window.eq_ignore_ascii_case(NAME)) {
        rest = &rest[at + NAME.len()..];
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
    }
}
