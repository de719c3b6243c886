//! Errors of the crates below, turned into the one failure that faces show.

use crate::wire::Failure;

impl Failure {
    /// A failure from its code and the three parts of its message.
    pub fn new(code: &str, what: impl Into<String>, why: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { code: code.to_owned(), what: what.into(), why: why.into(), todo: todo.into() }
    }

    /// The same failure, of something named more closely.
    #[must_use]
    pub fn of(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    pub(crate) fn from_fetch(error: &fetch::FetchError, address: &str) -> Self {
        let sentence = error.to_string();
        let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "try again later"));
        Self::new(error.code(), address, why, todo)
    }
}

impl From<library::LibraryError> for Failure {
    fn from(error: library::LibraryError) -> Self {
        use library::LibraryError as E;
        let code = match &error {
            E::NewerVersion { .. } => "newer-version",
            E::Damaged { .. } => "damaged",
            E::Storage { .. } => "storage",
            E::NotFound { .. } => "not-found",
            E::Invalid { .. } => "invalid",
        };
        let sentence = error.to_string();
        let mut parts = sentence.splitn(3, ": ");
        let mut part = |fallback: &str| parts.next().unwrap_or(fallback).to_owned();
        Self { code: code.to_owned(), what: part("The library"), why: part("it failed"), todo: part("try again") }
    }
}

/// The exit code CLI.md gives a failure: 1 failed, 2 wrong usage, 3 newer version, 4 damaged, 5 storage.
#[must_use]
pub fn exit_code(failure: &Failure) -> u8 {
    match failure.code.as_str() {
        "usage" => 2,
        "newer-version" => 3,
        "damaged" => 4,
        "storage" => 5,
        _ => 1,
    }
}
