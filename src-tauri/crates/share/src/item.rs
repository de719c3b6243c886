//! What is shared, and the texts made of it.

use std::path::PathBuf;

use url::Url;

use crate::{ShareError, web_address};

/// What is shared: one article, a passage of it, or several articles. All texts are plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// The headline; of several articles, how many they are.
    pub title: String,
    /// Its http or https address. Only where there is a [text](Self::text) it may be missing.
    pub url: Option<String>,
    /// Several articles: a line of `title — address` for each.
    pub text: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// A passage of it, for "share this quote".
    pub quote: Option<String>,
    /// The lead picture's file.
    pub image: Option<PathBuf>,
}

impl Item {
    /// The address as others may see it: without the name and password that a private feed may put into its links.
    ///
    /// # Errors
    /// [`ShareError::NotWeb`] when it is not http or https.
    pub fn link(&self) -> Result<Option<Url>, ShareError> {
        let Some(address) = self.url.as_deref() else { return Ok(None) };
        let mut url = web_address(address)?;
        // Both only fail for addresses that cannot have any.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Ok(Some(url))
    }

    /// What goes where one plain text is taken: the lines of several articles, or the passage or title, its source, and
    /// the address. Of one article it is one line, whatever is in its texts.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn words(&self) -> Result<String, ShareError> {
        self.check()?;
        Ok(match (self.lines(), self.link()?) {
            (Some(lines), _) => lines,
            (None, Some(link)) => self.as_quote(&link),
            (None, None) => String::new(),
        })
    }

    /// Whether there is something to share, and nothing but what may leave the app.
    ///
    /// # Errors
    /// [`ShareError::Nothing`] without an address and a text, [`ShareError::NotWeb`] for any other address.
    pub fn check(&self) -> Result<(), ShareError> {
        if self.link()?.is_none() && self.lines().is_none() { Err(ShareError::Nothing) } else { Ok(()) }
    }

    /// The words that go beside a link of its own: the passage and where it is from, or the lines of several articles.
    #[cfg(any(test, target_os = "macos"))]
    pub(crate) fn said(&self) -> Option<String> {
        let text = |text: Option<&str>| text.map(one_line).filter(|line| !line.is_empty());
        let passage = || {
            let said = format!("“{}”", text(self.quote.as_deref())?);
            let parts = [Some(said), text(Some(&self.title)), text(self.source.as_deref())];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
        };
        self.lines().or_else(passage)
    }

    /// The text of several articles, each line without control characters.
    pub(crate) fn lines(&self) -> Option<String> {
        let lines = self.text.as_deref()?.lines().map(one_line).collect::<Vec<_>>().join("\n");
        (!lines.trim().is_empty()).then_some(lines)
    }

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
            source: source.map(str::to_owned),
            quote: passage.map(str::to_owned),
            ..Item::default()
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
    fn beside_a_link_stands_what_the_link_does_not_say() {
        let item = Item { title: "T".to_owned(), source: Some("S".to_owned()), ..Item::default() };
        assert_eq!(item.said(), None);
        assert_eq!(Item { quote: Some("so\nit".to_owned()), ..item }.said().unwrap(), "“so it”, T, S");
        assert_eq!(Item { text: Some("a\r\nb".to_owned()), ..Item::default() }.said().unwrap(), "a\nb");
    }

    #[test]
    fn markup_and_line_breaks_of_a_title_are_text_on_one_line() {
        assert_eq!(
            quote("<b onclick=x>A</b>\r\n\u{0}\u{1b}[31mB\u{2028}C &amp; D", None, None),
            "“<b onclick=x>A</b> [31mB C &amp; D” — https://a.example/"
        );
    }
}
