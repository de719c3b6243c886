//! What was read of a feed or an entry so far: of everything that can be said in several ways, the way that means most.

use std::rc::Rc;

use jiff::Timestamp;

use crate::links::first_picture;
use crate::model::{Author, Category, Enclosure, Entry, EntrySource, Feed, Format, MOST_ENTRIES};
use crate::schedule::Schedule;

/// Authors, rubrics or files of one entry that are kept.
const MOST: usize = 100;

/// One value, with how little it means.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    rank: u8,
    value: Option<T>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { rank: u8::MAX, value: None }
    }
}

impl<T> Slot<T> {
    /// Takes what means more than what is there; of equals the first.
    pub(crate) fn offer(&mut self, rank: u8, value: Option<T>) {
        if self.wants(rank) && value.is_some() {
            (self.rank, self.value) = (rank, value);
        }
    }

    /// Of equals the last.
    pub(crate) fn offer_last(&mut self, rank: u8, value: Option<T>) {
        if rank <= self.rank && value.is_some() {
            (self.rank, self.value) = (rank, value);
        }
    }

    /// Whether a value of this rank would be taken.
    pub(crate) fn wants(&self, rank: u8) -> bool {
        rank < self.rank
    }

    fn take(self) -> Option<T> {
        self.value
    }
}

/// A feed or an entry in the making.
#[derive(Default)]
pub(crate) struct Draft {
    pub(crate) id: Slot<String>,
    pub(crate) url: Slot<String>,
    pub(crate) original_url: Option<String>,
    pub(crate) title: Slot<String>,
    pub(crate) summary: Slot<String>,
    pub(crate) content: Slot<String>,
    pub(crate) published: Slot<Timestamp>,
    pub(crate) updated: Slot<Timestamp>,
    pub(crate) image: Slot<String>,
    pub(crate) icon: Option<String>,
    pub(crate) comments: Slot<String>,
    pub(crate) source: Option<EntrySource>,
    /// What it says its language is.
    pub(crate) language: Option<String>,
    /// The language in force.
    pub(crate) scope_lang: Option<Rc<str>>,
    /// The language in force in its text: that of the content, else of the summary, else of the title.
    pub(crate) text_lang: Slot<Option<Rc<str>>>,
    /// Width of the picture in `image`, where one was said.
    pub(crate) image_width: u32,
    pub(crate) authors: Vec<(u8, Author)>,
    pub(crate) categories: Vec<Category>,
    pub(crate) enclosures: Vec<Enclosure>,
    /// Films and sounds told by `media:content`: they come after the enclosures.
    pub(crate) media: Vec<Enclosure>,
    pub(crate) head: Head,
}

/// What only a feed has.
#[derive(Default)]
pub(crate) struct Head {
    pub(crate) self_url: Option<String>,
    pub(crate) hub_url: Option<String>,
    pub(crate) next_url: Option<String>,
    pub(crate) prev_archive_url: Option<String>,
    pub(crate) new_feed_url: Option<String>,
    pub(crate) schedule: Schedule,
}

impl Draft {
    pub(crate) fn add_author(&mut self, rank: u8, author: Author) {
        if author != Author::default() && self.authors.len() < MOST {
            self.authors.push((rank, author));
        }
    }

    pub(crate) fn add_category(&mut self, category: Category) {
        let is_named = category.term.is_some() || category.label.is_some();
        if is_named && self.categories.len() < MOST && !self.categories.contains(&category) {
            self.categories.push(category);
        }
    }

    /// The same file is often told twice, by a link and by a `media:content`.
    pub(crate) fn add_enclosure(&mut self, enclosure: Enclosure) {
        if let Some(known) = self.enclosures.iter_mut().find(|known| known.url == enclosure.url) {
            known.media_type = known.media_type.take().or(enclosure.media_type);
            known.length = known.length.or(enclosure.length);
        } else if self.enclosures.len() < MOST {
            self.enclosures.push(enclosure);
        }
    }

    pub(crate) fn add_media(&mut self, file: Enclosure) {
        if self.media.len() < MOST {
            self.media.push(file);
        }
    }

    /// The authors that mean most, each once.
    fn take_authors(&mut self) -> Vec<Author> {
        let best = self.authors.iter().map(|(rank, _)| *rank).min();
        let mut found: Vec<Author> = Vec::new();
        for (_, author) in self.authors.drain(..).filter(|(rank, _)| Some(*rank) == best) {
            if !found.iter().any(|known| {
                *known == author || (known.name == author.name && author.email.is_none() && author.url.is_none())
            }) {
                found.push(author);
            }
        }
        found
    }

    /// A picture among the files, else the first in the text.
    fn picture(&self) -> Option<String> {
        let is_picture = |file: &&Enclosure| file.media_type.as_deref().is_some_and(|kind| kind.starts_with("image/"));
        let texts = [&self.content.value, &self.summary.value];
        self.enclosures
            .iter()
            .find(is_picture)
            .map(|file| file.url.clone())
            .or_else(|| texts.into_iter().flatten().find_map(|html| first_picture(html)))
    }

    pub(crate) fn into_entry(mut self) -> Entry {
        for file in std::mem::take(&mut self.media) {
            self.add_enclosure(file);
        }
        let picture = if self.image.value.is_none() { self.picture() } else { None };
        let authors = self.take_authors();
        let lang = said(self.text_lang.take().unwrap_or(self.scope_lang));
        Entry {
            id: self.id.take(),
            url: self.url.take().or_else(|| self.original_url.clone()),
            original_url: self.original_url,
            title: self.title.take(),
            authors,
            published: self.published.take(),
            updated: self.updated.take(),
            summary_html: self.summary.take(),
            content_html: self.content.take(),
            enclosures: self.enclosures,
            categories: self.categories,
            comments_url: self.comments.take(),
            source: self.source,
            image: self.image.take().or(picture),
            lang: self.language.or(lang),
        }
    }

    pub(crate) fn into_feed(mut self, format: Format, entries: Vec<Entry>) -> Feed {
        let picture = if self.image.value.is_none() { self.picture() } else { None };
        let authors = self.take_authors();
        let head = self.head;
        Feed {
            format,
            id: self.id.take(),
            title: self.title.take(),
            home_url: self.url.take(),
            self_url: head.self_url,
            hub_url: head.hub_url,
            next_url: head.next_url,
            description: self.summary.take(),
            language: self.language.or_else(|| said(self.scope_lang)),
            icon: self.icon,
            image: self.image.take().or(picture),
            updated: self.updated.take().or(self.published.take()),
            authors,
            categories: self.categories,
            ttl: head.schedule.ttl,
            update_minutes: head.schedule.update_minutes(),
            skip_hours: head.schedule.hours(),
            skip_days: head.schedule.days(),
            prev_archive_url: head.prev_archive_url,
            new_feed_url: head.new_feed_url,
            entries: newest(entries),
        }
    }
}

fn said(lang: Option<Rc<str>>) -> Option<String> {
    lang.filter(|lang| !lang.is_empty()).map(|lang| lang.to_string())
}

/// At most [`MOST_ENTRIES`], in the order they had: the newest, and of those without a date the first.
pub(crate) fn newest(entries: Vec<Entry>) -> Vec<Entry> {
    if entries.len() <= MOST_ENTRIES {
        return entries;
    }
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(entries.get(*at).and_then(|entry| entry.published.or(entry.updated))));
    let mut keep = vec![false; entries.len()];
    for at in order.into_iter().take(MOST_ENTRIES) {
        keep[at] = true;
    }
    entries.into_iter().zip(keep).filter_map(|(entry, keep)| keep.then_some(entry)).collect()
}
