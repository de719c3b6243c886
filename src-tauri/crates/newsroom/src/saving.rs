//! Save for later: an article of a source, or any page by its address. A page is a link on the shelf first, which is on
//! the disk when the save is answered; its text follows ([`links`]) and takes the link's place.

mod links;
#[cfg(test)]
mod tests;

use article::Extracted;
use jiff::{SignedDuration, Timestamp};
use library::{ArticleId, Library, NewArticle, NewSource, Origin, SourceId, SourceKind, TakenItem};
use url::Url;

pub(crate) use links::{Link, SEEN};

use crate::wire::ArticleCard;
use crate::{Failure, Newsroom, access, address, entries, lock, settings, views};

/// The shelf for pages that belong to no source. Not a web address, so nothing can be followed under it.
pub(crate) const SHELF: &str = "standfirst:saved";

/// Fewer characters than this are no article.
pub(crate) const LEAST_CHARS: usize = 200;
/// A page that is handed over is no larger than one that is fetched.
const MOST_HTML: usize = 16 << 20;
/// Links that are gone on with at once; more wait for the next refresh.
const MOST_RESUMED: usize = 40;
/// A link whose page was handed over is not asked for so long.
const WHILE_READ: SignedDuration = SignedDuration::from_mins(2);
/// Longer addresses are none that anybody means.
const LONGEST_ADDRESS: usize = 8192;

/// An article that is saved, and whether it is a link whose page has to be asked yet.
pub(crate) struct Shelved {
    pub(crate) card: ArticleCard,
    pub(crate) is_link: bool,
}

impl Newsroom {
    /// Saves or unsaves at once; text and pictures follow in the background. What is saved again because its end was taken back
    /// stays saved `since` then (RFC 3339; a date to come counts as now).
    ///
    /// # Errors
    /// `not-found`, `usage` when `since` is no date, or `storage`.
    pub(crate) async fn set_saved(&self, id: i64, saved: bool, since: Option<String>) -> Result<ArticleCard, Failure> {
        let id = ArticleId::new(id);
        let since = since.map(|typed| saved_date(&typed)).transpose()?;
        let card = self.change_library(move |library, now| {
            library.set_saved(id, saved, since.map_or(now, |then| then.min(now)))?;
            Ok(views::card(library.article(id)?.row))
        });
        let card = card.await?;
        if saved {
            self.keep_in_background(id);
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

    /// Saves the page at an address that the reader typed, and answers once the link is on the disk: its text and pictures
    /// follow in the background, and [`crate::Event::Saved`] tells how that ended. An article that is here already,
    /// whichever source it is from, is the one that is saved.
    ///
    /// # Errors
    /// `invalid-address` for what is no address, or `storage` when it cannot be written.
    pub async fn save_address(&self, typed: &str) -> Result<ArticleCard, Failure> {
        let shelved = self.shelve_typed(typed).await?;
        Ok(self.follow_up(shelved))
    }

    /// As [`Newsroom::save_address`], and waits for the end. The article is the one that the page turned out to be; why it
    /// is only a link says its offline state.
    ///
    /// # Errors
    /// Those of [`Newsroom::save_address`]. A page that cannot be had is none: its link is saved.
    pub async fn save_address_now(&self, typed: &str) -> Result<ArticleCard, Failure> {
        let Shelved { card, is_link } = self.shelve_typed(typed).await?;
        if !is_link {
            return self.save_now(card.id).await;
        }
        let id = self.finish_link(ArticleId::new(card.id)).await?;
        self.with_library(move |library, _| Ok(views::card(library.article(id)?.row))).await
    }

    /// As [`Newsroom::save_address`], for an address that comes from outside: another program, a page, a scheme. Nobody typed
    /// it, so nothing of the reader's own network is asked for it.
    ///
    /// # Errors
    /// `invalid-address` for what is no web address, or `storage` when it cannot be written.
    pub async fn save_link(&self, address: &str, title: Option<&str>) -> Result<ArticleCard, Failure> {
        let shelved = self.shelve_link(address, title).await?;
        Ok(self.follow_up(shelved))
    }

    /// As [`Newsroom::save_link`], but for what follows.
    pub(crate) async fn shelve_link(&self, address: &str, title: Option<&str>) -> Result<Shelved, Failure> {
        self.put_on_shelf(vec![web_address(address)?], title, Link::Outside).await
    }

    /// Saves a page as a person sees it: `html` is what their browser made of it, so that what a login shows or a script
    /// builds is there. Its article is here when this returns; its pictures follow. When no article is found in it, its
    /// link is saved, and says so. An article that is here already is saved, and shows the text of this page where that
    /// has more. Nothing of the page's is asked but its pictures.
    ///
    /// # Errors
    /// `invalid-address` for what is no web address, `too-large` for more than 16 MB, or `storage`.
    pub async fn save_page(&self, address: &str, title: Option<&str>, html: &str) -> Result<ArticleCard, Failure> {
        let (link, id) = self.keep_seen(address, title, html).await?;
        match link {
            Some(link) => self.end_save_in_background(link, id),
            None => self.keep_in_background(id),
        }
        self.with_library(move |library, _| Ok(views::card(library.article(id)?.row))).await
    }

    /// As [`Newsroom::save_page`], and fetches nothing: whoever calls brings the pictures that only they can have
    /// ([`Newsroom::give_picture`]), and then has the others fetched ([`Newsroom::finish_saved`]).
    ///
    /// # Errors
    /// As for [`Newsroom::save_page`].
    pub async fn take_page(&self, address: &str, title: Option<&str>, html: &str) -> Result<ArticleCard, Failure> {
        let (_, id) = self.keep_seen(address, title, html).await?;
        self.with_library(move |library, _| Ok(views::card(library.article(id)?.row))).await
    }

    /// The article of a page as it was seen, and the link in whose place it is, where that was made for it.
    async fn keep_seen(
        &self,
        address: &str,
        title: Option<&str>,
        html: &str,
    ) -> Result<(Option<ArticleId>, ArticleId), Failure> {
        let url = web_address(address)?;
        if html.len() > MOST_HTML {
            let why = "it is larger than 16 MB";
            return Err(Failure::new("too-large", "Saving the page", why, "save its link instead"));
        }
        // On the disk first: should extracting it end this program, its page is asked when it starts again; but not before
        // that is done, by a window that sees the link.
        let shelved = self.put_on_shelf(vec![url.clone()], title, Link::Outside).await?;
        let link = ArticleId::new(shelved.card.id);
        if shelved.is_link {
            self.with_library(move |library, now| {
                Ok(library.renew_link(link, None, now.saturating_add(WHILE_READ).unwrap_or(now))?)
            })
            .await?;
        }
        let id = self.read_seen(link, shelved.is_link, url, html.to_owned()).await?;
        Ok((shelved.is_link.then_some(link), id))
    }

    pub(crate) async fn shelve_typed(&self, typed: &str) -> Result<Shelved, Failure> {
        let candidates = address::candidates(typed)?;
        let link = if candidates.len() > 1 { Link::Guessed } else { Link::Typed };
        self.put_on_shelf(candidates, None, link).await
    }

    /// Puts a link to the first of these addresses on the shelf, unless an article at one of them is here: then that is
    /// saved. A login in an address is left out, whoever wrote it: a link is shown, exported and kept for ever.
    async fn put_on_shelf(&self, urls: Vec<Url>, title: Option<&str>, link: Link) -> Result<Shelved, Failure> {
        let urls: Vec<Url> = urls.into_iter().map(|url| exchange::import::page(access::split_login(&url).0)).collect();
        let title = title.map(|title| entries::cut(title.trim())).filter(|title| !title.is_empty());
        self.change_library(move |library, now| {
            let shelf = shelf(library, now)?;
            let addresses: Vec<String> = urls.iter().map(ToString::to_string).collect();
            for address in &addresses {
                let known = match library.find_by_address(address)? {
                    // By another address than its page has now.
                    None => library.find_article(shelf, address)?,
                    known => known,
                };
                if let Some(id) = known {
                    library.set_saved(id, true, now)?;
                    let kept = Link::of(&library.article(id)?);
                    // What the reader types themselves may be asked, whoever named it before.
                    if kept == Some(Link::Outside) && link != Link::Outside {
                        library.renew_link(id, link.kept(), now)?;
                    }
                    return Ok(Shelved { is_link: kept.is_some(), card: views::card(library.article(id)?.row) });
                }
            }
            let Some(address) = addresses.into_iter().next() else {
                return Err(Failure::new(
                    "invalid-address",
                    "The address",
                    "it is empty",
                    "paste the address of an article",
                ));
            };
            let stub = NewArticle {
                guid: address.clone(),
                title: title.unwrap_or_else(|| address.clone()),
                url: Some(address.clone()),
                origin: Origin::Feed,
                excerpt: true,
                provenance: link.kept(),
                ..NewArticle::default()
            };
            library.take_in(shelf, vec![TakenItem { article: stub, ..TakenItem::default() }], now)?;
            let id = library.find_article(shelf, &address)?.ok_or_else(|| {
                Failure::new("internal", "The link", "it was stored and not found again", "try again")
            })?;
            Ok(Shelved { is_link: true, card: views::card(library.article(id)?.row) })
        })
        .await
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

    /// Has what a save still lacks fetched in the background.
    pub(crate) fn follow_up(&self, shelved: Shelved) -> ArticleCard {
        let Shelved { card, is_link } = shelved;
        let id = ArticleId::new(card.id);
        if !is_link {
            self.keep_in_background(id);
            return card;
        }
        let newsroom = self.clone();
        tokio::spawn(async move {
            if let Err(failure) = newsroom.finish_link(id).await {
                tracing::warn!(%failure, "a saved link waits for its text");
            }
        });
        card
    }

    fn keep_in_background(&self, id: ArticleId) {
        let newsroom = self.clone();
        tokio::spawn(async move {
            let kept = match newsroom.keeps_saved().await {
                Ok(true) => newsroom.keep_offline(id).await,
                other => other.map(drop),
            };
            match kept {
                Ok(()) => newsroom.announce_change(),
                Err(failure) => tracing::warn!(%failure, "a saved article is not whole yet"),
            }
        });
    }

    pub(crate) async fn keeps_saved(&self) -> Result<bool, Failure> {
        self.with_library(|library, _| Ok(settings::stored(library).saved_offline)).await
    }

    pub(crate) async fn mark_saved(&self, id: ArticleId, saved: bool) -> Result<ArticleCard, Failure> {
        self.change_library(move |library, now| {
            library.set_saved(id, saved, now)?;
            Ok(views::card(library.article(id)?.row))
        })
        .await
    }

    /// Goes on with the links that were saved and not finished: when the program was ended meanwhile, or another one put them
    /// there. What an import waits for has its turn after a refresh.
    pub(crate) async fn resume_saves(&self) {
        let waiting = self
            .with_library(|library, now| {
                let mut waiting = Vec::new();
                for page in library.wanted_on_shelf(now, MOST_RESUMED, MOST_RESUMED)? {
                    if links::waits(library, page.article)? {
                        waiting.push(page.article);
                    }
                }
                Ok(waiting)
            })
            .await;
        match waiting {
            Ok(waiting) if waiting.is_empty() => {}
            Ok(waiting) => {
                let newsroom = self.clone();
                tokio::spawn(async move {
                    for link in waiting {
                        if let Err(failure) = newsroom.resume_link(link).await {
                            tracing::warn!(%failure, "a saved link waits for its text");
                        }
                        tokio::time::sleep(newsroom.0.options.page_pause).await;
                    }
                });
            }
            Err(failure) => tracing::warn!(%failure, "what was saved cannot be looked through"),
        }
    }

    /// Finishes a link, unless that is being done or was done meanwhile.
    async fn resume_link(&self, link: ArticleId) -> Result<(), Failure> {
        let waits = self.with_library(move |library, _| links::waits(library, link)).await?;
        if waits && !lock(&self.0.fetching).contains(&link) {
            self.finish_link(link).await?;
        }
        Ok(())
    }
}

/// A web address that comes from outside, without a login in it: that would be kept, shown and sent.
fn web_address(address: &str) -> Result<Url, Failure> {
    let refuse = |why: &str| Failure::new("invalid-address", "Saving the page", why, "open an article, and save that");
    if address.len() > LONGEST_ADDRESS {
        return Err(refuse("its address is too long"));
    }
    let url = Url::parse(address.trim()).map_err(|_| refuse("its address is none"))?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(access::split_login(&url).0),
        _ => Err(refuse("it is no page of the web")),
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

/// The article of a page, with the blocks left in that the reader wants.
pub(crate) fn read_page(response: &fetch::Response, keep: &[String]) -> Result<Extracted, Failure> {
    let url: &Url = &response.final_url;
    if feed::parse(&response.bytes, response.content_type.as_deref(), Some(url)).is_ok() {
        return Err(Failure::new(NO_ARTICLE, url.as_str(), A_FEED, "follow it instead"));
    }
    // Text has no NUL; a picture or PDF does, early on. UTF-16 begins with its byte-order mark.
    let head = &response.bytes[..response.bytes.len().min(1024)];
    let is_text = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    if head.starts_with(b"%PDF-") || (head.contains(&0) && !is_text) {
        return Err(no_article(url, "it is a file, not a page"));
    }
    let html = fetch::decode(&response.bytes, response.content_type.as_deref());
    with_article(article::extract_keeping(&html, Some(url), keep), url)
}

/// A page, if there is an article on it.
fn with_article(page: Extracted, url: &Url) -> Result<Extracted, Failure> {
    if page.text.chars().count() < LEAST_CHARS {
        return Err(no_article(url, "no article was found on the page"));
    }
    Ok(page)
}

/// Why there is no article at the address of a feed.
const A_FEED: &str = "it is a feed, not an article";

/// Whether a page could not be saved as it is a feed.
pub(crate) fn is_feed(failure: &Failure) -> bool {
    failure.code == NO_ARTICLE && failure.why == A_FEED
}

/// The code of a page that has no article.
pub(crate) const NO_ARTICLE: &str = "no-article";

fn no_article(url: &Url, why: &str) -> Failure {
    Failure::new(NO_ARTICLE, url.as_str(), why, "open it in the browser")
}

fn saved_date(typed: &str) -> Result<Timestamp, Failure> {
    typed.parse().map_err(|_| {
        Failure::new(
            "usage",
            "Saving the article",
            format!("“{typed}” is no date"),
            "give one such as 2026-12-01T08:00:00Z",
        )
    })
}
