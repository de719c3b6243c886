//! What one page says, and the order of what was found on it.

use std::collections::HashSet;

use fetch::Response;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::Found;
use crate::read_feed::ReadFeed;
use crate::refresh::hex;
use crate::wire::ArticleOffer;
use crate::{page_source, saving};

/// A page with less text than this, in characters, is not offered as an article.
const ARTICLE_CHARS: usize = 600;

/// What a page says.
pub(super) struct Site {
    pub(super) named: Vec<feed::FoundFeed>,
    pub(super) guesses: Vec<Url>,
    pub(super) title: Option<String>,
    pub(super) article: Option<ArticleOffer>,
    /// The page as a source of its own, and what would be watched.
    pub(super) page: Option<(ReadFeed, String)>,
}

/// What a page says: the feeds it names, the article or the list of articles it holds.
pub(super) fn read_site(response: Response, address: &Url, now: jiff::Timestamp) -> Site {
    let html = page_source::document(&response);
    let url = response.final_url.clone();
    let named = feed::feeds_in_page(&html, Some(&url));
    // The front page of a site holds text too; an article has a date, or a page that names no feed.
    let article = saving::read_page(&response, &[])
        .ok()
        .filter(|article| article.text.chars().count() >= ARTICLE_CHARS && url.path() != "/")
        .filter(|article| article.published.is_some() || named.is_empty());
    let hash = hex(&Sha256::digest(&response.bytes));
    let page = page_source::offered(response, hash, now).map(|(feed, how)| (feed.known_as(address.clone()), how));
    // A list of articles has a lot of text, too.
    let article = article.filter(|article| article.published.is_some() || page.is_none()).map(|article| ArticleOffer {
        url: url.to_string(),
        title: article.title.unwrap_or_else(|| url.to_string()),
        deck: article.deck,
    });
    let title = page.as_ref().and_then(|(feed, _)| feed.title.clone());
    Site { guesses: feed::guesses(&html, &url), named, title, article, page }
}

pub(super) fn said_of(named: &[feed::FoundFeed]) -> String {
    match named.len() {
        0 => "a page that names no feed".to_owned(),
        1 => "a page that names a feed".to_owned(),
        many => format!("a page that names {many} feeds"),
    }
}

pub(super) fn is_page(response: &Response) -> bool {
    response.content_type.as_deref().is_none_or(|media_type| {
        let media_type = media_type.to_ascii_lowercase();
        media_type.contains("html") || media_type.starts_with("text/") || media_type.contains("xml")
    })
}

/// What a page tells by its words is in order already. Now that all are read: an empty feed comes last, and of two with
/// the same articles the one with much more text comes first.
pub(super) fn best_first(found: &mut Vec<Found>) {
    found.sort_by_key(|found| found.feed.articles.is_empty());
    let Some(first) = found.first() else { return };
    let addresses: HashSet<&str> = first.feed.articles.iter().filter_map(|article| article.url.as_deref()).collect();
    let length = |found: &Found| {
        let texts = found.feed.articles.iter().map(|article| article.text.chars().count());
        texts.sum::<usize>() / found.feed.articles.len().max(1)
    };
    let same = |found: &Found| {
        let all = found.feed.articles.iter().filter_map(|article| article.url.as_deref());
        all.filter(|url| addresses.contains(url)).count() * 2 > addresses.len().max(1)
    };
    let fuller = found.iter().position(|other| same(other) && length(other) > length(first) * 2);
    if let Some(at) = fuller {
        let fuller = found.remove(at);
        found.insert(0, fuller);
    }
}
