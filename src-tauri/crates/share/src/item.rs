//! What is shared, and the texts made of it.

use std::path::PathBuf;

use url::Url;

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
    /// `“Title”, Source — link`, with the passage in place of the title where there is one. One line, whatever is in
    /// the texts; `link` is the address as it may leave the app.
    pub(crate) fn as_quote(&self, link: &Url) -> String {
        let text = |text: Option<&str>| text.map(one_line).filter(|line| !line.is_empty());
        let (title, source) = (text(Some(&self.title)), text(self.source.as_deref()));
        let (said, from) = match text(self.quote.as_deref()) {
            Some(passage) => (Some(passage), [title, source]),
            None => (title, [source, None]),
        };
        let said = said.map(|said| format!("“{said}”"));
        let before: Vec<String> = said.into_iter().chain(from.into_iter().flatten()).collect();
        if before.is_empty() { link.to_string() } else { format!("{} — {link}", before.join(", ")) }
    }
}

/// Line breaks and control characters of a text would begin headers or commands elsewhere.
pub(crate) fn one_line(text: &str) -> String {
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

    fn quote(title: &str, source: Option<&str>, passage: Option<&str>) -> String {
        Item {
            title: title.to_owned(),
            url: String::new(),
            source: source.map(str::to_owned),
            quote: passage.map(str::to_owned),
            image: None,
        }
        .as_quote(&"https://a.example/".parse().unwrap())
    }

    #[test]
    fn a_quote_names_what_there_is() {
        assert_eq!(quote("T", Some("S"), Some("said\nso")), "“said so”, T, S — https://a.example/");
        assert_eq!(quote("T", Some("S"), None), "“T”, S — https://a.example/");
        assert_eq!(quote("T", None, Some("so")), "“so”, T — https://a.example/");
        assert_eq!(quote("T", None, None), "“T” — https://a.example/");
        assert_eq!(quote(" ", Some("S"), None), "S — https://a.example/");
        assert_eq!(quote("", None, Some("")), "https://a.example/");
    }

    #[test]
    fn markup_and_line_breaks_of_a_title_are_text_on_one_line() {
        assert_eq!(
            quote("<b onclick=x>A</b>\r\n\u{0}\u{1b}[31mB\u{2028}C &amp; D", None, None),
            "“<b onclick=x>A</b> [31mB C &amp; D” — https://a.example/"
        );
    }
}
