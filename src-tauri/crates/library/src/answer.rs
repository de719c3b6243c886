//! What asking a source brought: noted together with what it published, so that a crash finds all of it or nothing.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::source::{existing, within_a_day};
use crate::time::{millis, timestamp};
use crate::{Library, LibraryError, NewArticle, SourceId, Stored, image, store};

/// Requests that are remembered of each source.
pub const REMEMBERED: u32 = 20;

/// What a source is recognised by at the next request (RFC 9110, 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// HTTP validator.
    pub etag: Option<String>,
    /// HTTP validator.
    pub last_modified: Option<String>,
    /// The address they came from, when it is not the source's own.
    pub url: Option<String>,
    /// The hash of the document.
    pub content_hash: Option<String>,
}

/// How often a source says and shows that it publishes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Rhythm {
    /// Minutes the feed asks to be left alone between two requests.
    pub update_minutes: Option<u32>,
    /// Minutes between two of its entries of late.
    pub gap_minutes: Option<u32>,
    /// When its newest entry was published.
    pub newest: Option<Timestamp>,
    /// Bit n set: not asked in hour n (UTC).
    pub skip_hours: u32,
    /// Bit n set: not asked on day n (UTC, Monday is 0).
    pub skip_days: u8,
}

/// A source answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The address that was asked. When the source has another by now, the answer is not its own any more.
    pub asked: String,
    /// It was on a private address.
    pub home: bool,
    /// Sent back with the next request.
    pub marks: Marks,
    /// When to ask again. More than 24 hours ahead is brought to 24.
    pub next_due: Timestamp,
    /// What is in the answer; none when nothing is new.
    pub published: Option<Published>,
    /// For the history.
    pub request: Request,
}

/// An answer with its texts packed.
pub struct PreparedAnswer {
    id: SourceId,
    asked: String,
    home: bool,
    marks: Marks,
    next_due: Timestamp,
    published: Option<Published>,
    request: Request,
    articles: Vec<store::Prepared>,
    pictures: Vec<(String, String)>,
}

/// What a source published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Its entries, the newest first, but for those of [`Self::unchanged`].
    pub articles: Vec<NewArticle>,
    /// Ids of entries that [`Library::known_entries`] knows.
    pub unchanged: Vec<String>,
    /// Every picture they show.
    pub pictures: Vec<String>,
    /// A new name; none keeps the old.
    pub title: Option<String>,
    /// A new address for people; none keeps the old.
    pub site_url: Option<String>,
    /// A `WebSub` hub.
    pub hub: Option<String>,
    /// Where the older entries are (RFC 5005).
    pub archive: Option<String>,
    /// Its rhythm.
    pub rhythm: Rhythm,
    /// How a page without a feed is read from now on; none leaves it as it was.
    pub watch: Option<String>,
    /// Where it has moved for good. Ignored when another source has that address.
    pub moved_to: Option<String>,
}

/// A source did not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The address that was asked. When the source has another by now, this says nothing of it.
    pub asked: String,
    /// Why, for programs.
    pub code: String,
    /// Why, and what to do, for people.
    pub message: String,
    /// When to ask again. More than 24 hours ahead is brought to 24.
    pub next_due: Timestamp,
    /// Nobody, in a hurry or not, asks before this.
    pub retry_at: Option<Timestamp>,
    /// It said, and confirmed, that it is gone for good.
    pub gone: bool,
    /// For the history.
    pub request: Request,
}

/// One request, as the source's history has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Request {
    /// Milliseconds from asking to the whole answer.
    pub took_ms: u64,
    /// Of the document, its content encoding undone.
    pub bytes: u64,
    /// `new`, `unchanged`, `same` (sent again in full, the same as before), or the code of a failure.
    pub outcome: String,
}

/// A request that is remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PastRequest {
    /// When it was made.
    pub at: Timestamp,
    /// What it was.
    #[serde(flatten)]
    pub request: Request,
    /// Articles it brought that were not known.
    pub new: u64,
    /// What went wrong, for people.
    pub message: Option<String>,
}

impl Library {
    /// Notes that a source answered and stores what it published, in one transaction. The texts must be safe already.
    /// Indexing follows by itself.
    ///
    /// # Errors
    /// `NotFound` when there is no such source.
    pub fn record_answer(&self, id: SourceId, answer: Answer, now: Timestamp) -> Result<Stored, LibraryError> {
        self.write_answer(self.prepare_answer(id, answer)?, now)
    }

    /// The first half of [`Self::record_answer`]: what takes the processor. Nothing is written yet.
    pub fn prepare_answer(&self, id: SourceId, answer: Answer) -> Result<PreparedAnswer, LibraryError> {
        let Answer { asked, home, marks, next_due, mut published, request } = answer;
        let (mut articles, mut pictures) = (Vec::new(), Vec::new());
        if let Some(published) = &mut published {
            articles = store::prepare(self, id, std::mem::take(&mut published.articles), &published.unchanged)?;
            pictures = image::unknown(self, &std::mem::take(&mut published.pictures))?;
        }
        Ok(PreparedAnswer { id, asked, home, marks, next_due, published, request, articles, pictures })
    }

    /// The second half of [`Self::record_answer`]: what waits for the disk.
    ///
    /// # Errors
    /// `NotFound` when there is no such source.
    pub fn write_answer(&self, answer: PreparedAnswer, now: Timestamp) -> Result<Stored, LibraryError> {
        let PreparedAnswer { id, asked, home, marks, next_due, published, request, articles, pictures } = answer;
        let queues = !articles.is_empty();
        let watch = self.watch();
        let work = move |transaction: &Transaction<'_>| {
            if !is_at(transaction, id, &asked)? {
                return Ok(Stored::default());
            }
            note_success(transaction, id, &marks, next_due, home, now)?;
            let stored = store::write(transaction, id, articles, store::Queue::Pages, &watch, now)?;
            image::expect(transaction, pictures)?;
            if let Some(published) = published {
                note_published(transaction, id, &published)?;
            }
            remember(transaction, id, &request, stored.new.len(), None, now)?;
            Ok(stored)
        };
        if queues { self.writer().store(work) } else { self.writer().write(work) }
    }

    /// Notes that a source failed. Its articles and validators stay.
    ///
    /// # Errors
    /// `NotFound` when there is no such source.
    pub fn record_failure(&self, id: SourceId, refusal: Refusal, now: Timestamp) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            if !is_at(transaction, id, &refusal.asked)? {
                return Ok(());
            }
            let changed = transaction
                .prepare_cached(
                    "UPDATE source SET error_code = ?2, error = ?3, next_due = ?4, asked = ?5, failures = failures + 1,
                     retry_at = ?6, state = iif(?7 AND state = 'active', 'gone', state) WHERE id = ?1",
                )?
                .execute((
                    id,
                    &refusal.code,
                    &refusal.message,
                    within_a_day(refusal.next_due, now),
                    millis(now),
                    refusal.retry_at.map(|at| within_a_day(at, now)),
                    refusal.gone,
                ))?;
            existing(id, changed)?;
            remember(transaction, id, &refusal.request, 0, Some(&refusal.message), now)
        })
    }

    /// The last requests of a source, at most [`REMEMBERED`], the newest first.
    pub fn requests(&self, id: SourceId) -> Result<Vec<PastRequest>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT at, took_ms, bytes, new, outcome, message FROM request WHERE source = ?1
                 ORDER BY at DESC, (SELECT asks - 1 - slot + 20 FROM source WHERE id = ?1) % 20",
            )?;
            let rows = query.query_map([id], |row| {
                Ok(PastRequest {
                    at: timestamp(row.get(0)?),
                    request: Request {
                        took_ms: row.get::<_, i64>(1)?.unsigned_abs(),
                        bytes: row.get::<_, i64>(2)?.unsigned_abs(),
                        outcome: row.get(4)?,
                    },
                    new: row.get::<_, i64>(3)?.unsigned_abs(),
                    message: row.get(5)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// How many of these ids are those of entries that a source has published before.
    pub fn count_known(&self, id: SourceId, guids: &[String]) -> Result<usize, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached("SELECT 1 FROM status WHERE source = ?1 AND guid = ?2")?;
            let mut known = 0;
            for guid in guids {
                known += usize::from(query.exists((id, guid))?);
            }
            Ok(known)
        })
    }
}

fn note_success(
    transaction: &Transaction<'_>,
    id: SourceId,
    marks: &Marks,
    next_due: Timestamp,
    home: bool,
    now: Timestamp,
) -> Result<(), Fault> {
    let changed = transaction
        .prepare_cached(
            "UPDATE source SET etag = ?2, last_modified = ?3, validators_url = ?4, content_hash = ?5, next_due = ?6,
             asked = ?7, last_ok = ?7, failures = 0, error = NULL, error_code = NULL, retry_at = NULL,
             state = iif(state = 'gone', 'active', state), home = coalesce(home, ?8) WHERE id = ?1",
        )?
        .execute((
            id,
            &marks.etag,
            &marks.last_modified,
            &marks.url,
            &marks.content_hash,
            within_a_day(next_due, now),
            millis(now),
            home,
        ))?;
    existing(id, changed)
}

/// Whether a source still has the address that was asked.
///
/// # Errors
/// `NotFound` when there is no such source.
fn is_at(transaction: &Transaction<'_>, id: SourceId, asked: &str) -> Result<bool, Fault> {
    transaction
        .prepare_cached("SELECT url = ?2 FROM source WHERE id = ?1")?
        .query_row((id, asked), |row| row.get(0))
        .optional()?
        .ok_or_else(|| LibraryError::not_found("source", id).into())
}

fn note_published(transaction: &Transaction<'_>, id: SourceId, published: &Published) -> Result<(), Fault> {
    let Published { title, site_url, hub, archive, rhythm, watch, moved_to, .. } = published;
    transaction
        .prepare_cached(
            "UPDATE source SET title = coalesce(?2, title), site_url = coalesce(?3, site_url), hub = ?4, archive = coalesce(archive, ?5),
             update_minutes = ?6, gap_minutes = ?7, skip_hours = ?8, skip_days = ?9,
             newest = ?10, watch = coalesce(?11, watch) WHERE id = ?1",
        )?
        .execute((
            id,
            title,
            site_url,
            hub,
            archive,
            rhythm.update_minutes,
            rhythm.gap_minutes,
            rhythm.skip_hours,
            rhythm.skip_days,
            rhythm.newest.map(millis),
            watch,
        ))?;
    if let Some(url) = moved_to {
        transaction.prepare_cached("UPDATE OR IGNORE source SET url = ?2 WHERE id = ?1")?.execute((id, url))?;
    }
    Ok(())
}

fn remember(
    transaction: &Transaction<'_>,
    id: SourceId,
    request: &Request,
    new: usize,
    message: Option<&str>,
    now: Timestamp,
) -> Result<(), Fault> {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO request (source, slot, at, took_ms, bytes, new, outcome, message)
             SELECT id, asks % ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM source WHERE id = ?1",
        )?
        .execute((
            id,
            REMEMBERED,
            millis(now),
            count(request.took_ms),
            count(request.bytes),
            count(new as u64),
            &request.outcome,
            message,
        ))?;
    transaction.prepare_cached("UPDATE source SET asks = asks + 1 WHERE id = ?1")?.execute([id])?;
    Ok(())
}
