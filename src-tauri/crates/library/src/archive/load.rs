//! In: lines of an archive become rows, or are put together with those that are here.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Transaction, params_from_iter};
use serde_json::Value;

use super::columns::{self, Column, values};
use super::marks::{self, Item};
use super::{Line, Part};
use crate::error::Fault;
use crate::image::{expect, hash_of, image_key};
use crate::time::millis;
use crate::{Library, LibraryError, NewFile, SourceId, retention};

/// Numbers from here on are not kept: the numbers after them would be more than a window can count.
pub(super) const MOST_NUMBER: i64 = 1 << 40;

/// Loads an archive: its parts in their order, each a batch of lines at a time.
#[derive(Debug)]
pub struct Loading {
    library: Library,
    now: Timestamp,
    numbers: Numbers,
}

/// What the numbers of the archive are here.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    pub(super) sources: HashMap<i64, SourceId>,
    pub(super) rules: HashMap<i64, i64>,
    /// Those that are others here.
    articles: HashMap<i64, i64>,
}

/// What came of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Lines of what was not here.
    pub new: u64,
    /// Lines of what was here already.
    pub known: u64,
    /// Of these, the ones that have a mark, a text or a setting more than before.
    pub changed: u64,
    /// Tags that were put on.
    pub tags: u64,
    /// Passages that are marked now and were not.
    pub highlights: u64,
    /// Lines whose rule of how long articles are kept was not taken, by their places in the batch: what is here is removed
    /// by the rules of here alone.
    pub keep_left: Vec<usize>,
    /// Lines that were not loaded, by their places in the batch, and why.
    pub refused: Vec<(usize, String)>,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    New,
    Changed,
    Known,
}

/// Why a line is not loaded.
pub(super) enum Refusal {
    Line(String),
    Fault(Fault),
}

impl From<String> for Refusal {
    fn from(why: String) -> Self {
        Self::Line(why)
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        // What the schema forbids is the line's own fault.
        match &fault {
            Fault::Sqlite(rusqlite::Error::SqliteFailure(error, _))
                if matches!(
                    error.code,
                    ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig
                ) =>
            {
                Self::Line("it is nothing that a library can hold".to_owned())
            }
            _ => Self::Fault(fault),
        }
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Fault::from(error).into()
    }
}

impl Library {
    /// Whether [`Loading::lines`] would leave aside what a line says of how long articles are kept.
    pub fn leaves_keep(&self, part: Part, line: &Line) -> Result<bool, LibraryError> {
        let Ok(ready) = Ready::of(part, line.clone()) else { return Ok(false) };
        self.reader().read(|connection| ready.keep_left(connection))
    }

    /// Begins to load an archive. `now` is when what has no time of its own was done.
    #[must_use]
    pub fn load(&self, now: Timestamp) -> Loading {
        Loading { library: self.clone(), now, numbers: Numbers::default() }
    }
}

impl Loading {
    /// Loads a batch of lines in one transaction. HTML in them must be safe already. A line that cannot be loaded does
    /// not keep the others from it.
    ///
    /// # Errors
    /// When the library cannot be written: then nothing of the batch is, and what went before stands.
    pub fn lines(&mut self, part: Part, lines: Vec<Line>) -> Result<Loaded, LibraryError> {
        // Packing texts is most of the work, and nobody has to wait for it.
        let items: Vec<Result<Ready, String>> = lines.into_iter().map(|line| Ready::of(part, line)).collect();
        // They come back with the batch; a batch that fails ends the loading.
        let (mut numbers, now) = (std::mem::take(&mut self.numbers), self.now);
        let (numbers, loaded) = self.library.writer().store(move |transaction| {
            let mut loaded = Loaded::default();
            for (at, item) in items.into_iter().enumerate() {
                let became = match item {
                    Ok(item) => {
                        if item.keep_left(transaction)? {
                            loaded.keep_left.push(at);
                        }
                        alone(transaction, |transaction| item.write(transaction, &mut numbers, &mut loaded, now))
                    }
                    Err(why) => Err(Refusal::Line(why)),
                };
                match became {
                    Ok(Became::New) => loaded.new += 1,
                    Ok(became) => {
                        loaded.known += 1;
                        loaded.changed += u64::from(became == Became::Changed);
                    }
                    Err(Refusal::Line(why)) => loaded.refused.push((at, why)),
                    Err(Refusal::Fault(fault)) => return Err(fault),
                }
            }
            Ok((numbers, loaded))
        })?;
        self.numbers = numbers;
        Ok(loaded)
    }

    /// Keeps a picture's files under the names that its line has for them; what is here already stays. Returns whether
    /// the files were taken: not where their bytes are not those that their names stand for.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn picture(&mut self, line: &Line, files: [Option<Vec<u8>>; 2]) -> Result<bool, LibraryError> {
        let Some(url) = line.get("url").and_then(Value::as_str) else { return Ok(false) };
        let key = image_key(url);
        let mut rows = [None, None];
        for ((name, bytes), row) in ["reading", "thumbnail"].into_iter().zip(files).zip(&mut rows) {
            let Some((bytes, file)) = bytes.zip(line.get(name)) else { continue };
            let text = |field: &str| file.get(field).and_then(Value::as_str).unwrap_or_default();
            // Files of the second format have the key of their picture in the place of their hash.
            let hash = Some(hash_of(&bytes))
                .filter(|hash| stem(text("file")) == hash)
                .or_else(|| (stem(text("file")) == key).then(|| key.clone()));
            let Some(hash) = hash else { return Ok(false) };
            *row = Some(self.library.keep_file_as(hash, &NewFile { bytes, media_type: text("type").to_owned() })?);
        }
        let [Some(reading), thumbnail] = rows else { return Ok(false) };
        let stored = line.get("stored").and_then(columns::time).unwrap_or(millis(self.now));
        self.library.writer().write(move |transaction| {
            let mut add = transaction
                .prepare_cached("INSERT OR IGNORE INTO file (hash, name, media_type, bytes) VALUES (?1, ?2, ?3, ?4)")?;
            for row in [Some(&reading), thumbnail.as_ref()].into_iter().flatten() {
                add.execute((&row.0, &row.1, &row.2, row.3))?;
            }
            transaction
                .prepare_cached(
                    "UPDATE image SET reading = ?2, thumbnail = ?3, stored = ?4, shown = ?4, failed = NULL, tries = 0,
                     retry_at = NULL WHERE key = ?1 AND reading IS NULL",
                )?
                .execute((key, &reading.0, thumbnail.map(|row| row.0), stored))?;
            Ok(true)
        })
    }
}

/// The name of a file without folders and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name)
}

/// Runs `work` so that nothing of it stays when it fails.
fn alone<T>(
    transaction: &Transaction<'_>,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    transaction.prepare_cached("SAVEPOINT line")?.execute([])?;
    let done = work(transaction);
    if done.is_err() {
        transaction.execute_batch("ROLLBACK TO line")?;
    }
    transaction.prepare_cached("RELEASE line")?.execute([])?;
    done
}

impl Numbers {
    /// The number here of an article of the archive.
    fn article(&self, number: i64) -> i64 {
        self.articles.get(&number).copied().unwrap_or(number)
    }

    pub(super) fn note_article(&mut self, number: i64, id: i64) {
        if number == id {
            self.articles.remove(&number);
        } else {
            self.articles.insert(number, id);
        }
    }
}

/// A line with what can be worked out before the writing thread has it.
enum Ready {
    Row(Part, i64, Vec<Sql>, Vec<Vec<Sql>>),
    Article(Box<Item>),
    Fold(i64, i64),
    Picture(String),
}

impl Ready {
    fn of(part: Part, line: Line) -> Result<Self, String> {
        let number = || line.get("id").and_then(Value::as_i64).ok_or_else(|| "it has no number".to_owned());
        let row = |columns| Ok(Self::Row(part, number()?, values(&line, columns)?, Vec::new()));
        match part {
            Part::Settings => Ok(Self::Row(part, 0, values(&line, columns::SETTING)?, Vec::new())),
            Part::Sources => {
                let marks = marks::rows(&line, "left_in", columns::KEPT_MARK)?;
                Ok(Self::Row(part, number()?, values(&line, columns::SOURCE)?, marks))
            }
            Part::Rules => row(columns::RULE),
            Part::Searches => row(columns::SEARCH),
            Part::Articles => Item::of(number()?, line).map(|item| Self::Article(Box::new(item))),
            Part::Folds => {
                let number = |name: &str| line.get(name).and_then(Value::as_i64);
                let pair = number("article").zip(number("under"));
                pair.map(|(article, under)| Self::Fold(article, under)).ok_or_else(|| "it names no articles".to_owned())
            }
            Part::Pictures => {
                let url = line.get("url").and_then(Value::as_str).filter(|url| !url.is_empty());
                url.map(|url| Self::Picture(url.to_owned())).ok_or_else(|| "it has no address".to_owned())
            }
        }
    }

    /// Whether it has a rule of how long articles are kept, and it is not taken: where there is anything yet, none of it
    /// goes by a rule that a file brought.
    fn keep_left(&self, connection: &Connection) -> Result<bool, Fault> {
        match self {
            Self::Row(Part::Settings, _, row, _) => match &row[..] {
                [Sql::Text(name), Sql::Text(json)] if name == retention::SETTING => {
                    Ok(retention::read(json) != retention::retention(connection)? && !is_empty(connection)?)
                }
                _ => Ok(false),
            },
            Self::Row(Part::Sources, _, row, _) => {
                let of = |name: &str| at(row, columns::SOURCE, name);
                let differs = "SELECT 1 FROM source WHERE url = ?1 AND (keep_days IS NOT ?2 OR keep_newest IS NOT ?3)
                    AND (?2 IS NOT NULL OR ?3 IS NOT NULL)";
                let mut query = connection.prepare_cached(differs)?;
                Ok(query.exists([of("url"), of("keep_days"), of("keep_newest")])?)
            }
            _ => Ok(false),
        }
    }

    fn write(
        self,
        transaction: &Transaction<'_>,
        numbers: &mut Numbers,
        loaded: &mut Loaded,
        now: Timestamp,
    ) -> Result<Became, Refusal> {
        match self {
            Self::Row(Part::Settings, _, row, _) => setting(transaction, &row),
            Self::Row(Part::Sources, number, row, marks) => source(transaction, numbers, number, &row, marks),
            Self::Row(Part::Rules, number, row, _) => take_rule(transaction, numbers, number, &row),
            Self::Row(_, number, row, _) => search(transaction, number, row),
            Self::Article(item) => item.write(transaction, numbers, loaded, now),
            Self::Fold(article, under) => fold(transaction, numbers.article(article), numbers.article(under)),
            Self::Picture(url) => {
                let key = image_key(&url);
                let known = transaction.prepare_cached("SELECT 1 FROM image WHERE key = ?1")?.exists([&key])?;
                expect(transaction, vec![(key, url)])?;
                Ok(if known { Became::Known } else { Became::New })
            }
        }
    }
}

/// The value of a column in a row of values.
pub(super) fn at<'a>(row: &'a [Sql], columns: &[Column], name: &str) -> &'a Sql {
    let place = columns.iter().position(|(column, _)| *column == name);
    place.and_then(|place| row.get(place)).unwrap_or(&Sql::Null)
}

/// Inserts a row. It keeps its number where that is above all that were ever given here, so that what goes into an empty
/// library has the numbers it had, and none is given twice.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    table: &str,
    columns: &[Column],
    row: &[Sql],
    more: &[(&str, Sql)],
    number: i64,
) -> Result<i64, Fault> {
    let last: i64 = transaction
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
        .query_row([table], |row| row.get(0))
        .optional()?
        .unwrap_or(0);
    let id = if number > last && (1..MOST_NUMBER).contains(&number) { Sql::Integer(number) } else { Sql::Null };
    insert_as(transaction, table, columns, row, more, id)?;
    Ok(transaction.last_insert_rowid())
}

pub(super) fn insert_as(
    transaction: &Transaction<'_>,
    table: &str,
    columns: &[Column],
    row: &[Sql],
    more: &[(&str, Sql)],
    id: Sql,
) -> Result<usize, Fault> {
    let names: Vec<String> = columns
        .iter()
        .map(|(name, _)| *name)
        .chain(more.iter().map(|(name, _)| *name))
        .map(|name| format!("\"{name}\""))
        .collect();
    let sql =
        format!("INSERT OR ABORT INTO {table} (id, {}) VALUES (?{})", names.join(", "), ", ?".repeat(names.len()));
    let all = std::iter::once(&id).chain(row).chain(more.iter().map(|(_, value)| value));
    Ok(transaction.prepare_cached(&sql)?.execute(params_from_iter(all))?)
}

fn setting(transaction: &Transaction<'_>, row: &[Sql]) -> Result<Became, Refusal> {
    let is = |name: &str| row.first() == Some(&Sql::Text(name.to_owned()));
    if columns::LEFT_OUT_SETTINGS.iter().any(|(name, _)| is(name)) {
        return Ok(Became::Known);
    }
    if is(retention::SETTING) && !is_empty(transaction)? {
        return Ok(Became::Known);
    }
    let mut add =
        transaction.prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    Ok(if add.execute(params_from_iter(row))? > 0 { Became::New } else { Became::Known })
}

/// Whether nothing is in the library yet that could be removed.
fn is_empty(connection: &Connection) -> Result<bool, Fault> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM source) AND NOT EXISTS (SELECT 1 FROM status)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// What a source has that one of the same address has not. Together, since one without the other means something else.
const SOURCE_GAINS: &[&str] = &["site_url = ?1", "folder = ?1", "icon = ?1", "watch = ?1", "hub = ?1", "access = ?1"];

fn source(
    transaction: &Transaction<'_>,
    numbers: &mut Numbers,
    number: i64,
    row: &[Sql],
    marks: Vec<Vec<Sql>>,
) -> Result<Became, Refusal> {
    let of = |name: &str| at(row, columns::SOURCE, name);
    let known: Option<i64> = transaction
        .prepare_cached("SELECT id FROM source WHERE url = ?1")?
        .query_row([of("url")], |row| row.get(0))
        .optional()?;
    let mut became = if known.is_some() { Became::Known } else { Became::New };
    let id = match known {
        Some(id) => id,
        None => insert(transaction, "source", columns::SOURCE, row, &[], number)?,
    };
    if known.is_some() {
        let mut changed = 0;
        for gain in SOURCE_GAINS {
            let name = gain.split(' ').next().unwrap_or_default();
            let sql = format!("UPDATE source SET {gain} WHERE id = ?2 AND {name} IS NULL AND ?1 IS NOT NULL");
            changed += transaction.prepare_cached(&sql)?.execute((of(name), id))?;
        }
        // Followed there and ended here: it is followed again, as when a list of sources brings it.
        changed += transaction
            .prepare_cached(
                "UPDATE source SET ended = NULL, state = 'active', next_due = NULL, retry_at = NULL, failures = 0,
                 error = NULL, error_code = NULL WHERE id = ?1 AND ended IS NOT NULL AND ?2 IS NULL",
            )?
            .execute((id, of("ended")))?;
        if changed > 0 {
            became = Became::Changed;
        }
    }
    numbers.sources.insert(number, SourceId::new(id));
    let mut add = transaction.prepare_cached(
        "INSERT INTO kept_mark (source, mark, text, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    for mark in marks {
        let put = add.execute(params_from_iter(std::iter::once(&Sql::Integer(id)).chain(&mark)))?;
        if put > 0 && became == Became::Known {
            became = Became::Changed;
        }
    }
    Ok(became)
}

fn take_rule(
    transaction: &Transaction<'_>,
    numbers: &mut Numbers,
    number: i64,
    row: &[Sql],
) -> Result<Became, Refusal> {
    let of = |name: &str| at(row, columns::RULE, name);
    let alike: Vec<i64> = transaction
        .prepare_cached("SELECT id FROM rule WHERE name = ?1 AND query = ?2 AND actions = ?3 ORDER BY id")?
        .query_map([of("name"), of("query"), of("actions")], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // Two alike in the archive are two.
    let known = alike.into_iter().find(|id| !numbers.rules.values().any(|taken| taken == id));
    let id = match known {
        Some(id) => id,
        None => insert(transaction, "rule", columns::RULE, row, &[], number)?,
    };
    numbers.rules.insert(number, id);
    Ok(if known.is_some() { Became::Known } else { Became::New })
}

fn search(transaction: &Transaction<'_>, number: i64, mut row: Vec<Sql>) -> Result<Became, Refusal> {
    let query = at(&row, columns::SEARCH, "query").clone();
    let Some(Sql::Text(name)) = row.first().cloned() else { return Err("it has no name".to_owned().into()) };
    let mut taken = transaction.prepare_cached("SELECT query = ?2 FROM saved_search WHERE name = ?1")?;
    // Another search of that name is here: this one gets a number behind its own.
    for count in 1.. {
        let name = if count == 1 { name.clone() } else { format!("{name} {count}") };
        match taken.query_row((&name, &query), |row| row.get::<_, bool>(0)).optional()? {
            Some(true) => return Ok(Became::Known),
            Some(false) => {}
            None => {
                row[0] = Sql::Text(name);
                break;
            }
        }
    }
    insert(transaction, "saved_search", columns::SEARCH, &row, &[], number)?;
    Ok(Became::New)
}

fn fold(transaction: &Transaction<'_>, article: i64, under: i64) -> Result<Became, Refusal> {
    let folded = transaction
        .prepare_cached(
            // What lies in a fold lies on no pile and is neither saved nor tagged: one that the reader has as an article of
            // its own stays that.
            "UPDATE status SET folded = ?2 WHERE id = ?1 AND ?1 <> ?2 AND folded IS NULL AND pile IS NULL AND apart = 0
             AND saved = 0 AND NOT EXISTS (SELECT 1 FROM tag AS t WHERE t.article = ?1)
             AND EXISTS (SELECT 1 FROM status AS u WHERE u.id = ?2 AND u.folded IS NULL)
             AND NOT EXISTS (SELECT 1 FROM status AS f WHERE f.folded = ?1)",
        )?
        .execute((article, under))?;
    Ok(if folded > 0 { Became::New } else { Became::Known })
}
