//! The back catalogue: older entries of a source that publishes its archive (RFC 5005), fetched when the reader asks.

use fetch::{Access, Held, Validators};
use library::{Source, SourceId};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::read_feed::read_feed;
use crate::reading::kind_of_page;
use crate::refresh::hex;
use crate::wire::Older;
use crate::{Failure, Newsroom, blocking, entries};

/// Pages of an archive that are fetched at a time; asking again goes on from there.
const MOST_PAGES: u64 = 20;

impl Newsroom {
    /// Fetches older entries of a source, a page of its archive after another, each once.
    ///
    /// # Errors
    /// `no-archive` when the source has none (any more); what stopped the fetching, when nothing had come before.
    pub async fn older_articles(&self, id: i64) -> Result<Older, Failure> {
        let id = SourceId::new(id);
        let source = self.with_library(move |library, _| Ok(library.source(id)?)).await?;
        let mut next = source.archive.clone();
        if next.is_none() {
            return Err(Failure::new(
                "no-archive",
                format!("Older articles of {}", source.title),
                "the source offers no archive, or all of it has been fetched",
                "look on its site for what is older",
            ));
        }
        let mut older = Older { pages: 0, new: 0, more: false };
        let mut seen = vec![source.url.clone()];
        while let Some(address) = next.take() {
            if older.pages == MOST_PAGES || seen.contains(&address) {
                older.more = !seen.contains(&address);
                self.note_archive(id, Some(address).filter(|_| older.more)).await?;
                break;
            }
            let read = match self.archive_page(&address, &source).await {
                Ok(read) => read,
                Err(failure) if older.pages == 0 => return Err(failure),
                Err(failure) => {
                    tracing::info!(%failure, "the archive ends early");
                    older.more = true;
                    self.note_archive(id, Some(address)).await?;
                    break;
                }
            };
            seen.push(address);
            next = read.archive;
            let articles = read.articles;
            let stored = self
                .change_library(move |library, now| {
                    let pictures: Vec<String> = articles
                        .iter()
                        .flat_map(|article| entries::pictures(article.lead_image.as_deref(), &article.html))
                        .collect();
                    library.expect_images(&pictures)?;
                    Ok(library.store_articles(id, articles, now)?)
                })
                .await?;
            older.pages += 1;
            older.new += stored.new.len() as u64;
            let at = next.clone();
            self.note_archive(id, at).await?;
        }
        Ok(older)
    }

    async fn archive_page(&self, address: &str, source: &Source) -> Result<crate::read_feed::ReadFeed, Failure> {
        let url = Url::parse(address).map_err(|_| {
            Failure::new("invalid-address", address, "the archive's address is none", "look on the site")
        })?;
        // The login of the source is for its own server.
        let own = Url::parse(&source.url).is_ok_and(|feed| feed.origin() == url.origin());
        let access = if own { self.access_of(source).await? } else { Access::default() };
        let asked = self.client().get_as(&url, kind_of_page(&url, &source.url), &Validators::default(), &access).await;
        let mut response = asked.map_err(|error| self.unfetched(&error, &url))?;
        response.held = Held::default();
        let now = self.now();
        let hash = hex(&Sha256::digest(&response.bytes));
        blocking(move || read_feed(response, hash, now)).await?
    }

    async fn note_archive(&self, id: SourceId, at: Option<String>) -> Result<(), Failure> {
        self.with_library(move |library, _| Ok(library.set_archive(id, at.as_deref())?)).await
    }
}
