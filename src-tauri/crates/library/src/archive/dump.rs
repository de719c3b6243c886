//! Out: one snapshot of the library, a line at a time. What is held in memory does not grow with the library.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row};
use serde_json::Value;

use super::columns::{self, Column, names};
use super::{Line, Part};
use crate::error::Fault;
use crate::image::file_in;
use crate::place::length;
use crate::query::text;
use crate::time::timestamp;
use crate::{ArticleId, Library, LibraryError, NewArticle, body, texts};

/// What [`Library::dump`] gives, in this order.
#[derive(Debug, Clone, Copy)]
pub enum Dumped<'a> {
    /// How many lines of each part there will be.
    Counts(&'a [(Part, u64)]),
    /// A line.
    Line(Part, &'a Line),
    /// A picture's file, by the name that lines of pictures have for it.
    File {
        /// Its name.
        name: &'a str,
        /// Where it lies.
        path: &'a Path,
    },
    /// Something is damaged and cannot be read: a sentence for people. The rest of its line comes all the same.
    Damaged(&'a str),
}

/// Why dumping ended early.
enum Stop<E> {
    Fault(Fault),
    Told(E),
}

impl<E> From<Fault> for Stop<E> {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl<E> From<rusqlite::Error> for Stop<E> {
    fn from(error: rusqlite::Error) -> Self {
        Self::Fault(error.into())
    }
}

type Sink<'a, E> = dyn FnMut(Dumped<'_>) -> Result<(), E> + 'a;

impl Library {
    /// Tells `each` all that is in the library, as it is at this moment, whatever is written meanwhile.
    ///
    /// # Errors
    /// What `each` returns, which ends it, or the library's own.
    pub fn dump<E: From<LibraryError>>(&self, each: &mut Sink<'_, E>) -> Result<(), E> {
        let folder = self.place().images();
        let dumped = self.reader().snapshot(|connection| everything(connection, &folder, each));
        match dumped? {
            Ok(()) => Ok(()),
            Err(Stop::Told(error)) => Err(error),
            Err(Stop::Fault(fault)) => Err(fault.at(self.folder()).into()),
        }
    }
}

fn everything<E>(connection: &Connection, folder: &Path, each: &mut Sink<'_, E>) -> Result<(), Stop<E>> {
    let settings = settings(connection)?;
    let mut counts = Vec::new();
    for part in Part::ALL {
        let sql = format!("SELECT count(*) FROM {}", part.table());
        let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        counts.push((part, count.unsigned_abs()));
    }
    if let Some((_, count)) = counts.iter_mut().find(|(part, _)| *part == Part::Settings) {
        *count = settings.len() as u64;
    }
    each(Dumped::Counts(&counts)).map_err(Stop::Told)?;
    for line in &settings {
        each(Dumped::Line(Part::Settings, line)).map_err(Stop::Told)?;
    }
    sources(connection, each)?;
    plain(connection, Part::Rules, "rule", columns::RULE, each)?;
    plain(connection, Part::Searches, "saved_search", columns::SEARCH, each)?;
    articles(connection, each)?;
    folds(connection, each)?;
    pictures(connection, folder, each)?;
    files(connection, folder, each)
}

fn settings(connection: &Connection) -> Result<Vec<Line>, Fault> {
    let sql = format!("SELECT {} FROM setting AS o ORDER BY name", names("o", columns::SETTING));
    let mut lines = lines_of(connection, &sql, columns::SETTING, ())?;
    lines.retain(|line| {
        !columns::LEFT_OUT_SETTINGS.iter().any(|(name, _)| line.get("name") == Some(&Value::from(*name)))
    });
    Ok(lines)
}

/// The lines that a query gives: its columns, and nothing else.
fn lines_of(
    connection: &Connection,
    sql: &str,
    columns: &[Column],
    parameters: impl rusqlite::Params,
) -> Result<Vec<Line>, Fault> {
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map(parameters, |row| {
        let mut line = Line::new();
        columns::read(row, 0, columns, &mut line)?;
        Ok(line)
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A line that begins with its number, which is the row's first column.
fn numbered(row: &Row<'_>, columns: &[Column], first: usize) -> rusqlite::Result<(i64, Line)> {
    let id = row.get(0)?;
    let mut line = Line::new();
    line.insert("id".to_owned(), Value::from(id));
    columns::read(row, first, columns, &mut line)?;
    Ok((id, line))
}

fn plain<E>(
    connection: &Connection,
    part: Part,
    table: &str,
    columns: &[Column],
    each: &mut Sink<'_, E>,
) -> Result<(), Stop<E>> {
    let sql = format!("SELECT o.id, {} FROM {table} AS o ORDER BY o.id", names("o", columns));
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (_, line) = numbered(row, columns, 1)?;
        each(Dumped::Line(part, &line)).map_err(Stop::Told)?;
    }
    Ok(())
}

fn sources<E>(connection: &Connection, each: &mut Sink<'_, E>) -> Result<(), Stop<E>> {
    let sql = format!("SELECT o.id, {} FROM source AS o ORDER BY o.id", names("o", columns::SOURCE));
    let marks =
        format!("SELECT {} FROM kept_mark AS o WHERE source = ?1 ORDER BY mark", names("o", columns::KEPT_MARK));
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (id, mut line) = numbered(row, columns::SOURCE, 1)?;
        list(&mut line, "left_in", lines_of(connection, &marks, columns::KEPT_MARK, [id])?);
        each(Dumped::Line(Part::Sources, &line)).map_err(Stop::Told)?;
    }
    Ok(())
}

/// Hangs lines on a line, if there are any.
fn list(line: &mut Line, name: &str, lines: Vec<Line>) {
    if !lines.is_empty() {
        line.insert(name.to_owned(), lines.into_iter().map(Value::Object).collect());
    }
}

fn articles<E>(connection: &Connection, each: &mut Sink<'_, E>) -> Result<(), Stop<E>> {
    // Read is what lies in no pile, or in one that was cleared away: then, at the time of that. What lies in a fold lies in
    // no pile either, and has nothing of that to itself.
    let sql = format!(
        "SELECT o.id, o.source, o.folded IS NULL AND (o.pile IS NULL OR p.change IS NOT NULL),
             iif(p.change IS NOT NULL, coalesce(p.at, o.read_at), o.read_at), o.folded IS NOT NULL, {}
         FROM status AS o LEFT JOIN moved AS m ON m.pile = o.pile AND m.source = o.source
         LEFT JOIN pile AS p ON p.id = ifnull(m.onto, o.pile) ORDER BY o.id",
        names("o", columns::STATUS)
    );
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (id, mut line) = numbered(row, columns::STATUS, 5)?;
        line.insert("source".to_owned(), Value::from(row.get::<_, i64>(1)?));
        if row.get(2)? {
            line.insert("read".to_owned(), true.into());
            if let Some(at) = row.get::<_, Option<i64>>(3)? {
                line.insert("read_at".to_owned(), timestamp(at).to_string().into());
            }
        }
        if row.get(4)? {
            line.insert("in_fold".to_owned(), true.into());
        }
        let mut damaged = Vec::new();
        hang_on(connection, id, &mut line, &mut damaged)?;
        for what in damaged {
            let title = line.get("article").and_then(|article| article.get("title")).and_then(Value::as_str);
            let sentence = format!("article {id} (“{}”): {what} is damaged", title.unwrap_or_default());
            each(Dumped::Damaged(&sentence)).map_err(Stop::Told)?;
        }
        each(Dumped::Line(Part::Articles, &line)).map_err(Stop::Told)?;
    }
    Ok(())
}

/// What hangs on an article.
fn hang_on(connection: &Connection, id: i64, line: &mut Line, damaged: &mut Vec<&'static str>) -> Result<(), Fault> {
    let sql = format!("SELECT {} FROM tag AS o WHERE article = ?1 ORDER BY name", names("o", columns::TAG));
    list(line, "tags", lines_of(connection, &sql, columns::TAG, [id])?);
    list(line, "highlights", highlights(connection, id)?);
    list(line, "deeds", deeds(connection, id)?);
    let sql = format!("SELECT {} FROM article AS o WHERE id = ?1", names("o", columns::ARTICLE));
    let Some(mut article) = lines_of(connection, &sql, columns::ARTICLE, [id])?.pop() else { return Ok(()) };
    match body::read(connection, id) {
        Ok(Some(body)) => {
            article.insert("html".to_owned(), body.html.into());
            article.insert("text".to_owned(), body.text.into());
        }
        Ok(None) => {}
        Err(_) => damaged.push("its text"),
    }
    line.insert("article".to_owned(), Value::Object(article));
    if let Some(other) = other(connection, id, damaged)? {
        line.insert("other_text".to_owned(), other);
    }
    match texts::provenance(connection, ArticleId::new(id))? {
        Some(json) => drop(line.insert("provenance".to_owned(), json.into())),
        None if has_provenance(connection, id)? => damaged.push("the note of what was left out of it"),
        None => {}
    }
    let revisions = revisions(connection, id)?;
    if revisions.iter().any(Option::is_none) {
        damaged.push("an earlier revision");
    }
    list(line, "revisions", revisions.into_iter().flatten().collect());
    let sql = format!("SELECT {} FROM page AS o WHERE article = ?1", names("o", columns::PAGE));
    if let Some(page) = lines_of(connection, &sql, columns::PAGE, [id])?.pop() {
        line.insert("page".to_owned(), Value::Object(page));
    }
    Ok(())
}

fn highlights(connection: &Connection, id: i64) -> Result<Vec<Line>, Fault> {
    let names = names("o", columns::HIGHLIGHT);
    let sql = format!("SELECT o.id, {names} FROM highlight AS o WHERE article = ?1 ORDER BY id");
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map([id], |row| Ok(numbered(row, columns::HIGHLIGHT, 1)?.1))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn deeds(connection: &Connection, id: i64) -> Result<Vec<Line>, Fault> {
    let sql = format!("SELECT rule, {} FROM deed AS o WHERE article = ?1 ORDER BY rule", names("o", columns::DEED));
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map([id], |row| {
        let mut line = Line::new();
        line.insert("rule".to_owned(), Value::from(row.get::<_, i64>(0)?));
        columns::read(row, 1, columns::DEED, &mut line)?;
        Ok(line)
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The text that is not shown.
fn other(connection: &Connection, id: i64, damaged: &mut Vec<&'static str>) -> Result<Option<Value>, Fault> {
    let mut query = connection.prepare_cached("SELECT fetched, bytes, frame FROM other_text WHERE article = ?1")?;
    let mut rows = query.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let Some(article) = unpacked(row.get(1)?, &row.get::<_, Vec<u8>>(2)?) else {
        damaged.push("its other text");
        return Ok(None);
    };
    let mut line = Line::new();
    line.insert("fetched".to_owned(), timestamp(row.get(0)?).to_string().into());
    line.insert("article".to_owned(), article);
    Ok(Some(Value::Object(line)))
}

/// As this version writes it, whichever version wrote it: what was loaded is dumped the same.
fn unpacked(bytes: i64, frame: &[u8]) -> Option<Value> {
    let json = body::decompress(frame, bytes).ok()?;
    serde_json::to_value(serde_json::from_slice::<NewArticle>(&json).ok()?).ok().map(without_nothing)
}

/// An object without its nulls.
fn without_nothing(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.retain(|_, value| !value.is_null());
    }
    value
}

fn has_provenance(connection: &Connection, id: i64) -> Result<bool, Fault> {
    Ok(connection.prepare_cached("SELECT 1 FROM provenance WHERE article = ?1")?.exists([id])?)
}

fn revisions(connection: &Connection, id: i64) -> Result<Vec<Option<Line>>, Fault> {
    let mut query = connection
        .prepare_cached("SELECT number, replaced, bytes, frame FROM revision WHERE article = ?1 ORDER BY number")?;
    let mut rows = query.query([id])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let mut line = Line::new();
        line.insert("number".to_owned(), Value::from(row.get::<_, i64>(0)?));
        line.insert("replaced".to_owned(), timestamp(row.get(1)?).to_string().into());
        lines.push(unpacked(row.get(2)?, &row.get::<_, Vec<u8>>(3)?).map(|article| {
            line.insert("article".to_owned(), article);
            line
        }));
    }
    Ok(lines)
}

fn folds<E>(connection: &Connection, each: &mut Sink<'_, E>) -> Result<(), Stop<E>> {
    let mut query = connection.prepare_cached("SELECT id, folded FROM status WHERE folded IS NOT NULL ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = Line::new();
        line.insert("article".to_owned(), Value::from(row.get::<_, i64>(0)?));
        line.insert("under".to_owned(), Value::from(row.get::<_, i64>(1)?));
        each(Dumped::Line(Part::Folds, &line)).map_err(Stop::Told)?;
    }
    Ok(())
}

fn pictures<E>(connection: &Connection, folder: &Path, each: &mut Sink<'_, E>) -> Result<(), Stop<E>> {
    let mut query = connection.prepare_cached(
        "SELECT i.url, i.stored, r.name, r.media_type, r.bytes, t.name, t.media_type, t.bytes FROM image AS i
         LEFT JOIN file AS r ON r.hash = i.reading LEFT JOIN file AS t ON t.hash = i.thumbnail ORDER BY i.key",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let mut line = Line::new();
        line.insert("url".to_owned(), text(row, 0)?.into());
        for (name, first) in [("reading", 2), ("thumbnail", 5)] {
            let Some(file) = row.get::<_, Option<String>>(first)? else { continue };
            if here(folder, &file, row.get(first + 2)?).is_none() {
                let sentence = format!("the picture {}: its file is not there, or not whole", text(row, 0)?);
                each(Dumped::Damaged(&sentence)).map_err(Stop::Told)?;
                continue;
            }
            let mut picture = Line::new();
            picture.insert("file".to_owned(), format!("images/{file}").into());
            picture.insert("type".to_owned(), text(row, first + 1)?.into());
            line.insert(name.to_owned(), Value::Object(picture));
        }
        if let Some(stored) = row.get::<_, Option<i64>>(1)?.filter(|_| line.len() > 1) {
            line.insert("stored".to_owned(), timestamp(stored).to_string().into());
        }
        each(Dumped::Line(Part::Pictures, &line)).map_err(Stop::Told)?;
    }
    Ok(())
}

fn files<E>(connection: &Connection, folder: &Path, each: &mut Sink<'_, E>) -> Result<(), Stop<E>> {
    let mut query = connection.prepare_cached(
        "SELECT name, bytes FROM file WHERE EXISTS (SELECT 1 FROM image AS i WHERE i.reading = hash)
         OR EXISTS (SELECT 1 FROM image AS i WHERE i.thumbnail = hash) ORDER BY hash",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let file: String = row.get(0)?;
        if let Some(path) = here(folder, &file, row.get(1)?) {
            each(Dumped::File { name: &format!("images/{file}"), path: &path }).map_err(Stop::Told)?;
        }
    }
    Ok(())
}

/// Where a picture's file lies, if it is there as long as it was.
fn here(folder: &Path, name: &str, bytes: i64) -> Option<PathBuf> {
    let file = file_in(folder, Some(name.to_owned()), Some(String::new()))?;
    let long = length(&file.path).ok().flatten()?;
    (i64::try_from(long) == Ok(bytes)).then_some(file.path)
}
