//! Kinds of blocks that the reader put back into an article: they stay in whatever else its source publishes.

use jiff::Timestamp;
use rusqlite::Connection;

use crate::error::Fault;
use crate::query::text;
use crate::time::{millis, timestamp};
use crate::{Library, LibraryError, SourceId};

/// A kind of block that is left in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMark {
    /// What tells it from others (crate `article`).
    pub mark: String,
    /// The beginning of the block that was put back.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

impl Library {
    /// What is left in of a source's pages, the latest first.
    pub fn kept_marks(&self, source: SourceId) -> Result<Vec<KeptMark>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT mark, text, at FROM kept_mark WHERE source = ?1 ORDER BY at DESC, mark")?;
            let rows = query.query_map([source], |row| {
                Ok(KeptMark { mark: text(row, 0)?, text: text(row, 1)?, at: timestamp(row.get(2)?) })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Leaves a kind of block in from now on. What is shown of the source's articles changes, and so does the index.
    pub fn keep_mark(&self, source: SourceId, mark: &str, block: &str, now: Timestamp) -> Result<(), LibraryError> {
        let row = (source, mark.to_owned(), block.to_owned(), millis(now));
        self.change_marks(source, move |transaction| {
            transaction
                .execute("INSERT OR REPLACE INTO kept_mark (source, mark, text, at) VALUES (?1, ?2, ?3, ?4)", row)
        })
    }

    /// Leaves a kind of block out again.
    pub fn forget_mark(&self, source: SourceId, mark: &str) -> Result<(), LibraryError> {
        let mark = mark.to_owned();
        self.change_marks(source, move |transaction| {
            transaction.execute("DELETE FROM kept_mark WHERE source = ?1 AND mark = ?2", (source, mark))
        })
    }

    fn change_marks(
        &self,
        source: SourceId,
        change: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Result<(), LibraryError> {
        self.writer().store(move |transaction| {
            if !transaction.prepare_cached("SELECT 1 FROM source WHERE id = ?1")?.exists([source])? {
                return Err(LibraryError::not_found("source", source).into());
            }
            change(transaction)?;
            transaction.execute(
                "INSERT OR IGNORE INTO index_queue (article) SELECT p.article FROM provenance AS p
                 JOIN status AS s ON s.id = p.article WHERE s.source = ?1",
                [source],
            )?;
            Ok(())
        })
    }
}

pub(crate) fn marks(connection: &Connection, source: SourceId) -> Result<Vec<String>, Fault> {
    let mut query = connection.prepare_cached("SELECT mark FROM kept_mark WHERE source = ?1")?;
    let rows = query.query_map([source], |row| text(row, 0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
