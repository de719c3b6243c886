//! A site's news sitemap.

use fetch::{Kind, Validators};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{Found, Look};
use crate::refresh::hex;
use crate::{Failure, Newsroom, blocking, page_source};

impl Newsroom {
    /// The site's news sitemap, as its robots.txt names it or where it usually is: three requests at most.
    pub(super) async fn news_map(&self, site: &Url, kind: Kind, look: &mut Look) -> Result<Option<Found>, Failure> {
        let Ok(robots) = site.join("/robots.txt") else { return Ok(None) };
        let answer = self.ask(&robots, kind, &Validators::default()).await;
        look.count(&robots, &answer);
        let named = answer.as_ref().map_or_else(
            |_| Vec::new(),
            |answer| feed::watch::sitemaps_in_robots(&String::from_utf8_lossy(&answer.bytes), &robots),
        );
        look.note(&robots, if named.is_empty() { "no sitemap is named there" } else { "it names a sitemap" });
        // A site that sends every wrong path elsewhere would only do so once more.
        let guess = || site.join("/news-sitemap.xml").ok().filter(|_| look.dearest < 2);
        let mut next = named.into_iter().next().or_else(guess);
        for _ in 0..2 {
            let Some(map) = next.take() else { break };
            let answer = match self.ask(&map, kind, &Validators::default()).await {
                Ok(answer) => answer,
                Err(failure) => {
                    look.note(&map, failure.why);
                    break;
                }
            };
            let now = self.now();
            let came_from = answer.final_url.clone();
            let index = feed::watch::news_in_index(&page_source::document(&answer), &came_from);
            let hash = hex(&Sha256::digest(&answer.bytes));
            let read = blocking(move || page_source::offered(answer, hash, now)).await?;
            // A page that stands in for what is not there has a list, too, but none of the site's own.
            let read = read.filter(|(feed, _)| page_source::is_map(feed));
            look.note(&map, if read.is_some() { "a news sitemap" } else { "no news sitemap" });
            if let Some((feed, how)) = read {
                return Ok(Some(Found { feed: feed.known_as(map), came_from, how }));
            }
            next = index.into_iter().next();
        }
        Ok(None)
    }
}
