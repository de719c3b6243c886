//! Folds: articles of different sources that say the same lie under one of them. Lists show that one, and its status is the
//! status of all. When it goes, triggers let the next one take its place.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::Serialize;

use crate::alike::{self, Side};
use crate::error::Fault;
use crate::query::{text, texts};
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, body, setting};

/// The name of the setting.
const SETTING: &str = "folding";
/// What is published further apart is not the same news.
const APART: i64 = 14 * 24 * 60 * 60 * 1000;
/// Prints lie together by these spans of time.
const SPAN: i64 = 2 * APART;
/// As many of those that may be like it are compared.
const COMPARED: usize = 8;
/// Old prints forgotten with each storing: more than most bring.
const FORGOTTEN: i64 = 500;

/// Another article that says the same, under the same fold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlsoIn {
    /// Its id.
    pub id: ArticleId,
    /// Its source's name.
    pub source_title: String,
    /// Its address.
    pub url: Option<String>,
}

/// An article, and the one it lies under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Folded {
    /// It.
    pub id: ArticleId,
    /// The one that is shown.
    pub under: ArticleId,
}

impl Library {
    /// Whether new articles that say the same are folded. They are, unless the reader does not want it.
    pub fn folding(&self) -> Result<bool, LibraryError> {
        self.reader().read(is_on)
    }

    /// Decides it, for articles from now on.
    pub fn set_folding(&self, on: bool) -> Result<(), LibraryError> {
        self.set_setting(SETTING, if on { "on" } else { "off" })
    }

    /// Lays an article, and what lies under it, under another one by hand, or under what that one lies under. What it was
    /// marked with, that one is marked with. Returns the one on top.
    ///
    /// # Errors
    /// `NotFound` when one of them is not here; `Invalid` when it is the same, or lies there already.
    pub fn fold(&self, id: ArticleId, under: ArticleId) -> Result<ArticleId, LibraryError> {
        self.writer().write(move |transaction| {
            let top = leader(transaction, under)?;
            if top == id || leader(transaction, id)? == top {
                return Err(LibraryError::invalid(
                    "article to fold under",
                    "both are in one fold already",
                    "choose another one",
                )
                .into());
            }
            for one in [id, top] {
                if !transaction.prepare_cached("SELECT 1 FROM article WHERE id = ?1")?.exists([one])? {
                    return Err(LibraryError::not_found("article", one).into());
                }
            }
            transaction.execute(
                "UPDATE status SET saved = 1, saved_at = coalesce(saved_at, (SELECT saved_at FROM status WHERE id = ?1))
                 WHERE id = ?2 AND (SELECT saved FROM status WHERE id = ?1) = 1",
                (id, top),
            )?;
            transaction.execute(
                "INSERT OR IGNORE INTO tag (article, name, at) SELECT ?2, name, at FROM tag WHERE article = ?1",
                (id, top),
            )?;
            transaction.execute("UPDATE status SET folded = ?2 WHERE folded = ?1", (id, top))?;
            transaction.execute("UPDATE status SET apart = 0, saved = 0 WHERE id = ?1", [id])?;
            transaction.execute("DELETE FROM tag WHERE article = ?1", [id])?;
            lay(transaction, id, top)?;
            Ok(top)
        })
    }

    /// Takes an article out of its fold, or all of them out of the fold it is on top of. Each keeps the status they had
    /// together, and is not folded by itself again. Returns what lay under what, to be undone by [`Self::fold`].
    ///
    /// # Errors
    /// `NotFound` when it is in no fold.
    pub fn unfold(&self, id: ArticleId) -> Result<Vec<Folded>, LibraryError> {
        self.writer().write(move |transaction| {
            let folded: Vec<Folded> = transaction
                .prepare_cached("SELECT id, folded FROM status WHERE folded = ?1 OR (id = ?1 AND folded IS NOT NULL) ORDER BY id")?
                .query_map([id], |row| Ok(Folded { id: row.get(0)?, under: row.get(1)? }))?
                .collect::<Result<_, _>>()?;
            if folded.is_empty() {
                return Err(LibraryError::not_found("folded article", id).into());
            }
            for Folded { id, under } in &folded {
                transaction.execute(
                    "UPDATE status SET (folded, apart, pile, read_at, saved, saved_at, archived) =
                         (SELECT NULL, 1, (SELECT v.pile FROM lies AS v WHERE v.id = l.id), l.read_at, max(l.saved, status.saved), coalesce(status.saved_at, l.saved_at), max(l.archived, status.archived)
                          FROM status AS l WHERE l.id = ?2)
                     WHERE id = ?1",
                    (id, under),
                )?;
                // The one on top may be shown where this one is not, or the other way about.
                transaction.execute(
                    "UPDATE status SET pile = (SELECT v.pile FROM showing AS v WHERE v.id = ?1) WHERE id = ?1 AND pile IS NOT NULL",
                    [id],
                )?;
                transaction.execute(
                    "INSERT OR IGNORE INTO tag (article, name, at) SELECT ?1, name, at FROM tag WHERE article = ?2",
                    (id, under),
                )?;
            }
            Ok(folded)
        })
    }
}

fn is_on(connection: &Connection) -> Result<bool, Fault> {
    Ok(setting::value(connection, SETTING)?.as_deref() != Some("off"))
}

/// The article whose status an article has: its own, or that of the one it lies under.
///
/// # Errors
/// `NotFound` when there is no such article.
pub(crate) fn leader(connection: &Connection, id: ArticleId) -> Result<ArticleId, Fault> {
    let mut query = connection.prepare_cached("SELECT coalesce(folded, id) FROM status WHERE id = ?1")?;
    let found = query.query_row([id], |row| row.get(0)).optional()?;
    found.ok_or_else(|| LibraryError::not_found("article", id).into())
}

/// The article it lies under.
pub(crate) fn under(connection: &Connection, id: ArticleId) -> Result<Option<ArticleId>, Fault> {
    let mut query = connection.prepare_cached("SELECT folded FROM status WHERE id = ?1")?;
    Ok(query.query_row([id], |row| row.get(0)).optional()?.flatten())
}

/// What lies under an article.
pub(crate) fn members(connection: &Connection, top: ArticleId) -> Result<Vec<ArticleId>, Fault> {
    let mut query = connection.prepare_cached("SELECT id FROM status WHERE folded = ?1")?;
    Ok(query.query_map([top], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The others in an article's fold, the one on top first.
pub(crate) fn also_in(connection: &Connection, id: ArticleId, folded: Option<ArticleId>) -> Result<Vec<AlsoIn>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT s.id, o.title, a.url FROM status AS s JOIN article AS a ON a.id = s.id JOIN source AS o ON o.id = s.source
         WHERE (s.folded = ?2 OR s.id = ?2) AND s.id <> ?1 ORDER BY s.folded IS NOT NULL, s.id",
    )?;
    let rows = query.query_map((id, folded.unwrap_or(id)), |row| {
        Ok(AlsoIn { id: row.get(0)?, source_title: text(row, 1)?, url: texts(row, 2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Lays an article under one that lies under none.
fn lay(transaction: &Transaction<'_>, id: ArticleId, top: ArticleId) -> Result<(), Fault> {
    transaction.prepare_cached("UPDATE status SET folded = ?2, pile = NULL WHERE id = ?1")?.execute((id, top))?;
    Ok(())
}

/// An article that was just written: it is filed by its prints, and folded when another one says the same.
pub(crate) fn consider(
    transaction: &Transaction<'_>,
    id: ArticleId,
    side: Side<'_>,
    prints: &[i64],
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(published) = file(transaction, id, prints, now)? else { return Ok(()) };
    if !is_on(transaction)? {
        return Ok(());
    }
    let span = published.div_euclid(SPAN);
    // What was published a fortnight before or after lies in this span or in the nearer one beside it.
    let beside = if published.rem_euclid(SPAN) < APART { span - 1 } else { span + 1 };
    let mut find = transaction.prepare_cached(
        "SELECT article FROM print WHERE span = ?1 AND hash = ?2 AND article <> ?3 ORDER BY article DESC LIMIT 8",
    )?;
    let mut found: Vec<ArticleId> = Vec::new();
    for print in prints {
        for span in [span, beside] {
            let mut rows = find.query((span, print, id))?;
            while let Some(row) = rows.next()? {
                let one = row.get(0)?;
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
    }
    if found.is_empty() || !is_untouched(transaction, id)? {
        return Ok(());
    }
    for other in found.into_iter().take(COMPARED) {
        if let Some(top) = may_lie_together(transaction, id, other, published)?
            && say_the_same(transaction, side, other)?
        {
            return together(transaction, id, side, top);
        }
    }
    Ok(())
}

/// Files an article by its prints, so that later ones are compared with it. Returns when it was published; none where
/// that is too long ago.
pub(crate) fn file(
    transaction: &Transaction<'_>,
    id: ArticleId,
    prints: &[i64],
    now: Timestamp,
) -> Result<Option<i64>, Fault> {
    if prints.is_empty() {
        return Ok(None);
    }
    let published: i64 =
        transaction.prepare_cached("SELECT published FROM status WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
    if published < millis(now) - SPAN {
        return Ok(None);
    }
    let span = published.div_euclid(SPAN);
    let mut file =
        transaction.prepare_cached("INSERT OR IGNORE INTO print (span, hash, article) VALUES (?1, ?2, ?3)")?;
    for print in prints {
        file.execute((span, print, id))?;
    }
    Ok(Some(published))
}

/// Whether the reader did nothing yet with an article, and it lies in no fold.
fn is_untouched(connection: &Connection, id: ArticleId) -> Result<bool, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT 1 FROM status AS s JOIN source AS o ON o.id = s.source
         WHERE s.id = ?1 AND s.shown = 1 AND s.saved = 0 AND s.offline = 0 AND s.apart = 0 AND s.folded IS NULL AND o.kind <> 'saved'
             AND EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = s.id)
             AND NOT EXISTS (SELECT 1 FROM status AS f WHERE f.folded = s.id)
             AND NOT EXISTS (SELECT 1 FROM tag AS t WHERE t.article = s.id)
             AND NOT EXISTS (SELECT 1 FROM highlight AS h WHERE h.article = s.id)",
    )?;
    Ok(query.exists([id])?)
}

/// The top of the fold of `other`, where `id` may lie in it: that is shown, and none in it is of the same source. What one
/// source publishes twice is two articles; and what a quiet source published does not take another's out of what is unread.
fn may_lie_together(
    connection: &Connection,
    id: ArticleId,
    other: ArticleId,
    published: i64,
) -> Result<Option<ArticleId>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT l.id FROM status AS s JOIN status AS l ON l.id = coalesce(s.folded, s.id) JOIN source AS o ON o.id = l.source
         WHERE s.id = ?2 AND o.quiet = (SELECT q.quiet FROM status AS n JOIN source AS q ON q.id = n.source WHERE n.id = ?1)
             AND s.apart = 0 AND abs(s.published - ?3) <= ?4 AND l.shown = 1 AND o.ended IS NULL
             AND NOT EXISTS (SELECT 1 FROM status AS f WHERE (f.folded = l.id OR f.id = l.id)
                 AND f.source = (SELECT source FROM status WHERE id = ?1))",
    )?;
    Ok(query.query_row((id, other, published, APART), |row| row.get(0)).optional()?)
}

fn say_the_same(connection: &Connection, side: Side<'_>, other: ArticleId) -> Result<bool, Fault> {
    let row: Option<(Option<String>, String)> = connection
        .prepare_cached("SELECT url, title FROM article WHERE id = ?1")?
        .query_row([other], |row| Ok((texts(row, 0)?, text(row, 1)?)))
        .optional()?;
    let Some((url, title)) = row else { return Ok(false) };
    // A text that is damaged is like none.
    let Ok(Some(body)) = body::read(connection, other.get()) else { return Ok(false) };
    Ok(alike::are(side, Side { url: url.as_deref(), title: &title, text: &body.text }))
}

/// Folds a new article with one on top of a fold: the first leads, unless it is only a beginning and not touched yet.
fn together(transaction: &Transaction<'_>, id: ArticleId, side: Side<'_>, top: ArticleId) -> Result<(), Fault> {
    if is_untouched(transaction, top)? {
        let length = body::read(transaction, top.get()).ok().flatten().map_or(0, |body| body.text.len());
        if side.text.len() / 2 > length {
            return lay(transaction, top, id);
        }
    }
    lay(transaction, id, top)
}

/// Forgets some of the prints that nothing new is compared with at `now`.
pub(crate) fn tidy(transaction: &Transaction<'_>, now: Timestamp) -> Result<(), Fault> {
    transaction
        .prepare_cached(
            "DELETE FROM print WHERE (span, hash, article) IN
                 (SELECT span, hash, article FROM print WHERE span < ?1 - 2 LIMIT ?2)",
        )?
        .execute((millis(now).div_euclid(SPAN), FORGOTTEN))?;
    Ok(())
}
