//! Where an article can be sent.

use std::fmt;
use std::str::FromStr;

use crate::ShareError;

/// Every target of today, in the order of the menu.
pub(crate) const ALL: &[TargetId] = &[TargetId::CopyLink, TargetId::CopyQuote, TargetId::Email, TargetId::Browser];

/// Names a target between two calls, across the wire as its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetId {
    /// The address, for the clipboard.
    CopyLink,
    /// Title, source and address, for the clipboard.
    CopyQuote,
    /// A new mail in the person's program.
    Email,
    /// The page in the person's browser.
    Browser,
}

/// What choosing a target does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// Puts a text on the clipboard.
    Copy,
    /// Hands over to another program.
    Program,
}

/// A row of the share menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// For [`send`](crate::send).
    pub id: TargetId,
    /// For the person.
    pub name: String,
    /// What choosing it does.
    pub kind: TargetKind,
}

/// What came of it. The messages are sentences for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "plain")]
pub enum Sent {
    /// Another program has it; whether it arrives is that program's.
    HandedOver { message: String },
    /// A text for the clipboard, which belongs to the face.
    Text { text: String, message: String },
}

impl TargetId {
    fn as_str(self) -> &'static str {
        match self {
            Self::CopyLink => "copy-link",
            Self::CopyQuote => "copy-quote",
            Self::Email => "email",
            Self::Browser => "browser",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CopyLink => "Copy link",
            Self::CopyQuote => "Copy as quote",
            Self::Email => "E-mail…",
            Self::Browser => "Open in browser",
        }
    }

    pub(crate) fn kind(self) -> TargetKind {
        match self {
            Self::CopyLink | Self::CopyQuote => TargetKind::Copy,
            Self::Email | Self::Browser => TargetKind::Program,
        }
    }
}

impl TargetKind {
    /// `copy` or `program`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Program => "program",
        }
    }
}

impl fmt::Display for TargetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for TargetId {
    type Err = ShareError;

    fn from_str(text: &str) -> Result<Self, ShareError> {
        ALL.iter().copied().find(|id| id.as_str() == text).ok_or(ShareError::UnknownTarget)
    }
}
