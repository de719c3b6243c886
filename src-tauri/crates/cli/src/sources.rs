//! What is followed: finding, following, refreshing, taking in and out.

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ::library::{Source, SourceId, SourceKind};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use newsroom::{Failure, Newsroom, RefreshReport, RefreshScope};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::args::Export;
use crate::output::{Output, plain};

pub(crate) async fn follow(
    newsroom: &Newsroom,
    url: &str,
    folder: Option<String>,
    dry_run: bool,
    output: &Output,
) -> Result<(), Failure> {
    if !dry_run {
        let source = newsroom.follow(url, folder).await?;
        let source = newsroom.library().source(SourceId::new(source.id))?;
        return output.show(&source_json(&source), |_| {
            format!("Following {} ({}): {} unread", plain(&source.title), source.id.get(), source.unread)
        });
    }
    let preview = newsroom.preview(url).await?;
    output.show(&preview, |preview| {
        let mut lines = Vec::new();
        for candidate in &preview.candidates {
            lines.push(format!("{}  {}", output.bold(&plain(&candidate.title)), output.dim(&candidate.url)));
            lines.extend(candidate.entries.iter().map(|entry| format!("    {}", plain(&entry.title))));
        }
        if let Some(article) = &preview.article {
            lines.push(format!("An article to save: {}", plain(&article.title)));
        }
        lines.push("Tried:".to_owned());
        lines.extend(preview.tried.iter().map(|tried| format!("    {}: {}", tried.url, plain(&tried.found))));
        lines.join("\n")
    })?;
    if preview.candidates.is_empty() && preview.article.is_none() {
        return Err(Failure::new(
            "no-feed",
            format!("Looking at {url}"),
            "there is nothing to follow or save",
            "paste the address of a site, a feed or an article",
        ));
    }
    Ok(())
}

pub(crate) fn list(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    for source in newsroom.library().sources()?.iter().filter(|source| source.kind != SourceKind::Saved) {
        output.show(&source_json(source), |_| {
            let folder = source.folder.as_deref().map(|folder| format!(" [{}]", plain(folder))).unwrap_or_default();
            let error =
                source.error.as_deref().map(|error| format!("\n         ! {}", plain(error))).unwrap_or_default();
            format!(
                "{:>4} {:>5}  {}{folder}  {}{error}",
                source.id.get(),
                source.unread,
                output.bold(&plain(&source.title)),
                output.dim(&source.url)
            )
        })?;
    }
    Ok(())
}

fn source_json(source: &Source) -> Value {
    let kind = match source.kind {
        SourceKind::Feed => "feed",
        SourceKind::Page => "page",
        SourceKind::Saved => "saved",
    };
    json!({
        "id": source.id, "kind": kind, "url": source.url, "site_url": source.site_url, "title": source.title, "folder": source.folder,
        "unread": source.unread, "last_ok": source.last_ok, "next_due": source.next_due, "failures": source.failures, "error": source.error,
    })
}

pub(crate) async fn refresh(
    newsroom: &Newsroom,
    source: Option<i64>,
    force: bool,
    output: &Output,
) -> Result<(), Failure> {
    let started = Instant::now();
    let report = refresh_shown(newsroom, RefreshScope { source: source.map(SourceId::new), force }).await?;
    let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let value = json!({"asked": report.asked, "unchanged": report.unchanged, "new": report.new, "failed": report.failed, "took_ms": took_ms});
    output.show(&value, |_| summary(report))
}

fn summary(report: RefreshReport) -> String {
    let RefreshReport { asked, unchanged, new, failed } = report;
    format!("Asked {asked}, {unchanged} unchanged, {failed} failed: {new} new articles")
}

/// Refreshes with a bar on a terminal; Ctrl-C ends it cleanly and what arrived stays.
async fn refresh_shown(newsroom: &Newsroom, scope: RefreshScope) -> Result<RefreshReport, Failure> {
    let target =
        if std::io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
        bar.set_style(style);
    }
    let cancel = CancellationToken::new();
    let on_interrupt = cancel.clone();
    let listening = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            on_interrupt.cancel();
        }
    });
    let report = newsroom
        .refresh(scope, &cancel, |state| {
            bar.set_length(state.total);
            bar.set_position(state.done);
            bar.set_message(state.current.as_deref().map(plain).unwrap_or_default());
        })
        .await;
    listening.abort();
    bar.finish_and_clear();
    report
}

pub(crate) async fn import(newsroom: &Newsroom, file: &Path, output: &Output) -> Result<(), Failure> {
    let name = file.display().to_string();
    let mut bytes = Vec::new();
    let read = if name == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(file).map(|read| bytes = read)
    };
    read.map_err(|error| {
        Failure::new(
            "file",
            format!("Reading {name}"),
            error.to_string(),
            "check the file's name and that you may read it",
        )
    })?;
    let report = newsroom.import(&name, bytes).await?;
    output.show(&report, |report| {
        let mut lines = vec![format!("{} sources added, {} passed over", report.sources, report.skipped.len())];
        lines.extend(report.skipped.iter().map(|skipped| format!("    {}", plain(skipped))));
        lines.join("\n")
    })
}

pub(crate) async fn export(
    newsroom: &Newsroom,
    what: Export,
    to: Option<&Path>,
    output: &Output,
) -> Result<(), Failure> {
    let text = match what {
        Export::Opml => newsroom.export_opml_text().await?,
    };
    let Some(path) = to else { return output.line(text.trim_end()) };
    std::fs::write(path, text).map_err(|error| {
        Failure::new(
            "storage",
            format!("Writing {}", path.display()),
            error.to_string(),
            "make room or choose another place with --to",
        )
    })?;
    output.show(&json!({"path": path}), |_| format!("Written to {}", path.display()))
}

pub(crate) async fn sample(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let sources = newsroom.add_sample().await?;
    let report = refresh_shown(newsroom, RefreshScope::default()).await?;
    let value = json!({"sources": sources, "asked": report.asked, "new": report.new, "failed": report.failed});
    output.show(&value, |_| format!("Following the {sources} sources of the sample edition. {}", summary(report)))
}

pub(crate) async fn serve(newsroom: &Newsroom, port: u16, ui: Option<PathBuf>, output: &Output) -> Result<(), Failure> {
    let serving = newsroom::http::serve(newsroom.clone(), port, ui, |port| {
        let _ =
            output.show(&json!({"port": port}), |_| format!("Serving on http://127.0.0.1:{port}/ (Ctrl-C ends it)"));
    });
    tokio::select! {
        served = serving => served,
        _ = tokio::signal::ctrl_c() => {
            // Give a refresh under way a moment to store what it has in hand.
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        }
    }
}
