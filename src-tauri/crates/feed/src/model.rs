//! What a source publishes, as published: texts are plain, HTML is not yet safe, addresses are absolute where the
//! document's own address is known. Serialised as CLI.md, `parse-feed`, says: absent is null or [].

use jiff::Timestamp;
use jiff::civil::Weekday;
use serde::{Serialize, Serializer};

/// The family a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the formats' names")]
pub enum Format {
    Rss0,
    Rss1,
    Rss2,
    Atom,
    JsonFeed,
    Cdf,
}

impl Format {
    /// `rss0`, `rss1`, `rss2`, `atom`, `jsonfeed` or `cdf`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rss0 => "rss0",
            Self::Rss1 => "rss1",
            Self::Rss2 => "rss2",
            Self::Atom => "atom",
            Self::JsonFeed => "jsonfeed",
            Self::Cdf => "cdf",
        }
    }
}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Entries of one document that are kept, the newest by their dates: no feed has more, and a hostile one could fill the
/// memory with empty ones.
pub const MOST_ENTRIES: usize = 10_000;

/// A feed document.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the words are those of CLI.md, parse-feed")]
pub struct Feed {
    #[serde(skip)]
    pub format: Format,
    pub id: Option<String>,
    pub title: Option<String>,
    pub home_url: Option<String>,
    pub self_url: Option<String>,
    pub hub_url: Option<String>,
    pub next_url: Option<String>,
    pub description: Option<String>,
    pub language: Option<String>,
    pub icon: Option<String>,
    pub image: Option<String>,
    pub updated: Option<Timestamp>,
    pub authors: Vec<Author>,
    pub categories: Vec<Category>,
    /// Minutes; a year at most.
    pub ttl: Option<u32>,
    /// Minutes between updates, as `sy:updatePeriod` and `sy:updateFrequency` say.
    #[serde(skip)]
    pub update_minutes: Option<u32>,
    /// Hours of the day (UTC, 0 to 23, sorted) in which nothing new comes.
    #[serde(skip)]
    pub skip_hours: Vec<u8>,
    /// Days (UTC, Monday first) on which nothing new comes.
    #[serde(skip)]
    pub skip_days: Vec<Weekday>,
    /// The document with the entries before these (RFC 5005, 4). Pages that change are in `next_url`.
    #[serde(skip)]
    pub prev_archive_url: Option<String>,
    /// Where the feed has moved to, as a podcast says it.
    #[serde(skip)]
    pub new_feed_url: Option<String>,
    /// In the order of the document, at most [`MOST_ENTRIES`].
    #[serde(skip)]
    pub entries: Vec<Entry>,
}

/// One item of a feed.
#[derive(Debug, Clone, Serialize)]
#[allow(missing_docs, reason = "the words are those of CLI.md, parse-feed")]
pub struct Entry {
    pub id: Option<String>,
    pub url: Option<String>,
    /// The page itself, where `url` leads there by a counter (`feedburner:origLink`).
    #[serde(skip)]
    pub original_url: Option<String>,
    /// Plain text.
    pub title: Option<String>,
    pub authors: Vec<Author>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    /// As published: not safe to show.
    pub summary_html: Option<String>,
    /// As published: not safe to show.
    pub content_html: Option<String>,
    pub enclosures: Vec<Enclosure>,
    pub categories: Vec<Category>,
    pub comments_url: Option<String>,
    pub source: Option<EntrySource>,
    pub image: Option<String>,
    pub lang: Option<String>,
}

/// Who wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "plain")]
pub struct Author {
    pub name: Option<String>,
    pub email: Option<String>,
    pub url: Option<String>,
}

/// A publisher's rubric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "plain")]
pub struct Category {
    pub term: Option<String>,
    pub label: Option<String>,
    pub scheme: Option<String>,
}

/// A file that comes with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "plain")]
pub struct Enclosure {
    pub url: String,
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    /// Bytes, as the feed claims.
    pub length: Option<u64>,
}

/// The feed an entry was taken over from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "plain")]
pub struct EntrySource {
    pub title: Option<String>,
    pub url: Option<String>,
}
