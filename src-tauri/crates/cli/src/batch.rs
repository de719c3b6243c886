//! Many acts over one library: a line each, acknowledged once it is on the disk.

use ::library::ArticleId;
use newsroom::{Failure, Newsroom};

use crate::input;
use crate::output::{Output, error_line, plain};

pub(crate) fn run(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let mut failed = 0_u64;
    input::each_line(|line| {
        let shown = line.map_or_else(|_| "a line".to_owned(), |line| format!("The line “{}”", plain(line)));
        let done = line.map_err(|_| wrong("it is not UTF-8")).and_then(|line| act(newsroom, line).map(|()| line));
        match done {
            Ok(line) => {
                output.line(&format!("ack {line}"))?;
                output.flush()
            }
            // The library itself fails: going on would only fail again.
            Err(failure) if newsroom::exit_code(&failure) > 2 => Err(failure),
            Err(failure) => {
                failed += 1;
                output.remark(&error_line(&failure.of(shown)));
                Ok(())
            }
        }
    })?;
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
    let id = || {
        let id: Option<i64> = id.trim().parse().ok().filter(|id| *id > 0);
        id.map(ArticleId::new).ok_or_else(|| wrong("there is no article's number in it"))
    };
    let mut text = || parts.next().filter(|text| !text.is_empty()).ok_or_else(|| wrong("a text is missing"));
    match op {
        "mark-read" => library.set_read(&[id()?], true, now)?,
        "mark-unread" => library.set_read(&[id()?], false, now)?,
        "save" => library.set_saved(id()?, true, now)?,
        "unsave" => library.set_saved(id()?, false, now)?,
        "archive" => library.set_archived(&[id()?], true, now).map(drop)?,
        "unarchive" => library.set_archived(&[id()?], false, now).map(drop)?,
        "tag" => library.tag(id()?, text()?, now)?,
        "untag" => library.untag(id()?, text()?)?,
        // Many acts must not wait for as many articles to be read: the passage is taken as it comes.
        "highlight" => {
            let quote = text()?;
            library.highlight(id()?, quote, text().ok(), now)?;
        }
        _ => {
            let todo = "write mark-read, mark-unread, save, unsave, archive, unarchive, tag, untag or highlight";
            return Err(Failure::new("invalid", "The line", "there is no such operation", todo));
        }
    }
    Ok(())
}

fn wrong(why: &str) -> Failure {
    Failure::new("invalid", "The line", why, "write op, tab, number, and a tab before each further text")
}
