//! Where on its page the article stands.

use super::outline::{Kind, Outline};
use super::phrases;
use crate::Reason;

/// Where the article stands, and what tells so.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'p> {
    /// The element it is in.
    pub(crate) root: usize,
    pub(crate) headline: Option<usize>,
    /// As [`boxes`] gives them.
    pub(crate) boxes: &'p [Option<Reason>],
    /// Leaf blocks the page states as its text.
    pub(crate) stated: Option<&'p [bool]>,
}

/// What a page's boxes hold no part of the article, by their element, role and names. One entry a node; only the
/// outermost node of a box has a reason.
pub(crate) fn boxes(outline: &Outline<'_>, headline: Option<usize>, stated: Option<&[bool]>) -> Vec<Option<Reason>> {
    let nodes = &outline.nodes;
    let all = nodes[0].prose;
    let mut reasons = vec![None; nodes.len()];
    let mut next = 1;
    while next < nodes.len() {
        let node = &nodes[next];
        let reason = match node.kind {
            Kind::Text => None,
            Kind::Navigation => Some(Reason::Navigation),
            // A box beside the text that tells something, and does not point elsewhere, is a part of it.
            Kind::Aside
                if node.signs.is_box.is_none()
                    && node.tag == "aside"
                    && node.prose >= 200
                    && node.link_share() < 15
                    && !node.signs.about =>
            {
                None
            }
            Kind::Aside | Kind::Footer | Kind::Form => Some(node.signs.is_box.unwrap_or(Reason::Other)),
            _ if node.hidden || node.signs.hidden => Some(Reason::Other),
            // A paragraph behind a paywall is text all the same.
            Kind::Paragraph | Kind::Heading
                if node.link_share() < 30 && node.signs.is_box == Some(Reason::Newsletter) =>
            {
                None
            }
            _ if node.signs.body => None,
            _ if matches!(node.signs.is_box, Some(Reason::Other | Reason::Related)) && holds_body(outline, next) => {
                None
            }
            _ => node.signs.is_box,
        };
        let has_headline = headline.is_some_and(|headline| outline.is_in(headline, next));
        // What holds most of the page's prose is the article's frame, whatever it is called; but comments may be longer
        // than what they are about.
        let is_frame = node.prose > 0 && node.prose * 2 >= all && reason != Some(Reason::Comments);
        let is_stated = reason.is_some() && stated.is_some_and(|stated| holds_stated(outline, next, stated));
        match reason.filter(|_| !is_frame && !has_headline && !is_stated) {
            Some(reason) => {
                reasons[next] = Some(reason);
                next = node.end;
            }
            None => next += 1,
        }
    }
    reasons
}

/// Whether most of a box is what the page states as its text.
fn holds_stated(outline: &Outline<'_>, index: usize, stated: &[bool]) -> bool {
    let inside = outline.inside(index).filter(|inner| stated[*inner]);
    inside.map(|inner| outline.nodes[inner].chars).sum::<usize>() * 2 > outline.nodes[index].chars
}

/// Whether something in a box is called the body of an article, and holds words enough.
fn holds_body(outline: &Outline<'_>, index: usize) -> bool {
    let node = &outline.nodes[index];
    outline.nodes[index + 1..node.end]
        .iter()
        .any(|inner| inner.signs.body && inner.chars > 300 && inner.link_share() < 40 && inner.chars * 2 > node.chars)
}

/// The element the article is in.
pub(crate) fn root(
    outline: &Outline<'_>,
    boxes: &[Option<Reason>],
    headline: Option<usize>,
    stated: Option<&[bool]>,
) -> usize {
    if let Some(stated) = stated {
        let mut mass: Vec<usize> =
            outline.nodes.iter().zip(stated).map(|(node, stated)| if *stated { node.chars } else { 0 }).collect();
        for index in (1..mass.len()).rev() {
            mass[outline.nodes[index].parent] += mass[index];
        }
        let by_text = deepest(outline, &mass, 0, 90);
        let by_marks = by_marks(outline, boxes, headline);
        return if mass[by_marks] * 100 >= mass[0] * 85 { by_marks } else { by_text };
    }
    by_marks(outline, boxes, headline)
}

fn by_marks(outline: &Outline<'_>, boxes: &[Option<Reason>], headline: Option<usize>) -> usize {
    let mass = mass(outline, boxes, headline);
    let most = deepest(outline, &mass, 0, 75);
    let marked = marked(outline, boxes, &mass, most);
    marked.unwrap_or(most)
}

/// Prose in each node, without that of boxes; what stands before the headline counts for a tenth.
fn mass(outline: &Outline<'_>, boxes: &[Option<Reason>], headline: Option<usize>) -> Vec<usize> {
    let nodes = &outline.nodes;
    let mut mass: Vec<usize> = vec![0; nodes.len()];
    // Verse, lyrics and lists have no sentences; their words count a little.
    let weight = |index: usize| nodes[index].prose + (nodes[index].chars - nodes[index].linked) / 10;
    let mut own: Vec<usize> = (0..nodes.len()).map(weight).collect();
    for index in (1..nodes.len()).rev() {
        let parent = nodes[index].parent;
        own[parent] -= weight(index).min(own[parent]);
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
        let heaviest =
            outline.children(at).filter(|child| outline.nodes[*child].kind.is_block()).max_by_key(|child| mass[*child]);
        match heaviest.filter(|child| mass[*child] >= need && need > 0) {
            // A single paragraph is no place for an article; what is around it is.
            Some(child)
                if !matches!(
                    outline.nodes[child].kind,
                    Kind::Paragraph
                        | Kind::Heading
                        | Kind::Pre
                        | Kind::List
                        | Kind::Item
                        | Kind::Quote
                        | Kind::Definitions
                ) =>
            {
                at = child;
            }
            _ => return at,
        }
    }
}

/// What the page itself calls the body of an article, where it holds much of what reads like one; where the page calls
/// several parts so, what is around those that matter.
fn marked(outline: &Outline<'_>, boxes: &[Option<Reason>], mass: &[usize], most: usize) -> Option<usize> {
    let nodes = &outline.nodes;
    let mut outer: Vec<usize> = Vec::new();
    let mut next = 1;
    while next < nodes.len() {
        let node = &nodes[next];
        let can = matches!(node.kind, Kind::Box | Kind::Cell | Kind::Header) && node.signs.body && mass[next] > 0;
        if can && boxes[next].is_none() {
            outer.push(next);
        }
        next = if can || boxes[next].is_some() { node.end } else { next + 1 };
    }
    let all: usize = outer.iter().map(|part| mass[*part]).sum();
    outer.retain(|part| mass[*part] * 20 >= all);
    let heaviest = outer.iter().copied().max_by_key(|part| mass[*part])?;
    if all * 2 < mass[most] {
        return None;
    }
    // Parts of one body stand near each other; what else is called so on the page is another article's.
    let near: Vec<usize> = std::iter::once(heaviest).chain(outline.around(heaviest)).take(6).collect();
    outer.retain(|part| near.iter().any(|around| outline.is_in(*part, *around)));
    if outer.len() > 1
        && let (Some(first), Some(last)) = (outer.first(), outer.last())
    {
        let around =
            near.iter().copied().find(|around| outline.is_in(*first, *around) && outline.is_in(*last, *around));
        return around;
    }
    // A mark inside the mark with nearly all of it is the closer one.
    let mut inner = (heaviest + 1..nodes[heaviest].end)
        .filter(|inner| {
            nodes[*inner].signs.body && matches!(nodes[*inner].kind, Kind::Box | Kind::Cell) && boxes[*inner].is_none()
        })
        .filter(|inner| mass[*inner] * 20 >= mass[heaviest] * 19);
    Some(inner.next_back().unwrap_or(heaviest))
}

/// The introduction between headline and body, where it reads like text: sentences, set apart by their name or being
/// what the page says of itself.
pub(crate) fn introduction(
    outline: &Outline<'_>,
    boxes: &[Option<Reason>],
    root: usize,
    headline: Option<usize>,
    deck: Option<&str>,
) -> Vec<usize> {
    let nodes = &outline.nodes;
    let Some(headline) = headline.filter(|headline| *headline < root) else { return Vec::new() };
    let deck = deck.map(phrases::plain).filter(|deck| deck.len() > 40);
    let mut found = Vec::new();
    let mut next = headline + 1;
    while next < root {
        let node = &nodes[next];
        if outline.is_in(root, next) || node.kind == Kind::Text {
            next += 1;
            continue;
        }
        let is_deck_box = boxes[next].is_some() && !node.signs.deck;
        if is_deck_box
            || matches!(node.kind, Kind::Figure | Kind::Caption | Kind::List | Kind::Table)
            || (node.kind == Kind::Heading && !(node.signs.deck && node.chars > 90))
            || node.signs.caption
        {
            next = node.end;
            continue;
        }
        let leaf = node.prose >= 80 && node.chars < 900 && outline.is_leaf(next);
        if leaf {
            let line = outline.line(next);
            let named = std::iter::once(next)
                .chain(outline.around(next).take(3))
                .take_while(|around| !outline.is_in(root, *around))
                .any(|around| nodes[around].signs.deck);
            let described = deck.as_ref().is_some_and(|deck| {
                let plain = phrases::plain(&line);
                plain == *deck || deck.starts_with(&plain) || plain.starts_with(deck.trim_end_matches(['.', '…', ' ']))
            });
            if (named || described)
                && node.link_share() < 40
                && line.ends_with(['.', '!', '?', '…', '"', '”', '»', '“', ')', '。'])
            {
                found.push(next);
            }
            next = node.end;
            continue;
        }
        next += 1;
    }
    if found.len() > 3 { Vec::new() } else { found }
}
