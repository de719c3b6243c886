//! Health: whether database, search index and format are as they should be, and what can be mended.

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::Connection;
use serde::Serialize;

use crate::error::Fault;
use crate::{Library, LibraryError, Rescue, body, recount, rescue};

const OK: &str = "ok";
/// Complaints told at most.
const MOST: usize = 20;

/// What `check` found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// `ok`, or what is wrong with the database.
    pub integrity: String,
    /// `ok`, or what is wrong with the search index.
    pub fts: String,
    /// The format's number.
    pub schema: u32,
    /// Whether all is well.
    #[serde(skip)]
    pub ok: bool,
}

impl Library {
    /// Looks through the whole library: pages, indexes, references, every text, and the search index, after its queue
    /// is finished. Reads everything, so it takes about a second for 25,000 articles.
    pub fn check(&self) -> Result<Check, LibraryError> {
        // A search index that cannot be written is what this is here to tell.
        let behind = self.catch_up().err();
        let mut check = self.reader().read(look)?;
        if let Some(error) = behind.filter(|_| check.fts == OK) {
            check.fts = error.to_string();
            check.ok = false;
        }
        Ok(check)
    }

    /// Looks through the reader's own part, and then the whole database, for damage that shows without reading every text:
    /// what is wrong, or nothing. To be done where nobody waits for it.
    pub fn quick_check(&self) -> Result<Option<String>, LibraryError> {
        for table in ["status", "tag", "highlight", "source"] {
            let found =
                self.reader().read(|connection| complaints(connection, &format!("PRAGMA quick_check({table})")))?;
            if let Some(complaint) = found.into_iter().next() {
                return Ok(Some(complaint));
            }
        }
        Ok(self.reader().read(|connection| database_complaints(connection, "quick_check"))?.into_iter().next())
    }

    /// Whether the log was not put away when the library was used last: that program was killed, or the power went. Also
    /// while another program has it open.
    #[must_use]
    pub fn ended_uncleanly(&self) -> bool {
        self.0.unclean
    }

    /// Mends what can be made anew from the rest: the search index and the database's own indexes. Where that does not
    /// help, what can be read is rescued ([`Library::rescue`]). The library as it was is copied first, to
    /// `library.damaged-TIME`. Returns what `check` says afterwards.
    pub fn repair(&self, now: Timestamp) -> Result<(Check, Option<Rescue>), LibraryError> {
        let before = match self.check() {
            Ok(check) if check.ok => return Ok((check, None)),
            Ok(check) => Some(check),
            Err(LibraryError::Damaged { .. }) => None,
            Err(error) => return Err(error),
        };
        let kept = self.keep_copy(now)?;
        let rebuild = before.is_none_or(|check| check.fts != OK);
        let mended = self.writer().store(move |transaction| {
            if rebuild {
                transaction.execute_batch(
                    "INSERT INTO words (words) VALUES ('delete-all');
                     INSERT OR IGNORE INTO index_queue (article) SELECT id FROM article;",
                )?;
            }
            transaction.execute_batch("REINDEX")?;
            recount::anew(transaction)
        });
        if let Err(error @ LibraryError::Storage { .. }) = mended {
            return Err(error);
        }
        match self.check() {
            Ok(check) if check.ok => Ok((check, None)),
            Ok(_) | Err(LibraryError::Damaged { .. }) => {
                let rescue = self.rescue_from(Some(kept), now)?;
                Ok((self.check()?, Some(rescue)))
            }
            Err(error) => Err(error),
        }
    }

    /// Copies the database as it is, damage and all; returns where it lies.
    pub(crate) fn keep_copy(&self, now: Timestamp) -> Result<PathBuf, LibraryError> {
        let place = self.place();
        rescue::keep(place, now).map_err(|error| LibraryError::io(&place.folder, &error))
    }
}

/// What `check` (`integrity_check` or `quick_check`) complains of besides the search index, which is made anew from the
/// rest.
pub(crate) fn database_complaints(connection: &Connection, check: &str) -> Result<Vec<String>, Fault> {
    Ok(both_complaints(connection, check)?.0)
}

/// Of the database, and of the search index.
fn both_complaints(connection: &Connection, check: &str) -> Result<(Vec<String>, Vec<String>), Fault> {
    let index = complaints(connection, &format!("PRAGMA {check}(words)"))?;
    let mut all = complaints(connection, &format!("PRAGMA {check}"))?;
    let of_index: HashSet<&String> = index.iter().collect();
    all.retain(|complaint| !of_index.contains(complaint));
    Ok((all, index))
}

fn look(connection: &Connection) -> Result<Check, Fault> {
    let (mut integrity, mut index) = both_complaints(connection, "integrity_check")?;
    if integrity.is_empty() {
        let strays = count(connection, "SELECT count(*) FROM pragma_foreign_key_check")?;
        if strays > 0 {
            integrity.push(format!("{strays} rows belong to nothing"));
        }
        let wrong = recount::wrong(connection)?;
        if wrong > 0 {
            integrity.push(format!("{wrong} entries of lists or counts are wrong"));
        }
        let unreadable = unreadable_texts(connection)?;
        if unreadable > 0 {
            integrity.push(format!("{unreadable} texts cannot be read"));
        }
    }
    if index.is_empty() && integrity.is_empty() {
        let missing = count(
            connection,
            "SELECT count(*) FROM article WHERE id NOT IN (SELECT id FROM words_docsize) AND id NOT IN (SELECT article FROM index_queue)",
        )?;
        if missing > 0 {
            index.push(format!("{missing} articles are missing from it"));
        }
    }
    let told = |complaints: &[String]| {
        if complaints.is_empty() { OK.to_owned() } else { complaints.join("; ") }
    };
    Ok(Check {
        integrity: told(&integrity),
        fts: told(&index),
        schema: connection.pragma_query_value(None, "user_version", |row| row.get(0))?,
        ok: integrity.is_empty() && index.is_empty(),
    })
}

/// What `SQLite` complains of; nothing when all is well. A check that ends in an error found damage, too.
fn complaints(connection: &Connection, pragma: &str) -> Result<Vec<String>, Fault> {
    let mut complaints = Vec::new();
    let mut statement = match connection.prepare(pragma).map_err(Fault::from) {
        Err(fault) if !fault.is_disk() => return Ok(vec![format!("the check itself failed ({})", fault.words())]),
        statement => statement?,
    };
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    for row in rows.take(MOST) {
        match row {
            Ok(line) if line == OK => {}
            Ok(line) => complaints.push(line),
            Err(error) => {
                let fault = Fault::from(error);
                if fault.is_disk() {
                    return Err(fault);
                }
                complaints.push(format!("the check itself failed ({})", fault.words()));
                break;
            }
        }
    }
    Ok(complaints)
}

fn count(connection: &Connection, sql: &str) -> Result<i64, Fault> {
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Texts whose frame is not what was written, and articles without one.
fn unreadable_texts(connection: &Connection) -> Result<usize, Fault> {
    let mut query = connection.prepare(
        "SELECT body.html_bytes, body.bytes, body.frame FROM article LEFT JOIN body ON body.article = article.id",
    )?;
    let rows = query.query_map([], |row| {
        Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?, row.get::<_, Option<Vec<u8>>>(2)?))
    })?;
    let mut unreadable = 0;
    for row in rows {
        let whole = match row? {
            (Some(html_bytes), Some(bytes), Some(frame)) => body::unpack(html_bytes, bytes, &frame).is_ok(),
            _ => false,
        };
        unreadable += usize::from(!whole);
    }
    for table in ["other_text", "provenance"] {
        let mut query = connection.prepare(&format!("SELECT bytes, frame FROM {table}"))?;
        let rows = query.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        for row in rows {
            let (bytes, frame) = row?;
            unreadable += usize::from(body::decompress(&frame, bytes).is_err());
        }
    }
    Ok(unreadable)
}
