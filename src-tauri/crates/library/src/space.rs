//! The empty room in the database's file, which removing leaves. What comes next goes there, so most of the time it is no
//! loss; what is too much of it is given back to the file system, a little at a time.

use rusqlite::Connection;

use crate::error::Fault;

/// Pages given back in one go: a megabyte, which takes a few milliseconds.
const AT_ONCE: i64 = 256;
/// This part of the file may be empty: the next refreshes need room, and a file that grows and shrinks gets scattered.
const SPARE: i64 = 10;
/// `PRAGMA auto_vacuum` of a file that can give back a little at a time.
const INCREMENTAL: i64 = 2;

/// Bytes of the file that are empty.
pub(crate) fn free(connection: &Connection) -> Result<u64, Fault> {
    Ok((number(connection, "freelist_count")? * number(connection, "page_size")?).unsigned_abs())
}

/// Gives back up to [`AT_ONCE`] pages beyond the spare ones; whether there are more.
pub(crate) fn give_back(connection: &Connection) -> Result<bool, Fault> {
    if number(connection, "auto_vacuum")? != INCREMENTAL {
        return Ok(false);
    }
    let beyond = number(connection, "freelist_count")? - number(connection, "page_count")? / SPARE;
    if beyond <= 0 {
        return Ok(false);
    }
    // A row for each page: only who reads them all has them all given back.
    let mut give = connection.prepare(&format!("PRAGMA incremental_vacuum({})", beyond.min(AT_ONCE)))?;
    let mut rows = give.query([])?;
    while rows.next()?.is_some() {}
    Ok(beyond > AT_ONCE)
}

/// Writes the file anew without empty room, as one that can give back a little at a time from now on.
pub(crate) fn compact(connection: &Connection) -> Result<(), Fault> {
    connection.execute_batch("PRAGMA auto_vacuum = incremental; VACUUM;")?;
    // Until then all of it lies in the log, and the file is as large as before.
    connection.query_row("PRAGMA wal_checkpoint(truncate)", [], |_| Ok(()))?;
    Ok(())
}

pub(crate) fn number(connection: &Connection, pragma: &str) -> Result<i64, Fault> {
    Ok(connection.pragma_query_value(None, pragma, |row| row.get(0))?)
}
