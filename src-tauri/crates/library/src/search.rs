//! Search: the articles that fulfil a query, best first or newest first, page by page, with what was found shown.

use jiff::Timestamp;
use query::{Query, Vocabulary, fold};
use rusqlite::Connection;
use serde::Serialize;

use crate::error::Fault;
use crate::matching::{Matcher, sections};
use crate::query::{self as rows, Condition};
use crate::snippet::snippet;
use crate::stem::Language;
use crate::{ArticleId, ArticleRow, Library, LibraryError, index, ranking, walk};

/// So many articles are indexed before a search; when more wait, it searches what is there and says so.
const WAITED_FOR: u32 = 2000;
/// Articles looked through for names of authors and languages, the newest.
const LOOKED_FOR_NAMES: u32 = 3000;
/// A count of unread hits is cheap while no more than this have to be looked at.
const CHEAP: i64 = 5000;

/// In which order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best first. Without words to look for, and among the older of very many hits, the newest first.
    #[default]
    Relevance,
    /// The newest first.
    Date,
}

/// What to search.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// What is to be found. Without a clause it is nothing.
    pub query: Query,
    /// Only unread articles.
    pub unread: bool,
    /// In which order.
    pub sort: Sort,
    /// After the hit of this cursor.
    pub after: Option<String>,
    /// At most so many hits.
    pub limit: usize,
}

/// A page of hits.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchPage {
    /// In order.
    pub hits: Vec<SearchHit>,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
    /// So many articles could not be looked at yet, as their words are not in the index.
    pub unindexed: u64,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchHit {
    /// The article.
    #[serde(flatten)]
    pub row: ArticleRow,
    /// Plain text around the words found, each between U+0002 and U+0003.
    pub snippet: String,
    /// How well it fits; higher is better. 0 where that was not asked.
    pub score: f64,
}

/// A hit without what is shown of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) id: i64,
    pub(crate) score: f64,
}

impl Library {
    /// A page of the articles that fulfil a query. `now` is what they are new or old by.
    ///
    /// Articles that wait to be indexed are indexed first, unless there are very many or nothing can be written.
    ///
    /// # Errors
    /// `Invalid` for a cursor that no page of this order gave.
    pub fn search(&self, search: &Search, now: Timestamp) -> Result<SearchPage, LibraryError> {
        self.catch_up()?;
        self.reader().read(|connection| {
            let unindexed = u64::from(index::waiting(connection)?);
            let matcher = Matcher::new(connection, &search.query)?;
            let mut compiled = matcher.compile(connection)?;
            compiled.rest.extend(search.unread.then_some(Condition::Unread));
            let (places, next) = if search.sort == Sort::Relevance && compiled.expression.is_some() {
                ranking::page(connection, &matcher, &compiled, search, now)?
            } else {
                by_date(connection, compiled.conditions(), search)?
            };
            let mut hits = Vec::with_capacity(places.len());
            for place in places {
                hits.extend(hit(connection, &matcher, place)?);
            }
            Ok(SearchPage { hits, next, unindexed })
        })
    }

    /// How many articles fulfil a query.
    pub fn count_hits(&self, query: &Query, unread: bool) -> Result<u64, LibraryError> {
        self.catch_up()?;
        self.reader().read(|connection| {
            let mut compiled = Matcher::new(connection, query)?.compile(connection)?;
            compiled.rest.extend(unread.then_some(Condition::Unread));
            compiled.count(connection)
        })
    }

    /// How many unread articles fulfil a query, where that can be told at once.
    pub fn count_unread_hits(&self, query: &Query) -> Result<Option<u64>, LibraryError> {
        self.catch_up()?;
        self.reader().read(|connection| {
            let mut compiled = Matcher::new(connection, query)?.compile(connection)?;
            compiled.rest.push(Condition::Unread);
            let cheap = match &compiled.expression {
                Some(expression) => {
                    let mut first = connection
                        .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?1 LIMIT ?2)")?;
                    first.query_row((expression, CHEAP + 1), |row| row.get::<_, i64>(0))? <= CHEAP
                }
                None => walk::length(connection, &compiled.conditions())? <= CHEAP.unsigned_abs(),
            };
            if cheap { compiled.count(connection).map(Some) } else { Ok(None) }
        })
    }

    /// How many articles and sources a search looks through.
    pub fn searched(&self) -> Result<(u64, u64), LibraryError> {
        self.reader().read(|connection| {
            let count = |sql: &str| {
                connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
            };
            Ok((
                count("SELECT count(*) FROM status WHERE shown = 1")?,
                count("SELECT count(*) FROM source WHERE ended IS NULL AND kind <> 'saved'")?,
            ))
        })
    }

    /// Names of the library that begin so, or have a word that does; those whose beginning it is come first. Of authors and
    /// languages only those of the newest articles are known.
    pub fn names(&self, vocabulary: Vocabulary, beginning: &str, most: usize) -> Result<Vec<String>, LibraryError> {
        let beginning = fold(beginning);
        self.reader().read(|connection| {
            let mut names = all_names(connection, vocabulary)?;
            names.sort();
            names.dedup();
            let mut fitting: Vec<(bool, String, String)> = names
                .into_iter()
                .filter_map(|name| {
                    let folded = fold(&name);
                    let inside = folded.starts_with(&beginning) || folded.contains(&format!(" {beginning}"));
                    (inside && !folded.is_empty()).then(|| (!folded.starts_with(&beginning), folded, name))
                })
                .collect();
            fitting.sort();
            // Names that are compared alike are one.
            fitting.dedup_by(|one, other| one.1 == other.1);
            fitting.truncate(most);
            Ok(fitting.into_iter().map(|(_, _, name)| name).collect())
        })
    }

    /// Indexes all that is queued, and returns how many articles that was.
    pub fn finish_index(&self) -> Result<usize, LibraryError> {
        self.writer().finish_index()
    }

    /// Finishes a short queue, unless it cannot be written: an older index is better than no answer. A long one goes on
    /// in the background.
    pub(crate) fn catch_up(&self) -> Result<(), LibraryError> {
        // A queue that can be read and is empty needs no writing connection.
        let waiting = self.reader().read(index::waiting)?;
        if waiting == 0 {
            return Ok(());
        }
        let caught = if waiting > WAITED_FOR { self.writer().go_on_indexing() } else { self.finish_index().map(drop) };
        match caught {
            Err(LibraryError::Storage { why, .. }) => {
                tracing::warn!(why, "searching without the newest articles");
                Ok(())
            }
            caught => caught,
        }
    }
}

fn by_date(
    connection: &Connection,
    conditions: Vec<Condition>,
    search: &Search,
) -> Result<(Vec<Place>, Option<String>), Fault> {
    let after = walk::place_after(search.after.as_deref())?;
    let mut places = walk::places(connection, &conditions, after, search.limit.saturating_add(1))?;
    let more = places.len() > search.limit;
    places.truncate(search.limit);
    let next = places.last().filter(|_| more).map(walk::cursor);
    Ok((places.into_iter().map(|(_, id)| Place { id, score: 0.0 }).collect(), next))
}

/// A hit as it is shown.
fn hit(connection: &Connection, matcher: &Matcher, place: Place) -> Result<Option<SearchHit>, Fault> {
    let id = ArticleId::new(place.id);
    let Some(row) = rows::row(connection, id)? else { return Ok(None) };
    let lang: Option<String> = connection
        .prepare_cached("SELECT lang FROM article WHERE id = ?1")?
        .query_row([id], |row| rows::texts(row, 0))?;
    let text = index::text(connection, id).unwrap_or_default();
    let (deck, author) = (row.deck.as_deref().unwrap_or_default(), row.author.as_deref().unwrap_or_default());
    let texts = [&text, deck, &row.title, author, &row.source_title];
    let snippet = snippet(matcher, lang.as_deref().and_then(Language::of), &texts);
    Ok(Some(SearchHit { snippet, score: place.score, row }))
}

fn all_names(connection: &Connection, vocabulary: Vocabulary) -> Result<Vec<String>, Fault> {
    let of_newest = |column: &str| {
        format!(
            "SELECT a.{column} FROM status AS s INDEXED BY status_shown CROSS JOIN article AS a ON a.id = s.id
             WHERE s.shown = 1 ORDER BY s.published DESC LIMIT {LOOKED_FOR_NAMES}"
        )
    };
    let sql = match vocabulary {
        Vocabulary::Sources => "SELECT title FROM source WHERE ended IS NULL AND kind <> 'saved'".to_owned(),
        Vocabulary::Folders => "SELECT folder FROM source WHERE ended IS NULL".to_owned(),
        Vocabulary::Sections => return sections(connection),
        Vocabulary::Tags => "SELECT DISTINCT name FROM tag".to_owned(),
        Vocabulary::Authors => of_newest("author"),
        Vocabulary::Languages => of_newest("lang"),
    };
    let mut query = connection.prepare_cached(&sql)?;
    let found = query.query_map([], |row| rows::texts(row, 0))?;
    let names: Vec<Option<String>> = found.collect::<Result<_, _>>()?;
    Ok(names.into_iter().flatten().collect())
}
