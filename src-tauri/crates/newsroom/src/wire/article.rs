//! Articles, lists of them, and what is asked for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::PlacedHighlight;

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ScopeKind {
    /// Every article.
    All,
    /// Articles not read yet.
    Unread,
    /// Articles saved for later, but for those that are put away.
    Saved,
    /// Saved articles that are put away.
    Archived,
    /// What rules took out of the lists.
    Hidden,
    /// One source, by `id`.
    Source,
    /// One folder, by `name`.
    Folder,
    /// One tag, by `name`.
    Tag,
    /// What a search finds; `name` is what was typed.
    Search,
}

/// A scope with the id or name it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScopeRef {
    /// What the list is about.
    pub kind: ScopeKind,
    /// The source, for [`ScopeKind::Source`].
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<i64>,
    /// The folder, tag or search, for those scopes.
    #[serde(default)]
    #[ts(optional)]
    pub name: Option<String>,
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ArticleQuery {
    /// What the list is about.
    pub scope: ScopeRef,
    /// Leave out what has been read.
    pub unread_only: bool,
    /// In which order: of what is saved or archived; every other list has the newest first.
    #[serde(default)]
    #[ts(optional)]
    pub order: Option<SavedOrder>,
    /// Where the page before ended; null for the first.
    pub after: Option<String>,
    /// At most so many articles; 1 to 500.
    pub limit: u32,
}

/// The order of what is saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SavedOrder {
    /// What was saved last first.
    #[default]
    Newest,
    /// What was saved first first.
    Oldest,
    /// What is read soonest first.
    Shortest,
    /// What takes longest to read first.
    Longest,
    /// By the names of the sources.
    Source,
}

/// One row of a list.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the words are those of DESIGN.md")]
#[allow(clippy::struct_excessive_bools, reason = "the marks that an article has are independent")]
pub struct ArticleCard {
    pub id: i64,
    /// Null for a page saved on its own.
    pub source_id: Option<i64>,
    pub source_title: String,
    pub title: String,
    pub deck: Option<String>,
    pub section: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    pub published: String,
    pub read: bool,
    pub saved: bool,
    /// When it was saved.
    pub saved_at: Option<String>,
    /// Saved and put away.
    pub archived: bool,
    /// Reading time; null where no text is here, or nobody measured it.
    pub minutes: Option<u32>,
    /// Saved by its address, and nothing but that is here.
    pub link_only: bool,
    pub tags: Vec<String>,
    /// Key of the lead picture.
    pub picture: Option<String>,
    /// The article it is folded under; it is shown with that one's status.
    pub folded: Option<i64>,
    /// The other sources that say the same, folded with it.
    pub also_in: Vec<AlsoIn>,
}

/// The same article from another source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the words are those of DESIGN.md")]
pub struct AlsoIn {
    pub id: i64,
    pub source_title: String,
}

/// An article, and the one it lay folded under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "two plain numbers")]
pub struct Folded {
    pub id: i64,
    pub under: i64,
}

/// A page of rows, and where the next one begins.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ArticlePage {
    /// Newest first.
    pub articles: Vec<ArticleCard>,
    /// Cursor for [`ArticleQuery::after`]; null at the end.
    pub next: Option<String>,
}

/// Somebody the article cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Cited {
    /// As the article names them.
    pub name: String,
    /// Where the article links to, if it does.
    pub url: Option<String>,
}

/// How one of an article's texts is: the feed's own, or the one taken from its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextState {
    /// `here`; `excerpt`: here, and only the beginning; `missing`: nobody asked for it; `fetching`; `failed`;
    /// `paywalled`: the page shows its text to subscribers only.
    pub state: String,
    /// How many words are here.
    pub words: u32,
    /// What is to be said of it, in a sentence; null where nothing is.
    pub message: Option<String>,
}

/// The two texts of an article, and which one is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Texts {
    /// `feed` or `page`.
    pub shown: String,
    /// As the feed gave it.
    pub feed: TextState,
    /// As taken from the page.
    pub page: TextState,
}

/// A block of the page that is not in the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOutView {
    /// Its number, for `restore_block`.
    pub block: u32,
    /// Why: `advertisement`, `author`, `comments`, `cookie`, `navigation`, `newsletter`, `other`, `repeated`, `related`,
    /// `share` or `tags`.
    pub reason: String,
    /// Its text.
    pub text: String,
    /// Safe HTML; pictures have the source `image:KEY`.
    pub html: String,
}

/// Which way a field of an article was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "two plain texts")]
pub struct FoundField {
    pub field: String,
    pub way: String,
}

/// Whether an article reads with the network off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfflineState {
    /// The reader wants it so: marked offline, or saved while saved articles are kept offline.
    pub kept: bool,
    /// All its text and pictures are here.
    pub whole: bool,
    /// How many of its pictures and texts are not.
    pub missing: u32,
    /// What is missing, in a sentence.
    pub message: Option<String>,
}

/// One article, whole, ready to be shown.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the words are those of DESIGN.md")]
pub struct ArticleView {
    #[serde(flatten)]
    #[ts(flatten)]
    pub card: ArticleCard,
    pub breadcrumbs: Vec<String>,
    pub lang: Option<String>,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Safe HTML; pictures have the source `image:KEY`.
    pub html: String,
    pub caption: Option<String>,
    pub credit: Option<String>,
    /// Key of the picture to show above the body; null where the body has it already.
    pub lead_picture: Option<String>,
    pub cited: Vec<Cited>,
    /// In the order in which they were made.
    pub highlights: Vec<PlacedHighlight>,
    pub updated: Option<String>,
    /// `feed` or `page`: where the text is from.
    pub origin: String,
    /// The feed gave only an excerpt, and the page has not been asked for the rest.
    pub excerpt_only: bool,
    /// One sentence: what was fetched, when and which way.
    pub provenance: String,
    pub texts: Texts,
    /// What of the shown text's page is not in the article.
    pub left_out: Vec<LeftOutView>,
    /// Which way the shown text's fields were found.
    pub fields: Vec<FoundField>,
    pub offline: OfflineState,
}
