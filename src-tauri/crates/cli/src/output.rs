//! What is printed: text for people, JSON for programs, errors in one line.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{BufWriter, IsTerminal as _, Stdout, Write as _};

use newsroom::Failure;
use serde::Serialize;

/// The code of the failure that is none: the reader of our output went away.
pub(crate) const CLOSED: &str = "closed";

/// Columns of a line of running text on a terminal.
const MEASURE: usize = 78;

pub(crate) struct Output {
    pub(crate) json: bool,
    terminal: bool,
    colour: bool,
    /// Buffered: a list of a hundred thousand lines is not as many writes. Whoever is waited for flushes.
    stdout: RefCell<BufWriter<Stdout>>,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        let stdout = std::io::stdout();
        let terminal = stdout.is_terminal();
        Self { json, terminal, colour: terminal && colour_wanted(), stdout: RefCell::new(BufWriter::new(stdout)) }
    }

    /// Prints `value` as JSON on one line, or `text` of it for a person.
    pub(crate) fn show<T: Serialize>(&self, value: &T, text: impl FnOnce(&T) -> String) -> Result<(), Failure> {
        if self.json { self.json_line(value) } else { self.line(&text(value)) }
    }

    pub(crate) fn json_line<T: Serialize>(&self, value: &T) -> Result<(), Failure> {
        let json = serde_json::to_string(value)
            .map_err(|error| Failure::new("internal", "Printing", error.to_string(), "report this, please"))?;
        self.line(&without_controls(json))
    }

    pub(crate) fn line(&self, line: &str) -> Result<(), Failure> {
        writeln!(self.stdout.borrow_mut(), "{line}").map_err(|error| unprinted(&error))
    }

    /// Sends out what was printed so far: after it, whoever waits for it has it.
    pub(crate) fn flush(&self) -> Result<(), Failure> {
        self.stdout.borrow_mut().flush().map_err(|error| unprinted(&error))
    }

    /// A remark beside the output, after what was printed before it.
    pub(crate) fn remark(&self, text: &str) {
        // Where that fails, the flush at the end tells.
        let _ = self.flush();
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// A hint for a person, which a program would only stumble over.
    pub(crate) fn hint(&self, text: &str) {
        if !self.json {
            self.remark(text);
        }
    }

    pub(crate) fn error(&self, failure: &Failure) {
        self.remark(&error_line(failure));
    }

    pub(crate) fn bold(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(crate) fn dim(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Running text, broken at words where a terminal would break inside them.
    pub(crate) fn wrapped(&self, text: &str) -> String {
        if self.terminal { text.lines().map(wrap).collect::<Vec<_>>().join("\n") } else { text.to_owned() }
    }
}

/// Whether the person has not turned colour off (<https://no-color.org>).
pub(crate) fn colour_wanted() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// `error: what failed: why: what to do`; no part of it holds what would look like two.
pub(crate) fn error_line(failure: &Failure) -> String {
    let part = |text: &str| plain(text).replace(": ", " - ");
    format!("error: {}: {}: {}", part(&failure.what), part(&failure.why), part(&failure.todo))
}

fn unprinted(error: &std::io::Error) -> Failure {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => Failure::new(CLOSED, "Printing", "nobody reads any more", "nothing"),
        _ => Failure::new("storage", "Printing", error.to_string(), "look where the output goes"),
    }
}

/// JSON leaves DEL and the C1 controls as they are, and a terminal may obey them; they stand in strings only, where
/// an escape means the same.
fn without_controls(json: String) -> String {
    let obeyed = |c: char| matches!(c, '\u{7f}'..='\u{9f}');
    if !json.contains(obeyed) {
        return json;
    }
    json.chars().fold(String::with_capacity(json.len()), |mut safe, c| {
        if obeyed(c) {
            // Writing to a text cannot fail.
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
        safe
    })
}

/// A stranger's text on one line, without what a terminal would obey.
pub(crate) fn plain(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A stranger's text with its lines kept.
pub(crate) fn plain_lines(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

/// A number with its word: `1 article`, `2 articles`.
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `1 article`, `2 articles`.
pub(crate) fn articles(count: u64) -> String {
    counted(count, "article", "articles")
}

/// A name in a column of `width` characters.
pub(crate) fn column(text: &str, width: usize) -> String {
    let text = plain(text);
    if text.chars().count() <= width {
        return format!("{text:<width$}");
    }
    let head: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{head}…")
}

fn wrap(line: &str) -> String {
    let mut wrapped = String::with_capacity(line.len());
    let mut used = 0;
    for word in line.split(' ') {
        let width = word.chars().count();
        if used > 0 && used + 1 + width > MEASURE {
            wrapped.push('\n');
            used = 0;
        } else if used > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += width;
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use newsroom::Failure;

    use super::{column, error_line, plain, plain_lines, without_controls, wrap};

    #[test]
    fn no_text_reaches_a_terminal_with_what_it_would_obey() {
        let title = "Red\u{1b}[31m title\u{9b}2J\u{7}\r\nnext";
        assert_eq!(plain(title), "Red [31m title 2J next");
        assert_eq!(plain_lines(title), "Red[31m title2J\nnext");
        assert_eq!(without_controls("{\"a\":\"\u{9b}2J\u{7f}é\"}".to_owned()), "{\"a\":\"\\u009b2J\\u007fé\"}");
    }

    #[test]
    fn an_error_is_one_line_of_three_parts() {
        let failure = Failure::new("x", "Following a: b", "no\nroute: 1", "try again");
        assert_eq!(error_line(&failure), "error: Following a - b: no route - 1: try again");
    }

    #[test]
    fn columns_and_lines_have_their_width() {
        assert_eq!(column("Courier", 9), "Courier  ");
        assert_eq!(column("Northfield Courier", 9), "Northfie…");
        let long = "word ".repeat(40);
        assert!(wrap(long.trim()).lines().all(|line| line.chars().count() <= 78));
        assert_eq!(wrap(long.trim()).replace('\n', " "), long.trim());
    }
}
