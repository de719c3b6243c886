//! The search index: words of articles, written in batches after the articles themselves.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use rusqlite::{Connection, OptionalExtension as _, Transaction};
use serde::Deserialize;

use crate::error::Fault;
use crate::stem::{self, Language};
use crate::{ArticleId, SourceId, body, kept, texts};

/// Articles indexed in one transaction: about 100 ms, the longest that a reader's mark has to wait.
const BATCH: u32 = 250;
/// Forms that are known to be in the table, at most: 8 MB.
const KNOWN_FORMS: usize = 1 << 19;
/// Before the code of an article's language. No part of any word, so nobody can type it.
const LANGUAGE: char = '\u{e000}';

/// How many articles are queued.
pub(crate) fn waiting(connection: &Connection) -> Result<u32, Fault> {
    Ok(connection.prepare_cached("SELECT count(*) FROM index_queue")?.query_row([], |row| row.get(0))?)
}

/// Queues an article whose words are new. Done in the transaction that stores it.
pub(crate) fn queue(transaction: &Transaction<'_>, article: i64) -> Result<(), Fault> {
    transaction.prepare_cached("INSERT OR IGNORE INTO index_queue (article) VALUES (?1)")?.execute([article])?;
    Ok(())
}

/// Takes an article's words out of the index.
pub(crate) fn remove(transaction: &Transaction<'_>, article: i64) -> Result<(), Fault> {
    transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([article])?;
    transaction.prepare_cached("DELETE FROM index_queue WHERE article = ?1")?.execute([article])?;
    Ok(())
}

/// The word that stands in the index for a language.
pub(crate) fn language_word(language: Language) -> String {
    format!("{LANGUAGE}{}", language.code)
}

/// Indexes up to [`BATCH`] queued articles, the newest first; returns how many. When what it wrote is undone, `forms` must
/// be forgotten.
pub(crate) fn batch(transaction: &Transaction<'_>, forms: &mut Forms) -> Result<usize, Fault> {
    forms.forget_after_others(transaction)?;
    let mut queued: Vec<i64> = transaction
        .prepare_cached("SELECT article FROM index_queue ORDER BY article DESC LIMIT ?1")?
        .query_map([BATCH], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // FTS5 writes out what it holds at every id that is lower than the one before.
    queued.reverse();
    let mut read = transaction.prepare_cached(
        "SELECT a.title, coalesce(a.deck, ''), coalesce(a.author, ''), o.title, a.lang FROM article AS a
         CROSS JOIN status AS s ON s.id = a.id CROSS JOIN source AS o ON o.id = s.source WHERE a.id = ?1",
    )?;
    let mut write = transaction.prepare_cached(
        "INSERT OR REPLACE INTO words (rowid, title, deck, author, source, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut forget = transaction.prepare_cached("DELETE FROM index_queue WHERE article = ?1")?;
    for article in &queued {
        let row: Option<([String; 4], Option<String>)> = read
            .query_row([article], |row| Ok(([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?], row.get(4)?)))
            .optional()?;
        if let Some((fields, lang)) = row {
            // A text that cannot be read must not keep the others out of the index; `check` tells of it.
            let text = text(transaction, ArticleId::new(*article)).unwrap_or_else(|fault| {
                tracing::warn!(article, ?fault, "a text cannot be read");
                String::new()
            });
            let text = words(&text);
            let [title, deck, author, mut source] = fields.map(|field| words(&field));
            if let Some(language) = lang.as_deref().and_then(Language::of) {
                for part in [&title, &deck, &author, &source, &text] {
                    forms.note(transaction, language, part)?;
                }
                source = format!("{} {source}", language_word(language));
            }
            write.execute((article, title, deck, author, source, text))?;
        }
        forget.execute([article])?;
    }
    Ok(queued.len())
}

/// The words of a text, one blank between two.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + text.len() / 8);
    for word in ::query::words(text) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&word.folded);
    }
    words
}

/// What the table of forms is known to hold, so that the words of an article are not looked up in it one by one.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    known: HashSet<u64>,
    hasher: RandomState,
    /// The `data_version` of the connection by which they are known.
    version: Option<i64>,
}

impl Forms {
    /// Forgets them when another process has written: it may have put another library in this one's place.
    fn forget_after_others(&mut self, transaction: &Transaction<'_>) -> Result<(), Fault> {
        let version = transaction.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if self.version.replace(version) != Some(version) {
            self.known.clear();
        }
        Ok(())
    }

    /// Puts the words of a text that have another stem into the table.
    fn note(&mut self, transaction: &Transaction<'_>, language: Language, words: &str) -> Result<(), Fault> {
        let mut write =
            transaction.prepare_cached("INSERT OR IGNORE INTO form (lang, stem, word) VALUES (?1, ?2, ?3)")?;
        for word in words.split_ascii_whitespace() {
            if word.len() < stem::LEAST || !self.known.insert(self.hasher.hash_one((language.code, word))) {
                continue;
            }
            let stem = language.stem(word);
            if stem != word {
                write.execute((language.code, stem, word))?;
            }
        }
        if self.known.len() > KNOWN_FORMS {
            self.known.clear();
        }
        Ok(())
    }
}

/// The text of an article as it is shown, with the blocks that the reader put back.
pub(crate) fn text(connection: &Connection, article: ArticleId) -> Result<String, Fault> {
    let mut text = body::read(connection, article.get())?.map(|body| body.text).unwrap_or_default();
    text.push_str(&put_back(connection, article)?);
    Ok(text)
}

/// The texts of blocks that were left out and that the reader put back: they are shown, so they are found.
fn put_back(connection: &Connection, article: ArticleId) -> Result<String, Fault> {
    #[derive(Deserialize)]
    struct Provenance {
        left_out: Vec<LeftOut>,
    }
    #[derive(Deserialize)]
    struct LeftOut {
        mark: String,
        text: String,
    }
    let source: Option<SourceId> = connection
        .prepare_cached("SELECT source FROM status WHERE id = ?1 AND source IN (SELECT source FROM kept_mark)")?
        .query_row([article], |row| row.get(0))
        .optional()?;
    let Some(source) = source else { return Ok(String::new()) };
    let kept = kept::marks(connection, source, article)?;
    let json = texts::provenance(connection, article)?.unwrap_or_default();
    let blocks = serde_json::from_str::<Provenance>(&json).map(|read| read.left_out).unwrap_or_default();
    Ok(blocks.iter().filter(|block| kept.contains(&block.mark)).flat_map(|block| ["\n", &block.text]).collect())
}
