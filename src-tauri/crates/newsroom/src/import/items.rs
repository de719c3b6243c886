//! Articles that a file has, made into what the library takes in.

use std::collections::HashSet;
use std::ops::Range;

use article::{Found, Provenance, SafeHtml};
use exchange::import::{Highlight, Item, Taken};
use library::{ArticleId, Library, NewArticle, Origin, TakenHighlight, TakenItem};
use url::Url;

use crate::{Failure, entries, left_out, saving};

/// The tag of what was marked with a star or a heart.
const FAVOURITE: &str = "favourite";

/// Articles that come into the library together.
pub(super) struct Batch {
    pub(super) items: Vec<TakenItem>,
    /// Addresses of the pictures in their texts.
    pub(super) pictures: Vec<String>,
    /// Lines for the report.
    pub(super) partly: Vec<String>,
    /// How many of those that are new have a text.
    pub(super) texts: u64,
    /// How many of those that are new have none, and a page to ask.
    pub(super) waiting: u64,
}

/// Which articles of the library the items are; in their order. One with an address is the article at that address,
/// whichever source it is from.
pub(super) fn known(library: &Library, items: &[Item]) -> Result<Vec<Option<ArticleId>>, Failure> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let urls: HashSet<String> = items.iter().filter_map(|item| item.url.clone()).collect();
    let at = library.at_addresses(&urls)?;
    let guids: Vec<String> = items.iter().map(guid).collect();
    let on_shelf = match saving::known_shelf(library)? {
        Some(shelf) => library.on_shelf(shelf, &guids)?,
        None => vec![None; guids.len()],
    };
    let at = |item: &Item| item.url.as_ref().and_then(|url| at.get(url)).copied();
    Ok(items.iter().zip(on_shelf).map(|(item, shelved)| at(item).or(shelved)).collect())
}

/// Makes some of the items. Runs where blocking is allowed.
pub(super) fn made(taken: &Taken, known: &[Option<ArticleId>], range: Range<usize>) -> Batch {
    let mut batch = Batch { items: Vec::new(), pictures: Vec::new(), partly: Vec::new(), texts: 0, waiting: 0 };
    for (item, known) in range.filter_map(|at| Some((taken.items.get(at)?, known.get(at).copied().flatten()))) {
        let html = if item.has_text() { safe_text(taken, item, &mut batch.partly) } else { SafeHtml::default() };
        let text = article::plain_text(&html);
        let has_text = !text.trim().is_empty() || !entries::pictures(None, html.as_str()).is_empty();
        if known.is_none() {
            batch.texts += u64::from(has_text);
            batch.waiting += u64::from(!has_text && item.url.is_some());
        }
        batch.pictures.extend(entries::pictures(None, html.as_str()));
        batch.items.push(TakenItem {
            known,
            saved_at: item.saved_at,
            read: item.read == Some(true),
            archived: item.archived,
            tags: tags(item),
            highlights: highlights(item),
            article: article(taken, item, html, text, has_text),
        });
    }
    batch
}

fn article(taken: &Taken, item: &Item, html: SafeHtml, text: String, has_text: bool) -> NewArticle {
    let provenance = Provenance {
        fields: vec![Found { field: left_out::FILE.to_owned(), way: taken.kind.name().to_owned() }],
        left_out: Vec::new(),
    };
    NewArticle {
        guid: guid(item),
        title: title(item, &text),
        deck: item.deck.as_deref().or_else(|| has_text.then_some(&*text)).map(entries::cut).filter(|it| !it.is_empty()),
        url: item.url.clone(),
        author: item.author.clone(),
        published: item.published,
        // A text that a program took from the page and kept is the page's; where there is none, its page is asked.
        origin: if has_text { Origin::Page } else { Origin::Feed },
        excerpt: !has_text,
        html: if has_text { html.as_str().to_owned() } else { String::new() },
        text: if has_text { text } else { String::new() },
        provenance: left_out::kept(provenance),
        ..NewArticle::default()
    }
}

fn safe_text(taken: &Taken, item: &Item, partly: &mut Vec<String>) -> SafeHtml {
    let mut tell = |why: &str| {
        let name = if item.title.is_empty() { item.url.as_deref().unwrap_or_default() } else { &item.title };
        partly.push(format!("{}: {name}: {why}", item.place));
    };
    let Some(html) = taken.html(item) else {
        tell("its text cannot be unpacked and was left out");
        return SafeHtml::default();
    };
    if html.len() > article::LONGEST_HTML {
        tell("its text is longer than any article’s and was cut");
    }
    let base = item.url.as_deref().and_then(|url| Url::parse(url).ok());
    article::sanitize(&html, base.as_ref())
}

/// What an item is known by: its address, or its name where it has none.
fn guid(item: &Item) -> String {
    item.url.clone().unwrap_or_else(|| {
        let author = item.author.as_deref().unwrap_or_default();
        // A book gets more passages from export to export; a note of its own has nothing but its words.
        let words = if item.title.is_empty() { first_words(item) } else { String::new() };
        entries::by_words(&item.title, &format!("{author}\n{words}"))
    })
}

fn first_words(item: &Item) -> String {
    let highlight = item.highlights.first().map(|highlight| highlight.text.clone());
    highlight.or_else(|| item.deck.clone()).unwrap_or_else(|| item.place.to_string())
}

fn title(item: &Item, text: &str) -> String {
    if !item.title.is_empty() {
        return item.title.clone();
    }
    let words =
        if text.trim().is_empty() { item.highlights.first().map_or("", |highlight| &highlight.text) } else { text };
    entries::untitled(words, item.url.as_deref())
}

/// The tags of an item; a star or a heart is one.
pub(super) fn tags(item: &Item) -> Vec<String> {
    let mut tags = item.tags.clone();
    if item.favourite && !tags.iter().any(|tag| tag.eq_ignore_ascii_case(FAVOURITE)) {
        tags.push(FAVOURITE.to_owned());
    }
    tags
}

/// The passages of an item. What was noted about the whole of it stands beside its title.
pub(super) fn highlights(item: &Item) -> Vec<TakenHighlight> {
    let whole = item.note.clone().map(|note| Highlight { text: title(item, ""), note: Some(note), at: item.saved_at });
    let all = item.highlights.iter().cloned().chain(whole);
    all.map(|Highlight { text, note, at }| TakenHighlight { text, note, at }).collect()
}
