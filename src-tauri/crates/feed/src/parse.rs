//! Bytes to a feed: encoding, then JSON Feed by itself, XML through [`crate::prepare`] and feedparser-rs (of the Rust
//! libraries measured it reads most). Of the asserted core cases of shared/kits/feeds the library alone had 70 to 90 %
//! (feedparser, gofeed, real feeds), prepared for it 95 to 100 %.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};
use feedparser_rs::{self as library, ParseOptions, ParserLimits};
use jiff::Timestamp;
use url::Url;

use crate::dates::date;
use crate::encoding::to_utf8;
use crate::model::{Category, Enclosure, Entry, EntrySource, Feed};
use crate::prepare::{Notes, Prepared, prepare};
use crate::text::{label, plain};
use crate::{json, links};

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

/// Reads a feed document. `content_type` is the HTTP header, `url` the document's own address; both may be missing.
///
/// # Errors
/// [`ParseError`] when nothing usable is in it. A broken document with a complete entry is not an error.
pub fn parse(bytes: &[u8], content_type: Option<&str>, url: Option<&Url>) -> Result<Feed, ParseError> {
    let text = to_utf8(bytes, content_type);
    if text.trim().is_empty() {
        return Err(ParseError::Empty);
    }
    if is_page(&text) {
        return Err(ParseError::Page);
    }
    if text.starts_with(['{', '[']) {
        return json::parse(&text, url).ok_or(ParseError::Unknown);
    }
    let Some(prepared) = prepare(&text, url) else { return Err(ParseError::Unknown) };
    let options = ParseOptions { resolve_relative_uris: false, sanitize_html: false, limits: ParserLimits::default() };
    // A panic on a publisher's bytes must not end the refresh of the other sources.
    let parsed = catch_unwind(AssertUnwindSafe(|| library::parse_with_options(prepared.text.as_bytes(), &options)))
        .map_err(|_| ParseError::Unknown)?
        .map_err(|_| ParseError::Unknown)?;
    Ok(feed(parsed, &prepared, url))
}

/// A whole address stays spelled as published: it may be an id elsewhere.
fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    // The library hands on attributes as they stand in the document.
    let address = links::bared(address.trim()).replace("&amp;", "&");
    (!address.is_empty()).then(|| base.and_then(|base| links::joined(&address, base)).unwrap_or(address))
}

fn is_page(text: &str) -> bool {
    let mut head: String = text.chars().take(2048).collect();
    head.make_ascii_lowercase();
    let starts = |name: &str| head.contains(name);
    (starts("<!doctype html") || starts("<html"))
        && !["<rss", "<feed", "<rdf:rdf", "<channel"].iter().any(|name| text.contains(name))
}

fn feed(parsed: library::ParsedFeed, prepared: &Prepared, base: Option<&Url>) -> Feed {
    let meta = parsed.feed;
    // The library keeps to limits of its own: notes are only told apart when they are as many as the entries.
    let same = prepared.entries.len() == parsed.entries.len();
    let none = Notes::default();
    let notes = |at: usize| prepared.entries.get(at).filter(|_| same).unwrap_or(&none);
    let link = |rel: &str| {
        meta.links.iter().find(|link| link.rel.as_deref() == Some(rel)).and_then(|link| absolute(&link.href, base))
    };
    let image = meta.image.as_ref().map(|image| image.url.to_string()).or_else(|| meta.logo.clone());
    let image =
        image.or_else(|| meta.itunes.as_ref().and_then(|itunes| itunes.image.as_ref().map(ToString::to_string)));
    Feed {
        format: prepared.format,
        id: meta.id.as_deref().map(|id| links::bared(id).to_owned()),
        title: meta.title.as_deref().and_then(plain),
        home_url: meta.link.as_deref().and_then(|link| absolute(link, base)).or_else(|| link("alternate")),
        self_url: link("self"),
        hub_url: link("hub"),
        next_url: meta.next_url.as_deref().and_then(|next| absolute(next, base)).or_else(|| link("next")),
        description: meta
            .subtitle
            .clone()
            .or_else(|| prepared.feed.summary.clone())
            .filter(|text| !text.trim().is_empty()),
        language: meta
            .language
            .as_deref()
            .map(|lang| lang.trim().replace('_', "-"))
            .or_else(|| prepared.feed.lang.clone()),
        icon: meta.icon.as_deref().and_then(|icon| absolute(icon, base)),
        image: image.as_deref().and_then(|image| absolute(image, base)),
        updated: either_date(meta.updated, meta.updated_str.as_deref())
            .or_else(|| either_date(meta.published, meta.published_str.as_deref())),
        authors: prepared.feed.authors(),
        categories: categories(&meta.tags, &prepared.feed),
        ttl: meta.ttl.as_deref().and_then(|ttl| ttl.trim().parse().ok()),
        entries: parsed.entries.into_iter().enumerate().map(|(at, parsed)| entry(parsed, notes(at), base)).collect(),
    }
}

fn entry(parsed: library::Entry, notes: &Notes, base: Option<&Url>) -> Entry {
    let alternate = parsed.link.clone().or_else(|| {
        parsed
            .links
            .iter()
            .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
            .map(|link| link.href.to_string())
    });
    let content =
        parsed.content.iter().find(|content| !content.value.trim().is_empty()).map(|content| content.value.clone());
    let picture = parsed
        .media_thumbnail
        .first()
        .map(|thumbnail| thumbnail.url.to_string())
        .or_else(|| {
            let is_picture = |media: &&library::MediaContent| {
                media.medium.as_deref() == Some("image")
                    || media.content_type.as_deref().is_some_and(|kind| kind.starts_with("image/"))
            };
            parsed.media_content.iter().find(is_picture).map(|media| media.url.to_string())
        })
        .or_else(|| parsed.itunes.as_ref().and_then(|itunes| itunes.image.as_ref().map(ToString::to_string)));
    Entry {
        id: parsed.id.as_deref().map(|id| links::bared(id.trim()).to_owned()).filter(|id| !id.is_empty()),
        url: alternate.as_deref().and_then(|url| absolute(url, base)).or_else(|| notes.permalink.clone()),
        title: parsed.title.as_deref().and_then(plain),
        authors: notes.authors(),
        published: either_date(parsed.published, parsed.published_str.as_deref())
            .or_else(|| parsed.dc_date.and_then(timestamp))
            .or_else(|| either_date(parsed.created, parsed.created_str.as_deref())),
        updated: either_date(parsed.updated, parsed.updated_str.as_deref())
            .or_else(|| notes.updated.as_deref().and_then(date)),
        summary_html: parsed
            .summary
            .filter(|summary| !summary.trim().is_empty())
            .or(parsed.media_description)
            .or_else(|| notes.summary.clone()),
        content_html: content,
        enclosures: enclosures(&parsed.enclosures, base),
        categories: categories(&parsed.tags, notes),
        comments_url: parsed.comments.as_deref().and_then(|url| absolute(url, base)),
        source: parsed.source.map(|source| EntrySource {
            title: source.title,
            url: source.href.or(source.link).and_then(|url| absolute(&url, base)),
        }),
        image: picture.as_deref().and_then(|url| absolute(url, base)),
        lang: notes.lang.clone(),
    }
}

fn either_date(read: Option<DateTime<Utc>>, text: Option<&str>) -> Option<Timestamp> {
    text.and_then(date).or_else(|| read.and_then(timestamp))
}

fn timestamp(read: DateTime<Utc>) -> Option<Timestamp> {
    Timestamp::from_second(read.timestamp()).ok()
}

fn categories(tags: &[library::Tag], notes: &Notes) -> Vec<Category> {
    let mut found: Vec<Category> = tags
        .iter()
        .map(|tag| Category {
            term: label(&tag.term),
            label: tag.label.as_deref().and_then(label),
            scheme: tag.scheme.as_deref().map(|scheme| links::bared(scheme).to_owned()),
        })
        .filter(|category| category.term.is_some() || category.label.is_some())
        .collect();
    if found.is_empty() {
        for word in notes.keywords.split(',').filter_map(label) {
            let category = Category { term: Some(word), label: None, scheme: None };
            if !found.contains(&category) {
                found.push(category);
            }
        }
    }
    found
}

fn enclosures(all: &[library::Enclosure], base: Option<&Url>) -> Vec<Enclosure> {
    all.iter()
        .filter_map(|enclosure| {
            Some(Enclosure {
                url: absolute(&enclosure.url, base)?,
                media_type: enclosure.enclosure_type.as_deref().map(str::to_owned).filter(|kind| !kind.is_empty()),
                length: enclosure.length.as_deref().and_then(|length| length.trim().parse().ok()),
            })
        })
        .collect()
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
