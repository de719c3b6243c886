//! Rules, mute words, and their account.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ArticleCard;

/// What a rule is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a thing that a rule may do, in any combination")]
pub struct RuleInput {
    /// Its name; the query, where it is empty.
    pub name: String,
    /// Which articles, in the grammar of search.
    pub query: String,
    /// Marks them read.
    pub read: bool,
    /// Saves them.
    pub save: bool,
    /// Takes them out of all lists.
    pub hide: bool,
    /// Tells the reader that they have come.
    pub notify: bool,
    /// Puts these tags on them.
    pub tags: Vec<String>,
    /// It ends with this day (`2026-12-31`), after so long (`2w`), or at this moment (RFC 3339); null for never.
    pub until: Option<String>,
}

/// A rule of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleView {
    /// Its id.
    pub id: i64,
    /// What it is. `until` is a moment.
    pub rule: RuleInput,
    /// It was made as a mute word, which is its name.
    pub mute: bool,
    /// `active`, `off` (by the reader) or `over`.
    pub state: String,
    /// When it was made.
    pub added: String,
    /// Articles it did something with that stands.
    pub caught: u64,
    /// When it last did something.
    pub last: Option<String>,
    /// Why it does nothing, when its query cannot be meant any more.
    pub problem: Option<String>,
}

/// How much of one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct SourceShare {
    pub title: String,
    pub articles: u64,
}

/// What a rule would have caught.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RulePreview {
    /// What is wrong with the query; then the rest is empty.
    pub problem: Option<String>,
    /// Articles of the last month.
    pub looked: u64,
    /// Of these, the ones it would have caught.
    pub caught: u64,
    /// By source, the most first.
    pub sources: Vec<SourceShare>,
    /// The newest of them.
    pub articles: Vec<ArticleCard>,
}

/// What a rule did with one article.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeedView {
    /// The article, as it is now.
    pub article: ArticleCard,
    /// It is hidden now.
    pub hidden: bool,
    /// When it was done.
    pub at: String,
    /// What was done and stands as far as the reader has not changed it: `read`, `save`, `hide`, `notify`, `tag NAME`.
    pub did: Vec<String>,
    /// What of that was taken back.
    pub undone: Vec<String>,
}

/// A page of a rule's account.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleAccount {
    /// The rule.
    pub rule: RuleView,
    /// The newest articles first.
    pub deeds: Vec<DeedView>,
    /// After which article the next page begins; null at the end.
    pub next: Option<i64>,
}

/// New articles that the reader is to be told of: by a rule, or as their source's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// The rule that wants it.
    pub rule: Option<i64>,
    /// The source that the reader wants to be told of.
    pub source: Option<i64>,
    /// The name of either.
    pub name: String,
    /// How many.
    pub articles: u64,
    /// The newest of them.
    pub article: i64,
    /// Its headline.
    pub title: String,
}
