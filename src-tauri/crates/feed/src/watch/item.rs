//! What stands around one headline of a list: its date, its picture, the beginning of its text.

use std::collections::HashMap;

use dom_query::{NodeId, NodeRef};
use url::Url;

use super::frame::HIGHEST;
use super::links::{Link, Page};
use super::{addresses, entry};
use crate::{Entry, dates, text};

/// Nodes of one item that are looked at; a headline alone in half a page has that half for its own.
const MOST_NODES: usize = 300;

/// Characters of a paragraph that is more than a label.
const DECK: usize = 40;

/// Characters of a text that is a date and no more.
const DATE: usize = 32;

/// Where pages that load pictures late keep their addresses, likeliest first.
const PICTURES: &[&str] = &["data-src", "data-lazy-src", "data-original", "src"];

/// Words of a class that name a date.
const DATES: &[&str] = &["date", "datetime", "published", "pubdate", "time", "timestamp"];

/// Reads each of a list's headlines with what is around it.
pub(super) fn entries(page: &Page, links: &[&Link]) -> Vec<Entry> {
    // How many of the headlines each element holds: the largest that holds but one is that one's own.
    let mut held: HashMap<NodeId, usize> = HashMap::new();
    for link in links {
        if let Some(node) = node(page, link.node) {
            for around in node.ancestors_it(Some(HIGHEST)) {
                *held.entry(around.id).or_default() += 1;
            }
        }
    }
    links
        .iter()
        .map(|link| {
            let bare = entry(link.url.to_string(), link.title.clone());
            let own = node(page, link.node).map(|node| {
                let own = node.ancestors_it(Some(HIGHEST)).take_while(|around| held.get(&around.id) == Some(&1)).last();
                own.unwrap_or(node)
            });
            match own {
                Some(own) => Entry {
                    published: date(&own).or_else(|| addresses::date(&link.url)),
                    image: picture(&own, &page.url).map(String::from),
                    summary_html: deck(&own, &link.title),
                    ..bare
                },
                None => bare,
            }
        })
        .collect()
}

/// The elements in an item, as many as one has.
fn inside<'a>(own: &NodeRef<'a>) -> impl Iterator<Item = NodeRef<'a>> {
    own.descendants_it().take(MOST_NODES).filter(NodeRef::is_element)
}

fn node(page: &Page, id: NodeId) -> Option<NodeRef<'_>> {
    page.document.tree.get(&id)
}

fn date(own: &NodeRef<'_>) -> Option<jiff::Timestamp> {
    named_date(own).or_else(|| bare_date(own))
}

/// A text of its own that is a date with its year, such as `24 November 2026` before a headline.
fn bare_date(own: &NodeRef<'_>) -> Option<jiff::Timestamp> {
    let has_year = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4 && number.starts_with(['1', '2']))
    };
    std::iter::once(*own).chain(inside(own)).filter(|inner| inner.is_element() && !inner.has_name("a")).find_map(
        |inner| {
            let text = inner.immediate_text();
            let text = text.trim().trim_end_matches([':', '-', '–', '—', '|', '·']);
            (text.chars().count() <= DATE && has_year(text)).then(|| dates::date(text)).flatten()
        },
    )
}

/// A date that the page marks as one.
fn named_date(own: &NodeRef<'_>) -> Option<jiff::Timestamp> {
    inside(own).find_map(|inner| {
        let said = inner.attr("datetime").or_else(|| inner.attr("content").filter(|_| is_published(&inner)));
        if let Some(date) = said.and_then(|said| dates::date(&said)) {
            return Some(date);
        }
        let named = inner.has_name("time")
            || is_published(&inner)
            || inner.attr("class").is_some_and(|class| names_date(&class));
        named.then(|| dates::date(&inner.text())).flatten()
    })
}

fn is_published(node: &NodeRef<'_>) -> bool {
    node.attr("itemprop").is_some_and(|name| &*name == "datePublished")
}

fn names_date(class: &str) -> bool {
    class.split(|c: char| !c.is_alphanumeric()).any(|word| DATES.contains(&word.to_ascii_lowercase().as_str()))
}

fn picture(own: &NodeRef<'_>, base: &Url) -> Option<Url> {
    inside(own).filter(|inner| inner.has_name("img") || inner.has_name("source")).find_map(|inner| {
        let single = || {
            PICTURES
                .iter()
                .find_map(|name| inner.attr(name).filter(|url| !url.trim().is_empty() && !url.starts_with("data:")))
        };
        let set = || inner.attr("srcset").or_else(|| inner.attr("data-srcset"));
        let address = match single() {
            Some(address) => address.to_string(),
            None => set()?.split([',', ' ']).find(|part| !part.is_empty())?.to_owned(),
        };
        base.join(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
    })
}

fn deck(own: &NodeRef<'_>, title: &str) -> Option<String> {
    let paragraphs = inside(own).filter(|inner| inner.has_name("p"));
    let mut texts = paragraphs.filter_map(|inner| text::plain(&inner.text()));
    texts
        .find(|text| text.chars().count() >= DECK && !text.contains(title) && !title.contains(text.as_str()))
        .map(|text| escaped(&text))
}

/// Plain text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
