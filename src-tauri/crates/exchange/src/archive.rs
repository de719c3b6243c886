//! Our own archive: a ZIP of JSON Lines and pictures that holds all of a library. `ARCHIVE.md` in this crate describes it
//! to those who write programs for it. What the lines mean is the library's to know; here they are objects.
//!
//! An unchanged library gives the same bytes. Neither side ever holds more than one file of lines in memory.

mod mended;
mod read;
mod write;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use read::{Archive, File};
pub use write::Writer;

/// The format this version writes, and the newest it reads. Fields and files may be added to a format: who does not know
/// them passes them over. What an older version would misread makes a new one.
pub const FORMAT: u32 = 1;

/// By this file, the first one, an archive is known.
pub const MANIFEST: &str = "standfirst.json";

/// What an archive says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`].
    pub format: u32,
    /// How many lines each of its parts has.
    #[serde(default)]
    pub lines: BTreeMap<String, u64>,
}

/// Why an archive cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It is no ZIP, or one of something else.
    #[error("it is no archive of Standfirst’s")]
    NotOurs,
    /// A newer version wrote it.
    #[error("a newer version of Standfirst wrote it (format {0}, this one knows {FORMAT})")]
    Newer(u32),
    /// It begins as an archive, and nothing of it can be read.
    #[error("it is damaged from its beginning ({0})")]
    Broken(String),
}

/// Whether a file that begins with these bytes is an archive, whole or not. The first 64 are enough.
#[must_use]
pub fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && bytes.get(30..30 + MANIFEST.len()) == Some(MANIFEST.as_bytes())
}
