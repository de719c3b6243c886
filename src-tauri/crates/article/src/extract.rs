//! One article out of a page: the body by `dom_smoothie` (a Readability port), the rest and the cleaning by ourselves.

use dom_query::Document;
use serde::Serialize;
use url::Url;

use crate::bounds::bounded;
use crate::cited::{Cited, cited};
use crate::lead::lead_figure;
use crate::metadata::{self, Metadata};
use crate::provenance::Provenance;
use crate::repeats;
use crate::scan::{self, Piece};
use crate::{LeftOut, SafeHtml, address, body, plain_text, prepare, render, sanitize};

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
    let page = Document::from(&*bounded(html, MAX_BYTES, MAX_ELEMENTS));
    let base = page.select_single("base[href]").attr("href").and_then(|href| address::web(&href, url));
    let base = base.as_ref().or(url);
    let meta = metadata::read(&page, base);
    prepare::pictures(&page, base);
    let lead = lead_figure(&page, meta.lead_image.as_deref()).unwrap_or_default();
    let Metadata { title, deck, deck_seen, byline, published, modified, lang, site, section, breadcrumbs, lead_image } =
        meta;
    let known = body::Known {
        title: title.as_deref(),
        deck: deck.as_deref(),
        deck_seen,
        byline: byline.as_deref(),
        picture: lead.url.as_deref().or(lead_image.as_deref()),
    };
    let body::Body { html, left_out } = body::read(&page, base, known, keep);
    let text = render::body_text(&html);
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
        provenance: Provenance { fields: Vec::new(), left_out },
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
