//! What stands around a link: the site's frame, the matter of the page, what is beside it.

use dom_query::NodeRef;

use super::links::is_heading;

/// Elements above a link that are looked at; pages have some thirty.
pub(super) const HIGHEST: usize = 64;

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

/// Whether a heading and whether something beside the matter is around it; none when it is part of the site's frame.
pub(super) fn surroundings(node: &NodeRef<'_>) -> Option<(bool, bool)> {
    let mut heading = node.descendants_it().any(|inner| is_heading(&inner));
    let mut aside = false;
    // The head of an article is none of the page's.
    let in_item = node.ancestors_it(Some(HIGHEST)).any(|around| around.has_name("article") || around.has_name("main"));
    for around in node.ancestors_it(Some(HIGHEST)) {
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
pub(super) fn words_of(node: &NodeRef<'_>) -> impl Iterator<Item = String> {
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
