//! A document a source published, fetched and read, with all that is stored of it.

use fetch::{Response, Validators};
use jiff::Timestamp;
use library::Rhythm;
use tokio::sync::OwnedSemaphorePermit;
use url::Url;

use crate::{Failure, entries};

/// A feed that was fetched and read, ready to be stored.
pub(crate) struct ReadFeed {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) site_url: Option<String>,
    pub(crate) url: Url,
    pub(crate) articles: Vec<library::NewArticle>,
    /// Ids of entries that are in the library as they are.
    pub(crate) unchanged: Vec<String>,
    /// When its entries were published.
    pub(crate) published: Vec<Timestamp>,
    pub(crate) moved_to: Option<String>,
    pub(crate) validators: Validators,
    pub(crate) content_hash: String,
    pub(crate) max_age: Option<u64>,
    pub(crate) rhythm: Rhythm,
    pub(crate) hub: Option<String>,
    pub(crate) archive: Option<String>,
    /// How the page is to be read from now on, as JSON; none leaves it as it was.
    pub(crate) watch: Option<String>,
    pub(crate) bytes: u64,
    /// It came from a private address.
    pub(crate) home: bool,
    /// What it takes until it is stored: places of the client's, and one among those who read.
    pub(crate) held: (fetch::Held, Option<OwnedSemaphorePermit>),
}

impl ReadFeed {
    /// The same feed under the address it is to be asked at. It is only looked at, and gives its places back.
    pub(crate) fn known_as(mut self, url: Url) -> Self {
        self.url = url;
        self.held.0 = fetch::Held::default();
        self
    }

    pub(crate) fn at(mut self, desk: Option<OwnedSemaphorePermit>) -> Self {
        self.held.1 = desk;
        self
    }
}

/// Reads a response as a feed. Runs where blocking is allowed.
pub(crate) fn read_feed(response: Response, content_hash: String, now: Timestamp) -> Result<ReadFeed, Failure> {
    read_news(response, content_hash, now, (0, 0), entries::none_known)
}

/// As [`read_feed`], and leaves out the entries that `known` knows, by id and fingerprint: making an entry safe is most
/// of the work.
pub(crate) fn read_news(
    response: Response,
    content_hash: String,
    now: Timestamp,
    pages: (u32, u32),
    known: impl FnOnce(&[(String, i64)]) -> Result<Vec<bool>, Failure>,
) -> Result<ReadFeed, Failure> {
    let url = response.final_url;
    let bytes = response.bytes.len() as u64;
    let feed = feed::parse(&response.bytes, response.content_type.as_deref(), Some(&url)).map_err(|error| {
        Failure::new(
            "not-a-feed",
            url.as_str(),
            format!("what came back is not a feed ({error})"),
            "look whether the address has changed",
        )
    })?;
    drop(response.bytes);
    let made = entries::made(feed.entries, &url, now, pages, known)?;
    Ok(ReadFeed {
        title: feed.title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty()),
        description: feed.description.as_deref().map(article::text_of).filter(|text| !text.is_empty()),
        site_url: feed.home_url,
        articles: made.articles,
        unchanged: made.unchanged,
        published: made.published,
        moved_to: response.permanent_url.map(String::from),
        validators: response.validators,
        content_hash,
        max_age: response.max_age,
        rhythm: Rhythm {
            update_minutes: feed.ttl.max(feed.update_minutes),
            gap_minutes: None,
            newest: None,
            skip_hours: feed
                .skip_hours
                .iter()
                .fold(0, |set, hour| set | 1_u32.checked_shl((*hour).into()).unwrap_or(0)),
            skip_days: feed.skip_days.iter().fold(0, |set, day| set | 1 << day.to_monday_zero_offset()),
        },
        hub: feed.hub_url,
        archive: feed.prev_archive_url,
        watch: None,
        bytes,
        home: response.from_private,
        held: (response.held, None),
        url,
    })
}
