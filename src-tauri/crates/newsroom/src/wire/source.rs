//! Sources, folders, tags, and what Follow found.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::KeepRule;

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
    /// `active`; `paused` by the reader; `gone`, as the server said twice.
    pub state: String,
    /// Left out of what is unread of all.
    pub quiet: bool,
    /// The reader is told of its new articles.
    pub notify: bool,
}

/// One request of a source's history.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct RequestView {
    pub at: String,
    pub took_ms: u64,
    /// Of the document, unpacked.
    pub bytes: u64,
    /// `new`, `unchanged`, `same`, or the code of a failure.
    pub outcome: String,
    /// The same for people.
    pub sentence: String,
    pub failed: bool,
    pub new: u64,
}

/// Whom a source is asked as, without secrets.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessView {
    /// The name of the login.
    pub login: Option<String>,
    /// Names of headers.
    pub headers: Vec<String>,
    /// Whether a cookie is sent.
    pub cookie: bool,
    /// The secrets lie in the system's keyring; else in a file that only the reader may read.
    pub in_keyring: bool,
    /// They are sent. Not once the source has moved to another server than they were entered for.
    pub in_force: bool,
}

/// A header the reader wants sent.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeaderInput {
    /// An empty one is passed over.
    pub name: String,
    /// Null keeps the stored one.
    pub value: Option<String>,
}

/// Whom a source is to be asked as: null keeps what is stored, empty takes it away.
#[derive(Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct AccessInput {
    /// A name for HTTP Basic.
    pub login: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// All headers there are to be.
    pub headers: Option<Vec<HeaderInput>>,
    /// The whole `Cookie` header.
    pub cookie: Option<String>,
}

/// All that is known of a source.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourcePage {
    /// Its health, as in the sources pane.
    pub source: SourceView,
    /// The last requests, the newest first.
    pub requests: Vec<RequestView>,
    /// How often it is asked and why, in a sentence.
    pub schedule: String,
    /// When it was followed first.
    pub added: String,
    /// Its `WebSub` hub.
    pub hub: Option<String>,
    /// It offers an archive that has not been fetched to its end.
    pub has_older: bool,
    /// Nobody asks it before this, said the server.
    pub retry_at: Option<String>,
    /// HTTP validator.
    pub etag: Option<String>,
    /// HTTP validator.
    pub last_modified: Option<String>,
    /// Whom it is asked as; null for nobody in particular.
    pub access: Option<AccessView>,
    /// Whether the pages of its articles are fetched for their text: `automatic` (where the feed gives an excerpt),
    /// `always` or `never`.
    pub text: String,
    /// What is left in of its pages because the reader put it back once.
    pub kept: Vec<KeptMark>,
    /// How long its articles are kept.
    pub keep: KeepRule,
}

/// A kind of block of a source's pages that the reader put back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct KeptMark {
    /// What tells it from others, for `forget_restored`.
    pub mark: String,
    /// The beginning of the block that was put back.
    pub text: String,
    /// When.
    pub at: String,
}

/// What came of a repair.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Repair {
    /// It is well.
    pub repaired: bool,
    /// What was found, in a sentence.
    pub sentence: String,
    /// Feeds that may be it: the reader chooses.
    pub offers: Vec<Candidate>,
    /// The source as it is now.
    pub source: SourceView,
}

/// Older articles that were fetched.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Older {
    /// Pages of the archive.
    pub pages: u64,
    /// Articles not known before.
    pub new: u64,
    /// The archive goes on; asking again fetches the next pages.
    pub more: bool,
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
    /// Saved articles, but for those that are put away.
    pub saved: u64,
    /// Saved articles that are put away.
    pub archived: u64,
    /// Saved pages whose text is not here yet.
    pub waiting: u64,
    /// Whether these are being fetched.
    pub fetching: bool,
    /// Highlights in all.
    pub highlights: u64,
    /// Why nothing can be written just now, in a sentence; null when it can.
    pub read_only: Option<String>,
    /// What is damaged in the library.
    pub damage: Option<String>,
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
    /// What it is: a feed, or a page that is watched.
    pub kind: SourceKind,
    /// In one sentence: how it was found, or what is going to be watched.
    pub how: String,
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
    /// Why there is nothing, and what to do, when that is known.
    pub why: Option<String>,
    /// All that was asked, in order.
    pub tried: Vec<Tried>,
}

/// What came of following an address.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Followed {
    /// The source.
    #[serde(flatten)]
    #[ts(flatten)]
    pub source: SourceView,
    /// It was followed before; only its folder may have changed.
    pub already: bool,
    /// In one sentence: how it was found, or what is going to be watched.
    pub how: String,
    /// What else the address offers.
    pub others: u32,
}
