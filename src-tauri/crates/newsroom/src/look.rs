//! Looking at an address: what is asked, in which order, and what of it can be followed.
//!
//! What a rule knows is asked at once; else the page, then the feeds it names; then the few places where feeds usually
//! are; and a site without any is looked at for a list of its articles, on the page and in its news sitemap.

mod news_map;
mod site;

use fetch::{Kind, Response, Validators};
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::read_feed::{ReadFeed, read_feed};
use crate::refresh::hex;
use crate::wire::{ArticleOffer, Tried};
use crate::{Failure, Newsroom, address, blocking, follow_words as words, page_source};
use site::{best_first, is_page, read_site, said_of};

/// Feeds of one page that are fetched for the preview.
const MOST_FEEDS: usize = 8;

/// Requests after which no more places are guessed; each redirect is one, too.
const MOST_REQUESTS: usize = 10;

/// What an address offers.
#[derive(Default)]
pub(crate) struct Look {
    pub(crate) tried: Vec<Tried>,
    /// Best first.
    pub(crate) found: Vec<Found>,
    pub(crate) article: Option<ArticleOffer>,
    /// Why the address could not be asked.
    pub(crate) failure: Option<Failure>,
    /// Requests so far, redirects included.
    requests: usize,
    /// The most that one of them took.
    dearest: usize,
}

/// Something that can be followed; a page when `feed.watch` is set.
pub(crate) struct Found {
    pub(crate) feed: ReadFeed,
    /// Where it came from, after redirects.
    pub(crate) came_from: Url,
    pub(crate) how: String,
}

impl Look {
    /// What was found before, and is chosen now.
    pub(crate) fn of(found: Found) -> Self {
        Self { found: vec![found], ..Self::default() }
    }

    fn note(&mut self, url: &Url, found: impl Into<String>) {
        self.tried.push(Tried { url: crate::transport::shown(url), found: found.into() });
    }

    fn count(&mut self, asked: &Url, answer: &Result<Response, Failure>) {
        let redirected = answer.as_ref().is_ok_and(|response| response.final_url != *asked);
        let cost = 1 + usize::from(redirected);
        self.requests += cost;
        self.dearest = self.dearest.max(cost);
    }

    fn may_guess(&self) -> bool {
        self.found.is_empty() && self.requests + self.dearest <= MOST_REQUESTS
    }

    fn knows(&self, url: &Url) -> bool {
        self.tried.iter().any(|tried| tried.url == url.as_str())
    }
}

impl Newsroom {
    /// Looks at what a person typed. Nothing found is no failure.
    ///
    /// # Errors
    /// `invalid-address` when nothing can be asked.
    pub(crate) async fn look(&self, typed: &str) -> Result<Look, Failure> {
        let mut look = Look::default();
        for url in address::candidates(typed)? {
            if let Some(name) = feed::without_feeds(&url) {
                let (why, todo) = words::closed(name);
                look.note(&url, "not asked");
                look.failure = Some(Failure::new("no-feed", words::following(typed), why, todo));
                break;
            }
            self.ask_rules(&url, &mut look).await?;
            if !look.found.is_empty() {
                break;
            }
            let answer = self.ask(&url, Kind::Document, &Validators::default()).await;
            look.requests += 1;
            match answer {
                Ok(response) => {
                    look.failure = None;
                    self.look_at(&url, response, &mut look).await?;
                    break;
                }
                Err(failure) => {
                    look.note(&url, failure.why.clone());
                    look.failure.get_or_insert_with(|| words::unasked(typed, &failure));
                }
            }
        }
        best_first(&mut look.found);
        Ok(look)
    }

    /// What the rules know without the page, or from another address than the page's.
    async fn ask_rules(&self, url: &Url, look: &mut Look) -> Result<(), Failure> {
        let rules = feed::feeds_in_page("", Some(url)).into_iter().filter(|found| found.way == feed::Way::Rule);
        for found in rules.take(MOST_FEEDS) {
            // On the host that was typed it is as if the feed had been; a private one may be meant.
            let typed = Url::parse(&found.url).is_ok_and(|feed| feed.host_str() == url.host_str());
            let kind = if typed { Kind::Document } else { Kind::Linked };
            self.try_feed(&found.url, kind, &words::way(&found), look).await?;
        }
        let Some(lookup) = feed::lookup(url).filter(|_| look.found.is_empty()) else { return Ok(()) };
        match self.ask(&lookup, Kind::Linked, &Validators::default()).await {
            Ok(answer) => {
                let told = feed::feeds_in_page(&String::from_utf8_lossy(&answer.bytes), Some(url));
                look.note(&lookup, if told.is_empty() { "no feed is named there" } else { "it names the feed" });
                for found in told.into_iter().take(MOST_FEEDS) {
                    self.try_feed(&found.url, Kind::Linked, &words::looked_up(&lookup), look).await?;
                }
            }
            Err(failure) => look.note(&lookup, failure.why),
        }
        Ok(())
    }

    async fn look_at(&self, asked: &Url, response: Response, look: &mut Look) -> Result<(), Failure> {
        let url = response.final_url.clone();
        let kind = if response.from_private { Kind::Document } else { Kind::Linked };
        if let Ok(feed) = self.read(asked, response.clone()).await? {
            look.note(&url, "a feed");
            look.found.push(Found { feed, came_from: url, how: words::ITSELF.to_owned() });
            return Ok(());
        }
        if !is_page(&response) {
            let kind = response.content_type.as_deref().unwrap_or("something unnamed");
            look.note(&url, format!("neither a feed nor a page, but {kind}"));
            return Ok(());
        }
        let address = response.permanent_url.clone().unwrap_or_else(|| asked.clone());
        let now = self.now();
        let empty = response.bytes.trim_ascii().is_empty();
        let site = blocking(move || read_site(response, &address, now)).await?;
        look.note(&url, if empty { "an empty answer".to_owned() } else { said_of(&site.named) });
        look.article = site.article;
        for found in site.named.iter().take(MOST_FEEDS) {
            self.try_feed(&found.url, kind, &words::way(found), look).await?;
        }
        let is_map = site.page.as_ref().is_some_and(|(feed, _)| page_source::is_map(feed));
        for guess in &site.guesses {
            if look.may_guess() && !is_map {
                self.try_feed(guess.as_str(), kind, words::GUESSED, look).await?;
            }
        }
        if !look.found.is_empty() {
            return Ok(());
        }
        // A section's own list is what was asked for; for a whole site the one it keeps itself is better.
        let is_front = url.path() == "/";
        if !is_map && (is_front || site.page.is_none()) {
            let map = self.news_map(&url, kind, look).await?;
            look.found.extend(map.map(|mut found| {
                found.feed.title = site.title.or(found.feed.title);
                found.feed.site_url = Some(url.to_string());
                found
            }));
        }
        if look.found.is_empty()
            && let Some((feed, how)) = site.page
        {
            look.note(&url, format!("a list of {} articles", feed.articles.len()));
            look.found.push(Found { feed, came_from: url, how });
        }
        Ok(())
    }

    async fn try_feed(&self, address: &str, kind: Kind, how: &str, look: &mut Look) -> Result<(), Failure> {
        let Ok(url) = Url::parse(address) else { return Ok(()) };
        if look.knows(&url) {
            return Ok(());
        }
        let answer = self.ask(&url, kind, &Validators::default()).await;
        look.count(&url, &answer);
        match answer {
            Ok(response) => {
                let came_from = response.final_url.clone();
                match self.read(&url, response).await? {
                    Ok(feed) => {
                        look.note(&url, "a feed");
                        if !look.found.iter().any(|known| known.came_from == came_from || known.feed.url == feed.url) {
                            look.found.push(Found { feed, came_from, how: how.to_owned() });
                        }
                    }
                    Err(_) => look.note(&url, "not a feed"),
                }
            }
            Err(failure) => look.note(&url, failure.why),
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
