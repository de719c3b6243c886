//! Highlights, and what can be done with all of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ArticleCard;

/// A passage of a text, told by its words and what stands around them (W3C Web Annotation, Text Quote Selector).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the words of the standard, but for `exact`")]
pub struct Passage {
    pub text: String,
    pub before: String,
    pub after: String,
}

/// A passage the reader marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct Highlight {
    pub id: i64,
    pub article: i64,
    /// As it was marked.
    pub passage: Passage,
    pub note: Option<String>,
    pub at: String,
    /// When the note last changed.
    pub edited: Option<String>,
}

/// A highlight in its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlacedHighlight {
    /// The highlight.
    #[serde(flatten)]
    #[ts(flatten)]
    pub highlight: Highlight,
    /// Where it stands in the text that is shown, in that text's own words; null where that has nothing like it any more.
    pub place: Option<Passage>,
}

/// A page of all highlights.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HighlightsQuery {
    /// Words that the passage, its note, the headline or the source's name have.
    pub words: String,
    /// Where the page before ended; null for the first.
    pub after: Option<String>,
    /// At most so many; 1 to 500.
    pub limit: u32,
}

/// A highlight with the article it is in.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct HighlightEntry {
    pub highlight: Highlight,
    pub article: ArticleCard,
}

/// Highlights, and where the next ones begin.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HighlightsPage {
    /// The newest first.
    pub highlights: Vec<HighlightEntry>,
    /// Cursor for [`HighlightsQuery::after`]; null at the end.
    pub next: Option<String>,
}
