//! One article out of a page: the body by `dom_smoothie` (a Readability port), the rest and the cleaning by ourselves.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use serde::Serialize;
use url::Url;

use crate::boilerplate;
use crate::bounds::bounded;
use crate::cited::{Cited, cited};
use crate::escapes;
use crate::metadata::{self, Metadata};
use crate::provenance::{Found, Provenance};
use crate::repeats::{self, Shown};
use crate::scan::{self, Piece};
use crate::{LeftOut, SafeHtml, address, language, plain_text, prepare, render, sanitize, text_of};

/// An article as a page holds it. Texts are plain, addresses absolute, dates RFC 3339. Serialised as CLI.md, `extract`.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs, reason = "the words are those of DESIGN.md")]
pub struct Extracted {
    pub title: Option<String>,
    pub byline: Option<String>,
    /// The names in the byline, each apart.
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub lang: Option<String>,
    pub site: Option<String>,
    pub section: Option<String>,
    pub breadcrumbs: Vec<String>,
    pub deck: Option<String>,
    pub lead_image: Option<String>,
    pub caption: Option<String>,
    pub credit: Option<String>,
    pub html: SafeHtml,
    /// The blocks of the body in order, a line each.
    pub text: String,
    pub cited: Vec<Cited>,
    pub provenance: Provenance,
    /// The addresses of the article's other parts, in order, where the page is one of several.
    pub parts: Vec<String>,
    /// Whether the page says that the rest is for subscribers.
    pub paywalled: bool,
}

/// Larger pages are cut here.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A page with more elements than this is no article, and would take seconds.
const MAX_ELEMENTS: usize = 60_000;

/// Takes the article out of a page. Any input gives an answer; a page without an article gives an empty body.
#[must_use]
pub fn extract(html: &str, url: Option<&Url>) -> Extracted {
    extract_keeping(html, url, &[])
}

/// [`extract`], with the blocks left in that have one of these marks ([`crate::LeftOut::mark`]).
#[must_use]
pub fn extract_keeping(html: &str, url: Option<&Url>, keep: &[String]) -> Extracted {
    let _ = keep;
    let page = Document::from(&*bounded(html, MAX_BYTES, MAX_ELEMENTS));
    let base = page.select_single("base[href]").attr("href").and_then(|href| address::web(&href, url));
    let base = base.as_ref().or(url);
    prepare::pictures(&page, base);
    let meta = metadata::read(&page, base);
    prepare::unwrap_forms(&page);
    prepare::captions(&page);
    boilerplate::remove_boxes(&page);
    let body = body(&page, url);
    let body = Document::fragment(escapes::affordable(&body));
    boilerplate::remove_labels(&body);
    repeats::remove(
        &body,
        &Shown {
            title: meta.title.as_deref(),
            deck: meta.deck.as_deref(),
            deck_seen: meta.deck_seen,
            byline: meta.byline.as_deref(),
            picture: meta.lead_seen.as_deref().or(meta.lead_image.as_deref()),
        },
    );
    let html = sanitize(&render::inner(&body), base);
    let text = plain_text(&html);
    filled(meta, html, text, url)
}

/// The article of its fields and its body.
fn filled(meta: Metadata, html: SafeHtml, text: String, url: Option<&Url>) -> Extracted {
    let mut found = meta.found;
    let (lang, told) = language::settle(meta.lang.as_deref(), &text);
    if told {
        found.retain(|one| one.field != "lang");
        found.push(Found { field: "lang".to_owned(), way: "told by the text".to_owned() });
    }
    // A description that only copies the beginning would be read twice.
    let deck = meta.deck.filter(|deck| meta.deck_seen || !repeats::begins_with(&text, deck));
    if deck.is_none() {
        found.retain(|one| one.field != "deck");
    }
    Extracted {
        cited: cited(&html, &text, url, &meta.site_names, &meta.authors),
        title: meta.title,
        byline: meta.byline,
        authors: meta.authors,
        published: meta.published,
        modified: meta.modified,
        lang,
        site: meta.site,
        section: meta.section,
        breadcrumbs: meta.breadcrumbs,
        deck,
        lead_image: meta.lead_image,
        caption: meta.caption,
        credit: meta.credit,
        html,
        text,
        provenance: Provenance { fields: found, left_out: Vec::new() },
        parts: Vec::new(),
        paywalled: false,
    }
}

/// The body with a block put back that was left out ([`crate::LeftOut`]): before the top-level block it stood before.
#[must_use]
pub fn restore(body: &SafeHtml, block: &LeftOut) -> SafeHtml {
    let at = top_level(body).nth(block.before).unwrap_or(body.as_str().len());
    let (head, tail) = body.as_str().split_at(at);
    sanitize(&format!("{head}{}{tail}", block.html.as_str()), None)
}

/// Where each top-level element of safe HTML begins.
fn top_level(html: &SafeHtml) -> impl Iterator<Item = usize> + '_ {
    let (mut at, mut depth) = (0, 0_usize);
    scan::pieces(html).filter_map(move |piece| {
        let start = at;
        match piece {
            Piece::Open(name, attributes) => {
                at += name.len() + attributes.len() + 2 + usize::from(!attributes.is_empty());
                let begins = depth == 0;
                depth += usize::from(!matches!(name, "br" | "hr" | "img" | "wbr"));
                begins.then_some(start)
            }
            Piece::Close(name) => {
                at += name.len() + 3;
                depth = depth.saturating_sub(1);
                None
            }
            Piece::Text(text) => {
                at += text.len();
                None
            }
        }
    })
}

/// The parts of one article, joined: the first gives the fields, each adds its body.
#[must_use]
pub fn join(mut first: Extracted, rest: Vec<Extracted>) -> Extracted {
    let mut html = first.html.as_str().to_owned();
    let mut blocks = top_level(&first.html).count();
    for mut part in rest {
        html += part.html.as_str();
        for block in &mut part.provenance.left_out {
            block.before += blocks;
        }
        blocks += top_level(&part.html).count();
        first.provenance.left_out.append(&mut part.provenance.left_out);
        let new = part.cited.into_iter().filter(|one| !first.cited.iter().any(|known| known.name == one.name));
        first.cited.extend(new.collect::<Vec<_>>());
    }
    first.html = sanitize(&html, None);
    first.text = plain_text(&first.html);
    first
}

/// A body shorter than this, in characters, is checked against the page's own markup.
const SHORT_BODY: usize = 250;

fn body(page: &Document, url: Option<&Url>) -> String {
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, disable_json_ld: true, ..Config::default() };
    let cleaned = page.html();
    let found = Readability::new(cleaned, url.map(Url::as_str), Some(config))
        .and_then(|mut readability| readability.parse())
        .map(|article| article.content.to_string())
        .unwrap_or_default();
    let length = text_of(&found).chars().count();
    if length < SHORT_BODY { marked_body(page, length).unwrap_or(found) } else { found }
}

/// What the page itself marks as its article, where it is much more than what was found.
fn marked_body(page: &Document, found: usize) -> Option<String> {
    let places =
        ["[itemprop='articleBody']", "article", "main", "[role='main']", "[class*='content']", "[id*='content']"];
    places.iter().find_map(|place| {
        let best = page.select(place).nodes().iter().max_by_key(|node| node.text().len()).copied()?;
        let html = best.inner_html().to_string();
        let text = text_of(&html).chars().count();
        // Lists of links are long too, and no article.
        let linked: usize = best.find(&["a"]).iter().map(|link| link.text().chars().count()).sum();
        (text > found * 2 && text > 100 && linked * 2 < text).then_some(html)
    })
}
