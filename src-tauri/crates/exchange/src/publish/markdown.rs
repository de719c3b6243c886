//! Markdown with front matter, a file for each article, for Obsidian, Logseq and the like. Pictures lie beside them.
//! Front matter: YAML 1.2; strings are in double quotes always, since a headline may look like anything.

use std::io;

use super::pictures::{Place, Written, lead};
use super::tree::{self, Node};
use super::{Files, Pictures, Piece, about, names, passages};

/// Stands for `==` until the text is Markdown, which has no such sign of its own and would escape it.
const MARK: char = '\u{f8f0}';

/// Pictures lie beside the articles.
const PLACE: Place = Place { folder: "pictures/", seen: "pictures/" };

/// Writes Markdown.
#[derive(Debug, Default)]
pub struct Markdown {
    written: Written,
}

impl Markdown {
    /// Writes an article; returns the name of its file.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn add(&mut self, piece: &Piece, files: &mut dyn Files, pictures: &mut Pictures<'_>) -> io::Result<String> {
        let mut nodes = tree::parse(&piece.html.replace(MARK, ""));
        let mark = |run: String| {
            let words = run.trim();
            let (before, after) = run.split_once(words).unwrap_or_default();
            vec![Node::Text(format!("{before}{MARK}{words}{MARK}{after}"))]
        };
        passages::mark(&mut nodes, &piece.highlights, &mark);
        nodes.splice(0..0, lead(piece.lead.as_ref()));
        let nodes = tree::pictures(nodes, &mut |picture| self.written.show(&picture, PLACE, files, pictures))?;
        let mut html = String::new();
        tree::html(&nodes, &mut html);
        let body = htmd::convert(&html).map_err(|error| io::Error::other(error.to_string()))?;
        let body = body.replace(MARK, "==");
        let name = format!("{}.md", names::stem(piece));
        let text = format!(
            "{}\n# {}\n\n{}{}\n{}",
            front(piece),
            inline(&one_line(&piece.title)),
            head(piece),
            body.trim(),
            tail(piece)
        );
        files.file(&name, text.as_bytes())?;
        Ok(name)
    }
}

fn front(piece: &Piece) -> String {
    let mut front = String::from("---\n");
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            front.push_str(&format!("{name}: {}\n", quoted(value)));
        }
    };
    put("title", Some(&piece.title));
    put("author", piece.author.as_deref());
    put("source", Some(&piece.source));
    put("url", piece.url.as_deref());
    put("section", piece.section.as_deref());
    put("lang", piece.lang.as_deref());
    // A date is one, and no text, to those who sort by it.
    front.push_str(&format!("published: {}\n", piece.published.strftime("%Y-%m-%dT%H:%M:%SZ")));
    front.push_str(&format!("read: {}\nsaved: {}\n", piece.read, piece.saved));
    if !piece.tags.is_empty() {
        front.push_str("tags:\n");
        for tag in &piece.tags {
            front.push_str(&format!("  - {}\n", quoted(&tag_of(tag))));
        }
    }
    front.push_str(&format!("standfirst: {}\n---\n", piece.id));
    front
}

/// A tag as note-takers have them: Obsidian knows letters, digits, `-`, `_` and `/` in them.
fn tag_of(tag: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_/".contains(c) { c } else { '-' };
    tag.trim().chars().map(kept).collect()
}

/// A string of YAML in double quotes. What YAML takes for the end of a line, and what nobody sees, is written as escapes.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words as Markdown that says them and nothing else. Headlines and passages are plain text: a picture or HTML in one would
/// be loaded when the note is opened.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Lists and underlines are known by how a line begins.
    let mut is_head = true;
    for character in text.chars() {
        if "\\`*_[]<>#&~".contains(character) || is_head && "-+=.)".contains(character) {
            out.push('\\');
        }
        out.push(character);
        is_head = character == '\n' || is_head && (character.is_ascii_digit() || character.is_whitespace());
    }
    out
}

/// Under the headline: who, where, when, and the deck.
fn head(piece: &Piece) -> String {
    let about = inline(&one_line(&about(piece)));
    let about = match &piece.url {
        // In angle brackets an address may hold brackets.
        Some(url) => format!("[{about}](<{}>)", url.replace(['<', '>', '\n'], "").replace('\\', "%5C")),
        None => about,
    };
    let deck = piece.deck.as_deref().map(one_line).filter(|deck| !deck.is_empty());
    let deck = deck.map(|deck| format!("*{}*\n\n", inline(&deck))).unwrap_or_default();
    format!("{deck}{about}\n\n")
}

/// What the reader marked, with notes.
fn tail(piece: &Piece) -> String {
    if piece.highlights.is_empty() {
        return String::new();
    }
    let mut tail = String::from("\n## Highlights\n");
    for highlight in &piece.highlights {
        tail.push('\n');
        for line in highlight.text.lines() {
            tail.push_str(&format!("> {}\n", inline(line.trim())));
        }
        if let Some(note) = highlight.note.as_deref().filter(|note| !note.trim().is_empty()) {
            tail.push_str(&format!("\n{}\n", inline(note.trim())));
        }
    }
    tail
}
