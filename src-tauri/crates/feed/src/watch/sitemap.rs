//! News sitemaps, which sites keep for search engines: the articles of the last two days, with titles and dates.
//! Sources: <https://www.sitemaps.org/protocol.html>, Google's news extension of it, RFC 9309 for robots.txt.

use url::Url;

use super::{MOST, addresses, entry};
use crate::{Entry, dates, text};

/// Sitemaps of one site that are told.
const MOST_MAPS: usize = 50;

/// Entries that are read before the newest are taken; the standard allows a thousand.
const MOST_READ: usize = 2000;

/// Elements within elements that are followed; a sitemap has four levels.
const DEEPEST: usize = 16;

/// Characters of a document in which its root must stand.
const HEAD: usize = 4096;

/// Whether the document is a sitemap, though perhaps none of news.
pub(super) fn is_one(document: &str) -> bool {
    root(document) == Some("urlset")
}

/// The name of the root element, if it is one of sitemaps.
fn root(document: &str) -> Option<&'static str> {
    let head: String = document.chars().take(HEAD).collect();
    ["urlset", "sitemapindex"].into_iter().find(|name| {
        head.match_indices(name)
            .any(|(at, _)| head[..at].trim_end_matches(|c: char| c.is_alphanumeric() || c == ':').ends_with('<'))
    })
}

/// The entries that have a title: those of news.
pub(super) fn entries(document: &str, url: &Url) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut now = Article::default();
    elements(document, |name, within, words| {
        now.take(name, within, words);
        if name == "url" {
            found.extend(std::mem::take(&mut now).entry(url));
        }
        found.len() < MOST_READ
    });
    // Not all sites write the newest first.
    found.sort_by_key(|entry| std::cmp::Reverse(entry.published));
    found.truncate(MOST);
    found
}

/// Calls `seen` with the name, the parent's name and the text of every element that ends, until it returns false. A
/// sitemap is flat and has no mixed text; prefixes are left off.
fn elements(document: &str, mut seen: impl FnMut(&str, &str, &str) -> bool) {
    let mut open: Vec<&str> = Vec::new();
    let mut words = "";
    let mut rest = document;
    while let Some((text, after)) = rest.split_once('<') {
        words = if words.is_empty() { text } else { words };
        if let Some(after) = after.strip_prefix("![CDATA[") {
            let Some((text, after)) = after.split_once("]]>") else { return };
            (words, rest) = (text, after);
            continue;
        }
        let Some((tag, after)) = after.split_once('>') else { return };
        rest = after;
        let name =
            tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        if tag.starts_with('/') {
            // A wrong end is passed over.
            if open.last() == Some(&name) {
                open.pop();
                if !seen(name, open.last().copied().unwrap_or_default(), words.trim()) {
                    return;
                }
            }
        } else if !tag.starts_with(['!', '?']) && !tag.ends_with('/') && open.len() < DEEPEST {
            open.push(name);
        }
        words = "";
    }
}

#[derive(Default)]
struct Article {
    address: Option<String>,
    title: Option<String>,
    published: Option<String>,
    image: Option<String>,
}

impl Article {
    fn take(&mut self, name: &str, within: &str, words: &str) {
        let place = match (within, name) {
            ("url", "loc") => &mut self.address,
            ("news", "title") => &mut self.title,
            ("news", "publication_date") => &mut self.published,
            ("image", "loc") if self.image.is_none() => &mut self.image,
            _ => return,
        };
        *place = text::plain(words);
    }

    fn entry(self, map: &Url) -> Option<Entry> {
        let url = Url::parse(&self.address?).ok().filter(|url| addresses::same_site(url, map))?;
        let title = self.title?;
        Some(Entry {
            published: self.published.and_then(|date| dates::date(&date)).or_else(|| addresses::date(&url)),
            image: self.image.and_then(|image| Url::parse(&image).ok()).map(String::from),
            ..entry(url.into(), title)
        })
    }
}

/// The sitemaps that a robots.txt names, those of news first.
#[must_use]
pub fn sitemaps_in_robots(robots: &str, url: &Url) -> Vec<Url> {
    let named = robots.lines().filter_map(|line| {
        let (name, address) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("sitemap").then(|| url.join(address.trim()).ok())?
    });
    news_first(named.take(MOST_MAPS).collect(), url)
}

/// The sitemaps of news that an index of sitemaps names; none when the document is no index.
#[must_use]
pub fn news_in_index(document: &str, url: &Url) -> Vec<Url> {
    if root(document) != Some("sitemapindex") {
        return Vec::new();
    }
    let mut found = Vec::new();
    elements(document, |name, within, words| {
        if (within, name) == ("sitemap", "loc") {
            found.extend(text::plain(words).and_then(|address| url.join(&address).ok()));
        }
        found.len() < MOST_MAPS
    });
    let mut found = news_first(found, url);
    found.retain(is_of_news);
    found
}

fn news_first(mut maps: Vec<Url>, url: &Url) -> Vec<Url> {
    maps.retain(|map| matches!(map.scheme(), "http" | "https") && addresses::same_site(map, url));
    maps.sort_by_key(|map| !is_of_news(map));
    maps
}

fn is_of_news(map: &Url) -> bool {
    map.path().to_ascii_lowercase().contains("news")
}
