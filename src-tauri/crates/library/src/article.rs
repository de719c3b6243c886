//! Articles: what is stored once, revised when its source changes it, and read in full.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, ArticleRow};

/// Where an article's text came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The feed.
    Feed,
    /// Its page.
    Page,
}

/// An article to store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewArticle {
    /// The entry's id, unique in its source.
    pub guid: String,
    /// Its address.
    pub url: Option<String>,
    /// Headline, plain text.
    pub title: String,
    /// Deck, plain text.
    pub deck: Option<String>,
    /// The publisher's rubric.
    pub section: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When it was published; first seen, where none is given.
    pub published: Option<Timestamp>,
    /// When it was changed last.
    pub updated: Option<Timestamp>,
    /// BCP 47 language.
    pub lang: Option<String>,
    /// The address of the lead image.
    pub lead_image: Option<String>,
    /// Its caption.
    pub caption: Option<String>,
    /// Its credit.
    pub credit: Option<String>,
    /// Safe HTML.
    pub html: String,
    /// The same as plain text.
    pub text: String,
    /// The publisher's breadcrumbs, outermost first.
    pub breadcrumbs: Vec<String>,
    /// Cited sources: name and address.
    pub cited: Vec<(String, Option<String>)>,
    /// Where the text came from.
    pub origin: Origin,
}

/// What storing did, in the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Articles not seen before.
    pub new: Vec<ArticleId>,
    /// Articles that became a new revision.
    pub changed: Vec<ArticleId>,
    /// How many were as before.
    pub unchanged: usize,
}

/// An article in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    /// As lists have it.
    #[serde(flatten)]
    pub row: ArticleRow,
    /// Safe HTML.
    pub html: String,
    /// Plain text.
    pub text: String,
    /// The lead image's caption.
    pub caption: Option<String>,
    /// The lead image's credit.
    pub credit: Option<String>,
    /// The publisher's breadcrumbs, outermost first.
    pub breadcrumbs: Vec<String>,
    /// Cited sources: name and address.
    pub cited: Vec<(String, Option<String>)>,
    /// When its source changed it last.
    pub updated: Option<Timestamp>,
    /// BCP 47 language.
    pub lang: Option<String>,
    /// Where the text came from.
    pub origin: Origin,
    /// When this revision was fetched.
    pub fetched: Timestamp,
    /// Which revision this is, from 1.
    pub revisions: u32,
}

/// What an article said before it was revised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// From 1.
    pub number: u32,
    /// When the next one took its place.
    pub replaced: Timestamp,
    /// What it said.
    pub article: NewArticle,
}
