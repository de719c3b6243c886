//! Kinds of blocks that the reader put back into an article: they stay in whatever else its source publishes.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};

use crate::error::Fault;
use crate::query::text;
use crate::time::{millis, timestamp};
use crate::{ArticleId, Library, LibraryError, SourceId, page};

/// Between a mark and the server it counts for.
const AT: &str = " at ";

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
                .execute("INSERT OR REPLACE INTO kept_mark (source, mark, text, at) VALUES (?1, ?2, ?3, ?4)", row)?;
            Ok(())
        })
    }

    /// Leaves a kind of block out again.
    ///
    /// # Errors
    /// `Invalid` when nothing with this mark was put back.
    pub fn forget_mark(&self, source: SourceId, mark: &str) -> Result<(), LibraryError> {
        let mark = mark.to_owned();
        self.change_marks(source, move |transaction| {
            let gone = transaction.execute("DELETE FROM kept_mark WHERE source = ?1 AND mark = ?2", (source, &mark))?;
            if gone == 0 {
                let why = format!("nothing with the mark {mark} was put back");
                return Err(LibraryError::invalid("mark", why, "look at the source's page for those that were").into());
            }
            Ok(())
        })
    }

    fn change_marks(
        &self,
        source: SourceId,
        change: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<(), Fault> + Send + 'static,
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

/// A mark that counts for one server only: the shelf has articles of many, and their marks mean something else on each.
#[must_use]
pub fn mark_at(mark: &str, url: &str) -> String {
    format!("{mark}{AT}{}", page::host(url))
}

/// The marks of what is left in of an article.
pub(crate) fn marks(connection: &Connection, source: SourceId, article: ArticleId) -> Result<Vec<String>, Fault> {
    let mut query = connection.prepare_cached("SELECT mark FROM kept_mark WHERE source = ?1")?;
    let rows = query.query_map([source], |row| text(row, 0))?;
    let mut marks: Vec<String> = rows.collect::<Result<_, _>>()?;
    if marks.iter().any(|mark| mark.contains(AT)) {
        let url: Option<String> = connection
            .prepare_cached("SELECT url FROM article WHERE id = ?1")?
            .query_row([article], |row| row.get(0))
            .optional()?
            .flatten();
        let server = url.as_deref().map(page::host).unwrap_or_default();
        marks.retain_mut(|mark| match mark.split_once(AT) {
            None => true,
            Some((own, at)) => {
                let is_here = at == server;
                *mark = own.to_owned();
                is_here
            }
        });
    }
    Ok(marks)
}
