//! One article out of a page: the fields around it, its body, and what was left out.

use dom_query::Document;
use serde::Serialize;
use url::Url;

use crate::body::{self, Body};
use crate::bounds::bounded;
use crate::cited::{Cited, cited};
use crate::metadata::{self, Metadata};
use crate::provenance::{Found, Provenance};
use crate::{SafeHtml, address, language, parts, paywall, prepare, render, repeats, structured};

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
    let page = Document::from(&*bounded(html, MAX_BYTES, MAX_ELEMENTS));
    let base = page.select_single("base[href]").attr("href").and_then(|href| address::web(&href, url));
    let base = base.as_ref().or(url);
    prepare::pictures(&page, base);
    let scripts = structured::scripts(&page);
    let meta = metadata::read(&page, &scripts, base);
    let known = body::Known {
        title: meta.title.as_deref(),
        deck: meta.deck.as_deref(),
        byline: meta.byline.as_deref(),
        picture: meta.lead_seen.as_deref().or(meta.lead_image.as_deref()),
        caption: meta.caption.as_deref(),
        credit: meta.credit.as_deref(),
    };
    let body = body::read(&page, &scripts, base, known, keep);
    let mut article = filled(meta, body, url);
    article.parts = parts::parts(&page, url, base);
    article.paywalled = paywall::is_paywalled(&scripts, &article.text, &article.provenance.left_out);
    article
}

/// The article of its fields and its body.
fn filled(meta: Metadata, body: Body, url: Option<&Url>) -> Extracted {
    let Body { html, left_out } = body;
    let text = render::body_text(&html);
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
        provenance: Provenance { fields: found, left_out },
        parts: Vec::new(),
        paywalled: false,
    }
}
