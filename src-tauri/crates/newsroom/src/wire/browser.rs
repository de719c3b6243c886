//! Which browsers can reach us.

use serde::Serialize;
use ts_rs::TS;

/// Whether a browser knows our host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BrowserState {
    /// It does not.
    Unknown,
    /// For this person.
    Person,
    /// For everybody, by the package.
    Package,
    /// It was told of a program that is no longer there.
    Stale,
}

/// A browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowserConnection {
    /// As commands call it.
    pub name: String,
    /// As people do.
    pub title: String,
    /// Whether this person has ever started it.
    pub present: bool,
    /// Whether it knows our host.
    pub state: BrowserState,
}

/// All that are known of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BrowserConnections {
    /// In a fixed order.
    pub browsers: Vec<BrowserConnection>,
    /// The folder of the extension, to be loaded as it is.
    pub extension: Option<String>,
}
