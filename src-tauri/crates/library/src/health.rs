//! Health: whether database, search index and format are as they should be, and what can be mended.

use serde::Serialize;

/// What `check` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// `ok`, or what is wrong with the database.
    pub integrity: String,
    /// `ok`, or what is wrong with the search index.
    pub fts: String,
    /// The format's number.
    pub schema: u32,
    /// Whether all is well.
    #[serde(skip)]
    pub ok: bool,
}
