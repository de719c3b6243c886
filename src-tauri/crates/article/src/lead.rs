//! The lead image: the figure above the text, its caption and its credit.

use dom_query::{Document, NodeRef};

use crate::repeats::same_picture;
use crate::text_of;

#[derive(Default)]
pub(crate) struct Lead {
    pub(crate) url: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<String>,
}

/// The figure above the text: the first with a caption among the page's article, or the one that shows the picture
/// the page names as its own.
pub(crate) fn lead_figure(page: &Document, named: Option<&str>) -> Option<Lead> {
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
