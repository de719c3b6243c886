//! Save for later: an article of a source, or any page by its address.

use article::Extracted;
use fetch::{Kind, Validators};
use jiff::Timestamp;
use library::{ArticleId, Library, NewArticle, NewSource, SourceId, SourceKind};
use url::Url;

use crate::wire::ArticleCard;
use crate::{Failure, Newsroom, address, blocking, entries, page_text, settings, views};

/// The shelf for pages that belong to no source. Not a web address, so nothing can be followed under it.
pub(crate) const SHELF: &str = "standfirst:saved";

/// Fewer characters than this are no article.
pub(crate) const LEAST_CHARS: usize = 200;

impl Newsroom {
    /// Saves or unsaves at once; text and pictures follow in the background.
    pub(crate) async fn set_saved(&self, id: i64, saved: bool) -> Result<ArticleCard, Failure> {
        let id = ArticleId::new(id);
        let card = self.mark_saved(id, saved).await?;
        if saved && self.keeps_saved().await? {
            let newsroom = self.clone();
            tokio::spawn(async move {
                match newsroom.keep_offline(id).await {
                    Ok(()) => newsroom.announce_change(),
                    Err(failure) => tracing::warn!(%failure, "a saved article is not whole yet"),
                }
            });
        }
        Ok(card)
    }

    /// Saves an article and waits until its text and pictures are here, as far as they can be had.
    ///
    /// # Errors
    /// `not-found`, or `storage` when the mark cannot be written.
    pub async fn save_now(&self, id: i64) -> Result<ArticleCard, Failure> {
        let id = ArticleId::new(id);
        let card = self.mark_saved(id, true).await?;
        if self.keeps_saved().await? {
            self.keep_offline(id).await?;
        }
        Ok(card)
    }

    async fn keeps_saved(&self) -> Result<bool, Failure> {
        self.with_library(|library, _| Ok(settings::stored(library).saved_offline)).await
    }

    /// The article at one of these addresses, when the library has it.
    pub(crate) async fn known_at(&self, addresses: Vec<Url>) -> Result<Option<ArticleId>, Failure> {
        self.with_library(move |library, _| {
            for url in addresses {
                if let Some(id) = library.find_by_address(exchange::import::page(url).as_str())? {
                    return Ok(Some(id));
                }
            }
            Ok(None)
        })
        .await
    }

    async fn mark_saved(&self, id: ArticleId, saved: bool) -> Result<ArticleCard, Failure> {
        self.change_library(move |library, now| {
            library.set_saved(id, saved, now)?;
            Ok(views::card(library.article(id)?.row))
        })
        .await
    }

    /// Fetches the page at an address, keeps its article with its pictures, and saves it. An article that is here
    /// already, whichever source it is from, is the one that is saved.
    ///
    /// # Errors
    /// Why it could not be fetched, or `no-article` when the page holds none.
    pub async fn save_address(&self, typed: &str) -> Result<ArticleCard, Failure> {
        self.save_asked_as(typed, Kind::Document).await
    }

    /// The same for an address that no person at this machine has vouched for: nothing private is reached on the way.
    ///
    /// # Errors
    /// `private-address`, and those of [`Newsroom::save_address`].
    pub(crate) async fn save_linked(&self, address: &str) -> Result<ArticleCard, Failure> {
        self.save_asked_as(address, Kind::Linked).await
    }

    async fn save_asked_as(&self, typed: &str, kind: Kind) -> Result<ArticleCard, Failure> {
        if let Some(known) = self.known_at(address::candidates(typed)?).await? {
            return self.save_now(known.get()).await;
        }
        let (article, walled) = self.article_at(typed, kind).await?;
        let led_to = article.url.as_deref().and_then(|url| Url::parse(url).ok());
        if let Some(known) = self.known_at(led_to.into_iter().collect()).await? {
            return self.save_now(known.get()).await;
        }
        let id = self
            .change_library(move |library, now| {
                let shelf = shelf(library, now)?;
                let (guid, url) = (article.guid.clone(), article.url.clone());
                library.store_articles(shelf, vec![article], now)?;
                let id = library.find_article(shelf, &guid)?;
                if let Some((id, (code, message))) = id.zip(walled) {
                    library.page_failed(id, url.as_deref(), &code, &message, None, now)?;
                }
                Ok(id)
            })
            .await?
            .ok_or_else(|| Failure::new("internal", "The page", "it was stored and not found again", "try again"))?;
        self.save_now(id.get()).await
    }

    /// The article at an address, and why it is only its beginning, when it is.
    async fn article_at(&self, typed: &str, kind: Kind) -> Result<(NewArticle, Option<(String, String)>), Failure> {
        let mut failed = None;
        for url in address::candidates(typed)? {
            match self.ask(&url, kind, &Validators::default()).await {
                Ok(response) => {
                    let (page, url) = blocking(move || (read_page(&response), response.final_url)).await?;
                    let first = page?;
                    let mut rest = Vec::new();
                    for (part, kind) in page_text::parts(&first, &url, kind) {
                        let Ok(response) = self.ask(&part, kind, &Validators::default()).await else { break };
                        let Ok(page) = blocking(move || read_page(&response)).await? else { break };
                        rest.push(page);
                    }
                    let page = page_text::joined(first, rest).await?;
                    let walled = page.paywalled.then(page_text::paywalled);
                    return Ok((entries::from_page(page, url.to_string(), &url), walled));
                }
                Err(failure) => failed = failed.or(Some(failure)),
            }
        }
        Err(failed.unwrap_or_else(|| {
            Failure::new("invalid-address", typed, "it is not an address", "paste the address of an article")
        }))
    }
}

/// The shelf, made when there is none.
pub(crate) fn shelf(library: &Library, now: Timestamp) -> Result<SourceId, Failure> {
    let pages = NewSource {
        kind: SourceKind::Saved,
        url: SHELF.to_owned(),
        site_url: None,
        title: "Saved pages".to_owned(),
        folder: None,
    };
    Ok(library.add_source(&pages, now)?.id)
}

/// The shelf, when there is one.
pub(crate) fn known_shelf(library: &Library) -> Result<Option<SourceId>, Failure> {
    Ok(library.sources()?.into_iter().find(|source| source.kind == SourceKind::Saved).map(|shelf| shelf.id))
}

/// The article of a page.
pub(crate) fn read_page(response: &fetch::Response) -> Result<Extracted, Failure> {
    let url: &Url = &response.final_url;
    let none = |why: &str| {
        Failure::new("no-article", url.as_str(), why, "open it in the browser, or paste the address of an article")
    };
    if feed::parse(&response.bytes, response.content_type.as_deref(), Some(url)).is_ok() {
        return Err(none("it is a feed, not an article").todo("follow it instead"));
    }
    // Text has no NUL; a picture or PDF does, early on. UTF-16 begins with its byte-order mark.
    let head = &response.bytes[..response.bytes.len().min(1024)];
    if head.contains(&0) && !head.starts_with(&[0xFF, 0xFE]) && !head.starts_with(&[0xFE, 0xFF]) {
        return Err(none("it is a file, not a page"));
    }
    let html = fetch::decode(&response.bytes, response.content_type.as_deref());
    let page = article::extract(&html, Some(url));
    if page.text.chars().count() < LEAST_CHARS {
        return Err(none("no article was found on the page"));
    }
    Ok(page)
}

impl Failure {
    fn todo(mut self, todo: &str) -> Self {
        todo.clone_into(&mut self.todo);
        self
    }
}
