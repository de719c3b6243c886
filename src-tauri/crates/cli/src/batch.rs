//! Many acts over one library: a line each, acknowledged once it is on the disk.

use std::io::BufRead as _;

use ::library::ArticleId;
use newsroom::{Failure, Newsroom};

use crate::output::{Output, plain};

pub(crate) fn run(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let mut failed = 0_u64;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| {
            Failure::new("input", "Reading standard input", error.to_string(), "give one act a line")
        })?;
        if line.trim().is_empty() {
            continue;
        }
        match act(newsroom, &line) {
            Ok(()) => output.line(&format!("ack {line}"))?,
            // The library itself fails: going on would only fail again.
            Err(failure) if newsroom::exit_code(&failure) > 2 => return Err(failure),
            Err(failure) => {
                failed += 1;
                output.remark(&format!("{}: {}", plain(&line), plain(&failure.to_string())));
            }
        }
    }
    if failed == 0 {
        return Ok(());
    }
    Err(Failure::new(
        "batch",
        "The batch",
        format!("{failed} of its lines could not be done"),
        "see the lines above; the others are done",
    ))
}

fn act(newsroom: &Newsroom, line: &str) -> Result<(), Failure> {
    let mut parts = line.split('\t');
    let (op, id) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let (library, now) = (newsroom.library(), newsroom.now());
    let id: i64 = id.trim().parse().ok().filter(|id| *id > 0).ok_or_else(|| wrong("its number is none"))?;
    let id = ArticleId::new(id);
    let mut text = || parts.next().filter(|text| !text.is_empty()).ok_or_else(|| wrong("a text is missing"));
    match op {
        "mark-read" => library.set_read(&[id], true, now)?,
        "mark-unread" => library.set_read(&[id], false, now)?,
        "save" => library.set_saved(id, true, now)?,
        "unsave" => library.set_saved(id, false, now)?,
        "tag" => library.tag(id, text()?, now)?,
        "untag" => library.untag(id, text()?, now)?,
        "highlight" => {
            let quote = text()?;
            library.highlight(id, quote, text().ok(), now)?;
        }
        _ => return Err(wrong("there is no such act")),
    }
    Ok(())
}

fn wrong(why: &str) -> Failure {
    Failure::new("invalid", "The line", why, "write op, tab, number, and a tab before each further text")
}
