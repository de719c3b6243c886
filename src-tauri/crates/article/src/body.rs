//! The body of an article: found on its page, freed of what is no part of it, and written anew in clean blocks.
//!
//! The page becomes a flat list ([`outline`]); names, labels and the weight of prose tell where the article stands
//! ([`place`]) and what in it is none of it ([`cut`]); the rest is written as the few blocks a reader knows
//! ([`compose`]). The sanitiser is the wall behind all this, not a part of it.

mod compose;
mod cut;
mod figures;
mod names;
mod outline;
mod phrases;
mod place;
mod stated;

use dom_query::Document;
use url::Url;

use crate::structured::Script;
use crate::{LeftOut, Reason, SafeHtml};
use outline::Outline;
pub(crate) use outline::is_hiding;
use place::Place;
use stated::Stated;

/// What is known of the article from outside its body.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Known<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) deck: Option<&'a str>,
    pub(crate) byline: Option<&'a str>,
    /// The address of the picture that is shown above the body, its caption and its credit.
    pub(crate) picture: Option<&'a str>,
    pub(crate) caption: Option<&'a str>,
    pub(crate) credit: Option<&'a str>,
}

/// A body, and what was left out of it.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) html: SafeHtml,
    pub(crate) left_out: Vec<LeftOut>,
}

/// Finds the body of a page whose pictures have their addresses already. `keep`: marks of blocks to leave in.
pub(crate) fn read(page: &Document, scripts: &[Script], base: Option<&Url>, known: Known<'_>, keep: &[String]) -> Body {
    let mut outline = Outline::of(page);
    figures::mark(&mut outline);
    let headline = cut::headline(&outline, known.title);
    let stated = Stated::read(scripts).and_then(|stated| stated.leaves(&outline));
    let boxes = place::boxes(&outline, headline, stated.as_deref());
    let root = place::root(&outline, &boxes, headline, stated.as_deref());
    let place = Place { root, headline, boxes: &boxes, stated: stated.as_deref() };
    let cuts = cut::cuts(&outline, &place, known, keep, base);
    // A page that is nothing but headline and deck keeps them as its text.
    let all_cut = || !cut::leaves_any(&outline, root, &cuts);
    let cuts = if all_cut() { vec![None; outline.nodes.len()] } else { cuts };
    let introduction = place::introduction(&outline, &boxes, root, headline, known.deck);
    let mut body = compose::body(&outline, root, &introduction, &cuts, base);
    // The headline, the deck and the names stand above the text; nobody misses them in it.
    let under_picture = format!("{} {}", known.caption.unwrap_or_default(), known.credit.unwrap_or_default());
    let shown = [known.title, known.deck, known.byline, known.caption, known.credit, Some(under_picture.as_str())];
    let shown: Vec<String> =
        shown.into_iter().flatten().map(phrases::plain).filter(|shown| !shown.is_empty()).collect();
    body.left_out.retain(|block| block.reason != Reason::Repeated || !is_shown(&block.text, &shown));
    body
}

/// Whether a block that was left out says only what is shown above the text.
fn is_shown(text: &str, shown: &[String]) -> bool {
    text.lines().map(phrases::plain).all(|line| {
        line.is_empty()
            || shown
                .iter()
                .any(|shown| shown.contains(&line) || (line.contains(shown) && line.len() < shown.len() + 24))
    })
}

/// The text of a feed's entry without what its publisher puts around articles: pointers elsewhere, prompts, labels, its
/// own headline again. What was left out comes with it. A text with nothing of the kind stays as it is.
#[must_use]
pub fn tidy(html: &SafeHtml, title: Option<&str>) -> (SafeHtml, Vec<LeftOut>) {
    let page = Document::from(format!("<body>{}</body>", html.as_str()));
    let outline = Outline::of(&page);
    let cuts = cut::entry_cuts(&outline, Known { title, ..Known::default() });
    if cuts.iter().all(Option::is_none) || !cut::leaves_any(&outline, 0, &cuts) {
        return (html.clone(), Vec::new());
    }
    let Body { html, left_out } = compose::body(&outline, 0, &[], &cuts, None);
    (html, left_out)
}
