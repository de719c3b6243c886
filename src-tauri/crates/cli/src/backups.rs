//! Backups: writing, listing and restoring them.

use std::path::Path;

use newsroom::wire::{BackupView, Restored};
use newsroom::{Failure, Newsroom};
use serde_json::json;

use crate::keeping::size;
use crate::output::{Output, articles, plain};

pub(crate) async fn backup(newsroom: &Newsroom, path: &Path, output: &Output) -> Result<(), Failure> {
    let bytes = newsroom.back_up(path.to_owned()).await?;
    let value = json!({"path": path, "bytes": bytes});
    output.show(&value, |_| format!("Backed up to {}, {}", plain(&path.display().to_string()), size(bytes)))
}

pub(crate) async fn restore(newsroom: &Newsroom, path: &Path, output: &Output) -> Result<(), Failure> {
    // A relative path is one of the folder that the command was given in.
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let Restored { before, articles: count } = newsroom.restore(path).await?;
    output.show(&json!({"articles": count, "before": before}), |_| format!("Restored {}", articles(count)))?;
    output.hint(&format!("What was there before: {}; `standfirst restore` with it undoes this", plain(&before)));
    Ok(())
}

pub(crate) async fn list(newsroom: &Newsroom, output: &Output) -> Result<(), Failure> {
    show(&newsroom.backups().await?.backups, output)
}

/// A line for each; also where the library cannot be opened.
pub(crate) fn show(backups: &[BackupView], output: &Output) -> Result<(), Failure> {
    for backup in backups {
        let why = match backup.kind.as_str() {
            "before-restore" => "before another one was restored",
            "before-update" => "before an update of Standfirst",
            _ => "daily",
        };
        output.show(backup, |backup| {
            let at = backup.at.get(..16).unwrap_or(&backup.at).replace('T', " ");
            format!("{at}  {:>10}  {why}\n    {}", size(backup.bytes), plain(&backup.path))
        })?;
    }
    if backups.is_empty() {
        output.hint("There are none yet: one is made every day after a refresh");
    }
    Ok(())
}
