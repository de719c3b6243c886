//! What the end of an element tells: its text goes to the feed or the entry it is about.

use std::borrow::Cow;

use super::{Builder, is_web, tag};
use crate::capture::Capture;
use crate::dates::date;
use crate::fields::{Field, Within};
use crate::links;
use crate::model::{Category, Enclosure, EntrySource};
use crate::pieces::Element;
use crate::spaces::Space;
use crate::text::{collapsed, label, plain};

/// Kinds of a link that say it leads to a feed or to data, not to something to read.
const DATA_KINDS: &[&str] = &["application/", "audio/", "image/", "text/xml", "video/"];

impl Builder<'_> {
    /// The captured element is whole.
    pub(super) fn finish(&mut self) {
        let Some(capture) = self.capture.take() else { return };
        match capture.field {
            Field::Title { rank } => {
                let title = plain(&capture.html(self.is_atom()));
                if title.is_some() {
                    self.draft().text_lang.offer(2, Some(capture.lang.clone()));
                }
                self.draft().title.offer(rank, title);
            }
            Field::Summary { rank } => self.summary(rank, &capture),
            Field::Content { rank } => self.content(rank, &capture),
            Field::Link => self.link(&capture),
            Field::Id => self.id(&capture),
            Field::Published { rank } => {
                let read = date(&capture.plain());
                self.draft().published.offer_last(rank, read);
            }
            Field::Updated { rank } => {
                let read = date(&capture.plain());
                self.draft().updated.offer_last(rank, read);
            }
            Field::AuthorName => self.person.name = label(&capture.plain()),
            Field::AuthorEmail => {
                let written = label(&capture.plain());
                self.person.email = written.map(|mail| mail.trim_start_matches("mailto:").to_owned());
            }
            Field::AuthorUrl => self.person.url = self.address_in(&capture),
            Field::AuthorLine { rank } => {
                if let Some(author) = capture.person() {
                    self.draft().add_author(rank, author);
                }
            }
            Field::Category => self.category(&capture),
            Field::Keywords => {
                for word in capture.plain().split([',', ';']) {
                    self.draft().add_category(Category { term: label(word), label: None, scheme: None });
                }
            }
            Field::Enclosure => {
                let url = attribute(&capture.element, &["url", "href", "src"]).unwrap_or_else(|| capture.plain());
                self.enclosure(&capture.element, &url);
            }
            Field::Source => {
                let url = attribute(&capture.element, &["url", "href"]).and_then(|url| self.address(&url));
                let title = plain(&capture.html(false));
                if url.is_some() || title.is_some() {
                    self.draft().source = Some(EntrySource { title, url });
                }
            }
            Field::SourceTitle => {
                let title = plain(&capture.html(self.is_atom()));
                self.source().title = title;
            }
            Field::Image { rank } => {
                let url = attribute(&capture.element, &["href", "url", "src"]).unwrap_or_else(|| capture.plain());
                let url = self.address(&url);
                self.draft().image.offer(rank, url);
            }
            _ => self.small(&capture),
        }
    }

    /// What is one word.
    fn small(&mut self, capture: &Capture<'_>) {
        let plain = capture.plain();
        let schedule = &mut self.feed.head.schedule;
        match capture.field {
            Field::Ttl => schedule.say_ttl(&plain),
            Field::Hour => schedule.say_hour(&plain),
            Field::Day => schedule.say_day(&plain),
            Field::Period => schedule.say_period(&plain),
            Field::PeriodFrequency => schedule.say_frequency(&plain),
            Field::Language => self.draft().language = tag(&plain),
            Field::NewFeed => self.feed.head.new_feed_url = self.address_in(capture),
            Field::Icon => {
                let icon = self.address_in(capture);
                let draft = self.draft();
                draft.icon = draft.icon.take().or(icon);
            }
            Field::Comments => {
                let url = self.address_in(capture);
                self.draft().comments.offer(0, url);
            }
            Field::LinkOriginal => {
                self.draft().original_url = self.address_in(capture);
            }
            Field::EnclosureOriginal => {
                if let Some(url) = self.address_in(capture)
                    && let Some(last) = self.draft().enclosures.last_mut()
                {
                    last.url = url;
                }
            }
            _ => {}
        }
    }

    /// The address that is the element's text.
    fn address_in(&self, capture: &Capture<'_>) -> Option<String> {
        links::address(&capture.plain(), capture.base.as_deref(), &self.room)
    }

    /// A text as HTML with its addresses absolute; None when there is none.
    fn html(&self, capture: &Capture<'_>) -> Option<String> {
        let html = capture.html(self.is_atom());
        if html.trim().is_empty() {
            return None;
        }
        Some(match &capture.base {
            Some(base) => links::absolute(&html, base, &self.room).into_owned(),
            None => html.into_owned(),
        })
    }

    fn summary(&mut self, rank: u8, capture: &Capture<'_>) {
        if self.draft().summary.wants(rank)
            && let Some(html) = self.html(capture)
        {
            let draft = self.draft();
            draft.text_lang.offer(1, Some(capture.lang.clone()));
            draft.summary.offer(rank, Some(html));
        }
    }

    fn content(&mut self, rank: u8, capture: &Capture<'_>) {
        // A content may stand elsewhere (RFC 4287, 4.1.3.2).
        if let Some(url) = capture.element.attribute("src") {
            let url = links::address(&url, capture.base.as_deref(), &self.room);
            self.draft().url.offer(6, url);
        }
        if self.draft().content.wants(rank)
            && let Some(html) = self.html(capture)
        {
            let draft = self.draft();
            draft.text_lang.offer(0, Some(capture.lang.clone()));
            draft.content.offer(rank, Some(html));
        }
    }

    fn id(&mut self, capture: &Capture<'_>) {
        let written = capture.words();
        if written.is_empty() || self.within() == Within::Source {
            return;
        }
        if self.is_atom() {
            // An id is an IRI, relative ones too are resolved.
            let id = capture.base.as_ref().and_then(|base| links::joined(&written, base));
            let id = id.unwrap_or_else(|| written.clone().into_owned());
            self.draft().url.offer(9, Some(id.clone()).filter(|id| is_web(id)));
            self.draft().id.offer(0, Some(id));
            return;
        }
        let says_no =
            capture.element.attribute("isPermaLink").is_some_and(|value| value.trim().eq_ignore_ascii_case("false"));
        self.draft().url.offer(7, Some(written.clone().into_owned()).filter(|id| !says_no && is_web(id)));
        self.draft().id.offer(0, Some(written.into_owned()));
    }

    fn link(&mut self, capture: &Capture<'_>) {
        let element = &capture.element;
        let href = attribute(element, &["href"]).filter(|href| !href.trim().is_empty());
        let href = links::address(&href.unwrap_or_else(|| capture.plain()), capture.base.as_deref(), &self.room);
        if href.is_none() {
            return;
        }
        let rel = element.attribute("rel").map(|rel| rel.trim().to_ascii_lowercase()).unwrap_or_default();
        let rel = rel.rsplit('/').next().unwrap_or_default();
        let kind = element.attribute("type").map(|kind| kind.trim().to_ascii_lowercase()).unwrap_or_default();
        let is_data = DATA_KINDS.iter().any(|data| kind.starts_with(data)) && !kind.contains("html");
        let is_rss_own = !self.is_atom() && element.space == Space::Own;
        if self.within() == Within::Source {
            let rank_taken = self.source().url.is_some();
            if (rel.is_empty() || rel == "alternate") || !rank_taken {
                self.source().url = href;
            }
            return;
        }
        let in_entry = self.entry.is_some();
        match rel {
            // CDF's way; elsewhere it is a link of a text whose element was forgotten.
            "" if is_rss_own && element.name.eq_ignore_ascii_case("a") => self.draft().url.offer(5, href),
            "" | "alternate" if is_rss_own => self.draft().url.offer_last(1, href),
            "" | "alternate" => {
                let rank = 2 + u8::from(!self.is_atom()) + 2 * u8::from(is_data);
                self.draft().url.offer(rank, href);
            }
            "enclosure" => {
                let url = href.unwrap_or_default();
                self.enclosure(element, &url);
            }
            "replies" if in_entry && !is_data => self.draft().comments.offer(1, href),
            "icon" | "shortcut icon" if !in_entry => self.feed.icon = self.feed.icon.take().or(href),
            "self" if !in_entry => self.feed.head.self_url = self.feed.head.self_url.take().or(href),
            "hub" if !in_entry => self.feed.head.hub_url = self.feed.head.hub_url.take().or(href),
            "next" if !in_entry => self.feed.head.next_url = self.feed.head.next_url.take().or(href),
            "prev-archive" if !in_entry => self.feed.head.prev_archive_url = href,
            _ => {}
        }
    }

    fn source(&mut self) -> &mut EntrySource {
        self.draft().source.get_or_insert(EntrySource { title: None, url: None })
    }

    fn category(&mut self, capture: &Capture<'_>) {
        let element = &capture.element;
        let text = label(&capture.words());
        let term = attribute(element, &["term", "value"]).and_then(|term| label(&term)).or(text);
        let name = element.attribute("label").and_then(|name| label(&name));
        let scheme = attribute(element, &["scheme", "domain"]).and_then(|scheme| collapsed(&scheme));
        self.draft().add_category(Category { term, label: name, scheme });
    }

    fn enclosure(&mut self, element: &Element<'_>, url: &str) {
        let Some(url) = self.address(url) else { return };
        let media_type = attribute(element, &["type"]).and_then(|kind| collapsed(&kind));
        let length = attribute(element, &["length", "fileSize"]).and_then(|length| length.trim().parse().ok());
        self.draft().add_enclosure(Enclosure { url, media_type, length });
    }

    /// `media:content` and `media:thumbnail` say what they say in attributes: the widest picture is the entry's, films
    /// and sounds are files.
    pub(super) fn say_media(&mut self, element: &Element<'_>) {
        let Some(url) = element.attribute("url") else { return };
        let kind = element.attribute("type").unwrap_or_default();
        let medium = element.attribute("medium").unwrap_or_default();
        let is_thumbnail = element.name.eq_ignore_ascii_case("thumbnail");
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let has_ending = |endings: &[&str]| {
            path.rsplit('.').next().is_some_and(|ending| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
        };
        let says_nothing = kind.is_empty() && medium.is_empty();
        let is_picture = is_thumbnail
            || medium == "image"
            || kind.starts_with("image/")
            || (says_nothing && has_ending(&["avif", "gif", "jpeg", "jpg", "png", "webp"]));
        let is_played = ["audio/", "video/"].iter().any(|start| kind.starts_with(start))
            || matches!(medium.as_ref(), "audio" | "video") && !kind.contains("flash");
        if is_picture {
            let width = element.attribute("width").and_then(|width| width.trim().parse().ok()).unwrap_or(0);
            let Some(url) = self.address(&url) else { return };
            let draft = self.draft();
            let is_wider = width > draft.image_width && !draft.image.wants(1);
            if draft.image.wants(1) || is_wider {
                draft.image.offer_last(1, Some(url));
                draft.image_width = width;
            }
        } else if is_played {
            self.enclosure(element, &url);
        }
    }

    /// CDF says in attributes what others say in elements.
    pub(super) fn say_cdf(&mut self, element: &Element<'_>) {
        let url = element.attribute("href").and_then(|url| self.address(&url));
        self.draft().url.offer(2, url);
        if let Some(read) = element.attribute("lastmod").and_then(|text| date(&text)) {
            if self.entry.is_some() {
                self.draft().published.offer(5, Some(read));
            } else {
                self.draft().updated.offer(5, Some(read));
            }
        }
    }
}

/// The first of several attributes that is there and says something.
fn attribute<'a>(element: &Element<'a>, names: &[&str]) -> Option<Cow<'a, str>> {
    names.iter().find_map(|name| element.attribute(name)).filter(|value| !value.trim().is_empty())
}
