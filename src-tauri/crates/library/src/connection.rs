//! Connections: one way to write, and the ways to read that are left when the disk is full or the folder read-only.

use std::path::Path;
use std::time::{Duration, SystemTime};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;
use url::Url;

use crate::error::Fault;
use crate::place::{Place, length};

/// Waits for another connection's lock, for about 30 seconds. `SQLite`'s own waiting grows to a tenth of a second a
/// try, which misses the short gaps that an indexing process leaves.
fn wait(tries: i32) -> bool {
    let millis = u64::try_from(tries.clamp(1, 6)).unwrap_or(1);
    std::thread::sleep(Duration::from_millis(millis));
    tries < 5000
}

fn prepare(connection: &mut Connection) -> Result<(), Fault> {
    connection.busy_handler(Some(wait))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // The way to the rows is that of the SQL, whatever the values: else a statement is compiled anew for each LIMIT.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // A temporary file could fail to be made when the disk is full.
    connection.execute_batch("PRAGMA temp_store = memory; PRAGMA cell_size_check = on; PRAGMA cache_size = -8000;")?;
    Ok(())
}

/// Opens the database for writing, making the file when there is none. A commit returns once it is on the disk.
pub(crate) fn writing(place: &Place, create: bool) -> Result<Connection, Fault> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let mut connection = Connection::open_with_flags(place.database(), flags)?;
    prepare(&mut connection)?;
    // fullfsync: on macOS a plain fsync leaves the data in the drive's own memory.
    connection.execute_batch(
        "PRAGMA synchronous = full; PRAGMA fullfsync = on; PRAGMA checkpoint_fullfsync = on;
         PRAGMA foreign_keys = on; PRAGMA journal_size_limit = 67108864;",
    )?;
    if create {
        // Only a database that is still empty takes this: what is freed later is given back a little at a time.
        connection.execute_batch("PRAGMA auto_vacuum = incremental")?;
        let mode: String = connection.query_row("PRAGMA journal_mode = wal", [], |row| row.get(0))?;
        debug_assert_eq!(mode, "wal");
    }
    Ok(connection)
}

/// A connection that reads, and a copy of the library that lives as long as it, when only a copy could be read.
pub(crate) struct Reading {
    pub(crate) connection: Connection,
    /// Whether other processes' changes are seen as they come.
    pub(crate) live: bool,
}

/// A copy of the database and its log in the system's temporary folder, and the log's state it was made from.
#[derive(Debug)]
pub(crate) struct Copied {
    folder: TempDir,
    from: (u64, Option<SystemTime>),
}

/// Opens the database for reading, in the first way that works:
/// as usual; without the shared files, when the log is empty; or a copy, when the log holds changes that cannot be
/// read in place (its index cannot be made on a full disk or in a read-only folder).
pub(crate) fn reading(place: &Place, copied: &mut Option<Copied>) -> Result<Reading, Fault> {
    let usual = try_reading(&place.database(), "");
    let error = match usual {
        Ok(connection) => {
            *copied = None;
            return Ok(Reading { connection, live: true });
        }
        Err(error) if !error.is_disk() => return Err(error),
        Err(error) => error,
    };
    let log = length(&place.log()).ok().flatten().unwrap_or(0);
    let fallback = if log == 0 {
        try_reading(&place.database(), "immutable=1")
    } else {
        let from = (log, std::fs::metadata(place.log()).and_then(|metadata| metadata.modified()).ok());
        if copied.as_ref().is_none_or(|copied| copied.from != from) {
            *copied = copy(place)
                .map(|folder| Copied { folder, from })
                .inspect_err(|error| tracing::warn!(%error, "no copy to read from"))
                .ok();
        }
        match copied {
            Some(copied) => try_reading(&copied.folder.path().join("library.db"), ""),
            None => return Err(error),
        }
    };
    match fallback {
        Ok(connection) => Ok(Reading { connection, live: false }),
        Err(second) if second.is_disk() => Err(error),
        Err(second) => Err(second),
    }
}

fn copy(place: &Place) -> std::io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("standfirst-reading-").tempdir()?;
    std::fs::copy(place.log(), folder.path().join("library.db-wal"))?;
    std::fs::copy(place.database(), folder.path().join("library.db"))?;
    Ok(folder)
}

/// Opens a database that nobody else has, as one file without a log.
pub(crate) fn alone(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    prepare(&mut connection)?;
    // Whoever makes it has it written down as a whole once it is done.
    connection.execute_batch("PRAGMA locking_mode = exclusive; PRAGMA journal_mode = truncate; PRAGMA synchronous = off; PRAGMA foreign_keys = on;")?;
    Ok(connection)
}

/// Opens a database that nobody writes to, without laying anything beside it.
pub(crate) fn immutable(path: &Path) -> Result<Connection, Fault> {
    try_reading(path, "immutable=1")
}

fn try_reading(path: &Path, options: &str) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let mut connection = match Url::from_file_path(path) {
        Ok(mut url) if !options.is_empty() => {
            url.set_query(Some(options));
            Connection::open_with_flags(url.as_str(), flags)?
        }
        _ => Connection::open_with_flags(path, flags)?,
    };
    prepare(&mut connection)?;
    // Opening touches no file yet; this reads the first page and the log.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}
