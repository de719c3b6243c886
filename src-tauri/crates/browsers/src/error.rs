//! What can go wrong between us and a browser. The texts are `why: what to do`.

/// A message that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum MessageError {
    #[error("the browser's message broke off: try again")]
    Cut,
    #[error("the browser's message is too long ({length} bytes): save the link only")]
    TooLong { length: u32 },
    #[error("the pipe to the browser broke ({0}): try again")]
    Pipe(String),
    #[error("the browser's message is not one of ours ({0}): update the extension and Standfirst")]
    Unknown(String),
    #[error("{0}")]
    Unfit(&'static str),
}

impl MessageError {
    /// A stable code to decide by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Cut | Self::Pipe(_) => "broken-message",
            Self::TooLong { .. } => "too-large",
            Self::Unknown(_) => "unknown-message",
            Self::Unfit(_) => "invalid",
        }
    }
}

/// A browser that could not be connected or disconnected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum ConnectError {
    #[error("no browser of that name is known ({name}): `standfirst browser-extension` lists those that are")]
    UnknownBrowser { name: String },
    #[error("no browser was found on this account: start yours once, or name it")]
    NoBrowser,
    #[error("the program `standfirst` has no lasting place here, as in an AppImage: install Standfirst's package")]
    NoProgram,
    #[error("{path} could not be written ({why}): look whose the folder is")]
    Unwritten { path: String, why: String },
    #[error("the Windows registry could not be changed ({why}): run `{command}` in a terminal")]
    Registry { command: String, why: String },
}

impl ConnectError {
    /// A stable code to decide by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownBrowser { .. } => "unknown-browser",
            Self::NoBrowser => "no-browser",
            Self::NoProgram => "no-program",
            Self::Unwritten { .. } | Self::Registry { .. } => "storage",
        }
    }
}
