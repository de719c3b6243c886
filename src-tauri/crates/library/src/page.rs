//! The pages of articles: which are wanted, when they are asked, and why their text is missing.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::Serialize;

use crate::error::Fault;
use crate::query::number;
use crate::source::existing;
use crate::time::{millis, timestamp};
use crate::{ArticleId, Library, LibraryError, NewArticle, SourceId, texts};

/// Articles of a source whose pages are queued at a time, from the newest: older ones are asked when they are opened.
pub(crate) const QUEUED: usize = 30;

/// A page that was asked is not asked by itself again within this, though its entry changes at every refresh.
const REST: i64 = 24 * 60 * 60 * 1000;

/// Whether the pages of a source's articles are fetched for their text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TextMode {
    /// Where the feed gives an excerpt.
    #[default]
    Automatic,
    /// All of them.
    Always,
    /// None, unless the reader asks for one.
    Never,
}

/// What is known of an article's page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PageNote {
    /// When it was last asked; none while it waits for its turn.
    pub asked: Option<Timestamp>,
    /// When it is to be asked by itself.
    pub again: Option<Timestamp>,
    /// Failures in a row.
    pub tries: u32,
    /// Why its text is missing or not shown, for programs.
    pub code: Option<String>,
    /// The same for people.
    pub message: Option<String>,
}

/// A page to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Whose page it is.
    pub article: ArticleId,
    /// The article's source.
    pub source: SourceId,
    /// The page's address.
    pub url: String,
}

impl TextMode {
    /// As the database and the command line spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Always => "always",
            Self::Never => "never",
        }
    }

    /// Anything unknown is automatic.
    #[must_use]
    pub fn named(name: &str) -> Self {
        [Self::Always, Self::Never].into_iter().find(|mode| mode.as_str() == name).unwrap_or_default()
    }

    pub(crate) fn of(connection: &Connection, source: SourceId) -> Result<Option<Self>, Fault> {
        let mut query = connection.prepare_cached("SELECT text FROM source WHERE id = ?1")?;
        Ok(query.query_row([source], |row| Ok(Self::named(row.get_ref(0)?.as_str()?))).optional()?)
    }

    pub(crate) fn wants(self, article: &NewArticle) -> bool {
        article.url.is_some()
            && match self {
                Self::Automatic => article.excerpt,
                Self::Always => true,
                Self::Never => false,
            }
    }
}

impl Library {
    /// The pages to be asked at `now`, those of the newest articles first, at most `per_source` of each source. The shelf
    /// of saved pages is no source in this: what the reader put there is of many servers, and so many of each are asked.
    pub fn wanted_pages(&self, now: Timestamp, per_source: usize, most: usize) -> Result<Vec<Wanted>, LibraryError> {
        self.wanted(now, per_source, most, false)
    }

    /// As [`Self::wanted_pages`], but of the shelf alone.
    pub fn wanted_on_shelf(&self, now: Timestamp, per_server: usize, most: usize) -> Result<Vec<Wanted>, LibraryError> {
        self.wanted(now, per_server, most, true)
    }

    fn wanted(&self, now: Timestamp, per_source: usize, most: usize, shelf: bool) -> Result<Vec<Wanted>, LibraryError> {
        self.reader().read(|connection| {
            // A time further ahead than anyone is put off can only come from a clock that was wrong.
            let mut query = connection.prepare_cached(
                "SELECT p.article, s.source, a.url, o.kind = 'saved' FROM page AS p CROSS JOIN status AS s ON s.id = p.article
                 CROSS JOIN article AS a ON a.id = p.article CROSS JOIN source AS o ON o.id = s.source
                 WHERE p.again IS NOT NULL AND (p.again <= ?1 OR p.again > ?1 + 2 * ?2) AND a.url IS NOT NULL
                 AND o.ended IS NULL AND o.text <> 'never' AND (o.retry_at IS NULL OR o.retry_at <= ?1)
                 AND (o.kind = 'saved' OR NOT ?3) AND (o.kind <> 'saved' OR s.shown = 1) ORDER BY s.published DESC, s.id DESC",
            )?;
            let mut rows = query.query((millis(now), REST, shelf))?;
            let mut wanted: Vec<Wanted> = Vec::new();
            let mut asked: HashMap<String, usize> = HashMap::new();
            while let Some(row) = rows.next()?.filter(|_| wanted.len() < most) {
                let page = Wanted { article: row.get(0)?, source: row.get(1)?, url: row.get(2)? };
                let whose = if row.get(3)? { host(&page.url).to_owned() } else { page.source.to_string() };
                let asked = asked.entry(whose).or_default();
                if *asked < per_source {
                    *asked += 1;
                    wanted.push(page);
                }
            }
            Ok(wanted)
        })
    }

    /// Notes why the text of the page that was `asked` could not be had. `again` is when that is worth another try; none for
    /// never by itself. Nothing is noted with an article that is at another address by now.
    ///
    /// # Errors
    /// `NotFound` when there is no such article any more.
    pub fn page_failed(
        &self,
        id: ArticleId,
        asked: Option<&str>,
        code: &str,
        message: &str,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), LibraryError> {
        let (asked, code, message) = (asked.map(str::to_owned), code.to_owned(), message.to_owned());
        self.writer().write(move |transaction| {
            if !is_at(transaction, id, asked.as_deref())? {
                return Ok(());
            }
            transaction
                .prepare_cached(
                    "INSERT INTO page (article, again, asked, tries, code, message) VALUES (?1, ?2, ?3, 1, ?4, ?5)
                     ON CONFLICT DO UPDATE SET again = ?2, asked = ?3, tries = tries + 1, code = ?4, message = ?5",
                )?
                .execute((id, again.map(millis), millis(now), code, message))?;
            Ok(())
        })
    }

    /// Puts all pages of a server off, named by host and port as an address has them, that it does not want to be asked for
    /// before `until`.
    pub fn put_server_off(&self, server: &str, until: Timestamp) -> Result<(), LibraryError> {
        let server = server.to_owned();
        self.writer().write(move |transaction| {
            let of_server: Vec<ArticleId> = {
                let mut query = transaction.prepare_cached(
                    "SELECT p.article, a.url FROM page AS p CROSS JOIN article AS a ON a.id = p.article
                     WHERE p.again < ?1 AND a.url IS NOT NULL",
                )?;
                let mut rows = query.query([millis(until)])?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    // A damaged address is nobody's.
                    if row.get_ref(1)?.as_str().is_ok_and(|url| host(url).eq_ignore_ascii_case(&server)) {
                        found.push(row.get(0)?);
                    }
                }
                found
            };
            let mut put_off = transaction.prepare_cached("UPDATE page SET again = ?2 WHERE article = ?1")?;
            for id in of_server {
                put_off.execute((id, millis(until)))?;
            }
            Ok(())
        })
    }

    /// Notes how a source's page compared with its feed's text: whether it had much more.
    pub fn compare_page(&self, source: SourceId, more: bool) -> Result<(), LibraryError> {
        // Halved from time to time: sources change their ways.
        let sql = if more {
            "UPDATE source SET pages_more = iif(pages_more > 40, 20, pages_more) + 1,
             pages_same = iif(pages_more > 40, pages_same / 2, pages_same) WHERE id = ?1"
        } else {
            "UPDATE source SET pages_same = iif(pages_same > 40, 20, pages_same) + 1,
             pages_more = iif(pages_same > 40, pages_more / 2, pages_more) WHERE id = ?1"
        };
        self.writer().write(move |transaction| existing(source, transaction.execute(sql, [source])?))
    }

    /// Decides whether the pages of a source's articles are fetched. Its newest articles are queued by it at once.
    pub fn set_text_mode(&self, id: SourceId, mode: TextMode, now: Timestamp) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            existing(id, transaction.execute("UPDATE source SET text = ?2 WHERE id = ?1", (id, mode.as_str()))?)?;
            if mode != TextMode::Never {
                transaction.execute(
                    "INSERT OR IGNORE INTO page (article, again) SELECT a.id, ?2 FROM
                     (SELECT id FROM status WHERE source = ?1 ORDER BY published DESC, id DESC LIMIT ?3) AS s
                     JOIN article AS a ON a.id = s.id WHERE a.url IS NOT NULL AND a.origin = 'feed' AND (a.excerpt = 1 OR ?4)",
                    (id, millis(now), crate::body::count(QUEUED), mode == TextMode::Always),
                )?;
            }
            Ok(())
        })
    }
}

/// The server an address names.
pub(crate) fn host(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    after.split(['/', '?', '#']).next().unwrap_or(after)
}

/// What is known of an article's page.
pub(crate) fn note(connection: &Connection, id: ArticleId) -> Result<Option<PageNote>, Fault> {
    let mut query =
        connection.prepare_cached("SELECT asked, again, tries, code, message FROM page WHERE article = ?1")?;
    let found = query.query_row([id], |row| {
        Ok(PageNote {
            asked: row.get::<_, Option<i64>>(0)?.map(timestamp),
            again: row.get::<_, Option<i64>>(1)?.map(timestamp),
            tries: number(row, 2)?.unwrap_or_default(),
            code: row.get(3)?,
            message: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}

/// Whether one of an article's texts is of the address that was asked. Since a backup was restored the article may be
/// another one.
///
/// # Errors
/// `NotFound` when there is no such article.
pub(crate) fn is_at(transaction: &Transaction<'_>, id: ArticleId, asked: Option<&str>) -> Result<bool, Fault> {
    let url: Option<Option<String>> = transaction
        .prepare_cached("SELECT url FROM article WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let url = url.ok_or_else(|| LibraryError::not_found("article", id))?;
    Ok(url.as_deref() == asked
        || texts::other(transaction, id)?.is_some_and(|other| other.article.url.as_deref() == asked))
}

/// Queues an article's page: at once, or a day after it was last asked.
pub(crate) fn want(transaction: &Transaction<'_>, id: ArticleId, now: Timestamp) -> Result<(), Fault> {
    transaction
        .prepare_cached(
            "INSERT INTO page (article, again) VALUES (?1, ?2)
             ON CONFLICT DO UPDATE SET again = max(?2, coalesce(asked, 0) + ?3) WHERE again IS NULL",
        )?
        .execute((id, millis(now), REST))?;
    Ok(())
}

/// Notes that a page gave its text; `note` says why that is not shown.
pub(crate) fn answered(
    transaction: &Transaction<'_>,
    id: ArticleId,
    note: Option<(String, String)>,
    now: Timestamp,
) -> Result<(), Fault> {
    let (code, message) = note.unzip();
    transaction
        .prepare_cached(
            "INSERT INTO page (article, again, asked, tries, code, message) VALUES (?1, NULL, ?2, 0, ?3, ?4)
             ON CONFLICT DO UPDATE SET again = NULL, asked = ?2, tries = 0, code = ?3, message = ?4",
        )?
        .execute((id, millis(now), code, message))?;
    Ok(())
}
