//! How long articles are kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long articles are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum KeepRule {
    /// As long as the library says; of the library itself, for ever.
    #[default]
    Library,
    /// For ever.
    All,
    /// So many days after they came.
    Days {
        /// At least 1.
        number: u32,
    },
    /// So many of the newest.
    Newest {
        /// At least 1.
        number: u32,
    },
}

/// What holds for every source without a rule of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    /// How long articles are kept.
    pub rule: KeepRule,
    /// Unread articles are removed, too. This holds for every source.
    pub unread_too: bool,
}

/// What a rule would remove now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Removal {
    /// So many articles, for good.
    pub articles: u64,
}
