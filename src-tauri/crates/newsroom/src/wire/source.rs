//! Sources, folders, tags, and what Follow found.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of thing is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SourceKind {
    /// A feed on the network.
    Feed,
    /// A page without a feed.
    Page,
    /// The edition that comes with the app.
    Sample,
}

/// A source with its health.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the words are those of CLI.md, sources")]
pub struct SourceView {
    pub id: i64,
    pub kind: SourceKind,
    pub url: String,
    pub site_url: Option<String>,
    pub title: String,
    pub folder: Option<String>,
    pub unread: u64,
    pub last_ok: Option<String>,
    pub next_due: Option<String>,
    pub failures: u32,
    /// A sentence a person understands; null while all is well.
    pub error: Option<String>,
    pub error_code: Option<String>,
}

/// A folder.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct FolderView {
    pub name: String,
    pub unread: u64,
}

/// A tag and how many articles have it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct TagView {
    pub name: String,
    pub count: u64,
}

/// All that the sources pane shows.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Overview {
    /// In the order of their titles.
    pub sources: Vec<SourceView>,
    /// In the order of their names.
    pub folders: Vec<FolderView>,
    /// In the order of their names.
    pub tags: Vec<TagView>,
    /// Unread articles in all.
    pub unread: u64,
    /// Saved articles in all.
    pub saved: u64,
    /// Why nothing can be written just now, in a sentence; null when it can.
    pub read_only: Option<String>,
}

/// An entry a candidate would bring.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct CandidateEntry {
    pub title: String,
    pub url: Option<String>,
    pub published: Option<String>,
}

/// Something that can be followed.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The feed's own address.
    pub url: String,
    /// The site it belongs to.
    pub site_url: Option<String>,
    /// Its name.
    pub title: String,
    /// What it says of itself.
    pub description: Option<String>,
    /// The newest, at most five.
    pub entries: Vec<CandidateEntry>,
    /// Whether the reader follows it already.
    pub followed: bool,
}

/// The address is an article's own: it can be saved.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct ArticleOffer {
    pub url: String,
    pub title: String,
    pub deck: Option<String>,
}

/// One address that was asked, and what was there.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Tried {
    /// The address.
    pub url: String,
    /// A sentence.
    pub found: String,
}

/// What an address offers.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Best first.
    pub candidates: Vec<Candidate>,
    /// Set when the address is an article's page.
    pub article: Option<ArticleOffer>,
    /// All that was asked, in order.
    pub tried: Vec<Tried>,
}
