//! An XML document as balanced pieces, however broken it is: ends are mended, references resolved, prefixes told apart.

use std::borrow::Cow;

use memchr::memchr;

use crate::entities::Entities;
use crate::spaces::{Declared, Space};
use crate::tokens::{Token, Tokens};

/// Elements within elements; what is deeper gives its text only. Feeds have five levels, HTML in them some more.
const DEEPEST: usize = 200;

/// Elements that hold none of their kind: where another begins, the end of the first was forgotten.
const NEVER_NESTED: &[&str] = &["entry", "item"];

/// One element's beginning.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) space: Space,
    /// Without its prefix, as written.
    pub(crate) name: &'a str,
    written: &'a str,
    has_xml: bool,
    entities: &'a Entities<'a>,
}

impl<'a> Element<'a> {
    /// An attribute by its name, with or without a prefix, upper or lower case; None when it is not there.
    pub(crate) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut found = None;
        for (written, value) in self.raw_attributes() {
            if written == name {
                found = Some(value);
                break;
            }
            let is_it = written.len() >= name.len()
                && written.split_at_checked(written.len() - name.len()).is_some_and(|(prefix, local)| {
                    local.eq_ignore_ascii_case(name)
                        && (prefix.is_empty() || (prefix.ends_with(':') && !prefix.starts_with("xml")))
                });
            if is_it && found.is_none() {
                found = Some(value);
            }
        }
        found.map(|value| self.entities.decode(value))
    }

    /// `xml:base` or `xml:lang`, by its last part.
    pub(crate) fn of_xml(&self, name: &str) -> Option<Cow<'a, str>> {
        if !self.has_xml {
            return None;
        }
        let is = |written: &str| written.strip_prefix("xml:").is_some_and(|local| local.eq_ignore_ascii_case(name));
        self.raw_attributes().find(|(written, _)| is(written)).map(|(_, value)| self.entities.decode(value))
    }

    /// All attributes as written, references resolved.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> + use<'a> {
        let entities = self.entities;
        self.raw_attributes().map(|(name, value)| (name, entities.decode(value)))
    }

    fn raw_attributes(&self) -> RawAttributes<'a> {
        RawAttributes { rest: self.written }
    }
}

/// Names and values as they stand in a tag: quoted, bare, or without a value.
struct RawAttributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for RawAttributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.rest.as_bytes();
        let until = |from: usize, stop: fn(u8) -> bool| {
            bytes[from..].iter().position(|byte| stop(*byte)).map_or(bytes.len(), |found| from + found)
        };
        let start = until(0, |byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'"' | b'\'' | b'='));
        let name_end = until(start, |byte| byte.is_ascii_whitespace() || byte == b'=');
        if name_end == start {
            return None;
        }
        let equals = until(name_end, |byte| !byte.is_ascii_whitespace());
        let (value, end) = if bytes.get(equals) == Some(&b'=') {
            let value = until(equals + 1, |byte| !byte.is_ascii_whitespace());
            if let Some(quote @ (b'"' | b'\'')) = bytes.get(value) {
                let end = memchr(*quote, &bytes[value + 1..]).map_or(bytes.len(), |end| value + 1 + end);
                (value + 1..end, end + 1)
            } else {
                let end = until(value, |byte| byte.is_ascii_whitespace());
                (value..end, end)
            }
        } else {
            (name_end..name_end, name_end)
        };
        let item = (&self.rest[start..name_end], &self.rest[value]);
        self.rest = self.rest.get(end..).unwrap_or_default();
        Some(item)
    }
}

/// Whether a tag declares something for XML itself: most do not, and need no look at each attribute.
fn has_xml(attributes: &str) -> bool {
    let bytes = attributes.as_bytes();
    bytes.len() > 4 && memchr::memchr_iter(b'x', bytes).any(|at| bytes[at..].starts_with(b"xml"))
}

/// A piece of the document, in order; every `Open` has its `Close`.
pub(crate) enum Piece<'a> {
    Open(Element<'a>),
    Text(Cow<'a, str>),
    Close,
    /// The document ended before its elements did; their `Close`s follow.
    Cut,
}

/// The pieces of a document.
pub(crate) struct Pieces<'a> {
    tokens: Tokens<'a>,
    entities: &'a Entities<'a>,
    /// Names as written, for matching ends.
    open: Vec<&'a str>,
    /// Elements too deep to be told.
    too_deep: usize,
    /// `Close`s to give before the next token.
    closing: usize,
    waiting: Option<Token<'a>>,
    declared: Declared<'a>,
    has_root: bool,
    is_cut: bool,
}

impl<'a> Pieces<'a> {
    pub(crate) fn of(source: &'a str, entities: &'a Entities<'a>) -> Self {
        Self {
            tokens: Tokens::of(source),
            entities,
            open: Vec::new(),
            too_deep: 0,
            closing: 0,
            waiting: None,
            declared: Declared::default(),
            has_root: false,
            is_cut: false,
        }
    }

    fn open(&mut self, name: &'a str, attributes: &'a str, is_empty: bool) -> Option<Piece<'a>> {
        if matches!(name.len(), 4 | 5)
            && NEVER_NESTED.iter().any(|known| known.eq_ignore_ascii_case(name))
            && let Some(at) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name))
        {
            self.too_deep = 0;
            self.closing = self.open.len() - at;
            self.waiting = Some(Token::Open { name, attributes, is_empty });
            return None;
        }
        if self.open.len() >= DEEPEST {
            self.too_deep += usize::from(!is_empty);
            return None;
        }
        let depth = self.open.len();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let has_xml = has_xml(attributes);
        let mut element =
            Element { space: Space::Other, name: local, written: attributes, has_xml, entities: self.entities };
        if has_xml {
            for (name, value) in element.raw_attributes() {
                let Some(declared) = name.strip_prefix("xmlns") else { continue };
                let declared = declared.strip_prefix(':').unwrap_or(declared);
                let address = self.entities.decode(value);
                self.declared.add(depth, declared, &address);
                if !self.has_root && declared == prefix {
                    self.declared.root(prefix, &address);
                }
            }
        }
        self.has_root = true;
        element.space = self.declared.space(prefix);
        self.open.push(name);
        self.closing = usize::from(is_empty);
        Some(Piece::Open(element))
    }

    fn close(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some(at) = self.open.iter().rposition(|open| *open == name) {
            self.closing = self.open.len() - at;
        } else if let Some(at) = self.open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
            self.closing = self.open.len() - at;
        }
    }

    /// The document is over: what is open was cut off, and is closed.
    fn end(&mut self) -> Option<Piece<'a>> {
        if self.open.is_empty() {
            return None;
        }
        if !self.is_cut {
            self.is_cut = true;
            return Some(Piece::Cut);
        }
        self.closing = self.open.len();
        self.next()
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.closing > 0 {
                self.closing -= 1;
                self.open.pop();
                self.declared.forget(self.open.len());
                return Some(Piece::Close);
            }
            match self.waiting.take().or_else(|| self.tokens.next()) {
                Some(Token::Open { name, attributes, is_empty }) => {
                    if let Some(piece) = self.open(name, attributes, is_empty) {
                        return Some(piece);
                    }
                }
                Some(Token::Close(name)) => self.close(name),
                Some(Token::Text(text)) => return Some(Piece::Text(self.entities.decode(text))),
                Some(Token::Data(text)) => return Some(Piece::Text(Cow::Borrowed(text))),
                Some(Token::Doctype(_)) => {}
                None => return self.end(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Pieces};
    use crate::entities::Entities;

    fn shown(text: &str) -> String {
        let entities = Entities::of(text);
        Pieces::of(text, &entities)
            .map(|piece| match piece {
                Piece::Open(element) => format!("<{:?}:{}>", element.space, element.name).replace("Own:", ""),
                Piece::Text(text) => text.into_owned(),
                Piece::Close => "</>".to_owned(),
                Piece::Cut => "|".to_owned(),
            })
            .collect()
    }

    #[test]
    fn broken_documents_come_out_balanced() {
        assert_eq!(shown("<a><b>x</c></a>"), "<a><b>x</></>");
        assert_eq!(shown("<a>1 < 2 & 3 &nbsp;&eacute;&#x41;</a>"), "<a>1 < 2 & 3 \u{a0}éA</>");
        assert_eq!(shown("<a><b>x"), "<a><b>x|</></>");
        assert_eq!(shown("<a><![CDATA[x"), "<a>x|</>");
        assert_eq!(shown("<a><b/>x</A>"), "<a><b></>x</>");
        assert_eq!(shown("<c><item><d>1<item>2</c>"), "<c><item><d>1</></><item>2</></>");
    }

    #[test]
    fn vocabularies_are_known_by_their_addresses() {
        assert_eq!(
            shown("<r xmlns:d='http://purl.org/dc/elements/1.1/'><d:creator/><x:y/><media:z/></r>"),
            "<r><Dc:creator></><Other:y></><Media:z></></>"
        );
        assert_eq!(
            shown("<a:r xmlns:a='urn:any'><a:b/><b xmlns='urn:other'/><c/></a:r>"),
            "<r><b></><Other:b></><c></></>"
        );
    }

    #[test]
    fn attributes_are_read_as_html_writes_them() {
        let text = "<a HREF=x b = 'y&amp;z' c d=\"e f\" xml:lang='de'/>";
        let entities = Entities::of(text);
        let Some(Piece::Open(element)) = Pieces::of(text, &entities).next() else { panic!("no element") };
        let read = |name| element.attribute(name).map(std::borrow::Cow::into_owned).unwrap_or_default();
        assert_eq!([read("href"), read("b"), read("c"), read("d"), read("lang")], ["x", "y&z", "", "e f", ""]);
        assert_eq!(element.of_xml("lang").as_deref(), Some("de"));
    }
}
