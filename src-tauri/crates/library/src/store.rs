//! Storing: entries become articles once; what a source changed becomes a new revision.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use sha2::{Digest as _, Sha256};

use crate::body::{self, Packed};
use crate::error::Fault;
use crate::query::{self, text, texts};
use crate::time::{millis, timestamp};
use crate::{ArticleId, Library, LibraryError, NewArticle, Origin, SourceId, Stored, index, revision, same};

/// An article and what can be worked out of it before the writing thread has it.
pub(crate) struct Prepared {
    pub(crate) article: NewArticle,
    digest: Vec<u8>,
    body: Option<Packed>,
    /// The article it is, which had another id until now.
    formerly: Option<ArticleId>,
}

impl Library {
    /// Stores what a source published, in one transaction: articles not seen before, and changed ones as revisions.
    /// Of two with one guid the first counts. The texts must be safe already. Indexing follows by itself.
    ///
    /// # Errors
    /// `NotFound` when there is no such source.
    pub fn store_articles(
        &self,
        source: SourceId,
        articles: Vec<NewArticle>,
        now: Timestamp,
    ) -> Result<Stored, LibraryError> {
        let prepared = prepare(self, source, articles, &[])?;
        self.writer().store(move |transaction| write(transaction, source, prepared, now))
    }

    /// Which of these entries, by id and fingerprint, are in the library as they are: they need not be stored again.
    pub fn known_entries(&self, source: SourceId, entries: &[(String, i64)]) -> Result<Vec<bool>, LibraryError> {
        self.reader().read(|connection| {
            let mut known = connection.prepare_cached(
                "SELECT 1 FROM status AS s JOIN article AS a ON a.id = s.id WHERE s.source = ?1 AND s.guid = ?2 AND a.entry = ?3",
            )?;
            entries.iter().map(|(guid, entry)| Ok(known.exists((source, guid, entry))?)).collect()
        })
    }

    /// Puts another text in an article's place, such as that of its page: a new revision. The source's own next change
    /// of the entry then changes its headline and deck, and leaves a longer text from the page alone.
    pub fn replace_body(&self, id: ArticleId, article: NewArticle, now: Timestamp) -> Result<(), LibraryError> {
        self.writer().store(move |transaction| {
            let digest = transaction
                .query_row("SELECT digest FROM article WHERE id = ?1", [id], |row| row.get(0))
                .optional()?
                .ok_or_else(|| LibraryError::not_found("article", id))?;
            revise(transaction, id, Prepared { article, digest, body: None, formerly: None }, now)
        })
    }
}

/// What can be worked out before the writing thread has it, which packing, most of the work, is. `unchanged` are the
/// ids of the document's other entries.
pub(crate) fn prepare(
    library: &Library,
    source: SourceId,
    articles: Vec<NewArticle>,
    unchanged: &[String],
) -> Result<Vec<Prepared>, LibraryError> {
    let mut seen = HashSet::new();
    let mut prepared: Vec<Prepared> = articles
        .into_iter()
        .filter(|article| seen.insert(article.guid.clone()))
        .map(|article| Prepared { digest: digest(&article), article, body: None, formerly: None })
        .collect();
    let (known, renamed) = library.reader().read(|connection| {
        let mut known = Vec::with_capacity(prepared.len());
        for item in &prepared {
            known.push(find(connection, source, &item.article.guid)?);
        }
        let unknown: Vec<usize> = (0..known.len()).filter(|at| known[*at].is_none()).collect();
        let renamed = same::known_before(connection, source, &prepared, &unknown, unchanged)?;
        Ok((known, renamed))
    })?;
    for (at, id) in renamed {
        prepared[at].formerly = Some(id);
    }
    for (item, known) in prepared.iter_mut().zip(known) {
        if known.and_then(|found| found.digest).as_ref() != Some(&item.digest) {
            item.body = body::pack(&item.article.html, &item.article.text).ok();
        }
    }
    Ok(prepared)
}

/// # Errors
/// `NotFound` when there is no such source.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    source: SourceId,
    prepared: Vec<Prepared>,
    now: Timestamp,
) -> Result<Stored, Fault> {
    let exists = transaction.prepare_cached("SELECT 1 FROM source WHERE id = ?1")?.exists([source])?;
    if !exists {
        return Err(LibraryError::not_found("source", source).into());
    }
    let mut stored = Stored::default();
    // The last first: feeds begin with the newest, which so gets the highest id and stands first among
    // entries without a date.
    for item in prepared.into_iter().rev() {
        store_one(transaction, source, item, now, &mut stored)?;
    }
    stored.new.reverse();
    stored.changed.reverse();
    Ok(stored)
}

/// What is known of an entry: its id, and the digest of its article while that is kept.
pub(crate) struct Found {
    id: ArticleId,
    digest: Option<Vec<u8>>,
}

pub(crate) fn find(connection: &Connection, source: SourceId, guid: &str) -> Result<Option<Found>, Fault> {
    Ok(connection
        .prepare_cached("SELECT s.id, a.digest FROM status AS s LEFT JOIN article AS a ON a.id = s.id WHERE s.source = ?1 AND s.guid = ?2")?
        .query_row((source, guid), |row| Ok(Found { id: row.get(0)?, digest: row.get(1)? }))
        .optional()?)
}

fn store_one(
    transaction: &Transaction<'_>,
    source: SourceId,
    mut item: Prepared,
    now: Timestamp,
    stored: &mut Stored,
) -> Result<(), Fault> {
    if let Some(id) = item.formerly {
        transaction
            .prepare_cached("UPDATE OR IGNORE status SET guid = ?2 WHERE id = ?1 AND source = ?3")?
            .execute((id, &item.article.guid, source))?;
    }
    match find(transaction, source, &item.article.guid)? {
        Some(found) if found.digest.as_ref() == Some(&item.digest) => {
            if item.article.entry.is_some() {
                // Something about it changed that the reader does not see: next time that is known beforehand.
                transaction
                    .prepare_cached("UPDATE article SET entry = ?2 WHERE id = ?1 AND entry IS NOT ?2")?
                    .execute((found.id, item.article.entry))?;
            }
            stored.unchanged += 1;
        }
        Some(Found { id, digest: Some(_) }) => {
            keep_longer_page_text(transaction, id, &mut item)?;
            revise(transaction, id, item, now)?;
            stored.changed.push(id);
        }
        // The text went, the reader's marks stayed: it comes back under them.
        Some(Found { id, digest: None }) => {
            insert(transaction, id, &item, now)?;
            stored.new.push(id);
        }
        None => {
            let published = item.article.published.unwrap_or(now);
            transaction
                .prepare_cached("INSERT INTO status (source, guid, published) VALUES (?1, ?2, ?3)")?
                .execute((source, &item.article.guid, millis(published)))?;
            let id = ArticleId::new(transaction.last_insert_rowid());
            insert(transaction, id, &item, now)?;
            stored.new.push(id);
        }
    }
    Ok(())
}

const INSERT: &str = "INSERT INTO article (id, url, title, deck, section, author, updated, lang, lead_image, caption, credit, breadcrumbs,
        cited, origin, digest, first_seen, fetched, revision, entry)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16, 1, ?17)
    ON CONFLICT (id) DO UPDATE SET url = excluded.url, title = excluded.title, deck = excluded.deck, section = excluded.section,
        author = excluded.author, updated = excluded.updated, lang = excluded.lang, lead_image = excluded.lead_image,
        caption = excluded.caption, credit = excluded.credit, breadcrumbs = excluded.breadcrumbs, cited = excluded.cited,
        origin = excluded.origin, digest = excluded.digest, fetched = excluded.fetched, revision = revision + 1, entry = coalesce(excluded.entry, entry)";

/// Writes an article; one that exists gets the next revision's number.
fn insert(transaction: &Transaction<'_>, id: ArticleId, item: &Prepared, now: Timestamp) -> Result<(), Fault> {
    let article = &item.article;
    let json = |value: serde_json::Result<String>| {
        value.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    };
    transaction.prepare_cached(INSERT)?.execute(rusqlite::params![
        id,
        article.url,
        article.title,
        article.deck,
        article.section,
        article.author,
        article.updated.map(millis),
        article.lang,
        article.lead_image,
        article.caption,
        article.credit,
        json(serde_json::to_string(&article.breadcrumbs))?,
        json(serde_json::to_string(&article.cited))?,
        article.origin.as_str(),
        item.digest,
        millis(now),
        article.entry,
    ])?;
    match &item.body {
        Some(packed) => body::write(transaction, id.get(), packed)?,
        None => body::write(transaction, id.get(), &body::pack(&article.html, &article.text)?)?,
    }
    index::queue(transaction, id.get())
}

fn revise(transaction: &Transaction<'_>, id: ArticleId, item: Prepared, now: Timestamp) -> Result<(), Fault> {
    if let Some((number, said)) = present(transaction, id)? {
        revision::keep(transaction, id, number, &said, now)?;
    }
    insert(transaction, id, &item, now)
}

/// What an article says at present, and its revision's number. Nothing when its text is damaged: then there is
/// nothing to keep.
fn present(connection: &Connection, id: ArticleId) -> Result<Option<(u32, NewArticle)>, Fault> {
    let Ok(Some(body)) = body::read(connection, id.get()) else {
        return Ok(None);
    };
    let Some(row) = query::row(connection, id)? else {
        return Ok(None);
    };
    let mut query = connection.prepare_cached(
        "SELECT revision, updated, lang, caption, credit, breadcrumbs, cited, origin FROM article WHERE id = ?1",
    )?;
    Ok(query
        .query_row([id], |rest| {
            Ok((
                rest.get(0)?,
                NewArticle {
                    guid: row.guid,
                    url: row.url,
                    title: row.title,
                    deck: row.deck,
                    section: row.section,
                    author: row.author,
                    published: Some(row.published),
                    updated: rest.get::<_, Option<i64>>(1)?.map(timestamp),
                    lang: texts(rest, 2)?,
                    lead_image: row.lead_image,
                    caption: texts(rest, 3)?,
                    credit: texts(rest, 4)?,
                    html: body.html,
                    text: body.text,
                    breadcrumbs: serde_json::from_str(&text(rest, 5)?).unwrap_or_default(),
                    cited: serde_json::from_str(&text(rest, 6)?).unwrap_or_default(),
                    origin: if text(rest, 7)? == "page" { Origin::Page } else { Origin::Feed },
                    entry: None,
                },
            ))
        })
        .optional()?)
}

/// A feed's excerpt must not take the place of the full text that was fetched for the reader.
fn keep_longer_page_text(connection: &Connection, id: ArticleId, item: &mut Prepared) -> Result<(), Fault> {
    let Some((_, said)) = present(connection, id)? else {
        return Ok(());
    };
    let article = &mut item.article;
    if said.origin != Origin::Page || article.origin != Origin::Feed || article.text.len() >= said.text.len() {
        return Ok(());
    }
    article.html = said.html;
    article.text = said.text;
    article.origin = Origin::Page;
    article.lead_image = said.lead_image.or(article.lead_image.take());
    article.caption = said.caption;
    article.credit = said.credit;
    article.breadcrumbs = said.breadcrumbs;
    article.cited = said.cited;
    item.body = None;
    Ok(())
}

/// A digest of what makes a revision. Dates alone make none: some feeds date every entry anew each time.
fn digest(article: &NewArticle) -> Vec<u8> {
    let mut digest = Sha256::new();
    let mut add = |part: Option<&str>| match part {
        Some(part) => {
            digest.update(part.len().to_le_bytes());
            digest.update(part);
        }
        None => digest.update([0xff; 8]),
    };
    add(Some(&article.title));
    add(Some(&article.html));
    for part in [
        &article.url,
        &article.deck,
        &article.section,
        &article.author,
        &article.lang,
        &article.lead_image,
        &article.caption,
        &article.credit,
    ] {
        add(part.as_deref());
    }
    digest.finalize()[..16].to_vec()
}
