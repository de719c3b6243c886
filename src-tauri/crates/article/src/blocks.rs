//! Safe HTML block by block: putting one back that was left out, and joining the parts of one article.

use crate::scan::{self, Piece};
use crate::{Extracted, LeftOut, SafeHtml, render};

/// The body with a block put back that was left out ([`crate::LeftOut`]): before the top-level block it stood before.
#[must_use]
pub fn restore(body: &SafeHtml, block: &LeftOut) -> SafeHtml {
    let at = top_level(body).nth(block.before).unwrap_or(body.as_str().len());
    let (head, tail) = body.as_str().split_at(at);
    // Each is safe and whole, and so they are one after the other: nothing is judged again, least of all addresses,
    // whose page is not known here.
    SafeHtml::from_library(format!("{head}{}{tail}", block.html.as_str()))
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
    first.html = SafeHtml::from_library(html);
    first.text = render::body_text(&first.html);
    first
}

/// How many characters of text each top-level block of safe HTML has, white space apart.
pub(crate) fn block_lengths(html: &SafeHtml) -> Vec<usize> {
    let mut lengths: Vec<usize> = Vec::new();
    let mut depth = 0_usize;
    for piece in scan::pieces(html) {
        match piece {
            Piece::Open(name, _) => {
                if depth == 0 {
                    lengths.push(0);
                }
                depth += usize::from(!matches!(name, "br" | "hr" | "img" | "wbr"));
            }
            Piece::Close(_) => depth = depth.saturating_sub(1),
            Piece::Text(text) => {
                if let Some(last) = lengths.last_mut() {
                    *last += scan::resolved(text).chars().filter(|c| !c.is_whitespace()).count();
                }
            }
        }
    }
    lengths
}

/// The body without the deck it begins with, where a face shows the deck above it. None where it begins otherwise.
#[must_use]
pub fn without_deck(body: &SafeHtml, deck: &str) -> Option<SafeHtml> {
    let mut begins = top_level(body);
    let (first, second) = (begins.next()?, begins.next()?);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (block, rest) = body.as_str().split_at(second);
    let block = &block[first..];
    (block.starts_with("<p>") && words(&crate::text_of(block)) == words(deck))
        .then(|| SafeHtml::from_library(rest.to_owned()))
}
