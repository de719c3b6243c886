//! Writing: one thread owns the one connection that writes. Each piece of work is done wholly or not at all, and its
//! caller waits until it is on the disk. Work that has come in meanwhile goes to the disk together (group commit): a
//! refresh of 500 sources waits for it a few dozen times, not 500. When there is nothing else to do, the thread brings
//! the search index up to date.

use std::panic::AssertUnwindSafe;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Fault;
use crate::place::Place;
use crate::{LibraryError, body, connection, index, pile, space};

/// Between two batches of indexing other processes get their turn.
const GAP: Duration = Duration::from_millis(4);
/// Indexing begins when nothing was asked for so long: a refresh stores first and is indexed after.
const IDLE: Duration = Duration::from_millis(250);
/// Closing gives the index this long; what is left stays in the queue.
const CLOSING: Duration = Duration::from_millis(300);
/// More articles than this are left in the queue when the library is closed.
const MOST_AT_CLOSE: usize = 2000;

/// Pieces of work that go to the disk together, and how long they may take before they do: whoever marks an article
/// during a refresh waits no longer than this and the disk.
const MOST_TOGETHER: usize = 64;
const LONGEST_TOGETHER: Duration = Duration::from_millis(40);

enum Work {
    /// A piece that may share its transaction.
    Write(Box<dyn Piece>),
    /// Anything else, on its own.
    Desk(Box<dyn FnOnce(&mut Desk) + Send>),
}

#[derive(Debug)]
pub(crate) struct Writer {
    place: Arc<Place>,
    sender: Option<Sender<Work>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(place: Arc<Place>) -> Result<Self, LibraryError> {
        let (sender, receiver) = mpsc::channel();
        let mut desk =
            Desk { place: Arc::clone(&place), connection: None, unindexed: false, forms: index::Forms::default() };
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
        self.write_piece(work, false)
    }

    /// As [`Self::write`], and has what may wait done afterwards: words indexed, piles put in order.
    pub(crate) fn store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, LibraryError> {
        self.write_piece(work, true)
    }

    fn write_piece<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
        stores: bool,
    ) -> Result<T, LibraryError> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.send(Work::Write(Box::new(Request { work: Some(work), done: None, reply, stores })))?;
        answer.recv().map_err(|_| self.gone())?
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

    /// Has a part of the index's queue worked off, and the rest when nothing else is asked. Waits for nothing.
    pub(crate) fn go_on_indexing(&self) -> Result<(), LibraryError> {
        self.send(Work::Desk(Box::new(|desk| {
            desk.unindexed = true;
            desk.index_some();
        })))
    }

    /// A number that changes when another connection than the writer's has changed the database.
    pub(crate) fn data_version(&self) -> Result<i64, LibraryError> {
        self.at_desk(|desk| Ok(desk.connection()?.pragma_query_value(None, "data_version", |row| row.get(0))?))
    }

    /// Gives some of the empty room in the file back; whether there is more to give back.
    pub(crate) fn give_back_space(&self) -> Result<bool, LibraryError> {
        self.at_desk(|desk| space::give_back(desk.connection()?))
    }

    /// Has everything in the database replaced; what comes after begins with a fresh connection.
    pub(crate) fn replace<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, LibraryError> {
        self.at_desk(|desk| {
            let done = desk.connection().and_then(work);
            desk.connection = None;
            desk.unindexed = true;
            done
        })
    }

    /// Has another file take the database's place.
    pub(crate) fn replace_file(
        &self,
        work: impl FnOnce() -> Result<(), LibraryError> + Send + 'static,
    ) -> Result<(), LibraryError> {
        self.at_desk(|desk| {
            desk.connection = None;
            desk.unindexed = true;
            Ok(work()?)
        })
    }

    /// Writes the file anew, without empty room.
    pub(crate) fn compact(&self) -> Result<(), LibraryError> {
        self.at_desk(|desk| space::compact(desk.connection()?))
    }

    fn at_desk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, LibraryError> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.send(Work::Desk(Box::new(move |desk| {
            // A panic is this request's failure; the connection it may have left inside a transaction is made anew.
            let done = std::panic::catch_unwind(AssertUnwindSafe(|| work(desk))).unwrap_or_else(|_| {
                desk.connection = None;
                Err(ended_early(&desk.place).into())
            });
            // A caller that went away does not want the answer.
            let _ = reply.send(done);
        })))?;
        answer.recv().map_err(|_| self.gone())?.map_err(|fault| fault.at(&self.place.folder))
    }

    fn send(&self, work: Work) -> Result<(), LibraryError> {
        self.sender.as_ref().ok_or_else(|| self.gone())?.send(work).map_err(|_| self.gone())
    }

    fn gone(&self) -> LibraryError {
        LibraryError::storage(&self.place.folder, "its writing thread ended", "start the program again")
    }
}

fn ended_early(place: &Place) -> LibraryError {
    LibraryError::storage(&place.folder, "a write ended early", "try again; if it comes back, report it")
}

/// A piece of writing whose caller waits.
trait Piece: Send {
    /// Does it, unless it was done. What went wrong stays inside for [`Piece::finish`]; of that, only the kind is told.
    fn run(&mut self, transaction: &Transaction<'_>, place: &Place) -> Ran;
    /// Whether it adds to the index queue.
    fn stores(&self) -> bool;
    /// Tells the caller: its own failure, else the one that befell the transaction.
    fn finish(self: Box<Self>, lost: Option<&LibraryError>, place: &Place);
}

enum Ran {
    Well,
    /// It failed; what others did stands.
    Failed,
    /// The disk failed it, so it will fail others.
    Disk(LibraryError),
}

struct Request<W, T> {
    work: Option<W>,
    done: Option<Result<T, Fault>>,
    reply: SyncSender<Result<T, LibraryError>>,
    stores: bool,
}

impl<W, T: Send> Piece for Request<W, T>
where
    W: FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send,
{
    fn run(&mut self, transaction: &Transaction<'_>, place: &Place) -> Ran {
        let Some(work) = self.work.take() else { return Ran::Well };
        let done = std::panic::catch_unwind(AssertUnwindSafe(|| work(transaction)))
            .unwrap_or_else(|_| Err(ended_early(place).into()));
        let ran = match &done {
            Ok(_) => Ran::Well,
            Err(fault) if fault.is_disk() => Ran::Disk(fault.told(place)),
            Err(_) => Ran::Failed,
        };
        self.done = Some(done);
        ran
    }

    fn stores(&self) -> bool {
        self.stores
    }

    fn finish(self: Box<Self>, lost: Option<&LibraryError>, place: &Place) {
        let done = match (self.done, lost) {
            (Some(Err(fault)), _) => Err(fault.at(&place.folder)),
            (_, Some(lost)) => Err(lost.clone()),
            (Some(Ok(done)), None) => Ok(done),
            (None, None) => Err(ended_early(place)),
        };
        // A caller that went away does not want the answer.
        let _ = self.reply.send(done);
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
    forms: index::Forms,
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
                    self.work(work, requests);
                    pause = IDLE;
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.index_some();
                    pause = GAP;
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // After thousands of new articles a moment more makes no difference, and whoever closes need not wait for it.
        if self.waiting() > MOST_AT_CLOSE {
            return;
        }
        let end = Instant::now() + CLOSING;
        while self.unindexed && Instant::now() < end {
            self.index_some();
            std::thread::sleep(GAP);
        }
    }

    fn work(&mut self, first: Work, requests: &Receiver<Work>) {
        let mut next = Some(first);
        while let Some(work) = next.take() {
            match work {
                Work::Desk(work) => work(self),
                Work::Write(first) => next = self.write_together(first, requests),
            }
        }
    }

    /// Writes `first` and what waits behind it in one transaction. Returns what it took from the queue and left undone.
    fn write_together(&mut self, first: Box<dyn Piece>, requests: &Receiver<Work>) -> Option<Work> {
        let place = Arc::clone(&self.place);
        let until = Instant::now() + LONGEST_TOGETHER;
        let mut pieces = vec![first];
        let mut left = None;
        let mut disk = None;
        match requests.try_recv() {
            Ok(Work::Write(piece)) => pieces.push(piece),
            Ok(other) => left = Some(other),
            Err(_) => {}
        }
        // What is alone needs no savepoint. For one, SQLite keeps all that is overwritten in a list, and walks through that
        // after each statement: large changes take the square of their time.
        let alone = pieces.len() == 1;
        let written = self.connection().and_then(|connection| {
            let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
            let mut at = 0;
            while let Some(piece) = pieces.get_mut(at) {
                if !alone {
                    transaction.execute_batch("SAVEPOINT piece")?;
                }
                match piece.run(&transaction, &place) {
                    Ran::Well if alone => break,
                    Ran::Well => transaction.execute_batch("RELEASE piece")?,
                    ran => {
                        if let Ran::Disk(error) = ran {
                            disk = Some(error);
                        }
                        if alone {
                            // It has its failure to tell, and nothing else is in the transaction.
                            if !transaction.is_autocommit() {
                                transaction.rollback()?;
                            }
                            return Ok(());
                        }
                        // SQLite may have undone the whole transaction itself, with what went before.
                        if transaction.is_autocommit() {
                            return Err(Fault::Library(LibraryError::storage(
                                &place.folder,
                                "the disk failed while several changes were being written",
                                "make room on the disk and try again",
                            )));
                        }
                        transaction.execute_batch("ROLLBACK TO piece; RELEASE piece")?;
                    }
                }
                at += 1;
                if disk.is_none() && at == pieces.len() && at < MOST_TOGETHER && Instant::now() < until {
                    match requests.try_recv() {
                        Ok(Work::Write(piece)) => pieces.push(piece),
                        Ok(other) => left = Some(other),
                        Err(_) => {}
                    }
                }
            }
            transaction.commit()?;
            Ok(())
        });
        disk = disk.or_else(|| written.as_ref().err().filter(|fault| fault.is_disk()).map(|fault| fault.told(&place)));
        self.note_disk(disk, written.is_ok());
        let lost = written.err().map(|fault| fault.at(&place.folder));
        self.unindexed |= pieces.iter().any(|piece| piece.stores());
        for piece in pieces {
            piece.finish(lost.as_ref(), &place);
        }
        left
    }

    /// Keeps in mind that the disk fails, or works. After a failure the next piece of work begins with a fresh
    /// connection: the disk may be well again by then.
    fn note_disk(&mut self, failed: Option<LibraryError>, works: bool) {
        match failed {
            Some(error) => {
                if let LibraryError::Storage { why, todo, .. } = error {
                    self.place.set_trouble(Some(format!("{why}: {todo}")));
                }
                self.connection = None;
            }
            None if works => self.place.set_trouble(None),
            None => {}
        }
    }

    fn waiting(&mut self) -> usize {
        if !self.unindexed {
            return 0;
        }
        self.connection()
            .and_then(|connection| index::waiting(connection))
            .map_or(0, |waiting| usize::try_from(waiting).unwrap_or(usize::MAX))
    }

    /// Indexes a batch when nobody waits for it, and then puts the piles in order. What fails stays in the queue, for
    /// the next search to tell.
    fn index_some(&mut self) {
        let done = match self.index_batch() {
            Ok(0) => self.transact(|transaction| match pile::tidy(transaction, pile::BATCH)? {
                0 => body::measure(transaction, pile::BATCH),
                done => Ok(done),
            }),
            done => done,
        };
        match done {
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
        let mut forms = std::mem::take(&mut self.forms);
        let done = self.transact(|transaction| index::batch(transaction, &mut forms));
        // What was undone is not in the table.
        if done.is_ok() {
            self.forms = forms;
        }
        done
    }

    fn transact<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let done = self.connection().and_then(|connection| {
            let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        let disk = done.as_ref().err().filter(|fault| fault.is_disk()).map(|fault| fault.told(&self.place));
        self.note_disk(disk, done.is_ok());
        done
    }

    fn connection(&mut self) -> Result<&mut Connection, Fault> {
        if self.connection.is_none() {
            // Another library may have taken the place of the one they stand in.
            self.forms = index::Forms::default();
            self.connection = Some(connection::writing(&self.place, false)?);
        }
        self.connection.as_mut().ok_or_else(|| Fault::Sqlite(rusqlite::Error::InvalidQuery))
    }
}
