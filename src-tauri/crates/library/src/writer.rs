//! Writing: one thread owns the one connection that writes. Each piece of work is a transaction, and its caller
//! waits until it is on the disk. When there is nothing else to do, the thread brings the search index up to date.

use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Fault;
use crate::place::Place;
use crate::{LibraryError, connection, index};

/// Between two batches of indexing other processes get their turn.
const GAP: Duration = Duration::from_millis(4);
/// Indexing begins when nothing was asked for so long: a refresh stores first and is indexed after.
const IDLE: Duration = Duration::from_millis(250);
/// Closing gives the index this long; what is left stays in the queue.
const CLOSING: Duration = Duration::from_secs(2);

type Work = Box<dyn FnOnce(&mut Desk) + Send>;

#[derive(Debug)]
pub(crate) struct Writer {
    place: Arc<Place>,
    sender: Option<Sender<Work>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(place: Arc<Place>) -> Result<Self, LibraryError> {
        let (sender, receiver) = mpsc::channel();
        let mut desk = Desk { place: Arc::clone(&place), connection: None, unindexed: false };
        let thread = std::thread::Builder::new()
            .name("library-writer".to_owned())
            .spawn(move || desk.serve(&receiver))
            .map_err(|error| LibraryError::io(&place.folder, &error))?;
        Ok(Self { place, sender: Some(sender), thread: Mutex::new(Some(thread)) })
    }

    /// Runs `work` in a transaction and returns once that is on the disk, or nothing of it is.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, LibraryError> {
        self.at_desk(move |desk| desk.transact(work))
    }

    /// As [`Self::write`], and has the words of what was stored indexed afterwards.
    pub(crate) fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, LibraryError> {
        self.at_desk(move |desk| {
            let done = desk.transact(work)?;
            desk.unindexed = true;
            Ok(done)
        })
    }

    /// Indexes all that is queued; returns how many articles that was. Batch by batch, so that what the reader marks
    /// meanwhile gets its turn.
    pub(crate) fn finish_index(&self) -> Result<usize, LibraryError> {
        let mut all = 0;
        loop {
            match self.at_desk(Desk::index_batch)? {
                0 => return Ok(all),
                done => all += done,
            }
            std::thread::sleep(GAP);
        }
    }

    /// A number that changes when another connection than the writer's has changed the database.
    pub(crate) fn data_version(&self) -> Result<i64, LibraryError> {
        self.at_desk(|desk| Ok(desk.connection()?.pragma_query_value(None, "data_version", |row| row.get(0))?))
    }

    fn at_desk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, LibraryError> {
        let (reply, answer) = mpsc::sync_channel(1);
        let work: Work = Box::new(move |desk| {
            // A caller that went away does not want the answer.
            // A panic is this request's failure; the connection it may have left inside a transaction is made anew.
            let done = std::panic::catch_unwind(AssertUnwindSafe(|| work(desk))).unwrap_or_else(|_| {
                desk.connection = None;
                let folder = &desk.place.folder;
                Err(LibraryError::storage(folder, "a write ended early", "try again; if it comes back, report it")
                    .into())
            });
            let _ = reply.send(done);
        });
        let gone = || LibraryError::storage(&self.place.folder, "its writing thread ended", "start the program again");
        self.sender.as_ref().ok_or_else(gone)?.send(work).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?.map_err(|fault| fault.at(&self.place.folder))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

/// What the writing thread works with.
struct Desk {
    place: Arc<Place>,
    connection: Option<Connection>,
    /// Whether the queue of the index may hold something that this process put there.
    unindexed: bool,
}

impl Desk {
    fn serve(&mut self, requests: &Receiver<Work>) {
        let mut pause = IDLE;
        loop {
            let request = if self.unindexed {
                requests.recv_timeout(pause)
            } else {
                requests.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match request {
                Ok(work) => {
                    work(self);
                    pause = IDLE;
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.index_some();
                    pause = GAP;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        let end = Instant::now() + CLOSING;
        while self.unindexed && Instant::now() < end {
            self.index_some();
            std::thread::sleep(GAP);
        }
    }

    /// Indexes a batch when nobody waits for it. What fails stays in the queue, for the next search to tell.
    fn index_some(&mut self) {
        match self.index_batch() {
            Ok(0) => self.unindexed = false,
            Ok(_) => {}
            Err(fault) => {
                tracing::warn!(?fault, "the search index is behind");
                self.unindexed = false;
            }
        }
    }

    fn index_batch(&mut self) -> Result<usize, Fault> {
        // Looked at first, so that a search that finds nothing to do needs no lock.
        if index::waiting(self.connection()?)? == 0 {
            return Ok(0);
        }
        self.transact(index::batch)
    }

    fn transact<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let done = self.connection().and_then(|connection| {
            let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        match &done {
            Err(fault) if fault.is_disk() => {
                let told = match fault {
                    Fault::Sqlite(error) => LibraryError::from_sqlite(&self.place.folder, error),
                    Fault::Library(error) => error.clone(),
                };
                if let LibraryError::Storage { why, todo, .. } = told {
                    self.place.set_trouble(Some(format!("{why}: {todo}")));
                }
                // The next piece of work begins with a fresh connection: the disk may be well again by then.
                self.connection = None;
            }
            Ok(_) => self.place.set_trouble(None),
            Err(_) => {}
        }
        done
    }

    fn connection(&mut self) -> Result<&mut Connection, Fault> {
        if self.connection.is_none() {
            self.connection = Some(connection::writing(&self.place, false)?);
        }
        self.connection.as_mut().ok_or_else(|| Fault::Sqlite(rusqlite::Error::InvalidQuery))
    }
}
