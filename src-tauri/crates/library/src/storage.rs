//! What the library takes on the disk, and which pictures go when there is no room for all.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use serde::Serialize;

use crate::error::Fault;
use crate::place::length;
use crate::{ArticleId, Library, LibraryError, image, space};

/// What the library takes, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sizes {
    /// The database and its log.
    pub database: u64,
    /// All pictures.
    pub pictures: u64,
    /// Of these, the ones that stay in any case.
    pub kept: u64,
    /// How many pictures there are.
    pub picture_count: u64,
    /// Articles with their texts.
    pub articles: u64,
    /// Of the database, room that is empty: what comes next goes there.
    pub free: u64,
}

/// What was removed to make room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Evicted {
    /// Pictures.
    pub pictures: u64,
    /// Bytes.
    pub bytes: u64,
}

/// The articles whose pictures are never removed: the reader did something to them.
const KEPT: &str = "SELECT id FROM status WHERE saved = 1 UNION SELECT id FROM status WHERE offline = 1
    UNION SELECT article FROM tag UNION SELECT article FROM highlight";

impl Library {
    /// Articles that are saved, offline, tagged or highlighted.
    pub fn kept_articles(&self) -> Result<Vec<ArticleId>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(KEPT)?;
            let rows = query.query_map([], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Articles that are marked offline, and saved ones where they count; the newest first.
    pub fn offline_articles(&self, saved_too: bool) -> Result<Vec<ArticleId>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(
                "SELECT s.id FROM (SELECT id FROM status WHERE offline = 1 UNION SELECT id FROM status WHERE saved = 1 AND ?1) AS k
                 CROSS JOIN status AS s ON s.id = k.id CROSS JOIN article AS a ON a.id = s.id
                 ORDER BY s.published DESC, s.id DESC",
            )?;
            let rows = query.query_map([saved_too], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What the library takes. `kept` are the keys of the pictures that stay in any case.
    pub fn sizes(&self, kept: &HashSet<String>) -> Result<Sizes, LibraryError> {
        let place = self.place();
        let on_disk = |path| length(path).ok().flatten().unwrap_or(0);
        let database = on_disk(&place.database()) + on_disk(&place.log());
        self.reader().read(|connection| {
            let files = files(connection)?;
            let mut of_kept = HashSet::new();
            let mut sizes =
                Sizes { database, pictures: files.values().map(|file| file.bytes).sum(), ..Sizes::default() };
            for picture in pictures(connection)? {
                sizes.picture_count += 1;
                if kept.contains(&picture.key) {
                    of_kept.extend(picture.files);
                }
            }
            sizes.kept = of_kept.iter().filter_map(|hash| files.get(hash)).map(|file| file.bytes).sum();
            sizes.articles =
                connection.query_row("SELECT count(*) FROM article", [], |row| row.get::<_, i64>(0))?.unsigned_abs();
            sizes.free = space::free(connection)?;
            Ok(sizes)
        })
    }

    /// Removes pictures until all of them take no more than `limit` bytes, the least lately seen first, and none of
    /// `kept`. They are fetched again when somebody looks at them.
    pub fn evict_images(&self, kept: HashSet<String>, limit: u64) -> Result<Evicted, LibraryError> {
        let folder = self.place().images();
        self.writer().write(move |transaction| {
            image::forget_unnamed(transaction, &folder, None)?;
            let mut files = files(transaction)?;
            let mut total: u64 = files.values().map(|file| file.bytes).sum();
            let mut evicted = Evicted::default();
            if total <= limit {
                return Ok(evicted);
            }
            let pictures = pictures(transaction)?;
            for hash in pictures.iter().flat_map(|picture| &picture.files) {
                files.entry(hash.clone()).and_modify(|file| file.users += 1);
            }
            for picture in pictures.into_iter().filter(|picture| !kept.contains(&picture.key)) {
                if total <= limit {
                    break;
                }
                transaction
                    .prepare_cached("UPDATE image SET reading = NULL, thumbnail = NULL WHERE key = ?1")?
                    .execute([&picture.key])?;
                evicted.pictures += 1;
                for hash in &picture.files {
                    let Some(file) = files.get_mut(hash) else { continue };
                    file.users -= 1;
                    if file.users > 0 {
                        continue;
                    }
                    transaction.prepare_cached("DELETE FROM file WHERE hash = ?1")?.execute([hash])?;
                    // A file that stays though nobody names it takes room and does no harm.
                    if let Err(error) = std::fs::remove_file(folder.join(&file.name)) {
                        tracing::info!(%error, "a picture's file was not removed");
                    }
                    total -= file.bytes.min(total);
                    evicted.bytes += file.bytes;
                }
            }
            Ok(evicted)
        })
    }
}

struct File {
    name: String,
    bytes: u64,
    /// How many pictures name it.
    users: u64,
}

struct Picture {
    key: String,
    files: Vec<String>,
}

fn files(connection: &Connection) -> Result<HashMap<String, File>, Fault> {
    let mut query = connection.prepare_cached("SELECT hash, name, bytes FROM file")?;
    let rows = query.query_map([], |row| {
        Ok((row.get(0)?, File { name: row.get(1)?, bytes: row.get::<_, i64>(2)?.unsigned_abs(), users: 0 }))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Those that are here, the least lately seen first.
fn pictures(connection: &Connection) -> Result<Vec<Picture>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT key, reading, thumbnail FROM image WHERE reading IS NOT NULL ORDER BY coalesce(shown, stored, 0), key",
    )?;
    let rows = query.query_map([], |row| {
        let files: [Option<String>; 2] = [row.get(1)?, row.get(2)?];
        let mut files: Vec<String> = files.into_iter().flatten().collect();
        files.dedup();
        Ok(Picture { key: row.get(0)?, files })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
