//! What crosses to a face of the app (window, dev server): plain data, camelCase JSON, TypeScript made from it.
//! Ids are positive integers, times RFC 3339 strings in UTC, pictures the keys under which the library knows them.

mod arrival;
mod article;
mod backups;
mod browser;
mod doctor;
mod export;
mod feedback;
mod import;
mod installation;
mod mark;
mod recovery;
mod retention;
mod rule;
mod search;
mod share;
mod source;

pub use arrival::{Arrival, FeedLinks};
pub use article::{
    AlsoIn, ArticleCard, ArticlePage, ArticleQuery, ArticleView, Cited, Folded, FoundField, LeftOutView, OfflineState,
    SavedOrder, ScopeKind, ScopeRef, TextState, Texts,
};
pub use backups::{BackupView, Backups, Restored};
pub use browser::{BrowserConnection, BrowserConnections, BrowserState};
pub use doctor::{Background, Bulletin, Doctor, Finding, Show, Verdict};
pub use export::{ExportChoice, ExportKind, Exported};
pub use feedback::{
    Change, Event, ExportedFile, Failure, RefreshState, SaveEnd, SaveKind, Settings, Spacing, Storage, Theme, Typeface,
    Width,
};
pub use import::{FileLook, ImportReport, ImportState};
pub use installation::{Installation, InstallationKind, UpdateView, Updates};
pub use mark::{Highlight, HighlightEntry, HighlightsPage, HighlightsQuery, Passage, PlacedHighlight};
pub use recovery::{LostRows, MoreInBackup, Recovery, Rescued};
pub use retention::{KeepRule, Removal, Retention};
pub use rule::{DeedView, Notification, RuleAccount, RuleInput, RulePreview, RuleView, SourceShare};
pub use search::{
    SavedSearch, SearchCompletion, SearchHit, SearchInput, SearchNote, SearchOrder, SearchProposal, SearchResult,
    SearchSign, Searched,
};
pub use share::{SharePlace, ShareResult, ShareServer, ShareSettings, ShareTarget};
pub use source::{
    AccessInput, AccessView, ArticleOffer, Candidate, CandidateEntry, FolderView, Followed, HeaderInput, KeptMark,
    Older, Overview, Preview, Repair, RequestView, SourceKind, SourcePage, SourceView, TagView, Tried,
};
