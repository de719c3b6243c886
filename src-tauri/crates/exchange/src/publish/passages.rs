//! Marking passages in a text: each is looked for in its words, whatever elements they stand in, and marked piece by piece.

use super::Highlight;
use super::tree::{Element, Node};

/// Marks the passages that are found; the others, from a text that changed since, are returned.
pub(super) fn mark<'a>(
    nodes: &mut Vec<Node>,
    highlights: &'a [Highlight],
    around: &dyn Fn(String) -> Vec<Node>,
) -> Vec<&'a Highlight> {
    let mut words = Vec::new();
    let mut count = 0;
    letters(nodes, &mut count, &mut words);
    let mut marked = vec![false; count];
    let mut lost = Vec::new();
    for highlight in highlights {
        match find(&words, highlight) {
            Some(range) => {
                let (first, last) = (words[range.start].1, words[range.end - 1].1);
                marked[first..=last].fill(true);
            }
            None => lost.push(highlight),
        }
    }
    if marked.contains(&true) {
        let mut at = 0;
        *nodes = wrapped(std::mem::take(nodes), &mut at, &marked, around);
    }
    lost
}

/// The letters of a text without its blanks, each with its place among all characters: so line breaks and blocks, which
/// one has and the other has not, keep nothing from being found.
fn letters(nodes: &[Node], at: &mut usize, out: &mut Vec<(char, usize)>) {
    for node in nodes {
        match node {
            Node::Text(text) => {
                for character in text.chars() {
                    if !character.is_whitespace() {
                        out.push((character, *at));
                    }
                    *at += 1;
                }
            }
            Node::Element(element) => letters(&element.children, at, out),
        }
    }
}

fn find(words: &[(char, usize)], highlight: &Highlight) -> Option<std::ops::Range<usize>> {
    let dense = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<Vec<char>>();
    let (passage, before) = (dense(&highlight.text), dense(&highlight.before));
    if passage.is_empty() || passage.len() > words.len() {
        return None;
    }
    let is = |at: usize, what: &[char]| {
        words.get(at..at + what.len()).is_some_and(|part| part.iter().map(|it| it.0).eq(what.iter().copied()))
    };
    let mut first = None;
    for (at, (letter, ..)) in words.iter().enumerate() {
        if *letter != passage[0] || !is(at, &passage) {
            continue;
        }
        let range = at..at + passage.len();
        if at >= before.len() && is(at - before.len(), &before) {
            return Some(range);
        }
        first = first.or(Some(range));
    }
    first
}

fn wrapped(nodes: Vec<Node>, at: &mut usize, marked: &[bool], around: &dyn Fn(String) -> Vec<Node>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(element) => {
                let children = wrapped(element.children, at, marked, around);
                out.push(Node::Element(Element { children, ..element }));
            }
            Node::Text(text) => {
                let mut run = String::new();
                let mut inside = false;
                for character in text.chars() {
                    let is = marked.get(*at).copied().unwrap_or_default();
                    if is != inside {
                        put(std::mem::take(&mut run), inside, around, &mut out);
                        inside = is;
                    }
                    run.push(character);
                    *at += 1;
                }
                put(run, inside, around, &mut out);
            }
        }
    }
    out
}

fn put(run: String, inside: bool, around: &dyn Fn(String) -> Vec<Node>, out: &mut Vec<Node>) {
    if inside && !run.trim().is_empty() {
        out.extend(around(run));
    } else if !run.is_empty() {
        out.push(Node::Text(run));
    }
}
