//! Backups: the whole database in one file, copied from one snapshot while the library is in use, and looked through
//! before it counts.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OpenFlags, backup};
use serde::Serialize;

use crate::draft::{self, Draft};
use crate::error::{Fault, io_words};
use crate::place::{Place, make_folder};
use crate::{Library, LibraryError, connection, health, migrations, time};

/// Daily backups that are kept.
const DAYS: usize = 7;
/// Backups of each other kind that are kept.
const OTHERS: usize = 3;
const DAY: SignedDuration = SignedDuration::from_hours(24);
const MONTH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A backup from later than this was made by a clock that was wrong.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);
/// Pages copied in one go: four megabytes.
const STEP: i32 = 1024;
/// Between two of them, for whoever else wants the disk.
const PAUSE: Duration = Duration::from_millis(1);

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BackupKind {
    /// By itself, once a day.
    Daily,
    /// Before another one was restored.
    BeforeRestore,
    /// Before a newer version of the program took the library over.
    BeforeUpdate,
}

/// A backup among the library's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backup {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was made.
    pub at: Timestamp,
    /// Why.
    pub kind: BackupKind,
    /// Its size.
    pub bytes: u64,
}

impl BackupKind {
    const ALL: [Self; 3] = [Self::Daily, Self::BeforeRestore, Self::BeforeUpdate];

    /// As it stands in names and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::BeforeRestore => "before-restore",
            Self::BeforeUpdate => "before-update",
        }
    }

    fn kept(self) -> usize {
        if self == Self::Daily { DAYS } else { OTHERS }
    }
}

impl Library {
    /// Writes a backup to `path`; returns its size. One that lies there is replaced once the new one is whole.
    ///
    /// # Errors
    /// `Invalid` when something else lies there; `Damaged` when the library is; `Storage` when it cannot be written.
    pub fn back_up(&self, path: &Path) -> Result<u64, LibraryError> {
        let path = std::path::absolute(path).map_err(|error| io_failed(path, &error))?;
        if path.is_dir() {
            return Err(LibraryError::invalid("backup", "a folder has that name", "give the name of a file"));
        }
        if path.exists() && (self.place().owns(&path) || !is_library(&path)) {
            return Err(LibraryError::invalid(
                "backup",
                "another file that is no backup has that name",
                "choose another name",
            ));
        }
        if let Some(folder) = path.parent()
            && let Err(error) = std::fs::metadata(folder)
        {
            return Err(io_failed(&path, &error));
        }
        self.write(&path)
    }

    /// Writes the backup of the day into the library's own, if none was made within a day of `now`, and lets the eldest
    /// go once it is whole. A library with nothing in it has none.
    ///
    /// # Errors
    /// As [`Self::back_up`]. The others stay then.
    pub fn back_up_daily(&self, now: Timestamp) -> Result<Option<Backup>, LibraryError> {
        let recent = |backup: &Backup| {
            backup.kind == BackupKind::Daily
                && backup.at.duration_since(now) <= AHEAD
                && now.duration_since(backup.at) < DAY
        };
        let filled = |connection: &Connection| {
            let sql = "SELECT EXISTS (SELECT 1 FROM source WHERE kind <> 'saved') OR EXISTS (SELECT 1 FROM status)";
            Ok(connection.query_row(sql, [], |row| row.get(0))?)
        };
        if self.backups()?.iter().any(recent) || !self.reader().read(filled)? {
            return Ok(None);
        }
        let place = self.place();
        self.reader().read(|connection| write_own(place, connection, BackupKind::Daily, now)).map(Some)
    }

    /// The library's own backups, the newest first.
    ///
    /// # Errors
    /// `Storage` when their folder cannot be read.
    pub fn backups(&self) -> Result<Vec<Backup>, LibraryError> {
        of(&self.place().folder)
    }

    fn write(&self, path: &Path) -> Result<u64, LibraryError> {
        self.reader().read(|connection| write(connection, path))
    }
}

/// Writes a backup of what a connection sees into the library's own.
pub(crate) fn write_own(
    place: &Place,
    connection: &Connection,
    kind: BackupKind,
    now: Timestamp,
) -> Result<Backup, Fault> {
    let (path, at) = free_name(place, kind, now)?;
    let bytes = write(connection, &path)?;
    thin(place, kind, now);
    Ok(Backup { path, at, kind, bytes })
}

/// The backups in the library's folder, the newest first; also of a library that cannot be opened.
pub(crate) fn of(library: &Path) -> Result<Vec<Backup>, LibraryError> {
    let entries = match std::fs::read_dir(folder(library)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| LibraryError::io(library, &error))?,
    };
    let mut backups: Vec<Backup> = entries.flatten().filter_map(|entry| named(&entry.path())).collect();
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.at));
    Ok(backups)
}

/// Copies the library as it was before it is brought to the newest format.
pub(crate) fn before_update(place: &Place, connection: &Connection) -> Result<(), LibraryError> {
    // Opening a library knows no time but the file's own.
    let changed = std::fs::metadata(place.database()).and_then(|metadata| metadata.modified());
    let at = changed.ok().and_then(|changed| Timestamp::try_from(changed).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    let (path, at) = free_name(place, BackupKind::BeforeUpdate, at)?;
    write(connection, &path).map_err(|fault| fault.at(&place.folder))?;
    thin(place, BackupKind::BeforeUpdate, at);
    Ok(())
}

fn folder(library: &Path) -> PathBuf {
    library.join("backups")
}

/// A name that no backup has, and the time that stands in it.
fn free_name(place: &Place, kind: BackupKind, at: Timestamp) -> Result<(PathBuf, Timestamp), LibraryError> {
    let folder = folder(&place.folder);
    make_folder(&folder).map_err(|error| io_failed(&folder, &error))?;
    draft::clear(&folder);
    // Where restoring and rescuing have theirs.
    draft::clear(&place.folder);
    let second = SignedDuration::from_secs(1);
    let mut at = time::timestamp(time::millis(at) / 1000 * 1000);
    loop {
        let path = folder.join(format!("{}-{}.db", kind.as_str(), at.strftime(STAMP)));
        if !path.exists() {
            return Ok((path, at));
        }
        at = at.checked_add(second).map_err(|_| unwritten(&path, "its time is out of bounds"))?;
    }
}

const STAMP: &str = "%Y%m%dT%H%M%SZ";

fn named(path: &Path) -> Option<Backup> {
    let name = path.file_name()?.to_str()?.strip_suffix(".db")?;
    let (kind, stamp) = name.rsplit_once('-')?;
    let kind = BackupKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
    // ISO 8601, basic format.
    let at = stamp.parse().ok()?;
    Some(Backup { path: path.to_owned(), at, kind, bytes: std::fs::metadata(path).ok()?.len() })
}

/// Lets the eldest of a kind go. One of the future was made by a wrong clock, before all that are of the past. Who restores
/// one backup after the other to find the right one must not lose what was there before the first: for a month, all of
/// those stay.
fn thin(place: &Place, kind: BackupKind, now: Timestamp) {
    let mut backups = of(&place.folder).unwrap_or_default();
    backups.retain(|backup| backup.kind == kind);
    let (ahead, past): (Vec<_>, Vec<_>) = backups.into_iter().partition(|backup| backup.at.duration_since(now) > AHEAD);
    let stays = |backup: &Backup| kind == BackupKind::BeforeRestore && now.duration_since(backup.at) < MONTH;
    for backup in past.iter().chain(&ahead).skip(kind.kept()).filter(|backup| !stays(backup)) {
        if let Err(error) = std::fs::remove_file(&backup.path) {
            tracing::info!(%error, "an old backup was not removed");
        }
    }
}

/// What a copy is compared by.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    id: String,
    pages: i64,
    counts: Vec<i64>,
}

/// Copies what a snapshot shows to `path`; returns the size.
fn write(snapshot: &Connection, path: &Path) -> Result<u64, Fault> {
    // This also holds the snapshot for as long as the copying takes.
    let before = contents(snapshot)?;
    let draft = Draft::in_folder(path.parent().unwrap_or(path));
    copy(snapshot, draft.path()).map_err(|fault| match fault {
        Fault::Sqlite(error) if Fault::is_disk_error(&error) => match LibraryError::from_sqlite(path, &error) {
            LibraryError::Storage { why, todo, .. } => LibraryError::storage_of(name(path), why, &todo).into(),
            other => other.into(),
        },
        fault => fault,
    })?;
    let copied = connection::immutable(draft.path())?;
    let found = contents(&copied)?;
    let complaints = health::database_complaints(&copied, "quick_check")?;
    drop(copied);
    if let Some(complaint) = complaints.first() {
        return Err(
            LibraryError::damaged(path, format!("what was copied from the library is damaged ({complaint})")).into()
        );
    }
    if found != before {
        return Err(unwritten(path, "the copy differs from the library").into());
    }
    draft.publish(path).map_err(|error| io_failed(path, &error))?;
    Ok(std::fs::metadata(path).map_or(0, |metadata| metadata.len()))
}

fn copy(from: &Connection, to: &Path) -> Result<(), Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut target = Connection::open_with_flags(to, flags)?;
    // It counts once it is on the disk as a whole; until then nothing need be undone.
    target.execute_batch("PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -8000;")?;
    backup::Backup::new(from, &mut target)?.run_to_completion(STEP, PAUSE, None)?;
    Ok(())
}

fn contents(connection: &Connection) -> Result<Contents, Fault> {
    let count = |table| connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    Ok(Contents {
        id: connection.query_row("SELECT id FROM library", [], |row| row.get(0))?,
        pages: connection.pragma_query_value(None, "page_count", |row| row.get(0))?,
        counts: ["source", "status", "tag", "highlight", "setting"].into_iter().map(count).collect::<Result<_, _>>()?,
    })
}

/// Whether a file has the header of a library.
fn is_library(path: &Path) -> bool {
    connection::immutable(path)
        .and_then(|file| Ok(file.pragma_query_value(None, "application_id", |row| row.get::<_, i32>(0))?))
        .is_ok_and(|id| id == migrations::APPLICATION_ID)
}

fn unwritten(path: &Path, why: &str) -> LibraryError {
    LibraryError::storage_of(name(path), why, "try again, or choose another place; older backups are still here")
}

fn io_failed(path: &Path, error: &io::Error) -> LibraryError {
    let (why, todo) = io_words(error);
    LibraryError::storage_of(name(path), why, todo)
}

fn name(path: &Path) -> String {
    format!("The backup {}", path.display())
}
