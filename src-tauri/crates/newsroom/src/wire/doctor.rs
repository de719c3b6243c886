//! How Standfirst is doing, and what it does without its window.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// As it should be.
    Well,
    /// Not used, which is as well.
    Off,
    /// Something could be better.
    Hint,
    /// Something does not work.
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Stable, for programs: `library`, `keyring`, ….
    pub id: String,
    /// Its name.
    pub name: String,
    /// How it is.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// What to do about it.
    pub todo: Option<String>,
}

/// All that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Doctor {
    /// The worst of the findings.
    pub verdict: Verdict,
    /// What was looked at, in a fixed order.
    pub findings: Vec<Finding>,
}

/// What goes on without the window, and what the desktop has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "each is so or not")]
pub struct Background {
    /// Started at login.
    pub autostart: bool,
    /// It can be: the window's program is known.
    pub can_autostart: bool,
    /// The desktop shows icons in a tray.
    pub tray: bool,
    /// The desktop shows notifications.
    pub notifications: bool,
}

/// What the desktop is to tell the reader of, all that a refresh brought in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Bulletin {
    /// A headline, or how many there are.
    pub title: String,
    /// Where it is from, or the first headlines.
    pub body: String,
    /// What a click shows.
    pub show: Show,
}

/// What somebody outside the window wants to see in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Show {
    /// An article.
    pub article: Option<i64>,
    /// The list of a source.
    pub source: Option<i64>,
    /// The dialog that saves an address.
    pub save: bool,
}
