//! Backups and restoring them.

use serde::Serialize;
use ts_rs::TS;

/// One of the library's own backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BackupView {
    /// Where it lies: by this it is restored.
    pub path: String,
    /// When it was made.
    pub at: String,
    /// Why: `daily`, `before-restore`, `before-update`.
    pub kind: String,
    /// Its size.
    pub bytes: u64,
}

/// The library's own backups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Backups {
    /// The newest first.
    pub backups: Vec<BackupView>,
    /// Why the last one was not made.
    pub trouble: Option<String>,
}

/// What restoring did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Restored {
    /// What was there before: restoring it undoes this.
    pub before: String,
    /// Articles that are here now.
    pub articles: u64,
}
