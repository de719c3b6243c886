//! Everything of the reader's out: into files and folders, or to standard output.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use ::library::{ArticleId, Scope};
use newsroom::wire::{ExportKind, Exported};
use newsroom::{Failure, Newsroom, Selection};

use crate::args::{Export, ExportArgs};
use crate::output::{Output, counted, plain};
use crate::{import, reading, search};

pub(crate) async fn export(newsroom: &Newsroom, args: &ExportArgs, output: &Output) -> Result<(), Failure> {
    let kind = match args.what {
        Export::Opml => ExportKind::Opml,
        Export::Archive => ExportKind::Archive,
        Export::Markdown => ExportKind::Markdown,
        Export::Epub => ExportKind::Epub,
        Export::Html => ExportKind::Html,
    };
    reading::unknown(newsroom, &args.filters, output)?;
    let mut query = reading::asked(newsroom, &args.filters)?;
    query.limit = args.filters.limit;
    if let Some(typed) = &args.search {
        query.scope = Scope::Search(search::meant(newsroom, typed, output)?);
    }
    let selection = Selection {
        query,
        articles: args.article.iter().copied().map(ArticleId::new).collect(),
        title: args.title.clone(),
    };
    let all = Selection { title: args.title.clone(), ..Selection::default() };
    if matches!(kind, ExportKind::Opml | ExportKind::Archive) && selection != all {
        return Err(Failure::new(
            "usage",
            "The export",
            format!("{} is always all of it", kind.code()),
            "leave the filters out, or export epub, html or markdown",
        ));
    }
    let bar = import::bar();
    let cancel = import::on_interrupt();
    let tell = |state: &newsroom::wire::ImportState| {
        bar.set_length(state.total);
        bar.set_position(state.done);
    };
    let to = args.to.as_deref().filter(|to| *to != Path::new("-"));
    let Some(to) = to else {
        if kind == ExportKind::Opml {
            return output.line(newsroom.export_opml_text().await?.trim_end());
        }
        let draft = Draft::new(kind)?;
        let done = newsroom.export(kind, selection, &draft.0, true, &cancel, tell).await;
        bar.finish_and_clear();
        damaged(&done?, output);
        output.flush()?;
        let failed = |error: io::Error| {
            Failure::new("storage", "Writing to standard output", error.to_string(), "name a file with --to")
        };
        let mut file = std::fs::File::open(&draft.0).map_err(failed)?;
        io::copy(&mut file, &mut io::stdout().lock()).map_err(failed)?;
        return Ok(());
    };
    let done = newsroom.export(kind, selection, to, args.force, &cancel, tell).await;
    bar.finish_and_clear();
    let done = done?;
    damaged(&done, output);
    for name in &done.kept {
        output.remark(&format!("Kept as you changed it: {}", plain(name)));
    }
    output.show(&done, |done| {
        let (one, many) = if kind == ExportKind::Opml { ("source", "sources") } else { ("article", "articles") };
        format!("{} written to {}", counted(done.count, one, many), plain(&done.path))
    })?;
    if !done.kept.is_empty() {
        output.hint("With --force, what you changed is replaced, too");
    }
    Ok(())
}

fn damaged(done: &Exported, output: &Output) {
    for what in &done.damaged {
        output.remark(&format!("Left out: {}", plain(what)));
    }
}

/// A file for what goes to standard output: a ZIP is written in several places at once. Goes when it is dropped.
struct Draft(PathBuf);

impl Draft {
    fn new(kind: ExportKind) -> Result<Self, Failure> {
        if io::stdout().is_terminal() {
            return Err(Failure::new(
                "usage",
                "The export",
                "it is nothing that a terminal can show",
                "name a file with --to",
            ));
        }
        let name = format!("standfirst-export-{}-{}.zip", kind.code(), std::process::id());
        Ok(Self(std::env::temp_dir().join(name)))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
