//! Saved links: pages on the shelf of which nothing but the address is here yet. Once its page came, a link is the
//! article of that page: no revision, as nothing was published twice, and no second article beside one that is here.

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction};

use crate::error::Fault;
use crate::store::{self, Number};
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, NewArticle, alike, fold, index, page, texts};

impl Library {
    /// Gives a saved link the text of its page, in the place of all that stood there. `note` says why that is not a whole
    /// article. False where it is no link without a text any more, and nothing was changed.
    ///
    /// # Errors
    /// `NotFound` when there is no such article any more.
    pub fn fill_link(
        &self,
        id: ArticleId,
        article: NewArticle,
        note: Option<(String, String)>,
        now: Timestamp,
    ) -> Result<bool, LibraryError> {
        let mut prepared = store::alone(article);
        prepared.prints = alike::prints(prepared.article.side());
        self.writer().store(move |transaction| {
            if !is_link(transaction, id)? {
                return Ok(false);
            }
            if let Some(published) = prepared.article.published {
                transaction
                    .prepare_cached("UPDATE status SET published = ?2 WHERE id = ?1")?
                    .execute((id, millis(published)))?;
            }
            page::answered(transaction, id, note, now)?;
            store::insert(transaction, id, &prepared, Number::Same, now)?;
            texts::set_provenance(transaction, id, &prepared.article)?;
            transaction.prepare_cached("UPDATE article SET excerpt = 0 WHERE id = ?1")?.execute([id])?;
            Ok(true)
        })
    }

    /// Says when the page of a saved link is to be asked by itself, and, with `provenance`, anew how its address came. Of
    /// what is no link any more nothing is changed.
    ///
    /// # Errors
    /// `NotFound` when there is no such article any more.
    pub fn renew_link(&self, id: ArticleId, provenance: Option<String>, ask_at: Timestamp) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            if !is_link(transaction, id)? {
                return Ok(());
            }
            if provenance.is_some() {
                texts::set_provenance(transaction, id, &NewArticle { provenance, ..NewArticle::default() })?;
            }
            transaction
                .prepare_cached(
                    "INSERT INTO page (article, again) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET again = ?2",
                )?
                .execute((id, millis(ask_at)))?;
            Ok(())
        })
    }

    /// The page of a saved link is an article that is here already: that one is saved in its place and gets its marks,
    /// and the link is gone. False where it is no link without a text any more, and nothing was changed.
    ///
    /// # Errors
    /// `NotFound` when one of them is not here any more.
    pub fn merge_link(&self, link: ArticleId, into: ArticleId, now: Timestamp) -> Result<bool, LibraryError> {
        self.writer().write(move |transaction| {
            if link == into || !is_link(transaction, link)? {
                return Ok(false);
            }
            crate::status::existing(transaction, into)?;
            // What a fold shares lies with the one on top.
            let top = fold::leader(transaction, into)?;
            transaction
                .prepare_cached(
                    "UPDATE status SET saved = 1, archived = (SELECT l.archived FROM status AS l WHERE l.id = ?2), saved_at = coalesce((SELECT l.saved_at FROM status AS l WHERE l.id = ?2), ?3)
                     WHERE id = ?1 AND saved = 0 AND (SELECT l.saved FROM status AS l WHERE l.id = ?2) = 1",
                )?
                .execute((top, link, millis(now)))?;
            transaction
                .prepare_cached(
                    "UPDATE status SET offline = 1 WHERE id = ?1 AND offline = 0
                     AND (SELECT l.offline FROM status AS l WHERE l.id = ?2) = 1",
                )?
                .execute((into, link))?;
            transaction
                .prepare_cached(
                    "INSERT OR IGNORE INTO tag (article, name, at) SELECT ?1, name, at FROM tag WHERE article = ?2",
                )?
                .execute((top, link))?;
            transaction
                .prepare_cached("UPDATE OR IGNORE highlight SET article = ?1 WHERE article = ?2")?
                .execute((into, link))?;
            remove(transaction, link)?;
            Ok(true)
        })
    }

    /// Removes the links that the reader does not want any more, some at a time; returns how many went. Meant for the start
    /// of a session: until then, saving one anew finds it.
    pub fn remove_dropped_links(&self) -> Result<u64, LibraryError> {
        const MOST: usize = 200;
        self.writer().write(|transaction| {
            let dropped: Vec<ArticleId> = transaction
                .prepare_cached(
                    "SELECT s.id FROM source AS o CROSS JOIN status AS s INDEXED BY status_source ON s.source = o.id AND s.shown = 0
                     CROSS JOIN article AS a ON a.id = s.id CROSS JOIN body AS b ON b.article = s.id
                     WHERE o.kind = 'saved' AND a.origin = 'feed' AND b.bytes = 0 AND s.saved = 0 AND s.offline = 0 AND s.folded IS NULL
                     LIMIT ?1",
                )?
                .query_map([crate::body::count(MOST)], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for id in &dropped {
                remove(transaction, *id)?;
            }
            Ok(dropped.len() as u64)
        })
    }
}

/// Whether an article is a link of the shelf without a text.
///
/// # Errors
/// `NotFound` when there is no such article.
fn is_link(transaction: &Transaction<'_>, id: ArticleId) -> Result<bool, Fault> {
    let found: Option<bool> = transaction
        .prepare_cached(
            "SELECT o.kind = 'saved' AND a.origin = 'feed' AND coalesce((SELECT b.bytes FROM body AS b WHERE b.article = a.id), 0) = 0
             FROM article AS a CROSS JOIN status AS s ON s.id = a.id CROSS JOIN source AS o ON o.id = s.source WHERE a.id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    found.ok_or_else(|| LibraryError::not_found("article", id).into())
}

/// Removes an article and its status: nothing of it is to be known by again.
fn remove(transaction: &Transaction<'_>, id: ArticleId) -> Result<(), Fault> {
    index::remove(transaction, id.get())?;
    for sql in [
        "DELETE FROM tag WHERE article = ?1",
        "DELETE FROM highlight WHERE article = ?1",
        "DELETE FROM deed WHERE article = ?1",
        "UPDATE status SET folded = NULL WHERE folded = ?1",
        "DELETE FROM article WHERE id = ?1",
        "DELETE FROM status WHERE id = ?1",
    ] {
        transaction.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}
