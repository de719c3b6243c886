//! Rescue: what can still be read of a damaged library is taken row by row into a new one, the reader's own part first.
//! The damaged file is kept, and what could not be read is told.

mod filling;
mod pages;

use std::collections::{BTreeMap, HashMap};
use std::fs::OpenOptions;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::types::Value;
use serde::Serialize;

use crate::draft::{Draft, beside};
use crate::error::Fault;
use crate::marker::{self, Marker};
use crate::place::{Place, sync_folder};
use crate::{Backup, Library, LibraryError, backup, connection, health, migrations, restore};
use pages::{Pages, Row, Tree};

/// What the addresses of sources begin with that stand for lost ones.
pub const RESCUED: &str = "rescued:";

/// What came of a rescue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Rescue {
    /// The damaged file, which was kept.
    pub damaged: PathBuf,
    /// Articles that are here now, with what the reader did to them.
    pub articles: u64,
    /// Of these, the ones whose text could not be read; it is fetched anew where its page still is.
    pub without_text: u64,
    /// Kinds of rows of which some could not be read, and how many of them at least; by their name in the database.
    pub lost: BTreeMap<String, u64>,
    /// The newest backup, when it has something that is not here.
    pub backup: Option<MoreInBackup>,
}

/// What a backup has more than what was rescued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "plain")]
pub struct MoreInBackup {
    pub backup: Backup,
    pub articles: u64,
    pub texts: u64,
    pub tags: u64,
    pub highlights: u64,
    pub sources: u64,
}

impl Library {
    /// Puts what can be read of this library in its own place, in one transaction.
    ///
    /// # Errors
    /// `Damaged` when nothing of a library could be read, `Storage` when it cannot be written. Nothing was changed then.
    pub fn rescue(&self, now: Timestamp) -> Result<Rescue, LibraryError> {
        self.rescue_from(None, now)
    }

    /// `kept` is a copy that was made of it already.
    pub(crate) fn rescue_from(&self, kept: Option<PathBuf>, now: Timestamp) -> Result<Rescue, LibraryError> {
        let place = self.place();
        let (draft, rescue) = read_out(place, kept, now)?;
        let here = self.reader().read(restore::Here::of).ok();
        let path = draft.path().to_owned();
        let stamped = connection::alone(&path).and_then(|copy| here.map_or(Ok(()), |here| here.stamp(&copy)));
        stamped.map_err(|fault| fault.at(&place.folder))?;
        let replaced = self.writer().replace(move |library| {
            let copy = connection::alone(&path)?;
            restore::fit(&copy, library)?;
            restore::replace(library, &copy, || Ok(()))
        });
        match replaced {
            // Too damaged to be written to: a new file takes its place.
            Err(LibraryError::Damaged { .. }) => {
                let at = Arc::clone(&self.0.place);
                self.writer().replace_file(move || put_in_place(&at, &draft))?;
                self.reader().forget();
            }
            replaced => replaced?,
        }
        Ok(rescue)
    }
}

/// The same for the library in `dir` that cannot be opened: a new file takes the damaged one's place.
///
/// # Errors
/// As [`Library::rescue`].
pub fn rescue(dir: &Path, now: Timestamp) -> Result<Rescue, LibraryError> {
    let place = Place::new(dir);
    let (draft, rescue) = read_out(&place, None, now)?;
    put_in_place(&place, &draft)?;
    Ok(rescue)
}

/// Restores a backup into the folder of a library that cannot be opened. The damaged file is kept; returns where.
///
/// # Errors
/// As [`Library::restore`].
pub fn restore_damaged(dir: &Path, from: &Path, now: Timestamp) -> Result<PathBuf, LibraryError> {
    let place = Place::new(dir);
    let draft = restore::prepared(&place, from)?;
    let copy = connection::alone(draft.path()).map_err(|fault| fault.at(&place.folder))?;
    let id = library_id(&place, &copy).map_err(|fault| fault.at(&place.folder))?;
    copy.execute("UPDATE library SET id = ?1", [id]).map_err(|error| Fault::from(error).at(&place.folder))?;
    drop(copy);
    let damaged = keep(&place, now).map_err(|error| LibraryError::io(&place.folder, &error))?;
    put_in_place(&place, &draft)?;
    Ok(damaged)
}

/// The backups of the library in `dir`, the newest first, also when it cannot be opened.
///
/// # Errors
/// `Storage` when their folder cannot be read.
pub fn backups_in(dir: &Path) -> Result<Vec<Backup>, LibraryError> {
    backup::of(dir)
}

/// Keeps the damaged files, and reads what can be read into a draft.
fn read_out(place: &Place, kept: Option<PathBuf>, now: Timestamp) -> Result<(Draft, Rescue), LibraryError> {
    let io = |error: io::Error| LibraryError::io(&place.folder, &error);
    let damaged = match kept {
        Some(kept) => kept,
        None => keep(place, now).map_err(io)?,
    };
    let copy = Draft::in_folder(&place.folder);
    std::fs::copy(&damaged, copy.path()).map_err(io)?;
    let log = beside(&damaged, "-wal");
    if log.exists() {
        std::fs::copy(&log, beside(copy.path(), "-wal")).map_err(io)?;
    }
    mend_header(copy.path()).map_err(io)?;
    take_log_in(copy.path());
    let draft = Draft::in_folder(&place.folder);
    let mut rescue = salvage(place, copy.path(), draft.path(), now).map_err(|fault| fault.at(&place.folder))?;
    rescue.damaged = damaged;
    Ok((draft, rescue))
}

/// Copies database and log, damage and all, to `library.damaged-TIME`.
pub(crate) fn keep(place: &Place, now: Timestamp) -> io::Result<PathBuf> {
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let name = |number: u32| match number {
        0 => place.folder.join(format!("library.damaged-{stamp}")),
        number => place.folder.join(format!("library.damaged-{stamp}-{number}")),
    };
    let kept = (0..1000).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1000));
    // What it is copied from may be replaced next.
    let copy = |from: PathBuf, to: &Path| {
        std::fs::copy(from, to)?;
        OpenOptions::new().write(true).open(to)?.sync_all()
    };
    // The log first: a checkpoint between the two then only means that the database has its pages already.
    if place.log().exists() {
        copy(place.log(), &beside(&kept, "-wal"))?;
    }
    if place.database().exists() {
        copy(place.database(), &kept)?;
    } else {
        std::fs::write(&kept, b"")?;
    }
    sync_folder(&place.folder)?;
    Ok(kept)
}

/// The header of a database says the same in every library: what differs is damage.
fn mend_header(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    if file.metadata()?.len() < 512 {
        return Ok(());
    }
    file.write_all(b"SQLite format 3\0\x10\x00\x02\x02\x00\x40\x20\x20")?;
    file.seek(SeekFrom::Start(44))?;
    file.write_all(&4_u32.to_be_bytes())?;
    file.seek(SeekFrom::Start(56))?;
    file.write_all(&1_u32.to_be_bytes())
}

/// Brings what is in the log into the file, where `SQLite` can.
fn take_log_in(path: &Path) {
    let taken = Connection::open(path).and_then(|copy| {
        copy.query_row("PRAGMA wal_checkpoint(truncate)", [], |_| Ok(()))?;
        copy.query_row("PRAGMA journal_mode = delete", [], |_| Ok(()))
    });
    if let Err(error) = taken {
        tracing::info!(%error, "the log of a damaged library was not taken in");
    }
}

fn put_in_place(place: &Place, draft: &Draft) -> Result<(), LibraryError> {
    let io = |error: io::Error| LibraryError::io(&place.folder, &error);
    // As every library is: readers do not wait for writers.
    let id = Connection::open(draft.path())
        .and_then(|copy| {
            copy.query_row("PRAGMA journal_mode = wal", [], |_| Ok(()))?;
            copy.query_row("SELECT id FROM library", [], |row| row.get::<_, String>(0))
        })
        .map_err(|error| Fault::from(error).at(&place.folder))?;
    // The log of the old file would be taken for the new one's.
    for end in ["-wal", "-shm"] {
        match std::fs::remove_file(beside(&place.database(), end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => {}
        }
    }
    draft.publish(&place.database()).map_err(io)?;
    marker::write(place, &id).map_err(io)
}

/// Of the library in the folder: as the marker says, else as the copy does.
fn library_id(place: &Place, copy: &Connection) -> Result<String, Fault> {
    match marker::read(place) {
        Ok(Marker::Of(id)) => Ok(id),
        _ => Ok(copy.query_row("SELECT id FROM library", [], |row| row.get(0))?),
    }
}

/// What is left of a damaged database: its trees by name, and the pages that no tree leads to.
struct Wreck {
    pages: Pages,
    trees: HashMap<String, Tree>,
    strays: HashMap<u32, bool>,
}

impl Wreck {
    fn open(path: &Path, roots: &HashMap<String, u32>) -> io::Result<Self> {
        let mut pages = Pages::open(path)?;
        let schema = pages.tree(1);
        let mut trees = HashMap::from([(SCHEMA.to_owned(), schema)]);
        let mut wreck = Self { pages, trees: HashMap::new(), strays: HashMap::new() };
        std::mem::swap(&mut wreck.trees, &mut trees);
        if wreck.trees[SCHEMA].broken > 0 {
            let reached = wreck.trees[SCHEMA].pages.iter().copied().collect();
            wreck.strays = wreck.pages.strays(&reached);
        }
        let mut found = wreck.roots();
        // A library that was never changed in its makeup has every tree where a new one has it.
        for (name, root) in roots {
            found.entry(name.clone()).or_insert(*root);
        }
        for (name, root) in found {
            let tree = wreck.pages.tree(root);
            wreck.trees.insert(name, tree);
        }
        let reached = wreck.trees.values().flat_map(|tree| tree.pages.iter().copied()).collect();
        wreck.strays = wreck.pages.strays(&reached);
        Ok(wreck)
    }

    /// Where each table and index begins, as the schema says.
    fn roots(&mut self) -> HashMap<String, u32> {
        let mut pages = self.trees[SCHEMA].pages.clone();
        pages.extend(self.strays.iter().filter(|(_, numbered)| **numbered).map(|(number, _)| *number));
        let mut roots = HashMap::new();
        for page in pages {
            for (_, values) in self.pages.rows(page, true).0 {
                if let [Value::Text(kind), Value::Text(name), Value::Text(_), Value::Integer(root), _] =
                    values.as_slice()
                    && matches!(kind.as_str(), "table" | "index")
                    && let Some(root) = u32::try_from(*root).ok().filter(|root| (2..=self.pages.count).contains(root))
                {
                    roots.entry(name.clone()).or_insert(root);
                }
            }
        }
        roots
    }

    /// Calls `take` with each row of a table or index; returns how many at least could not be read. `fits` says whether
    /// the rows of a page that no tree leads to are of this table.
    fn each(
        &mut self,
        name: &str,
        numbered: bool,
        fits: impl Fn(&Row) -> bool,
        mut take: impl FnMut(Row) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        let Some(tree) = self.trees.get(name).cloned() else { return Ok(1) };
        let mut lost = tree.broken;
        for page in tree.pages {
            let (rows, missing) = self.pages.rows(page, numbered);
            lost += missing as u64;
            for row in rows {
                take(row)?;
            }
        }
        if tree.broken == 0 {
            return Ok(lost);
        }
        let mut strays: Vec<u32> =
            self.strays.iter().filter(|(_, of_table)| **of_table == numbered).map(|(number, _)| *number).collect();
        strays.sort_unstable();
        for page in strays {
            let (rows, missing) = self.pages.rows(page, numbered);
            if !rows.is_empty() && rows.iter().all(&fits) {
                self.strays.remove(&page);
                lost += missing as u64;
                for row in rows {
                    take(row)?;
                }
            }
        }
        Ok(lost)
    }
}

const SCHEMA: &str = "sqlite_schema";

/// Reads all that can be read of `from` into a new library at `to`.
fn salvage(place: &Place, from: &Path, to: &Path, now: Timestamp) -> Result<Rescue, Fault> {
    let storage = |error: io::Error| Fault::from(LibraryError::io(&place.folder, &error));
    let format = format_of(from).map_err(storage)?;
    let mut new = Connection::open(to)?;
    new.execute_batch("PRAGMA auto_vacuum = incremental; PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA foreign_keys = off;")?;
    migrations::migrate_to(&mut new, format)?;
    let roots = new
        .prepare("SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut wreck = Wreck::open(from, &roots).map_err(storage)?;
    let mut rescue = Rescue { lost: filling::fill(&mut new, &mut wreck, now)?, ..Rescue::default() };
    if count(&new, "SELECT (SELECT count(*) FROM status) + (SELECT count(*) FROM source)")? == 0 {
        return Err(LibraryError::damaged_todo(
            &place.folder,
            "nothing of a library could be read in library.db",
            "restore a backup; the damaged file was kept",
        )
        .into());
    }
    migrations::migrate(&mut new)?;
    rescue.without_text = filling::mend(&mut new, now)?;
    rescue.articles = count(&new, "SELECT count(*) FROM article")?;
    let id = library_id(place, &new)?;
    new.execute("UPDATE library SET id = ?1", [&id])?;
    rescue.backup = more_in_backup(place, &new, &id).unwrap_or_default();
    let complaints = health::database_complaints(&new, "quick_check")?;
    match complaints.first() {
        None => Ok(rescue),
        Some(complaint) => {
            Err(LibraryError::damaged(&place.folder, format!("what was read of it contradicts itself ({complaint})"))
                .into())
        }
    }
}

/// The format in the header; where that can be none, the newest.
fn format_of(path: &Path) -> io::Result<u32> {
    let bytes = {
        use std::io::Read as _;
        let mut head = Vec::new();
        std::fs::File::open(path)?.take(64).read_to_end(&mut head)?;
        head
    };
    let format = bytes.get(60..64).and_then(|bytes| Some(u32::from_be_bytes(bytes.try_into().ok()?)));
    Ok(format.filter(|format| (1..=migrations::NEWEST_FORMAT).contains(format)).unwrap_or(migrations::NEWEST_FORMAT))
}

/// What the newest backup of the same library has that the rescued one has not.
fn more_in_backup(place: &Place, new: &Connection, id: &str) -> Result<Option<MoreInBackup>, Fault> {
    let Some(backup) = backup::of(&place.folder)?.into_iter().next() else { return Ok(None) };
    let file = url::Url::from_file_path(&backup.path).map(|mut url| {
        url.set_query(Some("immutable=1"));
        url.to_string()
    });
    let Ok(file) = file else { return Ok(None) };
    new.execute("ATTACH ?1 AS backup", [file])?;
    let more = (|| {
        let theirs: String = new.query_row("SELECT id FROM backup.library", [], |row| row.get(0))?;
        if theirs != id {
            return Ok(None);
        }
        let missing = |table: &str, keys: &str| {
            count(
                new,
                &format!(
                    "SELECT count(*) FROM (SELECT {keys} FROM backup.{table} EXCEPT SELECT {keys} FROM main.{table})"
                ),
            )
        };
        let more = MoreInBackup {
            articles: missing("article", "id")?,
            texts: count(
                new,
                "SELECT count(*) FROM main.body AS b JOIN backup.body AS t ON t.article = b.article WHERE b.bytes = 0 AND t.bytes > 0",
            )?,
            tags: missing("tag", "article, name")?,
            highlights: missing("highlight", "article, text")?,
            sources: missing("source", "url")?,
            backup,
        };
        let some = more.articles + more.texts + more.tags + more.highlights + more.sources > 0;
        Ok(some.then_some(more))
    })();
    new.execute_batch("DETACH backup")?;
    more
}

fn count(connection: &Connection, sql: &str) -> Result<u64, Fault> {
    Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
}
