//! Settings: texts by name.

use rusqlite::{Connection, OptionalExtension as _};

use crate::error::Fault;
use crate::{Library, LibraryError};

impl Library {
    /// The setting with this name, when it was ever set.
    pub fn setting(&self, name: &str) -> Result<Option<String>, LibraryError> {
        self.reader().read(|connection| value(connection, name))
    }

    /// Keeps a setting.
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), LibraryError> {
        let row = (name.to_owned(), value.to_owned());
        self.writer().write(move |transaction| {
            transaction.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
                row,
            )?;
            Ok(())
        })
    }
}

pub(crate) fn value(connection: &Connection, name: &str) -> Result<Option<String>, Fault> {
    let mut query = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}
