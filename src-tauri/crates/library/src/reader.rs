//! Reading: a small pool of connections, each piece of work in one snapshot.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::LibraryError;
use crate::connection::{self, Copied, Reading};
use crate::error::Fault;
use crate::place::Place;

/// Idle connections kept for the next reader.
const KEPT: usize = 4;

#[derive(Debug)]
pub(crate) struct Reader {
    place: Arc<Place>,
    idle: Mutex<Vec<Connection>>,
    copied: Mutex<Option<Copied>>,
    /// Counts the files that took the database's place: connections to an earlier one are of no use.
    file: AtomicU64,
}

impl Reader {
    pub(crate) fn new(place: Arc<Place>, first: Reading) -> Self {
        let reader = Self { place, idle: Mutex::default(), copied: Mutex::default(), file: AtomicU64::default() };
        reader.keep(first, 0);
        reader
    }

    /// Runs `work` on a snapshot of the library.
    pub(crate) fn read<T>(&self, work: impl Fn(&Connection) -> Result<T, Fault>) -> Result<T, LibraryError> {
        let file = self.file.load(Ordering::SeqCst);
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(connection) = idle {
            match in_snapshot(&connection, &work) {
                // The disk may have filled up since it was opened: there are other ways to read.
                Err(fault) if fault.is_disk() => {
                    tracing::warn!(?fault, "reading failed, trying another way");
                }
                done => {
                    self.keep(Reading { connection, live: true }, file);
                    return done.map_err(|fault| fault.at(&self.place.folder));
                }
            }
        }
        let reading = self.open().map_err(|fault| fault.at(&self.place.folder))?;
        let done = in_snapshot(&reading.connection, &work).map_err(|fault| fault.at(&self.place.folder));
        self.keep(reading, file);
        done
    }

    /// Runs `work` once, on a snapshot that lasts as long as it: what it told others cannot be told anew, so it is not
    /// tried another way.
    pub(crate) fn snapshot<T>(&self, work: impl FnOnce(&Connection) -> T) -> Result<T, LibraryError> {
        let at = |fault: Fault| fault.at(&self.place.folder);
        let reading = self.open().map_err(at)?;
        let snapshot = reading.connection.unchecked_transaction().map_err(|error| at(error.into()))?;
        Ok(work(&snapshot))
    }

    fn open(&self) -> Result<Reading, Fault> {
        connection::reading(&self.place, &mut self.copied.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A connection that is not live is not kept, so that the next reader looks again whether a better one can be had.
    fn keep(&self, reading: Reading, file: u64) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if reading.live
            && reading.connection.is_autocommit()
            && file == self.file.load(Ordering::SeqCst)
            && idle.len() < KEPT
        {
            idle.push(reading.connection);
        }
    }

    /// Another file has taken the database's place.
    pub(crate) fn forget(&self) {
        self.file.fetch_add(1, Ordering::SeqCst);
        self.close();
    }

    /// Closes the idle connections, so that the writer is the last to close and can put the log away.
    pub(crate) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn in_snapshot<T>(connection: &Connection, work: impl Fn(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
    let snapshot = connection.unchecked_transaction()?;
    // Undone at its end, as nothing was written: of a damaged database SQLite refuses even an empty commit.
    work(&snapshot)
}
