//! The queries behind lists: rows of articles, and the conditions that lists, searches and bulk marks share.

use std::borrow::Cow;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OptionalExtension as _, Row};

use crate::error::Fault;
use crate::matching::Matcher;
use crate::time::timestamp;
use crate::{ArticleId, ArticleRow, ListQuery, Scope, SourceId, fold, highlight, later};

/// The columns of [`from_row`], of `s` (status), `a` (article) and `o` (source, the origin).
pub(crate) const COLUMNS: &str =
    "s.id, s.source, o.kind = 'saved', o.ended IS NULL, o.title, o.url, s.guid, a.url, a.title, a.deck,
    a.section, a.author, s.published, NOT EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = ifnull(s.folded, s.id)),
    max(s.saved, ifnull((SELECT l.saved FROM status AS l WHERE l.id = s.folded), 0)), a.lead_image,
    s.saved_at, max(s.archived, ifnull((SELECT l.archived FROM status AS l WHERE l.id = s.folded), 0)), s.length,
    o.kind = 'saved' AND a.origin = 'feed' AND a.excerpt = 1";
/// How many they are: what a query asks for beside them follows.
const COLUMN_COUNT: usize = 20;

/// The joins after `status AS s`. CROSS keeps `SQLite` from beginning at the sources and sorting everything.
pub(crate) const JOINS: &str = "CROSS JOIN article AS a ON a.id = s.id CROSS JOIN source AS o ON o.id = s.source";

/// What the reader kept is seen for ever; the rest, while its source is followed. Triggers see to it (view `showing`).
pub(crate) const SHOWN: &str = "s.shown = 1";

/// Hidden, and not under an article that is. The reader hides all of a fold, and the list of that has one row for it.
const HIDDEN: &str =
    "(+s.hidden = 1 AND NOT EXISTS (SELECT 1 FROM status AS l WHERE l.id = s.folded AND l.hidden = 1))";

const FOLDED: &str = "(+s.shown = 0 AND s.folded IS NOT NULL AND s.hidden = 0
    AND EXISTS (SELECT 1 FROM article AS f WHERE f.id = s.id)
    AND EXISTS (SELECT 1 FROM source AS f WHERE f.id = s.source AND f.ended IS NULL))";

/// As the view `to_read`. The plus keeps it from being the way to look for articles.
pub(crate) const UNREAD: &str = "(+s.pile IS NOT NULL AND
    ifnull((SELECT m.onto FROM moved AS m WHERE m.pile = s.pile AND m.source = s.source), s.pile)
        IN (SELECT id FROM pile WHERE change IS NULL))";

/// It is among what the search index finds.
pub(crate) const FOUND: &str = "+s.id IN (SELECT rowid FROM words WHERE words MATCH ?)";

/// What an article of a list fulfils. Lists, searches and bulk marks share it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    Shown,
    /// It lies under another article, and would be shown otherwise: in the place of [`Self::Shown`] in a source's own list.
    Folded,
    /// A rule or the reader hid it. Its way leads past what is shown, so it stands in the place of [`Self::Shown`].
    Hidden,
    Unread,
    /// Of no quiet source.
    Loud,
    /// Saved, and not put away.
    Saved,
    /// Saved and put away.
    Archived,
    Highlighted,
    Source(SourceId),
    Folder(String),
    Tag(String),
    Section(String),
    Before(i64),
    /// Published at this time or later.
    Since(i64),
    /// The search index finds this expression in it.
    Found(String),
    /// SQL on `s` (status), and the values of its question marks.
    Matching(String, Vec<Value>),
}

impl Condition {
    /// Those of a list, but for its cursor.
    pub(crate) fn of(connection: &Connection, query: &ListQuery) -> Result<Vec<Self>, Fault> {
        let elsewhere = matches!(query.scope, Scope::Hidden | Scope::Search(_));
        let mut all: Vec<Self> = (!elsewhere).then_some(Self::Shown).into_iter().collect();
        match &query.scope {
            Scope::Search(query) => all.extend(Matcher::new(connection, query)?.conditions(connection)?),
            scope => all.extend(Self::of_scope(scope)),
        }
        all.extend(query.unread.then_some(Self::Unread));
        all.extend(query.saved.then_some(Self::Saved));
        all.extend(query.archived.then_some(Self::Archived));
        all.extend(query.highlighted.then_some(Self::Highlighted));
        all.extend(query.source.map(Self::Source));
        all.extend(query.folder.clone().map(Self::Folder));
        all.extend(query.tag.clone().map(Self::Tag));
        all.extend(query.section.clone().map(Self::Section));
        if query.leaves_out_quiet() && any_quiet(connection)? {
            all.push(Self::Loud);
        }
        let mut once: Vec<Self> = Vec::new();
        for condition in all {
            if !once.contains(&condition) {
                once.push(condition);
            }
        }
        Ok(once)
    }

    /// Of a source's own list: what of it lies under articles of other sources.
    pub(crate) fn folded(all: &[Self]) -> Option<Vec<Self>> {
        let of_source = all.iter().any(|one| matches!(one, Self::Source(_)));
        let other = all.iter().any(|one| matches!(one, Self::Unread | Self::Found(_) | Self::Matching(..)));
        (of_source && !other && all.contains(&Self::Shown))
            .then(|| all.iter().map(|one| if *one == Self::Shown { Self::Folded } else { one.clone() }).collect())
    }

    fn of_scope(scope: &Scope) -> Option<Self> {
        Some(match scope {
            Scope::All | Scope::Search(_) => return None,
            Scope::Unread => Self::Unread,
            Scope::Saved => Self::Saved,
            Scope::Archived => Self::Archived,
            Scope::Hidden => Self::Hidden,
            Scope::Source(source) => Self::Source(*source),
            Scope::Folder(folder) => Self::Folder(folder.clone()),
            Scope::Tag(tag) => Self::Tag(tag.clone()),
        })
    }

    /// As SQL on `s` (status), with question marks where [`Self::values`] go. The pluses keep `SQLite` from leaving
    /// the way that was chosen.
    pub(crate) fn sql(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Shown => "+s.shown = 1",
            Self::Hidden => HIDDEN,
            Self::Folded => FOLDED,
            Self::Unread => UNREAD,
            Self::Loud => "+s.source NOT IN (SELECT id FROM source WHERE quiet = 1)",
            Self::Saved => "+s.saved = 1 AND +s.archived = 0",
            Self::Archived => "+s.saved = 1 AND +s.archived = 1",
            Self::Highlighted => "+s.highlighted = 1",
            Self::Source(_) => "+s.source = ?",
            Self::Folder(_) => "+s.source IN (SELECT id FROM source WHERE folder = ?)",
            Self::Tag(_) => "EXISTS (SELECT 1 FROM tag AS f WHERE f.article = s.id AND f.name = ?)",
            Self::Section(_) => {
                "EXISTS (SELECT 1 FROM in_section AS f WHERE f.section = ? AND f.published = s.published AND f.article = s.id)"
            }
            Self::Before(_) => "+s.published < ?",
            Self::Since(_) => "s.published >= ?",
            Self::Found(_) => FOUND,
            Self::Matching(sql, _) => sql,
        })
    }

    /// As SQL on `u` (the view `there`), if it asks for the source alone.
    pub(crate) fn of_source(&self) -> Option<String> {
        matches!(self, Self::Loud | Self::Source(_) | Self::Folder(_)).then(|| self.sql().replace("+s.", "u."))
    }

    pub(crate) fn values(&self) -> Vec<Value> {
        match self {
            Self::Shown
            | Self::Folded
            | Self::Hidden
            | Self::Unread
            | Self::Loud
            | Self::Saved
            | Self::Archived
            | Self::Highlighted => Vec::new(),
            Self::Source(source) => vec![source.get().into()],
            Self::Folder(text) | Self::Tag(text) | Self::Section(text) => vec![text.clone().into()],
            Self::Before(time) | Self::Since(time) => vec![(*time).into()],
            Self::Found(expression) => vec![expression.clone().into()],
            Self::Matching(_, values) => values.clone(),
        }
    }
}

/// All of them together, and their values in order.
pub(crate) fn all(conditions: &[Condition]) -> (String, Vec<Value>) {
    let sql: Vec<Cow<'_, str>> = conditions.iter().map(Condition::sql).collect();
    let sql = if sql.is_empty() { "TRUE".to_owned() } else { sql.join(" AND ") };
    (sql, conditions.iter().flat_map(Condition::values).collect())
}

fn any_quiet(connection: &Connection) -> Result<bool, Fault> {
    Ok(connection.prepare_cached("SELECT 1 FROM source WHERE quiet = 1")?.exists([])?)
}

/// One article's row, shown or not.
pub(crate) fn row(connection: &Connection, id: ArticleId) -> Result<Option<ArticleRow>, Fault> {
    Rows::of(connection)?.row(id)
}

/// Reads the rows of articles, one after the other.
pub(crate) struct Rows<'c> {
    connection: &'c Connection,
    row: CachedStatement<'c>,
}

impl<'c> Rows<'c> {
    pub(crate) fn of(connection: &'c Connection) -> Result<Self, Fault> {
        // Most articles have no tag, no highlight and no fold: to know that costs less than to look for each.
        let sql = format!(
            "SELECT {COLUMNS}, s.folded IS NOT NULL OR EXISTS (SELECT 1 FROM tag AS t WHERE t.article = s.id)
                 OR EXISTS (SELECT 1 FROM highlight AS h WHERE h.article = s.id)
                 OR EXISTS (SELECT 1 FROM status AS f WHERE f.folded = s.id)
             FROM status AS s {JOINS} WHERE s.id = ?1"
        );
        Ok(Self { connection, row: connection.prepare_cached(&sql)? })
    }

    /// An article's row, shown or not.
    pub(crate) fn row(&mut self, id: ArticleId) -> Result<Option<ArticleRow>, Fault> {
        let row = self.row.query_row([id], |row| Ok((from_row(row)?, row.get(COLUMN_COUNT)?))).optional()?;
        let Some((mut row, marked)) = row else { return Ok(None) };
        if marked {
            mark(self.connection, &mut row)?;
        }
        Ok(Some(row))
    }
}

/// A row without its tags, highlights and fold, which [`mark`] adds.
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
        saved_at: later::saved_at(row.get(16)?, row.get(14)?),
        archived: row.get(17)?,
        minutes: number(row, 18)?.filter(|length| *length > 0).map(article::minutes_of),
        link_only: row.get(19)?,
        folded: None,
        also_in: Vec::new(),
    })
}

/// Adds a row's tags, which it shares with its fold, its highlights, and the others of its fold.
pub(crate) fn mark(connection: &Connection, row: &mut ArticleRow) -> Result<(), Fault> {
    row.folded = fold::under(connection, row.id)?;
    let mut tags = connection.prepare_cached("SELECT name FROM tag WHERE article = ?1 ORDER BY name")?;
    row.tags = tags.query_map([row.folded.unwrap_or(row.id)], |row| text(row, 0))?.collect::<Result<_, _>>()?;
    row.highlights = highlight::of(connection, row.id)?;
    row.also_in = fold::also_in(connection, row.id, row.folded)?;
    Ok(())
}

/// A text column. A damaged letter shows as U+FFFD, so that it does not take the whole list with it.
pub(crate) fn text(row: &Row<'_>, index: usize) -> rusqlite::Result<String> {
    Ok(texts(row, index)?.unwrap_or_default())
}

/// A number column that may be empty. One that is out of its bounds is the nearest within them, so that it does not take
/// the whole list with it.
pub(crate) fn number(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<u32>> {
    let number: Option<i64> = row.get(index)?;
    Ok(number.map(|number| u32::try_from(number.max(0)).unwrap_or(u32::MAX)))
}

/// As [`text`], of a column that may be empty.
pub(crate) fn texts(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(index)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    })
}
