//! Why something could not be shared. The texts are `why: what to do`.

/// A failure to share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum ShareError {
    #[error("only http and https addresses can be opened or shared: copy the text instead")]
    NotWeb,
    #[error("there is neither an address nor a text: copy the article's text instead")]
    Nothing,
    #[error("the folder is not there: look whether its disk is connected")]
    NoFolder,
    #[error("there is no such target: open the share menu again")]
    UnknownTarget,
    #[error("the window is not there: open it and try again")]
    NoWindow,
    #[error("{why}: copy the link instead")]
    System { why: String },
    #[error("no program for it was found on this system ({program}): copy the link, or set a default program")]
    NoProgram { program: String },
    #[error("{program} could not be started: copy the link instead")]
    NotStarted { program: String },
    #[error("{program} found no program to open it with: set a default program, or copy the link instead")]
    Failed { program: String },
}

impl ShareError {
    /// A stable code to decide by.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotWeb => "not-web",
            Self::Nothing => "nothing",
            Self::NoFolder => "no-folder",
            Self::UnknownTarget => "unknown-target",
            Self::NoWindow => "no-window",
            Self::System { .. } => "system",
            Self::NoProgram { .. } => "no-program",
            Self::NotStarted { .. } => "not-started",
            Self::Failed { .. } => "failed",
        }
    }
}
