//! Restoring: a backup takes the place of all that the open library holds, in one transaction that the other processes
//! see as any other. What was there before is kept as a backup of its own, so it can be undone. Nobody writes between that
//! and the replacing, so whatever was acknowledged is in one of the two.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use serde::Serialize;

use crate::draft::{Draft, beside};
use crate::error::Fault;
use crate::opening::Identity;
use crate::place::Place;
use crate::{BackupKind, Library, LibraryError, backup, connection, health, migrations, opening, rescue, rule, space};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Restored {
    /// The backup, or for a damaged library the copy, of what was there before: restoring it undoes this.
    pub before: PathBuf,
    /// Articles that are here now.
    pub articles: u64,
}

/// Tries while another process writes: each is preceded by the connection's own waiting of half a minute.
const TRIES: u32 = 3;

impl Library {
    /// Puts what a backup holds in the place of everything here, also one of an earlier format or of another library.
    /// Whoever writes meanwhile waits, and writes to what was restored.
    ///
    /// # Errors
    /// `Invalid` when the file is no library or is damaged, `NewerVersion` when a newer version made it; nothing was
    /// changed then. `Storage` when it cannot be written.
    pub fn restore(&self, from: &Path, now: Timestamp) -> Result<Restored, LibraryError> {
        let place = Arc::clone(&self.0.place);
        let draft = prepared(&place, from)?;
        let before = self.writer().replace(move |library| {
            let copy = connection::alone(draft.path())?;
            fit(&copy, library)?;
            replace(library, &copy, || {
                let present = connection::reading(&place, &mut None)?.connection;
                Here::of(&present)?.stamp(&copy)?;
                keep(&place, &present, now)
            })
        })?;
        let articles = self.reader().read(|connection| {
            Ok(connection.query_row("SELECT count(*) FROM article", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
        })?;
        Ok(Restored { before, articles })
    }
}

/// A copy of the backup, looked through, and of the newest format.
pub(crate) fn prepared(place: &Place, from: &Path) -> Result<Draft, LibraryError> {
    let from = if from.is_dir() { from.join("library.db") } else { from.to_owned() };
    let no_backup = |why: String| {
        LibraryError::invalid(
            "backup",
            why,
            "choose another one, a file of `standfirst backups` or another library's folder; nothing was changed",
        )
    };
    let draft = Draft::in_folder(&place.folder);
    std::fs::File::open(&from).map_err(|error| {
        no_backup(match error.kind() {
            std::io::ErrorKind::NotFound if from.ends_with("library.db") => {
                format!("{} is a folder without a library", from.parent().unwrap_or(&from).display())
            }
            std::io::ErrorKind::NotFound => format!("there is no file {}", from.display()),
            _ => format!("{} cannot be read ({error})", from.display()),
        })
    })?;
    let log = beside(&from, "-wal");
    let copied = if log.exists() { std::fs::copy(&log, beside(draft.path(), "-wal")).map(drop) } else { Ok(()) };
    copied
        .and_then(|()| std::fs::copy(&from, draft.path()))
        .map_err(|error| LibraryError::io(&place.folder, &error))?;
    let unreadable = |fault: Fault| match fault {
        fault if fault.is_disk() => fault.at(&place.folder),
        _ => no_backup("it is damaged, or is none".to_owned()),
    };
    let mut copy = connection::alone(draft.path()).map_err(unreadable)?;
    match opening::identify(&copy).map_err(unreadable)? {
        Identity::Library { format, .. } if format > migrations::NEWEST_FORMAT => {
            return Err(LibraryError::NewerVersion {
                folder: from.display().to_string(),
                found: format,
                known: migrations::NEWEST_FORMAT,
            });
        }
        Identity::Library { .. } => {}
        Identity::Blank | Identity::Foreign => return Err(no_backup("it is no library".to_owned())),
    }
    let complaints = health::database_complaints(&copy, "quick_check").map_err(unreadable)?;
    if let Some(complaint) = complaints.first() {
        tracing::info!(complaint, "the backup is damaged");
        return Err(no_backup("it is damaged".to_owned()));
    }
    migrations::migrate(&mut copy).map_err(unreadable)?;
    if migrations::newest_schema().ok() != migrations::schema(&copy).ok() {
        return Err(no_backup("its tables are not those of a library".to_owned()));
    }
    Ok(draft)
}

/// Keeps what is there before it is replaced; returns where.
fn keep(place: &Place, present: &Connection, now: Timestamp) -> Result<PathBuf, Fault> {
    match backup::write_own(place, present, BackupKind::BeforeRestore, now) {
        Ok(backup) => Ok(backup.path),
        Err(fault) if matches!(fault.told(place), LibraryError::Damaged { .. }) => {
            Ok(rescue::keep(place, now).map_err(|error| LibraryError::io(&place.folder, &error))?)
        }
        Err(fault) => Err(fault),
    }
}

/// What stays of the library that is replaced.
pub(crate) struct Here {
    id: String,
    /// The highest ids that were given out: none is given out again, for another article, say.
    ids: Vec<(String, i64)>,
    /// The edition of its rules, by which everybody knows those that are ready.
    edition: i64,
}

impl Here {
    pub(crate) fn of(connection: &Connection) -> Result<Self, Fault> {
        let ids = connection
            .prepare("SELECT name, seq FROM sqlite_sequence")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let id = connection.query_row("SELECT id FROM library", [], |row| row.get(0))?;
        Ok(Self { id, ids, edition: rule::edition(connection)? })
    }

    pub(crate) fn stamp(&self, copy: &Connection) -> Result<(), Fault> {
        let Self { id, ids, edition } = self;
        copy.execute("UPDATE library SET id = ?1", [id])?;
        for (name, seq) in ids {
            let known = copy.execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", (name, seq))?;
            if known == 0 {
                copy.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (name, seq))?;
            }
        }
        copy.execute("UPDATE rule_edition SET number = max(number, ?1) + 1", [edition])?;
        Ok(())
    }
}

/// Gives a copy the page size of the library that it is to replace: pages are copied as they are, and the connections of
/// other processes know these of old.
pub(crate) fn fit(copy: &Connection, library: &Connection) -> Result<(), Fault> {
    let (size, vacuum) = (space::number(library, "page_size")?, space::number(library, "auto_vacuum")?);
    if space::number(copy, "page_size")? != size || space::number(copy, "auto_vacuum")? != vacuum {
        copy.execute_batch(&format!("PRAGMA page_size = {size}; PRAGMA auto_vacuum = {vacuum}; VACUUM;"))?;
    }
    Ok(())
}

/// Copies all pages of `copy` over those of the library, as one transaction. `last` is done when nobody else can write to
/// the library any more, and may change the copy; when it fails, nothing is replaced.
pub(crate) fn replace<T>(
    library: &mut Connection,
    copy: &Connection,
    last: impl FnOnce() -> Result<T, Fault>,
) -> Result<T, Fault> {
    let copying = Backup::new(copy, library)?;
    // No page yet, but the lock.
    step(&copying, 0)?;
    let done = last()?;
    step(&copying, -1)?;
    Ok(done)
}

fn step(copying: &Backup<'_, '_>, pages: i32) -> Result<(), Fault> {
    for _ in 0..TRIES {
        match copying.step(pages)? {
            StepResult::Done | StepResult::More => return Ok(()),
            _ => std::thread::yield_now(),
        }
    }
    Err(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None).into())
}
