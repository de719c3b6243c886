//! Sources: what the reader follows, and how each one is.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, ToSql, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::query::number;
use crate::time::{millis, timestamp};
use crate::{Library, LibraryError, Marks, Rhythm, SourceId, TextMode};

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

/// Whether a source is asked by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceState {
    /// It is.
    Active,
    /// The reader wants no news of it for now.
    Paused,
    /// It said that it is gone for good.
    Gone,
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
    /// How many of its articles are unread and shown.
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
    /// What its last answer is recognised by.
    #[serde(skip)]
    pub marks: Marks,
    /// How often it publishes.
    pub rhythm: Rhythm,
    /// Nobody asks before this, said the server.
    pub retry_at: Option<Timestamp>,
    /// Whether it is asked by itself.
    pub state: SourceState,
    /// Left out of what is unread of all.
    pub quiet: bool,
    /// The reader is told of its new articles.
    pub notify: bool,
    /// How a page without a feed is read.
    #[serde(skip)]
    pub watch: Option<String>,
    /// Its `WebSub` hub.
    pub hub: Option<String>,
    /// Where its older entries are (RFC 5005).
    pub archive: Option<String>,
    /// Whom it is asked as: JSON without secrets.
    #[serde(skip)]
    pub access: Option<String>,
    /// Whether it is on a private address; none until it has answered at this address.
    #[serde(skip)]
    pub home: Option<bool>,
    /// The address of its icon.
    pub icon: Option<String>,
    /// When it was added.
    pub added: Timestamp,
    /// When it was last asked.
    pub asked: Option<Timestamp>,
    /// When the reader stopped following it; none while it is followed.
    pub ended: Option<Timestamp>,
    /// Whether the pages of its articles are fetched for their text.
    pub text: TextMode,
    /// How often such a page had much more than the feed, and how often not.
    #[serde(skip)]
    pub pages: (u32, u32),
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

/// No answer of a server, and no clock that was wrong, puts a source off for longer.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);

const COLUMNS: &str = "id, kind, url, site_url, title, folder, last_ok, next_due, failures, error, error_code, etag,
    last_modified, content_hash, icon, added, asked, ended, validators_url, update_minutes, gap_minutes, skip_hours,
    skip_days, retry_at, state, quiet, watch, hub, archive, access, home, newest,
    (SELECT coalesce(sum(u.articles), 0) FROM pile AS p CROSS JOIN unread AS u ON u.pile = p.id AND u.source = source.id
        WHERE p.change IS NULL AND NOT EXISTS (SELECT 1 FROM moved AS m WHERE m.pile = u.pile AND m.source = u.source))
    + (SELECT coalesce(sum(u.articles), 0) FROM moved AS m CROSS JOIN pile AS p ON p.id = m.onto
        CROSS JOIN unread AS u ON u.pile = m.pile AND u.source = m.source
        WHERE m.source = source.id AND p.change IS NULL),
    text, pages_more, pages_same, notify";

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
    /// Whether it is to be asked by itself at `now`. A time that cannot be, because the clock was changed since, counts
    /// as due.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.kind != SourceKind::Saved
            && self.ended.is_none()
            && self.state == SourceState::Active
            && (self.next_due.is_none_or(|due| due <= now || due.duration_since(now) > LONGEST_WAIT)
                || self.asked.is_some_and(|asked| asked > now))
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let time = |index: usize| row.get::<_, Option<i64>>(index).map(|millis| millis.map(timestamp));
        let count = |index: usize| number(row, index).map(Option::unwrap_or_default);
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
            failures: count(8)?,
            error: row.get(9)?,
            error_code: row.get(10)?,
            marks: Marks {
                etag: row.get(11)?,
                last_modified: row.get(12)?,
                content_hash: row.get(13)?,
                url: row.get(18)?,
            },
            icon: row.get(14)?,
            added: timestamp(row.get(15)?),
            asked: time(16)?,
            ended: time(17)?,
            rhythm: Rhythm {
                update_minutes: number(row, 19)?,
                gap_minutes: number(row, 20)?,
                newest: time(31)?,
                skip_hours: count(21)?,
                skip_days: u8::try_from(count(22)?).unwrap_or_default(),
            },
            retry_at: time(23)?,
            state: match row.get_ref(24)?.as_str()? {
                "paused" => SourceState::Paused,
                "gone" => SourceState::Gone,
                _ => SourceState::Active,
            },
            quiet: row.get(25)?,
            watch: row.get(26)?,
            hub: row.get(27)?,
            archive: row.get::<_, Option<String>>(28)?.filter(|archive| !archive.is_empty()),
            access: row.get(29)?,
            home: row.get(30)?,
            unread: row.get::<_, i64>(32)?.unsigned_abs(),
            text: TextMode::named(row.get_ref(33)?.as_str()?),
            pages: (count(34)?, count(35)?),
            notify: row.get(36)?,
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

    /// Gives a source another address; what was known of the old one's answers is forgotten, and it is due at once. False, and nothing changed, when another source has that address.
    pub fn move_source_url(&self, id: SourceId, url: &str, same_server: bool) -> Result<bool, LibraryError> {
        let url = url.to_owned();
        self.writer().write(move |transaction| {
            // One that was unfollowed does not stand in the way; it stays, under an address of its own.
            transaction.execute(
                "UPDATE source SET url = url || '#' || id WHERE url = ?2 AND id <> ?1 AND ended IS NOT NULL",
                (id, &url),
            )?;
            let taken: bool = transaction.query_row(
                "SELECT EXISTS (SELECT 1 FROM source WHERE url = ?2 AND id <> ?1)",
                (id, &url),
                |row| row.get(0),
            )?;
            if taken {
                return Ok(false);
            }
            let sql = "UPDATE source SET url = ?2, etag = NULL, last_modified = NULL, validators_url = NULL,
                 content_hash = NULL, next_due = NULL, retry_at = iif(?3, retry_at, NULL), failures = 0, error = NULL,
                 error_code = NULL, home = NULL, state = iif(state = 'gone', 'active', state) WHERE id = ?1 AND url <> ?2";
            if transaction.execute(sql, (id, &url, same_server))? == 0 {
                let is = transaction.prepare_cached("SELECT 1 FROM source WHERE id = ?1")?.exists([id])?;
                existing(id, usize::from(is))?;
            }
            Ok(true)
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

    /// Asks a source by itself again, or no longer. Going on makes it due at once.
    pub fn set_paused(&self, id: SourceId, paused: bool) -> Result<(), LibraryError> {
        let state = if paused { "paused" } else { "active" };
        self.change_source(
            id,
            "UPDATE source SET state = ?2, next_due = iif(?2 = 'active', NULL, next_due) WHERE id = ?1",
            state,
        )
    }

    /// Makes a source quiet, or no longer: what it publishes is in its own lists, and left out of what is unread of all.
    pub fn set_quiet(&self, id: SourceId, quiet: bool) -> Result<(), LibraryError> {
        self.change_source(id, "UPDATE source SET quiet = ?2 WHERE id = ?1", quiet)
    }

    /// Tells the reader of what a source publishes, or no longer.
    pub fn set_notify(&self, id: SourceId, notify: bool) -> Result<(), LibraryError> {
        self.change_source(id, "UPDATE source SET notify = ?2 WHERE id = ?1", notify)
    }

    /// Where the older entries are that have not been fetched yet; none when all have.
    pub fn set_archive(&self, id: SourceId, archive: Option<&str>) -> Result<(), LibraryError> {
        // Empty: fetched to its end, and the feed's own pointer does not begin it anew.
        self.change_source(id, "UPDATE source SET archive = ?2 WHERE id = ?1", archive.unwrap_or_default().to_owned())
    }

    /// Whom a source is asked as from now on, without secrets.
    pub fn set_access(&self, id: SourceId, access: Option<&str>) -> Result<(), LibraryError> {
        self.change_source(
            id,
            "UPDATE source SET access = ?2, next_due = NULL WHERE id = ?1",
            access.map(str::to_owned),
        )
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
                "UPDATE source SET ended = NULL, folder = coalesce(?2, folder), state = 'active', next_due = NULL,
                 retry_at = NULL, failures = 0, error = NULL, error_code = NULL WHERE id = ?1",
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

pub(crate) fn existing(id: SourceId, changed: usize) -> Result<(), Fault> {
    if changed == 0 { Err(LibraryError::not_found("source", id).into()) } else { Ok(()) }
}

pub(crate) fn within_a_day(due: Timestamp, now: Timestamp) -> i64 {
    millis(due).min(millis(now).saturating_add(24 * 60 * 60 * 1000))
}
