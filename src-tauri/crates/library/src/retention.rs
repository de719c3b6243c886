//! Retention: how long the articles of a source are kept. What the reader saved, tagged, highlighted or keeps offline is
//! never removed, and what is unread only when the reader says so. The status of what was removed stays, with a mark
//! that keeps the entry from coming back as new, under its own id or another.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::Fault;
use crate::query::number;
use crate::source::existing;
use crate::time::{millis, timestamp};
use crate::{ArticleId, Library, LibraryError, SourceId, body, index, same, setting, texts};

/// The name of the setting that all sources go by that have no rule of their own.
pub(crate) const SETTING: &str = "retention";

/// So many of the newest is all of them: how a source keeps everything though the library does not.
pub const ALL: u32 = u32::MAX;

/// How long articles are kept. Without either they are kept for ever; with both, what is beyond both goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// So many days after they came: what was published long ago and fetched today came today.
    pub days: Option<u32>,
    /// So many of the newest.
    pub newest: Option<u32>,
}

/// What holds for every source that has no rule of its own, and for unread articles everywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retention {
    /// How long articles are kept.
    pub keep: Keep,
    /// Unread articles go, too.
    pub unread_too: bool,
}

/// A rule to be looked at before it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trial {
    /// None: the rules as they are.
    AsIs,
    /// That of the library.
    Library(Retention),
    /// That of a source; none is the library's.
    Source(SourceId, Option<Keep>),
}

/// An article that retention removes, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removable {
    id: ArticleId,
    source: SourceId,
    keep: Keep,
    unread_too: bool,
}

impl Keep {
    /// Whether everything is kept.
    #[must_use]
    pub fn is_all(self) -> bool {
        self.newest == Some(ALL) || (self.days.is_none() && self.newest.is_none())
    }

    /// Whether an article is beyond it that came at `came` and is the `place`th of its source, from 0.
    fn passes(self, came: Timestamp, place: u32, now: Timestamp) -> bool {
        let old = self.days.map(|days| now.duration_since(came) > SignedDuration::from_hours(24 * i64::from(days)));
        let beyond = self.newest.map(|newest| place >= newest);
        match (old, beyond) {
            (None, None) => false,
            (old, beyond) => old.unwrap_or(true) && beyond.unwrap_or(true),
        }
    }
}

/// What of `s` (status) the reader has laid a hand on.
const KEPT: &str = "(s.saved = 1 OR s.offline = 1 OR EXISTS (SELECT 1 FROM tag WHERE tag.article = s.id)
    OR EXISTS (SELECT 1 FROM highlight WHERE highlight.article = s.id))";

/// What is still to be read: what a rule hid, or what lies folded under another article, is not.
const TO_READ: &str = "(EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = s.id)
    AND s.hidden = 0 AND s.folded IS NULL)";

impl Library {
    /// What holds for every source that has no rule of its own.
    pub fn retention(&self) -> Result<Retention, LibraryError> {
        self.reader().read(retention)
    }

    /// Sets it. Nothing is removed yet: see [`Self::removable`].
    ///
    /// # Errors
    /// `Invalid` for none of the newest, or no day.
    pub fn set_retention(&self, retention: Retention) -> Result<(), LibraryError> {
        valid(retention.keep)?;
        let json = serde_json::to_string(&retention)
            .map_err(|_| LibraryError::invalid("retention", "it cannot be written", "report this, please"))?;
        self.set_setting(SETTING, &json)
    }

    /// The rule of a source; none where it goes by the library's.
    pub fn source_keep(&self, id: SourceId) -> Result<Option<Keep>, LibraryError> {
        self.reader().read(|connection| {
            let keep = own(connection, id)?.ok_or_else(|| LibraryError::not_found("source", id))?;
            Ok(Some(keep).filter(|keep| *keep != Keep::default()))
        })
    }

    /// Gives a source a rule of its own, or takes it away. Nothing is removed yet: see [`Self::removable`].
    ///
    /// # Errors
    /// `Invalid` for none of the newest, or no day; `NotFound` when there is no such source.
    pub fn set_source_keep(&self, id: SourceId, keep: Option<Keep>) -> Result<(), LibraryError> {
        let keep = keep.unwrap_or_default();
        valid(keep)?;
        self.writer().write(move |transaction| {
            let sql = "UPDATE source SET keep_days = ?2, keep_newest = ?3 WHERE id = ?1 AND kind <> 'saved'";
            existing(id, transaction.execute(sql, (id, keep.days, keep.newest))?)
        })
    }

    /// Whether any rule is set.
    pub fn has_rules(&self) -> Result<bool, LibraryError> {
        self.reader().read(|connection| {
            let sql = "SELECT 1 FROM source WHERE keep_days IS NOT NULL OR keep_newest IS NOT NULL";
            Ok(retention(connection)?.keep != Keep::default() || connection.prepare_cached(sql)?.exists([])?)
        })
    }

    /// The articles that retention removes at `now`, by the rules as they are or as they would be.
    pub fn removable(&self, trial: Trial, now: Timestamp) -> Result<Vec<Removable>, LibraryError> {
        self.reader().read(|connection| {
            let library = match trial {
                Trial::Library(retention) => retention,
                _ => retention(connection)?,
            };
            let sources: Vec<(SourceId, Keep)> = connection
                .prepare_cached("SELECT id, keep_days, keep_newest FROM source WHERE kind <> 'saved'")?
                .query_map([], |row| Ok((row.get(0)?, keep_at(row, 1)?)))?
                .collect::<Result<_, _>>()?;
            let mut removable = Vec::new();
            for (source, own) in sources {
                let own = match trial {
                    Trial::Source(id, keep) if id == source => keep.unwrap_or_default(),
                    Trial::Source(..) => continue,
                    _ => own,
                };
                let keep = if own == Keep::default() { library.keep } else { own };
                if !keep.is_all() {
                    of_source(connection, source, keep, library.unread_too, now, &mut removable)?;
                }
            }
            Ok(removable)
        })
    }

    /// Removes articles that [`Self::removable`] named: their texts, revisions and words in the index. Whatever the reader
    /// has marked, or read anew, or put under another rule since then stays. Returns how many went.
    ///
    /// Meant for a few dozen at a time: whoever writes waits until they are gone.
    pub fn remove_articles(&self, removable: &[Removable], now: Timestamp) -> Result<u64, LibraryError> {
        let removable = removable.to_vec();
        self.writer().write(move |transaction| {
            let library = retention(transaction)?;
            let mut rules = HashMap::new();
            let mut removed = 0;
            for one in removable {
                let rule = if let Some(rule) = rules.get(&one.source) {
                    *rule
                } else {
                    let own = own(transaction, one.source)?.unwrap_or_default();
                    let rule = if own == Keep::default() { library.keep } else { own };
                    rules.insert(one.source, rule);
                    rule
                };
                if rule == one.keep && library.unread_too == one.unread_too {
                    removed += u64::from(remove(transaction, one, now)?);
                }
            }
            Ok(removed)
        })
    }

    /// Gives back to the file system what a library has too much of after a large removal; a tenth stays for what comes
    /// next. Returns whether there is more to give back: at most so many pages at a time, so that nobody waits.
    /// A library that was made by an older version cannot do this a little at a time: [`Self::compact`].
    pub fn give_back_space(&self) -> Result<bool, LibraryError> {
        self.writer().give_back_space()
    }

    /// Writes the database anew without its empty room. Takes as much room on the disk again while it is at it, and
    /// nothing else is written meanwhile.
    pub fn compact(&self) -> Result<(), LibraryError> {
        self.writer().compact()
    }
}

fn valid(keep: Keep) -> Result<(), LibraryError> {
    if keep.days == Some(0) || keep.newest == Some(0) {
        return Err(LibraryError::invalid("number", "it is 0", "give at least 1"));
    }
    Ok(())
}

pub(crate) fn retention(connection: &Connection) -> Result<Retention, Fault> {
    let json = setting::value(connection, SETTING)?;
    Ok(json.as_deref().map(read).unwrap_or_default())
}

/// A rule as it is kept. What cannot be read removes nothing.
pub(crate) fn read(json: &str) -> Retention {
    serde_json::from_str(json).unwrap_or_default()
}

/// A rule in two columns.
fn keep_at(row: &Row<'_>, first: usize) -> rusqlite::Result<Keep> {
    Ok(Keep { days: number(row, first)?, newest: number(row, first + 1)? })
}

/// The rule of a source, the default where it goes by the library's; none when there is no such source.
fn own(connection: &Connection, source: SourceId) -> Result<Option<Keep>, Fault> {
    let mut query = connection.prepare_cached("SELECT keep_days, keep_newest FROM source WHERE id = ?1")?;
    Ok(query.query_row([source], |row| keep_at(row, 0)).optional()?)
}

fn of_source(
    connection: &Connection,
    source: SourceId,
    keep: Keep,
    unread_too: bool,
    now: Timestamp,
    removable: &mut Vec<Removable>,
) -> Result<(), Fault> {
    let sql = format!(
        "SELECT s.id, max(a.first_seen, ifnull(a.imported, a.first_seen)), {KEPT} OR ({TO_READ} AND NOT ?2),
                s.hidden = 0 AND s.folded IS NULL
         FROM status AS s CROSS JOIN article AS a ON a.id = s.id
         WHERE s.source = ?1 ORDER BY s.published DESC, s.id DESC"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query((source, unread_too))?;
    let mut place = 0;
    while let Some(row) = rows.next()? {
        let came = timestamp(row.get(1)?);
        if keep.passes(came, place, now) && !row.get::<_, bool>(2)? {
            removable.push(Removable { id: row.get(0)?, source, keep, unread_too });
        }
        // What is not seen takes no place of what is.
        place += u32::from(row.get::<_, bool>(3)?);
    }
    Ok(())
}

/// Removes one article, unless it is kept by now. What hangs on it goes with it.
fn remove(transaction: &Transaction<'_>, one: Removable, now: Timestamp) -> Result<bool, Fault> {
    let sql = format!(
        "SELECT 1 FROM status AS s JOIN article AS a ON a.id = s.id
         WHERE s.id = ?1 AND NOT ({KEPT} OR ({TO_READ} AND NOT ?2))"
    );
    if !transaction.prepare_cached(&sql)?.exists((one.id, one.unread_too))? {
        return Ok(false);
    }
    let said = fingerprint_of(transaction, one.id)?;
    index::remove(transaction, one.id.get())?;
    transaction.prepare_cached("DELETE FROM article WHERE id = ?1")?.execute([one.id])?;
    transaction
        // What nobody can read any more is not unread, and no undoing makes it so.
        .prepare_cached("UPDATE status SET removed = ?2, said = ?3, pile = NULL WHERE id = ?1")?
        .execute((one.id, millis(now), said))?;
    Ok(true)
}

/// The fingerprint of what an article's feed said: of its page's text nothing comes back under another id.
fn fingerprint_of(connection: &Connection, id: ArticleId) -> Result<Option<i64>, Fault> {
    let (url, title, origin): (Option<String>, String, String) = connection
        .prepare_cached("SELECT url, title, origin FROM article WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if origin == "page" {
        let Some(feed) = texts::other(connection, id)? else { return Ok(None) };
        return Ok(fingerprint(feed.article.url.as_deref(), &feed.article.title, &feed.article.text));
    }
    // A text that is damaged is removed all the same.
    let text = body::read(connection, id.get()).ok().flatten();
    Ok(text.and_then(|body| fingerprint(url.as_deref(), &title, &body.text)))
}

/// What an entry says, in one number; none without an address, which is what its ids are compared by.
pub(crate) fn fingerprint(url: Option<&str>, title: &str, text: &str) -> Option<i64> {
    let mut digest = Sha256::new();
    for part in [same::key(url?).as_str(), title, text] {
        digest.update(part.len().to_le_bytes());
        digest.update(part);
    }
    let bytes = digest.finalize();
    Some(i64::from_le_bytes(std::array::from_fn(|at| bytes[at])))
}

/// The removed article of a source that said this, and the id its entry had.
pub(crate) fn removed_before(
    connection: &Connection,
    source: SourceId,
    said: i64,
) -> Result<Option<(ArticleId, String)>, Fault> {
    Ok(connection
        .prepare_cached("SELECT id, guid FROM status WHERE source = ?1 AND said = ?2 ORDER BY id DESC LIMIT 1")?
        .query_row((source, said), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}
