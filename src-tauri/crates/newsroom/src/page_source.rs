//! Sources that are pages without a feed: read as they were when they were followed; found again where they changed;
//! and where they cannot be, a failure that says so, never silence.

use feed::watch::{self, Listing, Watch};
use fetch::Response;
use jiff::Timestamp;
use library::{Rhythm, Source, SourceKind};
use url::Url;

use crate::read_feed::{ReadFeed, read_news};
use crate::{Failure, entries};

/// The code of the failure of a page whose list is not there any more.
pub(crate) const BROKEN: &str = "pattern-broken";

/// Reads what a source answered, a feed as a feed and a page as it is watched. Runs where blocking is allowed.
pub(crate) fn read_as(
    source: &Source,
    response: Response,
    content_hash: String,
    now: Timestamp,
    known: impl FnOnce(&[(String, i64)]) -> Result<Vec<bool>, Failure>,
) -> Result<ReadFeed, Failure> {
    if source.kind != SourceKind::Page {
        return read_news(response, content_hash, now, source.pages, known);
    }
    let html = document(&response);
    let url = response.final_url.clone();
    let kept: Option<Watch> = source.watch.as_deref().and_then(|kept| serde_json::from_str(kept).ok());
    let why = match kept.as_ref().map(|kept| watch::read(kept, &html, &url)) {
        Some(Ok(listing)) => return of_listing(response, listing, None, content_hash, now),
        Some(Err(broken)) => broken.to_string(),
        None => "how it was read is not known any more".to_owned(),
    };
    let Some((anew, listing)) = found(&html, &url) else {
        return Err(Failure::new(
            BROKEN,
            url.as_str(),
            why,
            "look at the page in a browser; if it still lists articles, unfollow it and follow it anew",
        ));
    };
    tracing::info!(%url, %why, "the page is read another way from now on");
    of_listing(response, listing, Some(&anew), content_hash, now)
}

/// The failure of a page that lists something, but nothing of what it listed before.
pub(crate) fn another_list(url: &str) -> Failure {
    Failure::new(
        BROKEN,
        url,
        "the list that was followed is gone, and what is there now is another",
        "look at the page in a browser; if it still lists articles, unfollow it and follow it anew",
    )
}

/// A page that was looked at, as a source that can be followed, and the sentence that says what will be watched. None
/// when no list is seen on it. Runs where blocking is allowed.
pub(crate) fn offered(response: Response, content_hash: String, now: Timestamp) -> Option<(ReadFeed, String)> {
    let (watch, listing) = found(&document(&response), &response.final_url)?;
    let sentence = watch.explained(listing.entries.len());
    let page = response.final_url.to_string();
    let read = of_listing(response, listing, Some(&watch), content_hash, now).ok()?;
    Some((ReadFeed { site_url: Some(page), ..read }, sentence))
}

/// Whether what is to be watched is a news sitemap.
pub(crate) fn is_map(feed: &ReadFeed) -> bool {
    feed.watch
        .as_deref()
        .is_some_and(|watch| serde_json::from_str(watch).is_ok_and(|watch: Watch| watch == Watch::Sitemap))
}

/// The text of a response, safe to be parsed.
pub(crate) fn document(response: &Response) -> String {
    article::defused(&fetch::decode(&response.bytes, response.content_type.as_deref())).into_owned()
}

fn found(html: &str, url: &Url) -> Option<(Watch, Listing)> {
    let watch = watch::find(html, url)?;
    let listing = watch::read(&watch, html, url).ok()?;
    Some((watch, listing))
}

fn of_listing(
    response: Response,
    listing: Listing,
    watch: Option<&Watch>,
    content_hash: String,
    now: Timestamp,
) -> Result<ReadFeed, Failure> {
    let url = response.final_url;
    let made = entries::made(listing.entries, &url, now, (0, 0), entries::none_known)?;
    Ok(ReadFeed {
        title: listing.title,
        description: None,
        // A sitemap is no address for people; what was known when it was followed stays.
        site_url: None,
        articles: made.articles,
        unchanged: made.unchanged,
        published: made.published,
        moved_to: response.permanent_url.map(String::from),
        validators: response.validators,
        content_hash,
        max_age: response.max_age,
        rhythm: Rhythm::default(),
        hub: None,
        archive: None,
        watch: watch.and_then(|watch| serde_json::to_string(watch).ok()),
        bytes: response.bytes.len() as u64,
        home: response.from_private,
        held: (response.held, None),
        url,
    })
}
