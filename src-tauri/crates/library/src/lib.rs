//! The library: everything in one SQLite database plus an image folder. It knows no network, and time is an argument.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod article;
mod error;
mod health;
mod id;
mod image;
mod list;
mod search;
mod setting;
mod source;
mod status;

use std::path::Path;

use jiff::Timestamp;

pub use article::{Article, NewArticle, Origin, Revision, Stored};
pub use error::LibraryError;
pub use health::Check;
pub use id::{ArticleId, SourceId};
pub use image::{StoredImage, image_key};
pub use list::{ArticleRow, Highlight, ListQuery, Page, Scope};
pub use search::SearchHit;
pub use source::{FetchOutcome, NewSource, Source, SourceKind};
pub use status::{Change, Counts};

/// One library.
#[derive(Debug, Clone)]
pub struct Library(());

#[allow(clippy::missing_docs_in_private_items, missing_docs, unused_variables, clippy::unused_self)]
impl Library {
    pub fn open(dir: &Path) -> Result<Self, LibraryError> {
        Err(LibraryError::storage(dir, "not built yet", "wait"))
    }
    pub fn read_only_reason(&self) -> Option<String> {
        None
    }
    pub fn add_source(&self, new: &NewSource, now: Timestamp) -> Result<Source, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn add_sources(&self, new: &[NewSource], now: Timestamp) -> Result<Vec<SourceId>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn end_source(&self, id: SourceId, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn revive_source(&self, id: SourceId) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn update_source(&self, id: SourceId, title: &str, folder: Option<&str>) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn move_source_url(&self, id: SourceId, url: &str) -> Result<bool, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn sources(&self) -> Result<Vec<Source>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn source(&self, id: SourceId) -> Result<Source, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn due_sources(&self, now: Timestamp) -> Result<Vec<Source>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn record_ok(&self, id: SourceId, outcome: &FetchOutcome, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn record_failure(&self, id: SourceId, code: &str, message: &str, next_due: Timestamp, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn store_articles(&self, source: SourceId, articles: Vec<NewArticle>, now: Timestamp) -> Result<Stored, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn replace_body(&self, id: ArticleId, article: NewArticle, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn find_article(&self, source: SourceId, guid: &str) -> Result<Option<ArticleId>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn list(&self, query: &ListQuery) -> Result<Page, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn article(&self, id: ArticleId) -> Result<Article, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn revisions(&self, id: ArticleId) -> Result<Vec<Revision>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn set_read(&self, ids: &[ArticleId], read: bool, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn mark_all_read(&self, scope: &Scope, before: Option<Timestamp>, now: Timestamp) -> Result<Change, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn undo_mark_all_read(&self, change: i64) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn set_saved(&self, id: ArticleId, saved: bool, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn tag(&self, id: ArticleId, name: &str, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn untag(&self, id: ArticleId, name: &str, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn highlight(&self, id: ArticleId, text: &str, note: Option<&str>, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn tags(&self) -> Result<Vec<(String, u64)>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn counts(&self) -> Result<Counts, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<SearchHit>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn finish_index(&self) -> Result<usize, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn expect_images(&self, urls: &[String]) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn image(&self, key: &str) -> Result<Option<StoredImage>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn store_image(&self, key: &str, bytes: &[u8], media_type: &str, now: Timestamp) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn fail_image(&self, key: &str, reason: &str) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn setting(&self, name: &str) -> Result<Option<String>, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn set_setting(&self, name: &str, value: &str) -> Result<(), LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn check(&self) -> Result<Check, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn repair(&self) -> Result<Check, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
    pub fn data_version(&self) -> Result<i64, LibraryError> {
        Err(LibraryError::not_found("stub", 0))
    }
}
