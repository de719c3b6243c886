//! Sources: what the reader follows, and how each one is.

use jiff::Timestamp;
use serde::Serialize;

use crate::SourceId;

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A feed.
    Feed,
    /// A page without a feed.
    Page,
    /// The shelf for pages saved on their own; never due, in no count of sources.
    Saved,
}

/// A source as the library has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// The address asked.
    pub url: String,
    /// The address for people.
    pub site_url: Option<String>,
    /// Its name.
    pub title: String,
    /// The folder it lies in.
    pub folder: Option<String>,
    /// How many of its articles are unread.
    pub unread: u64,
    /// When it last answered.
    pub last_ok: Option<Timestamp>,
    /// When it is to be asked next; none is at once.
    pub next_due: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Why it failed last, for people.
    pub error: Option<String>,
    /// The same for programs.
    pub error_code: Option<String>,
    /// HTTP validator.
    pub etag: Option<String>,
    /// HTTP validator.
    pub last_modified: Option<String>,
    /// The hash of the last document, as given to `record_ok`.
    pub content_hash: Option<String>,
    /// The address of its icon.
    pub icon: Option<String>,
    /// When it was added.
    pub added: Timestamp,
    /// When it was last asked.
    pub asked: Option<Timestamp>,
    /// When the reader stopped following it; none while it is followed.
    pub ended: Option<Timestamp>,
}

/// A source to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// What it is.
    pub kind: SourceKind,
    /// The address to ask.
    pub url: String,
    /// The address for people.
    pub site_url: Option<String>,
    /// Its name.
    pub title: String,
    /// The folder it lies in.
    pub folder: Option<String>,
}

/// What a source's answer said, for `record_ok`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchOutcome {
    /// HTTP validator.
    pub etag: Option<String>,
    /// HTTP validator.
    pub last_modified: Option<String>,
    /// The hash of the document.
    pub content_hash: Option<String>,
    /// When to ask again. More than 24 hours ahead is brought to 24.
    pub next_due: Timestamp,
    /// A new name; none keeps the old.
    pub title: Option<String>,
    /// A new address for people; none keeps the old.
    pub site_url: Option<String>,
}
