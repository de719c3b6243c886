//! Taking in what other programs exported: the file is read and can be looked into first; then what is in it comes into
//! the library in batches, each of them wholly or not at all. The same file twice changes nothing.

mod items;
mod put;
mod sources;

use std::fs::File;
use std::io::{self, Read, Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use exchange::import::{Found, ImportError, Taken};
use futures::{StreamExt as _, stream};
use tokio_util::sync::CancellationToken;

use crate::wire::{ImportReport, ImportState};
use crate::{Event, Failure, Newsroom, archive, blocking, saving};

/// Articles that come into the library together.
const BATCH: usize = 100;
/// Batches whose texts are made safe side by side.
const AT_ONCE: usize = 2;
/// Faces are told at most so often that articles have come: each time they read their lists anew.
const TELL_EVERY: Duration = Duration::from_secs(1);
/// Bytes that come in by a pipe at a time.
const PART: u64 = 1 << 20;
/// Lines of a report that a window shows.
const MOST_LINES: usize = 1000;

/// A file that was read. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ImportFile(Content);

#[derive(Debug, Clone)]
enum Content {
    Taken(Arc<Taken>),
    Archive(archive::Bytes),
}

/// The file that a window has looked into, and the import under way.
#[derive(Debug, Default)]
pub(crate) struct Importing {
    /// What came so far of the file with this number.
    handed: Option<(i64, Handed)>,
    looked_at: Option<(i64, ImportFile)>,
    /// The number of the last file, or a higher one once that was put aside.
    last: i64,
    cancel: CancellationToken,
}

/// A file that a face hands over in parts: it may be larger than memory. It has no name, and goes with the last who has it
/// open.
#[derive(Debug)]
struct Handed {
    file: File,
    length: u64,
    is_archive: bool,
}

impl Handed {
    fn add(&mut self, part: &[u8]) -> io::Result<()> {
        if self.length == 0 {
            self.is_archive = exchange::archive::begins(part);
        }
        self.length += part.len() as u64;
        self.file.write_all(part)
    }

    fn is_too_large(&self) -> bool {
        !self.is_archive && self.length > exchange::import::MOST_BYTES as u64
    }
}

impl Newsroom {
    /// Reads a file of any kind that can be taken in. `name` is for messages.
    ///
    /// # Errors
    /// `empty`, `too-large`, `unknown-file`, `broken-file` or `locked-file` when it is none.
    pub async fn read_import(&self, name: &str, bytes: Vec<u8>) -> Result<ImportFile, Failure> {
        let found = blocking(move || exchange::import::read(bytes)).await?.map_err(|error| refusal(name, &error))?;
        Ok(ImportFile(match found {
            Found::Taken(taken) => Content::Taken(Arc::new(*taken)),
            Found::Archive(bytes) => Content::Archive(archive::Bytes::Here(Arc::new(bytes))),
        }))
    }

    /// Reads a file by its path, as [`Newsroom::read_import`] does. An archive of our own stays on the disk, however large.
    ///
    /// # Errors
    /// `file` when it cannot be read, and those of [`Newsroom::read_import`].
    pub async fn read_import_at(&self, path: &Path) -> Result<ImportFile, Failure> {
        let name = path.display().to_string();
        let unread = |why: String, todo: &str| Failure::new("file", format!("Reading {name}"), why, todo);
        // Windows says "access denied" of a folder.
        if path.is_dir() {
            return Err(unread("it is a folder".to_owned(), "name the file in it that the other program exported"));
        }
        let check = "check the file's name and that you may read it";
        let path = path.to_owned();
        let file = blocking(move || File::open(path)).await?.map_err(|error| unread(error.to_string(), check))?;
        self.read_opened(&name, file).await
    }

    /// Reads what comes in by a pipe, as [`Newsroom::read_import`] does. An archive of our own goes by the disk.
    ///
    /// # Errors
    /// `input` when it breaks off, `storage` when there is no room, and those of [`Newsroom::read_import`].
    pub async fn read_import_from(
        &self,
        name: &str,
        mut bytes: impl Read + Send + 'static,
    ) -> Result<ImportFile, Failure> {
        let (folder, what) = (self.data_dir().to_owned(), format!("Reading {name}"));
        let file = blocking(move || {
            let mut handed = begun_in(&folder)?;
            let mut part = Vec::new();
            while !handed.is_too_large() {
                part.clear();
                bytes.by_ref().take(PART).read_to_end(&mut part).map_err(|error| {
                    Failure::new("input", what.as_str(), error.to_string(), "give the document once more")
                })?;
                if part.is_empty() {
                    break;
                }
                handed.add(&part).map_err(|error| not_put(&error))?;
            }
            Ok::<_, Failure>(handed.file)
        });
        self.read_opened(name, file.await??).await
    }

    /// Reads an open file from its beginning.
    pub(crate) async fn read_opened(&self, name: &str, mut file: File) -> Result<ImportFile, Failure> {
        let read = blocking(move || {
            let mut bytes = Vec::new();
            file.rewind()?;
            (&mut file).take(64).read_to_end(&mut bytes)?;
            if exchange::archive::begins(&bytes) {
                return Ok(Err(file));
            }
            (&mut file).take(exchange::import::MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
            Ok::<_, io::Error>(Ok(bytes))
        });
        match read.await? {
            Ok(Ok(bytes)) => self.read_import(name, bytes).await,
            Ok(Err(file)) => Ok(ImportFile(Content::Archive(archive::Bytes::Opened(Arc::new(file))))),
            Err(error) => Err(Failure::new(
                "file",
                format!("Reading {name}"),
                error.to_string(),
                "check the file's name and that you may read it",
            )),
        }
    }

    /// What [`Newsroom::import`] would do with a file; nothing is changed.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn look_into(&self, file: &ImportFile) -> Result<ImportReport, Failure> {
        let taken = match &file.0 {
            Content::Taken(taken) => Arc::clone(taken),
            Content::Archive(bytes) => return self.look_into_archive(bytes.clone()).await,
        };
        self.with_library(move |library, _| {
            let mut report = begun(&taken);
            sources::plan(library, &taken.sources)?.tell(&mut report);
            let known = items::known(library, &taken.items)?;
            for (item, known) in taken.items.iter().zip(&known) {
                let is_new = known.is_none();
                report.articles += u64::from(is_new);
                report.known += u64::from(!is_new);
                report.texts += u64::from(is_new && item.has_text());
                report.waiting += u64::from(is_new && !item.has_text() && item.url.is_some());
                report.tags += items::tags(item).len() as u64;
                report.highlights += items::highlights(item).len() as u64;
            }
            Ok(report)
        })
        .await
    }

    /// Takes a file in: follows what it lists and is not followed yet, and puts its articles onto the shelf, or their marks
    /// onto the articles that are here already. `progress` is told how many of how many are done. When `cancel` fires, what
    /// is in stays, and the report says that it stopped.
    ///
    /// # Errors
    /// When the library cannot be written; what came in before stays.
    pub async fn import(
        &self,
        file: ImportFile,
        cancel: &CancellationToken,
        progress: impl Fn(&ImportState) + Send,
    ) -> Result<ImportReport, Failure> {
        let taken = match file.0 {
            Content::Taken(taken) => taken,
            Content::Archive(bytes) => return self.import_archive(bytes, cancel, progress).await,
        };
        let mut report = begun(&taken);
        let mut state = ImportState { running: true, done: 0, total: (taken.sources.len() + taken.items.len()) as u64 };
        progress(&state);
        if !taken.sources.is_empty() {
            self.follow_listed(&taken, &mut report).await?;
            state.done += taken.sources.len() as u64;
            progress(&state);
        }
        if !taken.items.is_empty() {
            self.shelve(&taken, cancel, &progress, &mut state, &mut report).await?;
        }
        self.announce(Event::Changed);
        Ok(report)
    }

    async fn shelve(
        &self,
        taken: &Arc<Taken>,
        cancel: &CancellationToken,
        progress: &(impl Fn(&ImportState) + Send),
        state: &mut ImportState,
        report: &mut ImportReport,
    ) -> Result<(), Failure> {
        let file = Arc::clone(taken);
        let (shelf, known) = self
            .with_library(move |library, now| {
                let known = items::known(library, &file.items)?;
                Ok((saving::shelf(library, now)?, Arc::new(known)))
            })
            .await?;
        let mut told = Instant::now();
        let batches: Vec<_> = (0..taken.items.len())
            .step_by(BATCH)
            .map(|from| {
                let (file, known) = (Arc::clone(taken), Arc::clone(&known));
                blocking(move || items::made(&file, &known, from..(from + BATCH).min(file.items.len())))
            })
            .collect();
        let mut batches = stream::iter(batches).buffered(AT_ONCE);
        loop {
            let batch = tokio::select! {
                biased;
                () = cancel.cancelled() => {
                    report.stopped = true;
                    return Ok(());
                }
                batch = batches.next() => batch,
            };
            let Some(batch) = batch else { return Ok(()) };
            let items::Batch { items, pictures, partly, texts, waiting } = batch?;
            let taken = items.len() as u64;
            let done = self
                .with_library(move |library, now| {
                    let done = library.take_in(shelf, items, now)?;
                    library.expect_images(&pictures)?;
                    Ok(done)
                })
                .await?;
            report.articles += done.new;
            report.known += done.known;
            report.changed += done.changed;
            report.tags += done.tags;
            report.highlights += done.highlights;
            report.texts += texts;
            report.waiting += waiting;
            report.partly.extend(partly);
            state.done += taken;
            progress(state);
            if told.elapsed() >= TELL_EVERY {
                told = Instant::now();
                self.announce(Event::Changed);
            }
        }
    }
}

/// A file to be written in parts, in the library's folder: what others use for such files may be memory.
fn begun_in(folder: &Path) -> Result<Handed, Failure> {
    let file = tempfile::tempfile_in(folder).map_err(|error| not_put(&error))?;
    Ok(Handed { file, length: 0, is_archive: false })
}

fn not_put(error: &io::Error) -> Failure {
    let (why, todo) = library::io_words(error);
    Failure::new("storage", "Taking the file in through the library’s folder", why, todo)
}

fn put_aside() -> Failure {
    Failure::new("not-found", "The file", "it was put aside meanwhile", "choose it again")
}

/// The report of a file nothing of which is taken in yet.
fn begun(taken: &Taken) -> ImportReport {
    ImportReport {
        kind: taken.kind.name().to_owned(),
        code: taken.kind.code().to_owned(),
        skipped: taken.skipped.iter().map(ToString::to_string).collect(),
        partly: taken.partly.iter().map(ToString::to_string).collect(),
        ..ImportReport::default()
    }
}

/// A report that a window can show.
fn shortened(mut report: ImportReport) -> ImportReport {
    for lines in [&mut report.skipped, &mut report.partly] {
        let more = lines.len().saturating_sub(MOST_LINES);
        if more > 0 {
            lines.truncate(MOST_LINES);
            lines.push(format!("and {more} more; `standfirst import FILE --dry-run` lists them all"));
        }
    }
    report
}

fn refusal(name: &str, error: &ImportError) -> Failure {
    let choose = "choose the file that the other program exported, as it is";
    let (code, todo) = match error {
        ImportError::Empty => ("empty", "export it again from the other program"),
        ImportError::TooLarge => ("too-large", "export it in parts, or without texts and pictures"),
        ImportError::Other("a feed") => ("unknown-file", "follow its address instead"),
        ImportError::Other("a database") => (
            "unknown-file",
            "if it is a backup of Standfirst, restore it (`standfirst restore FILE`); else export again",
        ),
        ImportError::Unknown | ImportError::Other(_) | ImportError::NothingInside => ("unknown-file", choose),
        ImportError::Broken(_) => ("broken-file", "download it or export it again"),
        ImportError::Locked => ("locked-file", "unpack it with its password, and choose what was in it"),
    };
    Failure::new(code, format!("The file {name}"), error.to_string(), todo)
}
