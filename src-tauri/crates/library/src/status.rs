//! Status: the reader's own side of an article. Each call returns once the change is on disk.

use jiff::Timestamp;
use rusqlite::Transaction;
use serde::Serialize;

use crate::error::Fault;
use crate::query::{Conditions, JOINS, SHOWN};
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, ListQuery, Scope, SourceId};

/// A bulk change, which can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its id, for undoing it.
    pub id: i64,
    /// How many articles it changed.
    pub count: u64,
}

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

/// Bulk changes that can still be undone; older ones are forgotten.
const UNDOABLE: i64 = 50;

impl Library {
    /// Marks articles read or unread, all or none of them.
    ///
    /// # Errors
    /// `NotFound` names the first that does not exist.
    pub fn set_read(&self, ids: &[ArticleId], read: bool, now: Timestamp) -> Result<(), LibraryError> {
        let ids = ids.to_vec();
        self.writer().write(move |transaction| {
            for id in ids {
                // What the reader marks by hand, no undoing of a bulk change takes back.
                let changed = transaction
                    .prepare_cached("UPDATE status SET read = ?2, read_at = ?3, read_by = NULL WHERE id = ?1 AND (read <> ?2 OR read_by IS NOT NULL)")?
                    .execute((id, read, millis(now)))?;
                if changed == 0 {
                    existing(transaction, id)?;
                }
            }
            Ok(())
        })
    }

    /// Marks all of a scope read that are shown, or those published before a time.
    pub fn mark_all_read(
        &self,
        scope: &Scope,
        before: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Change, LibraryError> {
        let mut conditions = Conditions::of(&ListQuery { scope: scope.clone(), unread: true, ..ListQuery::default() });
        if let Some(before) = before {
            conditions.add("s.published < ?", millis(before));
        }
        self.writer().write(move |transaction| {
            transaction.execute("INSERT INTO change (at, count) VALUES (?1, 0)", [millis(now)])?;
            let id = transaction.last_insert_rowid();
            let sql = format!(
                "UPDATE status SET read = 1, read_at = {}, read_by = {id} WHERE id IN (SELECT s.id FROM status AS s {JOINS} WHERE {})",
                millis(now),
                conditions.sql()
            );
            let count = transaction.execute(&sql, &*conditions.params())? as u64;
            transaction.execute("UPDATE change SET count = ?2 WHERE id = ?1", (id, count.cast_signed()))?;
            transaction.execute("UPDATE status SET read_by = NULL WHERE read_by <= ?1", [id - UNDOABLE])?;
            transaction.execute("DELETE FROM change WHERE id <= ?1", [id - UNDOABLE])?;
            Ok(Change { id, count })
        })
    }

    /// Takes a bulk change back, but for what was marked by hand since. A second time changes nothing.
    ///
    /// # Errors
    /// `NotFound` for one that never was, or that is too old.
    pub fn undo_mark_all_read(&self, change: i64) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            let known: bool =
                transaction
                    .query_row("SELECT EXISTS (SELECT 1 FROM change WHERE id = ?1)", [change], |row| row.get(0))?;
            if !known {
                return Err(LibraryError::not_found("change", change).into());
            }
            transaction
                .execute("UPDATE status SET read = 0, read_at = NULL, read_by = NULL WHERE read_by = ?1", [change])?;
            Ok(())
        })
    }

    /// Saves an article for later, or no more.
    pub fn set_saved(&self, id: ArticleId, saved: bool, now: Timestamp) -> Result<(), LibraryError> {
        self.change_status(id, move |transaction| {
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
        self.change_status(id, move |transaction| {
            transaction
                .execute("INSERT OR IGNORE INTO tag (article, name, at) VALUES (?1, ?2, ?3)", (id, name, millis(now)))
        })
    }

    /// Takes a tag off an article.
    pub fn untag(&self, id: ArticleId, name: &str, _now: Timestamp) -> Result<(), LibraryError> {
        let name = name.trim().to_owned();
        self.change_status(id, move |transaction| {
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
        self.reader().read(|connection| {
            let one = |sql: &str| -> Result<u64, Fault> { Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs()) };
            let mut query = connection.prepare_cached(
                "SELECT n.source, n.unread FROM (SELECT source, count(*) AS unread FROM status WHERE read = 0 GROUP BY source) AS n
                 JOIN source AS o ON o.id = n.source WHERE o.ended IS NULL AND o.kind <> 'saved'",
            )?;
            let sources: Vec<(SourceId, u64)> =
                query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?.collect::<Result<_, _>>()?;
            let kept = one(&format!(
                "SELECT count(*) FROM source AS o CROSS JOIN status AS s ON s.source = o.id AND s.read = 0
                 WHERE (o.ended IS NOT NULL OR o.kind = 'saved') AND {SHOWN}"
            ))?;
            let saved = one("SELECT count(*) FROM status WHERE saved = 1")?;
            Ok(Counts { unread: kept + sources.iter().map(|(_, unread)| unread).sum::<u64>(), saved, sources })
        })
    }

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
