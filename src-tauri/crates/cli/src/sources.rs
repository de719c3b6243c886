//! What is followed: finding, following, listing, writing it out.

use std::path::PathBuf;
use std::time::Duration;

use ::library::{Source, SourceId, SourceKind, SourceState};
use newsroom::wire::{Followed, Preview};
use newsroom::{Failure, Newsroom};
use serde_json::{Value, json};

use crate::output::{Output, column, counted, plain};

/// Characters of a source's name in its column.
const NAME: usize = 32;

pub(crate) async fn follow(
    newsroom: &Newsroom,
    url: &str,
    folder: Option<String>,
    output: &Output,
) -> Result<(), Failure> {
    let followed = newsroom.follow(url, folder.clone()).await?;
    let source = newsroom.library().source(SourceId::new(followed.source.id))?;
    let mut json = source_json(&source);
    if let Value::Object(fields) = &mut json {
        fields.insert("already".to_owned(), followed.already.into());
        fields.insert("how".to_owned(), followed.how.as_str().into());
        fields.insert("others".to_owned(), followed.others.into());
    }
    output.show(&json, |_| followed_text(&followed, &source, folder.is_some(), url))
}

/// What was followed, how it was found, and what else there is.
fn followed_text(followed: &Followed, source: &Source, placed: bool, typed: &str) -> String {
    let title = plain(&source.title);
    let place = match &source.folder {
        Some(folder) if placed => format!(", in the folder {}", plain(folder)),
        _ => String::new(),
    };
    let mut lines = vec![if followed.already {
        format!("Following {title} already (source {}){place}: {} unread", source.id.get(), source.unread)
    } else {
        format!("Following {title} (source {}){place}: {} unread", source.id.get(), source.unread)
    }];
    lines.push(format!("    {}", plain(&source.url)));
    lines.push(format!("    {}", plain(&followed.how)));
    if followed.others > 0 {
        let others = counted(followed.others.into(), "more feed", "more feeds");
        lines.push(format!("    It offers {others}: `standfirst follow {} --dry-run` shows all", plain(typed.trim())));
    }
    lines.join("\n")
}

pub(crate) async fn unfollow(newsroom: &Newsroom, id: i64, output: &Output) -> Result<(), Failure> {
    let id = SourceId::new(id);
    let source = newsroom.library().source(id)?;
    let followed = newsroom.library().sources()?.iter().any(|source| source.id == id);
    newsroom.unfollow(id.get()).await?;
    let title = plain(&source.title);
    output.hint(&if followed {
        format!("{title} is not followed any more; what was saved, tagged or highlighted stays")
    } else {
        format!("{title} was not followed any more")
    });
    Ok(())
}

/// What an address offers; nothing is followed.
pub(crate) async fn preview(newsroom: &Newsroom, url: &str, output: &Output) -> Result<(), Failure> {
    let preview = newsroom.preview(url).await?;
    output.show(&preview_json(&preview), |_| preview_text(&preview, output))?;
    if preview.candidates.is_empty() && preview.article.is_none() {
        let why = preview.why.as_deref().and_then(|why| why.split_once(": "));
        let (why, todo) =
            why.unwrap_or(("there is nothing to follow or save", "paste the address of a site, a feed or an article"));
        return Err(Failure::new("no-feed", format!("Looking at {}", url.trim()), why, todo));
    }
    Ok(())
}

/// The fields as everywhere on the command line, where the window has its own spelling.
fn preview_json(preview: &Preview) -> Value {
    let candidates: Vec<Value> = preview
        .candidates
        .iter()
        .map(|one| {
            json!({
                "url": one.url, "site_url": one.site_url, "title": one.title, "description": one.description,
                "kind": one.kind, "how": one.how, "followed": one.followed, "entries": one.entries,
            })
        })
        .collect();
    json!({"candidates": candidates, "article": preview.article, "why": preview.why, "tried": preview.tried})
}

fn preview_text(preview: &Preview, output: &Output) -> String {
    let mut lines = Vec::new();
    for candidate in &preview.candidates {
        let followed = if candidate.followed { "  (followed)" } else { "" };
        let title = output.bold(&plain(&candidate.title));
        lines.push(format!("{title}{followed}  {}", output.dim(&plain(&candidate.url))));
        lines.push(format!("  {}", plain(&candidate.how)));
        lines.extend(candidate.entries.iter().map(|entry| format!("    {}", plain(&entry.title))));
    }
    if let Some(article) = &preview.article {
        lines.push(format!("An article to save: {}", plain(&article.title)));
    }
    lines.push("Tried:".to_owned());
    lines.extend(preview.tried.iter().map(|tried| format!("    {}: {}", plain(&tried.url), plain(&tried.found))));
    lines.join("\n")
}

pub(crate) fn list(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    let mut sources = newsroom.library().sources()?;
    sources.retain(|source| source.kind != SourceKind::Saved);
    if sources.is_empty() {
        output
            .hint("Nothing is followed yet: `standfirst follow ADDRESS`, or `standfirst sample` for something to read");
    }
    for source in &sources {
        output.show(&source_json(source), |_| source_text(source, output))?;
    }
    Ok(())
}

fn source_text(source: &Source, output: &Output) -> String {
    let folder = source.folder.as_deref().map(|folder| format!("{} · ", plain(folder))).unwrap_or_default();
    let state = match (source.state, source.quiet) {
        (SourceState::Paused, _) => "paused · ",
        (SourceState::Gone, _) => "gone, not asked any more · ",
        (SourceState::Active, true) => "quiet · ",
        (SourceState::Active, false) => "",
    };
    let error = source.error.as_deref().map(|error| format!("\n       ! {}", plain(error))).unwrap_or_default();
    format!(
        "{:>5}  {}  {:>6} unread  {}{error}",
        source.id.get(),
        output.bold(&column(&source.title, NAME)),
        source.unread,
        output.dim(&format!("{state}{folder}{}", plain(&source.url)))
    )
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
        "error_code": source.error_code, "state": source.state, "quiet": source.quiet, "notify": source.notify,
    })
}

pub(crate) async fn serve(newsroom: &Newsroom, port: u16, ui: Option<PathBuf>, output: &Output) -> Result<(), Failure> {
    let serving = newsroom::http::serve(newsroom.clone(), port, ui, |port| {
        // Nobody there to read it is no reason not to serve.
        let _ = output
            .show(&json!({"port": port}), |_| format!("Serving on http://127.0.0.1:{port}/ (Ctrl-C ends it)"))
            .and_then(|()| output.flush());
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
