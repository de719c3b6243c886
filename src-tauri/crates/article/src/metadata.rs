//! What a page says about its article outside the body: title, deck, authors, dates, section, breadcrumbs, picture.
//! Each field is taken from the likeliest place that has it: JSON-LD, meta elements, then the visible page.

use dom_query::Document;
use url::Url;

use crate::boilerplate::normal;
use crate::structured::{self, Structured};
use crate::{address, byline, dates, headline, published, text_of};

/// The fields around the body. Texts are plain, addresses absolute, dates RFC 3339 where they could be read.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<String>,
    pub(crate) deck: Option<String>,
    /// Whether the page shows it as a deck, and not only to machines.
    pub(crate) deck_seen: bool,
    pub(crate) byline: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) breadcrumbs: Vec<String>,
    pub(crate) lead_image: Option<String>,
}

pub(crate) fn read(page: &Document, url: Option<&Url>) -> Metadata {
    let ld = structured::read(page);
    let meta = |names: &[&str]| names.iter().find_map(|name| meta(page, name));
    let site = meta(&["og:site_name"]).or_else(|| ld.publisher.clone()).or_else(|| meta(&["application-name"]));
    let names: Vec<String> = site.iter().cloned().chain(url.and_then(host_label)).collect();
    let title = headline::read(page, &ld, [meta(&["og:title"]), meta(&["twitter:title"])], &names);
    let breadcrumbs = breadcrumbs(page, &ld, title.as_deref());
    let visible_deck = first_text(
        page,
        &[
            "[itemprop='alternativeHeadline']",
            "[class*='standfirst']",
            "[class*='subtitle']",
            "[class*='dek']",
            "[class*='deck']",
            ".post-excerpt",
            "[class*='article-summary']",
            "header [class*='lead']",
        ],
    );
    let deck_seen = visible_deck.is_some();
    let described = meta(&["og:description", "description", "twitter:description"]);
    let image =
        ld.image.clone().or_else(|| meta(&["og:image:secure_url", "og:image", "twitter:image", "twitter:image:src"]));
    let authors = ["author", "parsely-author", "sailthru.author", "dc.creator", "DC.creator", "article:author"];
    let authors = authors.iter().filter_map(|name| self::meta(page, name)).collect();
    let lang = attribute(page, "html[lang]", "lang")
        .or_else(|| meta(&["og:locale", "content-language"]))
        .map(|lang| lang.replace('_', "-"));
    // Of languages, English alone writes the month first, and of its countries few others.
    let american =
        lang.as_deref().is_some_and(|lang| lang.eq_ignore_ascii_case("en") || lang.eq_ignore_ascii_case("en-us"));
    Metadata {
        deck: visible_deck
            .or(described)
            .or_else(|| ld.description.clone())
            .filter(|deck| title.as_deref().is_none_or(|title| normal(deck) != normal(title))),
        deck_seen,
        byline: byline::read(page, &ld, authors, &names),
        published: published::read(page, &ld, url, american),
        modified: ld.modified.as_deref().and_then(dates::machine).or_else(|| {
            meta(&["article:modified_time", "og:updated_time", "dateModified"]).as_deref().and_then(dates::machine)
        }),
        lang,
        section: meta(&["article:section", "section"])
            .or_else(|| ld.section.clone())
            .or_else(|| breadcrumbs.get(1).cloned()),
        lead_image: image.and_then(|image| address::web(&image, url)).map(String::from),
        breadcrumbs,
        site,
        title,
    }
}

pub(crate) fn meta(page: &Document, name: &str) -> Option<String> {
    ["property", "name", "itemprop"]
        .iter()
        .find_map(|kind| attribute(page, &format!("meta[{kind}='{name}']"), "content"))
        .map(|content| text_of(&content))
        .filter(|content| !content.is_empty())
}

fn attribute(page: &Document, selector: &str, name: &str) -> Option<String> {
    page.select_single(selector).attr(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// A deck's length in characters: shorter is a kicker or a label, longer a body.
const DECK: std::ops::Range<usize> = 20..600;

fn first_text(page: &Document, selectors: &[&str]) -> Option<String> {
    selectors.iter().find_map(|selector| {
        let node = page.select_single(selector);
        let text = text_of(&node.html());
        (DECK.contains(&text.chars().count())).then_some(text)
    })
}

/// The part of a host that is the site's name: `paper` of `www.paper.co.uk`.
fn host_label(url: &Url) -> Option<String> {
    let host = url.domain()?.trim_start_matches("www.");
    let parts: Vec<&str> = host.split('.').collect();
    let ends = 1 + usize::from(parts.len() > 2 && parts[parts.len() - 2].len() <= 3);
    parts.get(parts.len().checked_sub(ends + 1)?).map(|label| (*label).to_owned())
}

fn breadcrumbs(page: &Document, ld: &Structured, title: Option<&str>) -> Vec<String> {
    let mut crumbs: Vec<String> = Vec::new();
    for selector in ["[class*='breadcrumb']", "[id*='breadcrumb']", "[aria-label*='readcrumb']"] {
        let trail = page.select_single(selector);
        crumbs = trail.select("a").iter().map(|link| text_of(&link.html())).filter(|text| !text.is_empty()).collect();
        if !crumbs.is_empty() {
            break;
        }
    }
    if crumbs.is_empty() {
        crumbs.clone_from(&ld.breadcrumbs);
    }
    crumbs.dedup();
    crumbs.retain(|crumb| title.is_none_or(|title| normal(title) != normal(crumb)));
    crumbs.truncate(8);
    crumbs
}
