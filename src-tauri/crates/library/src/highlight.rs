//! Highlights: passages the reader marked, with what was noted beside them. They stay when the article is changed, and know
//! by what stood around them where they belong.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::query::{self, text, texts};
use crate::time::{millis, timestamp};
use crate::{ArticleId, ArticleRow, HighlightId, Library, LibraryError, Quote, status, walk};

/// A passage the reader marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Highlight {
    /// Its id.
    pub id: HighlightId,
    /// The article it is in.
    pub article: ArticleId,
    /// The passage as it was marked, and where.
    #[serde(flatten)]
    pub quote: Quote,
    /// What the reader noted beside it.
    pub note: Option<String>,
    /// When it was marked.
    pub at: Timestamp,
    /// When the note last changed.
    pub edited: Option<Timestamp>,
}

/// Which highlights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HighlightQuery {
    /// Only of this article.
    pub article: Option<ArticleId>,
    /// Only those that have each of these words in the passage, the note, the headline or the source's name.
    pub words: String,
    /// After the one of this cursor.
    pub after: Option<String>,
    /// At most so many; none is all.
    pub limit: Option<usize>,
}

/// A highlight with the article it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighlightRow {
    /// The highlight.
    pub highlight: Highlight,
    /// Its article.
    pub article: ArticleRow,
}

/// A page of highlights, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighlightPage {
    /// The newest first.
    pub rows: Vec<HighlightRow>,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
}

const COLUMNS: &str = "id, article, text, before, after, note, at, edited";

impl Library {
    /// Marks a passage of an article, with or without a note. The same passage again takes the new note. Whether the
    /// article has the passage is not asked here: it may have had it once.
    ///
    /// # Errors
    /// `Invalid` for an empty passage; `NotFound`.
    pub fn highlight(
        &self,
        article: ArticleId,
        quote: impl Into<Quote>,
        note: Option<&str>,
        now: Timestamp,
    ) -> Result<Highlight, LibraryError> {
        let (quote, note, now) = (quote.into(), filled(note), millis(now));
        if quote.text.trim().is_empty() {
            return Err(LibraryError::invalid("highlight", "it is empty", "give it at least one letter"));
        }
        self.writer().write(move |transaction| {
            status::existing(transaction, article)?;
            let sql = format!(
                "INSERT INTO highlight (article, text, before, after, note, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (article, text, before, after) DO UPDATE SET note = coalesce(excluded.note, note),
                     edited = iif(excluded.note IS NULL OR excluded.note IS note, edited, excluded.at)
                 RETURNING {COLUMNS}"
            );
            Ok(transaction
                .prepare_cached(&sql)?
                .query_row((article, quote.text, quote.before, quote.after, note, now), from_row)?)
        })
    }

    /// Puts a highlight back that was removed, as it was.
    ///
    /// # Errors
    /// `NotFound` for one of no article.
    pub fn put_back_highlight(&self, highlight: &Highlight) -> Result<(), LibraryError> {
        let Highlight { id, article, quote, note, at, edited } = highlight.clone();
        self.writer().write(move |transaction| {
            status::existing(transaction, article)?;
            transaction.execute(
                "INSERT OR IGNORE INTO highlight (id, article, text, before, after, note, at, edited)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                (id, article, quote.text, quote.before, quote.after, note, millis(at), edited.map(millis)),
            )?;
            Ok(())
        })
    }

    /// Notes something beside a highlight; none or nothing but blanks takes the note away.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn set_note(&self, id: HighlightId, note: Option<&str>, now: Timestamp) -> Result<Highlight, LibraryError> {
        let (note, now) = (filled(note), millis(now));
        self.writer().write(move |transaction| {
            transaction.execute(
                "UPDATE highlight SET note = ?2, edited = ?3 WHERE id = ?1 AND note IS NOT ?2",
                (id, note, now),
            )?;
            one(transaction, id)
        })
    }

    /// Takes a highlight off its article; returns it, so that it can be put back.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn remove_highlight(&self, id: HighlightId) -> Result<Highlight, LibraryError> {
        self.writer().write(move |transaction| {
            let highlight = one(transaction, id)?;
            transaction.execute("DELETE FROM highlight WHERE id = ?1", [id])?;
            Ok(highlight)
        })
    }

    /// A page of all highlights, the newest first.
    ///
    /// # Errors
    /// `NotFound` for an article that is none; `Invalid` for a cursor that no page gave.
    pub fn highlights(&self, asked: &HighlightQuery) -> Result<HighlightPage, LibraryError> {
        let words: Vec<String> = asked.words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        self.reader().read(|connection| {
            let (at, id) = walk::place_after(asked.after.as_deref())?;
            let mut articles = query::Rows::of(connection)?;
            if let Some(article) = asked.article
                && articles.row(article)?.is_none()
            {
                return Err(LibraryError::not_found("article", article).into());
            }
            let mut found = connection.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM highlight WHERE (?1 IS NULL OR article = ?1)
                 AND (at, id) < (?2, ?3) ORDER BY at DESC, id DESC"
            ))?;
            let mut found = found.query((asked.article, at, id))?;
            let mut page = HighlightPage { rows: Vec::new(), next: None };
            while let Some(row) = found.next()? {
                let highlight = from_row(row)?;
                let Some(article) = articles.row(highlight.article)? else { continue };
                let row = HighlightRow { highlight, article };
                if !row.has(&words) {
                    continue;
                }
                if asked.limit.is_some_and(|limit| page.rows.len() >= limit) {
                    let last = page.rows.last().map(|row| (millis(row.highlight.at), row.highlight.id.get()));
                    page.next = last.as_ref().map(walk::cursor);
                    break;
                }
                page.rows.push(row);
            }
            Ok(page)
        })
    }
}

impl HighlightRow {
    fn has(&self, words: &[String]) -> bool {
        if words.is_empty() {
            return true;
        }
        let Self { highlight, article } = self;
        let note = highlight.note.as_deref().unwrap_or_default();
        let all = [&highlight.quote.text, note, &article.title, &article.source_title].join("\n").to_lowercase();
        words.iter().all(|word| all.contains(word))
    }
}

/// The highlights of an article, in the order in which they were made.
pub(crate) fn of(connection: &Connection, article: ArticleId) -> Result<Vec<Highlight>, Fault> {
    let mut query =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM highlight WHERE article = ?1 ORDER BY id"))?;
    Ok(query.query_map([article], from_row)?.collect::<Result<_, _>>()?)
}

fn one(transaction: &Transaction<'_>, id: HighlightId) -> Result<Highlight, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM highlight WHERE id = ?1");
    let found = transaction.prepare_cached(&sql)?.query_row([id], from_row).optional()?;
    found.ok_or_else(|| LibraryError::not_found("highlight", id).into())
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Highlight> {
    Ok(Highlight {
        id: row.get(0)?,
        article: row.get(1)?,
        quote: Quote { text: text(row, 2)?, before: text(row, 3)?, after: text(row, 4)? },
        note: texts(row, 5)?,
        at: timestamp(row.get(6)?),
        edited: row.get::<_, Option<i64>>(7)?.map(timestamp),
    })
}

/// A note without the blanks around it; none where nothing is left.
fn filled(note: Option<&str>) -> Option<String> {
    note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned)
}
