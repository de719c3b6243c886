//! Follow: what an address offers, shown before anything is followed; then following it.

use fetch::{Kind, Response, Validators};
use library::{NewSource, SourceKind};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::refresh::{ReadFeed, hex, read_feed};
use crate::sources::named;
use crate::wire::{ArticleOffer, Candidate, CandidateEntry, Preview, SourceView, Tried};
use crate::{Failure, Newsroom, address, blocking, sample, saving, views};

/// Where feeds often are when a page does not name one; asked in this order, and no more than these.
/// Source: the defaults of `WordPress` (`/feed/`), Hugo and Jekyll (`/index.xml`, `/feed.xml`), Ghost (`/rss/`) and
/// older hand-made sites (`/rss.xml`, `/atom.xml`).
const WELL_KNOWN: &[&str] = &["/atom.xml", "/feed.xml", "/feed/", "/index.xml", "/rss.xml", "/rss/"];

/// Feeds of one page that are fetched for the preview.
const MOST_FEEDS: usize = 5;

/// Entries shown of each.
const MOST_ENTRIES: usize = 5;

/// A page with less text than this, in characters, is not offered as an article.
const ARTICLE_CHARS: usize = 600;

struct Look {
    tried: Vec<Tried>,
    feeds: Vec<ReadFeed>,
    article: Option<ArticleOffer>,
}

impl Look {
    fn note(&mut self, url: &Url, found: impl Into<String>) {
        self.tried.push(Tried { url: url.to_string(), found: found.into() });
    }
}

impl Newsroom {
    /// What the address offers: feeds with their newest entries, or an article to save. An address that offers
    /// nothing is no failure; `tried` says what was asked and found.
    ///
    /// # Errors
    /// `invalid-address` when nothing could be asked.
    pub async fn preview(&self, typed: &str) -> Result<Preview, Failure> {
        let look = self.look(typed).await?;
        let followed = self
            .with_library(|library, _| Ok(library.sources()?.into_iter().map(|source| source.url).collect::<Vec<_>>()))
            .await?;
        Ok(Preview {
            candidates: look.feeds.iter().map(|feed| candidate(feed, &followed)).collect(),
            article: look.article,
            tried: look.tried,
        })
    }

    /// Follows the best feed at an address and stores what it has published.
    ///
    /// # Errors
    /// `no-feed` with what was tried, or why nothing could be asked.
    pub async fn follow(&self, typed: &str, folder: Option<String>) -> Result<SourceView, Failure> {
        let mut look = self.look(typed).await?;
        if look.feeds.is_empty() {
            let tried: Vec<String> =
                look.tried.iter().map(|tried| format!("{} ({})", tried.url, tried.found)).collect();
            return Err(Failure::new(
                "no-feed",
                format!("Following {}", typed.trim()),
                format!("no feed was found; tried {}", tried.join(", ")),
                "look on the site for a link named RSS, Atom or Feed and paste its address",
            ));
        }
        let feed = look.feeds.swap_remove(0);
        let new = NewSource {
            kind: SourceKind::Feed,
            url: feed.url.to_string(),
            site_url: feed.site_url.clone(),
            title: feed.title.clone().unwrap_or_else(|| feed.url.host_str().unwrap_or_default().to_owned()),
            folder: named(folder),
        };
        let source = self
            .change_library(move |library, now| {
                // Whoever chose a source, even one left since, needs no sample to begin with.
                library.set_setting(sample::OFFERED, "1")?;
                Ok(library.add_source(&new, now)?)
            })
            .await?;
        let id = source.id;
        self.keep(source, feed).await?;
        self.with_library(move |library, _| Ok(views::source(library.source(id)?))).await
    }

    async fn look(&self, typed: &str) -> Result<Look, Failure> {
        let mut look = Look { tried: Vec::new(), feeds: Vec::new(), article: None };
        for url in address::candidates(typed)? {
            match self.ask(&url, Kind::Document, &Validators::default()).await {
                Ok(response) => {
                    self.look_at(&url, response, &mut look).await?;
                    break;
                }
                Err(failure) => look.note(&url, failure.why),
            }
        }
        Ok(look)
    }

    async fn look_at(&self, asked: &Url, response: Response, look: &mut Look) -> Result<(), Failure> {
        let url = response.final_url.clone();
        let kind = if response.from_private { Kind::Document } else { Kind::Linked };
        let page = response.clone();
        match self.read(asked, response).await? {
            Ok(feed) => {
                look.note(&url, "a feed");
                look.feeds.push(feed);
                return Ok(());
            }
            Err(_) if !is_page(&page) => {
                look.note(
                    &url,
                    format!(
                        "neither a feed nor a page, but {}",
                        page.content_type.as_deref().unwrap_or("something unnamed")
                    ),
                );
                return Ok(());
            }
            Err(_) => {}
        }
        let (named, article) = blocking(move || read_site(&page)).await?;
        look.note(
            &url,
            match named.len() {
                0 => "a page that names no feed".to_owned(),
                1 => "a page that names a feed".to_owned(),
                many => format!("a page that names {many} feeds"),
            },
        );
        look.article = article;
        for feed_url in named.iter().take(MOST_FEEDS) {
            self.try_feed(feed_url, kind, look).await?;
        }
        if look.feeds.is_empty() {
            for path in WELL_KNOWN {
                let Ok(guess) = url.join(path) else { continue };
                self.try_feed(&guess, kind, look).await?;
                if !look.feeds.is_empty() {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn try_feed(&self, url: &Url, kind: Kind, look: &mut Look) -> Result<(), Failure> {
        if look.tried.iter().any(|tried| tried.url == url.as_str()) {
            return Ok(());
        }
        match self.ask(url, kind, &Validators::default()).await {
            Ok(response) => match self.read(url, response).await? {
                Ok(feed) => {
                    look.note(url, "a feed");
                    if !look.feeds.iter().any(|known| known.url == feed.url) {
                        look.feeds.push(feed);
                    }
                }
                Err(_) => look.note(url, "not a feed"),
            },
            Err(failure) => look.note(url, failure.why),
        }
        Ok(())
    }

    /// The response as a feed; the inner error says that it is none.
    /// It is known by the address that was asked, or the one that has replaced that for good.
    async fn read(&self, asked: &Url, response: Response) -> Result<Result<ReadFeed, Failure>, Failure> {
        let now = self.now();
        let url = response.permanent_url.clone().unwrap_or_else(|| asked.clone());
        let hash = hex(&Sha256::digest(&response.bytes));
        blocking(move || Ok(read_feed(response, hash, now)?.known_as(url))).await
    }
}

fn is_page(response: &Response) -> bool {
    response.content_type.as_deref().is_none_or(|media_type| {
        let media_type = media_type.to_ascii_lowercase();
        media_type.contains("html") || media_type.starts_with("text/") || media_type.contains("xml")
    })
}

/// The feeds a page names, and the article it holds, if it does.
fn read_site(page: &Response) -> (Vec<Url>, Option<ArticleOffer>) {
    let html = fetch::decode(&page.bytes, page.content_type.as_deref());
    let feeds: Vec<Url> = feed::feeds_in_page(&article::defused(&html), Some(&page.final_url))
        .into_iter()
        .filter_map(|found| Url::parse(&found.url).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https") || crate::sample::is_sample(url))
        .collect();
    // The front page of a site holds text too; an article has a date, or a page that names no feed.
    let article = saving::read_page(page)
        .ok()
        .filter(|article| article.text.chars().count() >= ARTICLE_CHARS && page.final_url.path() != "/")
        .filter(|article| article.published.is_some() || feeds.is_empty())
        .map(|article| ArticleOffer { url: page.final_url.to_string(), title: article.title, deck: article.deck });
    (feeds, article)
}

fn candidate(feed: &ReadFeed, followed: &[String]) -> Candidate {
    Candidate {
        url: feed.url.to_string(),
        site_url: feed.site_url.clone(),
        title: feed.title.clone().unwrap_or_else(|| feed.url.host_str().unwrap_or_default().to_owned()),
        description: feed.description.clone(),
        entries: feed
            .articles
            .iter()
            .take(MOST_ENTRIES)
            .map(|article| CandidateEntry {
                title: article.title.clone(),
                url: article.url.clone(),
                published: article.published.map(|time| time.to_string()),
            })
            .collect(),
        followed: followed.iter().any(|url| url == feed.url.as_str()),
    }
}
