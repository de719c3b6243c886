//! How Standfirst is doing, and the log that can be sent.

use std::path::Path;

use newsroom::wire::{Doctor, Finding, Verdict};
use newsroom::{Failure, Newsroom, Options, doctor as look};
use serde_json::json;

use crate::args::Command;
use crate::output::{Output, plain};

pub(crate) async fn doctor(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let report = newsroom.doctor().await;
    show(&report, output)?;
    match report.findings.iter().find(|finding| finding.verdict == Verdict::Broken) {
        None => Ok(()),
        // Where the library is damaged, the exit code is as everywhere else.
        Some(Finding { id, found, todo, .. }) => {
            let code = if id == "library" { "damaged" } else { "broken" };
            Err(Failure::new(code, "Standfirst", plain(found), todo.clone().unwrap_or_default()))
        }
    }
}

/// The same for a library that cannot be opened; ends as every command does there.
pub(crate) fn unopened(options: &Options, failure: Failure, output: &Output) -> Result<(), Failure> {
    show(&examined(options, &failure)?, output)?;
    Err(failure)
}

fn examined(options: &Options, failure: &Failure) -> Result<Doctor, Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| {
        Failure::new("internal", "Starting", error.to_string(), "close other programs and try again")
    })?;
    Ok(runtime.block_on(look::examine(options, Err(failure))))
}

fn show(report: &Doctor, output: &Output) -> Result<(), Failure> {
    output.show(report, |report| {
        let lines: Vec<String> = report
            .findings
            .iter()
            .map(|finding| {
                let safe = Finding {
                    found: plain(&finding.found),
                    todo: finding.todo.as_deref().map(plain),
                    ..finding.clone()
                };
                look::line(&safe)
            })
            .collect();
        lines.join("\n")
    })
}

pub(crate) async fn log(newsroom: &Newsroom, to: Option<&Path>, output: &Output) -> Result<(), Failure> {
    let report = newsroom.doctor().await;
    give(newsroom.options(), &report, to, output)
}

pub(crate) fn log_unopened(options: &Options, command: &Command, output: &Output) -> Result<(), Failure> {
    let Command::Log { to } = command else { return Ok(()) };
    let unknown = Failure::new("storage", "The library", "it does not open", "run `standfirst doctor`");
    let why = Newsroom::open(options.clone()).err().unwrap_or(unknown);
    give(options, &examined(options, &why)?, to.as_deref(), output)
}

fn give(options: &Options, report: &Doctor, to: Option<&Path>, output: &Output) -> Result<(), Failure> {
    if to.is_some() {
        let written = look::save_log(options, report, to)?;
        return output.show(&written, |written| format!("Written to {}", plain(&written.path)));
    }
    let text = look::log_text(options, report);
    output.show(&json!({"text": text}), |_| crate::output::plain_lines(text.trim_end()))
}
