//! Full-text search over headline, deck, byline, source and text.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use query::{Clock, Query};
use serde::Serialize;

use crate::matching::Matcher;
use crate::query::{self as rows, COLUMN_COUNT, COLUMNS, JOINS, SHOWN};
use crate::snippet::snippet;
use crate::stem::Language;
use crate::{ArticleRow, Library, LibraryError, body};

/// A hit in the headline is worth this many in the text; then deck, byline and source.
const RANK: &str = "bm25(words, 10.0, 4.0, 3.0, 3.0, 1.0)";

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchHit {
    /// The article.
    #[serde(flatten)]
    pub row: ArticleRow,
    /// Plain text around the words found, each between U+0002 and U+0003.
    pub snippet: String,
    /// How well it fits; higher is better.
    pub score: f64,
}

impl Library {
    /// The articles that have all the words asked for, best first, at most `limit`. A query without a word finds nothing.
    ///
    /// Waits until all that is stored is indexed; where that cannot be written, it searches what is.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<SearchHit>, LibraryError> {
        let (query, _) = Query::typing(query, &Clock { now: Timestamp::now(), zone: TimeZone::UTC });
        self.catch_up()?;
        self.reader().read(|connection| {
            let matcher = Matcher::new(connection, &query)?;
            let compiled = matcher.compile(connection)?;
            let Some(expression) = compiled.expression else { return Ok(Vec::new()) };
            let (rest, values) = rows::all(&compiled.rest);
            // The best are chosen before their articles are read: a common word is in thousands.
            let sql = format!(
                "SELECT {COLUMNS}, best.rank, a.lang FROM (
                     SELECT s.id AS id, s.published AS published, {RANK} AS rank FROM words
                     CROSS JOIN status AS s ON s.id = words.rowid CROSS JOIN source AS o ON o.id = s.source
                     WHERE words MATCH ? AND {SHOWN} AND {rest} ORDER BY 3, 2 DESC, 1 DESC LIMIT ?
                 ) AS best CROSS JOIN status AS s ON s.id = best.id {JOINS} ORDER BY best.rank, s.published DESC, s.id DESC"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut all = vec![expression.clone().into()];
            all.extend(values);
            all.push(body::count(limit).into());
            let mut found = statement.query(rusqlite::params_from_iter(&all))?;
            let mut hits = Vec::new();
            while let Some(found) = found.next()? {
                let mut row = rows::from_row(found)?;
                rows::mark(connection, &mut row)?;
                let lang = rows::texts(found, COLUMN_COUNT + 1)?;
                let text = crate::index::text(connection, row.id).unwrap_or_default();
                let (deck, author) = (row.deck.as_deref().unwrap_or_default(), row.author.as_deref().unwrap_or_default());
                let texts = [&text, deck, &row.title, author, &row.source_title];
                let snippet = snippet(&matcher, lang.as_deref().and_then(Language::of), &texts);
                hits.push(SearchHit { snippet, score: -found.get::<_, f64>(COLUMN_COUNT)?, row });
            }
            Ok(hits)
        })
    }

    /// Indexes all that is queued, and returns how many articles that was. Searching does it by itself.
    pub fn finish_index(&self) -> Result<usize, LibraryError> {
        self.writer().finish_index()
    }

    /// Finishes the queue, unless it cannot be written: an older index is better than no answer.
    pub(crate) fn catch_up(&self) -> Result<(), LibraryError> {
        // A queue that can be read and is empty needs no writing connection.
        if self.reader().read(crate::index::waiting)? == 0 {
            return Ok(());
        }
        match self.finish_index() {
            Ok(_) => Ok(()),
            Err(LibraryError::Storage { why, .. }) => {
                tracing::warn!(why, "searching without the newest articles");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}
