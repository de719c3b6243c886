//! Any XML feed rewritten as a plain one before the library reads it: usual prefixes, texts as escaped HTML with
//! absolute links, no naked markup or base64, complete entries only. What the library has no place for is noted.

mod capture;
mod vocabulary;

use url::Url;

use crate::links;
use crate::model::{Author, Format};
use crate::person::person;
use crate::pieces::{Element, Piece, Pieces};
use capture::Capture;
use vocabulary::{Place, is_container, name_in};

/// A feed document as the library reads it best.
pub(crate) struct Prepared {
    pub(crate) text: String,
    pub(crate) format: Format,
    pub(crate) feed: Notes,
    /// One for each entry, in order.
    pub(crate) entries: Vec<Notes>,
}

/// What was read on the way.
#[derive(Default)]
pub(crate) struct Notes {
    /// With how little they mean: the lowest are the authors.
    authors: Vec<(u8, Author)>,
    pub(crate) updated: Option<String>,
    /// Used when there is no other text.
    pub(crate) summary: Option<String>,
    /// The id, where it is the address too.
    pub(crate) permalink: Option<String>,
    /// Divided by commas; used when there are no rubrics.
    pub(crate) keywords: String,
    /// The language in force, or that its text says.
    pub(crate) lang: Option<String>,
    /// The text that said it: content before summary before title.
    lang_rank: u8,
}

impl Notes {
    /// The authors that mean most, each once.
    pub(crate) fn authors(&self) -> Vec<Author> {
        let best = self.authors.iter().map(|(rank, _)| *rank).min();
        let mut found: Vec<Author> = Vec::new();
        for (_, author) in self.authors.iter().filter(|(rank, _)| Some(*rank) == best) {
            if !found.iter().any(|known| {
                known == author || (known.name == author.name && author.email.is_none() && author.url.is_none())
            }) {
                found.push(author.clone());
            }
        }
        found
    }
}

/// An open element.
struct Scope {
    /// What closes it in the output; None for what was not written or is closed already.
    written: Option<String>,
    base: Option<Url>,
    lang: Option<String>,
}

/// Rewrites a document; None when it has no feed's root.
pub(crate) fn prepare(xml: &str, url: Option<&Url>) -> Option<Prepared> {
    let mut writer = Writer { out: String::with_capacity(xml.len()), url: url.cloned(), ..Writer::default() };
    for piece in Pieces::of(xml) {
        match piece {
            Piece::Open(element) => writer.open(&element),
            Piece::Text(text) => {
                if let Some(capture) = writer.capture.as_mut().filter(|_| writer.skip == 0) {
                    capture.text(&text);
                }
            }
            Piece::Close => writer.close(),
            Piece::Cut => writer.cut(),
        }
    }
    Some(Prepared { text: writer.out, format: writer.format?, feed: writer.feed, entries: writer.entries })
}

#[derive(Default)]
struct Writer {
    out: String,
    url: Option<Url>,
    format: Option<Format>,
    scopes: Vec<Scope>,
    capture: Option<Capture>,
    /// Depth inside an element of no interest.
    skip: usize,
    /// Where the open entry begins in `out`, and its depth in `scopes`.
    entry: Option<(usize, usize)>,
    person: Author,
    feed: Notes,
    entries: Vec<Notes>,
}

impl Writer {
    fn open(&mut self, element: &Element) {
        if self.skip > 0 {
            self.skip += 1;
            return;
        }
        let Some(format) = self.format else { return self.root(element) };
        let place = Place { atom: format == Format::Atom, in_entry: self.entry.is_some() };
        let name = name_in(place, element);
        if name.as_deref().is_some_and(|name| matches!(name, "item" | "entry" | "channel")) {
            // An entry holds no other: whatever is open before it lacks its end.
            self.abandon_capture();
            self.end_entry();
        } else if let Some(capture) = &mut self.capture {
            return capture.open(element);
        }
        let Some(name) = name else {
            self.skip = 1;
            return;
        };
        let scope = self.scope(element);
        if is_container(place, &name) {
            if matches!(name.as_str(), "item" | "entry") {
                self.entry = Some((self.out.len(), self.scopes.len()));
                self.entries.push(Notes { lang: scope.lang.clone(), ..Notes::default() });
            }
            if matches!(name.as_str(), "author" | "atom:author" | "itunes:owner") {
                self.person = Author::default();
            }
            if name == "channel" {
                self.feed.lang.clone_from(&scope.lang);
            }
            self.write_tag(&name, &capture::attributes(element, scope.base.as_ref()));
            if format == Format::Cdf {
                self.write_cdf(element, scope.base.as_ref());
            }
            self.scopes.push(Scope { written: Some(name), ..scope });
        } else {
            self.capture = Some(Capture::new(name, element, scope.base, scope.lang));
        }
    }

    fn scope(&self, element: &Element) -> Scope {
        let outer = self.scopes.last();
        let base = outer.map_or(self.url.as_ref(), |scope| scope.base.as_ref());
        let own = element
            .attributes
            .iter()
            .find(|(name, _)| name == "xml:lang")
            .map(|(_, lang)| lang.trim().replace('_', "-"));
        Scope {
            written: None,
            base: capture::base_of(element, base).or_else(|| base.cloned()),
            lang: own.or_else(|| outer.and_then(|scope| scope.lang.clone())).filter(|lang| !lang.is_empty()),
        }
    }

    fn root(&mut self, element: &Element) {
        let mut scope = self.scope(element);
        let Some((format, tag, end)) = vocabulary::root(element) else {
            self.scopes.push(scope);
            return;
        };
        self.format = Some(format);
        self.out.push_str(tag);
        self.feed.lang.clone_from(&scope.lang);
        if format == Format::Cdf {
            self.write_cdf(element, scope.base.as_ref());
        }
        scope.written = Some(end.to_owned());
        self.scopes.push(scope);
    }

    /// CDF says in attributes what others say in elements.
    fn write_cdf(&mut self, element: &Element, base: Option<&Url>) {
        let fields = [("link", "href"), (if self.entry.is_some() { "pubDate" } else { "lastBuildDate" }, "lastmod")];
        for (name, attribute) in fields {
            if let Some(value) = element.attribute(attribute) {
                let value = base
                    .and_then(|base| links::joined(value, base))
                    .filter(|_| name == "link")
                    .unwrap_or_else(|| value.to_owned());
                self.write_leaf(name, &[], &value);
            }
        }
    }

    fn close(&mut self) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if let Some(capture) = &mut self.capture {
            if capture.close() {
                self.finish();
            }
        } else if let Some(scope) = self.scopes.pop() {
            let Some(name) = scope.written else { return };
            self.write_end(&name);
            if self.entry.is_some_and(|(_, depth)| depth == self.scopes.len()) {
                self.entry = None;
            }
            let in_source = self.scopes.iter().any(|scope| scope.written.as_deref() == Some("source"));
            let rank = match name.as_str() {
                "author" => 0,
                "atom:author" => 1,
                "itunes:owner" => 4,
                _ => return,
            };
            let author = std::mem::take(&mut self.person);
            if !in_source && author != self.person {
                self.notes().authors.push((rank, author));
            }
        }
    }

    /// The document stops here: an entry that is not whole waits for the next fetch, unless there is no other.
    fn cut(&mut self) {
        if self.entries.len() > 1
            && let Some((start, depth)) = self.entry
        {
            self.abandon_capture();
            self.entry = None;
            self.out.truncate(start);
            self.entries.pop();
            for scope in self.scopes.iter_mut().skip(depth) {
                scope.written = None;
            }
        }
    }

    /// What is captured ends here; its ends in the document will find scopes that write nothing.
    fn abandon_capture(&mut self) {
        if let Some(depth) = self.capture.as_ref().map(|capture| capture.depth) {
            self.finish();
            for _ in 0..=depth {
                let scope =
                    Scope { written: None, base: self.scopes.last().and_then(|scope| scope.base.clone()), lang: None };
                self.scopes.push(scope);
            }
        }
    }

    fn end_entry(&mut self) {
        if let Some((_, depth)) = self.entry.take() {
            let open: Vec<String> =
                self.scopes.iter_mut().skip(depth).filter_map(|scope| scope.written.take()).collect();
            open.iter().rev().for_each(|name| self.write_end(name));
        }
    }

    fn notes(&mut self) -> &mut Notes {
        if self.entry.is_some() { self.entries.last_mut().unwrap_or(&mut self.feed) } else { &mut self.feed }
    }

    /// A captured element is whole: written, or noted.
    fn finish(&mut self) {
        let Some(capture) = self.capture.take() else { return };
        let atom = self.format == Some(Format::Atom);
        let within = self.scopes.last().and_then(|scope| scope.written.clone()).unwrap_or_default();
        if matches!(within.as_str(), "author" | "atom:author" | "itunes:owner") {
            let value = crate::text::label(&capture.plain);
            match capture.name.as_str() {
                "name" | "atom:name" | "itunes:name" => self.person.name = value,
                "email" | "atom:email" | "itunes:email" => self.person.email = value,
                _ => {
                    let whole =
                        |url: String| capture.base.as_ref().and_then(|base| links::joined(&url, base)).unwrap_or(url);
                    self.person.url = value.map(whole);
                }
            }
            return;
        }
        let value = capture.value(atom);
        let rank = match capture.name.as_str() {
            "content" | "content:encoded" => 3,
            "summary" | "description" => 2,
            "title" => 1,
            _ => 0,
        };
        let in_entry = self.entry.is_some();
        let notes = self.notes();
        if in_entry && rank > notes.lang_rank && capture.own_lang {
            notes.lang_rank = rank;
            notes.lang.clone_from(&capture.lang);
        }
        let author_rank = match (capture.name.as_str(), atom, in_entry) {
            ("author", false, _) | ("managingEditor", ..) => 0,
            ("dc:creator", ..) => 1,
            ("webMaster", false, false) | ("itunes:author", ..) => 3,
            _ => u8::MAX,
        };
        if author_rank < u8::MAX {
            notes.authors.extend(person(&value).map(|author| (author_rank, author)));
            return;
        }
        match capture.name.as_str() {
            "itunes:summary" | "itunes:subtitle" if !value.trim().is_empty() => {
                notes.summary.get_or_insert(value);
            }
            // RSS has no such element: it is read when there is no other text.
            "summary" if !atom => {
                notes.summary.get_or_insert(value);
            }
            // Atom's way in RSS; an empty text would put out the link before it.
            "link" if !atom && value.is_empty() => {
                let attributes = capture.attributes(atom);
                if let Some((_, href)) = attributes.iter().find(|(name, _)| name == "href") {
                    self.write_leaf("link", &[], href);
                }
            }
            "itunes:keywords" => notes.keywords = value,
            "guid" if capture.is_permalink() => {
                notes.permalink = Some(value.clone());
                self.write_leaf("guid", &[], &value);
            }
            "dcterms:modified" | "atom:updated" => notes.updated = Some(value),
            "dc:language" | "language" if in_entry => notes.lang = Some(value.trim().replace('_', "-")),
            _ => self.write_leaf(&capture.name, &capture.attributes(atom), &value),
        }
    }

    fn write_leaf(&mut self, name: &str, attributes: &[(String, String)], value: &str) {
        self.write_tag(name, attributes);
        let value = if capture::ADDRESS_TEXTS.contains(&name) { links::shielded(value) } else { value.into() };
        self.out.push_str(&quick_xml::escape::escape(value));
        self.write_end(name);
    }

    fn write_tag(&mut self, name: &str, attributes: &[(String, String)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            let value = if capture::ADDRESSES.contains(&name.as_str()) { links::shielded(value) } else { value.into() };
            self.out.push_str(&quick_xml::escape::escape(value));
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn write_end(&mut self, name: &str) {
        for name in name.split(' ') {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }
}
