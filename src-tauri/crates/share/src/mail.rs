//! Mails as `mailto:` addresses (RFC 6068): those we write, and those that articles link to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::item::one_line;

/// Unreserved characters of RFC 3986 stay, all others are encoded: mail programs differ on the rest.
const TEXT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// In addresses two more have a meaning of their own.
const ADDRESSES: &AsciiSet = &TEXT.remove(b'@').remove(b',');

/// A mail to nobody yet, with this subject and body. Line breaks of the subject become spaces.
pub(crate) fn write(subject: &str, body: &str) -> String {
    format!("mailto:?subject={}&body={}", encode(&one_line(subject)), encode(body))
}

/// A mail that an article asks for, with what is harmless of it: whom it goes to, what about, and a text. Other
/// fields may attach files of the person (`attach`) or send copies they do not see (`bcc`).
pub(crate) fn harmless(mailto: &Url) -> String {
    let to = utf8_percent_encode(&one_line(&decode(mailto.path())), ADDRESSES).to_string();
    let fields: Vec<String> = mailto
        .query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|field| {
            let (name, value) = field.split_once('=')?;
            let name = ["subject", "body"].into_iter().find(|known| name.eq_ignore_ascii_case(known))?;
            let value = decode(value);
            let value = if name == "subject" { one_line(&value) } else { lines(&value) };
            Some(format!("{name}={}", encode(&value)))
        })
        .collect();
    if fields.is_empty() { format!("mailto:{to}") } else { format!("mailto:{to}?{}", fields.join("&")) }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, TEXT).to_string()
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Line by line, each without control characters, as mails break lines.
fn lines(text: &str) -> String {
    text.lines().map(one_line).collect::<Vec<_>>().join("\r\n")
}

#[cfg(test)]
mod tests {
    use super::{harmless, write};
    use url::Url;

    #[test]
    fn a_mail_cannot_be_given_further_headers_by_a_title() {
        let mail = write("News\r\nBcc: all@example.org & more?", "a=b&c");
        assert_eq!(mail, "mailto:?subject=News%20Bcc%3A%20all%40example.org%20%26%20more%3F&body=a%3Db%26c");
    }

    #[test]
    fn an_article_can_address_a_mail_and_no_more() {
        let of = |mailto: &str| harmless(&Url::parse(mailto).unwrap());
        assert_eq!(of("mailto:a@b.example,c@d.example"), "mailto:a@b.example,c@d.example");
        assert_eq!(
            of("MAILTO:a@b.example?Subject=Hi%20you&attach=/etc/passwd&bcc=x@y.example&attachment=~/.ssh/id"),
            "mailto:a@b.example?subject=Hi%20you"
        );
        assert_eq!(of("mailto:a@b.example%0D%0ABcc:x@y.example"), "mailto:a@b.example%20Bcc%3Ax@y.example");
        assert_eq!(of("mailto:?body=one%0Atwo%00"), "mailto:?body=one%0D%0Atwo");
        assert_eq!(
            of("mailto:a@b.example?subject=$(id)`id`'\""),
            "mailto:a@b.example?subject=%24%28id%29%60id%60%27%22"
        );
    }
}
