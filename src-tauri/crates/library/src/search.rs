//! Full-text search over headline, deck, byline and text.

use serde::Serialize;

use crate::ArticleRow;

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchHit {
    /// The article.
    #[serde(flatten)]
    pub row: ArticleRow,
    /// Plain text around the words found, each between U+0002 and U+0003.
    pub snippet: String,
    /// How well it fits; higher is better.
    pub score: f64,
}
