//! What can go wrong, told as `what failed: why: what to do`, and classified by `SQLite`'s codes alone.

use std::path::Path;

use rusqlite::ErrorCode;

/// Why the library did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LibraryError {
    /// A newer version of the program wrote this library. It was left as it is.
    #[error(
        "The library in {folder}: it was written by a newer version of Standfirst (format {found}, this one knows {known}): update Standfirst; nothing was changed"
    )]
    NewerVersion {
        /// The library's folder.
        folder: String,
        /// The format found.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// The database is damaged, was emptied, or is not this library's. It was left as it is.
    #[error("{what}: {why}: {todo}")]
    Damaged {
        /// What failed.
        what: String,
        /// Why.
        why: String,
        /// What the reader can do.
        todo: String,
    },
    /// The disk is full, read-only or failing, or another program kept the library busy. Nothing was half done.
    #[error("{what}: {why}: {todo}")]
    Storage {
        /// What failed.
        what: String,
        /// Why.
        why: String,
        /// What the reader can do.
        todo: String,
    },
    /// There is no such source, article, picture or change.
    #[error("The {what}: there is none with the id {id}: look for its id in the list again")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its id as asked.
        id: String,
    },
    /// A value that cannot be used, such as an empty tag or a cursor that is none.
    #[error("The {what}: {why}: {todo}")]
    Invalid {
        /// Which value.
        what: &'static str,
        /// What is wrong with it.
        why: String,
        /// What to do instead.
        todo: &'static str,
    },
}

impl LibraryError {
    /// The exit code of the command line: 3 newer version, 4 damaged, 5 storage, 1 anything else.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NewerVersion { .. } => 3,
            Self::Damaged { .. } => 4,
            Self::Storage { .. } => 5,
            Self::NotFound { .. } | Self::Invalid { .. } => 1,
        }
    }

    pub(crate) fn damaged(folder: &Path, why: impl AsRef<str>) -> Self {
        Self::damaged_todo(
            folder,
            why,
            "run `standfirst check --repair`, which rescues what can be read, or restore a backup; the damaged file was left as it is",
        )
    }

    pub(crate) fn damaged_todo(folder: &Path, why: impl AsRef<str>, todo: &str) -> Self {
        Self::Damaged { what: named(folder), why: one_part(why.as_ref()), todo: one_part(todo) }
    }

    pub(crate) fn storage(folder: &Path, why: impl AsRef<str>, todo: &str) -> Self {
        Self::storage_of(named(folder), why, todo)
    }

    /// Of another file than the library.
    pub(crate) fn storage_of(what: impl AsRef<str>, why: impl AsRef<str>, todo: &str) -> Self {
        Self::Storage { what: one_part(what.as_ref()), why: one_part(why.as_ref()), todo: one_part(todo) }
    }

    pub(crate) fn io(folder: &Path, error: &std::io::Error) -> Self {
        let (why, todo) = io_words(error);
        Self::storage(folder, why, todo)
    }

    pub(crate) fn not_found(what: &'static str, id: impl std::fmt::Display) -> Self {
        Self::NotFound { what, id: id.to_string() }
    }

    pub(crate) fn invalid(what: &'static str, why: impl Into<String>, todo: &'static str) -> Self {
        Self::Invalid { what, why: why.into(), todo }
    }

    /// The class of an `SQLite` error, by its code. What is no storage trouble contradicts what this program wrote,
    /// so it is damage.
    pub(crate) fn from_sqlite(folder: &Path, error: &rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            return Self::damaged(folder, format!("a value in it cannot be read ({error})"));
        };
        let code = format!("SQLite code {}", failure.extended_code);
        match failure.code {
            ErrorCode::DiskFull => Self::storage(folder, "the disk is full", "make room, then try again"),
            // What says where its log's pages are cannot grow.
            ErrorCode::SystemIoFailure if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => {
                Self::storage(folder, "the disk is full", "make room, then try again")
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => {
                Self::storage(folder, "it can only be read here", "give the folder write permission, then try again")
            }
            ErrorCode::CannotOpen => Self::storage(
                folder,
                format!("a file cannot be opened or made ({code})"),
                "look at the permissions of the folder and the room on its disk, then try again",
            ),
            ErrorCode::SystemIoFailure => Self::storage(
                folder,
                format!("the disk reports an error ({code})"),
                "look at the disk and the room on it, then try again",
            ),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => {
                Self::storage(
                    folder,
                    "another program kept it busy for too long",
                    "close the other program, then try again",
                )
            }
            ErrorCode::OutOfMemory => {
                Self::storage(folder, "the memory is full", "close other programs, then try again")
            }
            ErrorCode::NotADatabase => Self::damaged(folder, "library.db is not a database"),
            ErrorCode::DatabaseCorrupt if failure.extended_code == rusqlite::ffi::SQLITE_CORRUPT_VTAB => {
                Self::damaged_todo(
                    folder,
                    "the search index is damaged",
                    "run `standfirst check --repair`, which builds it anew",
                )
            }
            ErrorCode::DatabaseCorrupt => Self::damaged(folder, format!("library.db is damaged ({code})")),
            _ => Self::damaged(folder, format!("library.db contradicts itself ({error}, {code})")),
        }
    }
}

/// Why the disk did not do it, and what to do then, by the kind of the error.
#[must_use]
pub fn io_words(error: &std::io::Error) -> (String, &'static str) {
    use std::io::ErrorKind as Kind;
    let (why, todo) = match error.kind() {
        Kind::NotFound => ("there is no such folder", "make it first, or choose another place"),
        Kind::PermissionDenied => ("it may not be written there", "give write permission, or choose another place"),
        Kind::ReadOnlyFilesystem => ("the disk can only be read", "make it writable, or choose another place"),
        Kind::StorageFull | Kind::QuotaExceeded => ("the disk is full", "make room, then try again"),
        Kind::FileTooLarge => ("it takes no file that large", "choose another place"),
        Kind::AlreadyExists => ("something of that name lies there already", "choose another name"),
        Kind::IsADirectory => ("it is a folder", "name a file in it"),
        Kind::NotADirectory => ("a part of its path is no folder", "choose another place"),
        Kind::InvalidInput | Kind::InvalidFilename => ("a file cannot have that name", "choose another name"),
        _ => return (error.to_string(), "look at the disk and the folder, then try again"),
    };
    (why.to_owned(), todo)
}

/// Faces split the sentence at `: `, so a part must not hold one.
fn one_part(text: &str) -> String {
    text.replace(": ", " - ")
}

fn named(folder: &Path) -> String {
    one_part(&format!("The library in {}", folder.display()))
}

/// What a piece of work on a connection fails with, before the folder it happened in is named.
#[derive(Debug)]
pub(crate) enum Fault {
    Sqlite(rusqlite::Error),
    Library(LibraryError),
}

impl Fault {
    pub(crate) fn at(self, folder: &Path) -> LibraryError {
        match self {
            Self::Sqlite(error) => LibraryError::from_sqlite(folder, &error),
            Self::Library(error) => error,
        }
    }

    /// As a person reads it, while the fault itself goes on to its caller.
    pub(crate) fn told(&self, place: &crate::place::Place) -> LibraryError {
        match self {
            Self::Sqlite(error) => LibraryError::from_sqlite(&place.folder, error),
            Self::Library(error) => error.clone(),
        }
    }

    /// What failed, for a list of complaints.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Sqlite(error) => error.to_string(),
            Self::Library(error) => error.to_string(),
        }
    }

    /// Whether the disk or the folder is the trouble, and not the data or another program's lock.
    pub(crate) fn is_disk(&self) -> bool {
        matches!(self, Self::Sqlite(error) if Self::is_disk_error(error))
    }

    pub(crate) fn is_disk_error(error: &rusqlite::Error) -> bool {
        matches!(
            error,
            rusqlite::Error::SqliteFailure(failure, _)
                if matches!(
                    failure.code,
                    ErrorCode::DiskFull
                        | ErrorCode::ReadOnly
                        | ErrorCode::PermissionDenied
                        | ErrorCode::CannotOpen
                        | ErrorCode::SystemIoFailure
                )
        )
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<LibraryError> for Fault {
    fn from(error: LibraryError) -> Self {
        Self::Library(error)
    }
}
