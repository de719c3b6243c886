//! A damaged library, and what can be had of it.

use serde::Serialize;
use ts_rs::TS;

use super::BackupView;

/// What can be done about damage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Recovery {
    /// What is damaged; none while nothing is known of.
    pub damage: Option<String>,
    /// The folder where the library lies.
    pub folder: String,
    /// The backups, the newest first.
    pub backups: Vec<BackupView>,
}

/// What came of a rescue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rescued {
    /// The damaged file, which was kept; none when mending was enough.
    pub damaged: Option<String>,
    /// Articles that are here now.
    pub articles: u64,
    /// Of these, the ones whose text could not be read.
    pub without_text: u64,
    /// Of what not all could be read.
    pub lost: Vec<LostRows>,
    /// The newest backup, when it has something that is not here.
    pub more: Option<MoreInBackup>,
}

/// A kind of rows that are not all here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LostRows {
    /// In words: `tags`, `what was read and saved`.
    pub what: String,
    /// At least so many.
    pub rows: u64,
}

/// What a backup has more than what was rescued; also what the reader removed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct MoreInBackup {
    pub backup: BackupView,
    pub articles: u64,
    pub texts: u64,
    pub tags: u64,
    pub highlights: u64,
    pub sources: u64,
}
