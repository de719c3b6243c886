//! Before the allow-list: what a browser would have shown is put where a reader finds it.

use dom_query::{Document, NodeRef};
use url::Url;

use crate::{address, embeds, tracking};

/// Attributes that hold the real picture until a script swaps it in, best first.
const LAZY: &[&str] = &[
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-hi-res-src",
    "data-full-src",
    "data-url",
    "data-srcset",
    "data-lazy-srcset",
];

/// Every picture gets the absolute address of its best version in `src`, and nothing else; pixels that only count
/// readers are removed.
pub(crate) fn pictures(document: &Document, base: Option<&Url>) {
    // AMP has elements of its own for what HTML has.
    for image in document.select("amp-img, amp-anim").nodes() {
        image.rename("img");
    }
    // The only picture of a lazy page may stand in a noscript, which the parser takes for text.
    for noscript in document.select("noscript").nodes() {
        let inside = noscript.text();
        let html = if inside.contains("<img") { inside } else { noscript.inner_html() };
        if html.contains("<img") && !shown_before(noscript) {
            noscript.before_html(html);
        }
        noscript.remove_from_parent();
    }
    for image in document.select("img").nodes() {
        match best_source(image, base) {
            Some(url) if !is_pixel(image) => image.set_attr("src", url.as_str()),
            _ => image.remove_from_parent(),
        }
    }
}

/// Whether the noscript only repeats the picture that stands before it.
fn shown_before(noscript: &NodeRef<'_>) -> bool {
    noscript.prev_element_sibling().is_some_and(|before| {
        (before.has_name("img") || before.has_name("picture"))
            && before
                .attrs()
                .iter()
                .chain(before.first_element_child().iter().flat_map(NodeRef::attrs).collect::<Vec<_>>().iter())
                .any(|attribute| {
                    (LAZY.contains(&&*attribute.name.local) || matches!(&*attribute.name.local, "src" | "srcset"))
                        && !attribute.value.starts_with("data:")
                })
    })
}

fn best_source(image: &NodeRef<'_>, base: Option<&Url>) -> Option<Url> {
    let lazy = LAZY.iter().filter_map(|name| image.attr(name)).map(|value| largest(&value));
    let own = image.attr("src").map(|src| src.to_string()).filter(|src| !src.trim_start().starts_with("data:"));
    let set = image.attr("srcset").map(|set| largest(&set));
    let sources = image.parent().filter(|parent| parent.has_name("picture")).map(|picture| {
        picture
            .element_children()
            .iter()
            .filter_map(|source| source.attr("srcset").or_else(|| source.attr("data-srcset")))
            .map(|set| largest(&set))
            .collect::<Vec<_>>()
    });
    lazy.chain(own).chain(set).chain(sources.into_iter().flatten()).find_map(|candidate| address::web(&candidate, base))
}

/// The largest picture of a `srcset`; a plain address is its own. Addresses may hold commas, so candidates are split
/// at a comma that white space follows.
fn largest(set: &str) -> String {
    let mut best = ("", -1.0_f64);
    for candidate in set.split(", ").flat_map(|part| part.split(",\n")) {
        let mut parts = candidate.trim().trim_end_matches(',').split_ascii_whitespace();
        let Some(url) = parts.next() else { continue };
        let size = parts.next().and_then(|size| size.trim_end_matches(['w', 'x', 'h']).parse().ok()).unwrap_or(0.0);
        if size > best.1 {
            best = (url, size);
        }
    }
    best.0.to_owned()
}

fn is_pixel(image: &NodeRef<'_>) -> bool {
    let tiny = |name: &str| {
        image
            .attr(name)
            .and_then(|size| size.trim().trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|size| size <= 1)
    };
    tiny("width") || tiny("height")
}

/// What plays or runs elsewhere becomes a titled link to it.
pub(crate) fn embeds(document: &Document, base: Option<&Url>) {
    embeds::linked(document, base);
}

/// Blocks the reader has no style for. They become plain ones, or their texts would run together.
const PLAIN_BLOCKS: &str = "address, article, aside, body, center, details, dialog, dir, fieldset, footer, header, \
                            hgroup, legend, main, menu, nav, search, section, summary";

/// A form with more text than this, in characters, is the whole page inside one, as ASP.NET makes it.
const FORM_PROSE: usize = 600;

/// Blocks become those a reader knows.
pub(crate) fn blocks(document: &Document) {
    // The headline is the reader's own; a first-level heading inside a text is one of its subheads.
    for heading in document.select("h1").nodes() {
        heading.rename("h2");
    }
    for block in document.select(PLAIN_BLOCKS).nodes() {
        block.rename("div");
    }
    unwrap_forms(document);
}

/// A form around prose is no form to a reader.
pub(crate) fn unwrap_forms(document: &Document) {
    for form in document.select("form").nodes() {
        if form.text().chars().count() > FORM_PROSE {
            form.rename("div");
        }
    }
}

/// Links become absolute and lose what decorates them, or lose their address.
pub(crate) fn links(document: &Document, base: Option<&Url>) {
    for link in document.select("a").nodes() {
        let href = link.attr("href").filter(|href| !matches!(href.trim(), "" | "#"));
        match href.and_then(|href| address::link(&href, base)) {
            Some(url) => link.set_attr("href", tracking::undecorated(&url).as_str()),
            None => link.remove_attr("href"),
        }
    }
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
