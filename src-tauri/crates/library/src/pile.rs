//! Piles of unread articles. Marking all read clears a pile away, which is one row, and undoing puts it back: both are
//! done at once, however many articles lie in it. A large source is moved onto a pile of its own as one row in the same way.
//! Nothing is pending in between, so nothing can be half done. What is left to do, carrying articles over and taking them out
//! of piles that will not come back, waits until nobody waits.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction, params_from_iter};
use serde::Serialize;

use crate::error::Fault;
use crate::query::Condition;
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, ListQuery, Scope, SourceId, body, walk};

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
pub(crate) const BATCH: usize = 300;

/// As many are moved to another pile one by one: some ten milliseconds.
const ONE_BY_ONE: i64 = if cfg!(test) { 2 } else { 500 };

/// How many articles are unread and shown: as the piles say, and what was moved from one that is there to one that is not,
/// or the other way. The view `there` looks for each counter whether it was moved.
pub(crate) const HEIGHT: &str = "SELECT
    (SELECT coalesce(sum(u.articles), 0) FROM pile AS p CROSS JOIN unread AS u ON u.pile = p.id WHERE p.change IS NULL)
    + (SELECT coalesce(sum(u.articles * ((o.change IS NULL) - (p.change IS NULL))), 0) FROM moved AS m
        CROSS JOIN unread AS u ON u.pile = m.pile AND u.source = m.source
        CROSS JOIN pile AS p ON p.id = m.pile CROSS JOIN pile AS o ON o.id = m.onto)";

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
            let mut count = clear(transaction, &conditions, id, now)?;
            if let Scope::Source(source) = query.scope {
                count += clear_tops(transaction, source, before, id, now)?;
            }
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
                "UPDATE status SET pile = 1 WHERE pile IN (SELECT id FROM pile WHERE change = ?1) AND shown = 0
                     AND NOT EXISTS (SELECT 1 FROM moved AS m WHERE m.pile = status.pile AND m.source = status.source)",
                [change],
            )?;
            transaction.execute(
                "UPDATE status SET pile = 1 WHERE id IN (SELECT s.id FROM moved AS m
                     CROSS JOIN status AS s ON s.source = m.source AND s.pile = m.pile AND s.shown = 0
                     WHERE m.onto IN (SELECT id FROM pile WHERE change = ?1))",
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
             WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = status.id)",
        )?
        .execute([id])?)
}

/// Clears away what fulfils the conditions; returns how many articles that is. What large sources have is moved as one. Of
/// the rest the smaller part is moved to a pile of its own, the larger one stays where it is.
pub(crate) fn clear(
    transaction: &Transaction<'_>,
    conditions: &[Condition],
    change: i64,
    now: Timestamp,
) -> Result<i64, Fault> {
    let all: i64 = transaction.query_row(HEIGHT, [], |row| row.get(0))?;
    if let [condition] = conditions
        && let Some(of_source) = condition.of_source()
    {
        let count: i64 = transaction.query_row(
            &format!("SELECT coalesce(sum(u.articles), 0) FROM there AS u WHERE {of_source}"),
            params_from_iter(condition.values()),
            |row| row.get(0),
        )?;
        let move_heaps = |pile: i64, which: &str| {
            transaction.execute(
                &format!(
                    "INSERT OR REPLACE INTO moved (pile, source, onto) SELECT u.pile, u.source, {pile} FROM there AS u WHERE {which}"
                ),
                params_from_iter(condition.values()),
            )
        };
        if count.min(all - count) > ONE_BY_ONE {
            // What becomes unread from now on is put on a pile of which nothing was moved.
            if count <= all - count {
                move_heaps(new_pile(transaction, Some((change, now)))?, &of_source)?;
                new_pile(transaction, None)?;
            } else {
                let rest = new_pile(transaction, None)?;
                move_heaps(rest, &format!("NOT {of_source}"))?;
                clear_below(transaction, rest, change, now)?;
            }
            return Ok(count);
        }
    }
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
    clear_below(transaction, rest, change, now)?;
    Ok(count)
}

/// Clears the piles away that are there, but for the newest.
fn clear_below(transaction: &Transaction<'_>, newest: i64, change: i64, now: Timestamp) -> Result<(), Fault> {
    transaction.execute(
        "UPDATE pile SET change = ?1, at = ?2 WHERE change IS NULL AND id > ?3 AND id < ?4",
        (change, millis(now), HIDDEN, newest),
    )?;
    Ok(())
}

/// Clears away what lies on top of a source's articles: its list shows those, too, and they are read with it.
fn clear_tops(
    transaction: &Transaction<'_>,
    source: SourceId,
    before: Option<Timestamp>,
    change: i64,
    now: Timestamp,
) -> Result<i64, Fault> {
    let tops: Vec<i64> = transaction
        .prepare_cached(
            "SELECT DISTINCT l.id FROM status AS s INDEXED BY status_under JOIN status AS l ON l.id = s.folded
             WHERE s.source = ?1 AND s.folded IS NOT NULL AND s.hidden = 0 AND s.published < ?2 AND l.shown = 1
                 AND EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = l.id)",
        )?
        .query_map((source, before.map_or(i64::MAX, millis)), |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if !tops.is_empty() {
        let pile = new_pile(transaction, Some((change, now)))?;
        move_to(transaction, &tops, pile)?;
    }
    Ok(body::count(tops.len()))
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

/// In one statement: SQLite keeps what each of them overwrites in a list, which it walks through at the end of each.
fn move_to(transaction: &Transaction<'_>, ids: &[i64], pile: i64) -> Result<(), Fault> {
    let ids = serde_json::to_string(ids).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    transaction
        .prepare_cached("UPDATE status SET pile = ?2 WHERE id IN (SELECT value FROM json_each(?1))")?
        .execute((ids, pile))?;
    Ok(())
}

/// Does a little of what can wait; returns how many articles it moved, none when there is nothing left. Nothing of it
/// can be seen: what was moved as one is carried over; then a pile that no change can put back any more holds read articles,
/// so they are taken out; and of two piles that are there the smaller is put on the other.
pub(crate) fn tidy(transaction: &Transaction<'_>, most: usize) -> Result<usize, Fault> {
    let moved: Option<(i64, i64, i64)> = transaction
        .prepare_cached("SELECT pile, source, onto FROM moved LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((pile, source, onto)) = moved {
        let carried = transaction
            .prepare_cached(
                "UPDATE status SET pile = ?3 WHERE id IN (SELECT id FROM status WHERE source = ?2 AND pile = ?1 LIMIT ?4)",
            )?
            .execute((pile, source, onto, body::count(most)))?;
        if carried < most {
            transaction.execute("DELETE FROM moved WHERE pile = ?1 AND source = ?2", (pile, source))?;
        }
        return Ok(carried.max(1));
    }
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
