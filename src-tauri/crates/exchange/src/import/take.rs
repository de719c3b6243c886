//! Taking things up one after another: addresses are looked at, what stands twice is put together, the rest is reported.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::taken::Html;
use super::{At, Highlight, Item, Kind, Passed, Place, Source, Taken, packed};

/// More items than anybody reads in a life; a file with more was made to break something.
const MOST_ITEMS: usize = 500_000;
/// Tags of one item, and characters of one.
const MOST_TAGS: usize = 100;
const LONGEST_TAG: usize = 120;
/// Bytes of a title, a description, a passage. Longer ones are cut, and that is reported.
const LONGEST_TITLE: usize = 4 << 10;
const LONGEST_WORDS: usize = 256 << 10;
/// Bytes of an address.
const LONGEST_ADDRESS: usize = 16 << 10;
/// Passages of one item.
const MOST_HIGHLIGHTS: usize = 10_000;

/// What is taken so far.
pub(super) struct Take {
    taken: Taken,
    known: HashMap<String, usize>,
    part: Option<Arc<str>>,
}

impl Take {
    pub(super) fn new(kind: Kind) -> Self {
        let taken = Taken {
            kind,
            sources: Vec::new(),
            items: Vec::new(),
            skipped: Vec::new(),
            partly: Vec::new(),
            packed: None,
        };
        Self { taken, known: HashMap::new(), part: None }
    }

    /// What follows stands in this file of a ZIP.
    pub(super) fn part(&mut self, name: &str) {
        self.part = Some(Arc::from(name));
    }

    pub(super) fn place(&self, at: At) -> Place {
        Place { part: self.part.clone(), at }
    }

    pub(super) fn skip(&mut self, at: At, what: &str, why: impl Into<String>) {
        let place = self.place(at);
        self.taken.skipped.push(Passed { place, what: shown(what), why: why.into() });
    }

    pub(super) fn partly(&mut self, at: At, what: &str, why: impl Into<String>) {
        let place = self.place(at);
        self.taken.partly.push(Passed { place, what: shown(what), why: why.into() });
    }

    pub(super) fn source(&mut self, at: At, source: Source) {
        self.taken.sources.push(Source { place: self.place(at), ..source });
    }

    /// Takes an item up; `address` is as the file has it. One whose address is here already is put together with it.
    pub(super) fn item(&mut self, at: At, address: &str, item: Item) {
        let address = address.trim();
        let name = if item.title.trim().is_empty() { address } else { item.title.trim() }.to_owned();
        let url = match web(address) {
            Ok(url) => Some(url),
            Err(_) if address.is_empty() && (item.has_text() || !item.highlights.is_empty()) => None,
            Err(why) => return self.skip(at, &name, why),
        };
        if self.taken.items.len() >= MOST_ITEMS {
            return self.skip(at, &name, format!("only {MOST_ITEMS} items of one file are taken"));
        }
        let item = self.trimmed(at, &name, Item { url, place: self.place(at), ..item });
        if let Some(&known) = item.url.as_ref().and_then(|url| self.known.get(url)) {
            let first = self.taken.items[known].place.to_string();
            merge(&mut self.taken.items[known], item);
            let why = format!("its address is in {first} already; tags and highlights are put together");
            return self.skip(at, &name, why);
        }
        if let Some(url) = &item.url {
            self.known.insert(url.clone(), self.taken.items.len());
        }
        self.taken.items.push(item);
    }

    /// Marks passages of an item that may have been taken up already.
    pub(super) fn highlights(&mut self, at: At, address: &str, title: &str, highlights: Vec<Highlight>) {
        match web(address).ok().and_then(|url| self.known.get(&url).copied()) {
            Some(known) => merge(&mut self.taken.items[known], Item { highlights, ..Item::default() }),
            None => self.item(at, address, Item { title: title.to_owned(), highlights, ..Item::default() }),
        }
    }

    /// Gives items their texts, by the number of a file in the ZIP.
    pub(super) fn pack(&mut self, file: packed::Archive, texts: &[(usize, usize)]) {
        for (item, number) in texts {
            if let Some(item) = self.taken.items.get_mut(*item).filter(|item| !item.has_text()) {
                item.html = Html::Packed(*number);
            }
        }
        self.taken.packed = Some(file);
    }

    pub(super) fn at_address(&self, address: &str) -> Option<usize> {
        web(address).ok().and_then(|url| self.known.get(&url).copied())
    }

    pub(super) fn extend_highlights(&mut self, item: usize, highlights: Vec<Highlight>, note: Option<String>) {
        if let Some(item) = self.taken.items.get_mut(item) {
            merge(item, Item { highlights, note, ..Item::default() });
        }
    }

    pub(super) fn done(self) -> Taken {
        self.taken
    }

    /// Blanks, empty fields, and what is longer than any of its kind.
    fn trimmed(&mut self, at: At, name: &str, mut item: Item) -> Item {
        let mut cut = false;
        item.title = short(&one_line(&item.title), LONGEST_TITLE, &mut cut);
        item.author = item.author.map(|author| short(&one_line(&author), LONGEST_TITLE, &mut cut)).filter(filled);
        item.deck = item.deck.map(|deck| short(deck.trim(), LONGEST_WORDS, &mut cut)).filter(filled);
        item.note = item.note.map(|note| short(note.trim(), LONGEST_WORDS, &mut cut)).filter(filled);
        if let Html::Here(html) = &item.html
            && html.trim().is_empty()
        {
            item.html = Html::None;
        }
        let highlights = std::mem::take(&mut item.highlights);
        cut |= highlights.len() > MOST_HIGHLIGHTS;
        for mut highlight in highlights.into_iter().take(MOST_HIGHLIGHTS) {
            highlight.text = short(highlight.text.trim(), LONGEST_WORDS, &mut cut);
            highlight.note = highlight.note.map(|note| short(note.trim(), LONGEST_WORDS, &mut cut)).filter(filled);
            mark(&mut item.highlights, highlight);
        }
        let tags = std::mem::take(&mut item.tags);
        cut |= tags.len() > MOST_TAGS;
        for tag in tags.into_iter().take(MOST_TAGS) {
            let tag = one_line(&tag);
            let end = tag.char_indices().nth(LONGEST_TAG).map_or(tag.len(), |(at, _)| at);
            cut |= end < tag.len();
            add_tag(&mut item.tags, tag[..end].trim());
        }
        if item.archived {
            item.read = Some(true);
        }
        if cut {
            self.partly(at, name, "a title, tag or passage of it is longer than any is, and was cut");
        }
        item
    }
}

/// Two mentions of one article: what the reader did in either counts.
fn merge(item: &mut Item, other: Item) {
    if item.title.is_empty() {
        item.title = other.title;
    }
    if !item.has_text() {
        item.html = other.html;
    }
    item.author = item.author.take().or(other.author);
    item.deck = item.deck.take().or(other.deck);
    item.published = item.published.or(other.published);
    item.saved_at = item.saved_at.min(other.saved_at).or(item.saved_at).or(other.saved_at);
    item.read = match (item.read, other.read) {
        (Some(one), Some(other)) => Some(one || other),
        (one, other) => one.or(other),
    };
    item.archived |= other.archived;
    item.favourite |= other.favourite;
    for tag in other.tags {
        if item.tags.len() < MOST_TAGS {
            add_tag(&mut item.tags, &tag);
        }
    }
    for highlight in other.highlights {
        if item.highlights.len() < MOST_HIGHLIGHTS {
            mark(&mut item.highlights, highlight);
        }
    }
    item.note = both(item.note.take(), other.note);
}

/// Two notes on one thing.
fn both(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if !one.split("\n\n").any(|part| part == other) => Some(format!("{one}\n\n{other}")),
        (one, other) => one.or(other),
    }
}

fn add_tag(tags: &mut Vec<String>, tag: &str) {
    if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
        tags.push(tag.to_owned());
    }
}

fn mark(highlights: &mut Vec<Highlight>, highlight: Highlight) {
    if highlight.text.is_empty() {
        // A note without its passage is not lost: it stands beside the last one.
        if let (Some(note), Some(last)) = (highlight.note, highlights.last_mut()) {
            last.note = both(last.note.take(), Some(note));
        }
        return;
    }
    match highlights.iter_mut().find(|known| known.text == highlight.text) {
        Some(known) => known.note = both(known.note.take(), highlight.note),
        None => highlights.push(highlight),
    }
}

/// An address without the fragment that names a place on its page; `#!/path` and `#/path` name a page of their own.
#[must_use]
pub fn page(mut url: Url) -> Url {
    if !url.fragment().is_some_and(|fragment| fragment.trim_start_matches('!').starts_with('/')) {
        url.set_fragment(None);
    }
    url
}

/// An address that can be asked for; or why it is none.
pub(super) fn web(address: &str) -> Result<String, String> {
    let address = address.trim();
    if address.is_empty() {
        return Err("it has no address".to_owned());
    }
    if address.len() > LONGEST_ADDRESS {
        return Err("its address is longer than any is".to_owned());
    }
    let mut url = Url::parse(address).map_err(|_| format!("“{}” is not an address", shown(address)))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(format!("only http and https addresses can be saved, not {}:", url.scheme()));
    }
    // Names and passwords are not for a library that is searched and exported.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(page(url).into())
}

/// A time as programs write it: seconds, milliseconds or microseconds since 1970, or a date in words. Zero is none.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() && text.len() != 4 {
        return number_time(text.parse().ok()?);
    }
    // Karakeep and others write fractions of seconds.
    if let Some((seconds, fraction)) = text.split_once('.')
        && seconds.len() >= 9
        && seconds.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
    {
        return number_time(seconds.parse().ok()?);
    }
    feed::date(text).filter(|date| date.as_second() != 0)
}

pub(super) fn number_time(number: i64) -> Option<Timestamp> {
    let at = match number {
        i64::MIN..=0 => return None,
        1..100_000_000_000 => Timestamp::from_second(number),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(number),
        _ => Timestamp::from_microsecond(number),
    };
    at.ok()
}

#[allow(clippy::ptr_arg, reason = "`Option::filter` gives it so")]
fn filled(text: &String) -> bool {
    !text.is_empty()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn short(text: &str, most: usize, cut: &mut bool) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    *cut = true;
    let end = (0..=most).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    text[..end].to_owned()
}

/// A name for the report.
fn shown(text: &str) -> String {
    const MOST: usize = 120;
    let text = one_line(text.get(..4096).unwrap_or(text));
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl Take {
    /// A time as the file writes it; one that cannot be read is reported, and none is none.
    pub(super) fn time(&mut self, at: At, written: &str) -> Option<Timestamp> {
        let written = written.trim();
        if written.is_empty() || written == "0" {
            return None;
        }
        let read = time(written);
        if read.is_none() {
            self.partly(at, "", format!("its date “{}” cannot be read and was left out", shown(written)));
        }
        read
    }
}
