//! The search index: words of articles, written in batches after the articles themselves.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension as _, Transaction};

use serde::Deserialize;

use crate::error::Fault;
use crate::{ArticleId, SourceId, body, kept, texts};

/// Articles indexed in one transaction: about 100 ms, the longest that a reader's mark has to wait.
const BATCH: u32 = 250;

/// Between characters of scripts without spaces: no part of any word, and not seen.
pub(crate) const SEAM: char = '\u{200b}';

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

/// Indexes up to [`BATCH`] queued articles, the newest first; returns how many.
pub(crate) fn batch(transaction: &Transaction<'_>) -> Result<usize, Fault> {
    let queued: Vec<i64> = transaction
        .prepare_cached("SELECT article FROM index_queue ORDER BY article DESC LIMIT ?1")?
        .query_map([BATCH], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut read = transaction
        .prepare_cached("SELECT title, coalesce(deck, ''), coalesce(author, '') FROM article WHERE id = ?1")?;
    let mut write = transaction.prepare_cached(
        "INSERT OR REPLACE INTO words (rowid, title, deck, author, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut forget = transaction.prepare_cached("DELETE FROM index_queue WHERE article = ?1")?;
    for article in &queued {
        let row: Option<(String, String, String)> =
            read.query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        if let Some((title, deck, author)) = row {
            // A text that cannot be read must not keep the others out of the index; `check` tells of it.
            let text = body::read(transaction, *article).unwrap_or_else(|fault| {
                tracing::warn!(article, ?fault, "a text cannot be read");
                None
            });
            let mut text = text.map(|body| body.text).unwrap_or_default();
            text.push_str(&put_back(transaction, ArticleId::new(*article))?);
            write.execute((article, seamed(&title), seamed(&deck), seamed(&author), seamed(&text)))?;
        }
        forget.execute([article])?;
    }
    Ok(queued.len())
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

/// The text with each character of a script without spaces made a word of its own, so that a phrase finds any run
/// of them.
pub(crate) fn seamed(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_spaceless) {
        return Cow::Borrowed(text);
    }
    let mut seamed = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        let spaceless = is_spaceless(character);
        if spaceless {
            seamed.push(SEAM);
        }
        seamed.push(character);
        if spaceless {
            seamed.push(SEAM);
        }
    }
    Cow::Owned(seamed)
}

/// Whether the character's script is written without spaces between words.
pub(crate) fn is_spaceless(character: char) -> bool {
    matches!(u32::from(character),
        0x0e00..=0x0eff // Thai, Lao
        | 0x1000..=0x109f // Burmese
        | 0x1780..=0x17ff // Khmer
        | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x3100..=0x312f | 0x31a0..=0x31bf | 0x31f0..=0x31ff // kana, bopomofo
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af // Han
        | 0xac00..=0xd7a3 // Hangul: has spaces, but particles grow onto the words
        | 0xff66..=0xff9f // half-width kana
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_scripts_without_spaces_are_taken_apart() {
        assert_eq!(super::seamed("Zürich, Ελλάδα"), "Zürich, Ελλάδα");
        assert_eq!(super::seamed("a東京").replace(super::SEAM, "|"), "a|東||京|");
    }
}
