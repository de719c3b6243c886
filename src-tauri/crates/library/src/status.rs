//! Status: the reader's own side of an article. Each call returns once the change is on disk.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, SourceId, body, fold, pile};

/// How much is unread and saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Unread articles that are shown, but for those of quiet sources.
    pub unread: u64,
    /// Saved articles that are still to be read, or kept at hand.
    pub saved: u64,
    /// Saved articles that are put away.
    pub archived: u64,
    /// Highlights.
    pub highlights: u64,
    /// Unread articles of each followed source that has any.
    pub sources: Vec<(SourceId, u64)>,
}

impl Library {
    /// Marks articles read or unread, all or none of them.
    ///
    /// # Errors
    /// `NotFound` names the first that does not exist.
    pub fn set_read(&self, ids: &[ArticleId], read: bool, now: Timestamp) -> Result<(), LibraryError> {
        let ids = ids.to_vec();
        self.writer().write(move |transaction| {
            for id in ids {
                existing(transaction, id)?;
                mark(transaction, fold::leader(transaction, id)?, read, now)?;
            }
            Ok(())
        })
    }

    /// Saves an article for later, or no more. One that was put away is to be read again.
    pub fn set_saved(&self, id: ArticleId, saved: bool, now: Timestamp) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            existing(transaction, id)?;
            let id = fold::leader(transaction, id)?;
            if saved {
                transaction.execute("UPDATE status SET archived = 0 WHERE id = ?1 AND archived = 1", [id])?;
                return save(transaction, id, now);
            }
            transaction
                .execute("UPDATE status SET saved = 0, saved_at = ?2 WHERE id = ?1 AND saved = 1", (id, millis(now)))?;
            Ok(())
        })
    }

    /// Wants all of an article here, text and pictures, or no more.
    pub fn set_offline(&self, id: ArticleId, offline: bool) -> Result<(), LibraryError> {
        self.change_status(id, move |transaction| {
            transaction.execute("UPDATE status SET offline = ?2 WHERE id = ?1 AND offline <> ?2", (id, offline))
        })
    }

    /// How much is unread and saved, as the lists would show it.
    pub fn counts(&self) -> Result<Counts, LibraryError> {
        self.reader().read(counts)
    }

    /// Changes what an article shares with the others of its fold.
    pub(crate) fn change_shared(
        &self,
        id: ArticleId,
        change: impl FnOnce(&Transaction<'_>, ArticleId) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            existing(transaction, id)?;
            let id = fold::leader(transaction, id)?;
            change(transaction, id)?;
            Ok(())
        })
    }

    /// Changes what an article has for itself.
    pub(crate) fn change_status(
        &self,
        id: ArticleId,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            existing(transaction, id)?;
            change(transaction)?;
            Ok(())
        })
    }
}

/// Marks an article read or unread. What the reader marks by hand, no undoing of a bulk change takes back.
pub(crate) fn mark(transaction: &Transaction<'_>, id: ArticleId, read: bool, now: Timestamp) -> Result<(), Fault> {
    if read {
        transaction
            .prepare_cached("UPDATE status SET pile = NULL, read_at = ?2 WHERE id = ?1 AND pile IS NOT NULL")?
            .execute((id, millis(now)))?;
    } else {
        pile::put_back(transaction, id)?;
    }
    Ok(())
}

/// Saves an article, unless it is saved.
pub(crate) fn save(transaction: &Transaction<'_>, id: ArticleId, now: Timestamp) -> Result<(), Fault> {
    transaction
        .prepare_cached("UPDATE status SET saved = 1, saved_at = ?2 WHERE id = ?1 AND saved = 0")?
        .execute((id, millis(now)))?;
    body::measure_one(transaction, id.get())
}

pub(crate) fn counts(connection: &Connection) -> Result<Counts, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT u.source, sum(u.articles), o.ended IS NULL AND o.kind <> 'saved', o.quiet FROM there AS u
         CROSS JOIN source AS o ON o.id = u.source GROUP BY u.source",
    )?;
    let mut rows = query.query([])?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let unread = row.get::<_, i64>(1)?.unsigned_abs();
        if !row.get(3)? {
            counts.unread += unread;
        }
        if row.get(2)? {
            counts.sources.push((row.get(0)?, unread));
        }
    }
    let mut saved = connection.prepare_cached("SELECT count(*) FROM status WHERE saved = 1 AND archived = ?1")?;
    counts.saved = saved.query_row([false], |row| row.get::<_, i64>(0))?.unsigned_abs();
    counts.archived = saved.query_row([true], |row| row.get::<_, i64>(0))?.unsigned_abs();
    let mut highlights = connection.prepare_cached("SELECT count(*) FROM highlight")?;
    counts.highlights = highlights.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs();
    Ok(counts)
}

/// # Errors
/// `NotFound` for an article that never was, and for one that is kept no longer.
pub(crate) fn existing(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), Fault> {
    let exists: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1)")?
        .query_row([id], |row| row.get(0))?;
    if exists { Ok(()) } else { Err(LibraryError::not_found("article", id).into()) }
}
