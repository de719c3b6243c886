//! The article written anew: paragraphs, subheads, lists, quotes, tables, code, figures, and nothing else.

use std::fmt::{Arguments, Write as _};

use url::Url;

use super::Body;
use super::cut::{self, Cuts};
use super::outline::{Kind, Outline};
use crate::embeds;
use crate::prepare::escape;
use crate::{LeftOut, Reason, plain_text, sanitize};

/// Deeper nesting is written as plain text: no reader can see it, and it would cost a stack.
const MAX_DEPTH: usize = 80;

/// More blocks than this are not listed as left out.
const MOST_LEFT_OUT: usize = 60;
/// Nor those longer than this, in characters of HTML.
const MOST_HTML: usize = 40_000;

/// Writes what is left of `root`.
pub(crate) fn body(
    outline: &Outline<'_>,
    root: usize,
    introduction: &[usize],
    cuts: &Cuts,
    base: Option<&Url>,
) -> Body {
    let highest = highest(outline, root, cuts);
    let shift = highest.map_or(0, |highest| highest.saturating_sub(2));
    let mut writer = Writer { outline, cuts, out: String::new(), shift, has_headings: highest.is_some() };
    for block in introduction {
        writer.line(*block, "p", 0);
    }
    let lead_in = writer.out.clone();
    writer.flow(root, 0);
    // Some pages show the introduction a second time as the first paragraph.
    if !lead_in.is_empty() && writer.out[lead_in.len()..].starts_with(&lead_in) {
        writer.out.drain(..lead_in.len());
    }
    writer.end();
    let html = sanitize(&writer.out, base);
    let left_out = left_out(outline, root, cuts, &html, base);
    Body { html, left_out }
}

/// Whether a paragraph is a subhead in all but name: short, wholly bold, no sentence.
fn is_subhead(text: &str) -> bool {
    let inner = bare(text);
    text.starts_with("<strong>")
        && text.ends_with("</strong>")
        && !inner.contains('<')
        && (3..=110).contains(&inner.chars().count())
        && inner.split(' ').count() <= 16
        && !inner.ends_with(['.', ',', ':', ';', '?', '!', '…', '"', '”', ')', '»'])
}

/// The text of a bold line.
fn bare(text: &str) -> &str {
    text.trim_start_matches("<strong>").trim_end_matches("</strong>").trim()
}

/// The highest level of the headings that are left.
fn highest(outline: &Outline<'_>, root: usize, cuts: &Cuts) -> Option<u8> {
    let mut next = root + 1;
    let mut highest = None;
    while next < outline.nodes[root].end {
        let node = &outline.nodes[next];
        if cuts[next].is_some() {
            next = node.end;
            continue;
        }
        if node.kind == Kind::Heading && node.chars > 0 {
            highest = Some(highest.unwrap_or(9).min(level(&node.tag)));
        }
        next += 1;
    }
    highest
}

fn level(tag: &str) -> u8 {
    tag.strip_prefix('h').and_then(|level| level.parse().ok()).unwrap_or(2)
}

struct Writer<'o, 'a> {
    outline: &'o Outline<'a>,
    cuts: &'o Cuts,
    out: String,
    shift: u8,
    /// Whether the page marks up subheads, so that bold lines are of a lower level.
    has_headings: bool,
}

/// A line of text being gathered, until a block or a blank line ends it.
#[derive(Default)]
struct Run {
    html: String,
    has_text: bool,
    /// Pictures that stand in the line with no text beside them.
    images: Vec<String>,
    breaks: u8,
}

impl Writer<'_, '_> {
    /// A bold line at the very end heads nothing.
    fn end(&mut self) {
        for level in ["h2", "h3"] {
            if let Some(head) = self.out.strip_suffix(&format!("</{level}>"))
                && let Some(at) = head.rfind(&format!("<{level}>"))
            {
                let line = format!("{}<p>{}</p>", &head[..at], &head[at + 4..]);
                self.out = line;
            }
        }
    }

    /// The contents of a box: blocks as they are, lines between them as paragraphs.
    fn flow(&mut self, index: usize, depth: usize) {
        let mut run = Run::default();
        self.flow_into(index, &mut run, depth, "p");
        self.flush(&mut run, "p");
    }

    fn flow_into(&mut self, index: usize, run: &mut Run, depth: usize, line: &str) {
        for child in self.outline.children(index).collect::<Vec<_>>() {
            if self.cuts[child].is_some() {
                continue;
            }
            let node = &self.outline.nodes[child];
            match node.kind {
                Kind::Break => run.breaks += 1,
                Kind::Text => self.text(child, run, line),
                Kind::Image => {
                    if let Some(image) = self.image(child) {
                        self.end_lines(run, line);
                        run.images.push(image);
                    }
                }
                kind if !kind.is_block() && kind != Kind::Embed && !self.holds_block(child) => {
                    self.inline(child, run, depth, line);
                }
                Kind::Inline | Kind::Link if depth < MAX_DEPTH => {
                    // An inline element around blocks: its blocks count, it does not.
                    self.flow_into(child, run, depth + 1, line);
                }
                _ => {
                    self.flush(run, line);
                    self.block(child, depth + 1);
                }
            }
        }
    }

    fn holds_block(&self, index: usize) -> bool {
        let node = &self.outline.nodes[index];
        self.outline.nodes[index + 1..node.end].iter().any(|inner| inner.kind.is_block() || inner.kind == Kind::Embed)
    }

    /// Two line ends in a row end a paragraph; one is kept.
    fn end_lines(&mut self, run: &mut Run, line: &str) {
        if run.breaks >= 2 && line == "p" {
            self.flush(run, line);
        } else if run.breaks > 0 && run.has_text {
            run.html.push_str("<br>");
        }
        run.breaks = 0;
    }

    fn text(&mut self, index: usize, run: &mut Run, line: &str) {
        let text = &self.outline.nodes[index].text;
        if text.trim().is_empty() {
            if !text.is_empty() && run.has_text && run.breaks == 0 {
                run.html.push(' ');
            }
            return;
        }
        self.end_lines(run, line);
        run.html.push_str(&escape(text));
        run.has_text = true;
    }

    fn inline(&mut self, index: usize, run: &mut Run, depth: usize, line: &str) {
        let node = &self.outline.nodes[index];
        if node.chars == 0 && node.images == 0 {
            if self.outline.nodes[index..node.end].iter().any(|inner| inner.kind == Kind::Break) {
                run.breaks += 1;
            } else if run.has_text && node.end > index + 1 {
                run.html.push(' ');
            }
            return;
        }
        let tag = match node.tag.as_str() {
            "a" => "a",
            "b" | "strong" => "strong",
            "em" | "i" => "em",
            tag @ ("abbr" | "cite" | "code" | "del" | "dfn" | "ins" | "kbd" | "mark" | "q" | "rp" | "rt" | "ruby"
            | "s" | "samp" | "small" | "sub" | "sup" | "time" | "u" | "var" | "bdi" | "bdo") => tag,
            _ => "",
        };
        let href = if tag == "a" { node.at.attr("href").map(|href| href.to_string()) } else { None };
        let tag = if tag == "a" && (href.is_none() || node.chars == 0) { "" } else { tag };
        if depth > MAX_DEPTH {
            return;
        }
        if tag.is_empty() {
            self.flow_into(index, run, depth + 1, line);
            return;
        }
        self.end_lines(run, line);
        let mut inner = Run { has_text: true, ..Run::default() };
        self.flow_into(index, &mut inner, depth + 1, "");
        run.images.append(&mut inner.images);
        if inner.html.trim().is_empty() {
            return;
        }
        let open = match href {
            Some(href) => format!("<a href=\"{}\">", escape(&href)),
            None => format!("<{tag}>"),
        };
        // Blanks belong outside of what they are in, or links would end in one.
        let lead = inner.html.len() - inner.html.trim_start().len();
        if lead > 0 && run.has_text {
            run.html.push(' ');
        }
        run.html.push_str(&open);
        run.html.push_str(inner.html.trim());
        put(&mut run.html, format_args!("</{tag}>"));
        if inner.html.trim_end().len() < inner.html.len() {
            run.html.push(' ');
        }
        run.has_text = true;
    }

    /// Ends a line: pictures first, then its text in an element of that name.
    fn flush(&mut self, run: &mut Run, tag: &str) {
        let run = std::mem::take(run);
        for image in run.images {
            put(&mut self.out, format_args!("<figure>{image}</figure>"));
        }
        let text = run.html.trim();
        if run.has_text && !text.is_empty() {
            if tag.is_empty() {
                self.out.push_str(text);
            } else if tag == "p" && is_subhead(text) && self.out.ends_with('>') {
                let level = if self.has_headings { 3 } else { 2 };
                put(&mut self.out, format_args!("<h{level}>{}</h{level}>", bare(text)));
            } else {
                put(&mut self.out, format_args!("<{tag}>{text}</{tag}>"));
            }
        }
    }

    fn block(&mut self, index: usize, depth: usize) {
        let node = &self.outline.nodes[index];
        if depth > MAX_DEPTH {
            let text = self.outline.line(index);
            if !text.is_empty() {
                put(&mut self.out, format_args!("<p>{}</p>", escape(&text)));
            }
            return;
        }
        match node.kind {
            Kind::Heading => {
                let level = level(&node.tag).saturating_sub(self.shift).clamp(2, 4);
                if self.holds_block(index) {
                    self.flow(index, depth);
                } else {
                    self.line(index, &format!("h{level}"), depth);
                }
            }
            Kind::List => self.list(index, depth),
            Kind::Definitions => self.wrapped(index, "dl", depth),
            Kind::Item
                if matches!(node.tag.as_str(), "dt" | "dd")
                    && self.outline.nodes[node.parent].kind == Kind::Definitions =>
            {
                let tag = node.tag.clone();
                self.item(index, &tag, "", depth);
            }
            // A post on another site keeps what tells the sanitiser so.
            Kind::Quote if embeds::is_post(&node.at) => self.embed(index),
            Kind::Quote => self.wrapped(index, "blockquote", depth),
            Kind::Pre => self.code(index),
            Kind::Table if self.is_data(index) => self.table(index, depth),
            Kind::Figure => self.figure(index, depth),
            Kind::Caption => self.lone_caption(index, depth),
            Kind::Embed => self.embed(index),
            Kind::Rule => self.out.push_str("<hr>"),
            _ => self.flow(index, depth),
        }
    }

    /// One line in an element of that name.
    fn line(&mut self, index: usize, tag: &str, depth: usize) {
        let mut run = Run::default();
        self.flow_into(index, &mut run, depth, "");
        self.flush(&mut run, tag);
    }

    /// Blocks in an element of that name, if there are any.
    fn wrapped(&mut self, index: usize, tag: &str, depth: usize) {
        let from = self.out.len();
        put(&mut self.out, format_args!("<{tag}>"));
        let inside = self.out.len();
        self.flow(index, depth);
        if self.out.len() == inside {
            self.out.truncate(from);
        } else {
            put(&mut self.out, format_args!("</{tag}>"));
        }
    }

    fn list(&mut self, index: usize, depth: usize) {
        let node = &self.outline.nodes[index];
        let tag = if node.tag == "ol" { "ol" } else { "ul" };
        let from = self.out.len();
        let start = node.at.attr("start").filter(|start| start.parse::<i32>().is_ok());
        match start.filter(|_| tag == "ol") {
            Some(start) => put(&mut self.out, format_args!("<ol start=\"{start}\">")),
            None => put(&mut self.out, format_args!("<{tag}>")),
        }
        let inside = self.out.len();
        for child in self.outline.children(index).collect::<Vec<_>>() {
            let node = &self.outline.nodes[child];
            if self.cuts[child].is_some() || (node.chars == 0 && node.images == 0) {
                continue;
            }
            self.item(child, "li", "", depth + 1);
        }
        if self.out.len() == inside {
            self.out.truncate(from);
        } else {
            put(&mut self.out, format_args!("</{tag}>"));
        }
    }

    /// An item, a cell: one line as it is, more as blocks. `attributes` begin with a blank.
    fn item(&mut self, index: usize, tag: &str, attributes: &str, depth: usize) {
        let from = self.out.len();
        put(&mut self.out, format_args!("<{tag}{attributes}>"));
        let inside = self.out.len();
        if depth > MAX_DEPTH {
            let text = self.outline.line(index);
            self.out.push_str(&escape(&text));
        } else if self.outline.nodes[index].kind == Kind::Text {
            self.out.push_str(escape(self.outline.nodes[index].text.trim()).as_str());
        } else {
            let blocks = self.outline.nodes[index + 1..self.outline.nodes[index].end]
                .iter()
                .filter(|inner| inner.kind.is_block() && inner.chars > 0)
                .count();
            let simple = blocks <= 1
                && !self.outline.nodes[index + 1..self.outline.nodes[index].end].iter().any(|inner| {
                    matches!(
                        inner.kind,
                        Kind::List | Kind::Table | Kind::Quote | Kind::Pre | Kind::Heading | Kind::Figure
                    )
                });
            let mut run = Run::default();
            if simple {
                self.simple(index, &mut run, depth);
                self.flush(&mut run, "");
            } else {
                self.flow(index, depth);
            }
        }
        if self.out.len() == inside && tag == "li" {
            self.out.truncate(from);
        } else {
            put(&mut self.out, format_args!("</{tag}>"));
        }
    }

    /// The line of an item whose only block it is.
    fn simple(&mut self, index: usize, run: &mut Run, depth: usize) {
        for child in self.outline.children(index).collect::<Vec<_>>() {
            if self.cuts[child].is_none() && self.outline.nodes[child].kind.is_block() && depth < MAX_DEPTH {
                self.simple(child, run, depth + 1);
            } else if self.cuts[child].is_none() {
                let node = &self.outline.nodes[child];
                match node.kind {
                    Kind::Break => run.breaks += 1,
                    Kind::Text => self.text(child, run, ""),
                    Kind::Image => run.images.extend(self.image(child)),
                    Kind::Embed => {
                        self.flush(run, "");
                        self.embed(child);
                    }
                    _ if self.holds_block(child) => self.simple(child, run, depth + 1),
                    _ => self.inline(child, run, depth, ""),
                }
            }
        }
    }

    /// Code keeps its lines.
    fn code(&mut self, index: usize) {
        let mut text = String::new();
        for node in &self.outline.nodes[self.outline.inside(index)] {
            match node.kind {
                Kind::Text => text.push_str(&node.text),
                Kind::Break => text.push('\n'),
                Kind::Rows | Kind::Item | Kind::Box | Kind::Paragraph if !text.is_empty() && !text.ends_with('\n') => {
                    text.push('\n');
                }
                _ => {}
            }
        }
        let text = text.trim_matches('\n').trim_end();
        if !text.trim().is_empty() {
            put(&mut self.out, format_args!("<pre><code>{}</code></pre>", escape(text)));
        }
    }

    /// Tables that only lay out a page are boxes.
    fn is_data(&self, index: usize) -> bool {
        let inside = &self.outline.nodes[index + 1..self.outline.nodes[index].end];
        let cells: Vec<_> = inside.iter().filter(|node| node.kind == Kind::Cell).collect();
        let rows = inside.iter().filter(|node| node.tag == "tr").count();
        let longest = cells.iter().map(|cell| cell.chars).max().unwrap_or(0);
        let nested = inside.iter().any(|node| matches!(node.kind, Kind::Table | Kind::Heading | Kind::Figure));
        let headed = cells.iter().any(|cell| cell.tag == "th");
        rows >= 1 && cells.len() > rows && !nested && (headed || (rows >= 2 && longest < 1200))
            || (headed && rows >= 2 && longest < 400)
    }

    fn table(&mut self, index: usize, depth: usize) {
        self.out.push_str("<table>");
        let mut open_row = false;
        for at in index + 1..self.outline.nodes[index].end {
            let node = &self.outline.nodes[at];
            if self.cuts[at].is_some()
                || self.outline.around(at).take_while(|outer| *outer != index).any(|outer| self.cuts[outer].is_some())
            {
                continue;
            }
            match node.kind {
                Kind::Rows if node.tag == "tr" => {
                    if open_row {
                        self.out.push_str("</tr>");
                    }
                    self.out.push_str("<tr>");
                    open_row = true;
                }
                Kind::Cell => {
                    let tag = if node.tag == "th" { "th" } else { "td" };
                    let spans: String = ["colspan", "rowspan"]
                        .iter()
                        .filter_map(|name| {
                            node.at
                                .attr(name)
                                .filter(|span| span.parse::<u16>().is_ok_and(|span| span > 1 && span < 100))
                                .map(|span| format!(" {name}=\"{span}\""))
                        })
                        .collect();
                    self.item(at, tag, &spans, depth + 1);
                }
                // What stands in a cell was written with it.
                Kind::Caption if !self.is_in_cell(at, index) => self.line(at, "caption", depth + 1),
                _ => {}
            }
        }
        if open_row {
            self.out.push_str("</tr>");
        }
        self.out.push_str("</table>");
    }

    fn is_in_cell(&self, index: usize, table: usize) -> bool {
        let mut around = self.outline.around(index).take_while(|outer| *outer != table);
        around.any(|outer| self.outline.nodes[outer].kind == Kind::Cell)
    }

    /// Pictures with their caption and credit; what has neither picture nor embed is only a box.
    fn figure(&mut self, index: usize, depth: usize) {
        let inside: Vec<usize> = (index + 1..self.outline.nodes[index].end)
            .filter(|at| {
                self.cuts[*at].is_none()
                    && !self
                        .outline
                        .around(*at)
                        .take_while(|outer| *outer != index)
                        .any(|outer| self.cuts[outer].is_some())
            })
            .collect();
        let kind = |at: &usize| self.outline.nodes[*at].kind;
        let blocks = inside.iter().any(|at| {
            matches!(kind(at), Kind::Table | Kind::Pre | Kind::Quote | Kind::List | Kind::Embed)
                && self.outline.nodes[*at].chars + usize::from(kind(at) == Kind::Embed) > 0
        });
        let images: Vec<String> =
            inside.iter().filter(|at| kind(at) == Kind::Image).filter_map(|at| self.image(*at)).collect();
        let captions: Vec<usize> = inside
            .iter()
            .copied()
            .filter(|at| {
                kind(at) == Kind::Caption
                    && !self
                        .outline
                        .around(*at)
                        .take_while(|outer| *outer != index)
                        .any(|outer| self.outline.nodes[outer].kind == Kind::Caption)
            })
            .collect();
        if blocks || (images.is_empty() && captions.is_empty()) {
            self.flow(index, depth);
            return;
        }
        let mut texts = Vec::new();
        let sources = if captions.is_empty() && self.outline.nodes[index].chars < 500 { vec![index] } else { captions };
        for caption in sources {
            let mut run = Run::default();
            self.caption(caption, &mut run, depth);
            let text = run.html.trim().to_owned();
            if run.has_text && !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
        if images.is_empty() && texts.is_empty() {
            return;
        }
        self.out.push_str("<figure>");
        self.out.extend(images);
        if !texts.is_empty() {
            put(&mut self.out, format_args!("<figcaption>{}</figcaption>", texts.join(" ")));
        }
        self.out.push_str("</figure>");
    }

    /// A caption outside of a figure belongs to the picture before it.
    fn lone_caption(&mut self, index: usize, depth: usize) {
        let mut run = Run::default();
        self.caption(index, &mut run, depth);
        let text = run.html.trim();
        if !run.has_text || text.is_empty() {
            return;
        }
        let bare = self.out.strip_suffix("</figure>").is_some_and(|out| !out.ends_with("</figcaption>"));
        if bare {
            self.out.truncate(self.out.len() - "</figure>".len());
        } else {
            self.out.push_str("<figure>");
        }
        put(&mut self.out, format_args!("<figcaption>{text}</figcaption></figure>"));
    }

    /// A caption in one line; its credit small.
    fn caption(&mut self, index: usize, run: &mut Run, depth: usize) {
        for child in self.outline.children(index).collect::<Vec<_>>() {
            if self.cuts[child].is_some() {
                continue;
            }
            let node = &self.outline.nodes[child];
            match node.kind {
                Kind::Break => run.html.push(' '),
                Kind::Text => self.text(child, run, ""),
                Kind::Image | Kind::Embed => {}
                _ if node.signs.credit && node.chars > 0 => {
                    let line = escape(&self.outline.line(child));
                    put(&mut run.html, format_args!(" <small>{line}</small> "));
                    run.has_text = true;
                }
                kind if kind.is_block() || self.holds_block(child) => {
                    if depth < MAX_DEPTH {
                        run.html.push(' ');
                        self.caption(child, run, depth + 1);
                        run.html.push(' ');
                    }
                }
                _ => self.inline(child, run, depth, ""),
            }
        }
    }

    /// A picture that is a part of the article, as an `img`.
    fn image(&self, index: usize) -> Option<String> {
        let node = &self.outline.nodes[index];
        let src = node.at.attr("src")?;
        let size =
            |name: &str| node.at.attr(name).and_then(|size| size.trim().trim_end_matches("px").parse::<u32>().ok());
        let (width, height) = (size("width"), size("height"));
        let small = |size: Option<u32>| size.is_some_and(|size| size > 0 && size < 48);
        let named = format!("{} {}", node.names, src.to_ascii_lowercase());
        let furniture = [
            "-avatar-",
            "-emoji-",
            "-icon-",
            "-logo-",
            "gravatar.com/",
            "/emoji/",
            "spacer.gif",
            "blank.gif",
            "pixel.gif",
            "transparent.",
            "placeholder.",
        ];
        if small(width) || small(height) || furniture.iter().any(|part| named.contains(part)) {
            return None;
        }
        let attribute = |name: &str, value: Option<String>| {
            value
                .filter(|value| !value.is_empty())
                .map(|value| format!(" {name}=\"{}\"", escape(&value)))
                .unwrap_or_default()
        };
        Some(format!(
            "<img src=\"{}\"{}{}{}>",
            escape(&src),
            attribute("alt", node.at.attr("alt").map(|alt| alt.trim().to_owned())),
            attribute("width", width.map(|size| size.to_string())),
            attribute("height", height.map(|size| size.to_string())),
        ))
    }

    /// What plays elsewhere is written as it stands; the sanitiser makes a titled link of it.
    fn embed(&mut self, index: usize) {
        self.out.push_str(&self.outline.nodes[index].at.html());
    }
}

/// Writes into a string, which cannot fail.
fn put(out: &mut String, text: Arguments<'_>) {
    let _ = out.write_fmt(text);
}

/// The blocks that were left out, with where they stood.
fn left_out(
    outline: &Outline<'_>,
    root: usize,
    cuts: &Cuts,
    html: &crate::SafeHtml,
    base: Option<&Url>,
) -> Vec<LeftOut> {
    let lengths = crate::blocks::block_lengths(html);
    let mut found = Vec::new();
    let mut before = 0;
    let mut next = root + 1;
    while next < outline.nodes[root].end && found.len() < MOST_LEFT_OUT {
        let node = &outline.nodes[next];
        let Some(reason) = cuts[next] else {
            if node.kind == Kind::Text {
                before += node.text.chars().filter(|c| !c.is_whitespace()).count();
            }
            next += 1;
            continue;
        };
        // A word or two, or what no reader saw, is no block somebody could miss.
        let worth = (node.chars >= 12 || node.kind == Kind::Embed)
            && !node.hidden
            && !(reason == Reason::Navigation && node.chars < 40);
        if worth {
            let raw = if node.is_line() {
                format!("<p>{}</p>", escape(&outline.line(next)))
            } else {
                node.at.html().to_string()
            };
            if raw.len() <= MOST_HTML {
                let html = sanitize(&raw, base);
                let text = plain_text(&html);
                if !text.is_empty() {
                    found.push(LeftOut {
                        reason,
                        mark: cut::mark(outline, next),
                        before: block_at(&lengths, before),
                        html,
                        text,
                    });
                }
            }
        }
        next = node.end;
    }
    found
}

/// Which block begins at or after so many characters.
fn block_at(lengths: &[usize], characters: usize) -> usize {
    let mut seen = 0;
    for (block, length) in lengths.iter().enumerate() {
        if seen >= characters {
            return block;
        }
        seen += length;
    }
    lengths.len()
}
