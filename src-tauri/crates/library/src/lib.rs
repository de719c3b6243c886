//! The library: everything in one `SQLite` database plus an image folder. It knows no network, and time is an argument.
//!
//! Calls block until the disk has answered, so asynchronous callers use a blocking thread. One thread of the process
//! owns the connection that writes; several processes may have one library open. What goes in is whole once the call
//! returns, also after a power cut; what comes out is one snapshot a call. Reading goes on when the disk is full or
//! the folder read-only.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod alike;
mod answer;
mod article;
mod body;
mod connection;
mod error;
mod fold;
mod health;
mod id;
mod image;
mod index;
mod kept;
mod list;
mod marker;
mod matching;
mod migrations;
mod opening;
mod page;
mod pile;
mod place;
mod query;
mod reader;
mod recount;
mod retention;
mod revision;
mod same;
mod search;
mod setting;
mod snippet;
mod source;
mod space;
mod status;
#[cfg(test)]
mod steps;
mod stem;
mod storage;
mod store;
mod taking;
mod texts;
mod time;
mod walk;
mod writer;

use std::path::Path;
use std::sync::Arc;

pub use answer::{Answer, Marks, PastRequest, PreparedAnswer, Published, REMEMBERED, Refusal, Request, Rhythm};
pub use article::{Article, NewArticle, Origin, Stored};
pub use error::LibraryError;
pub use fold::{AlsoIn, Folded};
pub use health::Check;
pub use id::{ArticleId, SourceId};
pub use image::{ImageFile, NewFile, StoredImage, image_key};
pub use kept::KeptMark;
pub use list::{ArticleRow, Highlight, ListQuery, Page, Scope};
pub use matching::{Matcher, Subject};
pub use migrations::NEWEST_FORMAT;
pub use page::{PageNote, TextMode, Wanted};
pub use pile::Change;
pub use retention::{ALL, Keep, Removable, Retention, Trial};
pub use revision::Revision;
pub use search::SearchHit;
pub use source::{NewSource, Source, SourceKind, SourceState};
pub use status::Counts;
pub use storage::{Evicted, Sizes};
pub use taking::{TakenHighlight, TakenIn, TakenItem};
pub use texts::{OtherText, Texts};

use place::Place;
use reader::Reader;
use writer::Writer;

/// One library. Cheap to clone; every clone is the same library, and the last one closes it.
#[derive(Debug, Clone)]
pub struct Library(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    place: Arc<Place>,
    reader: Reader,
    writer: Writer,
}

impl Library {
    /// Opens the library in `dir`: makes it when there is none, and brings an older one to the newest format.
    ///
    /// # Errors
    /// `NewerVersion`, `Damaged` (also for an emptied, exchanged or foreign database; files are left as they are),
    /// or `Storage` when it cannot even be read.
    pub fn open(dir: &Path) -> Result<Self, LibraryError> {
        let place = Arc::new(Place::new(dir));
        let reading = opening::open(&place)?;
        let reader = Reader::new(Arc::clone(&place), reading);
        let writer = Writer::start(Arc::clone(&place))?;
        Ok(Self(Arc::new(Inner { place, reader, writer })))
    }

    /// The folder it lies in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.place.folder
    }

    /// Why nothing can be written at the moment, as `why: what to do`; none while writing works.
    #[must_use]
    pub fn read_only_reason(&self) -> Option<String> {
        self.0.place.trouble()
    }

    /// A number that changes when another process has written to this library. Only the same library's numbers compare.
    pub fn data_version(&self) -> Result<i64, LibraryError> {
        self.0.writer.data_version()
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.0.reader
    }

    pub(crate) fn writer(&self) -> &Writer {
        &self.0.writer
    }

    pub(crate) fn place(&self) -> &Place {
        &self.0.place
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.reader.close();
    }
}
