//! The formats a library went through. All the steps are one transaction together with the number in `user_version`, so
//! that a program killed in between finds either the old format or the newest one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Fault;

/// `Stdf`: in the file's header, to tell it from other programs' databases.
pub(crate) const APPLICATION_ID: i32 = 0x5374_6466;

const STEPS: &[&str] = &[
    include_str!("../migrations/0001_library.sql"),
    include_str!("../migrations/0002_sources.sql"),
    include_str!("../migrations/0003_texts.sql"),
    include_str!("../migrations/0004_scale.sql"),
    include_str!("../migrations/0005_search.sql"),
    include_str!("../migrations/0006_rules.sql"),
    include_str!("../migrations/0007_highlights.sql"),
    include_str!("../migrations/0008_later.sql"),
    include_str!("../migrations/0009_notify.sql"),
];

/// The newest format this program knows.
#[allow(clippy::cast_possible_truncation, reason = "a handful")]
pub const NEWEST_FORMAT: u32 = STEPS.len() as u32;

/// Brings a database to the newest format; an empty one becomes a library.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    migrate_to(connection, NEWEST_FORMAT)
}

/// Brings a database to a format, if it is of an earlier one.
pub(crate) fn migrate_to(connection: &mut Connection, wanted: u32) -> Result<(), Fault> {
    // Immediate, and the number is read inside: another process may be doing the same.
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    let format: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let steps = |format: u32| usize::try_from(format).unwrap_or(usize::MAX);
    for step in STEPS.iter().take(steps(wanted)).skip(steps(format)) {
        transaction.execute_batch(step)?;
    }
    if format == 0 {
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.execute("INSERT INTO library (only, id, format) VALUES (1, lower(hex(randomblob(16))), 0)", [])?;
    }
    if format < wanted {
        transaction.execute("UPDATE library SET format = ?1", [wanted])?;
        transaction.pragma_update(None, "user_version", wanted)?;
    }
    Ok(transaction.commit()?)
}

/// The tables and indexes as their SQL says, to be compared. Those that FTS5 makes for itself may differ between
/// versions of `SQLite`.
pub(crate) fn schema(connection: &Connection) -> Result<Vec<(String, String)>, Fault> {
    let mut query = connection.prepare(
        "SELECT name, coalesce(sql, '') FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'words\\_%' ESCAPE '\\' ORDER BY type, name",
    )?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The schema of the newest format.
pub(crate) fn newest_schema() -> Result<Vec<(String, String)>, Fault> {
    let mut connection = Connection::open_in_memory()?;
    migrate(&mut connection)?;
    schema(&connection)
}
