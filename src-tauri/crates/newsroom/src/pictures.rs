//! Pictures: the window asks by key and size, and what the library does not have yet is fetched into it first, once.

use std::sync::Arc;
use std::time::Duration;

use fetch::Kind;
use jiff::{SignedDuration, Timestamp};
use library::{ImageFile, NewFile, StoredImage};
use picture::Sizes;
use url::Url;

use crate::{Failure, Newsroom, blocking, lock};

/// Longer than this nobody waits for a picture to be unpacked.
const PATIENCE: Duration = Duration::from_secs(20);
/// When a picture was last seen is noted to the day: who reads does not write at every look.
const SEEN: SignedDuration = SignedDuration::from_hours(24);
/// Seconds until a picture that failed is tried again, doubled each time.
const RETRY: u64 = 60;
/// Doubled at most so many times: a day.
const MOST_DOUBLED: u32 = 11;

/// A picture's bytes and what they are.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// One of the raster types the window shows.
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

    /// The file of that size; the larger one where there is no smaller.
    fn file(self, stored: &StoredImage) -> Option<&ImageFile> {
        stored.thumbnail.as_ref().filter(|_| self == Self::Thumbnail).or(stored.reading.as_ref())
    }
}

impl Newsroom {
    /// The picture with this key; fetched and kept when it is known but not here.
    ///
    /// # Errors
    /// `not-found` for a key no article has, or why it could not be fetched.
    pub async fn picture(&self, key: &str, size: PictureSize) -> Result<Picture, Failure> {
        let stored = self.stored_picture(key).await?;
        if let Some(picture) = read(size.file(&stored)).await {
            self.note_seen(&stored);
            return Ok(picture);
        }
        // Whoever comes second to a picture finds it stored.
        let gate = self.gate(key);
        let _held = gate.lock().await;
        let stored = self.stored_picture(key).await?;
        if let Some(picture) = read(size.file(&stored)).await {
            return Ok(picture);
        }
        if stored.rests(self.now()) {
            return Err(Failure::new(
                "not-found",
                "The picture",
                "its server did not give it",
                "open the article in the browser",
            ));
        }
        let sizes = self.fetch_picture(&stored).await?;
        let file = sizes.thumbnail.filter(|_| size == PictureSize::Thumbnail).unwrap_or(sizes.reading);
        Ok(Picture { bytes: file.bytes, media_type: file.media_type.to_owned() })
    }

    /// Fetches a picture that is not here, whether it failed lately or not.
    pub(crate) async fn fetch_missing_picture(&self, key: &str) -> Result<(), Failure> {
        let gate = self.gate(key);
        let _held = gate.lock().await;
        let stored = self.stored_picture(key).await?;
        if read(stored.reading.as_ref()).await.is_some() {
            return Ok(());
        }
        self.fetch_picture(&stored).await.map(drop)
    }

    async fn stored_picture(&self, key: &str) -> Result<StoredImage, Failure> {
        let key = key.to_owned();
        let unknown = || Failure::new("not-found", "The picture", "no article has it", "reload the article");
        self.with_library(move |library, _| Ok(library.image(&key)?)).await?.ok_or_else(unknown)
    }

    pub(crate) fn gate(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut gates = lock(&self.0.gates);
        if let Some(gate) = gates.get(key).and_then(std::sync::Weak::upgrade) {
            return gate;
        }
        gates.retain(|_, gate| gate.strong_count() > 0);
        let gate = Arc::default();
        gates.insert(key.to_owned(), Arc::downgrade(&gate));
        gate
    }

    fn note_seen(&self, stored: &StoredImage) {
        let now = self.now();
        if stored.shown.is_some_and(|shown| now.duration_since(shown).abs() < SEEN) {
            return;
        }
        let (newsroom, key) = (self.clone(), stored.key.clone());
        tokio::spawn(async move {
            // A library that cannot be written is read all the same.
            let _ = newsroom.with_library(move |library, now| Ok(library.image_shown(&key, now)?)).await;
        });
    }

    async fn fetch_picture(&self, stored: &StoredImage) -> Result<Sizes, Failure> {
        let failure = match self.asked_picture(&stored.url).await {
            Ok(sizes) => {
                let kept = sizes.clone();
                let key = stored.key.clone();
                let file = |file: picture::File| NewFile { bytes: file.bytes, media_type: file.media_type.to_owned() };
                // A full disk must not keep a picture from being seen.
                let stored = self.with_library(move |library, now| {
                    Ok(library.store_image(&key, &file(kept.reading), kept.thumbnail.map(file).as_ref(), now)?)
                });
                if let Err(failure) = stored.await {
                    tracing::warn!(%failure, "a picture was not kept");
                }
                return Ok(sizes);
            }
            Err(failure) => failure,
        };
        let (reason, retry_at) = (failure.0.code.clone(), self.retry_at(&failure, stored.tries));
        // Without a network nothing can be said of a picture: it is tried whenever somebody looks.
        if !matches!(reason.as_str(), "proxy" | "no-certificates" | "unresolvable" | "unreachable") {
            let key = stored.key.clone();
            self.with_library(move |library, _| Ok(library.fail_image(&key, &reason, retry_at)?)).await?;
        }
        Err(failure.0)
    }

    /// When a picture that failed is worth another try; none for what will not change by itself.
    fn retry_at(&self, (failure, retry_after): &(Failure, Option<u64>), tries: u32) -> Option<Timestamp> {
        let lasts = matches!(
            failure.code.as_str(),
            "not-found" | "gone" | "unsupported" | "too-large" | "private-address" | "invalid-address"
        );
        let wait = (RETRY << tries.min(MOST_DOUBLED)).max(retry_after.unwrap_or(0));
        (!lasts).then(|| fetch::may_ask_at(self.now(), Some(wait)))
    }

    /// A picture from its address, in the sizes that are shown; with a failure, how long its server wants peace.
    async fn asked_picture(&self, url: &str) -> Result<Sizes, (Failure, Option<u64>)> {
        let address = Url::parse(url).map_err(|_| {
            let todo = "open the article in the browser";
            (Failure::new("invalid-address", "The picture", "its address is none", todo), None)
        })?;
        let response = if crate::sample::is_sample(&address) {
            crate::transport::sample_response(&address).map_err(|failure| (failure, None))?
        } else {
            let asked = self.client().get(&address, Kind::Drawable, &fetch::Validators::default()).await;
            asked.map_err(|error| (self.unfetched(&error, &address), error.retry_after()))?
        };
        let media_type = response.content_type.unwrap_or_default();
        let sizes = self.unpacked(response.bytes, media_type).await;
        sizes.map_err(|failure| (failure.of(crate::transport::shown(&address)), None))
    }

    /// The sizes of a picture that are shown.
    ///
    /// # Errors
    /// `unsupported` for what is none, `too-large` for what takes too long to be unpacked.
    pub(crate) async fn unpacked(&self, bytes: Vec<u8>, media_type: String) -> Result<Sizes, Failure> {
        let easel = self.0.easels.clone().acquire_owned().await.ok();
        // The place is kept until the unpacking has ended, also when nobody waits for it any more.
        let unpacking = blocking(move || {
            let _easel = easel;
            picture::sizes(&bytes, &media_type)
        });
        let unshown = |code: &str, why: String| Failure::new(code, "The picture", why, "open it in the browser");
        match tokio::time::timeout(PATIENCE, unpacking).await {
            Ok(Ok(Ok(sizes))) => Ok(sizes),
            Ok(Ok(Err(error))) => Err(unshown("unsupported", error.to_string())),
            Ok(Err(failure)) => Err(unshown("unsupported", failure.why)),
            Err(_) => Err(unshown("too-large", "unpacking it takes too long".to_owned())),
        }
    }
}

async fn read(file: Option<&ImageFile>) -> Option<Picture> {
    let file = file?;
    // A file that went missing is fetched again.
    let bytes = tokio::fs::read(&file.path).await.ok()?;
    Some(Picture { bytes, media_type: file.media_type.clone() })
}
