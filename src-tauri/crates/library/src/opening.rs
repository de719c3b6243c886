//! Opening a library: a new one is made, an older one brought up to date, and anything doubtful left as it is.

use std::fs::{File, OpenOptions};
use std::io::Read as _;

use rusqlite::{Connection, OptionalExtension as _};

use crate::connection::{self, Reading};
use crate::error::Fault;
use crate::marker::{self, Marker};
use crate::place::{Place, length, make_folder, sync_folder};
use crate::{LibraryError, backup, migrations};

const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What stands in a database about itself.
pub(crate) enum Identity {
    /// Nothing at all: made, and then the power went.
    Blank,
    /// Another program's.
    Foreign,
    /// A library.
    Library { id: String, format: u32 },
}

/// Makes sure that the library in `place` is this program's and of the newest format, and returns the connection
/// that saw it. A file that is damaged, emptied, foreign or of a newer version is opened for reading only.
pub(crate) fn open(place: &Place) -> Result<Reading, LibraryError> {
    let marker = look_at_files(place)?;
    let Some(marker) = marker else {
        return create(place);
    };
    let reading = connection::reading(place, &mut None).map_err(|fault| fault.at(&place.folder))?;
    let identity = identify(&reading.connection).map_err(|fault| fault.at(&place.folder))?;
    let (id, format) = match identity {
        Identity::Blank if marker == Marker::Absent => {
            drop(reading);
            return create(place);
        }
        Identity::Blank => return Err(emptied(place)),
        Identity::Foreign => {
            return Err(LibraryError::damaged_todo(
                &place.folder,
                "library.db is the database of another program",
                "put the library's own library.db back from a backup, or choose another folder; the file was left as it is",
            ));
        }
        Identity::Library { id, format } => (id, format),
    };
    let known = migrations::NEWEST_FORMAT;
    if format > known {
        return Err(LibraryError::NewerVersion { folder: place.folder.display().to_string(), found: format, known });
    }
    if matches!(&marker, Marker::Of(expected) if *expected != id) {
        return Err(LibraryError::damaged_todo(
            &place.folder,
            "library.db is that of another library than library.marker names",
            "put the right library.db back, or remove library.marker to keep this one; nothing was changed",
        ));
    }
    let reading = if format < known { migrate(place, reading)? } else { reading };
    compare_schema(place, &reading.connection)?;
    if !matches!(marker, Marker::Of(_)) {
        // A folder that cannot be written needs no marker to be read.
        if let Err(error) = marker::write(place, &id) {
            tracing::warn!(%error, "the library's marker was not written");
        }
    }
    note_trouble(place, &reading);
    Ok(reading)
}

/// Judges the files before `SQLite` opens them. Nothing means that there is no library yet.
fn look_at_files(place: &Place) -> Result<Option<Marker>, LibraryError> {
    let io = |error: std::io::Error| LibraryError::io(&place.folder, &error);
    let marker = marker::read(place).map_err(io)?;
    match length(&place.database()).map_err(io)? {
        None | Some(0) if marker == Marker::Absent => Ok(None),
        None => Err(LibraryError::damaged_todo(
            &place.folder,
            "library.db is missing, though library.marker says that a library was here",
            "put library.db back from a backup, or remove library.marker to begin a new library",
        )),
        Some(0) => Err(emptied(place)),
        Some(_) => {
            let mut head = [0; 16];
            let read = File::open(place.database()).and_then(|mut file| file.read_exact(&mut head));
            match read {
                Ok(()) if head == *MAGIC => Ok(Some(marker)),
                Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(io(error)),
                _ => Err(LibraryError::damaged(&place.folder, "library.db is not a database")),
            }
        }
    }
}

fn emptied(place: &Place) -> LibraryError {
    LibraryError::damaged_todo(
        &place.folder,
        "library.db is empty, though library.marker says that a library was here",
        "put library.db back from a backup, or remove both files to begin a new library",
    )
}

pub(crate) fn identify(connection: &Connection) -> Result<Identity, Fault> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let format: u32 = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0))?.cast_unsigned();
    if application != migrations::APPLICATION_ID {
        let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        let blank = application == 0 && format == 0 && tables == 0;
        return Ok(if blank { Identity::Blank } else { Identity::Foreign });
    }
    if format > migrations::NEWEST_FORMAT {
        // What a newer version keeps where is not for this one to judge.
        return Ok(Identity::Library { id: String::new(), format });
    }
    let row: Option<(String, u32)> =
        connection.query_row("SELECT id, format FROM library", [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match row {
        Some((id, written)) if written == format && marker::is_id(&id) => Ok(Identity::Library { id, format }),
        _ => Err(Fault::Sqlite(rusqlite::Error::InvalidQuery)),
    }
}

/// Makes the library. The marker comes last: whoever finds it finds a whole library beside it.
fn create(place: &Place) -> Result<Reading, LibraryError> {
    let io = |error: std::io::Error| LibraryError::io(&place.folder, &error);
    let sqlite = |fault: Fault| fault.at(&place.folder);
    make_folder(&place.folder).map_err(io)?;
    let mut connection = create_database(place).map_err(sqlite)?;
    migrations::migrate(&mut connection).map_err(sqlite)?;
    let id: String =
        connection.query_row("SELECT id FROM library", [], |row| row.get(0)).map_err(|error| sqlite(error.into()))?;
    make_folder(&place.images()).map_err(io)?;
    sync_folder(&place.folder).map_err(io)?;
    marker::write(place, &id).map_err(io)?;
    // Closing puts the log away, which a connection that only reads could not.
    drop(connection);
    connection::reading(place, &mut None).map_err(sqlite)
}

/// Two processes may make the same library at once: changing to the log is refused while the other one does it.
fn create_database(place: &Place) -> Result<Connection, Fault> {
    let mut tries = 0;
    loop {
        match connection::writing(place, true) {
            Err(Fault::Sqlite(rusqlite::Error::SqliteFailure(failure, _)))
                if failure.code == rusqlite::ErrorCode::DatabaseBusy && tries < 100 =>
            {
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            done => return done,
        }
    }
}

fn migrate(place: &Place, reading: Reading) -> Result<Reading, LibraryError> {
    backup::before_update(place, &reading.connection)?;
    drop(reading);
    let sqlite = |fault: Fault| fault.at(&place.folder);
    let mut connection = connection::writing(place, false).map_err(sqlite)?;
    migrations::migrate(&mut connection).map_err(sqlite)?;
    connection::reading(place, &mut None).map_err(sqlite)
}

/// A schema that differs from what this program makes is damage: `SQLite` would take a changed letter in it for
/// another column.
fn compare_schema(place: &Place, connection: &Connection) -> Result<(), LibraryError> {
    let sqlite = |fault: Fault| fault.at(&place.folder);
    let expected = migrations::newest_schema().map_err(sqlite)?;
    let found = migrations::schema(connection).map_err(sqlite)?;
    if expected == found {
        return Ok(());
    }
    Err(LibraryError::damaged(&place.folder, "the tables of library.db are not those of a library"))
}

/// Tells a folder that can only be read from the start, before something is to be written.
fn note_trouble(place: &Place, reading: &Reading) {
    let writable = OpenOptions::new().write(true).open(place.database());
    if let Err(error) = writable {
        place.set_trouble(Some(format!("it can only be read here ({error}): give the folder write permission")));
    } else if !reading.live {
        place.set_trouble(Some("its disk is full or failing: make room".to_owned()));
    }
}
