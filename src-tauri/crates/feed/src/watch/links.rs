//! The links of a page that might be headlines, each with the place where it stands.

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::addresses;
use crate::{dates, text};

/// Links of one page that are looked at.
const MOST_LINKS: usize = 4000;

/// Characters of a title; a link with more is a paragraph.
const LONGEST: usize = 300;

/// Characters of a text that may be a date and no more.
const DATE: usize = 40;

/// Elements that hold what is on every page of a site.
const FRAMES: &[&str] = &["dialog", "footer", "form", "menu", "nav"];

/// Words of a class or id that say the same.
const FRAME_WORDS: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "cookie",
    "cookies",
    "footer",
    "footnotes",
    "login",
    "menu",
    "menubar",
    "nav",
    "navbar",
    "navigation",
    "pager",
    "pagination",
    "references",
    "share",
    "sharing",
    "skip",
    "social",
    "submenu",
    "tagcloud",
    "taglist",
    "tags",
    "toolbar",
    "topbar",
];

/// Words of a class or id of what stands beside the matter.
const ASIDE_WORDS: &[&str] =
    &["advert", "advertisement", "aside", "popular", "recommended", "related", "sidebar", "sponsored", "trending"];

/// Beginnings of classes that say what an item is about, not what it is (`WordPress`).
const SUBJECTS: &[&str] = &["category-", "tag-", "topic-"];

/// Elements that hold one item of a list: a place is told no further up than the list around it.
const ITEMS: &[&str] = &["article", "dd", "dt", "li", "section", "tr"];

/// Elements above a link by which its place is told.
const STEPS: usize = 4;

/// Words of a class that say which of its like an element is, not what it is.
const STATES: &[&str] = &[
    "active", "current", "even", "first", "hidden", "last", "odd", "read", "selected", "unread", "visible", "visited",
];

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
    paragraph.is_some_and(|around| {
        around.text().split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>() > length * 2
    }) || (length <= DATE && dates::date(title).is_some())
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

/// Whether a heading and whether something beside the matter is around it; none when it is part of the site's frame.
fn surroundings(node: &NodeRef<'_>) -> Option<(bool, bool)> {
    let mut heading = node.descendants_it().any(|inner| is_heading(&inner));
    let mut aside = false;
    // The head of an article is none of the page's.
    let in_item = node.ancestors_it(None).any(|around| around.has_name("article") || around.has_name("main"));
    for around in node.ancestors_it(None) {
        let Some(name) = around.node_name() else { continue };
        if matches!(&*name, "html" | "body") {
            break;
        }
        let role = around.attr_or("role", "");
        let is_frame = FRAMES.contains(&&*name)
            || (&*name == "header" && !in_item)
            || matches!(&*role, "navigation" | "contentinfo" | "banner" | "search" | "menu" | "dialog")
            || words_of(&around).any(|word| FRAME_WORDS.contains(&word.as_str()));
        if is_frame && !is_heading(&around) && &*name != "article" {
            return None;
        }
        heading |= is_heading(&around);
        aside |= &*name == "aside"
            || &*role == "complementary"
            || words_of(&around).any(|word| ASIDE_WORDS.contains(&word.as_str()));
    }
    Some((heading, aside))
}

/// The words of its classes and id: `main-nav` and `mainNav` are `main`, `nav`.
fn words_of(node: &NodeRef<'_>) -> impl Iterator<Item = String> {
    let mut spaced = String::new();
    let (classes, id) = (node.attr_or("class", ""), node.attr_or("id", ""));
    let names = classes.split_whitespace().chain([&*id]);
    for name in names.filter(|name| !SUBJECTS.iter().any(|start| name.starts_with(start))) {
        spaced.push(' ');
        for c in name.chars() {
            if c.is_uppercase() {
                spaced.push(' ');
            }
            spaced.extend(c.to_lowercase());
        }
    }
    let words = spaced.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// Where a link stands, as all of its list do.
fn place(node: &NodeRef<'_>) -> String {
    let mut steps = vec![step(node, false)];
    let mut in_item = false;
    for around in node.ancestors_it(Some(STEPS)) {
        let Some(name) = around.node_name().filter(|name| !matches!(&**name, "html" | "body" | "main")) else { break };
        steps.push(step(&around, in_item));
        if in_item {
            break;
        }
        in_item = ITEMS.contains(&&*name);
    }
    steps.reverse();
    steps.join(">")
}

/// An element's name and classes; of a list also its id. What differs from one item to the next is left off.
fn step(node: &NodeRef<'_>, is_list: bool) -> String {
    let mut step = node.node_name().unwrap_or_default().to_string();
    let classes = node.attr_or("class", "");
    let mut classes: Vec<&str> = classes.split_whitespace().filter(|class| is_kind(class)).take(3).collect();
    classes.sort_unstable();
    for class in classes {
        step.push('.');
        step.push_str(class);
    }
    if is_list && let Some(id) = node.attr("id").filter(|id| is_kind(id)) {
        step.push('#');
        step.push_str(id.trim());
    }
    step
}

fn is_kind(class: &str) -> bool {
    !class.chars().any(|c| c.is_ascii_digit())
        && !class.split(['-', '_']).any(|word| STATES.contains(&word.to_ascii_lowercase().as_str()))
}
