//! The queries behind lists: rows of articles, and the conditions that lists, searches and bulk marks share.

use rusqlite::types::{ToSql, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::error::Fault;
use crate::time::timestamp;
use crate::{ArticleId, ArticleRow, Highlight, ListQuery, Scope, SourceId};

/// The columns of [`from_row`], of `s` (status), `a` (article) and `o` (source, the origin).
pub(crate) const COLUMNS: &str =
    "s.id, s.source, o.kind = 'saved', o.ended IS NULL, o.title, o.url, s.guid, a.url, a.title, a.deck,
    a.section, a.author, s.published, s.read, s.saved, a.lead_image";

/// The joins after `status AS s`. CROSS keeps `SQLite` from beginning at the sources and sorting everything.
pub(crate) const JOINS: &str = "CROSS JOIN article AS a ON a.id = s.id CROSS JOIN source AS o ON o.id = s.source";

/// What the reader kept is seen for ever; the rest, while its source is followed.
pub(crate) const SHOWN: &str = "((o.ended IS NULL AND o.kind <> 'saved' AND s.hidden = 0 AND s.folded IS NULL) OR s.saved = 1 OR s.offline = 1
    OR EXISTS (SELECT 1 FROM tag WHERE tag.article = s.id) OR EXISTS (SELECT 1 FROM highlight WHERE highlight.article = s.id))";

/// Conditions joined by AND, with their values.
#[derive(Default)]
pub(crate) struct Conditions {
    sql: Vec<String>,
    pub(crate) values: Vec<Box<dyn ToSql + Send>>,
}

impl Conditions {
    /// Those of a list, but for its cursor.
    pub(crate) fn of(query: &ListQuery) -> Self {
        let mut conditions = Self::default();
        conditions.sql.push(SHOWN.to_owned());
        conditions.scope(&query.scope);
        if query.unread {
            conditions.scope(&Scope::Unread);
        }
        if query.saved {
            conditions.scope(&Scope::Saved);
        }
        if let Some(source) = query.source {
            conditions.scope(&Scope::Source(source));
        }
        if let Some(folder) = &query.folder {
            conditions.scope(&Scope::Folder(folder.clone()));
        }
        if let Some(tag) = &query.tag {
            conditions.scope(&Scope::Tag(tag.clone()));
        }
        if let Some(section) = &query.section {
            conditions.add("a.section = ?", section.clone());
        }
        conditions
    }

    pub(crate) fn scope(&mut self, scope: &Scope) {
        match scope {
            Scope::All => {}
            Scope::Unread => self.sql.push("s.read = 0".to_owned()),
            Scope::Saved => self.sql.push("s.saved = 1".to_owned()),
            Scope::Source(source) => self.add("s.source = ?", *source),
            // The plus keeps the walk in the order of time; else all articles of the folder would be sorted first.
            Scope::Folder(folder) => self.add("+s.source IN (SELECT id FROM source WHERE folder = ?)", folder.clone()),
            Scope::Tag(tag) => self.add("s.id IN (SELECT article FROM tag WHERE name = ?)", tag.clone()),
        }
    }

    /// `sql` holds one question mark.
    pub(crate) fn add(&mut self, sql: &str, value: impl ToSql + Send + 'static) {
        self.sql.push(sql.to_owned());
        self.values.push(Box::new(value));
    }

    pub(crate) fn after(&mut self, published: i64, id: ArticleId) {
        self.sql.push("(s.published, s.id) < (?, ?)".to_owned());
        self.values.push(Box::new(published));
        self.values.push(Box::new(id));
    }

    pub(crate) fn sql(&self) -> String {
        self.sql.join(" AND ")
    }

    pub(crate) fn params(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|value| &**value as &dyn ToSql).collect()
    }
}

/// One article's row, shown or not.
pub(crate) fn row(connection: &Connection, id: ArticleId) -> Result<Option<ArticleRow>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM status AS s {JOINS} WHERE s.id = ?1");
    let row = connection.prepare_cached(&sql)?.query_row([id], from_row).optional()?;
    row.map(|mut row| {
        mark(connection, &mut row)?;
        Ok(row)
    })
    .transpose()
}

/// A row without its tags and highlights, which [`mark`] adds.
pub(crate) fn from_row(row: &Row<'_>) -> rusqlite::Result<ArticleRow> {
    let shelf: bool = row.get(2)?;
    let followed: bool = row.get(3)?;
    let source: SourceId = row.get(1)?;
    Ok(ArticleRow {
        id: row.get(0)?,
        source: (followed && !shelf).then_some(source),
        source_title: text(row, 4)?,
        feed: if shelf { String::new() } else { text(row, 5)? },
        guid: text(row, 6)?,
        url: texts(row, 7)?,
        title: text(row, 8)?,
        deck: texts(row, 9)?,
        section: texts(row, 10)?,
        author: texts(row, 11)?,
        published: timestamp(row.get(12)?),
        read: row.get(13)?,
        saved: row.get(14)?,
        tags: Vec::new(),
        highlights: Vec::new(),
        lead_image: texts(row, 15)?,
    })
}

/// Adds a row's tags and highlights.
pub(crate) fn mark(connection: &Connection, row: &mut ArticleRow) -> Result<(), Fault> {
    let mut tags = connection.prepare_cached("SELECT name FROM tag WHERE article = ?1 ORDER BY name")?;
    row.tags = tags.query_map([row.id], |row| text(row, 0))?.collect::<Result<_, _>>()?;
    let mut highlights =
        connection.prepare_cached("SELECT text, note FROM highlight WHERE article = ?1 ORDER BY id")?;
    row.highlights = highlights
        .query_map([row.id], |row| Ok(Highlight { text: text(row, 0)?, note: texts(row, 1)? }))?
        .collect::<Result<_, _>>()?;
    Ok(())
}

/// A text column. A damaged letter shows as U+FFFD, so that it does not take the whole list with it.
pub(crate) fn text(row: &Row<'_>, index: usize) -> rusqlite::Result<String> {
    Ok(texts(row, index)?.unwrap_or_default())
}

/// As [`text`], of a column that may be empty.
pub(crate) fn texts(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(index)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}
