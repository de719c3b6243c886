//! What is printed: text for people, JSON for programs, errors in one line.

use std::io::{IsTerminal as _, Write as _};

use newsroom::Failure;
use serde::Serialize;

/// The code of the failure that is none: the reader of our output went away.
pub(crate) const CLOSED: &str = "closed";

pub(crate) struct Output {
    pub(crate) json: bool,
    colour: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { json, colour: wanted && std::io::stdout().is_terminal() }
    }

    /// Prints `value` as JSON on one line, or `text` of it for a person.
    pub(crate) fn show<T: Serialize>(&self, value: &T, text: impl FnOnce(&T) -> String) -> Result<(), Failure> {
        if self.json { self.json_line(value) } else { self.line(&text(value)) }
    }

    pub(crate) fn json_line<T: Serialize>(&self, value: &T) -> Result<(), Failure> {
        let json = serde_json::to_string(value)
            .map_err(|error| Failure::new("internal", "Printing", error.to_string(), "report this, please"))?;
        self.line(&json)
    }

    /// One line, flushed when it is full: whoever waits for it has it.
    #[allow(clippy::unused_self, reason = "output goes through the one Output")]
    pub(crate) fn line(&self, line: &str) -> Result<(), Failure> {
        let mut stdout = std::io::stdout().lock();
        writeln!(stdout, "{line}").and_then(|()| stdout.flush()).map_err(|error| match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::new(CLOSED, "Printing", "nobody reads any more", "nothing"),
            _ => Failure::new("storage", "Printing", error.to_string(), "look where the output goes"),
        })
    }

    /// A remark beside the output.
    #[allow(clippy::unused_self, reason = "output goes through the one Output")]
    pub(crate) fn remark(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    pub(crate) fn error(&self, failure: &Failure) {
        self.remark(&format!("error: {}", plain(&failure.to_string())));
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(crate) fn dim(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// A stranger's text on one line, without what a terminal would obey.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A stranger's text with its lines kept.
pub(crate) fn plain_lines(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
