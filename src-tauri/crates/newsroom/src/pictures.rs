//! Pictures: the window asks by key, and what the library does not have yet is fetched into it first.

use fetch::Kind;
use url::Url;

use crate::{Failure, Newsroom};

/// A picture's bytes and what they are.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The file as it was served.
    pub bytes: Vec<u8>,
    /// As sniffed, one of the raster types `fetch` allows.
    pub media_type: String,
}

/// How large a picture is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PictureSize {
    /// For a list: about 400 pixels wide.
    Thumbnail,
    /// For the article: about 1600 pixels wide.
    #[default]
    Reading,
}

impl PictureSize {
    /// As an address says it (`size=thumbnail`); anything else is for reading.
    #[must_use]
    pub fn of_query(query: Option<&str>) -> Self {
        let thumbnail = query.is_some_and(|query| query.split('&').any(|pair| pair == "size=thumbnail"));
        if thumbnail { Self::Thumbnail } else { Self::Reading }
    }
}

impl Newsroom {
    /// The picture with this key; fetched and kept when it is known but not here.
    ///
    /// # Errors
    /// `not-found` for a key no article has, or why it could not be fetched.
    pub async fn picture(&self, key: &str, _size: PictureSize) -> Result<Picture, Failure> {
        let wanted = key.to_owned();
        let unknown = || Failure::new("not-found", "The picture", "no article has it", "reload the article");
        let stored = self.with_library(move |library, _| Ok(library.image(&wanted)?)).await?.ok_or_else(unknown)?;
        if let (Some(path), Some(media_type)) = (stored.path, stored.media_type) {
            // A file that went missing is fetched again below.
            if let Ok(bytes) = tokio::fs::read(&path).await {
                return Ok(Picture { bytes, media_type });
            }
        }
        if stored.failed.is_some() {
            return Err(Failure::new(
                "not-found",
                "The picture",
                "its server did not give it",
                "open the article in the browser",
            ));
        }
        self.fetch_picture(&stored.url).await
    }

    pub(crate) async fn fetch_picture(&self, url: &str) -> Result<Picture, Failure> {
        let key = library::image_key(url);
        let address = Url::parse(url).map_err(|_| {
            Failure::new("invalid-address", "The picture", "its address is none", "open the article in the browser")
        })?;
        match self.ask(&address, Kind::Image, &fetch::Validators::default()).await {
            Ok(response) => {
                let media_type = response.content_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned());
                let picture = Picture { bytes: response.bytes, media_type };
                let kept = picture.clone();
                // A full disk must not keep a picture from being seen.
                if let Err(failure) = self
                    .with_library(move |library, now| {
                        Ok(library.store_image(&key, &kept.bytes, &kept.media_type, now)?)
                    })
                    .await
                {
                    tracing::warn!(%failure, "a picture was not kept");
                }
                Ok(picture)
            }
            Err(failure) => {
                let reason = failure.code.clone();
                // Only what will not change by itself is remembered as failed.
                if matches!(reason.as_str(), "not-found" | "gone" | "unsupported" | "too-large" | "private-address") {
                    self.with_library(move |library, _| Ok(library.fail_image(&key, &reason)?)).await?;
                }
                Err(failure)
            }
        }
    }
}
