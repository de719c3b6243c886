//! Tags and texts of the HTML that lists of links are written in: browsers' bookmarks and Pocket's export. They are too
//! flat, too long and too often broken for a tree to be worth it.

/// A piece of a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Open { name: &'a str, attributes: &'a str, line: u64 },
    Close(&'a str),
    Text(&'a str),
}

/// Tags at which a text ends whose end is missing.
const BLOCKS: &[&str] = &["a", "dd", "dl", "dt", "h1", "h3", "li", "ul"];

/// The pieces of a document, comments and declarations left out.
pub(super) struct Pieces<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(document: &'a str) -> Self {
        Self { rest: document, line: 1 }
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.line += taken.matches('\n').count() as u64;
        self.rest = rest;
        taken
    }

    /// The text up to the end tag of `name`, or to the next start of one where that is missing; tags in it left out.
    pub(super) fn text_until(&mut self, name: &str) -> String {
        let mut text = String::new();
        loop {
            // Looked at before it is taken: what is not ours stays.
            let (rest, line) = (self.rest, self.line);
            match self.next() {
                Some(Piece::Close(closed)) if closed.eq_ignore_ascii_case(name) => return text,
                Some(Piece::Open { name: other, .. } | Piece::Close(other))
                    if BLOCKS.iter().any(|block| block.eq_ignore_ascii_case(other)) =>
                {
                    (self.rest, self.line) = (rest, line);
                    return text;
                }
                Some(Piece::Text(more)) => text.push_str(more),
                Some(_) => {}
                None => return text,
            }
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if let Some(after) = self.rest.strip_prefix("<!--") {
                let end = after.find("-->").map_or(self.rest.len(), |at| at + 7);
                self.take(end);
                continue;
            }
            let is_tag = self.rest.starts_with('<')
                && self.rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
            if !is_tag {
                let first = self.rest.chars().next().map_or(0, char::len_utf8);
                let end = self.rest[first..].find('<').map_or(self.rest.len(), |at| at + first);
                return Some(Piece::Text(self.take(end)));
            }
            let line = self.line;
            let tag = self.take(tag_end(self.rest));
            let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
            if inner.starts_with(['!', '?']) {
                continue;
            }
            if let Some(name) = inner.strip_prefix('/') {
                return Some(Piece::Close(name.trim()));
            }
            let end = inner.find(|c: char| c.is_whitespace()).unwrap_or(inner.len());
            let (name, attributes) = inner.split_at(end);
            return Some(Piece::Open { name, attributes, line });
        }
    }
}

/// Just past the `>` that ends the tag at the beginning. One inside a quoted value does not, unless the quote never ends.
fn tag_end(text: &str) -> usize {
    const LONGEST: usize = 1 << 20;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if text[..at].ends_with('=') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.find('>').map_or(text.len(), |at| at + 1)
}

/// The value of an attribute, its references resolved.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (found, after) = rest.split_at(end);
        let after = after.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            if found.is_empty() {
                return None;
            }
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(feed::decode_html(value).trim().to_owned());
        }
        rest = after.trim_start();
    }
    None
}

/// A text without references and doubled blanks.
pub(super) fn plain(text: impl AsRef<str>) -> String {
    feed::decode_html(text.as_ref()).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Plain text as paragraphs of HTML.
pub(super) fn paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace("\r\n", "\n");
    let paragraphs = escaped.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.flat_map(|paragraph| ["<p>".to_owned(), paragraph.replace('\n', "<br>"), "</p>".to_owned()]).collect()
}
