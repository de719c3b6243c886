//! The whole of a library as lines of JSON, and back: what `exchange::archive` puts into a file. A line is a row with what
//! hangs on it; which columns it has, and which are left out and why, stands in [`columns`].
//!
//! [`Library::dump`] reads one snapshot, a row at a time. [`Library::load`] writes a transaction for each batch of lines.
//! A library that is not empty is added to: what is here stands, nothing comes twice, no mark is lost. So loading the same
//! archive again changes nothing, and one that was broken off goes on where it ended.

mod columns;
mod dump;
mod load;
mod marks;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

pub use dump::Dumped;
pub use load::{Loaded, Loading};

/// A line: an object of an archive.
pub type Line = Map<String, Value>;

/// What a line is of. In the order in which they stand in an archive, since later ones name earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// What the reader has set.
    Settings,
    /// Sources, followed and ended, with what is left in of their pages.
    Sources,
    /// Rules.
    Rules,
    /// Saved searches.
    Searches,
    /// Articles with their status, tags, highlights, texts and revisions; also those whose text went.
    Articles,
    /// Which articles are folded under which.
    Folds,
    /// Pictures, and the names of their files.
    Pictures,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Settings, Self::Sources, Self::Rules, Self::Searches, Self::Articles, Self::Folds, Self::Pictures];

    /// Its name in an archive.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Sources => "sources",
            Self::Rules => "rules",
            Self::Searches => "searches",
            Self::Articles => "articles",
            Self::Folds => "folds",
            Self::Pictures => "pictures",
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Settings => "setting",
            Self::Sources => "source",
            Self::Rules => "rule",
            Self::Searches => "saved_search",
            Self::Articles => "status",
            Self::Folds => "status WHERE folded IS NOT NULL",
            Self::Pictures => "image",
        }
    }
}
