//! The links of a page put together by their places, and the group that is its list of articles.

use std::collections::{BTreeMap, HashMap, HashSet};

use dom_query::NodeRef;
use url::Url;

use super::links::{Link, Page, is_heading};
use super::{Broken, LEAST, MOST, Watch, addresses, item};
use crate::{Entry, text};

/// A group with this much of the best one's score belongs to it, where its addresses are of the same kind.
const KINDRED: f64 = 0.35;

/// Places that one list may have: the lead story, the large cards, the small ones.
const MOST_PLACES: usize = 4;

/// A list of which less than this part is left is taken for another.
const LEFT: usize = 6;

/// Characters of a heading over a list.
const HEADING: usize = 60;

/// Characters that a word has in scripts without spaces between them, about.
const IDEOGRAPHS: usize = 2;

/// The list of articles on a page, if there is one.
pub(super) fn find(page: &Page) -> Option<Watch> {
    let links = page.links();
    let mut groups: BTreeMap<&str, Vec<&Link>> = BTreeMap::new();
    for link in &links {
        groups.entry(&link.place).or_default().push(link);
    }
    let mut scored: Vec<(f64, String, Vec<&Link>)> = groups
        .into_values()
        .filter_map(|group| score(page, &distinct(&group)).map(|score| (score, shape(&group), group)))
        .collect();
    scored.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    let (best, kind) = scored.first().map(|(score, shape, _)| (*score, shape.clone()))?;
    let kin = scored.iter().filter(|(score, shape, _)| *score >= best * KINDRED && *shape == kind).take(MOST_PLACES);
    let places: Vec<String> = kin.filter_map(|(.., group)| group.first().map(|link| link.place.clone())).collect();
    let chosen = at(&links, &places);
    Some(Watch::List { heading: heading(page, &chosen), count: chosen.len(), places })
}

/// The entries at the places of a list that had `count` when it was found.
pub(super) fn read(page: &Page, places: &[String], count: usize) -> Result<Vec<Entry>, Broken> {
    let links = page.links();
    let chosen = at(&links, places);
    let words: Vec<usize> = chosen.iter().map(|link| words(&link.title)).collect();
    if chosen.is_empty() || median(words) < 2 {
        return Err(Broken::Gone);
    }
    if chosen.len() * LEFT < count {
        return Err(Broken::Emptied);
    }
    Ok(item::entries(page, &chosen))
}

/// The links at some places, each address once, in the page's order.
fn at<'a>(links: &'a [Link], places: &[String]) -> Vec<&'a Link> {
    let there: Vec<&Link> = links.iter().filter(|link| places.contains(&link.place)).collect();
    let mut chosen = distinct(&there);
    chosen.truncate(MOST);
    chosen
}

/// Each address once: where it stands first, with the longest of its texts.
fn distinct<'a>(links: &[&'a Link]) -> Vec<&'a Link> {
    let mut order: Vec<&Link> = Vec::new();
    let mut places: HashMap<&Url, usize> = HashMap::new();
    for link in links {
        let at = *places.entry(&link.url).or_insert(order.len());
        match order.get_mut(at) {
            Some(known) if known.title.len() < link.title.len() => *known = link,
            Some(_) => {}
            None => order.push(link),
        }
    }
    order
}

/// How much a group looks like a list of headlines; none when it does not.
#[allow(clippy::cast_precision_loss, reason = "counts of links on one page")]
fn score(page: &Page, group: &[&Link]) -> Option<f64> {
    if group.len() < LEAST {
        return None;
    }
    let part = |count: usize| count as f64 / group.len() as f64;
    let titles: HashSet<&str> = group.iter().map(|link| link.title.as_str()).collect();
    let words = median(group.iter().map(|link| words(&link.title)).collect());
    let articles = part(group.iter().filter(|link| addresses::is_article(&link.url)).count());
    let headings = part(group.iter().filter(|link| link.is_heading).count());
    let entries = item::entries(page, group);
    let dated = part(entries.iter().filter(|entry| entry.published.is_some()).count());
    // "Read more" is the same for all.
    let differ = part(titles.len());
    let signs = articles.max(headings).max(dated);
    let beside = part(group.iter().filter(|link| link.is_aside).count());
    if beside > 0.5 || words < 2 || differ < 0.7 || signs < 0.5 || (words < 3 && headings.max(dated) < 0.5) {
        return None;
    }
    let length = match words {
        3 => 0.7,
        4..=30 => 1.0,
        _ => 0.4,
    };
    let size = (1.0 + group.len().min(40) as f64).ln();
    Some(size * length * differ * (0.4 + articles) * (1.0 + 0.5 * dated) * (1.0 + 0.7 * headings))
}

/// Words of a title; in scripts without spaces a few characters are one.
fn words(title: &str) -> usize {
    let spaced = title.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let unspaced =
        title.chars().filter(|c| matches!(u32::from(*c), 0x0E00..=0x0EFF | 0x3040..=0x9FFF | 0xF900..=0xFAFF)).count();
    spaced.max(unspaced / IDEOGRAPHS)
}

fn median(mut all: Vec<usize>) -> usize {
    all.sort_unstable();
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// The most usual kind of address in a group.
fn shape(group: &[&Link]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for link in group {
        *counts.entry(addresses::shape(&link.url)).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(shape, _)| shape).unwrap_or_default()
}

/// The heading that stands last before the list and is no headline itself.
fn heading(page: &Page, chosen: &[&Link]) -> Option<String> {
    let first = chosen.first()?.node;
    let mut last = None;
    for node in page.document.root().descendants_it() {
        if node.id == first {
            break;
        }
        if is_heading(&node) && !leads_to_article(page, &node) && !holds(&node, first) {
            last = text::plain(&node.text()).filter(|text| text.chars().count() <= HEADING).or(last);
        }
    }
    last
}

fn leads_to_article(page: &Page, heading: &NodeRef<'_>) -> bool {
    let leads = |node: NodeRef<'_>| {
        let url = node.attr("href").and_then(|href| page.url.join(&href).ok());
        url.is_some_and(|url| addresses::is_article(&url))
    };
    heading.descendants_it().any(leads) || heading.ancestors_it(Some(3)).any(leads)
}

fn holds(node: &NodeRef<'_>, id: dom_query::NodeId) -> bool {
    node.descendants_it().any(|inner| inner.id == id)
}
