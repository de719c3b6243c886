//! Taking in what another program kept: articles onto the shelf, or the reader's marks onto the article that is here
//! already. Taking the same in twice changes nothing, and what was done here stands: nothing is marked unread, and no note
//! is written over.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction};

use crate::error::Fault;
use crate::store::{self, Number, Prepared};
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, NewArticle, SourceId, fold, page, tag, texts};

/// An article to take in. It will be saved.
#[derive(Debug, Clone, Default)]
pub struct TakenItem {
    /// What is known of it. Its text may be empty; its guid is its address, or what tells it from others without one.
    pub article: NewArticle,
    /// The article of this library that it is, where that is known: see [`Library::at_addresses`].
    pub known: Option<ArticleId>,
    /// When it was saved; now, where that is not known.
    pub saved_at: Option<Timestamp>,
    /// It was read.
    pub read: bool,
    /// It was put away.
    pub archived: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Passages that were marked.
    pub highlights: Vec<TakenHighlight>,
}

/// A passage that was marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TakenHighlight {
    /// The passage.
    pub text: String,
    /// What was noted beside it.
    pub note: Option<String>,
    /// When; now, where that is not known.
    pub at: Option<Timestamp>,
}

/// What taking in did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Articles that were not here.
    pub new: u64,
    /// Articles that were here already.
    pub known: u64,
    /// Of these, the ones that have a mark or a text more than before.
    pub changed: u64,
    /// Tags that were put on.
    pub tags: u64,
    /// Passages that are marked now and were not.
    pub highlights: u64,
}

impl Library {
    /// The articles at these addresses, the newest where several have one. Looks through all articles once, however many
    /// addresses there are.
    pub fn at_addresses(&self, urls: &HashSet<String>) -> Result<HashMap<String, ArticleId>, LibraryError> {
        if urls.is_empty() {
            return Ok(HashMap::new());
        }
        self.reader().read(|connection| {
            let mut found = HashMap::new();
            let mut query =
                connection.prepare_cached("SELECT id, url FROM article WHERE url IS NOT NULL ORDER BY id")?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                // A damaged address is nobody's.
                let Ok(url) = row.get_ref(1)?.as_str() else { continue };
                if let Some(url) = urls.get(url) {
                    found.insert(url.clone(), row.get(0)?);
                }
            }
            Ok(found)
        })
    }

    /// Which of these are known on a shelf, by their guids.
    pub fn on_shelf(&self, shelf: SourceId, guids: &[String]) -> Result<Vec<Option<ArticleId>>, LibraryError> {
        self.reader().read(|connection| {
            guids.iter().map(|guid| Ok(store::find(connection, shelf, guid)?.map(|found| found.id))).collect()
        })
    }

    /// Takes a batch of articles in, all or none of it. Texts must be safe already. Pages of articles without a text are
    /// queued.
    ///
    /// # Errors
    /// `NotFound` when there is no such shelf.
    pub fn take_in(&self, shelf: SourceId, items: Vec<TakenItem>, now: Timestamp) -> Result<TakenIn, LibraryError> {
        let mut prepared = Vec::with_capacity(items.len());
        for mut item in items {
            prepared.push((store::alone(std::mem::take(&mut item.article)), item));
        }
        self.writer().store(move |transaction| {
            let mut done = TakenIn::default();
            for (article, item) in prepared {
                take_one(transaction, shelf, article, item, now, &mut done)?;
            }
            Ok(done)
        })
    }

    /// How many articles of the shelf still wait for their pages.
    pub fn waiting_on_shelf(&self) -> Result<u64, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT count(*) FROM page AS p CROSS JOIN status AS s ON s.id = p.article CROSS JOIN source AS o ON o.id = s.source
                 WHERE p.again IS NOT NULL AND o.kind = 'saved'",
            )?;
            Ok(query.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
        })
    }
}

fn take_one(
    transaction: &Transaction<'_>,
    shelf: SourceId,
    article: Prepared,
    item: TakenItem,
    now: Timestamp,
    done: &mut TakenIn,
) -> Result<(), Fault> {
    let known = match item.known {
        Some(id) => Some(id),
        None => store::find(transaction, shelf, &article.article.guid)?.map(|found| found.id),
    };
    let (id, mut changed) = match known {
        Some(id) => (id, give_text(transaction, id, shelf, &article, now)?),
        None => (put(transaction, shelf, &article, &item, now)?, false),
    };
    let saved_at = millis(item.saved_at.unwrap_or(now));
    // What a fold shares lies with the one on top.
    let top = fold::leader(transaction, id)?;
    // What is saved here already stays where it lies.
    changed |= transaction
        .prepare_cached("UPDATE status SET saved = 1, saved_at = ?2, archived = ?3 WHERE id = ?1 AND saved = 0")?
        .execute((top, saved_at, item.archived))?
        > 0;
    if item.read && !is_read(transaction, top)? {
        changed |= transaction
            .prepare_cached("UPDATE status SET pile = NULL, read_at = ?2 WHERE id = ?1 AND pile IS NOT NULL")?
            .execute((top, saved_at))?
            > 0;
    }
    for tag in item.tags.iter().map(|tag| tag::cut(tag)).filter(|tag| !tag.is_empty()) {
        let put = transaction
            .prepare_cached("INSERT OR IGNORE INTO tag (article, name, at) VALUES (?1, ?2, ?3)")?
            .execute((top, tag, saved_at))?;
        done.tags += put as u64;
        changed |= put > 0;
    }
    for highlight in item.highlights.iter().filter(|highlight| !highlight.text.trim().is_empty()) {
        let new = !transaction
            .prepare_cached("SELECT 1 FROM highlight WHERE article = ?1 AND text = ?2")?
            .exists((id, &highlight.text))?;
        changed |= if new {
            transaction
                .prepare_cached("INSERT INTO highlight (article, text, note, at) VALUES (?1, ?2, ?3, ?4)")?
                .execute((id, &highlight.text, &highlight.note, millis(highlight.at.unwrap_or(now))))?
                > 0
        } else {
            note(transaction, id, highlight)?
        };
        done.highlights += u64::from(new);
    }
    if known.is_some() {
        done.known += 1;
        done.changed += u64::from(changed);
    } else {
        done.new += 1;
    }
    Ok(())
}

/// Puts what a file noted beside a passage beside that: without a word that is there already, and not where the reader
/// changed the note here. Where in the text it stands, other programs do not say. Whether that changed anything.
fn note(transaction: &Transaction<'_>, id: ArticleId, highlight: &TakenHighlight) -> Result<bool, Fault> {
    let Some(note) = &highlight.note else { return Ok(false) };
    let here: Vec<(i64, Option<String>, bool)> = transaction
        .prepare_cached(
            "SELECT id, note, edited IS NOT NULL FROM highlight WHERE article = ?1 AND text = ?2 ORDER BY note IS NOT NULL, id",
        )?
        .query_map((id, &highlight.text), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let known: Vec<&str> =
        here.iter().filter_map(|(_, note, _)| note.as_deref()).flat_map(|it| it.split("\n\n")).collect();
    let new: Vec<&str> = note.split("\n\n").filter(|part| !known.contains(part)).collect();
    let free = here.iter().find(|(_, note, is_edited)| note.is_none() || !is_edited);
    let Some((highlight, before, _)) = free.filter(|_| !new.is_empty()) else { return Ok(false) };
    let note: Vec<&str> = before.as_deref().into_iter().chain(new).collect();
    transaction
        .prepare_cached("UPDATE highlight SET note = ?2 WHERE id = ?1")?
        .execute((highlight, note.join("\n\n")))?;
    Ok(true)
}

/// Whether an article is read: a pile that was cleared away counts as read, and stays to be undone.
fn is_read(transaction: &Transaction<'_>, id: ArticleId) -> Result<bool, Fault> {
    let mut query = transaction.prepare_cached(
        "SELECT 1 FROM status AS s WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = s.id)",
    )?;
    Ok(query.exists([id])?)
}

/// Puts an article on the shelf that was not here.
fn put(
    transaction: &Transaction<'_>,
    shelf: SourceId,
    article: &Prepared,
    item: &TakenItem,
    now: Timestamp,
) -> Result<ArticleId, Fault> {
    let saved_at = item.saved_at.unwrap_or(now);
    transaction.prepare_cached("INSERT INTO status (source, guid, published) VALUES (?1, ?2, ?3)")?.execute((
        shelf,
        &article.article.guid,
        millis(article.article.published.unwrap_or(saved_at)),
    ))?;
    let id = ArticleId::new(transaction.last_insert_rowid());
    write(transaction, id, article, Number::Next, now)?;
    want(transaction, id, article, now)?;
    Ok(id)
}

/// Gives a text to an article of the shelf that has none: another file may have it, or it was removed. The marks of one
/// whose row went stay.
fn give_text(
    transaction: &Transaction<'_>,
    id: ArticleId,
    shelf: SourceId,
    article: &Prepared,
    now: Timestamp,
) -> Result<bool, Fault> {
    let here: Option<i64> = transaction
        .prepare_cached(
            "SELECT coalesce(b.bytes, 0) FROM status AS s JOIN article AS a ON a.id = s.id LEFT JOIN body AS b ON b.article = s.id
             WHERE s.id = ?1",
        )?
        .query_row([id], |row| row.get(0))
        .optional()?;
    match here {
        Some(0) if !article.article.html.is_empty() && on(transaction, id, shelf)? => {
            write(transaction, id, article, Number::Same, now)?;
            // Its page is not needed any more.
            transaction.prepare_cached("UPDATE page SET again = NULL WHERE article = ?1")?.execute([id])?;
            Ok(true)
        }
        Some(_) => Ok(false),
        None => {
            write(transaction, id, article, Number::Next, now)?;
            want(transaction, id, article, now)?;
            Ok(true)
        }
    }
}

fn write(
    transaction: &Transaction<'_>,
    id: ArticleId,
    article: &Prepared,
    number: Number,
    now: Timestamp,
) -> Result<(), Fault> {
    store::insert(transaction, id, article, number, now)?;
    texts::set_provenance(transaction, id, &article.article)
}

fn on(transaction: &Transaction<'_>, id: ArticleId, shelf: SourceId) -> Result<bool, Fault> {
    Ok(transaction.prepare_cached("SELECT 1 FROM status WHERE id = ?1 AND source = ?2")?.exists((id, shelf))?)
}

fn want(transaction: &Transaction<'_>, id: ArticleId, article: &Prepared, now: Timestamp) -> Result<(), Fault> {
    if article.article.url.is_some() && article.article.excerpt { page::want(transaction, id, now) } else { Ok(()) }
}
