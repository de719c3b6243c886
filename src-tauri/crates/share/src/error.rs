//! Why something could not be shared. The texts are `why: what to do`.

/// A failure to share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum ShareError {
    #[error("only http and https addresses can be opened or shared: copy the text instead")]
    NotWeb,
    #[error("there is neither an address nor a text: copy the article's text instead")]
    Nothing,
    #[error("the article has no address of its own: copy it as text instead, with `copy-quote`")]
    NoAddress,
    #[error("the folder is not there: look whether its disk is connected")]
    NoFolder,
    #[error("there is no such target now: look at what there is and choose again")]
    UnknownTarget,
    #[error("the window is not there: open it and try again")]
    NoWindow,
    #[error("{why}: copy the link instead")]
    System { why: String },
    #[error("{why}: write it like https://example.org/share?u={{url}}&t={{title}}")]
    BadTemplate { why: &'static str },
    #[error("no two places can have one name, and it has up to 40 characters: choose another name")]
    BadName,
    #[error("a place needs a name: give it one of up to 40 characters")]
    NoName,
    #[error("there are line breaks or control characters in the name: leave them out")]
    ControlsInName,
    #[error("what is built in has this name: choose another name")]
    NameTaken,
    #[error("it is no address of a server: write it like mastodon.example")]
    BadServer,
    #[error("there are 30 places of your own already: remove one first")]
    TooMany,
    #[error("{whom} gave no answer in time: look whether it runs, or copy the link instead")]
    NoAnswer { whom: &'static str },
    #[error("{whom} refused it ({why}): see that it still runs, or copy the link instead")]
    Refused { whom: &'static str, why: String },
    #[error("this session has no bus to reach other programs by: copy the link instead")]
    NoBus,
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
            Self::NoAddress => "no-address",
            Self::NoFolder => "no-folder",
            Self::UnknownTarget => "unknown-target",
            Self::NoWindow => "no-window",
            Self::System { .. } => "system",
            Self::BadTemplate { .. } => "bad-template",
            Self::BadName | Self::NoName | Self::ControlsInName | Self::NameTaken => "bad-name",
            Self::BadServer => "bad-server",
            Self::TooMany => "too-many",
            Self::NoAnswer { .. } => "no-answer",
            Self::Refused { .. } => "refused",
            Self::NoBus => "no-bus",
            Self::NoProgram { .. } => "no-program",
            Self::NotStarted { .. } => "not-started",
            Self::Failed { .. } => "failed",
        }
    }
}
