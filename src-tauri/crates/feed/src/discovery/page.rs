//! What a page says of itself: its feeds by `<link>`, without them those its text links to, and its own address.

use dom_query::Document;
use url::Url;

use super::{FoundFeed, MOST, Way, anchors};

/// Media types of feeds. Sources: RFC 4287, JSON Feed 1.1, and what servers write for RSS.
const TYPES: &[&str] = &[
    "application/atom",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
    "application/rdf+xml",
    "application/rss",
    "application/rss+xml",
    "application/x-atom+xml",
    "application/x-rss+xml",
    "application/xml",
    "text/atom+xml",
    "text/rss",
    "text/rss+xml",
    "text/xml",
];

/// What else is announced as a JSON or XML alternate and is no feed: descriptions of one page for machines.
const OTHER: &[&str] = &["/wp-json", "oembed", "opensearch", "sitemap"];

pub(super) struct Page {
    pub(super) feeds: Vec<FoundFeed>,
    /// The address the page says it has.
    pub(super) canonical: Option<Url>,
}

pub(super) fn read(html: &str, url: Option<&Url>) -> Page {
    let page = Document::from(html);
    let base = page.select_single("base[href]").attr("href").and_then(|href| join(url, &href));
    let base = base.and_then(|base| Url::parse(&base).ok());
    let base = base.as_ref().or(url);
    let canonical = page
        .select_single("link[rel=canonical][href]")
        .attr("href")
        .or_else(|| page.select_single("meta[property='og:url'][content]").attr("content"))
        .and_then(|href| join(base, &href))
        .and_then(|href| Url::parse(&href).ok());
    let language = page.select_single("html").attr("lang").map(|lang| primary(&lang));
    let mut feeds: Vec<FoundFeed> = Vec::new();
    for link in page.select("link[href]").iter().take(MOST * 10) {
        let rel = link.attr_or("rel", "").to_ascii_lowercase();
        let media_type = link.attr("type").map(|kind| media_type(&kind)).filter(|kind| !kind.is_empty());
        let href = link.attr_or("href", "");
        if !is_feed(&rel, media_type.as_deref(), &href) {
            continue;
        }
        let Some(url) = join(base, &href) else { continue };
        let title = link.attr("title").and_then(|title| crate::text::plain(&title));
        let speaks = link.attr("hreflang").map(|lang| primary(&lang));
        let foreign = matches!((&speaks, &language), (Some(speaks), Some(page)) if speaks != page && speaks != "x");
        feeds.push(FoundFeed { url, title, media_type, way: Way::Named, foreign });
    }
    if feeds.is_empty() {
        feeds = anchors::feeds(&page, base);
    }
    Page { feeds, canonical }
}

/// Whether a `<link>` with this rel, type and address names a feed.
fn is_feed(rel: &str, media_type: Option<&str>, href: &str) -> bool {
    let has = |wanted: &str| rel.split_whitespace().any(|rel| rel == wanted);
    if has("stylesheet") || OTHER.iter().any(|other| href.contains(other)) {
        return false;
    }
    match media_type {
        // `rel=feed` was proposed for HTML5, `service.feed` is what Blogger wrote; both say it without a type.
        _ if has("feed") || has("service.feed") => true,
        // Whoever leaves out the rel means this one; XML and JSON alone may be anything.
        Some(kind) => is_feed_type(kind) && (has("alternate") || (rel.trim().is_empty() && is_sure(kind))),
        None => has("alternate") && anchors::has_ending(href),
    }
}

/// Whether a media type, without its parameters, is one of a feed.
pub(super) fn is_feed_type(media_type: &str) -> bool {
    TYPES.contains(&media_type)
}

/// Whether a media type is a feed's and nothing else's.
pub(super) fn is_sure(media_type: &str) -> bool {
    is_feed_type(media_type) && ["atom", "feed", "rss"].iter().any(|word| media_type.contains(word))
}

/// A media type without its parameters, in lower case.
pub(super) fn media_type(written: &str) -> String {
    written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// `en` of `en-GB`.
fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The absolute address; `feed:` is an old way to write the address of a feed. Without a base a relative one stays.
pub(super) fn join(base: Option<&Url>, href: &str) -> Option<String> {
    let href = href.trim();
    let rest = href.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("feed:")).map(|_| &href[5..]);
    let href = match rest {
        Some(rest) if rest.starts_with("//") => format!("https:{rest}"),
        Some(rest) => rest.to_owned(),
        None => href.to_owned(),
    };
    if href.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(&href).ok(),
        None => Url::parse(&href).ok(),
    };
    match url {
        Some(url) => (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.into()),
        None => base.is_none().then_some(href),
    }
}
