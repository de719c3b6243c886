//! The feeds of a page: what the page names, and what the site is known to offer at such an address.

mod anchors;
mod closed;
mod guesses;
mod page;
mod pattern;
mod rank;
mod rules;
mod typed;

use serde::Serialize;
use url::Url;

pub use closed::without_feeds;
pub use guesses::guesses;
pub use rules::lookup;
pub use typed::{NoAddress, addresses};

/// Feeds of one page that are told; pages that name more are catalogues.
const MOST: usize = 100;

/// How a feed was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The site offers it for addresses like this one.
    Rule,
    /// Software that many sites run would offer it here; whether this site does, only asking tells.
    Likely,
    /// A `<link>` of the page names it.
    Named,
    /// A link in the page's text leads to it.
    Linked,
}

/// A feed of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundFeed {
    /// Absolute where the page's own address is known.
    pub url: String,
    /// As the link says.
    pub title: Option<String>,
    /// The media type the link says.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// How it was found.
    #[serde(skip)]
    pub way: Way,
    /// In another language than the page's.
    #[serde(skip)]
    foreign: bool,
}

/// The feeds of a page, best first: those of its own section before its site's, articles before podcasts, comments
/// last. `html` may be empty, `url` unknown; then only the other one speaks.
#[must_use]
pub fn feeds_in_page(html: &str, url: Option<&Url>) -> Vec<FoundFeed> {
    if let Some(url) = url.filter(|url| html.trim().is_empty() && anchors::has_ending(url.path())) {
        return vec![FoundFeed {
            url: url.to_string(),
            title: None,
            media_type: None,
            way: Way::Likely,
            foreign: false,
        }];
    }
    let page = page::read(html, url);
    let mut found: Vec<FoundFeed> = Vec::new();
    // What the site offers for this very address comes first: a page also names what its whole site has.
    let rules = url.map(|url| rules::feeds(url, page.canonical.as_ref(), html)).unwrap_or_default();
    let (certain, likely): (Vec<_>, Vec<_>) = rules.into_iter().partition(|feed| feed.way == Way::Rule);
    for feed in certain.into_iter().chain(page.feeds).chain(likely) {
        if let Some(known) = found.iter_mut().find(|known| known.url == feed.url) {
            known.title = known.title.take().or(feed.title);
            known.media_type = known.media_type.take().or(feed.media_type);
        } else if found.len() < MOST {
            found.push(feed);
        }
    }
    found.sort_by_key(|feed| rank::of(feed, url));
    found
}

#[cfg(test)]
#[path = "discovery/tests.rs"]
mod tests;
