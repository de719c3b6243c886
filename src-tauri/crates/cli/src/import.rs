//! Taking in what other programs exported, with a bar on a terminal and a clean end by Ctrl-C.

use std::io::IsTerminal as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use newsroom::wire::ImportReport;
use newsroom::{Failure, ImportFile, Newsroom, PagesFetched};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::args::ImportArgs;
use crate::output::{Output, counted, plain};

pub(crate) async fn import(newsroom: &Newsroom, args: &ImportArgs, output: &Output) -> Result<(), Failure> {
    let file = if args.file == Path::new("-") {
        newsroom.read_import_from("standard input", std::io::stdin()).await?
    } else {
        newsroom.read_import_at(&args.file).await?
    };
    if args.dry_run {
        let report = newsroom.look_into(&file).await?;
        return output.show(&json(&report, true, None), |_| text(&report, true));
    }
    take_in(newsroom, file, args.fetch, output).await
}

/// Takes in a file that was read, and with `fetch` the pages its articles have no text without.
pub(crate) async fn take_in(
    newsroom: &Newsroom,
    file: ImportFile,
    fetch_pages: bool,
    output: &Output,
) -> Result<(), Failure> {
    let bar = bar();
    let cancel = on_interrupt();
    let report = newsroom
        .import(file, &cancel, |state| {
            bar.set_length(state.total);
            bar.set_position(state.done);
        })
        .await;
    bar.finish_and_clear();
    let report = report?;
    let fetched = if fetch_pages && !report.stopped { Some(fetch(newsroom, &cancel).await?) } else { None };
    output.show(&json(&report, false, fetched), |_| {
        let text = text(&report, false);
        match fetched {
            None => text,
            Some(PagesFetched { came, failed }) => {
                format!("{text}\n{} fetched, {failed} failed", counted(came, "saved page", "saved pages"))
            }
        }
    })?;
    if report.stopped {
        return Err(Failure::new(
            "cancelled",
            "Taking in the file",
            "it was stopped before its end",
            "run it again for the rest; what is in stays",
        ));
    }
    if report.sources > 0 {
        output.hint("The sources have not been asked yet: `standfirst refresh`");
    }
    let left = newsroom.library().waiting_on_shelf()?;
    match (left, fetched) {
        (0, _) => {}
        (_, None) => output.hint(&format!(
            "{} for their text: `standfirst refresh` fetches some each time, `standfirst import FILE --fetch` all",
            counted(left, "saved page waits", "saved pages wait")
        )),
        (_, Some(_)) => output.hint(&format!(
            "{} for another try, after the next `standfirst refresh`",
            counted(left, "saved page waits", "saved pages wait")
        )),
    }
    Ok(())
}

async fn fetch(newsroom: &Newsroom, cancel: &CancellationToken) -> Result<PagesFetched, Failure> {
    let bar = bar();
    bar.set_length(newsroom.library().waiting_on_shelf()?);
    bar.set_message("saved pages");
    let fetched =
        newsroom.fetch_saved_pages(cancel, |PagesFetched { came, failed }| bar.set_position(came + failed)).await;
    bar.finish_and_clear();
    fetched
}

pub(crate) fn bar() -> ProgressBar {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}

/// Cancelled by Ctrl-C.
pub(crate) fn on_interrupt() -> CancellationToken {
    let cancel = CancellationToken::new();
    let interrupted = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            interrupted.cancel();
        }
    });
    cancel
}

fn json(report: &ImportReport, dry_run: bool, fetched: Option<PagesFetched>) -> Value {
    json!({
        "kind": report.code, "sources": report.sources, "followed": report.followed, "articles": report.articles,
        "known": report.known, "changed": report.changed, "texts": report.texts, "waiting": report.waiting,
        "tags": report.tags, "highlights": report.highlights, "skipped": report.skipped, "partly": report.partly,
        "stopped": report.stopped, "dry_run": dry_run, "fetched": fetched,
    })
}

fn text(report: &ImportReport, dry_run: bool) -> String {
    let mut lines = vec![format!("This is {}", plain(&report.kind))];
    let mut add = |count: u64, one: &str, many: &str| {
        if count > 0 {
            lines.push(format!("    {}", counted(count, one, many)));
        }
    };
    let will = if dry_run { "would be " } else { "" };
    add(report.sources, &format!("source {will}added"), &format!("sources {will}added"));
    add(report.followed, "source followed already", "sources followed already");
    // Of our own archive, not each was saved.
    let done = if report.code == "archive" { "taken in" } else { "saved" };
    add(report.articles, &format!("article {will}{done}"), &format!("articles {will}{done}"));
    add(report.texts, "of them with its text", "of them with their texts");
    add(report.known, "article here already", "articles here already");
    add(report.changed, "of them with more than before", "of them with more than before");
    add(report.tags, "tag on an article", "tags on articles");
    add(report.highlights, "highlight", "highlights");
    if lines.len() == 1 {
        let broken = report.known == 0 && report.followed == 0 && !report.skipped.is_empty();
        lines.push(format!("    Nothing in it {}", if broken { "could be taken in" } else { "is new" }));
    }
    for (name, passed) in [("Passed over", &report.skipped), ("Taken but for a part", &report.partly)] {
        if !passed.is_empty() {
            lines.push(format!("{name}: {}", passed.len()));
            lines.extend(passed.iter().map(|line| format!("    {}", plain(line))));
        }
    }
    lines.join("\n")
}
