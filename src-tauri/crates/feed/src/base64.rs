//! Base64 (RFC 4648), for Atom texts that are sent as such.

/// The UTF-8 text that `written` holds; None when it is no Base64, or no text.
pub(crate) fn text(written: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(written.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in written.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn only_text_is_read() {
        assert_eq!(text("PHA+\n aGk8L3A+").as_deref(), Some("<p>hi</p>"));
        assert_eq!(text("AAAA"), None);
        assert_eq!(text("hi!"), None);
    }
}
