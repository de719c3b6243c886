//! Saved means kept: the full text and every picture of a saved article are fetched into the library.

use futures::{StreamExt as _, stream};
use library::{ArticleId, ListQuery};

use crate::{Failure, Newsroom, entries, lock};

/// Pictures of one article fetched side by side.
const AT_ONCE: usize = 4;

impl Newsroom {
    /// Fetches what a saved article still lacks. What cannot be had is logged and tried again after a later refresh.
    pub(crate) async fn keep_offline(&self, id: ArticleId) -> Result<(), Failure> {
        let text = self.fetch_full_text(id).await;
        if let Err(failure) = &text {
            tracing::info!(%failure, "the full text of a saved article was not had");
        }
        let has_text = text.is_ok() || lock(&self.0.asked_pages).contains(&id);
        let missing = self
            .with_library(move |library, _| {
                let article = library.article(id)?;
                let mut missing = Vec::new();
                for url in entries::pictures(article.row.lead_image.as_deref(), &article.html) {
                    let stored = library.image(&library::image_key(&url))?;
                    if stored.is_none_or(|image| image.path.is_none() && image.failed.is_none()) {
                        missing.push(url);
                    }
                }
                library.expect_images(&missing)?;
                Ok(missing)
            })
            .await?;
        let fetches = missing.iter().map(|url| async move {
            let got = self.fetch_picture(url).await;
            if let Err(failure) = &got {
                tracing::info!(%failure, "a picture of a saved article was not had");
            }
            got.is_ok()
        });
        // A vector of futures first: a lazy iterator in the stream does not prove itself Send.
        let got = stream::iter(fetches.collect::<Vec<_>>()).buffer_unordered(AT_ONCE).collect::<Vec<bool>>().await;
        if has_text && got.iter().all(|got| *got) {
            lock(&self.0.whole).insert(id);
        }
        Ok(())
    }

    /// Goes once more over all saved articles: for those saved while the network was away or the app was closed.
    pub(crate) async fn keep_saved_offline(&self) -> Result<(), Failure> {
        let query = ListQuery { scope: library::Scope::Saved, limit: Some(500), ..ListQuery::default() };
        let saved = self.with_library(move |library, _| Ok(library.list(&query)?.rows)).await?;
        for row in saved {
            // Looked at once a session: reading hundreds of articles after every refresh would only find them whole.
            if lock(&self.0.whole).contains(&row.id) {
                continue;
            }
            self.keep_offline(row.id).await?;
        }
        Ok(())
    }
}
