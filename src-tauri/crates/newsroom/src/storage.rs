//! What the library takes on the disk, and what follows a refresh: texts, offline articles, room for pictures.

use std::collections::HashSet;

use library::{Library, LibraryError};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use crate::wire::Storage;
use crate::{Failure, Newsroom, entries, left_out, settings};

const MEGABYTE: u64 = 1024 * 1024;

/// What was done after a refresh.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct AfterRefresh {
    /// Pages whose text came.
    pub texts: u64,
    /// Pictures that were removed to make room.
    pub removed_pictures: u64,
    /// Articles that were beyond what their source keeps.
    pub removed_articles: u64,
}

impl Newsroom {
    /// Fetches the pages that wait and what offline articles lack, removes what is beyond the rules, and makes room for pictures, until `cancel` fires.
    ///
    /// # Errors
    /// `storage` and its like: what cannot be had from the network is no failure.
    pub async fn after_refresh(&self, cancel: &CancellationToken) -> Result<AfterRefresh, Failure> {
        let texts = self.fetch_wanted_pages(cancel).await?;
        self.keep_all_offline(cancel).await?;
        // Before anything is removed.
        let backed_up = self.back_up_daily().await;
        let removed_articles = self.remove_old(cancel).await?;
        let removed_pictures = self.make_room().await?;
        if let Err(failure) = backed_up {
            tracing::warn!(%failure, "there is no backup of today");
        }
        Ok(AfterRefresh { texts, removed_pictures, removed_articles })
    }

    /// What the library takes on the disk.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub async fn storage(&self) -> Result<Storage, Failure> {
        self.with_library(|library, _| {
            let sizes = library.sizes(&kept_pictures(library)?)?;
            Ok(Storage {
                database: sizes.database,
                pictures: sizes.pictures,
                kept: sizes.kept,
                rest: sizes.pictures.saturating_sub(sizes.kept),
                picture_count: sizes.picture_count,
                limit: limit(library),
                articles: sizes.articles,
                free: sizes.free,
                kept_articles: library.kept_articles()?.len() as u64,
            })
        })
        .await
    }

    /// Removes pictures beyond the limit, the least lately seen first; none of an article that the reader keeps.
    ///
    /// # Errors
    /// `storage` when the library cannot be written.
    pub async fn make_room(&self) -> Result<u64, Failure> {
        self.with_library(|library, _| {
            let limit = limit(library);
            if library.sizes(&HashSet::new())?.pictures <= limit {
                return Ok(0);
            }
            Ok(library.evict_images(kept_pictures(library)?, limit)?.pictures)
        })
        .await
    }
}

fn limit(library: &Library) -> u64 {
    u64::from(settings::stored(library).picture_limit_mb) * MEGABYTE
}

/// Keys of the pictures of articles that are saved, offline, tagged or highlighted.
fn kept_pictures(library: &Library) -> Result<HashSet<String>, Failure> {
    let mut keys = HashSet::new();
    for id in library.kept_articles()? {
        let Some(article) = readable(library.article(id))? else { continue };
        if let Some(other) = readable(library.texts(id))?.and_then(|texts| texts.other) {
            let pictures = entries::pictures(other.article.lead_image.as_deref(), &other.article.html);
            keys.extend(pictures.iter().map(|url| library::image_key(url)));
        }
        let article = left_out::with_restored(article);
        let pictures = entries::pictures(article.row.lead_image.as_deref(), &article.html);
        keys.extend(pictures.iter().map(|url| library::image_key(url)));
    }
    Ok(keys)
}

/// What can be read. The text of an article may have gone while its marks stayed, and of one that is damaged nobody knows
/// any more which pictures it shows; they come again with its text. What cannot be read just now fails: it may be kept.
fn readable<T>(read: Result<T, LibraryError>) -> Result<Option<T>, Failure> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(LibraryError::NotFound { .. } | LibraryError::Damaged { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
