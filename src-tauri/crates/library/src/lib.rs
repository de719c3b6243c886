//! The library: everything in one `SQLite` database plus an image folder. It knows no network, and time is an argument.
//!
//! Calls block until the disk has answered, so asynchronous callers use a blocking thread. One thread of the process
//! owns the connection that writes; several processes may have one library open. What goes in is whole once the call
//! returns, also after a power cut; what comes out is one snapshot a call. Reading goes on when the disk is full or
//! the folder read-only.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod alike;
mod answer;
mod archive;
mod article;
mod backup;
mod body;
mod caught;
mod connection;
mod deed;
mod draft;
mod error;
mod fold;
mod folder;
mod health;
mod highlight;
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
mod quote;
mod ranking;
mod reader;
mod recount;
mod rescue;
mod restore;
mod retention;
mod revision;
mod rule;
mod same;
mod saved_search;
mod search;
mod setting;
mod snippet;
mod source;
mod space;
mod status;
mod stem;
#[cfg(test)]
mod steps;
mod storage;
mod store;
mod tag;
mod taking;
mod texts;
mod time;
mod walk;
mod watch;
mod writer;

use std::path::Path;
use std::sync::Arc;

pub use ::query::Query;
pub use answer::{Answer, Marks, PastRequest, PreparedAnswer, Published, REMEMBERED, Refusal, Request, Rhythm};
pub use archive::{Dumped, Line, Loaded, Loading, Part};
pub use article::{Article, NewArticle, Origin, Stored};
pub use backup::{Backup, BackupKind};
pub use caught::Caught;
pub use deed::{Account, Deed};
pub use error::{LibraryError, io_words};
pub use fold::{AlsoIn, Folded};
pub use health::Check;
pub use highlight::{Highlight, HighlightPage, HighlightQuery, HighlightRow};
pub use id::{ArticleId, HighlightId, RuleId, SourceId};
pub use image::{ImageFile, NewFile, StoredImage, image_key};
pub use kept::{KeptMark, mark_at};
pub use list::{ArticleRow, ListQuery, Page, Scope};
pub use matching::{Matcher, Subject};
pub use migrations::NEWEST_FORMAT;
pub use page::{PageNote, TextMode, Wanted};
pub use pile::Change;
pub use place::make_folder;
pub use quote::Quote;
pub use rescue::{MoreInBackup, RESCUED, Rescue, backups_in, rescue, restore_damaged};
pub use restore::Restored;
pub use retention::{ALL, Keep, Removable, Retention, Trial};
pub use revision::Revision;
pub use rule::{Action, NewRule, Rule, rule_problem};
pub use saved_search::SavedSearch;
pub use search::{Search, SearchHit, SearchPage, Sort};
pub use source::{NewSource, Source, SourceKind, SourceState};
pub use status::Counts;
pub use storage::{Evicted, Sizes};
pub use tag::{LONGEST_TAG, Retagged};
pub use taking::{TakenHighlight, TakenIn, TakenItem};
pub use texts::{OtherText, Texts};
pub use watch::Notice;

use place::Place;
use reader::Reader;
use watch::Watch;
use writer::Writer;

/// One library. Cheap to clone; every clone is the same library, and the last one closes it.
#[derive(Debug, Clone)]
pub struct Library(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    place: Arc<Place>,
    reader: Reader,
    writer: Writer,
    watch: Arc<Watch>,
    /// Whether the log was still there when it was opened.
    unclean: bool,
}

impl Library {
    /// Opens the library in `dir`: makes it when there is none, and brings an older one to the newest format.
    ///
    /// # Errors
    /// `NewerVersion`, `Damaged` (also for an emptied, exchanged or foreign database; files are left as they are),
    /// or `Storage` when it cannot even be read.
    pub fn open(dir: &Path) -> Result<Self, LibraryError> {
        let place = Arc::new(Place::new(dir));
        let unclean = place::length(&place.log()).is_ok_and(|length| length.is_some_and(|length| length > 0));
        let reading = opening::open(&place)?;
        let reader = Reader::new(Arc::clone(&place), reading);
        let writer = Writer::start(Arc::clone(&place))?;
        Ok(Self(Arc::new(Inner { place, reader, writer, watch: Arc::default(), unclean })))
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

    /// The rules, for work on the writing thread.
    pub(crate) fn watch(&self) -> Arc<Watch> {
        Arc::clone(&self.0.watch)
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
