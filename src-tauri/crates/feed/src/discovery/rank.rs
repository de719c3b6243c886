//! Which of a page's feeds a reader means: articles before other things, the page's own section before the whole site,
//! full text before summaries. What the words do not decide stays in the page's order.

use url::Url;

use super::{FoundFeed, Way};

/// What readers do not mean when they follow a site, by the words of title and address, the last the least wanted.
/// Comments in the languages `WordPress` is used in most (its translations of "Comments Feed").
const LESSER: &[&[&str]] = &[
    &["activity", "calendar", "changes", "events", "jobs", "recentchanges", "search"],
    &["audio", "itunes", "podcast", "podcasts", "video", "videos"],
    &[
        "comentarios",
        "comentários",
        "comment",
        "commentaires",
        "comments",
        "commenti",
        "komentarzami",
        "komentarzy",
        "kommentar",
        "kommentare",
        "kommentarer",
        "reacties",
        "yorumlar",
        "yorumları",
        "комментариев",
        "комментарии",
    ],
];

/// Comments in scripts that put no space between words.
const COMMENTS: &[&str] = &["コメント", "評論", "评论", "댓글"];

/// What feeds of whole texts, and of their beginnings only, call themselves.
const FULL: &[&str] = &["complete", "full", "fulltext"];
const SHORT: &[&str] = &["excerpt", "excerpts", "headlines", "short", "summaries", "summary", "teaser"];

/// Words of an address that say only that it is a feed.
const FEED_WORDS: &[&str] =
    &["atom", "default", "feed", "feeds", "index", "json", "posts", "rdf", "rss", "rss2", "xml"];

/// Not on the way from the site's front page to this page.
const ELSEWHERE: usize = 100;

/// To sort by: smaller is better.
pub(super) fn of(feed: &FoundFeed, page: Option<&Url>) -> (usize, bool, bool, usize, u8) {
    if feed.way == Way::Rule {
        // The table has its own order.
        return (0, false, false, 0, 0);
    }
    let words = words(feed);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let title = feed.title.as_deref().unwrap_or_default();
    let lesser = if COMMENTS.iter().any(|word| title.contains(word)) {
        LESSER.len()
    } else {
        LESSER.iter().rposition(|list| has(list)).map_or(0, |at| at + 1)
    };
    let text = if has(FULL) { 0 } else { 1 + u8::from(has(SHORT)) };
    (lesser, feed.way == Way::Likely, feed.foreign, page.map_or(0, |page| distance(&feed.url, page)), text)
}

fn words(feed: &FoundFeed) -> Vec<String> {
    let address = Url::parse(&feed.url).ok();
    let address = address
        .as_ref()
        .map_or_else(|| feed.url.clone(), |url| format!("{} {}", url.path(), url.query().unwrap_or_default()));
    format!("{} {address}", feed.title.as_deref().unwrap_or_default())
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// How many steps up from the page the section of the feed lies, by their paths.
fn distance(feed: &str, page: &Url) -> usize {
    let here: Vec<String> = segments(page).collect();
    let Ok(feed) = Url::parse(feed) else { return ELSEWHERE };
    if feed.host_str() != page.host_str() {
        return here.len();
    }
    let section: Vec<String> = segments(&feed)
        .map(|segment| segment.split('.').next().unwrap_or_default().to_owned())
        .filter(|segment| !segment.is_empty() && !FEED_WORDS.contains(&segment.as_str()))
        .collect();
    if here.starts_with(&section) { here.len() - section.len() } else { ELSEWHERE }
}

fn segments(url: &Url) -> impl Iterator<Item = String> {
    url.path_segments().into_iter().flatten().filter(|segment| !segment.is_empty()).map(str::to_ascii_lowercase)
}
