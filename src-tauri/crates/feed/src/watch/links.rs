//! The links of a page that might be headlines, each with the place where it stands.

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::addresses;
use super::frame::{surroundings, words_of};
use super::place::{STEPS, place};
use crate::{dates, text};

/// Links of one page that are looked at.
const MOST_LINKS: usize = 4000;

/// Characters of a title; a link with more is a paragraph.
const LONGEST: usize = 300;

/// Characters of a text that may be a date and no more.
const DATE: usize = 40;

pub(super) struct Page {
    pub(super) document: Document,
    pub(super) url: Url,
    base: Url,
}

/// A link that might be a headline.
pub(super) struct Link {
    pub(super) node: NodeId,
    /// Without its fragment.
    pub(super) url: Url,
    pub(super) title: String,
    /// The names and classes of the elements it stands in, such as `ul.news>li>h3>a`.
    pub(super) place: String,
    /// It stands in a heading, or one in it.
    pub(super) is_heading: bool,
    /// It stands beside the matter of the page.
    pub(super) is_aside: bool,
}

impl Page {
    pub(super) fn of(html: &str, url: &Url) -> Self {
        let document = Document::from(html);
        let base = document.select_single("base[href]").attr("href").and_then(|href| url.join(&href).ok());
        Self { base: base.unwrap_or_else(|| url.clone()), url: url.clone(), document }
    }

    pub(super) fn title(&self) -> Option<String> {
        let meta =
            |name: &str| self.document.select_single(&format!("meta[property='{name}'][content]")).attr("content");
        let title = meta("og:site_name").filter(|_| self.url.path() == "/").or_else(|| meta("og:title"));
        let title = title.and_then(|title| text::plain(&title));
        title.or_else(|| text::plain(&self.document.select_single("title").text()))
    }

    /// Whether the page says that it is one article: what it lists then is beside it.
    pub(super) fn is_article(&self) -> bool {
        self.document.select("meta[property='article:published_time'][content]").exists()
    }

    /// Links to other pages of the site, in order, without those of its frame. One address may be linked several times.
    pub(super) fn links(&self) -> Vec<Link> {
        let mut found = Vec::new();
        for node in self.document.select("a[href]").nodes().iter().take(MOST_LINKS) {
            let Some(url) = self.target(node) else { continue };
            let Some(title) = title(node).filter(|title| !is_aside_text(node, title)) else { continue };
            let Some((is_heading, is_aside)) = surroundings(node) else { continue };
            found.push(Link { node: node.id, url, title, place: place(node), is_heading, is_aside });
        }
        found
    }

    fn target(&self, node: &NodeRef<'_>) -> Option<Url> {
        let href = node.attr("href")?;
        let mut url = self.base.join(href.trim()).ok()?;
        url.set_fragment(None);
        let rel = node.attr_or("rel", "").to_ascii_lowercase();
        let is_other = ["author", "next", "prev", "sponsored", "tag"]
            .iter()
            .any(|other| rel.split_whitespace().any(|rel| rel == *other));
        let mut here = self.url.clone();
        here.set_fragment(None);
        let goes = matches!(url.scheme(), "http" | "https") && url != here && !addresses::segments(&url).is_empty();
        (goes && !is_other && addresses::same_site(&url, &self.url)).then_some(url)
    }
}

/// Whether the link is only a part of a sentence, or no more than a date.
fn is_aside_text(node: &NodeRef<'_>, title: &str) -> bool {
    let length = title.chars().count();
    let paragraph = node.ancestors_it(Some(STEPS)).find(|around| around.has_name("p"));
    paragraph.is_some_and(|around| is_longer(&around, length * 2)) || (length <= DATE && dates::date(title).is_some())
}

/// Whether the words in an element have more characters than `most`. Reads no further than that: a paragraph of a
/// thousand links is asked a thousand times.
fn is_longer(node: &NodeRef<'_>, most: usize) -> bool {
    let mut sum = 0;
    node.descendants_it().filter(NodeRef::is_text).any(|text| {
        sum += text.text().split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
        sum > most
    })
}

/// What the link says: the heading in it, or what is named as a title, or all of its text.
fn title(node: &NodeRef<'_>) -> Option<String> {
    let inner =
        |wanted: &dyn Fn(&NodeRef<'_>) -> bool| node.descendants_it().find(|inner| inner.is_element() && wanted(inner));
    let titled = |inner: &NodeRef<'_>| words_of(inner).any(|word| matches!(word.as_str(), "headline" | "title"));
    let named = inner(&is_heading).or_else(|| inner(&titled)).and_then(|inner| text::plain(&inner.text()));
    let title = named.or_else(|| text::plain(&node.text()))?;
    (title.chars().count() <= LONGEST).then_some(title)
}

pub(super) fn is_heading(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| matches!(&*name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
}
