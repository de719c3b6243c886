//! A text as XHTML that follows the content models of HTML to the letter, as EPUB demands: what safe HTML may have and
//! these forbid (a block in a phrase, a cell without a row) is written as the nearest that they allow.

use url::Url;

use super::tree::{Element, Node, escape};

/// Elements of phrases that stay.
const PHRASES: &[&str] = &[
    "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong", "sub",
    "sup", "u", "var",
];
/// Blocks that hold blocks.
const HOLDERS: &[&str] = &["blockquote", "div"];
/// Blocks that hold phrases.
const LINES: &[&str] = &["h2", "h3", "h4", "h5", "h6", "p", "pre"];

/// Writes nodes where blocks may stand.
pub(super) fn flow(nodes: &[Node], out: &mut String) {
    let mut phrase: Vec<&Node> = Vec::new();
    for node in nodes {
        if is_block(node) {
            paragraph(&mut phrase, out);
            block(node, out);
        } else {
            phrase.push(node);
        }
    }
    paragraph(&mut phrase, out);
}

/// What stands between blocks.
fn paragraph(phrase: &mut Vec<&Node>, out: &mut String) {
    let mut inner = String::new();
    for node in phrase.drain(..) {
        phrases(std::slice::from_ref(node), false, &mut inner);
    }
    if !inner.trim().is_empty() {
        out.push_str(&format!("<p>{}</p>\n", inner.trim()));
    }
}

/// Whether a node is a block, or holds one where only phrases belong.
fn is_block(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    let name = element.name.as_str();
    HOLDERS.contains(&name)
        || LINES.contains(&name)
        || [
            "dd",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "hr",
            "li",
            "ol",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]
        .contains(&name)
        || element.children.iter().any(is_block)
}

fn block(node: &Node, out: &mut String) {
    let Node::Element(element) = node else { return };
    let name = element.name.as_str();
    match name {
        "hr" => out.push_str("<hr/>\n"),
        "ol" | "ul" => list(element, out),
        "dl" => definitions(element, out),
        "table" => table(element, out),
        "figure" => figure(element, out),
        _ if HOLDERS.contains(&name) => wrap(name, out, |out| flow(&element.children, out)),
        // A line that has a block in it is no line.
        _ if LINES.contains(&name) && !element.children.iter().any(is_block) => {
            let mut inner = String::new();
            phrases(&element.children, false, &mut inner);
            let is_empty = inner.trim().is_empty();
            if !is_empty {
                out.push_str(&format!("<{name}>{}</{name}>\n", if name == "pre" { &inner } else { inner.trim() }));
            }
        }
        _ => flow(&element.children, out),
    }
}

/// An element, unless nothing is in it.
fn wrap(name: &str, out: &mut String, inner: impl FnOnce(&mut String)) {
    let mut inside = String::new();
    inner(&mut inside);
    if !inside.trim().is_empty() {
        out.push_str(&format!("<{name}>{inside}</{name}>\n"));
    }
}

fn list(element: &Element, out: &mut String) {
    let mut items = String::new();
    for child in &element.children {
        match child {
            Node::Element(item) if item.name == "li" => wrap("li", &mut items, |out| item_of(&item.children, out)),
            Node::Text(text) if text.trim().is_empty() => {}
            // What stands between the items is one.
            other => wrap("li", &mut items, |out| item_of(std::slice::from_ref(other), out)),
        }
    }
    if items.is_empty() {
        return;
    }
    let start = element.attribute("start").and_then(|start| start.parse::<i32>().ok());
    let start = start.filter(|_| element.name == "ol").map(|start| format!(" start=\"{start}\"")).unwrap_or_default();
    out.push_str(&format!("<{}{start}>{items}</{}>\n", element.name, element.name));
}

/// What is in an item or a cell: a phrase as it is, blocks as blocks.
fn item_of(nodes: &[Node], out: &mut String) {
    if nodes.iter().any(is_block) { flow(nodes, out) } else { phrases(nodes, false, out) }
}

/// A list of terms, where it is one; else its parts as paragraphs.
fn definitions(element: &Element, out: &mut String) {
    let of = |node: &Node| match node {
        Node::Element(element) if ["dt", "dd"].contains(&element.name.as_str()) => Some(element.name.clone()),
        _ => None,
    };
    let parts: Vec<&Node> =
        element.children.iter().filter(|node| !matches!(node, Node::Text(text) if text.trim().is_empty())).collect();
    let names: Vec<Option<String>> = parts.iter().map(|part| of(part)).collect();
    let is = |at: usize, name: &str| names.get(at).and_then(Option::as_deref) == Some(name);
    let begins_well = is(0, "dt");
    let ends_well = names.last().is_some_and(|name| name.as_deref() == Some("dd"));
    let terms_hold_phrases = parts.iter().all(|part| match part {
        Node::Element(part) if part.name == "dt" => !part.children.iter().any(is_block),
        _ => true,
    });
    if !(begins_well && ends_well && terms_hold_phrases && names.iter().all(Option::is_some)) {
        for part in parts {
            match part {
                Node::Element(part) if part.name == "dt" && !part.children.iter().any(is_block) => {
                    let strong = Element::new("strong", part.children.clone());
                    flow(&[Node::Element(strong)], out);
                }
                Node::Element(part) => flow(&part.children, out),
                Node::Text(_) => flow(std::slice::from_ref(part), out),
            }
        }
        return;
    }
    out.push_str("<dl>");
    for part in parts {
        let Node::Element(part) = part else { continue };
        out.push_str(&format!("<{}>", part.name));
        item_of(&part.children, out);
        out.push_str(&format!("</{}>\n", part.name));
    }
    out.push_str("</dl>\n");
}

/// A table anew: its caption, the rows of its head, the other rows.
fn table(element: &Element, out: &mut String) {
    let (mut caption, mut head, mut body) = (String::new(), String::new(), String::new());
    rows(element, false, &mut caption, &mut head, &mut body);
    if head.is_empty() && body.is_empty() {
        return flow_text(&caption, out);
    }
    out.push_str("<table>");
    if !caption.is_empty() {
        out.push_str(&format!("<caption>{caption}</caption>"));
    }
    if !head.is_empty() {
        out.push_str(&format!("<thead>{head}</thead>"));
    }
    if !body.is_empty() {
        out.push_str(&format!("<tbody>{body}</tbody>"));
    }
    out.push_str("</table>\n");
}

fn flow_text(inner: &str, out: &mut String) {
    if !inner.is_empty() {
        out.push_str(&format!("<p>{inner}</p>\n"));
    }
}

fn rows(element: &Element, in_head: bool, caption: &mut String, head: &mut String, body: &mut String) {
    for child in &element.children {
        let Node::Element(child) = child else { continue };
        match child.name.as_str() {
            "caption" if caption.is_empty() => phrases(&child.children, false, caption),
            "thead" => rows(child, true, caption, head, body),
            "tr" => {
                let mut cells = String::new();
                for cell in &child.children {
                    let Node::Element(cell) = cell else { continue };
                    let name = if cell.name == "th" { "th" } else { "td" };
                    let mut spans = String::new();
                    for span in ["colspan", "rowspan"] {
                        let count = cell.attribute(span).and_then(|count| count.parse::<u16>().ok());
                        if let Some(count) = count.filter(|count| (2..=1000).contains(count)) {
                            spans.push_str(&format!(" {span}=\"{count}\""));
                        }
                    }
                    cells.push_str(&format!("<{name}{spans}>"));
                    item_of(&cell.children, &mut cells);
                    cells.push_str(&format!("</{name}>"));
                }
                if !cells.is_empty() {
                    (if in_head { &mut *head } else { &mut *body }).push_str(&format!("<tr>{cells}</tr>\n"));
                }
            }
            _ => rows(child, in_head, caption, head, body),
        }
    }
}

/// A figure with its captions as one, at its end.
fn figure(element: &Element, out: &mut String) {
    let is_caption = |node: &&Node| matches!(node, Node::Element(child) if child.name == "figcaption");
    let (mut inner, mut caption) = (String::new(), String::new());
    let rest: Vec<Node> = element.children.iter().filter(|node| !is_caption(node)).cloned().collect();
    item_of(&rest, &mut inner);
    for child in element.children.iter().filter(is_caption) {
        let Node::Element(child) = child else { continue };
        item_of(&child.children, &mut caption);
    }
    if inner.trim().is_empty() {
        return flow(
            &[Node::Element(Element::new(
                "div",
                element
                    .children
                    .iter()
                    .filter(is_caption)
                    .flat_map(|node| match node {
                        Node::Element(child) => child.children.clone(),
                        Node::Text(_) => Vec::new(),
                    })
                    .collect(),
            ))],
            out,
        );
    }
    out.push_str(&format!("<figure>{}", inner.trim()));
    if !caption.trim().is_empty() {
        out.push_str(&format!("<figcaption>{}</figcaption>", caption.trim()));
    }
    out.push_str("</figure>\n");
}

/// Writes nodes where only phrases may stand; blocks in them become their words.
fn phrases(nodes: &[Node], in_link: bool, out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(text, out),
            Node::Element(element) => phrase(element, in_link, out),
        }
    }
}

fn phrase(element: &Element, in_link: bool, out: &mut String) {
    let name = element.name.as_str();
    match name {
        "br" => out.push_str("<br/>"),
        "img" => picture(element, out),
        "a" if !in_link => match element.attribute("href").and_then(address) {
            Some(href) => {
                out.push_str("<a href=\"");
                escape(&href, out);
                out.push_str("\">");
                phrases(&element.children, true, out);
                out.push_str("</a>");
            }
            None => phrases(&element.children, false, out),
        },
        "ruby" if is_ruby(element) => {
            out.push_str("<ruby>");
            for child in &element.children {
                match child {
                    Node::Element(note) if note.name == "rt" || note.name == "rp" => {
                        out.push_str(&format!("<{}>", note.name));
                        phrases(&note.children, in_link, out);
                        out.push_str(&format!("</{}>", note.name));
                    }
                    base => phrases(std::slice::from_ref(base), in_link, out),
                }
            }
            out.push_str("</ruby>");
        }
        _ if PHRASES.contains(&name) => {
            out.push_str(&format!("<{name}>"));
            phrases(&element.children, in_link, out);
            out.push_str(&format!("</{name}>"));
        }
        _ => phrases(&element.children, in_link, out),
    }
}

/// A base, then its reading, again and again, without brackets.
fn is_ruby(element: &Element) -> bool {
    let names: Vec<Option<&str>> = element
        .children
        .iter()
        .filter(|node| !matches!(node, Node::Text(text) if text.trim().is_empty()))
        .map(|node| match node {
            Node::Element(child) if child.name == "rt" || child.name == "rp" => Some(child.name.as_str()),
            _ => None,
        })
        .collect();
    let well = |pair: &[Option<&str>]| !(pair[0] == Some("rt") && pair[1] == Some("rt"));
    !names.contains(&Some("rp"))
        && names.first() == Some(&None)
        && names.last() == Some(&Some("rt"))
        && names.windows(2).all(well)
}

fn picture(element: &Element, out: &mut String) {
    let text = |name: &str| element.attribute(name).unwrap_or_default();
    out.push_str("<img src=\"");
    escape(text("src"), out);
    out.push_str("\" alt=\"");
    escape(text("alt"), out);
    out.push_str("\"/>");
}

/// An address as RFC 3986 has it: browsers let more pass than checkers do.
pub(super) fn address(href: &str) -> Option<String> {
    let url = Url::parse(href).ok().filter(|url| matches!(url.scheme(), "http" | "https" | "mailto"))?;
    let mut address = String::with_capacity(href.len());
    let text = url.as_str();
    let (host, rest) = match url.host_str() {
        // The brackets of an address of IPv6 are the only ones that may stand.
        Some(host) => text.split_at(text.find(host).map_or(0, |at| at + host.len())),
        None => ("", text),
    };
    address.push_str(host);
    let bytes = rest.as_bytes();
    let mut fragment = false;
    for (at, byte) in bytes.iter().enumerate() {
        let is_escape =
            |from: usize| bytes.get(from..from + 2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        match byte {
            b'%' if is_escape(at + 1) => address.push('%'),
            b'#' if !fragment => {
                fragment = true;
                address.push('#');
            }
            byte if byte.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(byte) => {
                address.push(char::from(*byte));
            }
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(address)
}
