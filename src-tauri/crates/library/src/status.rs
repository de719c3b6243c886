//! Status: the reader's own side of an article. Each call returns once the change is on disk.

use serde::Serialize;

use crate::SourceId;

/// A bulk change, which can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its id, for undoing it.
    pub id: i64,
    /// How many articles it changed.
    pub count: u64,
}

/// How much is unread and saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Unread articles that are shown.
    pub unread: u64,
    /// Saved articles.
    pub saved: u64,
    /// Unread articles of each followed source that has any.
    pub sources: Vec<(SourceId, u64)>,
}
