//! Bytes to a feed: encoding, then JSON Feed ([`crate::json`]) or XML ([`crate::assemble`]), also where a page is around it.

use url::Url;

use crate::encoding::to_utf8;
use crate::model::Feed;
use crate::{assemble, json, page};

/// Why bytes are no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// There is nothing there.
    #[error("it is empty")]
    Empty,
    /// A web page came instead.
    #[error("it is a web page")]
    Page,
    /// Neither feed nor page.
    #[error("it is in no feed format this app knows")]
    Unknown,
}

/// What is known of a document beside its bytes; everything may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin<'a> {
    /// The HTTP header.
    pub content_type: Option<&'a str>,
    /// The document's own address: relative ones in it are resolved against it.
    pub url: Option<&'a Url>,
    /// `Content-Language`: the language of what names none.
    pub language: Option<&'a str>,
}

/// Reads a feed document. `content_type` is the HTTP header, `url` the document's own address; both may be missing.
///
/// # Errors
/// [`ParseError`] when nothing usable is in it. A broken document with a complete entry is not an error.
pub fn parse(bytes: &[u8], content_type: Option<&str>, url: Option<&Url>) -> Result<Feed, ParseError> {
    parse_from(bytes, Origin { content_type, url, language: None })
}

/// Reads a feed document from where it came.
///
/// # Errors
/// As [`parse`].
pub fn parse_from(bytes: &[u8], origin: Origin<'_>) -> Result<Feed, ParseError> {
    let text = to_utf8(bytes, origin.content_type);
    if bytes.trim_ascii().is_empty() {
        return Err(ParseError::Empty);
    }
    let is_page = page::is_page(&text);
    let text = if is_page { page::feed_in(&text).ok_or(ParseError::Page)? } else { text };
    let feed = if text.starts_with(['{', '[']) {
        json::parse(&text, origin.url, origin.language)
    } else {
        assemble::feed(&text, origin.url, origin.language)
    };
    // A page that tells of feeds is none.
    feed.filter(|feed| !is_page || !feed.entries.is_empty()).ok_or(if is_page {
        ParseError::Page
    } else {
        ParseError::Unknown
    })
}

/// What relative addresses in a document are resolved against: its address, and where the server says its content is
/// at another (RFC 9110, 8.7), that one.
#[must_use]
pub fn base_of(url: Option<&Url>, content_location: Option<&str>) -> Option<Url> {
    let location = content_location.and_then(|location| match url {
        Some(url) => url.join(location.trim()).ok(),
        None => Url::parse(location.trim()).ok(),
    });
    location.filter(|location| matches!(location.scheme(), "http" | "https")).or_else(|| url.cloned())
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
