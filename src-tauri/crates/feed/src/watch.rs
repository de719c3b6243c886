//! Sites without a feed: the list of articles a page shows, found once and read the same way ever after.
//!
//! Three ways, the first that gives something counts: what the page describes for search engines (schema.org), the
//! links that look like headlines, and, for a site's news sitemap, its entries. The way is kept with the source, so that
//! a refresh either reads what the reader was shown or says that it no longer can.

mod addresses;
mod frame;
mod group;
mod item;
mod links;
mod place;
mod sitemap;
mod structured;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::Entry;

pub use sitemap::{news_in_index, sitemaps_in_robots};

/// Fewer links than this are no list.
const LEAST: usize = 3;

/// Entries of one page that are read; the newest stand first on nearly all pages.
const MOST: usize = 200;

/// How a page without a feed is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "lowercase")]
pub enum Watch {
    /// The address is one of a news sitemap, for search engines.
    Sitemap,
    /// The page describes its list for search engines, as schema.org says.
    Structured,
    /// The links at these places of the page.
    List {
        /// As [`place`] writes them.
        places: Vec<String>,
        /// What stands over the list.
        heading: Option<String>,
        /// Links that were there when the list was found.
        count: usize,
    },
}

/// What a page lists.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The page's name.
    pub title: Option<String>,
    /// In the page's order, each with title and address at least.
    pub entries: Vec<Entry>,
}

/// Why a page can no longer be read as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Broken {
    #[error("the list that was watched is no longer on the page")]
    Gone,
    #[error("hardly anything is left of the list that was watched")]
    Emptied,
    #[error("what the site lists for search engines can no longer be read")]
    Unreadable,
}

/// How to watch a page or a news sitemap at `url`; none when no list of articles is seen.
#[must_use]
pub fn find(document: &str, url: &Url) -> Option<Watch> {
    if sitemap::is_one(document) {
        return (!sitemap::entries(document, url).is_empty()).then_some(Watch::Sitemap);
    }
    let page = links::Page::of(document, url);
    if page.is_article() {
        return None;
    }
    let list = group::find(&page);
    let described = structured::entries(&page).len();
    let seen = match &list {
        Some(Watch::List { count, .. }) => *count,
        _ => 0,
    };
    // Some pages describe a handful of what they show: then what they show is the fuller list.
    if described >= LEAST && described * 2 >= seen { Some(Watch::Structured) } else { list }
}

/// Reads a page or a news sitemap as `watch` says.
///
/// # Errors
/// What was watched is not there any more.
pub fn read(watch: &Watch, document: &str, url: &Url) -> Result<Listing, Broken> {
    if *watch == Watch::Sitemap {
        let entries = sitemap::entries(document, url);
        // An empty one is in order: nothing was published in two days.
        return if sitemap::is_one(document) { Ok(Listing { title: None, entries }) } else { Err(Broken::Unreadable) };
    }
    let page = links::Page::of(document, url);
    let entries = match watch {
        Watch::List { places, count, .. } => group::read(&page, places, *count)?,
        _ => Some(structured::entries(&page)).filter(|entries| !entries.is_empty()).ok_or(Broken::Unreadable)?,
    };
    Ok(Listing { title: page.title(), entries })
}

impl Watch {
    /// One sentence on what is going to be watched, `count` being how many articles are there now.
    #[must_use]
    pub fn explained(&self, count: usize) -> String {
        match self {
            Self::Sitemap => {
                format!(
                    "Standfirst will watch the list of new articles that the site keeps for search engines: {count} articles now."
                )
            }
            Self::Structured => {
                format!(
                    "Standfirst will watch the list of articles that this page describes for search engines: {count} articles now."
                )
            }
            Self::List { heading: Some(heading), .. } => {
                format!(
                    "Standfirst will watch the list of headlines under “{heading}” on this page: {count} links now."
                )
            }
            Self::List { heading: None, .. } => {
                format!("Standfirst will watch the list of headlines on this page: {count} links now.")
            }
        }
    }
}

/// An entry with nothing but its title and address; the article's text comes from its page, when it is opened.
fn entry(url: String, title: String) -> Entry {
    Entry {
        original_url: None,
        id: Some(url.clone()),
        url: Some(url),
        title: Some(title),
        authors: Vec::new(),
        published: None,
        updated: None,
        summary_html: None,
        content_html: None,
        enclosures: Vec::new(),
        categories: Vec::new(),
        comments_url: None,
        source: None,
        image: None,
        lang: None,
    }
}

#[cfg(test)]
#[path = "watch/tests.rs"]
mod tests;
