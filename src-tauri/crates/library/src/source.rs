//! Sources: what the reader follows, and how each one is.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, ToSql, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::time::{millis, timestamp};
use crate::{Library, LibraryError, SourceId};

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A feed.
    Feed,
    /// A page without a feed.
    Page,
    /// The shelf for pages saved on their own; never due, in no count of sources.
    Saved,
}

/// A source as the library has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What it is.
    pub kind: SourceKind,
    /// The address asked.
    pub url: String,
    /// The address for people.
    pub site_url: Option<String>,
    /// Its name.
    pub title: String,
    /// The folder it lies in.
    pub folder: Option<String>,
    /// How many of its articles are unread.
    pub unread: u64,
    /// When it last answered.
    pub last_ok: Option<Timestamp>,
    /// When it is to be asked next; none is at once.
    pub next_due: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// Why it failed last, for people.
    pub error: Option<String>,
    /// The same for programs.
    pub error_code: Option<String>,
    /// HTTP validator.
    pub etag: Option<String>,
    /// HTTP validator.
    pub last_modified: Option<String>,
    /// The hash of the last document, as given to `record_ok`.
    pub content_hash: Option<String>,
    /// The address of its icon.
    pub icon: Option<String>,
    /// When it was added.
    pub added: Timestamp,
    /// When it was last asked.
    pub asked: Option<Timestamp>,
    /// When the reader stopped following it; none while it is followed.
    pub ended: Option<Timestamp>,
}

/// A source to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSource {
    /// What it is.
    pub kind: SourceKind,
    /// The address to ask.
    pub url: String,
    /// The address for people.
    pub site_url: Option<String>,
    /// Its name.
    pub title: String,
    /// The folder it lies in.
    pub folder: Option<String>,
}

/// What a source's answer said, for `record_ok`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchOutcome {
    /// HTTP validator.
    pub etag: Option<String>,
    /// HTTP validator.
    pub last_modified: Option<String>,
    /// The hash of the document.
    pub content_hash: Option<String>,
    /// When to ask again. More than 24 hours ahead is brought to 24.
    pub next_due: Timestamp,
    /// A new name; none keeps the old.
    pub title: Option<String>,
    /// A new address for people; none keeps the old.
    pub site_url: Option<String>,
}

/// No answer of a server, and no clock that was wrong, puts a source off for longer.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

const COLUMNS: &str = "id, kind, url, site_url, title, folder, last_ok, next_due, failures, error, error_code, etag,
    last_modified, content_hash, icon, added, asked, ended,
    (SELECT count(*) FROM status WHERE status.source = source.id AND read = 0)";

impl SourceKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Page => "page",
            Self::Saved => "saved",
        }
    }
}

impl Source {
    /// Whether it is to be asked at `now`. A time that cannot be, because the clock was changed since, counts as due.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.kind != SourceKind::Saved
            && self.ended.is_none()
            && (self.next_due.is_none_or(|due| due <= now || due.duration_since(now) > LONGEST_WAIT)
                || self.asked.is_some_and(|asked| asked > now))
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time = |index: usize| row.get::<_, Option<i64>>(index).map(|millis| millis.map(timestamp));
        Ok(Self {
            id: row.get(0)?,
            kind: match row.get_ref(1)?.as_str()? {
                "page" => SourceKind::Page,
                "saved" => SourceKind::Saved,
                _ => SourceKind::Feed,
            },
            url: row.get(2)?,
            site_url: row.get(3)?,
            title: row.get(4)?,
            folder: row.get(5)?,
            last_ok: time(6)?,
            next_due: time(7)?,
            failures: row.get(8)?,
            error: row.get(9)?,
            error_code: row.get(10)?,
            etag: row.get(11)?,
            last_modified: row.get(12)?,
            content_hash: row.get(13)?,
            icon: row.get(14)?,
            added: timestamp(row.get(15)?),
            asked: time(16)?,
            ended: time(17)?,
            unread: row.get::<_, i64>(18)?.unsigned_abs(),
        })
    }
}

impl Library {
    /// Follows a source. One that is followed already is returned as it is; one that was ended comes back with all
    /// its articles and marks.
    pub fn add_source(&self, new: &NewSource, now: Timestamp) -> Result<Source, LibraryError> {
        let ids = self.add_sources(std::slice::from_ref(new), now)?;
        self.source(ids.first().copied().unwrap_or(SourceId::new(0)))
    }

    /// Follows several sources at once, all or none; returns their ids in the order given.
    pub fn add_sources(&self, new: &[NewSource], now: Timestamp) -> Result<Vec<SourceId>, LibraryError> {
        if let Some(nameless) = new.iter().find(|new| new.url.trim().is_empty()) {
            return Err(LibraryError::invalid(
                "source",
                format!("{} has no address", nameless.title),
                "give its address",
            ));
        }
        let new = new.to_vec();
        self.writer().write(move |transaction| new.iter().map(|new| add(transaction, new, now)).collect())
    }

    /// Stops following a source. Its saved, tagged and highlighted articles stay to be seen; the others are kept
    /// unseen, for the day it is followed again.
    pub fn end_source(&self, id: SourceId, now: Timestamp) -> Result<(), LibraryError> {
        self.change_source(id, "UPDATE source SET ended = coalesce(ended, ?2) WHERE id = ?1", millis(now))
    }

    /// Undoes [`Self::end_source`]: everything is as it was.
    pub fn revive_source(&self, id: SourceId) -> Result<(), LibraryError> {
        self.change_source(id, "UPDATE source SET ended = ?2 WHERE id = ?1", None::<i64>)
    }

    /// Gives a source a name and a folder; none takes it out of its folder.
    pub fn update_source(&self, id: SourceId, title: &str, folder: Option<&str>) -> Result<(), LibraryError> {
        let (title, folder) = (title.to_owned(), folder.map(str::to_owned));
        self.writer().write(move |transaction| {
            let changed =
                transaction.execute("UPDATE source SET title = ?2, folder = ?3 WHERE id = ?1", (id, title, folder))?;
            existing(id, changed)
        })
    }

    /// Notes that a source has moved for good. False, and nothing changed, when another source has that address.
    pub fn move_source_url(&self, id: SourceId, url: &str) -> Result<bool, LibraryError> {
        let url = url.to_owned();
        self.writer().write(move |transaction| {
            let taken: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM source WHERE url = ?2 AND id <> ?1)",
                (id, &url),
                |row| row.get(0),
            )?;
            if !taken {
                existing(id, transaction.execute("UPDATE source SET url = ?2 WHERE id = ?1", (id, &url))?)?;
            }
            Ok(!taken)
        })
    }

    /// All sources that are followed, and the shelf of saved pages once there is one, by folder and name.
    pub fn sources(&self) -> Result<Vec<Source>, LibraryError> {
        self.reader().read(|connection| {
            let sql = format!(
                "SELECT {COLUMNS} FROM source WHERE ended IS NULL ORDER BY folder NULLS LAST, title COLLATE NOCASE, id"
            );
            let mut query = connection.prepare_cached(&sql)?;
            let rows = query.query_map([], Source::from_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// One source, followed or ended.
    pub fn source(&self, id: SourceId) -> Result<Source, LibraryError> {
        self.reader().read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM source WHERE id = ?1");
            let found = connection.prepare_cached(&sql)?.query_row([id], Source::from_row).optional()?;
            found.ok_or_else(|| LibraryError::not_found("source", id).into())
        })
    }

    /// The sources to be asked at `now`, those waiting longest first.
    pub fn due_sources(&self, now: Timestamp) -> Result<Vec<Source>, LibraryError> {
        let mut due: Vec<Source> = self.sources()?.into_iter().filter(|source| source.is_due(now)).collect();
        due.sort_by_key(|source| (source.next_due, source.id));
        Ok(due)
    }

    /// Notes that a source answered.
    pub fn record_ok(&self, id: SourceId, outcome: &FetchOutcome, now: Timestamp) -> Result<(), LibraryError> {
        let outcome = outcome.clone();
        self.writer().write(move |transaction| {
            let changed = transaction
                .prepare_cached(
                    "UPDATE source SET etag = ?2, last_modified = ?3, content_hash = ?4, next_due = ?5, title = coalesce(?6, title),
                     site_url = coalesce(?7, site_url), asked = ?8, last_ok = ?8, failures = 0, error = NULL, error_code = NULL
                     WHERE id = ?1",
                )?
                .execute((
                    id,
                    outcome.etag,
                    outcome.last_modified,
                    outcome.content_hash,
                    within_a_day(outcome.next_due, now),
                    outcome.title,
                    outcome.site_url,
                    millis(now),
                ))?;
            existing(id, changed)
        })
    }

    /// Notes that a source failed: `code` for programs, `message` for people, and when to ask again (24 hours at most).
    pub fn record_failure(
        &self,
        id: SourceId,
        code: &str,
        message: &str,
        next_due: Timestamp,
        now: Timestamp,
    ) -> Result<(), LibraryError> {
        let (code, message) = (code.to_owned(), message.to_owned());
        self.writer().write(move |transaction| {
            let changed = transaction
                .prepare_cached(
                    "UPDATE source SET error_code = ?2, error = ?3, next_due = ?4, asked = ?5, failures = failures + 1 WHERE id = ?1",
                )?
                .execute((id, code, message, within_a_day(next_due, now), millis(now)))?;
            existing(id, changed)
        })
    }

    fn change_source(
        &self,
        id: SourceId,
        sql: &'static str,
        value: impl ToSql + Send + 'static,
    ) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| existing(id, transaction.execute(sql, (id, value))?))
    }
}

fn add(transaction: &Transaction<'_>, new: &NewSource, now: Timestamp) -> Result<SourceId, Fault> {
    let known: Option<(SourceId, bool)> = transaction
        .prepare_cached("SELECT id, ended IS NOT NULL FROM source WHERE url = ?1")?
        .query_row([&new.url], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((id, ended)) = known {
        if ended {
            transaction.execute(
                "UPDATE source SET ended = NULL, folder = coalesce(?2, folder) WHERE id = ?1",
                (id, &new.folder),
            )?;
        }
        return Ok(id);
    }
    transaction
        .prepare_cached(
            "INSERT INTO source (kind, url, site_url, title, folder, added) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((new.kind.as_str(), &new.url, &new.site_url, &new.title, &new.folder, millis(now)))?;
    Ok(SourceId::new(transaction.last_insert_rowid()))
}

fn existing(id: SourceId, changed: usize) -> Result<(), Fault> {
    if changed == 0 { Err(LibraryError::not_found("source", id).into()) } else { Ok(()) }
}

fn within_a_day(due: Timestamp, now: Timestamp) -> i64 {
    millis(due).min(millis(now).saturating_add(24 * 60 * 60 * 1000))
}
