//! What is shared, and the texts made of it.

use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Unreserved characters of RFC 3986 stay, all others are encoded: mail programs differ on the rest.
const MAILTO: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One article to be shared. All texts are plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The headline.
    pub title: String,
    /// Its http or https address.
    pub url: String,
    /// Who published it.
    pub source: Option<String>,
    /// A passage of it, for "share this quote".
    pub quote: Option<String>,
    /// The lead picture's file.
    pub image: Option<PathBuf>,
}

impl Item {
    /// `“Title”, Source — link`, with the passage in place of the title where there is one.
    pub(crate) fn as_quote(&self) -> String {
        let said = one_line(self.quote.as_deref().unwrap_or(&self.title));
        let from = match (&self.quote, self.source.as_deref().map(one_line)) {
            (Some(_), Some(source)) => format!("{}, {source}", one_line(&self.title)),
            (Some(_), None) => one_line(&self.title),
            (None, Some(source)) => source,
            (None, None) => return format!("“{said}” — {}", self.url),
        };
        format!("“{said}”, {from} — {}", self.url)
    }

    /// A mail with the headline as its subject (RFC 6068).
    pub(crate) fn as_mailto(&self) -> String {
        let encode = |text: &str| utf8_percent_encode(text, MAILTO).to_string();
        format!("mailto:?subject={}&body={}", encode(&one_line(&self.title)), encode(&self.as_quote()))
    }
}

/// Line breaks and control characters of a title would begin headers or commands elsewhere.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::Item;

    #[test]
    fn a_mail_cannot_be_given_further_headers_by_a_title() {
        let item = Item {
            title: "News\r\nBcc: all@example.org & more".into(),
            url: "https://a.example/?x=1&y=2".into(),
            source: None,
            quote: None,
            image: None,
        };
        let mail = item.as_mailto();
        assert!(mail.starts_with("mailto:?subject=News%20Bcc%3A%20all%40example.org%20%26%20more&body="), "{mail}");
        assert_eq!(mail.matches('&').count(), 1);
    }

    #[test]
    fn a_passage_is_quoted_with_its_title_and_source() {
        let item = Item {
            title: "T".into(),
            url: "https://a.example/".into(),
            source: Some("S".into()),
            quote: Some("said\nso".into()),
            image: None,
        };
        assert_eq!(item.as_quote(), "“said so”, T, S — https://a.example/");
    }
}
