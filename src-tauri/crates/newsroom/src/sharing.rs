//! Sharing an article through what this system offers, and opening addresses.

use std::path::PathBuf;

use library::ArticleId;

use crate::wire::{ShareResult, ShareTarget};
use crate::{Failure, Newsroom, blocking};

impl Newsroom {
    pub(crate) async fn share_targets(&self, id: i64) -> Result<Vec<ShareTarget>, Failure> {
        let item = self.share_item(id).await?;
        let targets = blocking(move || share::targets(&item)).await?;
        Ok(targets
            .into_iter()
            .map(|target| ShareTarget {
                id: target.id.to_string(),
                name: target.name,
                kind: target.kind.as_str().to_owned(),
            })
            .collect())
    }

    pub(crate) async fn share(&self, id: i64, target: String) -> Result<ShareResult, Failure> {
        let item = self.share_item(id).await?;
        let sent = blocking(move || share::send(&item, &target.parse()?)).await?.map_err(|error| from_share(&error))?;
        Ok(match sent {
            share::Sent::Text { text, message } => ShareResult { kind: "text".to_owned(), text: Some(text), message },
            share::Sent::HandedOver { message } => ShareResult { kind: "handedOver".to_owned(), text: None, message },
        })
    }

    pub(crate) async fn open_address(&self, address: String) -> Result<(), Failure> {
        blocking(move || share::open_address(&address)).await?.map_err(|error| from_share(&error))
    }

    async fn share_item(&self, id: i64) -> Result<share::Item, Failure> {
        self.with_library(move |library, _| {
            let article = library.article(ArticleId::new(id))?;
            let image: Option<PathBuf> = match article.row.lead_image.as_deref() {
                Some(url) => {
                    library.image(&library::image_key(url))?.and_then(|image| image.reading).map(|file| file.path)
                }
                None => None,
            };
            let url = article.row.url.ok_or_else(|| {
                Failure::new("no-address", "Sharing", "this article has no address of its own", "copy its text instead")
            })?;
            let source = Some(article.row.source_title).filter(|title| !title.is_empty());
            Ok(share::Item { title: article.row.title, url, source, quote: None, image })
        })
        .await
    }
}

fn from_share(error: &share::ShareError) -> Failure {
    let sentence = error.to_string();
    let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "copy the link instead"));
    Failure::new(error.code(), "Sharing", why, todo)
}
