//! Safe HTML in other forms: text, Markdown, and HTML whose pictures come from the library.

use dom_query::{Document, NodeRef};

use crate::SafeHtml;
use crate::bounds::bounded;
use crate::prepare::escape;
use crate::scan::{Piece, attribute, pieces, resolved};

/// More is no text for a reader.
const MAX_BYTES: usize = 4 * 1024 * 1024;
const MAX_ELEMENTS: usize = 400_000;

/// Elements that end a line of text.
const BLOCKS: &[&str] = &[
    "blockquote",
    "br",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "table",
    "tr",
    "ul",
];

/// The words, a block to a line, pictures left out.
#[must_use]
pub fn plain_text(html: &SafeHtml) -> String {
    text_outside(html, &[])
}

/// The article's own words: as [`plain_text`], without the captions of its pictures.
pub(crate) fn body_text(html: &SafeHtml) -> String {
    text_outside(html, &["figcaption"])
}

fn text_outside(html: &SafeHtml, skipped: &[&str]) -> String {
    let mut text = String::with_capacity(html.as_str().len());
    let mut inside = 0_usize;
    for piece in pieces(html) {
        match piece {
            Piece::Open(name, _) if skipped.contains(&name) => inside += 1,
            Piece::Close(name) if skipped.contains(&name) => {
                inside = inside.saturating_sub(1);
                text.push('\n');
            }
            _ if inside > 0 => {}
            Piece::Text(piece) if piece.contains(['\n', '\r', '\t']) => {
                text.push_str(&resolved(piece).replace(['\n', '\r', '\t'], " "));
            }
            Piece::Text(piece) => text.push_str(&resolved(piece)),
            Piece::Open(name, _) | Piece::Close(name) if BLOCKS.contains(&name) => text.push('\n'),
            Piece::Open("td" | "th", _) => text.push(' '),
            Piece::Open(..) | Piece::Close(_) => {}
        }
    }
    words_of(&text, "\n")
}

/// The lines of a text that have words, those set apart by one blank.
fn words_of(text: &str, between: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        if !out.is_empty() {
            out.push_str(between);
        }
        out.push_str(first);
        for word in words {
            out.push(' ');
            out.push_str(word);
        }
    }
    out
}

/// Any markup as one line of plain text.
#[must_use]
pub fn text_of(html: &str) -> String {
    if html.contains(['<', '&']) {
        words_of(&lines(html), " ")
    } else {
        html.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The text of any markup, a line for each block.
fn lines(html: &str) -> String {
    let document = Document::fragment(&*bounded(html, MAX_BYTES, MAX_ELEMENTS));
    document.select("script, style, template, noscript").remove();
    let mut text = String::new();
    // Entries on the stack are a node to enter, or a line's end. No recursion: depth is a stranger's choice.
    let mut open: Vec<Option<NodeRef<'_>>> = document.root().children().into_iter().rev().map(Some).collect();
    while let Some(step) = open.pop() {
        let Some(node) = step else {
            text.push('\n');
            continue;
        };
        if node.is_text() {
            text.push_str(&node.text().replace(['\n', '\r', '\t'], " "));
        } else if node.is_element() {
            let name = node.node_name().unwrap_or_default();
            if BLOCKS.contains(&&*name) {
                text.push('\n');
                open.push(None);
            } else if matches!(&*name, "td" | "th") {
                text.push(' ');
            }
            open.extend(node.children().into_iter().rev().map(Some));
        }
    }
    text
}

/// The article's body as Markdown (`CommonMark`).
#[must_use]
pub fn to_markdown(html: &SafeHtml) -> String {
    htmd::convert(html.as_str()).unwrap_or_else(|_| plain_text(html))
}

/// The addresses of all pictures, in order, each once.
#[must_use]
pub fn image_urls(html: &SafeHtml) -> Vec<String> {
    let mut urls: Vec<String> = Vec::new();
    for piece in pieces(html) {
        if let Piece::Open("img", attributes) = piece
            && let Some(url) = attribute(attributes, "src")
            && !urls.iter().any(|known| *known == url)
        {
            urls.push(url.into_owned());
        }
    }
    urls
}

/// The HTML for the article pane: every picture's `src` becomes what `new_source` gives for it, and a picture it
/// gives nothing for becomes its description.
#[must_use]
pub fn rewrite_images(html: &SafeHtml, new_source: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let document = Document::fragment(html.as_str());
    for image in document.select("img[src]").nodes() {
        if let Some(source) = new_source(&image.attr_or("src", "")) {
            image.set_attr("src", &source);
        } else {
            let alt = image.attr_or("alt", "");
            if alt.trim().is_empty() {
                image.remove_from_parent();
            } else {
                image.replace_with_html(format!("<em>{}</em>", escape(&alt)));
            }
        }
    }
    inner(&document)
}

/// A fragment's HTML without the `<html>` the parser puts around it.
pub(crate) fn inner(document: &Document) -> String {
    document
        .select("html")
        .first()
        .try_inner_html()
        .map_or_else(|| document.html().to_string(), |html| html.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sanitize;

    #[test]
    fn text_has_a_line_for_each_block() {
        assert_eq!(plain_text(&sanitize("<h2>A</h2><p>b <b>c</b>\nd</p><ul><li>e<li>f</ul>", None)), "A\nb c d\ne\nf");
        assert_eq!(text_of("<p>a &amp; b</p><p>c</p>"), "a & b c");
    }

    #[test]
    fn pictures_are_pointed_elsewhere() {
        let safe = sanitize(
            "<p>a<img src='https://x.example/1.png' alt='one'><img src='https://x.example/2.png' alt='two <b>'></p>",
            None,
        );
        assert_eq!(image_urls(&safe), ["https://x.example/1.png", "https://x.example/2.png"]);
        let html = rewrite_images(&safe, &mut |url| url.contains("1.png").then(|| "image:k".to_owned()));
        assert_eq!(html, "<p>a<img src=\"image:k\" alt=\"one\"><em>two &lt;b&gt;</em></p>");
    }
}
