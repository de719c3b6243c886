//! What other programs exported, as it comes in.

use serde::Serialize;
use ts_rs::TS;

/// What an import brought, or would bring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// What the file is, for people.
    pub kind: String,
    /// The same for programs.
    pub code: String,
    /// Sources that are followed now and were not before.
    pub sources: u64,
    /// Sources that were followed already.
    pub followed: u64,
    /// Articles that were not here.
    pub articles: u64,
    /// Articles that were here already.
    pub known: u64,
    /// Of these, the ones that have a mark or a text more than before.
    pub changed: u64,
    /// Of the new articles, those that came with their text.
    pub texts: u64,
    /// Of the new articles, those whose pages are to be fetched for it.
    pub waiting: u64,
    /// Tags that were put on.
    pub tags: u64,
    /// Passages that are marked now and were not.
    pub highlights: u64,
    /// What was passed over: its place in the file, and the reason.
    pub skipped: Vec<String>,
    /// What was taken but for a part of it: its place in the file, and the part.
    pub partly: Vec<String>,
    /// It was stopped before its end; what is in stays.
    pub stopped: bool,
}

/// A file that was looked into and waits to be taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileLook {
    /// Its number, for `import_file`.
    pub file: i64,
    /// What taking it in would bring.
    pub report: ImportReport,
}

/// How far an import or an export is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportState {
    /// Whether one is under way.
    pub running: bool,
    /// Sources and articles that are done.
    pub done: u64,
    /// Sources and articles in all.
    pub total: u64,
}
