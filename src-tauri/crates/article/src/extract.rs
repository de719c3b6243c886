//! One article out of a page: the body by `dom_smoothie` (a Readability port), the rest and the cleaning by ourselves.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use serde::Serialize;
use url::Url;

use crate::boilerplate;
use crate::bounds::bounded;
use crate::cited::{Cited, cited};
use crate::escapes;
use crate::metadata::{self, Metadata};
use crate::repeats::{self, Shown, same_picture};
use crate::{SafeHtml, address, plain_text, prepare, render, sanitize, text_of};

/// An article as a page holds it. Texts are plain, addresses absolute, dates RFC 3339. Serialised as CLI.md, `extract`.
#[derive(Debug, Clone, Default, Serialize)]
#[allow(missing_docs, reason = "the words are those of DESIGN.md")]
pub struct Extracted {
    pub title: Option<String>,
    pub byline: Option<String>,
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
    #[serde(serialize_with = "as_text")]
    pub html: SafeHtml,
    /// The blocks of the body in order, a line each.
    pub text: String,
    pub cited: Vec<Cited>,
}

fn as_text<S: serde::Serializer>(html: &SafeHtml, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(html.as_str())
}

/// Larger pages are cut here.
const MAX_BYTES: usize = 8 * 1024 * 1024;

/// A page with more elements than this is no article, and would take seconds.
const MAX_ELEMENTS: usize = 60_000;

/// Takes the article out of a page. Any input gives an answer; a page without an article gives an empty body.
#[must_use]
pub fn extract(html: &str, url: Option<&Url>) -> Extracted {
    let page = Document::from(&*bounded(html, MAX_BYTES, MAX_ELEMENTS));
    let base = page.select_single("base[href]").attr("href").and_then(|href| address::web(&href, url));
    let base = base.as_ref().or(url);
    let meta = metadata::read(&page, base);
    prepare::pictures(&page, base);
    prepare::unwrap_forms(&page);
    prepare::captions(&page);
    let lead = lead_figure(&page, meta.lead_image.as_deref());
    boilerplate::remove_boxes(&page);
    let body = body(&page, url);
    let body = Document::fragment(escapes::affordable(&body));
    boilerplate::remove_labels(&body);
    let Metadata { title, deck, deck_seen, byline, published, modified, lang, site, section, breadcrumbs, lead_image } =
        meta;
    let lead = lead.unwrap_or_default();
    repeats::remove(
        &body,
        &Shown {
            title: title.as_deref(),
            deck: deck.as_deref(),
            deck_seen,
            byline: byline.as_deref(),
            picture: lead.url.as_deref().or(lead_image.as_deref()),
        },
    );
    let html = sanitize(&render::inner(&body), base);
    let text = plain_text(&html);
    Extracted {
        cited: cited(&html, &text, url),
        lead_image: lead.url.or(lead_image),
        caption: lead.caption,
        credit: lead.credit,
        title,
        byline,
        published,
        modified,
        lang,
        site,
        section,
        breadcrumbs,
        deck: deck.filter(|deck| deck_seen || !repeats::begins_with(&text, deck)),
        html,
        text,
    }
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

#[derive(Default)]
struct Lead {
    url: Option<String>,
    caption: Option<String>,
    credit: Option<String>,
}

/// The figure above the text: the first with a caption among the page's article, or the one that shows the picture
/// the page names as its own.
fn lead_figure(page: &Document, named: Option<&str>) -> Option<Lead> {
    let figures = page.select("article figure, main figure, figure");
    let shows = |figure: &NodeRef<'_>| {
        figure
            .find(&["img"])
            .iter()
            .any(|image| image.attr("src").is_some_and(|src| named.is_some_and(|named| same_picture(&src, named))))
    };
    let figure = figures.nodes().iter().find(|figure| shows(figure)).copied();
    let figure = figure.or_else(|| named.is_none().then(|| figure_above_text(page)).flatten())?;
    let url = figure.find(&["img"]).iter().find_map(|image| image.attr("src")).map(|src| src.to_string());
    let (caption, credit) = figure.find(&["figcaption"]).first().map(caption).unwrap_or_default();
    Some(Lead { url, caption, credit })
}

/// A paragraph from this length on, in characters, is text.
const PROSE: usize = 80;

/// The first captioned picture, if no text comes before it.
fn figure_above_text(page: &Document) -> Option<NodeRef<'_>> {
    for node in page.select("figure, p").nodes() {
        if node.has_name("figure") {
            if !node.find(&["img"]).is_empty() && !node.find(&["figcaption"]).is_empty() {
                return Some(*node);
            }
        } else if node.text().trim().chars().count() >= PROSE {
            return None;
        }
    }
    None
}

/// A caption and the credit inside it.
fn caption(node: &NodeRef<'_>) -> (Option<String>, Option<String>) {
    let some = |text: String| (!text.is_empty()).then_some(text);
    let is_credit = |node: &NodeRef<'_>| {
        let names =
            format!("{} {}", node.class().unwrap_or_default(), node.attr_or("itemprop", "")).to_ascii_lowercase();
        ["credit", "copyright", "source", "photographer"].iter().any(|part| names.contains(part))
    };
    let marked = node.descendants().into_iter().filter(NodeRef::is_element).find(is_credit);
    let all = text_of(&node.html());
    if let Some(credit) = marked {
        let credit = text_of(&credit.html());
        (some(all.replacen(&credit, "", 1).trim().to_owned()), some(credit))
    } else {
        let mark = ["Photograph: ", "Photo: ", "Image: ", "Credit: ", "Foto: ", "Bild: ", "Crédit : ", "© "]
            .iter()
            .filter_map(|mark| all.find(mark))
            .min();
        match mark {
            Some(at) => (
                some(all[..at].trim().trim_end_matches(['(', '/', '|']).trim().to_owned()),
                some(all[at..].trim_end_matches(')').trim().to_owned()),
            ),
            None => (some(all), None),
        }
    }
}
