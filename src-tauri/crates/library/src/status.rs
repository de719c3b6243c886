//! Status: the reader's own side of an article. Each call returns once the change is on disk.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, SourceId, fold, pile};

/// How much is unread and saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Unread articles that are shown.
    pub unread: u64,
    /// Saved articles.
    pub saved: u64,
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
                mark(transaction, fold::leader(transaction, id)?, read, now)?;
            }
            Ok(())
        })
    }

    /// Saves an article for later, or no more.
    pub fn set_saved(&self, id: ArticleId, saved: bool, now: Timestamp) -> Result<(), LibraryError> {
        self.change_shared(id, move |transaction, id| {
            transaction.execute(
                "UPDATE status SET saved = ?2, saved_at = ?3 WHERE id = ?1 AND saved <> ?2",
                (id, saved, millis(now)),
            )
        })
    }

    /// Wants all of an article here, text and pictures, or no more.
    pub fn set_offline(&self, id: ArticleId, offline: bool) -> Result<(), LibraryError> {
        self.change_status(id, move |transaction| {
            transaction.execute("UPDATE status SET offline = ?2 WHERE id = ?1 AND offline <> ?2", (id, offline))
        })
    }

    /// Puts a tag on an article. Blanks around it do not count.
    pub fn tag(&self, id: ArticleId, name: &str, now: Timestamp) -> Result<(), LibraryError> {
        let name = filled("tag", name)?.trim().to_owned();
        self.change_shared(id, move |transaction, id| {
            transaction
                .execute("INSERT OR IGNORE INTO tag (article, name, at) VALUES (?1, ?2, ?3)", (id, name, millis(now)))
        })
    }

    /// Takes a tag off an article.
    pub fn untag(&self, id: ArticleId, name: &str, _now: Timestamp) -> Result<(), LibraryError> {
        let name = name.trim().to_owned();
        self.change_shared(id, move |transaction, id| {
            transaction.execute("DELETE FROM tag WHERE article = ?1 AND name = ?2", (id, name))
        })
    }

    /// Marks a passage of an article, with or without a note. The same passage again takes the new note.
    pub fn highlight(&self, id: ArticleId, text: &str, note: Option<&str>, now: Timestamp) -> Result<(), LibraryError> {
        let (text, note) = (filled("highlight", text)?.to_owned(), note.map(str::to_owned));
        self.change_status(id, move |transaction| {
            transaction.execute(
                "INSERT INTO highlight (article, text, note, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (article, text) DO UPDATE SET note = coalesce(excluded.note, note)",
                (id, text, note, millis(now)),
            )
        })
    }

    /// Takes a highlight off an article.
    pub fn remove_highlight(&self, id: ArticleId, text: &str) -> Result<(), LibraryError> {
        let text = text.to_owned();
        self.change_status(id, move |transaction| {
            transaction.execute("DELETE FROM highlight WHERE article = ?1 AND text = ?2", (id, text))
        })
    }

    /// All tags in alphabetical order, with how many articles have each.
    pub fn tags(&self) -> Result<Vec<(String, u64)>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT name, count(*) FROM tag GROUP BY name ORDER BY name COLLATE NOCASE, name")?;
            let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How much is unread and saved, as the lists would show it.
    pub fn counts(&self) -> Result<Counts, LibraryError> {
        self.reader().read(counts)
    }

    /// Changes what an article shares with the others of its fold.
    fn change_shared(
        &self,
        id: ArticleId,
        change: impl FnOnce(&Transaction<'_>, ArticleId) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            let id = fold::leader(transaction, id)?;
            change(transaction, id)?;
            Ok(())
        })
    }

    /// Changes what an article has for itself.
    fn change_status(
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

pub(crate) fn counts(connection: &Connection) -> Result<Counts, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT u.source, sum(u.articles), o.ended IS NULL AND o.kind <> 'saved' FROM pile AS p
         CROSS JOIN unread AS u ON u.pile = p.id CROSS JOIN source AS o ON o.id = u.source
         WHERE p.change IS NULL AND u.articles > 0 GROUP BY u.source",
    )?;
    let mut rows = query.query([])?;
    let mut counts = Counts::default();
    while let Some(row) = rows.next()? {
        let unread = row.get::<_, i64>(1)?.unsigned_abs();
        counts.unread += unread;
        if row.get(2)? {
            counts.sources.push((row.get(0)?, unread));
        }
    }
    let mut saved = connection.prepare_cached("SELECT count(*) FROM status WHERE saved = 1")?;
    counts.saved = saved.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs();
    Ok(counts)
}

pub(crate) fn existing(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), Fault> {
    let exists: bool = transaction
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM status WHERE id = ?1)")?
        .query_row([id], |row| row.get(0))?;
    if exists { Ok(()) } else { Err(LibraryError::not_found("article", id).into()) }
}

fn filled<'a>(what: &'static str, text: &'a str) -> Result<&'a str, LibraryError> {
    if text.trim().is_empty() {
        Err(LibraryError::invalid(what, "it is empty", "give it at least one letter"))
    } else {
        Ok(text)
    }
}
