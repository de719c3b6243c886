//! Deeds: what rules did with articles, done once, accounted for, and taken back. What the reader did by hand since then
//! stands, whatever is done or taken back.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::query::text;
use crate::rule::Action;
use crate::time::{millis, timestamp};
use crate::{ArticleId, ArticleRow, Change, Library, LibraryError, RuleId, body, fold, pile, query, status};

/// A row of a rule's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The article, as it is now.
    pub row: ArticleRow,
    /// It is hidden now.
    pub hidden: bool,
    /// When it was done.
    pub at: Timestamp,
    /// What changed something.
    pub did: Vec<Action>,
    /// What of that was taken back together.
    pub undone: Vec<Action>,
}

/// A page of a rule's account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// The newest articles first.
    pub deeds: Vec<Deed>,
    /// After which article the next page begins; none at the end.
    pub next: Option<ArticleId>,
}

impl Library {
    /// What a rule did, in pages of about `limit`. Articles that are no longer kept are left out.
    pub fn account(&self, rule: RuleId, after: Option<ArticleId>, limit: usize) -> Result<Account, LibraryError> {
        self.reader().read(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT d.article, d.at, d.did, d.undone, s.hidden FROM deed AS d CROSS JOIN status AS s ON s.id = d.article
                 CROSS JOIN article AS a ON a.id = d.article
                 WHERE d.rule = ?1 AND d.article < ?2 AND (d.did <> '[]' OR d.undone <> '[]')
                 ORDER BY d.article DESC LIMIT ?3",
            )?;
            let before = after.map_or(i64::MAX, ArticleId::get);
            let mut rows = select.query((rule, before, body::count(limit.saturating_add(1))))?;
            let mut account = Account::default();
            while let Some(found) = rows.next()? {
                if account.deeds.len() == limit {
                    account.next = account.deeds.last().map(|deed| deed.row.id);
                    break;
                }
                let Some(row) = query::row(connection, found.get(0)?)? else { continue };
                account.deeds.push(Deed {
                    row,
                    at: timestamp(found.get(1)?),
                    did: actions(&text(found, 2)?),
                    undone: actions(&text(found, 3)?),
                    hidden: found.get(4)?,
                });
            }
            Ok(account)
        })
    }

    /// Takes back all that a rule did, but for what the reader has changed since. [`Self::undo_rule_change`] does it again.
    pub fn undo_rule(&self, id: RuleId, now: Timestamp) -> Result<Change, LibraryError> {
        self.writer().store(move |transaction| {
            let there = transaction.prepare_cached("SELECT 1 FROM rule WHERE id = ?1")?.exists([id])?;
            crate::rule::existing(id, usize::from(there))?;
            undo_all(transaction, id, |_| true, now)
        })
    }

    /// Takes a change of [`Self::apply_rule`] or [`Self::undo_rule`] back. A second time changes nothing.
    ///
    /// # Errors
    /// `NotFound` for one that never was, or that is too old.
    pub fn undo_rule_change(&self, change: i64) -> Result<(), LibraryError> {
        self.writer().store(move |transaction| {
            if !transaction.prepare_cached("SELECT 1 FROM change WHERE id = ?1")?.exists([change])? {
                return Err(LibraryError::not_found("change", change).into());
            }
            flip(transaction, change)
        })
    }

    /// Whether an article is out of the lists.
    pub fn is_hidden(&self, id: ArticleId) -> Result<bool, LibraryError> {
        self.reader().read(|connection| {
            let hidden =
                connection.prepare_cached("SELECT hidden FROM status WHERE id = ?1")?.query_row([id], |row| row.get(0));
            Ok(hidden.optional()?.unwrap_or(false))
        })
    }

    /// Brings hidden articles back into the lists, or takes articles out of them, each with all that lie in its fold; returns
    /// those that were not so before.
    ///
    /// # Errors
    /// `NotFound` names the first that does not exist.
    pub fn set_hidden(&self, ids: &[ArticleId], hidden: bool) -> Result<Vec<ArticleId>, LibraryError> {
        let ids = ids.to_vec();
        self.writer().write(move |transaction| {
            let mut changed = Vec::new();
            for id in ids {
                status::existing(transaction, id)?;
                let top = fold::leader(transaction, id)?;
                // The one on top goes last, so that no other takes its place, and comes back first.
                let mut all = fold::members(transaction, top)?;
                all.insert(if hidden { all.len() } else { 0 }, top);
                for one in all {
                    if set_hidden(transaction, one, hidden)? > 0 {
                        changed.push(one);
                    }
                }
            }
            Ok(changed)
        })
    }
}

/// A deed as it is changed.
struct Row {
    rule: RuleId,
    article: ArticleId,
    at: i64,
    did: Vec<Action>,
    undone: Vec<Action>,
    change: Option<i64>,
    /// What the change did or took back.
    turn: Vec<Action>,
    /// The changes before, the last one at the end.
    earlier: Vec<(i64, Vec<Action>)>,
}

impl Row {
    fn write(&self, transaction: &Transaction<'_>) -> Result<(), Fault> {
        transaction
            .prepare_cached(
                "INSERT INTO deed (rule, article, at, did, undone, change, turn, earlier) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT DO UPDATE SET at = ?3, did = ?4, undone = ?5, change = ?6, turn = ?7, earlier = ?8",
            )?
            .execute((
                self.rule,
                self.article,
                self.at,
                json(&self.did)?,
                json(&self.undone)?,
                self.change,
                json(&self.turn)?,
                json(&self.earlier)?,
            ))?;
        Ok(())
    }

    /// Notes that a bulk change did or took back `turn`. The one before can be turned back once this one was.
    fn changed_by(&mut self, change: i64, turn: Vec<Action>) {
        let turn = std::mem::replace(&mut self.turn, turn);
        self.earlier.extend(self.change.replace(change).map(|before| (before, turn)));
    }

    /// Takes back `back` as far as it was done; whether any of it was, and what was still so. What the rule only found done
    /// is taken back, too: it does not inherit what another rule's undoing takes back later.
    fn undo(&mut self, transaction: &Transaction<'_>, back: &[Action]) -> Result<(bool, Vec<Action>), Fault> {
        let (done, stays): (Vec<Action>, Vec<Action>) =
            std::mem::take(&mut self.did).into_iter().partition(|action| back.contains(action));
        self.did = stays;
        let any = !done.is_empty();
        let mut undone = Vec::new();
        for action in done {
            if undo(transaction, self.article, &action, self.at)? {
                hand_over(transaction, self, &action)?;
                undone.push(action);
            }
        }
        let new: Vec<Action> = back.iter().filter(|action| !self.undone.contains(action)).cloned().collect();
        self.undone.extend(new);
        Ok((any, undone))
    }

    /// Does again what was taken back, but for what the reader has changed by hand before or since.
    fn redo(&mut self, transaction: &Transaction<'_>) -> Result<(), Fault> {
        let unwanted = by_hand(transaction, self.article)?;
        self.undone.clear();
        for action in &self.turn {
            if !unwanted.contains(action) && perform(transaction, self.article, action, self.at)? {
                self.did.push(action.clone());
            }
        }
        Ok(())
    }
}

/// Does what a rule wants with an article and has not done, and writes it into the account. `change` is the bulk change that
/// this belongs to; without one it is done by itself, and then what the reader or another rule's undoing took back is not
/// done again. Returns what it did.
pub(crate) fn act(
    transaction: &Transaction<'_>,
    rule: RuleId,
    wanted: &[Action],
    article: ArticleId,
    change: Option<i64>,
    now: Timestamp,
) -> Result<Vec<Action>, Fault> {
    let unwanted = if change.is_none() { taken_back(transaction, article)? } else { Vec::new() };
    // By itself a rule acts once on an article, so that nothing was done before.
    let mut earlier = if change.is_some() { rows(transaction, "article = ?1", article.get())? } else { Vec::new() };
    earlier.retain(|deed| deed.rule == rule);
    let mut deed = earlier.pop().unwrap_or(Row {
        rule,
        article,
        at: 0,
        did: Vec::new(),
        undone: Vec::new(),
        change: None,
        turn: Vec::new(),
        earlier: Vec::new(),
    });
    let stands = !deed.did.is_empty();
    if !stands {
        deed.at = millis(now);
    }
    let mut did = Vec::new();
    for action in wanted.iter().filter(|action| !unwanted.contains(action) && !deed.did.contains(action)) {
        if perform(transaction, article, action, deed.at)? {
            did.push(action.clone());
        }
    }
    if stands && did.is_empty() {
        return Ok(did);
    }
    deed.did.extend(did.iter().cloned());
    deed.undone.clear();
    if let Some(change) = change {
        deed.changed_by(change, did.clone());
    }
    deed.write(transaction)?;
    Ok(did)
}

/// A bulk change, of which the count is not known yet.
pub(crate) fn new_change(transaction: &Transaction<'_>, now: Timestamp) -> Result<i64, Fault> {
    transaction.execute("INSERT INTO change (at, count) VALUES (?1, 0)", [millis(now)])?;
    Ok(transaction.last_insert_rowid())
}

pub(crate) fn counted(transaction: &Transaction<'_>, id: i64, count: usize) -> Result<Change, Fault> {
    transaction.execute("UPDATE change SET count = ?2 WHERE id = ?1", (id, body::count(count)))?;
    Ok(Change { id, count: count as u64 })
}

/// Takes back what `which` names of all that a rule did, in one bulk change.
pub(crate) fn undo_all(
    transaction: &Transaction<'_>,
    rule: RuleId,
    which: fn(&Action) -> bool,
    now: Timestamp,
) -> Result<Change, Fault> {
    let change = new_change(transaction, now)?;
    let back: Vec<Action> = wanted(transaction, rule)?.unwrap_or_default().into_iter().filter(which).collect();
    let mut count = 0;
    for mut deed in rows(transaction, "rule = ?1", rule.get())? {
        // A rule may have been changed since: what it did then counts.
        let mut back = back.clone();
        back.extend(
            deed.did.iter().filter(|action| which(action) && !back.contains(action)).cloned().collect::<Vec<_>>(),
        );
        let (any, undone) = deed.undo(transaction, &back)?;
        count += usize::from(any);
        deed.changed_by(change, undone);
        deed.write(transaction)?;
    }
    counted(transaction, change, count)
}

/// Takes a bulk change of rules back: what it did is undone, what it undid is done.
pub(crate) fn flip(transaction: &Transaction<'_>, change: i64) -> Result<(), Fault> {
    for mut deed in rows(transaction, "change = ?1", change)? {
        if deed.undone.is_empty() {
            let turn = deed.turn.clone();
            deed.undo(transaction, &turn)?;
        } else {
            deed.redo(transaction)?;
        }
        (deed.change, deed.turn) = deed.earlier.pop().map(|(change, turn)| (Some(change), turn)).unwrap_or_default();
        deed.write(transaction)?;
    }
    Ok(())
}

/// What a rule does.
fn wanted(connection: &Connection, rule: RuleId) -> Result<Option<Vec<Action>>, Fault> {
    let found = connection
        .prepare_cached("SELECT actions FROM rule WHERE id = ?1")?
        .query_row([rule], |row| text(row, 0))
        .optional()?;
    Ok(found.map(|json| actions(&json)))
}

fn rows(connection: &Connection, condition: &str, value: i64) -> Result<Vec<Row>, Fault> {
    let sql = format!("SELECT rule, article, at, did, undone, change, turn, earlier FROM deed WHERE {condition}");
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map([value], |row| {
        Ok(Row {
            rule: row.get(0)?,
            article: row.get(1)?,
            at: row.get(2)?,
            did: actions(&text(row, 3)?),
            undone: actions(&text(row, 4)?),
            change: row.get(5)?,
            turn: actions(&text(row, 6)?),
            earlier: serde_json::from_str(&text(row, 7)?).unwrap_or_default(),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Changes an article's status; whether there was anything to change.
fn perform(transaction: &Transaction<'_>, article: ArticleId, action: &Action, at: i64) -> Result<bool, Fault> {
    let shared = fold::leader(transaction, article)?;
    let changed = match action {
        // What lies under another article is read with that.
        Action::Read => transaction
            .prepare_cached(
                "UPDATE status SET pile = NULL, read_at = ?2
                 WHERE id = ?1 AND EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = status.id)",
            )?
            .execute((article, at))?,
        Action::Save => transaction
            .prepare_cached("UPDATE status SET saved = 1, saved_at = ?2 WHERE id = ?1 AND saved = 0")?
            .execute((shared, at))?,
        Action::Hide => set_hidden(transaction, article, true)?,
        Action::Tag(name) => transaction
            .prepare_cached("INSERT OR IGNORE INTO tag (article, name, at) VALUES (?1, ?2, ?3)")?
            .execute((shared, name, at))?,
        Action::Notify => 1,
    };
    Ok(changed > 0)
}

/// Undoes what was done at `at`; whether it was still so. What has another time was done by the reader since, and what they
/// put away since is theirs, too.
fn undo(transaction: &Transaction<'_>, article: ArticleId, action: &Action, at: i64) -> Result<bool, Fault> {
    let shared = fold::leader(transaction, article)?;
    let changed = match action {
        Action::Read => {
            let mut still =
                transaction.prepare_cached("SELECT 1 FROM status WHERE id = ?1 AND pile IS NULL AND read_at = ?2")?;
            if still.exists((article, at))? { pile::put_back(transaction, article)? } else { 0 }
        }
        Action::Save => transaction
            .prepare_cached(
                "UPDATE status SET saved = 0 WHERE id = ?1 AND saved = 1 AND saved_at = ?2 AND archived = 0",
            )?
            .execute((shared, at))?,
        Action::Hide => set_hidden(transaction, article, false)?,
        Action::Tag(name) => transaction
            .prepare_cached("DELETE FROM tag WHERE article = ?1 AND name = ?2 AND at = ?3")?
            .execute((shared, name, at))?,
        Action::Notify => 0,
    };
    Ok(changed > 0)
}

fn set_hidden(transaction: &Transaction<'_>, id: ArticleId, hidden: bool) -> Result<usize, Fault> {
    Ok(transaction
        .prepare_cached("UPDATE status SET hidden = ?2 WHERE id = ?1 AND hidden <> ?2")?
        .execute((id, hidden))?)
}

/// What a rule's undoing took back is done again in the name of another rule that wanted it, too, and only found it done.
fn hand_over(transaction: &Transaction<'_>, from: &Row, action: &Action) -> Result<(), Fault> {
    let there = "article = ?1 AND rule IN (SELECT id FROM rule WHERE removed IS NULL)";
    for mut other in rows(transaction, there, from.article.get())? {
        if other.rule == from.rule || other.did.contains(action) || other.undone.contains(action) {
            continue;
        }
        if wanted(transaction, other.rule)?.is_some_and(|wanted| wanted.contains(action)) {
            perform(transaction, from.article, action, other.at)?;
            other.did.push(action.clone());
            return other.write(transaction);
        }
    }
    Ok(())
}

/// What rules did with an article and the reader does not want: changed by hand, or taken back.
fn taken_back(connection: &Connection, article: ArticleId) -> Result<Vec<Action>, Fault> {
    let mut unwanted = by_hand(connection, article)?;
    unwanted.extend(rows(connection, "article = ?1", article.get())?.into_iter().flat_map(|deed| deed.undone));
    Ok(unwanted)
}

/// What rules did with an article, and what is not so any more.
fn by_hand(connection: &Connection, article: ArticleId) -> Result<Vec<Action>, Fault> {
    let mut unwanted = Vec::new();
    for action in rows(connection, "article = ?1", article.get())?.into_iter().flat_map(|deed| deed.did) {
        if !holds(connection, article, &action)? {
            unwanted.push(action);
        }
    }
    Ok(unwanted)
}

/// Whether an article is as an action leaves it.
fn holds(connection: &Connection, article: ArticleId, action: &Action) -> Result<bool, Fault> {
    let shared = fold::leader(connection, article)?;
    let of_status = |id: ArticleId, condition: &str| -> Result<bool, Fault> {
        let sql = format!("SELECT 1 FROM status WHERE id = ?1 AND {condition}");
        Ok(connection.prepare_cached(&sql)?.exists([id])?)
    };
    match action {
        Action::Read => of_status(shared, "NOT EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = status.id)"),
        Action::Save => of_status(shared, "saved = 1"),
        Action::Hide => of_status(article, "hidden = 1"),
        Action::Tag(name) => Ok(connection
            .prepare_cached("SELECT 1 FROM tag WHERE article = ?1 AND name = ?2")?
            .exists((shared, name))?),
        Action::Notify => Ok(true),
    }
}

pub(crate) fn json(actions: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(actions).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()).into())
}

/// What cannot be read is nothing.
pub(crate) fn actions(json: &str) -> Vec<Action> {
    serde_json::from_str(json).unwrap_or_default()
}
