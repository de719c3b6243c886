//! What is shared, and the texts made of it.

use std::path::PathBuf;

use url::Url;

use crate::template::clip;
use crate::{ShareError, web_address};

/// Between a title and its address, in the lines of several articles.
const BETWEEN: &str = " — ";

/// What is shared: one article, a passage of it, or several articles. All texts are plain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// The headline; of several articles, how many they are.
    pub title: String,
    /// Its http or https address; none of several articles, or of one that has none, as a page saved from a file.
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
        self.words_within(usize::MAX)
    }

    /// The same in at most so many characters: the passage or title is cut, and the address stays whole, if need be
    /// alone. Of several articles as many lines as there is room for.
    pub(crate) fn words_within(&self, most: usize) -> Result<String, ShareError> {
        self.check()?;
        match (self.lines(), self.link()?) {
            (Some(lines), _) => {
                let mut left = most;
                let fitting = lines.lines().take_while(|line| {
                    let taken = line.chars().count() + 1;
                    // The last line has no break after it.
                    let fits = taken <= left.saturating_add(1);
                    left = left.saturating_sub(taken);
                    fits
                });
                Ok(fitting.collect::<Vec<_>>().join("\n"))
            }
            (None, link) => {
                let link = link.as_ref();
                let whole = self.as_quote(link);
                let over = whole.chars().count().saturating_sub(most);
                if over == 0 {
                    return Ok(whole);
                }
                let said =
                    one_line(self.quote.as_deref().filter(|quote| !quote.trim().is_empty()).unwrap_or(&self.title));
                let room = said.chars().count().saturating_sub(over);
                if room < 2 {
                    return Ok(link.map_or_else(|| clip(&whole, most), ToString::to_string));
                }
                let short = clip(&said, room);
                let cut = match &self.quote {
                    Some(quote) if !quote.trim().is_empty() => Self { quote: Some(short), ..self.clone() },
                    _ => Self { title: short, ..self.clone() },
                };
                Ok(cut.as_quote(link))
            }
        }
    }

    /// A link in Markdown, under the passage where there is one; of several articles a list of links.
    pub(crate) fn as_markdown(&self) -> Result<String, ShareError> {
        self.check()?;
        if let Some(lines) = self.lines() {
            let entry = |line: &str| match line.rsplit_once(BETWEEN) {
                Some((title, address)) if web_address(address).is_ok() => {
                    format!("- {}", markdown_link(title, address))
                }
                _ => format!("- {}", markdown_text(line)),
            };
            return Ok(lines.lines().map(entry).collect::<Vec<_>>().join("\n"));
        }
        let title = one_line(&self.title);
        let named = match self.link()? {
            Some(link) => markdown_link(if title.is_empty() { link.as_str() } else { &title }, link.as_str()),
            None => markdown_text(&title),
        };
        let source = self.source.as_deref().map(|source| markdown_text(&one_line(source))).unwrap_or_default();
        let line = [named, source].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        Ok(match self.quote.as_deref().map(one_line).filter(|quote| !quote.is_empty()) {
            Some(quote) if line.is_empty() => format!("> {}", markdown_text(&quote)),
            Some(quote) => format!("> {}\n>\n> — {line}", markdown_text(&quote)),
            None => line,
        })
    }

    /// Whether there is something to share, and nothing but what may leave the app.
    ///
    /// # Errors
    /// [`ShareError::Nothing`] without an address, a title, a passage and a text, [`ShareError::NotWeb`] for any other
    /// address.
    pub fn check(&self) -> Result<(), ShareError> {
        let said = [Some(self.title.as_str()), self.quote.as_deref()].into_iter().flatten();
        let says = said.into_iter().any(|text| !one_line(text).is_empty());
        if self.link()?.is_none() && self.lines().is_none() && !says { Err(ShareError::Nothing) } else { Ok(()) }
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
        let bare = || if self.url.is_none() { self.words().ok() } else { None };
        self.lines().or_else(passage).or_else(bare)
    }

    /// The text of several articles, each line without control characters.
    pub(crate) fn lines(&self) -> Option<String> {
        let lines = self.text.as_deref()?.lines().map(one_line).collect::<Vec<_>>().join("\n");
        (!lines.trim().is_empty()).then_some(lines)
    }

    /// `“Title”, Source — link`, with the passage in place of the title where there is one. One line, whatever is in
    /// the texts; `link` is the address as it may leave the app.
    pub(crate) fn as_quote(&self, link: Option<&Url>) -> String {
        let text = |text: Option<&str>| text.map(one_line).filter(|line| !line.is_empty());
        let (title, source) = (text(Some(&self.title)), text(self.source.as_deref()));
        let (said, from) = match text(self.quote.as_deref()) {
            Some(passage) => (Some(passage), [title, source]),
            None => (title, [source, None]),
        };
        let said = said.map(|said| format!("“{said}”"));
        let before: Vec<String> = said.into_iter().chain(from.into_iter().flatten()).collect();
        let before = before.join(", ");
        let parts = [Some(before).filter(|before| !before.is_empty()), link.map(ToString::to_string)];
        parts.into_iter().flatten().collect::<Vec<_>>().join(BETWEEN)
    }
}

/// A link of Markdown; round brackets in an address would end it.
fn markdown_link(text: &str, address: &str) -> String {
    format!("[{}]({})", markdown_text(text), address.replace('(', "%28").replace(')', "%29"))
}

/// A text in which Markdown finds no signs of its own.
fn markdown_text(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut safe, c| {
        if "\\`*_[]<>#".contains(c) {
            safe.push('\\');
        }
        safe.push(c);
        safe
    })
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
        .as_quote(Some(&"https://a.example/".parse().unwrap()))
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
        let unlinked = Item { title: "T".to_owned(), source: Some("S".to_owned()), ..Item::default() };
        assert_eq!(unlinked.said().unwrap(), "“T”, S");
        let item = Item { url: Some("https://a.example/".to_owned()), ..unlinked };
        assert_eq!(item.said(), None);
        assert_eq!(Item { quote: Some("so\nit".to_owned()), ..item }.said().unwrap(), "“so it”, T, S");
        assert_eq!(Item { text: Some("a\r\nb".to_owned()), ..Item::default() }.said().unwrap(), "a\nb");
    }

    #[test]
    fn in_markdown_an_article_is_a_link_and_several_are_a_list() {
        let mut item = Item {
            title: "A [b] *c*".to_owned(),
            url: Some("https://u:p@e.example/a(b)".to_owned()),
            source: Some("S".to_owned()),
            ..Item::default()
        };
        assert_eq!(item.as_markdown().unwrap(), r"[A \[b\] \*c\*](https://e.example/a%28b%29), S");
        item.quote = Some("said\nso".to_owned());
        assert_eq!(item.as_markdown().unwrap(), "> said so\n>\n> — [A \\[b\\] \\*c\\*](https://e.example/a%28b%29), S");
        let several = "A — B — https://e.example/a\nC\u{0} — https://e.example/c\nno address";
        let several = Item { text: Some(several.to_owned()), ..Item::default() };
        assert_eq!(
            several.as_markdown().unwrap(),
            "- [A — B](https://e.example/a)\n- [C](https://e.example/c)\n- no address"
        );
    }

    #[test]
    fn an_article_without_an_address_is_its_words() {
        let mut item = Item { title: "A *b*".to_owned(), source: Some("S".to_owned()), ..Item::default() };
        assert_eq!(item.words().unwrap(), "“A *b*”, S");
        assert_eq!(item.as_markdown().unwrap(), r"A \*b\*, S");
        item.quote = Some("so".to_owned());
        assert_eq!(item.words().unwrap(), "“so”, A *b*, S");
        assert_eq!(item.as_markdown().unwrap(), "> so\n>\n> — A \\*b\\*, S");
        assert_eq!(Item::default().words(), Err(crate::ShareError::Nothing));
    }

    #[test]
    fn of_several_articles_whole_lines_are_cut() {
        let several = Item { text: Some("12345\n12345\n12345".to_owned()), ..Item::default() };
        assert_eq!(several.words().unwrap(), "12345\n12345\n12345");
        assert_eq!(several.words_within(11).unwrap(), "12345\n12345");
        assert_eq!(several.words_within(10).unwrap(), "12345");
        let tiny = Item { title: "T".repeat(50), url: Some("https://e.example/".to_owned()), ..Item::default() };
        assert_eq!(tiny.words_within(10).unwrap(), "https://e.example/");
    }

    #[test]
    fn markup_and_line_breaks_of_a_title_are_text_on_one_line() {
        assert_eq!(
            quote("<b onclick=x>A</b>\r\n\u{0}\u{1b}[31mB\u{2028}C &amp; D", None, None),
            "“<b onclick=x>A</b> [31mB C &amp; D” — https://a.example/"
        );
    }
}
