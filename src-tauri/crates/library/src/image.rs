//! Pictures: files below images/, known by the hash of their address.

use std::path::PathBuf;

use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Transaction};
use sha2::{Digest as _, Sha256};

use crate::error::Fault;
use crate::place::{make_folder, write_whole};
use crate::time::millis;
use crate::{Library, LibraryError, body};

/// A picture some article shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImage {
    /// Its key.
    pub key: String,
    /// Its address.
    pub url: String,
    /// Its file, once it was fetched.
    pub path: Option<PathBuf>,
    /// The file's media type.
    pub media_type: Option<String>,
    /// Why it cannot be had, when that will not change by itself.
    pub failed: Option<String>,
}

/// The key of the picture at an address: the SHA-256 of it in lower-case hex.
#[must_use]
pub fn image_key(url: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(url.as_bytes()).iter().fold(String::with_capacity(64), |mut key, byte| {
        let _ = write!(key, "{byte:02x}");
        key
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

    /// The picture with a key; none when no article has it. Its file may have been removed by others.
    pub fn image(&self, key: &str) -> Result<Option<StoredImage>, LibraryError> {
        let folder = self.place().images();
        self.reader().read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT key, url, file, media_type, failed FROM image WHERE key = ?1")?;
            let found = query.query_row([key], |row| {
                let file: Option<String> = row.get(2)?;
                Ok(StoredImage {
                    key: row.get(0)?,
                    url: row.get(1)?,
                    // A damaged name must not lead out of the folder.
                    path: file
                        .filter(|file| !file.contains("..") && !file.starts_with(['/', '\\']))
                        .map(|file| folder.join(file)),
                    media_type: row.get(3)?,
                    failed: row.get(4)?,
                })
            });
            Ok(found.optional()?)
        })
    }

    /// Keeps a picture's file. The file is whole and on disk before the library names it.
    ///
    /// # Errors
    /// `NotFound` for a key that was not expected.
    pub fn store_image(&self, key: &str, bytes: &[u8], media_type: &str, now: Timestamp) -> Result<(), LibraryError> {
        if self.image(key)?.is_none() {
            return Err(LibraryError::not_found("picture", key));
        }
        // Known keys are hex digits, so the name is safe. 256 folders, since some file systems are slow in large ones.
        let file = format!("{}/{key}.{}", &key[..2], ending(media_type));
        let path = self.place().images().join(&file);
        let written = path.parent().map_or(Ok(()), make_folder).and_then(|()| write_whole(&path, bytes));
        written.map_err(|error| LibraryError::io(&self.place().folder, &error))?;
        let row = (key.to_owned(), file, media_type.to_owned(), body::count(bytes.len()), millis(now));
        self.writer().write(move |transaction| {
            transaction.execute(
                "UPDATE image SET file = ?2, media_type = ?3, bytes = ?4, stored = ?5, failed = NULL WHERE key = ?1",
                row,
            )?;
            Ok(())
        })
    }

    /// Notes why a picture cannot be had, so that it is not asked for again and again.
    ///
    /// # Errors
    /// `NotFound` for a key that was not expected.
    pub fn fail_image(&self, key: &str, reason: &str) -> Result<(), LibraryError> {
        let (key, reason) = (key.to_owned(), reason.to_owned());
        self.writer().write(move |transaction| {
            let changed = transaction.execute("UPDATE image SET failed = ?2 WHERE key = ?1", (&key, reason))?;
            if changed == 0 { Err(LibraryError::not_found("picture", key).into()) } else { Ok(()) }
        })
    }
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
