//! The feeds a page names: its `<link>` elements, and without them the links in its text that look like feeds.

use dom_query::Document;
use serde::Serialize;
use url::Url;

/// A feed a page names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundFeed {
    /// Absolute where the page's own address is known.
    pub url: String,
    /// As the link says.
    pub title: Option<String>,
    /// The media type the link says.
    #[serde(rename = "type")]
    pub media_type: Option<String>,
}

/// Media types of feeds. Sources: RFC 4287, JSON Feed 1.1, and what servers write for RSS.
const TYPES: &[&str] = &[
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/rdf+xml",
    "application/rss+xml",
    "application/xml",
    "text/rss+xml",
    "text/xml",
];

/// Endings of addresses that most often are feeds.
const ENDINGS: &[&str] = &[
    "/atom",
    "/atom.xml",
    "/feed",
    "/feed.json",
    "/feed.xml",
    "/feed/",
    "/index.rdf",
    "/index.xml",
    "/rss",
    "/rss.xml",
    "/rss/",
    ".atom",
    ".rdf",
    ".rss",
];

/// Feeds of one page that are told; pages that name more are catalogues.
const MOST: usize = 100;

/// Words that push a feed down: what a reader does not mean when they follow a site.
const LESSER: &[&str] = &["comment", "podcast"];

/// The feeds of a page, best first: articles before comments, declared before guessed.
#[must_use]
pub fn feeds_in_page(html: &str, url: Option<&Url>) -> Vec<FoundFeed> {
    let page = Document::from(html);
    let base = page
        .select_single("base[href]")
        .attr("href")
        .and_then(|href| join(url, &href))
        .and_then(|base| Url::parse(&base).ok());
    let base = base.as_ref().or(url);
    let mut found: Vec<FoundFeed> = Vec::new();
    let mut add = |href: &str, title: Option<String>, media_type: Option<String>| {
        if let Some(url) = join(base, href)
            && found.len() < MOST
            && !found.iter().any(|known| known.url == url)
        {
            found.push(FoundFeed { url, title, media_type });
        }
    };
    for link in &page.select("link[href]") {
        let rel = link.attr_or("rel", "").to_ascii_lowercase();
        let media_type =
            link.attr("type").map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        let rels: Vec<&str> = rel.split_whitespace().collect();
        let is_feed = rels.contains(&"feed")
            || (rels.contains(&"alternate") && media_type.as_deref().is_some_and(|kind| TYPES.contains(&kind)));
        // An oEmbed or API description is JSON too, but no feed.
        let href = link.attr_or("href", "");
        let is_other =
            media_type.as_deref() == Some("application/json") && (href.contains("oembed") || href.contains("wp-json"));
        if is_feed && !is_other {
            add(
                &href,
                link.attr("title").map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()),
                media_type,
            );
        }
    }
    if found.is_empty() {
        for link in &page.select("a[href]") {
            if found.len() < MOST
                && let Some(url) = join(base, &link.attr_or("href", ""))
                && looks_like_feed(&url)
                && !found.iter().any(|known| known.url == url)
            {
                found.push(FoundFeed { url, title: crate::text::plain(&link.text()), media_type: None });
            }
        }
    }
    found.sort_by_key(|feed| {
        LESSER.iter().any(|word| {
            feed.url.to_ascii_lowercase().contains(word)
                || feed.title.as_deref().is_some_and(|title| title.to_ascii_lowercase().contains(word))
        })
    });
    found
}

fn looks_like_feed(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    ENDINGS.iter().any(|ending| path.ends_with(ending))
        || ["?feed=rss", "?feed=atom"].iter().any(|query| url.contains(query))
}

/// `feed:` is an old way to write the address of a feed.
fn join(base: Option<&Url>, href: &str) -> Option<String> {
    let href = href.trim();
    let href = href
        .strip_prefix("feed://")
        .map_or_else(|| href.strip_prefix("feed:").unwrap_or(href).to_owned(), |rest| format!("https://{rest}"));
    if href.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(&href).ok(),
        None => Url::parse(&href).ok(),
    };
    match url {
        Some(url) => matches!(url.scheme(), "http" | "https").then(|| url.into()),
        None => base.is_none().then_some(href),
    }
}

#[cfg(test)]
mod tests {
    use super::feeds_in_page;
    use url::Url;

    fn found(html: &str) -> Vec<String> {
        let url = Url::parse("https://example.org/news/").unwrap();
        feeds_in_page(html, Some(&url)).into_iter().map(|feed| feed.url).collect()
    }

    #[test]
    fn declared_feeds_come_absolute_and_comments_last() {
        let html = r#"<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"><link type="application/atom+xml" rel="ALTERNATE nofollow" href="atom.xml"><!--<link rel=alternate type=application/rss+xml href=/no>--><link rel=alternate type=text/html href=/en>"#;
        assert_eq!(found(html), ["https://example.org/news/atom.xml", "https://example.org/comments/feed/"]);
    }

    #[test]
    fn other_links_are_no_feeds() {
        let json = "<link rel=alternate type=application/json href='/wp-json/oembed/1.0/embed'>";
        let script = "<link rel=alternate type=application/rss+xml href='javascript:alert(1)'><link rel=alternate type=application/atom+xml href=''>";
        assert!(found(json).is_empty() && found(script).is_empty());
    }

    #[test]
    fn links_in_the_text_are_the_last_resort() {
        assert_eq!(
            found(r#"<p><a href="/about">About</a> <a href="/feed.xml">RSS</a>"#),
            ["https://example.org/feed.xml"]
        );
        assert_eq!(
            found(r#"<base href="https://cdn.example/"><link rel=feed href=f><a href="/feed.xml">RSS</a>"#),
            ["https://cdn.example/f"]
        );
    }
}
