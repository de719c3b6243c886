//! Sharing an article through what this system offers, and opening addresses and the folder of exports.

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

    /// Of all folders this one alone: what a window asks for cannot name another.
    pub(crate) async fn open_downloads(&self) -> Result<(), Failure> {
        let folder = self.0.options.downloads_dir.clone();
        let opened = {
            let folder = folder.clone();
            blocking(move || share::open_folder(&folder)).await?
        };
        opened.map_err(|error| {
            let sentence = error.to_string();
            let (why, _) = sentence.split_once(": ").unwrap_or((&sentence, ""));
            let todo = format!("look for it in your file manager, at {}", folder.display());
            Failure::new(error.code(), "Opening the folder", why, todo)
        })
    }

    /// An article as it is shared: its address without what only tracks, and its picture's file if that is here.
    ///
    /// # Errors
    /// When there is no such article, or it has no address.
    pub async fn share_item(&self, id: i64) -> Result<share::Item, Failure> {
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
            Ok(share::Item {
                title: article.row.title,
                url: Some(to_share(url)),
                source,
                image,
                ..share::Item::default()
            })
        })
        .await
    }
}

/// What is passed on does not say where its reader found it. The library keeps the address as the source gave it: articles
/// are known by it.
fn to_share(address: String) -> String {
    url::Url::parse(&address).map_or(address, |url| article::undecorated(&url).into())
}

fn from_share(error: &share::ShareError) -> Failure {
    let sentence = error.to_string();
    let (why, todo) = sentence.split_once(": ").unwrap_or((&sentence, "copy the link instead"));
    Failure::new(error.code(), "Sharing", why, todo)
}

#[cfg(test)]
mod tests {
    use super::to_share;

    #[test]
    fn a_shared_address_does_not_say_where_it_was_found() {
        let shared = |address: &str| to_share(address.to_owned());
        assert_eq!(shared("https://e.example/a?id=1&utm_source=rss#b"), "https://e.example/a?id=1#b");
        assert_eq!(shared("https://e.example/a%7Eb?x=%20"), "https://e.example/a%7Eb?x=%20");
        assert_eq!(shared("no address"), "no address");
    }
}
