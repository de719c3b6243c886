//! Snippets: a few words around those that were found.

use std::ops::Range;

use query::{is_spaceless, words};

use crate::matching::Matcher;
use crate::stem::Language;

/// Before and after what was found.
const START: char = '\u{2}';
const END: char = '\u{3}';
/// Characters of a text that are looked through.
const REACH: usize = 60_000;
/// A snippet's length: words count two, characters that are words one.
const LENGTH: usize = 56;
/// How much of that stands before the first word that was found.
const BEFORE: usize = 12;

/// One line of plain text, with what was found between U+0002 and U+0003: from the first of these texts that has some of
/// it, or the beginning of the first that says anything.
pub(crate) fn snippet(matcher: &Matcher, language: Option<Language>, texts: &[&str]) -> String {
    texts
        .iter()
        .find_map(|text| of(matcher, language, reach(text)))
        .or_else(|| texts.iter().find(|text| !text.trim().is_empty()).map(|text| beginning(reach(text))))
        .unwrap_or_default()
}

fn reach(text: &str) -> &str {
    &text[..text.char_indices().nth(REACH).map_or(text.len(), |(end, _)| end)]
}

/// The words' places, and the runs of them that were found, in order.
fn look(matcher: &Matcher, language: Option<Language>, text: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (folded, places): (Vec<String>, Vec<Range<usize>>) =
        words(text).map(|word| (word.folded.into_owned(), word.place)).unzip();
    let mut found: Vec<Range<usize>> = matcher.phrases().flat_map(|phrase| phrase.runs(&folded, language)).collect();
    found.sort_by_key(|run| (run.start, run.end));
    // What overlaps is one.
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for run in found {
        match apart.last_mut() {
            Some(last) if run.start < last.end => last.end = last.end.max(run.end),
            _ => apart.push(run),
        }
    }
    (places, apart)
}

fn of(matcher: &Matcher, language: Option<Language>, text: &str) -> Option<String> {
    let (words, found) = look(matcher, language, text);
    let weight = |word: &Range<usize>| if text[word.clone()].chars().next().is_some_and(is_spaceless) { 1 } else { 2 };
    // The window that has the most of it, the first of equals; it begins a little before a run.
    let best = found
        .iter()
        .enumerate()
        .map(|(at, run)| {
            let mut left = LENGTH;
            let mut end = run.start;
            while let Some(next) = words.get(end).map(weight).filter(|next| *next <= left) {
                left -= next;
                end += 1;
            }
            let inside = found[at..].iter().take_while(|other| other.start < end).count();
            (inside, at)
        })
        .max_by_key(|(inside, at)| (*inside, std::cmp::Reverse(*at)))
        .map(|(_, at)| found[at].clone())?;
    let mut left = LENGTH;
    let mut before = BEFORE;
    let mut start = best.start;
    while let Some(step) = start.checked_sub(1).map(|at| weight(&words[at])).filter(|step| *step <= before) {
        before -= step;
        left -= step;
        start -= 1;
    }
    let mut end = best.start;
    while let Some(step) = words.get(end).map(weight).filter(|step| *step <= left || end < best.end) {
        left = left.saturating_sub(step);
        end += 1;
    }
    // Room that the end of the text leaves goes to what stands before.
    while let Some(step) = start.checked_sub(1).map(|at| weight(&words[at])).filter(|step| *step <= left) {
        left -= step;
        start -= 1;
    }
    let found: Vec<Range<usize>> = found
        .into_iter()
        .filter(|run| run.start >= start && run.start < end)
        .map(|run| words[run.start].start..words[run.end.min(end) - 1].end)
        .collect();
    let from = if start == 0 { 0 } else { words[start].start };
    let to = if end == words.len() { text.len() } else { words[end - 1].end };
    let line = line(text, from..to, &found);
    Some(format!("{}{line}{}", if start == 0 { "" } else { "…" }, if end == words.len() { "" } else { "…" }))
}

fn beginning(text: &str) -> String {
    let end = text.char_indices().nth(200).map_or(text.len(), |(end, _)| end);
    line(text, 0..end, &[])
}

/// A part of a text as one line, with marks around what was found.
fn line(text: &str, part: Range<usize>, found: &[Range<usize>]) -> String {
    let mut marked = String::with_capacity(part.len() + 8);
    let put = |piece: &str, line: &mut String| {
        for character in piece.chars() {
            if character.is_whitespace() {
                if !line.is_empty() && !line.ends_with(' ') {
                    line.push(' ');
                }
            } else if !character.is_control() {
                line.push(character);
            }
        }
    };
    let mut at = part.start;
    for run in found {
        put(&text[at..run.start], &mut marked);
        marked.push(START);
        put(&text[run.clone()], &mut marked);
        marked.push(END);
        at = run.end;
    }
    put(&text[at..part.end], &mut marked);
    marked.truncate(marked.trim_end().len());
    marked
}
