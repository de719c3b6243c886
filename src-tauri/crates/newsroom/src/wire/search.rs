//! What is searched, what was found, and the searches that are kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ArticleCard;

/// In which order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SearchOrder {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

/// A page of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchInput {
    /// As it is typed.
    pub text: String,
    /// It is still being typed: its last word counts as a beginning.
    pub typing: bool,
    /// Only unread articles.
    pub unread_only: bool,
    /// In which order.
    pub order: SearchOrder,
    /// Where the page before ended; null for the first.
    pub after: Option<String>,
    /// At most so many hits; 1 to 500.
    pub limit: u32,
}

/// One article a search found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// The article.
    pub article: ArticleCard,
    /// Plain text around the hit, the words found between U+0002 and U+0003.
    pub snippet: String,
}

/// A term that was left out, or may not mean what it seems to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchNote {
    /// As it was typed.
    pub term: String,
    /// What is wrong with it, and what to write.
    pub message: String,
}

/// What was looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "two counts")]
pub struct Searched {
    pub articles: u64,
    pub sources: u64,
}

/// A page of hits.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchResult {
    /// In order.
    pub hits: Vec<SearchHit>,
    /// Cursor for [`SearchInput::after`]; null at the end.
    pub next: Option<String>,
    /// The text that finds the same when it is no longer being typed.
    pub meant: String,
    /// What was looked for, in words.
    pub told: String,
    /// What of it could not be meant.
    pub notes: Vec<SearchNote>,
    /// Articles that could not be looked at yet.
    pub unindexed: u64,
    /// What was looked through; told where nothing was found.
    pub searched: Option<Searched>,
}

/// Something to be typed next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchProposal {
    /// What takes the place of [`SearchCompletion::typed`].
    pub text: String,
    /// What it means; empty where the text says it.
    pub meaning: String,
}

/// What can come next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchCompletion {
    /// The end of the text before the cursor that a proposal takes the place of.
    pub typed: String,
    /// The best first; none where any word may come.
    pub proposals: Vec<SearchProposal>,
}

/// An operator, or another thing that can be typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchSign {
    /// One as it may be typed.
    pub example: String,
    /// What it finds.
    pub finds: String,
}

/// A search that is kept as a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedSearch {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// As it was typed.
    pub query: String,
    /// How many unread articles it finds; null where that cannot be told at once.
    pub unread: Option<u64>,
}
