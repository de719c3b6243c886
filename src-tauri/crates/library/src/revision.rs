//! Revisions: what an article said before its source changed it, or before its page's text took the feed's place.

use jiff::Timestamp;
use rusqlite::Transaction;
use serde::Serialize;

use crate::error::Fault;
use crate::query::number;
use crate::time::{millis, timestamp};
use crate::{ArticleId, Library, LibraryError, NewArticle, body};

/// Sources that change their articles at every asking must not fill the disk: beyond this, the oldest but the first go.
const KEPT: u32 = 20;

/// What an article said before it was revised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// From 1.
    pub number: u32,
    /// When the next one took its place.
    pub replaced: Timestamp,
    /// What it said.
    pub article: NewArticle,
}

impl Library {
    /// The earlier revisions of an article, the first first. The present one is not among them.
    pub fn revisions(&self, id: ArticleId) -> Result<Vec<Revision>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT number, replaced, bytes, frame FROM revision WHERE article = ?1 ORDER BY number",
            )?;
            let rows = query.query_map([id], |row| {
                Ok((number(row, 0)?.unwrap_or_default(), row.get(1)?, row.get(2)?, row.get::<_, Vec<u8>>(3)?))
            })?;
            rows.map(|row| {
                let (number, replaced, bytes, frame) = row?;
                let json = body::decompress(&frame, bytes)?;
                let article = serde_json::from_slice(&json).map_err(|error| {
                    rusqlite::Error::FromSqlConversionFailure(3, rusqlite::types::Type::Blob, error.into())
                })?;
                Ok(Revision { number, replaced: timestamp(replaced), article })
            })
            .collect()
        })
    }
}

/// Keeps what an article said, under its number, before it is changed.
pub(crate) fn keep(
    transaction: &Transaction<'_>,
    id: ArticleId,
    number: u32,
    said: &NewArticle,
    now: Timestamp,
) -> Result<(), Fault> {
    let json = serde_json::to_vec(said).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let frame = body::compress(&json)?;
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO revision (article, number, replaced, bytes, frame) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((id, number, millis(now), body::count(json.len()), frame))?;
    transaction
        .prepare_cached("DELETE FROM revision WHERE article = ?1 AND number > 1 AND number <= ?2")?
        .execute((id, number.saturating_sub(KEPT)))?;
    Ok(())
}
