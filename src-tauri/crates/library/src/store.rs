//! Storing: entries become articles once; what a source changed becomes a new revision.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Transaction};
use sha2::{Digest as _, Sha256};

use crate::body::{self, Packed};
use crate::error::Fault;
use crate::query::{self, number, text, texts as texts_in};
use crate::time::{millis, timestamp};
use crate::watch::{Guard, Look, Watch};
use crate::{
    ArticleId, Library, LibraryError, NewArticle, Origin, SourceId, Stored, TextMode, alike, fold, index, page, same,
    texts,
};

/// An article and what can be worked out of it before the writing thread has it.
pub(crate) struct Prepared {
    pub(crate) article: NewArticle,
    pub(crate) digest: Vec<u8>,
    pub(crate) body: Option<Packed>,
    /// What likeness is looked for by.
    pub(crate) prints: Vec<i64>,
    /// The article it is, which had another id until now.
    pub(crate) formerly: Option<ArticleId>,
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
        let watch = self.watch();
        self.writer().store(move |transaction| write(transaction, source, prepared, Queue::None, &watch, now))
    }

    /// Which of these entries, by id and fingerprint, are in the library as they are, or were removed from it for good: they
    /// need not be stored again.
    pub fn known_entries(&self, source: SourceId, entries: &[(String, i64)]) -> Result<Vec<bool>, LibraryError> {
        self.reader().read(|connection| {
            let mut known = connection.prepare_cached(
                "SELECT 1 FROM status AS s LEFT JOIN article AS a ON a.id = s.id
                 WHERE s.source = ?1 AND s.guid = ?2 AND (a.entry = ?3 OR (a.id IS NULL AND s.removed IS NOT NULL))",
            )?;
            entries.iter().map(|(guid, entry)| Ok(known.exists((source, guid, entry))?)).collect()
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
        .map(|article| Prepared { digest: digest(&article), article, body: None, prints: Vec::new(), formerly: None })
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
            item.prints = alike::prints(item.article.side());
        }
    }
    Ok(prepared)
}

/// An article that comes on its own, not with a source's document.
pub(crate) fn alone(article: NewArticle) -> Prepared {
    let body = body::pack(&article.html, &article.text).ok();
    Prepared { digest: digest(&article), article, body, prints: Vec::new(), formerly: None }
}

/// Whether the pages of what is stored are to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Queue {
    /// Those that its source's setting wants.
    Pages,
    /// None: older articles are asked for when they are opened.
    None,
}

/// # Errors
/// `NotFound` when there is no such source.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    source: SourceId,
    prepared: Vec<Prepared>,
    queue: Queue,
    watch: &Watch,
    now: Timestamp,
) -> Result<Stored, Fault> {
    let guard = watch.over(transaction, source, now)?;
    let mode = TextMode::of(transaction, source)?.ok_or_else(|| LibraryError::not_found("source", source))?;
    let mut stored = Stored::default();
    // The last first: feeds begin with the newest, which so gets the highest id and stands first among
    // entries without a date.
    for (at, item) in prepared.into_iter().enumerate().rev() {
        let wants = queue == Queue::Pages && at < page::QUEUED && mode.wants(&item.article);
        let (new, changed) = (stored.new.len(), stored.changed.len());
        store_one(transaction, source, item, guard.as_ref(), now, &mut stored)?;
        let id = stored.new.get(new).or(stored.changed.get(changed)).copied();
        if let Some(id) = id.filter(|_| wants) {
            page::want(transaction, id, now)?;
        }
    }
    stored.new.reverse();
    stored.changed.reverse();
    fold::tidy(transaction, now)?;
    Ok(stored)
}

/// What is known of an entry: its id, and the digest of its article while that is kept.
pub(crate) struct Found {
    pub(crate) id: ArticleId,
    digest: Option<Vec<u8>>,
    /// Retention took its article: it does not come back.
    removed: bool,
}

pub(crate) fn find(connection: &Connection, source: SourceId, guid: &str) -> Result<Option<Found>, Fault> {
    Ok(connection
        .prepare_cached("SELECT s.id, a.digest, s.removed IS NOT NULL FROM status AS s LEFT JOIN article AS a ON a.id = s.id WHERE s.source = ?1 AND s.guid = ?2")?
        .query_row((source, guid), |row| Ok(Found { id: row.get(0)?, digest: row.get(1)?, removed: row.get(2)? }))
        .optional()?)
}

fn store_one(
    transaction: &Transaction<'_>,
    source: SourceId,
    item: Prepared,
    guard: Option<&Guard>,
    now: Timestamp,
    stored: &mut Stored,
) -> Result<(), Fault> {
    if let Some(id) = item.formerly {
        transaction
            .prepare_cached("UPDATE OR IGNORE status SET guid = ?2 WHERE id = ?1 AND source = ?3")?
            .execute((id, &item.article.guid, source))?;
    }
    let id = match find(transaction, source, &item.article.guid)? {
        Some(found) if found.digest.as_ref() == Some(&item.digest) => {
            if item.article.entry.is_some() {
                // Something about it changed that the reader does not see: next time that is known beforehand.
                transaction
                    .prepare_cached("UPDATE article SET entry = ?2 WHERE id = ?1 AND entry IS NOT ?2")?
                    .execute((found.id, item.article.entry))?;
            }
            stored.unchanged += 1;
            return Ok(());
        }
        Some(Found { id, digest: Some(_), .. }) => {
            texts::change(transaction, id, item, now)?;
            stored.changed.push(id);
            return Ok(());
        }
        Some(Found { digest: None, removed: true, .. }) => {
            stored.unchanged += 1;
            return Ok(());
        }
        // The text went, the reader's marks stayed: it comes back under them.
        Some(Found { id, digest: None, .. }) => id,
        None => {
            let published = item.article.published.unwrap_or(now);
            transaction
                .prepare_cached("INSERT INTO status (source, guid, published) VALUES (?1, ?2, ?3)")?
                .execute((source, &item.article.guid, millis(published)))?;
            ArticleId::new(transaction.last_insert_rowid())
        }
    };
    insert(transaction, id, &item, Number::Next, now)?;
    if item.article.provenance.is_some() {
        texts::set_provenance(transaction, id, &item.article)?;
    }
    stored.new.push(id);
    match guard {
        Some(guard) => guard.look(transaction, id, &item.article, Look::New, &mut stored.notices),
        None => Ok(()),
    }
}

const INSERT: &str = "INSERT INTO article (id, url, title, deck, section, author, updated, lang, lead_image, caption, credit, breadcrumbs,
        cited, origin, digest, first_seen, fetched, revision, entry, excerpt)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16, 1, ?17, ?18)
    ON CONFLICT (id) DO UPDATE SET url = excluded.url, title = excluded.title, deck = excluded.deck, section = excluded.section,
        author = excluded.author, updated = excluded.updated, lang = excluded.lang, lead_image = excluded.lead_image,
        caption = excluded.caption, credit = excluded.credit, breadcrumbs = excluded.breadcrumbs, cited = excluded.cited,
        origin = excluded.origin, digest = excluded.digest, fetched = excluded.fetched, revision = revision + ?19,
        entry = coalesce(excluded.entry, entry), excerpt = iif(excluded.origin = 'feed' AND ?19 = 1, excluded.excerpt, excerpt)";

/// The number of the revision that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// The article's source changed what it says.
    Next,
    /// Its other text is shown.
    Same,
}

/// Writes an article, fetched at `now`, and puts its words into the queue of the index.
pub(crate) fn insert(
    transaction: &Transaction<'_>,
    id: ArticleId,
    item: &Prepared,
    number: Number,
    now: Timestamp,
) -> Result<(), Fault> {
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
        article.excerpt,
        i64::from(number == Number::Next),
    ])?;
    match &item.body {
        Some(packed) => body::write(transaction, id.get(), packed)?,
        None => body::write(transaction, id.get(), &body::pack(&article.html, &article.text)?)?,
    }
    index::queue(transaction, id.get())?;
    fold::consider(transaction, id, article.side(), &item.prints, now)
}

/// What an article says at present.
pub(crate) struct Present {
    /// Its revision's number.
    pub(crate) number: u32,
    /// When that was fetched.
    pub(crate) fetched: Timestamp,
    /// Of the entry as its source last published it.
    pub(crate) digest: Vec<u8>,
    pub(crate) article: NewArticle,
}

/// What an article says at present. Nothing when its text is damaged: then there is
/// nothing to keep.
pub(crate) fn present(connection: &Connection, id: ArticleId) -> Result<Option<Present>, Fault> {
    let Ok(Some(body)) = body::read(connection, id.get()) else {
        return Ok(None);
    };
    let Some(row) = query::row(connection, id)? else {
        return Ok(None);
    };
    let mut query = connection.prepare_cached(
        "SELECT revision, updated, lang, caption, credit, breadcrumbs, cited, origin, fetched, digest, excerpt FROM article
         WHERE id = ?1",
    )?;
    let provenance = texts::provenance(connection, id)?;
    Ok(query
        .query_row([id], |rest| {
            Ok(Present {
                number: number(rest, 0)?.unwrap_or_default(),
                fetched: timestamp(rest.get(8)?),
                digest: rest.get(9)?,
                article: NewArticle {
                    guid: row.guid,
                    url: row.url,
                    title: row.title,
                    deck: row.deck,
                    section: row.section,
                    author: row.author,
                    published: Some(row.published),
                    updated: rest.get::<_, Option<i64>>(1)?.map(timestamp),
                    lang: texts_in(rest, 2)?,
                    lead_image: row.lead_image,
                    caption: texts_in(rest, 3)?,
                    credit: texts_in(rest, 4)?,
                    html: body.html,
                    text: body.text,
                    breadcrumbs: serde_json::from_str(&text(rest, 5)?).unwrap_or_default(),
                    cited: serde_json::from_str(&text(rest, 6)?).unwrap_or_default(),
                    origin: Origin::named(&text(rest, 7)?),
                    entry: None,
                    excerpt: rest.get(10)?,
                    provenance,
                },
            })
        })
        .optional()?)
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
