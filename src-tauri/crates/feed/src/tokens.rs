//! The raw scan: tags, texts and CDATA as slices of the document, in one pass. Whatever is no markup is text, so it never
//! fails; each byte is looked at a bounded number of times, so it never slows down.

use memchr::{memchr, memchr2, memmem};

/// A slice of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A start tag; `attributes` is what stands between its name and its `>`.
    Open {
        name: &'a str,
        attributes: &'a str,
        is_empty: bool,
    },
    Close(&'a str),
    /// Text with its references unresolved.
    Text(&'a str),
    /// The inside of a CDATA section: no references.
    Data(&'a str),
    /// The inside of `<!DOCTYPE …>`.
    Doctype(&'a str),
}

/// The tokens of a document, in order.
pub(crate) struct Tokens<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// What `len` bytes from here on are; they are done with.
    fn take(&mut self, len: usize) -> &'a str {
        let start = self.at;
        self.at = (start + len).min(self.source.len());
        &self.source[start..self.at]
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    fn end(&mut self) -> Option<Token<'a>> {
        self.at = self.source.len();
        None
    }

    /// `<!…`: a comment, CDATA, a document type or something to pass over. None when it gave no token.
    fn declaration(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            // A comment that is not ended takes the rest with it, as it does in every XML parser.
            let end = memmem::find(&rest.as_bytes()[4..], b"-->").map_or(rest.len(), |at| at + 7);
            self.take(end);
            return None;
        }
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = memmem::find(data.as_bytes(), b"]]>");
            let inside = &data[..end.unwrap_or(data.len())];
            self.take(9 + end.map_or(data.len(), |end| end + 3));
            // CDATA in CDATA leaves the outer one's end behind.
            while self.rest().starts_with("]]>") {
                self.take(3);
            }
            return Some(Token::Data(inside));
        }
        let is_doctype = rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype"));
        let end = if is_doctype { doctype_end(rest) } else { memchr(b'>', rest.as_bytes()) };
        let Some(end) = end else {
            self.end();
            return None;
        };
        let inside = &rest[2..end];
        self.take(end + 1);
        is_doctype.then_some(Token::Doctype(inside))
    }

    /// `<?…?>` is passed over; without an end, up to the next `>`.
    fn instruction(&mut self) {
        let rest = self.rest();
        let close = memchr(b'>', rest.as_bytes());
        // In a well-formed one the first `>` is nearly always its end.
        let end = close.filter(|at| rest[..*at].ends_with('?')).or_else(|| {
            let next_tag = memchr(b'<', &rest.as_bytes()[1..]).map_or(rest.len(), |at| at + 1);
            memmem::find(&rest.as_bytes()[..next_tag], b"?>").map(|at| at + 1).or(close)
        });
        self.take(end.map_or(rest.len(), |end| end + 1));
    }

    /// `</name>`; one that is not ended ends where the next tag begins.
    fn close(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let Some(end) = memchr2(b'>', b'<', &rest.as_bytes()[2..]).map(|at| at + 2) else { return self.end() };
        let name = rest[2..end].trim_ascii();
        let is_whole = rest.as_bytes()[end] == b'>';
        self.take(end + usize::from(is_whole));
        Some(Token::Close(name))
    }

    fn open(&mut self) -> Option<Token<'a>> {
        let rest = self.rest();
        let name_end = name_end(rest);
        let bytes = rest.as_bytes();
        match bytes.get(name_end) {
            // The document stops in a tag.
            None => return self.end(),
            Some(b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n' | b'<') => {}
            // `<ann@a.example>`, `<3`.
            Some(_) => return Some(Token::Text(self.take(1))),
        }
        let Some(end) = tag_end(bytes, name_end) else { return self.end() };
        let inside = &rest[name_end..end];
        let is_whole = bytes[end] == b'>';
        self.take(end + usize::from(is_whole));
        let is_empty = inside.ends_with('/');
        let attributes = if is_empty { &inside[..inside.len() - 1] } else { inside };
        Some(Token::Open { name: &rest[1..name_end], attributes, is_empty })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let bytes = &self.source.as_bytes()[self.at..];
            let start = memchr(b'<', bytes).unwrap_or(bytes.len());
            if start > 0 {
                return Some(Token::Text(self.take(start)));
            }
            match bytes.get(1) {
                None if bytes.is_empty() => return None,
                Some(b'!') => {
                    if let Some(token) = self.declaration() {
                        return Some(token);
                    }
                }
                Some(b'?') => self.instruction(),
                Some(b'/') => return self.close(),
                Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80 => return self.open(),
                _ => return Some(Token::Text(self.take(1))),
            }
        }
    }
}

/// Where the name after `<` ends.
fn name_end(tag: &str) -> usize {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
    let is_ascii_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_' | b'.');
    let ascii = tag.bytes().skip(1).take_while(is_ascii_name).count() + 1;
    match tag.as_bytes().get(ascii) {
        Some(byte) if !byte.is_ascii() => tag[1..].find(|c| !is_name(c)).map_or(tag.len(), |at| at + 1),
        _ => ascii,
    }
}

/// Where the tag ends: its `>`, or a `<` that says the `>` was forgotten. A quoted value may hold both.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut before = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' | b'<' => return Some(at),
            b'"' | b'\'' if before == b'=' => {
                let end = memchr(*byte, &bytes[at + 1..]).map(|found| at + 1 + found);
                match end {
                    Some(end) if !has_end_tag(&bytes[at..end]) => at = end,
                    // No value holds an end tag and none is endless: the quote was forgotten.
                    _ => return memchr(b'>', &bytes[at..]).map(|found| at + found),
                }
                before = 0;
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            _ => before = *byte,
        }
        at += 1;
    }
    None
}

fn has_end_tag(value: &[u8]) -> bool {
    memchr::memchr_iter(b'<', value).any(|at| value.get(at + 1) == Some(&b'/'))
}

/// Bytes of a document type that are looked through.
const LONGEST_DOCTYPE: usize = 64 * 1024;

/// The `>` of a document type, past the declarations in its brackets.
fn doctype_end(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let close = memchr(b'>', bytes)?;
    // Real ones are short; looking through the whole document for each of many would be quadratic.
    let bytes = &bytes[..bytes.len().min(LONGEST_DOCTYPE)];
    let close = close.min(bytes.len());
    match memchr(b'[', &bytes[..close]) {
        Some(open) => {
            let inside = memchr(b']', &bytes[open..]).map_or(close, |at| open + at);
            memchr(b'>', &bytes[inside..]).map(|at| inside + at)
        }
        None => Some(close),
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[test]
    fn many_open_document_types_take_no_longer() {
        assert!(Tokens::of(&"<!DOCTYPE [>".repeat(400_000)).count() > 0);
    }

    fn shown(text: &str) -> String {
        Tokens::of(text)
            .map(|token| match token {
                Token::Open { name, attributes, is_empty } => {
                    format!("<{name}|{attributes}{}>", if is_empty { "|/" } else { "" })
                }
                Token::Close(name) => format!("</{name}>"),
                Token::Text(text) => text.to_owned(),
                Token::Data(text) => format!("[{text}]"),
                Token::Doctype(text) => format!("({text})"),
            })
            .collect()
    }

    #[test]
    fn markup_is_told_from_text() {
        assert_eq!(shown("<?xml version='1.0'?><a:b c=\"d>e\">x<br/></a:b >"), "<a:b| c=\"d>e\">x<br||/></a:b>");
        assert_eq!(shown("1 < 2 <3 <ann@a.example> <é>"), "1 < 2 <3 <ann@a.example> <é|>");
        assert_eq!(shown("<a><!-- <b> --><![CDATA[<c>]]>]]></a>"), "<a|>[<c>]</a>");
        assert_eq!(shown("<!DOCTYPE a [<!ENTITY b '>'>]><a>"), "(DOCTYPE a [<!ENTITY b '>'>])<a|>");
    }

    #[test]
    fn forgotten_ends_of_tags_cost_that_tag_only() {
        assert_eq!(shown("<a <b>x</b</a>"), "<a| ><b|>x</b></a>");
        assert_eq!(shown("<a b=\"c>x</a><d e=\"f\">"), "<a| b=\"c>x</a><d| e=\"f\">");
        assert_eq!(shown("<a b='c>x"), "<a| b='c>x");
        assert_eq!(shown("<a>x<b c"), "<a|>x");
        assert_eq!(shown("<a><![CDATA[x"), "<a|>[x]");
        assert_eq!(shown("<?xml <a>x"), "x");
    }
}
