//! Pictures with their captions, also where a page makes them of plain boxes.

use std::collections::HashMap;

use super::outline::{Kind, Outline};
use super::phrases;

/// A figure's text is no longer than this, in characters.
const CAPTION: usize = 700;

/// Boxes around a picture and its caption become figures, and the caption's element a caption.
pub(crate) fn mark(outline: &mut Outline<'_>) {
    let usual = usual_paragraph(outline);
    for index in 1..outline.nodes.len() {
        if is_picture_with_line(outline, index) {
            outline.nodes[index].kind = Kind::Figure;
            continue;
        }
        let node = &outline.nodes[index];
        let under_picture = node.kind == Kind::Paragraph
            && node.images == 0
            && (8..=400).contains(&node.chars)
            && picture_before(outline, index).is_some_and(|before| outline.nodes[before].chars == 0);
        if under_picture
            && (phrases::is_caption(&outline.line(index))
                || (node.chars <= 220 && is_unlike(outline, index, usual.as_deref())))
        {
            outline.nodes[index].kind = Kind::Caption;
            continue;
        }
        if !(node.signs.caption || node.signs.credit)
            || matches!(node.kind, Kind::Text | Kind::Cell | Kind::Rows)
            || node.chars > CAPTION
        {
            continue;
        }
        if node.images > 0 {
            // A box called caption with its picture inside, as WordPress makes it.
            if node.kind.is_block()
                && node.kind != Kind::Figure
                && !outline.is_within(index, Kind::Figure)
                && node.images <= 2
            {
                outline.nodes[index].kind = Kind::Figure;
            }
            continue;
        }
        if node.chars == 0 || outline.is_within(index, Kind::Caption) {
            continue;
        }
        let around: Vec<usize> = std::iter::once(index).chain(outline.around(index)).take(5).collect();
        let figure = around.iter().skip(1).copied().find(|outer| outline.nodes[*outer].kind == Kind::Figure);
        let figure = figure.or_else(|| {
            around.iter().skip(1).take(3).copied().find(|outer| {
                let outer = &outline.nodes[*outer];
                outer.images > 0
                    && outer.images <= 2
                    && outer.chars <= CAPTION
                    && matches!(
                        outer.kind,
                        Kind::Box | Kind::Item | Kind::Header | Kind::Aside | Kind::Cell | Kind::Paragraph
                    )
            })
        });
        if let Some(figure) = figure {
            outline.nodes[figure].kind = Kind::Figure;
            outline.nodes[index].kind = Kind::Caption;
        } else if let Some(before) = picture_before(outline, index) {
            // The caption of the picture just before it, with no box around both.
            if outline.nodes[index].kind.is_block() && outline.nodes[before].kind == Kind::Figure {
                outline.nodes[index].kind = Kind::Caption;
            }
        } else if outline.nodes[index].signs.caption && outline.nodes[index].chars <= 400 && outline.is_leaf(index) {
            // A caption whose picture or film a script would have put there.
            outline.nodes[index].kind = Kind::Caption;
        }
    }
}

/// Whether a box called after a picture holds one, and one short line that can only be its caption.
fn is_picture_with_line(outline: &Outline<'_>, index: usize) -> bool {
    let node = &outline.nodes[index];
    node.signs.media
        && matches!(node.kind, Kind::Box | Kind::Paragraph)
        && (1..=2).contains(&node.images)
        && (8..=300).contains(&node.chars)
        && node.links <= 2
        && !outline.is_within(index, Kind::Figure)
        && !outline.nodes[index + 1..node.end]
            .iter()
            .any(|inner| matches!(inner.kind, Kind::Heading | Kind::List | Kind::Figure | Kind::Caption | Kind::Table))
}

/// How most of the page's prose is marked up: element and names.
fn usual_paragraph(outline: &Outline<'_>) -> Option<String> {
    let mut shares: HashMap<String, usize> = HashMap::new();
    for (index, node) in outline.nodes.iter().enumerate() {
        if node.prose > 0 && outline.is_leaf(index) {
            *shares.entry(format!("{} {}", node.tag, node.names)).or_default() += node.prose;
        }
    }
    let all: usize = shares.values().sum();
    shares
        .into_iter()
        .max_by(|one, other| one.1.cmp(&other.1).then_with(|| other.0.cmp(&one.0)))
        .filter(|(_, share)| share * 10 >= all * 6)
        .map(|(usual, _)| usual)
}

/// Whether a line right under a picture is set in another way than the text: small, in italics, or by another name.
fn is_unlike(outline: &Outline<'_>, index: usize, usual: Option<&str>) -> bool {
    let node = &outline.nodes[index];
    let small =
        outline.nodes[index + 1..node.end].iter().any(|inner| inner.tag == "small" && inner.chars == node.chars);
    let italic = node.italic == node.chars;
    let named = !node.names.is_empty() && usual.is_some_and(|usual| usual != format!("{} {}", node.tag, node.names));
    node.link_share() < 60 && node.bold < node.chars && (small || italic || named)
}

/// The figure or picture that stands right before a node, among its siblings.
fn picture_before(outline: &Outline<'_>, index: usize) -> Option<usize> {
    let before = outline.before(index).find(|sibling| {
        let node = &outline.nodes[*sibling];
        node.chars + node.images > 0
    });
    before.filter(|sibling| {
        let node = &outline.nodes[*sibling];
        node.images > 0 && node.chars <= CAPTION
    })
}
