//! Full-text search over headline, deck, byline and text.
//!
//! What the reader types is words, "phrases in quotes", -words to leave out, and word beginnings*; the last word
//! counts as a beginning from three letters on, since it may still be being typed. Nothing typed is ever taken for the index's own syntax.

use rusqlite::Connection;
use serde::Serialize;

use crate::error::Fault;
use crate::index::{SEAM, is_spaceless, seamed};
use crate::query::{self, COLUMNS, JOINS, SHOWN};
use crate::{ArticleRow, Library, LibraryError, body};

/// A hit in the headline is worth this many in the text; then deck and byline.
const RANK: &str = "bm25(words, 10.0, 4.0, 3.0, 1.0)";
/// Words of a snippet.
const SNIPPET: u32 = 28;
/// A word being typed counts as a beginning from this many letters; shorter ones begin most words there are.
const LEAST_BEGINNING: usize = 3;
/// Characters of a text looked through for a snippet.
const SNIPPET_REACH: usize = 60_000;

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
        let Some(expression) = expression(query) else {
            return Ok(Vec::new());
        };
        self.catch_up()?;
        // The best are chosen before their articles are read: a common word is in thousands.
        let sql = format!(
            "SELECT {COLUMNS}, best.rank FROM (
                 SELECT s.id AS id, s.published AS published, {RANK} AS rank FROM words
                 CROSS JOIN status AS s ON s.id = words.rowid CROSS JOIN source AS o ON o.id = s.source
                 WHERE words MATCH ?1 AND {SHOWN} ORDER BY 3, 2 DESC, 1 DESC LIMIT ?2
             ) AS best CROSS JOIN status AS s ON s.id = best.id {JOINS} ORDER BY best.rank, s.published DESC, s.id DESC"
        );
        self.reader().read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let found = statement.query_map((&expression, body::count(limit)), |row| {
                Ok((query::from_row(row)?, row.get::<_, f64>(16)?))
            })?;
            let mut hits = Vec::new();
            for hit in found {
                let (mut row, rank) = hit?;
                query::mark(connection, &mut row)?;
                hits.push(SearchHit { row, snippet: String::new(), score: -rank });
            }
            add_snippets(connection, &expression, &mut hits)?;
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

/// The index keeps no texts, so the hits' own are put into one in memory, which can tell where its words stand.
fn add_snippets(connection: &Connection, expression: &str, hits: &mut [SearchHit]) -> Result<(), Fault> {
    if hits.is_empty() {
        return Ok(());
    }
    let memory = Connection::open_in_memory()?;
    memory.execute_batch(
        "CREATE VIRTUAL TABLE found USING fts5 (title, deck, author, body, tokenize = 'unicode61 remove_diacritics 2')",
    )?;
    let snippet = |column: u32| format!("snippet(found, {column}, char(2), char(3), '…', {SNIPPET})");
    let mut put = memory.prepare("INSERT INTO found (rowid, title, deck, author, body) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut take = memory.prepare(&format!(
        "SELECT {}, {}, {}, {} FROM found WHERE found MATCH ?1 AND rowid = ?2",
        snippet(3),
        snippet(1),
        snippet(0),
        snippet(2)
    ))?;
    for hit in hits {
        let id = hit.row.id.get();
        let text = body::read(connection, id).ok().flatten().map(|body| body.text).unwrap_or_default();
        let end = text.char_indices().nth(SNIPPET_REACH).map_or(text.len(), |(end, _)| end);
        let column = |text: &str| seamed(&clean(text)).into_owned();
        let (deck, author) =
            (hit.row.deck.as_deref().unwrap_or_default(), hit.row.author.as_deref().unwrap_or_default());
        put.execute((id, column(&hit.row.title), column(deck), column(author), column(&text[..end])))?;
        let mut rows = take.query((expression, id))?;
        hit.snippet = match rows.next()? {
            Some(row) => {
                let parts: Vec<String> = (0..4).map(|index| row.get(index)).collect::<Result<_, _>>()?;
                parts
                    .iter()
                    .find(|part| part.contains('\u{2}'))
                    .or(parts.first())
                    .map(|part| part.replace(SEAM, ""))
                    .unwrap_or_default()
            }
            // The words stand beyond the reach.
            None => clean(&text).chars().take(200).collect(),
        };
    }
    Ok(())
}

/// One line, without the characters that mean something in a snippet.
fn clean(text: &str) -> String {
    let text: String = text.chars().filter(|character| !matches!(character, '\u{2}' | '\u{3}' | &SEAM)).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A piece of what was typed.
#[derive(Debug, PartialEq, Eq)]
struct Term {
    text: String,
    without: bool,
    beginning: bool,
}

/// What was typed, in the index's language. None when it asks for no word.
fn expression(typed: &str) -> Option<String> {
    let mut terms = terms(typed);
    let still_typing = !typed.ends_with(|end: char| end.is_whitespace() || end == '"');
    if let Some(last) = terms.last_mut().filter(|last| still_typing && !last.without) {
        last.beginning |=
            last.text.chars().count() >= LEAST_BEGINNING && !is_spaceless(last.text.chars().next_back().unwrap_or(' '));
    }
    let join = |without: bool, with: &str| {
        let parts: Vec<String> = terms
            .iter()
            .filter(|term| term.without == without)
            .map(|term| {
                // Quoted, everything is words; a quote itself is doubled.
                let quoted = format!("\"{}\"", seamed(&term.text).replace('"', "\"\""));
                if term.beginning { format!("{quoted} *") } else { quoted }
            })
            .collect();
        parts.join(with)
    };
    let (wanted, unwanted) = (join(false, " AND "), join(true, " OR "));
    match (wanted.is_empty(), unwanted.is_empty()) {
        (true, _) => None,
        (false, true) => Some(wanted),
        (false, false) => Some(format!("({wanted}) NOT ({unwanted})")),
    }
}

fn terms(typed: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    // NUL would end the expression early.
    let typed = typed.replace('\0', " ");
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let without = rest.starts_with('-');
        let term = rest.strip_prefix('-').unwrap_or(rest);
        let quoted = term.strip_prefix('"');
        let (text, after) = match quoted {
            Some(phrase) => phrase.split_once('"').unwrap_or((phrase, "")),
            None => term.split_once(char::is_whitespace).unwrap_or((term, "")),
        };
        // What has no letter or digit is no word; in the index's language it would match nothing.
        if text.chars().any(char::is_alphanumeric) {
            terms.push(Term { text: text.to_owned(), without, beginning: quoted.is_none() && text.ends_with('*') });
        }
        rest = after.trim_start();
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn what_is_typed_becomes_quoted_words() {
        let is = |typed: &str, wanted: &str| {
            assert_eq!(expression(typed).as_deref(), Some(wanted), "{typed}");
        };
        is("war peace ", "\"war\" AND \"peace\"");
        is("war pea", "\"war\" AND \"pea\" *");
        is("\"war and peace\"", "\"war and peace\"");
        is("AND ( ", "\"AND\"");
        is("war -\"cold war\" ", "(\"war\") NOT (\"cold war\")");
        is("say\"hi ", "\"say\"\"hi\"");
        is("pre* x ", "\"pre*\" * AND \"x\"");
        is("\"open", "\"open\" *");
        for nothing in ["", "  ", "*", "-", "\"\"", "(", "-word", "^ : + {}"] {
            assert_eq!(expression(nothing), None, "{nothing}");
        }
    }
}
