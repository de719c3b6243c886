//! Before the allow-list: what a browser would have shown is put where a reader finds it.

use dom_query::{Document, NodeRef};
use url::Url;

use crate::address;

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

/// Parts of class names of captions that are not marked up as such. Source: `WordPress`, Drupal and news sites' habits.
const CAPTIONS: &str = "[class*='caption'], [class*='credit'], [class*='copyright']";

/// A caption is no longer than this, in characters; nor is all the text of a figure.
const CAPTION: usize = 400;

/// A box with a picture and its caption becomes a figure, so that the caption does not read as a paragraph.
pub(crate) fn captions(document: &Document) {
    for caption in document.select(CAPTIONS).nodes() {
        let in_figure = caption.ancestors(Some(8)).iter().any(|parent| parent.has_name("figcaption"));
        if in_figure || caption.has_name("figcaption") || !caption.find(&["img"]).is_empty() {
            continue;
        }
        let figure = caption
            .ancestors(Some(3))
            .into_iter()
            .filter(|parent| parent.text().chars().count() <= CAPTION)
            .find(|parent| !parent.find(&["img"]).is_empty());
        let Some(figure) = figure.filter(|figure| figure.has_name("div") || figure.has_name("figure")) else {
            continue;
        };
        if !caption.text().trim().is_empty() && figure.find(&["figcaption"]).is_empty() {
            caption.rename("figcaption");
            figure.rename("figure");
        }
    }
}

/// What plays or runs elsewhere becomes a titled link to it.
pub(crate) fn embeds(document: &Document, base: Option<&Url>) {
    for embed in document.select("iframe, video, audio, embed, object").nodes() {
        let own = embed.attr("src").or_else(|| embed.attr("data-src")).or_else(|| embed.attr("data"));
        let inner = embed.element_children().iter().find_map(|child| child.attr("src"));
        let Some(url) = own.or(inner).and_then(|src| address::web(&src, base)) else {
            embed.remove_from_parent();
            continue;
        };
        let title = embed
            .attr("title")
            .or_else(|| embed.attr("aria-label"))
            .map(|title| title.trim().to_owned())
            .filter(|title| !title.is_empty());
        let host = url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
        let title = title.unwrap_or_else(|| format!("Shown on {host}"));
        embed.replace_with_html(format!("<p><a href=\"{}\">{}</a></p>", escape(url.as_str()), escape(&title)));
    }
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

/// Links become absolute, or lose their address.
pub(crate) fn links(document: &Document, base: Option<&Url>) {
    for link in document.select("a").nodes() {
        let href = link.attr("href").filter(|href| !matches!(href.trim(), "" | "#"));
        match href.and_then(|href| address::link(&href, base)) {
            Some(url) => link.set_attr("href", url.as_str()),
            None => link.remove_attr("href"),
        }
    }
}

pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
