//! Lists of articles, newest first, page by page. A cursor names the last row seen, so rows that come or go
//! between two pages neither repeat nor hide others.

use jiff::Timestamp;
use serde::Serialize;

use crate::query::{self, COLUMNS, Conditions, JOINS};
use crate::{ArticleId, Library, LibraryError, SourceId, body};

/// Which articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// All that are shown.
    #[default]
    All,
    /// Unread ones.
    Unread,
    /// Saved ones.
    Saved,
    /// Those of a source.
    Source(SourceId),
    /// Those of a folder's sources.
    Folder(String),
    /// Those with a tag.
    Tag(String),
}

/// What to list. All conditions hold together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListQuery {
    /// Which articles.
    pub scope: Scope,
    /// Only unread ones.
    pub unread: bool,
    /// Only saved ones.
    pub saved: bool,
    /// Only of this source.
    pub source: Option<SourceId>,
    /// Only of this folder's sources.
    pub folder: Option<String>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only of this section.
    pub section: Option<String>,
    /// After the row of this cursor.
    pub after: Option<String>,
    /// At most so many rows; none is all.
    pub limit: Option<usize>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub rows: Vec<ArticleRow>,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleRow {
    /// Its id.
    pub id: ArticleId,
    /// Its source, while that is followed.
    pub source: Option<SourceId>,
    /// Its source's name.
    pub source_title: String,
    /// Its feed's address; empty for pages saved on their own.
    pub feed: String,
    /// The entry's id in its source.
    pub guid: String,
    /// Its address.
    pub url: Option<String>,
    /// Headline.
    pub title: String,
    /// Deck.
    pub deck: Option<String>,
    /// The publisher's rubric.
    pub section: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When it was published, or first seen where it does not say.
    pub published: Timestamp,
    /// Whether it was read.
    pub read: bool,
    /// Whether it is saved.
    pub saved: bool,
    /// Its tags, in alphabetical order.
    pub tags: Vec<String>,
    /// Its highlights, oldest first.
    pub highlights: Vec<Highlight>,
    /// The address of its lead image.
    pub lead_image: Option<String>,
}

/// A passage the reader marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// The passage.
    pub text: String,
    /// What the reader noted beside it.
    pub note: Option<String>,
}

impl Library {
    /// A page of a list.
    ///
    /// # Errors
    /// `Invalid` for a cursor that no page gave.
    pub fn list(&self, query: &ListQuery) -> Result<Page, LibraryError> {
        let mut conditions = Conditions::of(query);
        if let Some(cursor) = &query.after {
            let (published, id) = place_of(cursor).ok_or_else(|| {
                LibraryError::invalid(
                    "cursor",
                    format!("`{cursor}` is none"),
                    "leave it out, or use the one of the page before",
                )
            })?;
            conditions.after(published, id);
        }
        let sql = sql(&conditions, query.limit);
        self.reader().read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut places = Vec::new();
            let mut rows: Vec<ArticleRow> = statement
                .query_map(&*conditions.params(), |row| {
                    places.push(row.get::<_, i64>(12)?);
                    query::from_row(row)
                })?
                .collect::<Result<_, _>>()?;
            let more = query.limit.is_some_and(|limit| rows.len() > limit);
            if let (true, Some(limit)) = (more, query.limit) {
                rows.truncate(limit);
            }
            for row in &mut rows {
                query::mark(connection, row)?;
            }
            let next = rows.last().filter(|_| more).map(|last| format!("{}.{}", places[rows.len() - 1], last.id));
            Ok(Page { rows, next })
        })
    }
}

/// The place in the order that a cursor names: when it was published, and its id.
fn place_of(cursor: &str) -> Option<(i64, ArticleId)> {
    let (published, id) = cursor.split_once('.')?;
    Some((published.parse().ok()?, ArticleId::new(id.parse().ok()?)))
}

fn sql(conditions: &Conditions, limit: Option<usize>) -> String {
    // One row more than asked tells whether there is a next page.
    let limit = limit.map_or(-1, |limit| body::count(limit).saturating_add(1));
    format!(
        "SELECT {COLUMNS} FROM status AS s {JOINS} WHERE {} ORDER BY s.published DESC, s.id DESC LIMIT {limit}",
        conditions.sql()
    )
}

#[cfg(test)]
mod tests {
    use super::{ListQuery, Scope, sql};
    use crate::query::Conditions;
    use crate::{ArticleId, SourceId, migrations};

    #[test]
    fn a_page_is_walked_in_order_and_never_sorted() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations::migrate(&mut connection).unwrap();
        for (scope, index) in [
            (Scope::All, "status_by_time"),
            (Scope::Unread, "status_unread"),
            (Scope::Saved, "status_saved"),
            (Scope::Source(SourceId::new(1)), "status_by_source"),
            (Scope::Folder("f".to_owned()), "status_by_time"),
        ] {
            let mut conditions = Conditions::of(&ListQuery { scope: scope.clone(), ..ListQuery::default() });
            conditions.after(0, ArticleId::new(1));
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", sql(&conditions, Some(100)))).unwrap();
            let steps: Vec<String> =
                plan.query_map(&*conditions.params(), |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
            assert!(steps[0].contains(&format!("INDEX {index} ")), "{scope:?}: {steps:?}");
            assert!(!steps.iter().any(|step| step.contains("ORDER BY")), "{scope:?}: {steps:?}");
        }
    }
}
