//! What other programs handed over, as a window shows it.

use serde::Serialize;
use ts_rs::TS;

use super::{ArticleCard, Failure, FileLook};

/// One thing that came in, and what is left to be done about it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Arrival {
    /// A page was saved for later: to be said, with a way back.
    Saved {
        /// The article, or the link as long as no more is here.
        article: Box<ArticleCard>,
        /// It was saved before: there is nothing to take back.
        already: bool,
    },
    /// To be saved only if the reader says so: the address leads into the reader's own network.
    Save {
        /// What is asked for.
        address: String,
        /// What the caller calls it.
        title: Option<String>,
    },
    /// To be followed only if the reader says so; nobody has been asked yet.
    Follow {
        /// Of a site or feed.
        address: String,
    },
    /// A file with something to be taken in, which was looked into.
    File {
        /// Its name.
        name: String,
        /// Its number, and what it would bring.
        look: FileLook,
    },
    /// It cannot be opened.
    Refused {
        /// Why.
        failure: Failure,
    },
}

/// Who opens `feed:` links on this system.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeedLinks {
    /// The program, for people; none when nobody does or it cannot be told.
    pub handler: Option<String>,
    /// The same for the system, to be given back to it.
    pub id: Option<String>,
    /// It is Standfirst.
    pub ours: bool,
    /// It can be set from here.
    pub settable: bool,
    /// What to do where it cannot.
    pub todo: Option<String>,
}
