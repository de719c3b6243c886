//! Reports, settings, events and failures.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Notification;

/// Why something did not work, in the three parts every message has, and a code to decide by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize, TS)]
#[error("{what}: {why}: {todo}")]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable, for programs: `newer-version`, `damaged`, `storage`, `not-found`, `invalid`, or one of fetch's.
    pub code: String,
    /// What failed.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do.
    pub todo: String,
}

/// Articles marked in one go, by the number that undoes it.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct Change {
    pub change: i64,
    pub count: u64,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub struct ExportedFile {
    pub path: String,
}

/// How far a refresh is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefreshState {
    /// Whether one is under way.
    pub running: bool,
    /// Sources answered.
    pub done: u64,
    /// Sources asked.
    pub total: u64,
    /// Articles that are new.
    pub new: u64,
    /// Sources that failed.
    pub failed: u64,
    /// The source answered last.
    pub current: Option<String>,
    /// When the last one ended.
    pub finished: Option<String>,
}

/// The look of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub enum Theme {
    #[default]
    System,
    Light,
    Sepia,
    Dark,
}

/// The letters an article is set in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Typeface {
    /// Source Serif, which the app brings along.
    #[default]
    Serif,
    /// Source Sans, which it brings along too.
    Sans,
    /// Whatever the system writes in.
    System,
}

/// How long a line of an article gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub enum Width {
    Narrow,
    #[default]
    Medium,
    Wide,
}

/// How far apart the lines of an article are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "plain")]
pub enum Spacing {
    Close,
    #[default]
    Normal,
    Airy,
}

/// What the reader has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "switches of the reader's, none of which excludes another")]
pub struct Settings {
    /// The look.
    pub theme: Theme,
    /// Article text in CSS pixels, 14 to 28.
    pub text_size: u32,
    /// The letters of articles.
    pub typeface: Typeface,
    /// How long their lines get.
    pub width: Width,
    /// How far apart their lines are.
    pub spacing: Spacing,
    /// Both edges of their text are straight, with words divided.
    pub justify: bool,
    /// What is copied out of an article says where it is from.
    pub cite: bool,
    /// Minutes between refreshes while the program runs; 0 for never.
    pub refresh_minutes: u32,
    /// Lists leave out what has been read.
    pub unread_only: bool,
    /// The order of what is saved.
    pub saved_order: super::SavedOrder,
    /// The way out: empty for what the system's variables say, `none` for straight, else a proxy's address
    /// (`http:`, `https:`, `socks5:`, `socks5h:`).
    pub proxy: String,
    /// Megabytes that pictures may take; those of saved, offline, tagged and highlighted articles stay in any case.
    pub picture_limit_mb: u32,
    /// Saved articles are kept offline: all their text and pictures.
    pub saved_offline: bool,
    /// New articles of several sources that say the same are folded under one.
    pub folding: bool,
    /// When its window is closed, the program goes on fetching.
    pub keep_running: bool,
    /// While it does, it has an icon in the tray.
    pub tray: bool,
    /// From this time of day no notification is shown, `HH:MM`; empty for always.
    pub quiet_from: String,
    /// Until this one, maybe of the next day.
    pub quiet_until: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            text_size: 18,
            typeface: Typeface::Serif,
            width: Width::Medium,
            spacing: Spacing::Normal,
            justify: false,
            cite: true,
            refresh_minutes: 30,
            unread_only: false,
            saved_order: super::SavedOrder::Newest,
            proxy: String::new(),
            picture_limit_mb: 2048,
            saved_offline: true,
            folding: true,
            keep_running: false,
            tray: true,
            quiet_from: String::new(),
            quiet_until: String::new(),
        }
    }
}

/// What the library takes on the disk, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Storage {
    /// The database: all texts, marks and the search index.
    pub database: u64,
    /// All pictures.
    pub pictures: u64,
    /// Of these, the pictures of articles that are saved, offline, tagged or highlighted: they are never removed.
    pub kept: u64,
    /// The other pictures.
    pub rest: u64,
    /// How many pictures there are.
    pub picture_count: u64,
    /// What pictures may take.
    pub limit: u64,
    /// Articles in the library.
    pub articles: u64,
    /// Of these, the ones that are saved, offline, tagged or highlighted.
    pub kept_articles: u64,
    /// Of the database, room that is empty: new articles go there.
    pub free: u64,
}

/// What became of a page that was saved by its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SaveKind {
    /// Its text is here.
    Full,
    /// A text is here, but not a whole article: `why` says what it is.
    Partly,
    /// Nothing but the link: `why` says why, and what to do.
    Link,
}

/// How saving a page ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveEnd {
    /// The article.
    pub id: i64,
    /// What the save was answered with: another, where the page is an article that was here already.
    pub link: i64,
    /// Its headline.
    pub title: String,
    /// What of it is here.
    pub kind: SaveKind,
    /// So many of its pictures are here.
    pub pictures: u32,
    /// Why it is not whole, and what to do, in sentences that follow a colon.
    pub why: Option<String>,
}

/// What faces are told without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Event {
    /// A refresh has gone on.
    Refresh {
        /// How far it is.
        state: RefreshState,
    },
    /// An export has gone on.
    Export {
        /// How far it is.
        state: super::ImportState,
    },
    /// An import has gone on.
    Import {
        /// How far it is.
        state: super::ImportState,
    },
    /// A page that was saved by its address has its text, or will not get it.
    Saved {
        /// How it ended.
        end: SaveEnd,
    },
    /// Something in the library changed, here or through another face.
    Changed,
    /// Another program handed something over: `arrivals` gives it.
    Arrived,
    /// Articles have come that rules want the reader to be told of.
    Notify {
        /// By rule.
        notifications: Vec<Notification>,
    },
    /// The same for the desktop, all in one; not in the reader's quiet hours.
    Bulletin {
        /// What it says.
        bulletin: super::Bulletin,
    },
    /// Somebody outside the window wants to see something in it: `to_show` says what.
    Show,
    /// The system's own share menu has handed something over.
    Shared {
        /// A sentence for the reader.
        message: String,
    },
    /// Something that goes on by itself failed; told once.
    Trouble {
        /// What, why, and what to do.
        failure: Failure,
    },
}
