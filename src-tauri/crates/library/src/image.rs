//! Pictures: known by the hash of their address, in files below images/ that are known by the hash of what is in them.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction};
use sha2::{Digest as _, Sha256};

use crate::error::Fault;
use crate::place::{length as length_of, make_folder, write_whole};
use crate::time::{millis, timestamp};
use crate::{Library, LibraryError, body};

/// A picture some article shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImage {
    /// Its key.
    pub key: String,
    /// Its address.
    pub url: String,
    /// As large as it is read, once it was fetched.
    pub reading: Option<ImageFile>,
    /// As large as lists show it. Pictures that were stored by an older version have none.
    pub thumbnail: Option<ImageFile>,
    /// When it was last seen, to the day.
    pub shown: Option<Timestamp>,
    /// Why it could not be had, for programs.
    pub failed: Option<String>,
    /// Failures in a row.
    pub tries: u32,
    /// When that is worth another try; none for never.
    pub retry_at: Option<Timestamp>,
}

/// A picture's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageFile {
    /// Where it lies. It may have been removed by others.
    pub path: PathBuf,
    /// Its media type.
    pub media_type: String,
}

/// A picture's file to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: String,
}

impl StoredImage {
    /// Whether asking for it at `now` would only bring the same failure.
    #[must_use]
    pub fn rests(&self, now: Timestamp) -> bool {
        self.failed.is_some() && self.retry_at.is_none_or(|at| at > now)
    }
}

/// The key of the picture at an address: the SHA-256 of it in lower-case hex.
#[must_use]
pub fn image_key(url: &str) -> String {
    hex(&Sha256::digest(url.as_bytes()))
}

/// What a file is known by.
pub(crate) fn hash_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Library {
    /// Makes pictures known by their addresses, so that their keys can be asked for. Known ones stay as they are.
    pub fn expect_images(&self, urls: &[String]) -> Result<(), LibraryError> {
        let unknown = unknown(self, urls)?;
        if unknown.is_empty() {
            return Ok(());
        }
        self.writer().write(move |transaction| expect(transaction, unknown))
    }

    /// The picture with a key; none when no article has it.
    pub fn image(&self, key: &str) -> Result<Option<StoredImage>, LibraryError> {
        let folder = self.place().images();
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT i.key, i.url, r.name, r.media_type, t.name, t.media_type, i.shown, i.failed, i.tries, i.retry_at
                 FROM image AS i LEFT JOIN file AS r ON r.hash = i.reading LEFT JOIN file AS t ON t.hash = i.thumbnail
                 WHERE i.key = ?1",
            )?;
            let found = query.query_row([key], |row| {
                Ok(StoredImage {
                    key: row.get(0)?,
                    url: row.get(1)?,
                    reading: file_in(&folder, row.get(2)?, row.get(3)?),
                    thumbnail: file_in(&folder, row.get(4)?, row.get(5)?),
                    shown: row.get::<_, Option<i64>>(6)?.map(timestamp),
                    failed: row.get(7)?,
                    tries: row.get(8)?,
                    retry_at: row.get::<_, Option<i64>>(9)?.map(timestamp),
                })
            });
            Ok(found.optional()?)
        })
    }

    /// Keeps a picture in its two sizes. The files are whole and on disk before the library names them; what is here
    /// already, under whichever address it came, lies there once.
    ///
    /// # Errors
    /// `NotFound` for a key that was not expected.
    pub fn store_image(
        &self,
        key: &str,
        reading: &NewFile,
        thumbnail: Option<&NewFile>,
        now: Timestamp,
    ) -> Result<(), LibraryError> {
        if self.image(key)?.is_none() {
            return Err(LibraryError::not_found("picture", key));
        }
        let reading = self.keep_file(reading)?;
        let thumbnail = thumbnail.map(|file| self.keep_file(file)).transpose()?;
        let (key, folder) = (key.to_owned(), self.place().images());
        self.writer().write(move |transaction| {
            let before: [Option<String>; 2] = transaction
                .prepare_cached("SELECT reading, thumbnail FROM image WHERE key = ?1")?
                .query_row([&key], |row| Ok([row.get(0)?, row.get(1)?]))?;
            for (hash, name, media_type, bytes) in [Some(&reading), thumbnail.as_ref()].into_iter().flatten() {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO file (hash, name, media_type, bytes) VALUES (?1, ?2, ?3, ?4)")?
                    .execute((hash, name, media_type, bytes))?;
            }
            transaction
                .prepare_cached(
                    "UPDATE image SET reading = ?2, thumbnail = ?3, stored = ?4, shown = coalesce(shown, ?4), failed = NULL,
                     tries = 0, retry_at = NULL WHERE key = ?1",
                )?
                .execute((&key, reading.0, thumbnail.map(|file| file.0), millis(now)))?;
            for hash in before.iter().flatten() {
                forget_unnamed(transaction, &folder, Some(hash))?;
            }
            Ok(())
        })
    }

    /// Writes a file under the hash of what is in it.
    fn keep_file(&self, new: &NewFile) -> Result<FileRow, LibraryError> {
        self.keep_file_as(hash_of(&new.bytes), new)
    }

    /// Writes a file under a hash, 64 hex digits.
    pub(crate) fn keep_file_as(&self, hash: String, new: &NewFile) -> Result<FileRow, LibraryError> {
        // 256 folders, since some file systems are slow in large ones.
        let name = format!("{}/{hash}.{}", &hash[..2], ending(&new.media_type));
        let path = self.place().images().join(&name);
        let length = new.bytes.len() as u64;
        if length_of(&path).ok().flatten() != Some(length) {
            let written = path.parent().map_or(Ok(()), make_folder).and_then(|()| write_whole(&path, &new.bytes));
            written.map_err(|error| LibraryError::io(&self.place().folder, &error))?;
        }
        Ok((hash, name, new.media_type.clone(), body::count(new.bytes.len())))
    }

    /// Notes that a picture could not be had, and when that is worth another try; none for never.
    ///
    /// # Errors
    /// `NotFound` for a key that was not expected.
    pub fn fail_image(&self, key: &str, reason: &str, retry_at: Option<Timestamp>) -> Result<(), LibraryError> {
        let (key, reason) = (key.to_owned(), reason.to_owned());
        self.writer().write(move |transaction| {
            let changed = transaction.execute(
                "UPDATE image SET failed = ?2, tries = tries + 1, retry_at = ?3 WHERE key = ?1",
                (&key, reason, retry_at.map(millis)),
            )?;
            if changed == 0 { Err(LibraryError::not_found("picture", key).into()) } else { Ok(()) }
        })
    }

    /// Notes that a picture was seen: the least lately seen go first when room is needed.
    pub fn image_shown(&self, key: &str, now: Timestamp) -> Result<(), LibraryError> {
        let key = key.to_owned();
        self.writer().write(move |transaction| {
            transaction.prepare_cached("UPDATE image SET shown = ?2 WHERE key = ?1")?.execute((key, millis(now)))?;
            Ok(())
        })
    }
}

/// Forgets a file that no picture names any more, or all of them, and removes them.
pub(crate) fn forget_unnamed(transaction: &Transaction<'_>, folder: &Path, hash: Option<&str>) -> Result<(), Fault> {
    let names: Vec<String> = transaction
        .prepare_cached(
            "DELETE FROM file WHERE (?1 IS NULL OR hash = ?1) AND NOT EXISTS (SELECT 1 FROM image WHERE reading = hash)
             AND NOT EXISTS (SELECT 1 FROM image WHERE thumbnail = hash) RETURNING name",
        )?
        .query_map([hash], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for name in names {
        // A file that stays though nobody names it takes room and does no harm.
        if let Err(error) = std::fs::remove_file(folder.join(name)) {
            tracing::info!(%error, "a picture's file was not removed");
        }
    }
    Ok(())
}

/// Hash, name, media type and size.
pub(crate) type FileRow = (String, String, String, i64);

pub(crate) fn file_in(folder: &Path, name: Option<String>, media_type: Option<String>) -> Option<ImageFile> {
    // A damaged name must not lead out of the folder.
    let name = name.filter(|name| !name.contains("..") && !name.starts_with(['/', '\\']))?;
    Some(ImageFile { path: folder.join(name), media_type: media_type? })
}

/// Keys and addresses of those that are not known yet. Looked at first: a refresh that brings nothing new should not
/// wait for the disk.
pub(crate) fn unknown(library: &Library, urls: &[String]) -> Result<Vec<(String, String)>, LibraryError> {
    library.reader().read(|connection| {
        let mut known = connection.prepare_cached("SELECT 1 FROM image WHERE key = ?1")?;
        let mut unknown = Vec::new();
        for url in urls {
            let key = image_key(url);
            if !known.exists([&key])? {
                unknown.push((key, url.clone()));
            }
        }
        Ok(unknown)
    })
}

pub(crate) fn expect(transaction: &Transaction<'_>, pictures: Vec<(String, String)>) -> Result<(), Fault> {
    let mut add = transaction.prepare_cached("INSERT OR IGNORE INTO image (key, url) VALUES (?1, ?2)")?;
    for row in pictures {
        add.execute(row)?;
    }
    Ok(())
}

/// For people and programs that look into the folder; the library goes by its own note of the media type.
fn ending(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/avif" => "avif",
        _ => "img",
    }
}
