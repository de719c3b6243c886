//! What comes out of a file: sources, items, and the report.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Kind, packed};

/// All that a file holds.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What the file is.
    pub kind: Kind,
    /// Sources to follow.
    pub sources: Vec<Source>,
    /// Articles to save. Each address once.
    pub items: Vec<Item>,
    /// What was not taken, in the order of the file.
    pub skipped: Vec<Passed>,
    /// What was taken, but for a part of it.
    pub partly: Vec<Passed>,
    /// The file, where texts are unpacked only when they are asked for.
    pub(super) packed: Option<packed::Archive>,
}

/// A source to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it stands in the file.
    pub place: Place,
    /// As written.
    pub url: String,
    /// Its site, as written.
    pub site_url: Option<String>,
    /// May be empty.
    pub title: String,
    /// The folder it lies in.
    pub folder: Option<String>,
    /// The address is a page's, not a feed's.
    pub page: bool,
}

/// An article to save.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// Where it stands in the file.
    pub place: Place,
    /// Its address, http or https, that of a [`page`](super::page). None for a text of its own.
    pub url: Option<String>,
    /// Plain text; may be empty.
    pub title: String,
    /// Its author.
    pub author: Option<String>,
    /// A description.
    pub deck: Option<String>,
    /// Its text as HTML that nobody has made safe. See [`Taken::html`].
    pub(super) html: Html,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When the reader saved it.
    pub saved_at: Option<Timestamp>,
    /// Whether it was read; an archived one was. None where the file does not tell.
    pub read: Option<bool>,
    /// The reader was done with it.
    pub archived: bool,
    /// The reader marked it with a star or a heart.
    pub favourite: bool,
    /// Each once.
    pub tags: Vec<String>,
    /// Passages the reader marked.
    pub highlights: Vec<Highlight>,
    /// What the reader noted about the whole of it.
    pub note: Option<String>,
}

/// A passage the reader marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlight {
    /// The passage.
    pub text: String,
    /// What the reader noted beside it.
    pub note: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}

/// The text of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Html {
    #[default]
    None,
    Here(String),
    /// The number of a file in the ZIP.
    Packed(usize),
}

/// Something that was not taken, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Where it stands.
    pub place: Place,
    /// Its name or address.
    pub what: String,
    /// The reason.
    pub why: String,
}

/// A place in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file inside a ZIP.
    pub part: Option<Arc<str>>,
    /// Where in it.
    pub at: At,
}

/// A place in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum At {
    /// The whole of it.
    #[default]
    Whole,
    /// A line, from 1.
    Line(u64),
    /// An item of a list, from 1.
    Item(u64),
}

impl Taken {
    /// The text of an item as HTML that nobody has made safe yet; none where the file has none or it cannot be unpacked.
    #[must_use]
    pub fn html(&self, item: &Item) -> Option<String> {
        match &item.html {
            Html::None => None,
            Html::Here(html) => Some(html.clone()),
            Html::Packed(number) => packed::text_of(self.packed.as_ref()?, *number),
        }
    }
}

impl Item {
    /// Whether the file has a text of it.
    #[must_use]
    pub fn has_text(&self) -> bool {
        self.html != Html::None
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.part, self.at) {
            (None, At::Whole) => write!(out, "the file"),
            (None, At::Line(line)) => write!(out, "line {line}"),
            (None, At::Item(item)) => write!(out, "item {item}"),
            (Some(part), At::Whole) => write!(out, "{part}"),
            (Some(part), At::Line(line)) => write!(out, "{part}, line {line}"),
            (Some(part), At::Item(item)) => write!(out, "{part}, item {item}"),
        }
    }
}

impl fmt::Display for Passed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what.as_str() {
            "" => write!(out, "{}: {}", self.place, self.why),
            what => write!(out, "{}: {what}: {}", self.place, self.why),
        }
    }
}
