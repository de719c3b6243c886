//! Sharing: what there is to share to, what came of it, and what the reader has set for it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A place an article can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShareTarget {
    /// For `share`.
    pub id: String,
    /// For the reader.
    pub name: String,
    /// `device`, `program`, `copy` or `page`.
    pub kind: String,
    /// One of those that were used last. They come first.
    pub recent: bool,
}

/// What came of sharing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShareResult {
    /// `handedOver`: another program has it. `text`: the face puts it on the clipboard. `dismissed`: the reader changed
    /// their mind in a dialog of another program.
    pub kind: String,
    /// For the clipboard.
    pub text: Option<String>,
    /// A sentence for the reader; empty when there is nothing to say.
    pub message: String,
}

/// A place to share to that is on a server of the reader's choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShareServer {
    /// Which place.
    pub id: String,
    /// Its name, for the reader.
    #[serde(default)]
    pub name: String,
    /// The address of the server; empty for none.
    pub address: String,
}

/// A place of the reader's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SharePlace {
    /// Its name in the menu.
    pub name: String,
    /// An address with `{url}`, `{title}`, `{text}` or `{quote}` in it.
    pub template: String,
}

/// What the reader has set for sharing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ShareSettings {
    /// What only tracks is left out of the addresses that are shared.
    pub undecorated: bool,
    /// Every place that needs a server.
    pub servers: Vec<ShareServer>,
    /// Places of the reader's own.
    pub own: Vec<SharePlace>,
}

impl Default for ShareSettings {
    fn default() -> Self {
        Self { undecorated: true, servers: Vec::new(), own: Vec::new() }
    }
}
