//! Where on its page the article stands.

use super::outline::{Kind, Outline};
use crate::Reason;

/// What a page's boxes hold no part of the article, by their element, role and names. One entry a node; only the
/// outermost node of a box has a reason.
pub(crate) fn boxes(outline: &Outline<'_>) -> Vec<Option<Reason>> {
    let nodes = &outline.nodes;
    let all = nodes[0].prose;
    let mut reasons = vec![None; nodes.len()];
    let mut next = 1;
    while next < nodes.len() {
        let node = &nodes[next];
        let reason = match node.kind {
            Kind::Text => None,
            Kind::Navigation => Some(Reason::Navigation),
            Kind::Aside => Some(node.signs.is_box.unwrap_or(Reason::Other)),
            Kind::Footer | Kind::Form => Some(node.signs.is_box.unwrap_or(Reason::Other)),
            _ if node.hidden || node.signs.hidden => Some(Reason::Other),
            _ => node.signs.is_box,
        };
        // What holds most of the page's prose is the article's frame, whatever it is called.
        match reason.filter(|_| node.prose * 2 < all || node.prose == 0) {
            Some(reason) => {
                reasons[next] = Some(reason);
                next = node.end;
            }
            None => next += 1,
        }
    }
    reasons
}

/// The element the article is in.
pub(crate) fn root(outline: &Outline<'_>, boxes: &[Option<Reason>], headline: Option<usize>) -> usize {
    let mass = mass(outline, boxes, headline);
    let most = deepest(outline, &mass, 0, 75);
    let marked = marked(outline, boxes, &mass, most);
    marked.unwrap_or(most)
}

/// Prose in each node, without that of boxes; what stands before the headline counts for a tenth.
fn mass(outline: &Outline<'_>, boxes: &[Option<Reason>], headline: Option<usize>) -> Vec<usize> {
    let nodes = &outline.nodes;
    let mut mass: Vec<usize> = vec![0; nodes.len()];
    let mut own: Vec<usize> = nodes.iter().map(|node| node.prose).collect();
    for index in (1..nodes.len()).rev() {
        let parent = nodes[index].parent;
        own[parent] -= nodes[index].prose.min(own[parent]);
    }
    let mut boxed_until = 0;
    for index in 0..nodes.len() {
        if boxes[index].is_some() {
            boxed_until = boxed_until.max(nodes[index].end);
        }
        if index >= boxed_until {
            mass[index] = if headline.is_some_and(|headline| index < headline) { own[index] / 10 } else { own[index] };
        }
    }
    for index in (1..nodes.len()).rev() {
        mass[nodes[index].parent] += mass[index];
    }
    mass
}

/// The deepest element inside `from` that still holds so many hundredths of its mass.
fn deepest(outline: &Outline<'_>, mass: &[usize], from: usize, share: usize) -> usize {
    let mut at = from;
    let need = mass[from] * share / 100;
    loop {
        let heaviest = outline.children(at).filter(|child| outline.nodes[*child].kind.is_block()).max_by_key(|child| mass[*child]);
        match heaviest.filter(|child| mass[*child] >= need && need > 0) {
            // A single paragraph is no place for an article; what is around it is.
            Some(child) if !matches!(outline.nodes[child].kind, Kind::Paragraph | Kind::Heading | Kind::Pre) => at = child,
            _ => return at,
        }
    }
}

/// What the page itself calls the body of an article, where it holds much of what reads like one.
fn marked(outline: &Outline<'_>, boxes: &[Option<Reason>], mass: &[usize], most: usize) -> Option<usize> {
    let nodes = &outline.nodes;
    let mut best: Option<usize> = None;
    let mut next = 1;
    while next < nodes.len() {
        if boxes[next].is_some() {
            next = nodes[next].end;
            continue;
        }
        let node = &nodes[next];
        let can = matches!(node.kind, Kind::Box | Kind::Cell | Kind::Header) && node.signs.body;
        if can && best.is_none_or(|best| mass[next] > mass[best] || (outline.is_in(next, best) && mass[next] * 10 >= mass[best] * 9)) {
            best = Some(next);
        }
        next += 1;
    }
    best.filter(|best| mass[*best] * 2 >= mass[most] && mass[*best] > 0)
}
