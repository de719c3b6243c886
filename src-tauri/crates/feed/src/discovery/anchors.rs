//! Links in a page's text that lead to feeds: a guess, made only where no `<link>` names one.

use dom_query::{Document, NodeRef};
use url::Url;

use super::page::{is_feed_type, is_sure, join, media_type};
use super::{FoundFeed, MOST, Way};

/// Endings of paths that most often are feeds.
const ENDINGS: &[&str] = &[
    "/atom",
    "/atom.xml",
    "/atom/",
    "/feed",
    "/feed.json",
    "/feed.xml",
    "/feed/",
    "/feed/atom",
    "/feed/atom/",
    "/feed/rss",
    "/feed/rss2",
    "/feeds/posts/default",
    "/index.rdf",
    "/index.xml",
    "/rss",
    "/rss.php",
    "/rss.xml",
    "/rss/",
    "/rss2",
    "-feed.xml",
    ".atom",
    ".rdf",
    ".rss",
];

/// Queries that ask common software for a feed: `WordPress`, Joomla, Squarespace, Drupal views, `Movable Type`.
const QUERIES: &[(&str, &[&str])] = &[
    ("_format", &["rss", "atom"]),
    ("alt", &["rss", "atom"]),
    ("feed", &["atom", "rdf", "rss", "rss2"]),
    ("format", &["atom", "feed", "rss", "xml"]),
    ("output", &["atom", "rss"]),
    ("type", &["atom", "rss"]),
];

/// Services that only pass feeds on; every address of theirs is one.
const FEED_HOSTS: &[&str] = &["feedpress.me", "feeds.feedburner.com", "feeds2.feedburner.com"];

/// What links to feeds call themselves, and nothing else does.
const NAMES: &[&str] = &["atom", "feed", "rss"];

/// Addresses of readers' own subscribe buttons; the feed stands behind it. Source: the readers' button makers.
const BUTTONS: &[&str] = &[
    "feedly.com/i/discover/sources/search/feed/",
    "feedly.com/i/subscription/feed/",
    "inoreader.com/?add_feed=",
    "inoreader.com/feed/",
    "newsblur.com/?url=",
    "theoldreader.com/feeds/subscribe?url=",
];

/// The feeds that links in the text lead to, those of the page's own site first.
pub(super) fn feeds(page: &Document, base: Option<&Url>) -> Vec<FoundFeed> {
    let mut found: Vec<FoundFeed> = Vec::new();
    for link in page.select("a[href], area[href]").nodes() {
        let href = link.attr_or("href", "");
        let Some(url) = join(base, &href) else { continue };
        let Some(url) = feed_behind(link, &href, url) else { continue };
        if found.len() < MOST && !found.iter().any(|known| known.url == url) {
            let media_type = link.attr("type").map(|kind| media_type(&kind)).filter(|kind| is_feed_type(kind));
            found.push(FoundFeed { url, title: said(link), media_type, way: Way::Linked, foreign: false });
        }
    }
    let host = base.and_then(Url::host_str);
    found.sort_by_key(|feed| host.is_some() && Url::parse(&feed.url).is_ok_and(|url| url.host_str() != host));
    found
}

/// The feed a link leads to, if it seems to be one.
fn feed_behind(link: &NodeRef<'_>, href: &str, url: String) -> Option<String> {
    let without_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest).trim_start_matches("www.");
    if let Some(behind) = BUTTONS.iter().find_map(|button| without_scheme.strip_prefix(button)) {
        let plain = url::form_urlencoded::parse(format!("u={behind}").as_bytes()).next()?.1.into_owned();
        return Url::parse(&plain).ok().filter(|url| matches!(url.scheme(), "http" | "https")).map(String::from);
    }
    let typed = link.attr("type").is_some_and(|kind| is_sure(&media_type(&kind)));
    let scheme = href.trim().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("feed:"));
    (typed || scheme || looks_like_feed(&url) || (calls_itself_feed(link) && may_be_feed(&url))).then_some(url)
}

/// Whether the address alone says feed.
fn looks_like_feed(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return has_ending(url) };
    let asks = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
        QUERIES.iter().any(|(known, values)| *known == name && values.contains(&value.to_ascii_lowercase().as_str()))
    };
    has_ending(url.path())
        || url.query_pairs().any(asks)
        || url.host_str().is_some_and(|host| FEED_HOSTS.contains(&host) && url.path().len() > 1)
}

/// Whether a path ends like a feed's.
pub(super) fn has_ending(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let path = if path.starts_with('/') || path.contains("://") { path } else { format!("/{path}") };
    // A file in a folder of feeds.
    let file = || {
        let (folders, name) = path.rsplit_once('/')?;
        let is_data = [".json", ".rdf", ".xml"].iter().any(|ending| name.ends_with(ending));
        Some(is_data && folders.split('/').any(|folder| matches!(folder, "atom" | "feed" | "feeds" | "rss")))
    };
    ENDINGS.iter().any(|ending| path.ends_with(ending)) || file().unwrap_or_default()
}

/// Whether the address has a word of feeds in it; pages about feeds and feedback are kept out by [`calls_itself_feed`].
fn may_be_feed(url: &str) -> bool {
    let tail = url.split_once("://").map_or(url, |(_, rest)| rest).to_ascii_lowercase();
    let mut words = tail.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| matches!(word, "atom" | "feed" | "feeds" | "rdf" | "rss" | "rss2" | "xml"))
}

/// Whether the link's own words are no more than that it is a feed.
fn calls_itself_feed(link: &NodeRef<'_>) -> bool {
    said(link).is_some_and(|text| {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        words.len() <= 6 && words.iter().any(|word| NAMES.contains(&word.as_str()) || word == "rss2" || word == "feeds")
    })
}

/// What the link says: its text, or what stands in for one.
fn said(link: &NodeRef<'_>) -> Option<String> {
    crate::text::plain(&link.text())
        .or_else(|| link.attr("title").and_then(|title| crate::text::plain(&title)))
        .or_else(|| link.attr("aria-label").and_then(|label| crate::text::plain(&label)))
        .or_else(|| link.descendants_it().find_map(|node| node.attr("alt")).and_then(|alt| crate::text::plain(&alt)))
}
