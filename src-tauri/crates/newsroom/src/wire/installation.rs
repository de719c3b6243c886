//! This copy of the app, and newer ones.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// This copy of the app, and who brings it up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Installation {
    /// Its version.
    pub version: String,
    /// How it came to this machine.
    pub kind: InstallationKind,
    /// Who brings it up to date.
    pub updates: Updates,
}

/// How a copy came to a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum InstallationKind {
    /// By the system's package manager: .deb, .rpm and their like.
    Package,
    /// As a Flatpak.
    Flatpak,
    /// As a Snap.
    Snap,
    /// As an `AppImage`: one file that a person put somewhere.
    AppImage,
    /// As a macOS application.
    App,
    /// By a Windows installer.
    Installer,
    /// Built on this machine, or unpacked by hand.
    Source,
}

/// Who brings a copy up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Updates {
    /// The package manager that installed it.
    Packages,
    /// It does so itself, when the reader asks.
    Itself,
    /// Nobody does.
    Nobody,
}

/// A newer version that there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UpdateView {
    /// Its version.
    pub version: String,
    /// What its makers say about it, as plain text.
    pub notes: Option<String>,
}
