//! The formats a library went through. Each step is one transaction together with its number in `user_version`, so
//! that a program killed in between finds either the old format or the new one.

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
];

/// The newest format this program knows.
#[allow(clippy::cast_possible_truncation, reason = "a handful")]
pub const NEWEST_FORMAT: u32 = STEPS.len() as u32;

/// Brings a database to the newest format; an empty one becomes a library.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    loop {
        // Immediate, and the number is read inside: another process may be doing the same.
        let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
        let format: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let Some(step) = usize::try_from(format).ok().and_then(|format| STEPS.get(format)) else {
            return Ok(());
        };
        transaction.execute_batch(step)?;
        if format == 0 {
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction
                .execute("INSERT INTO library (only, id, format) VALUES (1, lower(hex(randomblob(16))), 0)", [])?;
        }
        transaction.execute("UPDATE library SET format = ?1", [format + 1])?;
        transaction.pragma_update(None, "user_version", format + 1)?;
        transaction.commit()?;
    }
}

/// The tables and indexes as their SQL says, to be compared. Those that FTS5 makes for itself may differ between
/// versions of `SQLite`.
pub(crate) fn schema(connection: &Connection) -> Result<Vec<(String, String)>, Fault> {
    let mut query = connection.prepare(
        "SELECT name, coalesce(sql, '') FROM sqlite_schema
         WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'words\\_%' ESCAPE '\\' ORDER BY name, type",
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
