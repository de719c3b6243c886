//! The least that a program could do with the same articles: plain SQLite. One transaction for each feed, on the disk when
//! it ends; texts as zstd, words in a contentless index with CJK and Thai characters apart, the usual indexes, no counters.

use std::path::Path;

use library::NewArticle;
use rusqlite::{Connection, params};

use crate::corpus::Marked;

pub fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("the floor's database");
    connection
        .execute_batch(
            "PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA cache_size = -8000;
             CREATE TABLE IF NOT EXISTS source (id INTEGER PRIMARY KEY, url TEXT, title TEXT, folder TEXT);
             CREATE TABLE IF NOT EXISTS article (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, guid TEXT NOT NULL, url TEXT, title TEXT,
                 deck TEXT, section TEXT, author TEXT, lang TEXT, lead_image TEXT, published INTEGER NOT NULL,
                 read INTEGER NOT NULL DEFAULT 0, saved INTEGER NOT NULL DEFAULT 0, UNIQUE (source, guid));
             CREATE INDEX IF NOT EXISTS by_time ON article (published);
             CREATE INDEX IF NOT EXISTS by_read ON article (read, published);
             CREATE INDEX IF NOT EXISTS by_source ON article (source, published);
             CREATE TABLE IF NOT EXISTS body (article INTEGER PRIMARY KEY, html BLOB NOT NULL);
             CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, deck, author, body, content = '', contentless_delete = 1,
                 tokenize = 'unicode61 remove_diacritics 2');",
        )
        .expect("the floor's tables");
    connection
}

/// One feed's articles. Returns the bytes of their HTML.
pub fn store(connection: &mut Connection, source: i64, articles: &[(NewArticle, Marked)]) -> usize {
    let mut bytes = 0;
    let work = || -> rusqlite::Result<()> {
        let transaction = connection.transaction()?;
        {
            let mut article = transaction.prepare_cached(
                "INSERT INTO article (source, guid, url, title, deck, section, author, lang, lead_image, published, read, saved)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?;
            let mut body = transaction.prepare_cached("INSERT INTO body (article, html) VALUES (?1, ?2)")?;
            let mut words = transaction
                .prepare_cached("INSERT INTO words (rowid, title, deck, author, body) VALUES (?1, ?2, ?3, ?4, ?5)")?;
            for (new, marked) in articles.iter().rev() {
                article.execute(params![
                    source,
                    new.guid,
                    new.url,
                    new.title,
                    new.deck,
                    new.section,
                    new.author,
                    new.lang,
                    new.lead_image,
                    new.published.map(jiff::Timestamp::as_millisecond),
                    marked.read,
                    marked.saved
                ])?;
                let id = transaction.last_insert_rowid();
                let packed = zstd::bulk::compress(new.html.as_bytes(), 3)
                    .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
                body.execute((id, packed))?;
                words.execute((
                    id,
                    apart(&new.title),
                    new.deck.as_deref().map(apart),
                    &new.author,
                    apart(&new.text),
                ))?;
                bytes += new.html.len();
            }
        }
        transaction.commit()
    };
    let mut work = work;
    work().expect("the floor stores");
    bytes
}

/// Characters of scripts without spaces, each a word of its own.
fn apart(text: &str) -> String {
    let mut apart = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if matches!(u32::from(character), 0x0e00..=0x0eff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3) {
            apart.extend(['\u{200b}', character, '\u{200b}']);
        } else {
            apart.push(character);
        }
    }
    apart
}
