//! The pieces of an XML document put together to a feed: what is open, what is being read, which entry it belongs to.

mod say;

use std::borrow::Cow;
use std::rc::Rc;

use url::Url;

use crate::capture::{Capture, base_of};
use crate::draft::{Draft, newest};
use crate::entities::Entities;
use crate::fields::{What, Within, what};
use crate::links::{self, Room};
use crate::model::{Author, Category, Entry, Feed, Format, MOST_ENTRIES};
use crate::person::person;
use crate::pieces::{Element, Piece, Pieces};
use crate::spaces::Space;

/// An open element.
struct Scope {
    within: Within,
    base: Option<Rc<Url>>,
    lang: Option<Rc<str>>,
}

/// Reads a document; None when it has no feed's root. `url` is its own address, `lang` the language it came with.
pub(crate) fn feed(xml: &str, url: Option<&Url>, lang: Option<&str>) -> Option<Feed> {
    let entities = Entities::of(xml);
    let outermost =
        Scope { within: Within::Nowhere, base: url.cloned().map(Rc::new), lang: lang.and_then(tag).map(Into::into) };
    let mut builder = Builder {
        room: Room::of(xml),
        format: None,
        scopes: vec![outermost],
        capture: None,
        stray: String::new(),
        person: Author::default(),
        feed: Draft::default(),
        entry: None,
        entries: Vec::new(),
    };
    for piece in Pieces::of(xml, &entities) {
        match piece {
            Piece::Open(element) => builder.open(element),
            Piece::Text(text) => builder.text(text),
            Piece::Close => builder.close(),
            Piece::Cut => builder.cut(),
        }
    }
    let format = builder.format?;
    Some(builder.feed.into_feed(format, builder.entries))
}

struct Builder<'a> {
    room: Room,
    format: Option<Format>,
    /// The first is around the document and never closed.
    scopes: Vec<Scope>,
    capture: Option<Capture<'a>>,
    /// Text that stands where elements are expected: a person or a picture said in one line.
    stray: String,
    person: Author,
    feed: Draft,
    /// The open entry, and how many scopes were open before it.
    entry: Option<(Box<Draft>, usize)>,
    entries: Vec<Entry>,
}

impl<'a> Builder<'a> {
    fn is_atom(&self) -> bool {
        self.format == Some(Format::Atom)
    }

    fn within(&self) -> Within {
        self.scopes.last().map_or(Within::Nowhere, |scope| scope.within)
    }

    fn base(&self) -> Option<&Rc<Url>> {
        self.scopes.last().and_then(|scope| scope.base.as_ref())
    }

    /// What the current element is about.
    fn draft(&mut self) -> &mut Draft {
        self.entry.as_mut().map_or(&mut self.feed, |(entry, _)| entry)
    }

    fn open(&mut self, element: Element<'a>) {
        if self.format.is_none() {
            self.format = format(&element);
            let within = if self.format.is_some() { Within::Feed } else { Within::Nowhere };
            self.push(&element, within);
            if self.format.is_some() {
                self.begin_feed(&element);
            }
        } else if self.is_entry(&element) {
            self.begin_entry(&element);
        } else if let Some(capture) = &mut self.capture {
            capture.open(&element);
        } else if self.within() == Within::Feed
            && element.space == Space::Own
            && element.name.eq_ignore_ascii_case("channel")
        {
            self.push(&element, Within::Feed);
            self.begin_feed(&element);
        } else {
            match what(&element, self.within(), self.is_atom()) {
                What::Holds(within) => self.hold(&element, within),
                What::Says(field) => {
                    let (base, lang) = self.in_force(&element);
                    self.capture = Some(Capture::new(field, element, base, lang));
                }
                What::Nothing => self.scopes.push(Scope { within: Within::Nowhere, base: None, lang: None }),
            }
        }
    }

    /// The base and the language within an element.
    fn in_force(&self, element: &Element<'a>) -> (Option<Rc<Url>>, Option<Rc<str>>) {
        // What means nothing keeps neither: then those around it hold.
        let outer = self.scopes.iter().rev().find(|scope| scope.base.is_some()).and_then(|scope| scope.base.as_ref());
        let base = base_of(element, outer);
        let lang = match element.of_xml("lang") {
            // A blank one takes back the outer one's.
            Some(own) => Some(tag(&own).unwrap_or_default().into()),
            None => self.scopes.iter().rev().find_map(|scope| scope.lang.clone()),
        };
        (base, lang)
    }

    fn push(&mut self, element: &Element<'a>, within: Within) {
        let (base, lang) = self.in_force(element);
        self.scopes.push(Scope { within, base, lang });
    }

    fn begin_feed(&mut self, element: &Element<'a>) {
        let lang = self.scopes.last().and_then(|scope| scope.lang.clone());
        self.feed.scope_lang = lang.or(self.feed.scope_lang.take());
        if self.format == Some(Format::Cdf) {
            self.say_cdf(element);
        }
    }

    fn is_entry(&self, element: &Element<'a>) -> bool {
        let (name, space) = if self.is_atom() { ("entry", Space::Atom) } else { ("item", Space::Own) };
        element.name.eq_ignore_ascii_case(name) && (element.space == space || element.space == Space::Own)
    }

    /// An entry holds no other: whatever is open before it lacks its end.
    fn begin_entry(&mut self, element: &Element<'a>) {
        if let Some(depth) = self.capture.as_ref().map(Capture::depth) {
            self.finish();
            // Its ends in the document find scopes of no interest.
            for _ in 0..=depth {
                self.scopes.push(Scope { within: Within::Nowhere, base: None, lang: None });
            }
        }
        self.end_entry();
        let outside = self.scopes.len();
        self.push(element, Within::Entry);
        let scope_lang = self.scopes.last().and_then(|scope| scope.lang.clone());
        let mut draft = Box::new(Draft { scope_lang, ..Draft::default() });
        if !self.is_atom()
            && let Some(about) = element.attribute("about")
        {
            // RDF's own name for the thing is most often its address.
            draft.url.offer(8, self.address(&about).filter(|about| is_web(about)));
            draft.id.offer(2, Some(about.trim().to_owned()).filter(|about| !about.is_empty()));
        }
        self.entry = Some((draft, outside));
        if !self.is_atom() {
            self.say_cdf(element);
        }
    }

    fn end_entry(&mut self) {
        let Some((draft, _)) = self.entry.take() else { return };
        self.entries.push(draft.into_entry());
        if self.entries.len() >= MOST_ENTRIES + MOST_ENTRIES / 2 {
            self.entries = newest(std::mem::take(&mut self.entries));
        }
    }

    /// The address as published, absolute by the current base.
    fn address(&self, written: &str) -> Option<String> {
        links::address(written, self.base().map(AsRef::as_ref), &self.room)
    }

    fn hold(&mut self, element: &Element<'a>, within: Within) {
        self.push(element, within);
        match within {
            Within::Author { .. } | Within::Contributor => self.person = Author::default(),
            Within::Media => self.say_media(element),
            Within::Category => {
                let term = element.attribute("text").and_then(|text| crate::text::label(&text));
                self.draft().add_category(Category { term, label: None, scheme: None });
            }
            Within::Source => self.draft().source = None,
            Within::Image => {
                let url = ["href", "url", "src", "resource"].into_iter().find_map(|name| element.attribute(name));
                let url = url.and_then(|url| self.address(&url));
                self.draft().image.offer(0, url);
            }
            _ => return,
        }
        self.stray.clear();
    }

    fn text(&mut self, text: Cow<'a, str>) {
        if let Some(capture) = &mut self.capture {
            capture.text(text);
        } else if matches!(self.within(), Within::Author { .. } | Within::Image) && !text.trim_ascii().is_empty() {
            self.stray.push_str(&text);
        }
    }

    fn close(&mut self) {
        if let Some(capture) = &mut self.capture {
            if capture.close() {
                self.finish();
            }
            return;
        }
        // The first scope stays: there is one `Close` for each `Open`.
        if self.scopes.len() < 2 {
            return;
        }
        match self.within() {
            Within::Author { rank } => {
                let read = std::mem::take(&mut self.person);
                let read = if read == Author::default() { person(&self.stray) } else { Some(read) };
                // Whose source is told is not who wrote the entry.
                let in_source = self.scopes.iter().any(|scope| scope.within == Within::Source);
                if let Some(author) = read.filter(|_| !in_source) {
                    self.draft().add_author(rank, author);
                }
            }
            Within::Image => {
                let url = self.address(&self.stray).filter(|url| is_web(url));
                self.draft().image.offer(4, url);
            }
            _ => {}
        }
        self.scopes.pop();
        if self.entry.as_ref().is_some_and(|(_, outside)| *outside == self.scopes.len()) {
            self.end_entry();
        }
    }

    /// The document stops here: an entry that is not whole waits for the next fetch, unless there is no other.
    fn cut(&mut self) {
        if !self.entries.is_empty() && self.entry.take().is_some() {
            // What is still open belongs to nothing any more.
            if let Some(depth) = self.capture.take().map(|capture| capture.depth()) {
                for _ in 0..=depth {
                    self.scopes.push(Scope { within: Within::Nowhere, base: None, lang: None });
                }
            }
            for scope in &mut self.scopes {
                scope.within = Within::Nowhere;
            }
        }
    }
}

/// The format a root stands for.
fn format(element: &Element<'_>) -> Option<Format> {
    let is = |name: &str| element.name.eq_ignore_ascii_case(name);
    if is("rss") {
        let version = element.attribute("version").unwrap_or(Cow::Borrowed("2.0"));
        Some(if version.trim().starts_with("0.") { Format::Rss0 } else { Format::Rss2 })
    } else if is("rdf") {
        let old =
            element.attributes().any(|(name, value)| name.starts_with("xmlns") && value.contains("/rdf/simple/0.9"));
        Some(if old { Format::Rss0 } else { Format::Rss1 })
    } else if is("feed") && element.space != Space::FeedBurner {
        Some(Format::Atom)
    } else if is("channel") {
        // Without its `<rss>` it is no less RSS; CDF says in attributes what RSS says in elements.
        let is_cdf = ["href", "lastmod", "base", "self"].iter().any(|name| element.attribute(name).is_some());
        Some(if is_cdf { Format::Cdf } else { Format::Rss2 })
    } else {
        None
    }
}

/// A language as BCP 47 writes it.
fn tag(written: &str) -> Option<String> {
    let tag = written.trim().replace('_', "-");
    (!tag.is_empty() && tag.len() <= 64).then_some(tag)
}

fn is_web(address: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
