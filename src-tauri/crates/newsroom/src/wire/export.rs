//! What leaves: as what, which articles, and what came of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ScopeRef;

/// What articles leave as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ExportKind {
    /// The sources alone.
    Opml,
    /// The whole library, to be taken in again.
    Archive,
    /// A folder of notes.
    Markdown,
    /// A book.
    Epub,
    /// A folder of pages.
    Html,
}

/// Which articles; the sources and the whole library are always all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportChoice {
    /// Those of a list.
    pub scope: ScopeRef,
    /// Of these, only what was not read.
    pub unread_only: bool,
    /// This one alone.
    pub article: Option<i64>,
    /// Its title, where it has one.
    pub title: String,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// Where the file or the folder lies.
    pub path: String,
    /// How many articles are in it; of a list of sources, how many sources.
    pub count: u64,
    /// What could not be read, and so is not in it.
    pub damaged: Vec<String>,
    /// Files of a folder that were changed since they were written, and were left so.
    pub kept: Vec<String>,
}
