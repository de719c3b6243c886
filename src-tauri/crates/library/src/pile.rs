//! Piles of unread articles. Marking all read clears a pile away, which is one row, and undoing puts it back: both are
//! done at once, however many articles lie in it. Nothing is pending in between, so nothing can be half done. What is
//! left to do, taking articles out of piles that will not come back, waits until nobody waits.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::query::Condition;
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, ListQuery, Scope, body, walk};

/// A bulk change, which can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its id, for undoing it.
    pub id: i64,
    /// How many articles it changed.
    pub count: u64,
}

/// Bulk changes that can still be undone; older ones are forgotten.
const UNDOABLE: i64 = 50;
/// Articles moved in one transaction of [`tidy`]: about 10 ms.
pub(crate) const BATCH: usize = 1000;

/// The pile of what is unread and not shown.
const HIDDEN: i64 = 1;

impl Library {
    /// Marks all of a scope read that are shown, or those published before a time.
    pub fn mark_all_read(
        &self,
        scope: &Scope,
        before: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Change, LibraryError> {
        scope.catch_up(self)?;
        let query = ListQuery { scope: scope.clone(), ..ListQuery::default() };
        self.writer().store(move |transaction| {
            let mut conditions = Condition::of(transaction, &query)?;
            conditions.extend(before.map(|before| Condition::Before(millis(before))));
            conditions.retain(|condition| !matches!(condition, Condition::Shown | Condition::Unread));
            transaction.execute("INSERT INTO change (at, count) VALUES (?1, 0)", [millis(now)])?;
            let id = transaction.last_insert_rowid();
            let count = clear(transaction, &conditions, id, now)?;
            transaction.execute("UPDATE change SET count = ?2 WHERE id = ?1", (id, count))?;
            transaction.execute("DELETE FROM change WHERE id <= ?1", [id - UNDOABLE])?;
            Ok(Change { id, count: count.unsigned_abs() })
        })
    }

    /// Takes a bulk change back, but for what was marked by hand since. A second time changes nothing.
    ///
    /// # Errors
    /// `NotFound` for one that never was, or that is too old.
    pub fn undo_mark_all_read(&self, change: i64) -> Result<(), LibraryError> {
        self.writer().store(move |transaction| {
            if !transaction.prepare_cached("SELECT 1 FROM change WHERE id = ?1")?.exists([change])? {
                return Err(LibraryError::not_found("change", change).into());
            }
            // What went out of the lists meanwhile is not to be marked with the others the next time.
            transaction.execute(
                "UPDATE status SET pile = 1 WHERE pile IN (SELECT id FROM pile WHERE change = ?1) AND shown = 0",
                [change],
            )?;
            transaction.execute("UPDATE pile SET change = NULL, at = NULL WHERE change = ?1", [change])?;
            Ok(())
        })
    }
}

/// Marks an article unread by hand; returns how many that changed.
pub(crate) fn put_back(transaction: &Transaction<'_>, id: ArticleId) -> Result<usize, Fault> {
    Ok(transaction
        .prepare_cached(
            "UPDATE status SET read_at = NULL,
                 pile = iif(shown = 1, (SELECT max(p.id) FROM pile AS p WHERE p.change IS NULL), 1)
             WHERE id = ?1 AND (pile IS NULL OR pile IN (SELECT p.id FROM pile AS p WHERE p.change IS NOT NULL))",
        )?
        .execute([id])?)
}

/// Clears away what fulfils the conditions; returns how many articles that is. The smaller part is moved to a pile of
/// its own, the larger one stays where it is.
pub(crate) fn clear(
    transaction: &Transaction<'_>,
    conditions: &[Condition],
    change: i64,
    now: Timestamp,
) -> Result<i64, Fault> {
    let all: i64 = transaction.query_row(
        "SELECT coalesce(sum(u.articles), 0) FROM unread AS u JOIN pile AS p ON p.id = u.pile WHERE p.change IS NULL",
        [],
        |row| row.get(0),
    )?;
    let chosen = if conditions.is_empty() { Vec::new() } else { unread(transaction, conditions)? };
    let count = if conditions.is_empty() { all } else { body::count(chosen.len()) };
    if count == 0 {
        return Ok(0);
    }
    if count <= all - count {
        let pile = new_pile(transaction, Some((change, now)))?;
        move_to(transaction, &chosen, pile)?;
        return Ok(count);
    }
    let rest = new_pile(transaction, None)?;
    if count < all {
        let chosen: HashSet<i64> = chosen.into_iter().collect();
        let mut others = unread(transaction, &[])?;
        others.retain(|id| !chosen.contains(id));
        move_to(transaction, &others, rest)?;
    }
    transaction.execute(
        "UPDATE pile SET change = ?1, at = ?2 WHERE change IS NULL AND id > ?3 AND id < ?4",
        (change, millis(now), HIDDEN, rest),
    )?;
    Ok(count)
}

/// A pile that is there, or one that a change clears at once.
fn new_pile(transaction: &Transaction<'_>, cleared: Option<(i64, Timestamp)>) -> Result<i64, Fault> {
    let (change, at) = cleared.map(|(change, at)| (change, millis(at))).unzip();
    transaction.execute("INSERT INTO pile (change, at) VALUES (?1, ?2)", (change, at))?;
    Ok(transaction.last_insert_rowid())
}

/// The unread articles that fulfil the conditions, in the order in which they are stored.
fn unread(transaction: &Transaction<'_>, conditions: &[Condition]) -> Result<Vec<i64>, Fault> {
    let mut all = vec![Condition::Shown, Condition::Unread];
    all.extend_from_slice(conditions);
    let places = walk::places(transaction, &all, walk::START, usize::MAX)?;
    let mut ids: Vec<i64> = places.into_iter().map(|(_, id)| id).collect();
    ids.sort_unstable();
    Ok(ids)
}

fn move_to(transaction: &Transaction<'_>, ids: &[i64], pile: i64) -> Result<(), Fault> {
    let mut update = transaction.prepare_cached("UPDATE status SET pile = ?2 WHERE id = ?1")?;
    for id in ids {
        update.execute((id, pile))?;
    }
    Ok(())
}

/// Does a little of what can wait; returns how many articles it moved, none when there is nothing left. Nothing of it
/// can be seen: a pile that no change can put back any more holds read articles, so they are taken out; and of two
/// piles that are there the smaller is put on the other.
pub(crate) fn tidy(transaction: &Transaction<'_>, most: usize) -> Result<usize, Fault> {
    let forgotten: Option<i64> = transaction
        .prepare_cached(
            "SELECT id FROM pile WHERE change IS NOT NULL AND change NOT IN (SELECT id FROM change) LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    let (from, to) = if let Some(pile) = forgotten {
        (pile, None)
    } else {
        let there: Vec<i64> = transaction
            .prepare_cached(
                "SELECT p.id FROM pile AS p WHERE p.change IS NULL AND p.id > 1
                 ORDER BY (SELECT sum(u.articles) FROM unread AS u WHERE u.pile = p.id), p.id DESC",
            )?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        match there[..] {
            [smallest, .., largest] => (smallest, Some(largest)),
            _ => return Ok(0),
        }
    };
    let moved = transaction
        .prepare_cached(
            "UPDATE status SET pile = ?2, read_at = coalesce((SELECT at FROM pile WHERE id = ?1), read_at)
             WHERE id IN (SELECT id FROM status WHERE pile = ?1 LIMIT ?3)",
        )?
        .execute((from, to, body::count(most)))?;
    if moved == 0 {
        transaction.execute("DELETE FROM unread WHERE pile = ?1", [from])?;
        transaction.execute("DELETE FROM pile WHERE id = ?1", [from])?;
    }
    Ok(moved.max(1))
}

#[cfg(test)]
mod tests;
