//! Everything of the reader's leaves: the sources, the whole library, or the articles of a list as notes, a book or pages.
//! Nothing is half there: a file is written beside and moved into its place, whole; a folder gets whole files. Nothing of
//! anybody else's is replaced: a file only if it is an export of the same kind, one in a folder only if it is as it was written.

mod place;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use exchange::publish::{Epub, Files, Highlight, Html, Lead, Markdown, Picture, Piece, Zip};
use jiff::Timestamp;
use library::{ArticleId, Library, ListQuery};
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use place::{Folder, replaceable, whole, writes_folder};

use crate::backups::shown;
use crate::refresh::hex;
use crate::wire::{ExportChoice, ExportKind, Exported, ImportState};
use crate::{Event, Failure, Newsroom, archive, blocking, blocking_told, lock, views};

/// Rows of a list read at a time.
const PAGE: usize = 500;
/// Faces are told every so many articles or lines.
const TELL_EVERY: u64 = 50;

/// Which articles leave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Those of a list, in its order.
    pub query: ListQuery,
    /// These alone, if there are any.
    pub articles: Vec<ArticleId>,
    /// The title of a book or an index; the day where it is empty.
    pub title: String,
}

impl ExportKind {
    /// As names of files and the command line have it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Opml => "opml",
            Self::Archive => "archive",
            Self::Markdown => "markdown",
            Self::Epub => "epub",
            Self::Html => "html",
        }
    }

    /// The name of what is written where nobody gave one.
    fn name(self, day: &str) -> String {
        match self {
            Self::Opml => format!("standfirst-{day}.opml"),
            Self::Archive => format!("standfirst-{day}.zip"),
            Self::Epub => format!("standfirst-{day}.epub"),
            Self::Markdown => format!("standfirst-{day}-notes"),
            Self::Html => format!("standfirst-{day}-pages"),
        }
    }
}

impl Newsroom {
    /// Writes to `to`: a file, or for notes and pages a folder, unless its name ends in `.zip`. An export of the same kind is
    /// replaced once the new is whole; a folder keeps what has other names, and what was changed since it was written, which
    /// is told. With `force`, whatever lies there is replaced. `progress` is told how many of how many are done.
    ///
    /// # Errors
    /// `invalid` when something else lies there, `storage` when it cannot be written, `cancelled` when `cancel` fired,
    /// `empty` when no article is chosen; what lay there before stays.
    pub async fn export(
        &self,
        kind: ExportKind,
        selection: Selection,
        to: &Path,
        force: bool,
        cancel: &CancellationToken,
        progress: impl Fn(&ImportState) + Send,
    ) -> Result<Exported, Failure> {
        let opml = if kind == ExportKind::Opml { Some(self.export_opml_text().await?) } else { None };
        let (library, now, to, cancel) = (self.library().clone(), self.now(), to.to_owned(), cancel.clone());
        blocking_told(progress, move |tell| {
            let mut told = |done: u64, total: u64| {
                if cancel.is_cancelled() {
                    return Err(Failure::new(
                        "cancelled",
                        "The export",
                        "it was stopped",
                        "start it again; nothing was left behind",
                    ));
                }
                if done.is_multiple_of(TELL_EVERY) || done == total {
                    // Nobody may be listening any more.
                    let _ = tell.send(ImportState { running: true, done, total });
                }
                Ok(())
            };
            let folder = writes_folder(kind, &to);
            replaceable(kind, &to, folder, force)?;
            if let Some(text) = opml {
                whole(&to, |out| out.write_all(text.as_bytes()).map_err(|error| unwritten(&to, &error)))?;
                let count = text.matches(" xmlUrl=").count() as u64;
                return Ok(Exported { path: shown(&to), count, ..Exported::default() });
            }
            let folder = folder.then(|| Folder::of(&to, force));
            write(&library, kind, &selection, &to, folder, now, &mut told)
        })
        .await?
    }

    /// As a window does it: into the folder of downloads, under a name that is free.
    pub(crate) async fn export_for_window(&self, kind: ExportKind, choice: ExportChoice) -> Result<Exported, Failure> {
        let now = self.now();
        let selection = Selection {
            query: ListQuery {
                scope: views::scope(choice.scope, now)?,
                unread: choice.unread_only,
                ..ListQuery::default()
            },
            articles: choice.article.map(ArticleId::new).into_iter().collect(),
            title: choice.title,
        };
        let folder = self.0.options.downloads_dir.clone();
        let name = kind.name(&now.strftime("%Y-%m-%d").to_string());
        let to = blocking(move || {
            let _ = std::fs::create_dir_all(&folder);
            free(&folder, &name)
        })
        .await?;
        let cancel = {
            let mut exporting = lock(&self.0.exporting);
            exporting.cancel();
            *exporting = CancellationToken::new();
            exporting.clone()
        };
        let tell = |state: &ImportState| self.announce(Event::Export { state: *state });
        let done = self.export(kind, selection, &to, false, &cancel, tell).await;
        tell(&ImportState::default());
        done
    }

    /// Stops the export of a window.
    pub(crate) fn cancel_export(&self) {
        lock(&self.0.exporting).cancel();
    }
}

/// A path below `folder` under which nothing lies.
fn free(folder: &Path, name: &str) -> PathBuf {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name, String::new()),
    };
    let names = std::iter::once(name.to_owned()).chain((2..1000).map(|count| format!("{stem}-{count}{ending}")));
    let mut paths = names.map(|name| folder.join(name));
    let first = folder.join(name);
    paths.find(|path| !path.exists()).unwrap_or(first)
}

type Told<'a> = dyn FnMut(u64, u64) -> Result<(), Failure> + 'a;

fn write(
    library: &Library,
    kind: ExportKind,
    selection: &Selection,
    to: &Path,
    folder: Option<Folder>,
    now: Timestamp,
    told: &mut Told<'_>,
) -> Result<Exported, Failure> {
    if kind == ExportKind::Archive {
        let mut said = (0, Vec::new());
        whole(to, |out| {
            let (_, count, damaged) = archive::write(library, out, told)?;
            said = (count, damaged);
            Ok(())
        })?;
        return Ok(Exported { path: shown(to), count: said.0, damaged: said.1, kept: Vec::new() });
    }
    let ids = chosen(library, selection)?;
    if ids.is_empty() {
        return Err(Failure::new(
            "empty",
            "The export",
            "nothing is in that list",
            "choose another one, or fewer filters",
        ));
    }
    let title = match selection.title.trim() {
        "" => format!("Standfirst, {}", now.strftime("%-d %B %Y")),
        title => title.to_owned(),
    };
    let mut exported = Exported { path: shown(to), ..Exported::default() };
    let mut pieces = Pieces { library, now, told, exported: &mut exported };
    let failed = |error: io::Error| unwritten(to, &error);
    match folder {
        Some(mut folder) => {
            if !to.is_dir() {
                std::fs::create_dir(to).map_err(failed)?;
            }
            let written = pieces.files(&ids, kind, &title, failed, &mut folder);
            // Also of a part: what is written is known again.
            let noted = folder.note().map_err(failed);
            written.and(noted)?;
            exported.kept = folder.kept;
        }
        None if kind == ExportKind::Epub => whole(to, |out| {
            let mut book = Epub::new(out, &title).map_err(failed)?;
            pieces.each(&ids, true, failed, &mut |piece, pictures| book.add(piece, pictures))?;
            book.finish(&identifier(&ids, &title), now).map_err(failed)?;
            Ok(())
        })?,
        None => whole(to, |out| {
            let mut zip = Zip::new(out);
            zip.sign(kind.code()).map_err(failed)?;
            pieces.files(&ids, kind, &title, failed, &mut zip)?;
            zip.finish().map_err(failed)?;
            Ok(())
        })?,
    }
    Ok(exported)
}

/// The articles of a selection, in the order of their list.
fn chosen(library: &Library, selection: &Selection) -> Result<Vec<ArticleId>, Failure> {
    if !selection.articles.is_empty() {
        let mut ids = Vec::new();
        for id in &selection.articles {
            let id = library.article(*id)?.row.id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        return Ok(ids);
    }
    let mut left = selection.query.limit.unwrap_or(usize::MAX);
    let mut query = selection.query.clone();
    let mut ids = Vec::new();
    while left > 0 {
        query.limit = Some(left.min(PAGE));
        let page = library.list(&query)?;
        left -= page.rows.len().min(left);
        ids.extend(page.rows.iter().map(|row| row.id));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    Ok(ids)
}

/// What tells a book from every other: the same for the same articles.
fn identifier(ids: &[ArticleId], title: &str) -> String {
    let mut digest = Sha256::new();
    digest.update(title);
    for id in ids {
        digest.update(id.get().to_le_bytes());
    }
    format!("urn:standfirst:{}", hex(&digest.finalize()[..16]))
}

/// Articles on their way out, one at a time.
struct Pieces<'a, 'b> {
    library: &'a Library,
    now: Timestamp,
    told: &'a mut Told<'b>,
    exported: &'a mut Exported,
}

type Add<'a> = dyn FnMut(&Piece, &mut exchange::publish::Pictures<'_>) -> io::Result<()> + 'a;

impl Pieces<'_, '_> {
    fn each(
        &mut self,
        ids: &[ArticleId],
        for_books: bool,
        failed: impl Fn(io::Error) -> Failure,
        add: &mut Add<'_>,
    ) -> Result<(), Failure> {
        for (done, id) in (0..).zip(ids) {
            (self.told)(done, ids.len() as u64)?;
            match piece(self.library, *id, self.now) {
                Ok(piece) => {
                    add(&piece, &mut |address| picture(self.library, address, for_books)).map_err(&failed)?;
                    self.exported.count += 1;
                }
                // What retention took meanwhile is not missed; what is damaged is told.
                Err(failure) if failure.code == "not-found" => {}
                Err(failure) if failure.code == "damaged" => {
                    self.exported.damaged.push(format!("article {id}: {failure}"));
                }
                Err(failure) => return Err(failure),
            }
        }
        (self.told)(ids.len() as u64, ids.len() as u64)
    }

    fn files(
        &mut self,
        ids: &[ArticleId],
        kind: ExportKind,
        title: &str,
        failed: impl Fn(io::Error) -> Failure,
        files: &mut dyn Files,
    ) -> Result<(), Failure> {
        if kind == ExportKind::Markdown {
            let mut notes = Markdown::default();
            return self.each(ids, false, failed, &mut |piece, pictures| notes.add(piece, files, pictures).map(drop));
        }
        let mut pages = Html::default();
        self.each(ids, false, &failed, &mut |piece, pictures| pages.add(piece, files, pictures).map(drop))?;
        pages.finish(title, files).map_err(failed)
    }
}

/// An article as the reader sees it: with what was put back, and without what stands twice.
fn piece(library: &Library, id: ArticleId, now: Timestamp) -> Result<Piece, Failure> {
    let view = views::article(library, id, false, now)?;
    let highlights = view.highlights.into_iter().map(|mark| {
        let passage = mark.place.unwrap_or(mark.highlight.passage);
        Highlight { text: passage.text, before: passage.before, note: mark.highlight.note }
    });
    let highlights = highlights.collect();
    let lead =
        view.lead_picture.map(|key| Lead { url: format!("image:{key}"), caption: view.caption, credit: view.credit });
    Ok(Piece {
        id: id.get(),
        title: view.card.title,
        deck: view.card.deck,
        author: view.card.author,
        source: view.card.source_title,
        url: view.card.url,
        published: view.card.published.parse().unwrap_or(now),
        saved: view.card.saved,
        read: view.card.read,
        section: view.card.section,
        lang: view.lang,
        rtl: view.dir == "rtl",
        tags: view.card.tags,
        highlights,
        lead,
        html: view.html,
    })
}

/// The picture that a view names as `image:KEY`, if its file is here. Not every reader of books knows WebP.
fn picture(library: &Library, address: &str, for_books: bool) -> Option<Picture> {
    let key = address.strip_prefix("image:")?;
    let file = library.image(key).ok()??.reading?;
    if std::fs::metadata(&file.path).ok()?.len() > archive::LARGEST_PICTURE {
        return None;
    }
    let bytes = std::fs::read(&file.path).ok()?;
    let (bytes, media_type) = if for_books {
        let known = picture::for_books(&bytes, &file.media_type)?;
        (known.bytes, known.media_type.to_owned())
    } else {
        (bytes, file.media_type)
    };
    Some(Picture { name: hex(&Sha256::digest(&bytes)[..16]), media_type, bytes })
}

fn unwritten(to: &Path, error: &io::Error) -> Failure {
    let (why, todo) = library::io_words(error);
    Failure::new("storage", format!("Writing {}", to.display()), why, todo)
}
