//! Our own archive, out and in: the library's lines in `exchange::archive`'s file. What comes in is a stranger's until it is
//! made safe, whoever says who wrote it.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::sync::Arc;

use article::Provenance;
use exchange::archive::{Archive, ArchiveError, FORMAT, Manifest, Writer};
use exchange::import::{At, Passed, Place};
use jiff::Timestamp;
use library::{Dumped, Library, Line, Loaded, Loading, Part, SourceId};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::wire::{ImportReport, ImportState};
use crate::{Failure, Newsroom, Telling, blocking_told, sample, saving};

/// Lines that come in together.
const BATCH: usize = 100;
/// Bytes of a picture's file that comes in, or goes into a book.
pub(crate) const LARGEST_PICTURE: u64 = 64 << 20;

/// An archive that can be read. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) enum Bytes {
    Here(Arc<Vec<u8>>),
    /// A file; whoever reads it begins anew, one at a time.
    Opened(Arc<File>),
}

/// What an archive's bytes are read from.
pub(crate) trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Bytes {
    fn open(&self) -> Result<Archive<Box<dyn Source>>, Failure> {
        let source: Box<dyn Source> = match self {
            Self::Here(bytes) => Box::new(Cursor::new(Shared(Arc::clone(bytes)))),
            Self::Opened(file) => Box::new(file.try_clone().map_err(|error| {
                Failure::new("file", "The archive", error.to_string(), "close other programs, then take it in again")
            })?),
        };
        Archive::open(source).map_err(|error| {
            let (code, todo) = match error {
                ArchiveError::Newer(_) => ("unsupported", "update Standfirst, then take it in again"),
                ArchiveError::NotOurs => ("unknown-file", "choose the file that Standfirst exported, as it is"),
                ArchiveError::Broken(_) => ("broken-file", "copy it or export it again"),
            };
            Failure::new(code, "The archive", error.to_string(), todo)
        })
    }
}

impl Newsroom {
    /// Takes an archive in. `progress` is told how many of how many lines are done. When `cancel` fires, what is in stays,
    /// and the report says that it stopped.
    pub(crate) async fn import_archive(
        &self,
        bytes: Bytes,
        cancel: &CancellationToken,
        progress: impl Fn(&ImportState) + Send,
    ) -> Result<ImportReport, Failure> {
        let (library, now, cancel) = (self.library().clone(), self.now(), cancel.clone());
        let work = move |tell: &Telling| take_in(&library, &bytes, now, &cancel, tell);
        let report = blocking_told(progress, work).await??;
        self.announce_change();
        Ok(report)
    }

    /// What taking an archive in would bring.
    pub(crate) async fn look_into_archive(&self, bytes: Bytes) -> Result<ImportReport, Failure> {
        self.with_library(move |library, _| look(library, &bytes)).await
    }
}

/// Writes all of the library to `out`. `told` gets how many of how many lines are done, and says whether to go on. Returns
/// how many articles there are, and what could not be read.
pub(crate) fn write<W: std::io::Write + Seek>(
    library: &Library,
    out: W,
    told: &mut dyn FnMut(u64, u64) -> Result<(), Failure>,
) -> Result<(W, u64, Vec<String>), Failure> {
    let mut out = Some(out);
    let mut writer: Option<Writer<W>> = None;
    let (mut done, mut total, mut articles) = (0, 0, 0);
    let mut damaged = Vec::new();
    library.dump::<Failure>(&mut |dumped| {
        match dumped {
            Dumped::Counts(counts) => {
                total = counts.iter().map(|(_, count)| count).sum();
                articles = counts.iter().find(|(part, _)| *part == Part::Articles).map_or(0, |(_, count)| *count);
                let lines = counts.iter().map(|(part, count)| (part.name().to_owned(), *count)).collect();
                let manifest = Manifest { format: FORMAT, lines };
                writer = out.take().map(|out| Writer::new(out, &manifest)).transpose().map_err(unwritten)?;
            }
            Dumped::Line(part, line) => {
                if let Some(writer) = &mut writer {
                    writer.line(part.name(), line).map_err(unwritten)?;
                }
                done += 1;
                told(done, total)?;
            }
            Dumped::File { name, path } => {
                told(done, total)?;
                match (&mut writer, File::open(path)) {
                    (Some(writer), Ok(file)) => writer.file(name, file).map_err(unwritten)?,
                    (_, Err(error)) => damaged.push(format!("the picture {name}: it cannot be opened: {error}")),
                    (None, Ok(_)) => {}
                }
            }
            Dumped::Damaged(what) => damaged.push(what.to_owned()),
        }
        Ok(())
    })?;
    let writer = writer.ok_or_else(|| unwritten(std::io::ErrorKind::Other.into()))?;
    Ok((writer.finish().map_err(unwritten)?, articles, damaged))
}

fn unwritten(error: std::io::Error) -> Failure {
    let (why, todo) = library::io_words(&error);
    Failure::new("storage", "Writing the archive", why, todo)
}

/// Takes all of an archive in.
fn take_in(
    library: &Library,
    bytes: &Bytes,
    now: Timestamp,
    cancel: &CancellationToken,
    tell: &Telling,
) -> Result<ImportReport, Failure> {
    let mut archive = bytes.open()?;
    let mut report = begun();
    let mut state = ImportState { running: true, done: 0, total: archive.manifest().lines.values().sum() };
    let mut loading = library.load(now);
    'parts: for part in Part::ALL {
        for file in archive.files(part.name()) {
            let lines = archive.lines(&file);
            let mut lines = lines.into_iter().peekable();
            while lines.peek().is_some() {
                if cancel.is_cancelled() {
                    report.stopped = true;
                    break 'parts;
                }
                let batch: Vec<(Place, Line)> = lines.by_ref().take(BATCH).collect();
                state.done += batch.len() as u64;
                let loaded = take_batch(&mut archive, &mut loading, part, batch, &mut report.partly)?;
                count(&mut report, part, &loaded);
                // Nobody may be listening any more.
                let _ = tell.send(state);
            }
        }
    }
    let missing = archive.manifest().lines.values().sum::<u64>().saturating_sub(state.done);
    if missing > 0 && !report.stopped {
        report.partly.push(format!("{missing} of its lines are missing"));
    }
    report.skipped = passed_over(archive);
    Ok(report)
}

/// What of an archive was not taken, or would not be.
fn passed_over(mut archive: Archive<Box<dyn Source>>) -> Vec<String> {
    let unknown = archive.parts().into_iter().filter(|part| !Part::ALL.iter().any(|known| known.name() == part));
    for part in unknown {
        let place = Place { part: Some(part.into()), at: At::Whole };
        archive.report(Passed { place, what: String::new(), why: "this version does not know what it is".to_owned() });
    }
    let (passed, more) = archive.into_report();
    passed.iter().map(ToString::to_string).chain((more > 0).then(|| format!("and {more} more"))).collect()
}

fn begun() -> ImportReport {
    ImportReport {
        kind: "Standfirst’s own archive".to_owned(), code: "archive".to_owned(), ..ImportReport::default()
    }
}

fn count(report: &mut ImportReport, part: Part, loaded: &Loaded) {
    match part {
        Part::Sources => {
            report.sources += loaded.new;
            report.followed += loaded.known;
        }
        Part::Articles => {
            report.articles += loaded.new;
            report.known += loaded.known;
            report.changed += loaded.changed;
            report.tags += loaded.tags;
            report.highlights += loaded.highlights;
        }
        _ => {}
    }
}

fn take_batch(
    archive: &mut Archive<Box<dyn Source>>,
    loading: &mut Loading,
    part: Part,
    batch: Vec<(Place, Line)>,
    partly: &mut Vec<String>,
) -> Result<Loaded, Failure> {
    let mut refuse = |place: &Place, line_name: String, why: String| {
        archive.report(Passed { place: place.clone(), what: line_name, why });
    };
    let (mut places, mut lines) = (Vec::new(), Vec::new());
    for (place, mut line) in batch {
        match make_safe(part, &mut line) {
            Ok(()) => {
                places.push((place, name(&line)));
                lines.push(line);
            }
            Err(why) => refuse(&place, name(&line), why),
        }
    }
    let pictures = if part == Part::Pictures { lines.clone() } else { Vec::new() };
    let loaded = loading.lines(part, lines)?;
    for (at, why) in &loaded.refused {
        if let Some((place, name)) = places.get(*at) {
            refuse(place, name.clone(), why.clone());
        }
    }
    for at in &loaded.keep_left {
        partly.extend(places.get(*at).map(|(place, name)| keep_left(place, name)));
    }
    for (line, (place, name)) in pictures.iter().zip(&places) {
        if let Err(why) = take_picture(archive, loading, line)? {
            archive.report(Passed { place: place.clone(), what: name.clone(), why });
        }
    }
    Ok(loaded)
}

/// For the report: what a file says of how long articles are kept is not taken.
fn keep_left(place: &Place, what: &str) -> String {
    let why =
        "how long it keeps articles was not taken: some that are here would go; set it yourself if you want it so";
    Passed { place: place.clone(), what: what.to_owned(), why: why.to_owned() }.to_string()
}

/// What a line is about, for the report.
fn name(line: &Line) -> String {
    let title = line.get("article").and_then(|article| article.get("title"));
    let named = ["title", "name", "url", "guid"].into_iter().find_map(|field| line.get(field));
    title.or(named).and_then(Value::as_str).unwrap_or_default().chars().take(200).collect()
}

/// Takes a picture's files; inside is why not.
fn take_picture(
    archive: &mut Archive<Box<dyn Source>>,
    loading: &mut Loading,
    line: &Line,
) -> Result<Result<(), String>, Failure> {
    let mut files = [None, None];
    for (field, bytes) in ["reading", "thumbnail"].into_iter().zip(&mut files) {
        let Some(file) = line.get(field) else { continue };
        let text = |field: &str| file.get(field).and_then(Value::as_str).unwrap_or_default();
        let read = match archive.file(text("file"), LARGEST_PICTURE) {
            Ok(read) => read,
            Err(why) => return Ok(Err(format!("{}: {why}", text("file")))),
        };
        let is_one = infer::get(&read).is_some_and(|kind| kind.mime_type() == text("type"));
        if !is_one || !picture::decodes(&read, text("type")) {
            return Ok(Err(format!("{} is no picture", text("file"))));
        }
        *bytes = Some(read);
    }
    if files[0].is_none() || loading.picture(line, files)? {
        return Ok(Ok(()));
    }
    Ok(Err("its file is not the one it was".to_owned()))
}

/// Makes what a line holds safe to be shown and asked.
fn make_safe(part: Part, line: &mut Line) -> Result<(), String> {
    match part {
        Part::Sources => safe_source(line),
        Part::Articles => {
            for list in ["article", "other_text"] {
                let article = if list == "article" {
                    line.get_mut(list)
                } else {
                    line.get_mut(list).and_then(|other| other.get_mut("article"))
                };
                if let Some(article) = article.and_then(Value::as_object_mut) {
                    safe_article(article);
                }
            }
            let revisions = line.get_mut("revisions").and_then(Value::as_array_mut);
            for revision in revisions.into_iter().flatten() {
                if let Some(article) = revision.get_mut("article").and_then(Value::as_object_mut) {
                    safe_article(article);
                }
            }
            let base = line.get("article").and_then(|article| article.get("url")).and_then(Value::as_str);
            let base = base.and_then(|url| Url::parse(url).ok());
            safe_provenance(line, base.as_ref());
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Sources are asked by http and https; the shelf is the one of this program. What a rescue kept, whose source is lost, is
/// never asked: no request goes to such an address.
fn safe_source(line: &Line) -> Result<(), String> {
    let text = |field: &str| line.get(field).and_then(Value::as_str).unwrap_or_default();
    let (url, shelf) = (text("url"), text("kind") == "saved");
    if shelf != (url == saving::SHELF || url == library::RESCUED) {
        return Err("it is none that can be followed".to_owned());
    }
    if shelf || url.starts_with(library::RESCUED) || is_asked(url) {
        return Ok(());
    }
    Err("only http and https addresses can be followed".to_owned())
}

fn is_asked(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") || sample::is_sample(&url))
}

fn safe_article(article: &mut Line) {
    let url = article.get("url").and_then(Value::as_str).filter(|url| is_asked(url)).map(str::to_owned);
    if url.is_none() {
        article.remove("url");
    }
    let base = url.and_then(|url| Url::parse(&url).ok());
    if let Some(html) = article.get("html").and_then(Value::as_str) {
        let safe = article::sanitize(html, base.as_ref());
        article.insert("html".to_owned(), safe.as_str().into());
    }
    safe_provenance(article, base.as_ref());
}

/// Blocks that were left out can be put back: they are as safe as the text.
fn safe_provenance(line: &mut Line, base: Option<&Url>) {
    let Some(json) = line.get("provenance").and_then(Value::as_str) else { return };
    let read: Option<Provenance> = serde_json::from_str(json).ok();
    let safe = read.and_then(|mut provenance| {
        for block in &mut provenance.left_out {
            block.html = article::sanitize(block.html.as_str(), base);
        }
        serde_json::to_string(&provenance).ok()
    });
    match safe {
        Some(json) => drop(line.insert("provenance".to_owned(), json.into())),
        None => drop(line.remove("provenance")),
    }
}

/// What an archive holds, beside what is here.
fn look(library: &Library, bytes: &Bytes) -> Result<ImportReport, Failure> {
    let mut archive = bytes.open()?;
    let mut report = begun();
    let here: std::collections::HashMap<String, SourceId> =
        library.sources()?.into_iter().map(|source| (source.url, source.id)).collect();
    // Those that would be taken, with who they are here.
    let mut sources = std::collections::HashMap::new();
    for file in archive.files(Part::Settings.name()) {
        for (place, line) in archive.lines(&file) {
            if library.leaves_keep(Part::Settings, &line)? {
                report.partly.push(keep_left(&place, &name(&line)));
            }
        }
    }
    for file in archive.files(Part::Sources.name()) {
        for (place, line) in archive.lines(&file) {
            let number = line.get("id").and_then(Value::as_i64).ok_or_else(|| "it has no number".to_owned());
            let number = match safe_source(&line).and(number) {
                Ok(number) => number,
                Err(why) => {
                    archive.report(Passed { place, what: name(&line), why });
                    continue;
                }
            };
            if library.leaves_keep(Part::Sources, &line)? {
                report.partly.push(keep_left(&place, &name(&line)));
            }
            let known = line.get("url").and_then(Value::as_str).and_then(|url| here.get(url));
            report.sources += u64::from(known.is_none());
            report.followed += u64::from(known.is_some());
            sources.insert(number, known);
        }
    }
    let long = |line: &Line, list: &str| line.get(list).and_then(Value::as_array).map_or(0, Vec::len) as u64;
    for file in archive.files(Part::Articles.name()) {
        for (place, line) in archive.lines(&file) {
            let Some(source) = line.get("source").and_then(Value::as_i64).and_then(|number| sources.get(&number))
            else {
                archive.report(Passed { place, what: name(&line), why: "its source is not taken".to_owned() });
                continue;
            };
            let known = match source.zip(line.get("guid").and_then(Value::as_str)) {
                Some((source, guid)) => library.find_article(*source, guid)?.is_some(),
                None => false,
            };
            report.articles += u64::from(!known);
            report.known += u64::from(known);
            report.texts += u64::from(!known && line.contains_key("article"));
            report.tags += long(&line, "tags");
            report.highlights += long(&line, "highlights");
        }
    }
    report.skipped = passed_over(archive);
    Ok(report)
}
