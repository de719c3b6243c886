//! A page as one flat list of elements and texts in their order, with what each element holds counted once. Everything
//! that is decided about a page is decided on this list; the document itself is not changed.

use dom_query::{Document, NodeRef};

use super::names::{self, Signs};
use crate::embeds;

/// What an element is to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A piece of text.
    Text,
    /// An element inside a line of text.
    Inline,
    /// A link.
    Link,
    Paragraph,
    Heading,
    /// `ul` and `ol`.
    List,
    /// `li`, `dt`, `dd`.
    Item,
    /// `dl`.
    Definitions,
    Quote,
    Pre,
    Table,
    /// A row, or a group of rows.
    Rows,
    Cell,
    Figure,
    /// `figcaption` and `caption`.
    Caption,
    Image,
    /// What plays or runs elsewhere.
    Embed,
    Break,
    Rule,
    /// A block with no meaning of its own: `div`, `section`, `article`.
    Box,
    Aside,
    Navigation,
    Header,
    Footer,
    Form,
    /// Never text for a reader.
    Gone,
}

impl Kind {
    fn of(tag: &str) -> Self {
        match tag {
            "a" => Self::Link,
            "p" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "ul" | "ol" => Self::List,
            "li" | "dt" | "dd" => Self::Item,
            "dl" => Self::Definitions,
            "blockquote" => Self::Quote,
            "pre" | "listing" | "xmp" => Self::Pre,
            "table" => Self::Table,
            "tr" | "tbody" | "thead" | "tfoot" => Self::Rows,
            "td" | "th" => Self::Cell,
            "figure" => Self::Figure,
            "figcaption" | "caption" => Self::Caption,
            "img" => Self::Image,
            "iframe" | "video" | "audio" | "embed" | "object" => Self::Embed,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "address" | "article" | "body" | "center" | "details" | "div" | "fieldset" | "hgroup" | "html" | "main"
            | "search" | "section" | "summary" => Self::Box,
            "aside" => Self::Aside,
            "nav" | "menu" | "dir" => Self::Navigation,
            "header" => Self::Header,
            "footer" => Self::Footer,
            "form" => Self::Form,
            "button" | "canvas" | "dialog" | "frame" | "frameset" | "head" | "input" | "label" | "link" | "map"
            | "math" | "meta" | "noscript" | "option" | "param" | "script" | "select" | "source" | "style" | "svg"
            | "template" | "textarea" | "title" | "track" => Self::Gone,
            // Elements of a site's own, most of them frames for blocks.
            custom if custom.contains('-') => Self::Box,
            _ => Self::Inline,
        }
    }

    /// Whether it begins a line of its own.
    pub(crate) fn is_block(self) -> bool {
        !matches!(self, Self::Text | Self::Inline | Self::Link | Self::Image | Self::Embed | Self::Break | Self::Gone)
    }
}

/// An element or text of the page.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) at: NodeRef<'a>,
    pub(crate) kind: Kind,
    /// The element's name; empty for text.
    pub(crate) tag: String,
    /// Class, id and the like, as [`names::normal`] writes them.
    pub(crate) names: String,
    /// What the names say.
    pub(crate) signs: Signs,
    /// Text of a text node.
    pub(crate) text: String,
    pub(crate) parent: usize,
    /// The sibling before it.
    before: Option<usize>,
    /// The index after the last node inside.
    pub(crate) end: usize,
    /// Characters of text inside, white space apart; an ideograph counts for three.
    pub(crate) chars: usize,
    /// Those of them inside links.
    pub(crate) linked: usize,
    /// Those of them in blocks that read like prose.
    pub(crate) prose: usize,
    /// Those of them set in bold.
    pub(crate) bold: usize,
    /// Those of them set in italics.
    pub(crate) italic: usize,
    pub(crate) links: usize,
    pub(crate) images: usize,
    /// Characters that stand in it directly, not in a block inside it; and those of them in links.
    own: usize,
    own_linked: usize,
    /// Whether a sentence ends or pauses in it.
    own_sentence: bool,
    pub(crate) hidden: bool,
}

/// The page, in order. Index 0 is its body.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
}

/// A block with this many characters, and a sentence in it, reads like prose.
const PROSE: usize = 60;

impl<'a> Outline<'a> {
    pub(crate) fn of(page: &'a Document) -> Self {
        let root = page.body().unwrap_or_else(|| page.root());
        let mut outline = Self { nodes: Vec::with_capacity(4096) };
        outline.walk(root);
        outline.line_up();
        outline.count();
        outline
    }

    fn walk(&mut self, root: NodeRef<'a>) {
        // A step either enters a node or ends an element; no recursion, for depth is a stranger's choice.
        enum Step<'a> {
            Enter(NodeRef<'a>, usize),
            /// A line among blocks, which gets a paragraph of its own.
            Line(Vec<NodeRef<'a>>, usize),
            End(usize),
        }
        let mut steps = vec![Step::Enter(root, 0)];
        while let Some(step) = steps.pop() {
            let (node, parent) = match step {
                Step::End(index) => {
                    self.nodes[index].end = self.nodes.len();
                    continue;
                }
                Step::Line(line, parent) => {
                    let index = self.nodes.len();
                    self.nodes.push(Node::new(line[0], Kind::Paragraph, parent, index));
                    steps.push(Step::End(index));
                    steps.extend(line.into_iter().rev().map(|node| Step::Enter(node, index)));
                    continue;
                }
                Step::Enter(node, parent) => (node, parent),
            };
            let index = self.nodes.len();
            if node.is_text() {
                self.nodes.push(Node::new(node, Kind::Text, parent, index));
                self.nodes[index].text = node.text().to_string();
                continue;
            }
            if !node.is_element() {
                continue;
            }
            let made = Node::element(node, parent, index);
            let kind = made.kind;
            if kind == Kind::Gone {
                continue;
            }
            self.nodes.push(made);
            steps.push(Step::End(index));
            let from = steps.len();
            let flows = matches!(
                kind,
                Kind::Box
                    | Kind::Aside
                    | Kind::Header
                    | Kind::Footer
                    | Kind::Form
                    | Kind::Cell
                    | Kind::Quote
                    | Kind::Paragraph
                    | Kind::Item
            );
            match flows.then(|| lines(node)).flatten() {
                Some(lines) => steps.extend(lines.into_iter().map(|mut line| match line.len() {
                    1 if !line[0].is_text() || line[0].text().trim().is_empty() => Step::Enter(line.remove(0), index),
                    _ => Step::Line(line, index),
                })),
                None => steps.extend(node.children_it(false).map(|child| Step::Enter(child, index))),
            }
            steps[from..].reverse();
        }
    }

    fn line_up(&mut self) {
        let mut last: Vec<Option<usize>> = vec![None; self.nodes.len()];
        for index in 1..self.nodes.len() {
            let parent = self.nodes[index].parent;
            self.nodes[index].before = last[parent].replace(index);
        }
    }

    /// Counts texts into the blocks they stand in, then blocks into what is around them.
    fn count(&mut self) {
        let mut owners = vec![0_usize; self.nodes.len()];
        let mut in_link = vec![false; self.nodes.len()];
        let mut in_bold = vec![false; self.nodes.len()];
        let mut in_italics = vec![false; self.nodes.len()];
        for index in 0..self.nodes.len() {
            let node = &self.nodes[index];
            let (parent, kind) = (node.parent, node.kind);
            owners[index] = if kind.is_block() { index } else { owners[parent] };
            in_link[index] = kind == Kind::Link || (index > 0 && in_link[parent]);
            in_bold[index] = matches!(node.tag.as_str(), "b" | "strong") || (index > 0 && in_bold[parent]);
            in_italics[index] = matches!(node.tag.as_str(), "em" | "i") || (index > 0 && in_italics[parent]);
            if kind == Kind::Text {
                let (chars, sentence) = weigh(&node.text);
                let owner = owners[index];
                self.nodes[index].chars = chars;
                self.nodes[owner].own += chars;
                self.nodes[owner].own_sentence |= sentence;
                if in_italics[index] {
                    self.nodes[index].italic = chars;
                }
                if in_bold[index] {
                    self.nodes[index].bold = chars;
                }
                if in_link[index] {
                    self.nodes[index].linked = chars;
                    self.nodes[owner].own_linked += chars;
                }
            }
            self.nodes[index].images += usize::from(kind == Kind::Image);
            self.nodes[index].links += usize::from(kind == Kind::Link);
        }
        for index in (0..self.nodes.len()).rev() {
            let node = &mut self.nodes[index];
            if node.own >= PROSE && node.own_sentence && node.own_linked * 2 < node.own {
                node.prose += node.own;
            }
            if index == 0 {
                break;
            }
            let (chars, linked, prose, bold, italic) = (node.chars, node.linked, node.prose, node.bold, node.italic);
            let (links, images, parent) = (node.links, node.images, node.parent);
            let parent = &mut self.nodes[parent];
            parent.chars += chars;
            parent.linked += linked;
            parent.prose += prose;
            parent.bold += bold;
            parent.italic += italic;
            parent.links += links;
            parent.images += images;
        }
    }

    /// The node and all in it.
    pub(crate) fn inside(&self, index: usize) -> std::ops::Range<usize> {
        index..self.nodes[index].end
    }

    /// The nodes directly in one.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[index].end;
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let child = (next < end).then_some(next)?;
            next = self.nodes[child].end;
            Some(child)
        })
    }

    /// The nearest nodes before one among its siblings, nearest first; a few, for a page may have thousands.
    pub(crate) fn before(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        const NEAR: usize = 12;
        let mut at = index;
        std::iter::from_fn(move || {
            at = self.nodes[at].before?;
            Some(at)
        })
        .take(NEAR)
    }

    /// What a node is in, innermost first, without the body itself.
    pub(crate) fn around(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = index;
        std::iter::from_fn(move || {
            at = self.nodes[at].parent;
            (at != 0).then_some(at)
        })
    }

    /// Whether a node is of a kind or stands in one of it.
    pub(crate) fn is_within(&self, index: usize, kind: Kind) -> bool {
        self.nodes[index].kind == kind || self.around(index).any(|outer| self.nodes[outer].kind == kind)
    }

    /// Whether a node is a block of words that holds no other.
    pub(crate) fn is_leaf(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        let mut inside = self.nodes[index + 1..node.end].iter();
        node.kind.is_block() && node.chars > 0 && !inside.any(|inner| inner.kind.is_block() && inner.chars > 0)
    }

    pub(crate) fn is_in(&self, index: usize, outer: usize) -> bool {
        self.inside(outer).contains(&index)
    }

    /// The text of a node as one line.
    pub(crate) fn line(&self, index: usize) -> String {
        let mut text = String::new();
        for node in &self.nodes[self.inside(index)] {
            match node.kind {
                Kind::Text => text.push_str(&node.text),
                Kind::Break => text.push(' '),
                kind if kind.is_block() => text.push(' '),
                _ => {}
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The children of an element in lines: each block alone, what stands between blocks or blank lines together. None
/// where there is but one line.
fn lines(element: NodeRef<'_>) -> Option<Vec<Vec<NodeRef<'_>>>> {
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    let (mut breaks, mut parted, mut words) = (0, false, false);
    for child in element.children_it(false) {
        let name = child.node_name();
        let kind = if child.is_text() { Kind::Text } else { name.as_deref().map_or(Kind::Gone, Kind::of) };
        match kind {
            Kind::Gone => continue,
            Kind::Break => breaks += 1,
            Kind::Text if child.text().trim().is_empty() => {}
            _ => {
                let is_block =
                    kind.is_block() || (!matches!(kind, Kind::Text | Kind::Image | Kind::Embed) && holds_block(child));
                if is_block || (breaks >= 2 && words) {
                    parted = true;
                    if !line.is_empty() {
                        lines.push(std::mem::take(&mut line));
                    }
                    words = false;
                }
                breaks = 0;
                if is_block {
                    lines.push(vec![child]);
                    continue;
                }
                words = true;
            }
        }
        line.push(child);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    parted.then_some(lines)
}

fn holds_block(element: NodeRef<'_>) -> bool {
    element.descendants_it().any(|inner| inner.node_name().is_some_and(|name| Kind::of(&name).is_block()))
}

impl<'a> Node<'a> {
    fn new(at: NodeRef<'a>, kind: Kind, parent: usize, index: usize) -> Self {
        Self {
            at,
            kind,
            tag: String::new(),
            names: String::new(),
            signs: Signs::default(),
            text: String::new(),
            parent,
            before: None,
            end: index + 1,
            chars: 0,
            linked: 0,
            prose: 0,
            bold: 0,
            italic: 0,
            links: 0,
            images: 0,
            own: 0,
            own_linked: 0,
            own_sentence: false,
            hidden: false,
        }
    }

    fn element(at: NodeRef<'a>, parent: usize, index: usize) -> Self {
        let tag = at.node_name().unwrap_or_default();
        let mut node = Self::new(at, Kind::of(&tag), parent, index);
        if node.kind == Kind::Gone {
            return node;
        }
        node.tag = tag.to_string();
        let (mut names, mut role) = (String::new(), String::new());
        if let Some(element) = at.element_ref() {
            for attribute in &element.attrs {
                let value: &str = &attribute.value;
                match &*attribute.name.local {
                    "class" | "id" | "itemprop" | "data-component" | "data-testid" | "data-type" | "data-module" => {
                        names::normal(value, &mut names);
                    }
                    "role" => role = value.trim().to_ascii_lowercase(),
                    "hidden" => node.hidden = value != "until-found",
                    "aria-hidden" => node.hidden |= value == "true",
                    "style" => node.hidden |= is_hiding(value),
                    _ => {}
                }
            }
        }
        match role.as_str() {
            "navigation" | "menu" | "menubar" | "tablist" | "toolbar" => node.kind = Kind::Navigation,
            "complementary" | "search" | "dialog" | "alertdialog" | "banner" => node.kind = Kind::Aside,
            "contentinfo" => node.kind = Kind::Footer,
            "heading" if node.kind == Kind::Box => node.kind = Kind::Heading,
            _ => {}
        }
        if (tag.contains('-') || names.contains("-embed-") || names.contains("-fb-")) && embeds::is_made_by_script(&at)
        {
            node.kind = Kind::Embed;
        }
        node.signs = names::signs(&names);
        node.names = names;
        node
    }

    /// Whether it stands for a line among blocks that the page gives no element.
    pub(crate) fn is_line(&self) -> bool {
        self.kind == Kind::Paragraph && self.tag.is_empty()
    }

    /// Share of the text that is in links, in hundredths.
    pub(crate) fn link_share(&self) -> usize {
        self.linked * 100 / self.chars.max(1)
    }
}

/// Whether a style hides what has it.
pub(crate) fn is_hiding(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// Characters of a text without white space, an ideograph counting for three, and whether a sentence ends or pauses
/// in it.
fn weigh(text: &str) -> (usize, bool) {
    let (mut chars, mut sentence) = (0, false);
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {}
            '.' | ',' | '!' | '?' | ';' | ':' | '…' | '。' | '、' | '，' | '！' | '？' | '؟' | '،' | '۔' | '।'
            | '።'
            // Thai, Lao, Khmer and Burmese write sentences without a point.
            | '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}' => {
                sentence = true;
                chars += 1;
            }
            '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' => chars += 3,
            _ => chars += 1,
        }
    }
    (chars, sentence)
}
