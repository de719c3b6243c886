//! One article out of a page: the body by `dom_smoothie` (a Readability port), the rest and the cleaning by ourselves.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};
use serde::Serialize;
use url::Url;

use crate::boilerplate::{self, normal};
use crate::bounds::bounded;
use crate::cited::{Cited, cited};
use crate::metadata::{self, Metadata};
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
    let lead = lead_figure(&page, meta.lead_image.as_deref());
    boilerplate::remove_boxes(&page);
    let body = body(&page, url);
    let body = Document::fragment(body);
    boilerplate::remove_labels(&body);
    let Metadata { title, deck, byline, published, modified, lang, site, section, breadcrumbs, lead_image } = meta;
    let lead = lead.unwrap_or_default();
    remove_repeats(&body, title.as_deref(), deck.as_deref(), lead.url.as_deref().or(lead_image.as_deref()));
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
        deck: deck.filter(|deck| !text.starts_with(deck.as_str())),
        html,
        text,
    }
}

fn body(page: &Document, url: Option<&Url>) -> String {
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, disable_json_ld: true, ..Config::default() };
    let cleaned = page.html();
    Readability::new(cleaned, url.map(Url::as_str), Some(config))
        .and_then(|mut readability| readability.parse())
        .map(|article| article.content.to_string())
        .unwrap_or_default()
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
    let figure = figures.nodes().iter().find(|figure| shows(figure)).or_else(|| {
        figures.nodes().iter().take(1).find(|figure| {
            named.is_none() && !figure.find(&["img"]).is_empty() && !figure.find(&["figcaption"]).is_empty()
        })
    })?;
    let url = figure.find(&["img"]).iter().find_map(|image| image.attr("src")).map(|src| src.to_string());
    let (caption, credit) = figure.find(&["figcaption"]).first().map(caption).unwrap_or_default();
    Some(Lead { url, caption, credit })
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

/// Sizes of one picture differ in the query and in trailing numbers, not in the file's name.
fn same_picture(one: &str, other: &str) -> bool {
    let name = |url: &str| {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let file = path.rsplit('/').next().unwrap_or_default();
        file.rsplit_once('.')
            .map_or(file, |(stem, _)| stem)
            .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'x' | '-' | '_'))
            .to_owned()
    };
    one == other || (name(one).len() > 8 && name(one) == name(other))
}

/// The headline, the deck and the lead picture are shown above the body; here they would stand twice.
fn remove_repeats(body: &Document, title: Option<&str>, deck: Option<&str>, picture: Option<&str>) {
    let title = title.map(normal);
    for heading in body.select("h1, h2").nodes() {
        if title.as_ref().is_some_and(|title| normal(&heading.text()) == *title) {
            heading.remove_from_parent();
        }
    }
    if let Some(deck) = deck.map(normal) {
        let blocks = body.select("p, h2, h3, div");
        if let Some(first) = blocks
            .nodes()
            .iter()
            .filter(|block| !block.text().trim().is_empty())
            .take(4)
            .find(|block| normal(&block.text()) == deck)
        {
            first.remove_from_parent();
        }
    }
    if let Some(picture) = picture {
        let images = body.select("img");
        if let Some(image) =
            images.nodes().iter().take(2).find(|image| same_picture(&image.attr_or("src", ""), picture))
        {
            let figure = image.ancestors(Some(6)).into_iter().find(|parent| parent.has_name("figure"));
            figure.as_ref().unwrap_or(image).remove_from_parent();
        }
    }
}
