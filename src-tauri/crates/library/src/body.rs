//! The texts of an article: safe HTML and plain text in one zstd frame. Together they pack better than apart, and the
//! frame's checksum tells a damaged text from a whole one.

use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension as _, Transaction};
use zstd::bulk::Compressor;
use zstd::zstd_safe::CParameter;

use crate::error::Fault;

/// Fast; higher levels gain a few per cent on texts of this size.
const LEVEL: i32 = 3;
/// More than any article; keeps a damaged length from asking for all memory.
const MOST_BYTES: i64 = 256 << 20;

/// The two texts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) html: String,
    pub(crate) text: String,
}

/// The two texts, packed.
#[derive(Debug)]
pub(crate) struct Packed {
    html_bytes: i64,
    bytes: i64,
    frame: Vec<u8>,
    /// How long the text takes to be read.
    length: u32,
}

pub(crate) fn pack(html: &str, text: &str) -> Result<Packed, Fault> {
    let mut both = Vec::with_capacity(html.len() + text.len());
    both.extend_from_slice(html.as_bytes());
    both.extend_from_slice(text.as_bytes());
    let length = ::article::reading_length(text);
    Ok(Packed { html_bytes: count(html.len()), bytes: count(both.len()), frame: compress(&both)?, length })
}

pub(crate) fn write(transaction: &Transaction<'_>, article: i64, packed: &Packed) -> Result<(), Fault> {
    transaction
        .prepare_cached("INSERT OR REPLACE INTO body (article, html_bytes, bytes, frame) VALUES (?1, ?2, ?3, ?4)")?
        .execute((article, packed.html_bytes, packed.bytes, &packed.frame))?;
    set_length(transaction, article, packed.length)
}

fn set_length(transaction: &Transaction<'_>, article: i64, length: u32) -> Result<(), Fault> {
    transaction
        .prepare_cached("UPDATE status SET length = ?2 WHERE id = ?1 AND length <> ?2")?
        .execute((article, length))?;
    Ok(())
}

/// Measures an article that was stored before texts were measured.
pub(crate) fn measure_one(transaction: &Transaction<'_>, article: i64) -> Result<(), Fault> {
    let waits = "SELECT 1 FROM status WHERE id = ?1 AND length = -1";
    if transaction.prepare_cached(waits)?.exists([article])? {
        // A text that is damaged or gone has no length.
        let body = read(transaction, article).ok().flatten();
        set_length(transaction, article, body.map_or(0, |body| ::article::reading_length(&body.text)))?;
    }
    Ok(())
}

/// Measures at most so many articles that are saved and were not measured yet; returns how many that were.
pub(crate) fn measure(transaction: &Transaction<'_>, most: usize) -> Result<usize, Fault> {
    let waiting: Vec<i64> = transaction
        .prepare_cached(
            "SELECT id FROM status INDEXED BY status_later_length WHERE saved = 1 AND archived IN (0, 1) AND length = -1 LIMIT ?1",
        )?
        .query_map([count(most)], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for article in &waiting {
        measure_one(transaction, *article)?;
    }
    Ok(waiting.len())
}

/// The texts of an article; none when they are not kept any more.
pub(crate) fn read(connection: &Connection, article: i64) -> Result<Option<Body>, Fault> {
    let row: Option<(i64, i64, Vec<u8>)> = connection
        .prepare_cached("SELECT html_bytes, bytes, frame FROM body WHERE article = ?1")?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((html_bytes, bytes, frame)) = row else {
        return Ok(None);
    };
    unpack(html_bytes, bytes, &frame).map(Some)
}

pub(crate) fn unpack(html_bytes: i64, bytes: i64, frame: &[u8]) -> Result<Body, Fault> {
    let both = decompress(frame, bytes)?;
    let split = usize::try_from(html_bytes).ok().filter(|split| *split <= both.len()).ok_or_else(damage)?;
    let (html, text) = both.split_at(split);
    let read = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| damage());
    Ok(Body { html: read(html)?, text: read(text)? })
}

pub(crate) fn compress(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let pack = || -> std::io::Result<Vec<u8>> {
        let idle = || IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let known = idle().pop();
        let mut compressor = match known {
            Some(compressor) => compressor,
            None => fresh()?,
        };
        let packed = compressor.compress(bytes)?;
        if idle().len() < KEPT {
            idle().push(compressor);
        }
        Ok(packed)
    };
    pack().map_err(|error| Fault::Sqlite(rusqlite::Error::ToSqlConversionFailure(Box::new(error))))
}

fn fresh() -> std::io::Result<Compressor<'static>> {
    let mut compressor = Compressor::new(LEVEL)?;
    compressor.set_parameter(CParameter::ChecksumFlag(true))?;
    Ok(compressor)
}

/// Each compressor works in a megabyte of its own: getting that from the system anew took longer than the packing.
static IDLE: Mutex<Vec<Compressor<'static>>> = Mutex::new(Vec::new());
const KEPT: usize = 4;

pub(crate) fn decompress(frame: &[u8], bytes: i64) -> Result<Vec<u8>, Fault> {
    let capacity = usize::try_from(bytes.clamp(0, MOST_BYTES)).unwrap_or(0);
    let whole = zstd::bulk::decompress(frame, capacity).map_err(|_| damage())?;
    if whole.len() == capacity { Ok(whole) } else { Err(damage()) }
}

pub(crate) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A frame that is not what was written.
fn damage() -> Fault {
    Fault::Sqlite(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT), None))
}
