//! An article's text as a tree of our own, small enough to be changed freely.

use dom_query::{Document, NodeRef};

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// Deeper is none of ours: safe HTML ends at 100.
const DEEPEST: usize = 200;

impl Element {
    pub(super) fn new(name: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads safe HTML.
pub(super) fn parse(html: &str) -> Vec<Node> {
    let document = Document::fragment(html);
    let html = document.select("html");
    match html.nodes().first() {
        Some(root) => children(root, 0),
        None => children(&document.root(), 0),
    }
}

fn children(of: &NodeRef<'_>, depth: usize) -> Vec<Node> {
    let mut nodes = Vec::new();
    for node in of.children() {
        if node.is_text() {
            nodes.push(Node::Text(node.text().to_string()));
        } else if node.is_element() && depth < DEEPEST {
            let attributes = node.attrs().into_iter();
            nodes.push(Node::Element(Element {
                name: node.node_name().unwrap_or_default().to_string(),
                attributes: attributes.map(|it| (it.name.local.to_string(), it.value.to_string())).collect(),
                children: children(&node, depth + 1),
            }));
        }
    }
    nodes
}

/// Changes every picture by what `change` makes of it; nothing takes it away.
pub(super) fn pictures<E>(
    nodes: Vec<Node>,
    change: &mut dyn FnMut(Element) -> Result<Option<Node>, E>,
) -> Result<Vec<Node>, E> {
    let mut changed = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(element) if element.name == "img" => changed.extend(change(element)?),
            Node::Element(mut element) => {
                element.children = pictures(element.children, change)?;
                changed.push(Node::Element(element));
            }
            text @ Node::Text(_) => changed.push(text),
        }
    }
    Ok(changed)
}

/// As HTML.
pub(super) fn html(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(text, out),
            Node::Element(element) => {
                out.push('<');
                out.push_str(&element.name);
                for (name, value) in &element.attributes {
                    out.push_str(&format!(" {name}=\""));
                    escape(value, out);
                    out.push('"');
                }
                out.push('>');
                if !["br", "col", "hr", "img"].contains(&element.name.as_str()) {
                    html(&element.children, out);
                    out.push_str(&format!("</{}>", element.name));
                }
            }
        }
    }
}

/// Text, as both HTML and XML have it; what XML cannot hold goes (XML 1.0, 2.2).
pub(super) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(character),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
}

pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(text, &mut out);
    out
}
