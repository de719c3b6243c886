//! An XML document as balanced pieces, however broken it is: wrong ends are mended, stray `<` are text, namespaces are
//! resolved to the prefixes this crate uses, references to their characters.

use std::collections::VecDeque;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::entities::Entities;

/// Repairs after which a document is given up: each may have read to its end.
const MOST_REPAIRS: usize = 200;

/// Elements within elements; what is deeper gives its text only. Feeds have five levels, HTML in them some more.
const DEEPEST: usize = 200;

/// One element's beginning.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    /// `title`, `dc:creator`: the vocabulary's own names bare, known others with their usual prefix, unknown ones with
    /// `?:`.
    pub(crate) name: String,
    /// As written, without the prefix; for markup.
    pub(crate) local: String,
    /// The namespace its prefix stands for, if any does.
    pub(crate) namespace: Option<String>,
    /// Names as written, values with references resolved.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// An attribute by its name, with or without a prefix, upper or lower case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let bare = |written: &str| written.rsplit(':').next().is_some_and(|local| local.eq_ignore_ascii_case(name));
        let found = self.attributes.iter().find(|(written, _)| written == name);
        found
            .or_else(|| self.attributes.iter().find(|(written, _)| bare(written) && !written.starts_with("xmlns")))
            .map(|(_, value)| value.as_str())
    }
}

/// A piece of the document, in order; every `Open` has its `Close`.
#[derive(Debug)]
pub(crate) enum Piece {
    Open(Element),
    Text(String),
    Close,
    /// The document ended before its elements did; their `Close`s follow.
    Cut,
}

/// The pieces of a document.
pub(crate) struct Pieces<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    /// Where `reader` began in `source`.
    offset: usize,
    /// Names as written, for matching ends.
    open: Vec<String>,
    /// Depth, prefix, address.
    namespaces: Vec<(usize, String, String)>,
    entities: Entities,
    ready: VecDeque<Piece>,
    repairs: usize,
    over: bool,
}

impl<'a> Pieces<'a> {
    pub(crate) fn of(source: &'a str) -> Self {
        let mut pieces = Self {
            source,
            reader: Reader::from_str(source),
            offset: 0,
            open: Vec::new(),
            namespaces: Vec::new(),
            entities: Entities::default(),
            ready: VecDeque::new(),
            repairs: 0,
            over: false,
        };
        pieces.start_at(0);
        pieces
    }

    fn start_at(&mut self, offset: usize) {
        self.offset = offset;
        self.reader = Reader::from_str(&self.source[offset..]);
        let config = self.reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
    }

    fn read(&mut self) {
        let before = self.offset + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
        match self.reader.read_event() {
            Ok(Event::Start(tag)) if is_name(&tag) => self.open(&tag),
            Ok(Event::End(tag)) => {
                let name = tag.name().as_ref().trim().to_owned();
                if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                    while self.open.len() > at {
                        self.close();
                    }
                }
            }
            Ok(Event::Text(text)) => self.text(text.as_ref().to_owned()),
            Ok(Event::CData(text)) => self.text(text.as_ref().to_owned()),
            Ok(Event::GeneralRef(reference)) => {
                let text = self.entities.resolve(reference.as_ref());
                self.text(text);
            }
            Ok(Event::DocType(doctype)) => self.entities.declare(doctype.as_ref()),
            Ok(Event::Eof) => self.end(),
            Ok(Event::Start(_)) | Err(_) => self.repair(before),
            Ok(_) => {}
        }
    }

    /// What the reader could not take at `before` becomes text, or is the cut end of the document.
    fn repair(&mut self, before: usize) {
        let rest = self.source.get(before..).unwrap_or_default();
        let Some(at) = rest.find('<').filter(|_| self.repairs < MOST_REPAIRS) else { return self.end() };
        self.repairs += 1;
        let (text, tag) = rest.split_at(at);
        if let Some(data) = tag.strip_prefix("<![CDATA[") {
            self.text(format!("{text}{data}"));
            return self.end();
        }
        if tag.starts_with("<!--") || !tag.contains('>') {
            return self.end();
        }
        self.text(format!("{text}<"));
        self.start_at(before + at + 1);
    }

    fn text(&mut self, text: String) {
        // XML 1.0 has no control characters; a publisher's editor sometimes does.
        let allowed = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{85}');
        let text = if text.chars().all(allowed) { text } else { text.chars().filter(|c| allowed(*c)).collect() };
        self.ready.push_back(Piece::Text(text));
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        if self.open.len() >= DEEPEST {
            return;
        }
        let mut attributes = Vec::new();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            let value = self.entities.unescape(attribute.value.as_ref());
            attributes.push((attribute.key.as_ref().to_owned(), value));
        }
        let depth = self.open.len();
        for (name, value) in &attributes {
            if name == "xmlns" || name.starts_with("xmlns:") {
                self.namespaces.push((
                    depth,
                    name.strip_prefix("xmlns:").unwrap_or_default().to_owned(),
                    value.trim().to_owned(),
                ));
            }
        }
        let written = tag.name().as_ref().to_owned();
        let (prefix, local) = written.split_once(':').unwrap_or(("", &written));
        let declared = self.namespaces.iter().rev().find(|(_, known, _)| known == prefix);
        let name = match (prefix, declared) {
            // What the root says of itself is its vocabulary, by whatever address.
            ("", Some((0, _, address))) if address != XHTML => local.to_owned(),
            (_, Some((_, _, address))) => in_vocabulary(usual_prefix(address), local),
            ("", None) => local.to_owned(),
            (_, None) => in_vocabulary(
                USUAL.iter().map(|(_, usual)| *usual).find(|usual| usual.eq_ignore_ascii_case(prefix)),
                local,
            ),
        };
        let element = Element {
            name,
            local: local.to_owned(),
            namespace: declared.map(|(_, _, address)| address.clone()),
            attributes,
        };
        self.open.push(written);
        self.ready.push_back(Piece::Open(element));
    }

    fn close(&mut self) {
        self.open.pop();
        let depth = self.open.len();
        self.namespaces.retain(|(at, _, _)| *at < depth);
        self.ready.push_back(Piece::Close);
    }

    fn end(&mut self) {
        self.over = true;
        if !self.open.is_empty() {
            self.ready.push_back(Piece::Cut);
        }
        while !self.open.is_empty() {
            self.close();
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.ready.is_empty() && !self.over {
            self.read();
        }
        self.ready.pop_front()
    }
}

fn is_name(tag: &BytesStart<'_>) -> bool {
    tag.name().as_ref().starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn in_vocabulary(prefix: Option<&str>, local: &str) -> String {
    match prefix {
        Some("") => local.to_owned(),
        Some(prefix) => format!("{prefix}:{local}"),
        None => format!("?:{local}"),
    }
}

pub(crate) const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The vocabularies read, by the ends of their addresses (http or https, with or without a closing slash, any case).
const USUAL: &[(&str, &str)] = &[
    ("", ""),
    ("www.w3.org/2005/atom", "atom"),
    ("purl.org/atom/ns#", "atom"),
    ("purl.org/rss/1.0", ""),
    ("my.netscape.com/rdf/simple/0.9", ""),
    ("channel.netscape.com/rdf/simple/0.9", ""),
    ("backend.userland.com/rss2", ""),
    ("backend.userland.com/rss", ""),
    ("blogs.law.harvard.edu/tech/rss", ""),
    ("cyber.law.harvard.edu/rss/rss.html", ""),
    ("purl.org/dc/elements/1.1", "dc"),
    ("purl.org/dc/elements/1.0", "dc"),
    ("purl.org/dc/terms", "dcterms"),
    ("purl.org/rss/1.0/modules/content", "content"),
    ("search.yahoo.com/mrss", "media"),
    ("www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("www.w3.org/1999/xhtml", "xhtml"),
];

fn usual_prefix(address: &str) -> Option<&'static str> {
    let address = address.to_ascii_lowercase();
    let address = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .unwrap_or(&address)
        .trim_end_matches('/');
    USUAL.iter().find(|(known, _)| *known == address).map(|(_, prefix)| *prefix)
}

#[cfg(test)]
mod tests {
    use super::{Piece, Pieces};

    fn shown(text: &str) -> String {
        Pieces::of(text)
            .map(|piece| match piece {
                Piece::Open(element) => format!("<{}>", element.name),
                Piece::Text(text) => text,
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
        assert_eq!(shown("<a><b x='"), "<a>|</>");
    }

    #[test]
    fn prefixes_are_the_usual_ones() {
        assert_eq!(
            shown("<r xmlns:d='http://purl.org/dc/elements/1.1/'><d:creator/><x:y/><media:z/></r>"),
            "<r><dc:creator></><?:y></><media:z></></>"
        );
    }

    #[test]
    fn own_entities_are_read_and_do_not_grow() {
        assert_eq!(
            shown("<!DOCTYPE a [<!ENTITY i \"tag:\"><!ENTITY j '&i;&i;'>]><a>&i;x &j; &k;</a>"),
            "<a>tag:x &i;&i; &k;</>"
        );
    }
}
