//! Where a marked passage stands in a text: by its words and by what stands around it (W3C Web Annotation Data Model,
//! 4.2.4 Text Quote Selector), so that it is found again though the text was changed. Blanks do not count, and quotation
//! marks and dashes are taken for the plain ones: pages, feeds and people who type differ in them.

use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

/// Characters kept of what stands before and after a passage.
const CONTEXT: usize = 32;
/// A passage of fewer characters is not looked for with other letters in it: too many others are like it.
const LEAST_ALIKE: usize = 12;
/// Of what stands around a passage, so many characters on each side tell its place without its own words.
const LEAST_AROUND: usize = 16;

/// A passage with what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The passage.
    pub text: String,
    /// What stands before it; empty where that is not known.
    pub before: String,
    /// What stands after it; empty where that is not known.
    pub after: String,
}

impl From<&str> for Quote {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

impl Quote {
    /// The passage at these bytes of a text, which begin and end at characters.
    #[must_use]
    pub fn at(text: &str, place: Range<usize>) -> Self {
        let [before, passage, after] =
            [0..place.start, place.clone(), place.end..text.len()].map(|part| text.get(part).unwrap_or_default());
        let skipped = before.chars().count().saturating_sub(CONTEXT);
        Self {
            text: passage.to_owned(),
            before: before.chars().skip(skipped).collect(),
            after: after.chars().take(CONTEXT).collect(),
        }
    }

    /// Where it stands in a text, as bytes: its words, where it has them several times the ones with the most alike around
    /// them; else what stands between the words around it, if that is half alike; else the passage most like it, if no
    /// more than a quarter of it is different. None where there is none of these.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        let (text, quote) = (Folded::new(text), Folded::new(&self.text).letters);
        if quote.is_empty() {
            return None;
        }
        let [before, after] = [&self.before, &self.after].map(|around| Folded::new(around).letters);
        let around = |start: usize, end: usize| {
            alike(before.iter().rev(), text.letters[..start].iter().rev())
                + alike(after.iter(), text.letters[end..].iter())
        };
        let exact = text.letters.windows(quote.len()).enumerate().filter(|(_, window)| *window == quote);
        // The first of the best: `max_by_key` would take the last.
        let exact = exact.map(|(at, _)| (at, around(at, at + quote.len())));
        if let Some((at, _)) = exact.reduce(|best, one| if one.1 > best.1 { one } else { best }) {
            return Some(text.bytes(at, at + quote.len()));
        }
        if let Some((start, end)) = between(&text.letters, &before, &after)
            && (end - start).abs_diff(quote.len()) <= quote.len()
            && nearest(&quote, &text.letters[start..end]).is_some_and(|found| found.distance <= quote.len() / 2)
        {
            return Some(text.bytes(start, end));
        }
        let found = nearest(&quote, &text.letters).filter(|_| quote.len() >= LEAST_ALIKE)?;
        (found.distance <= quote.len() / 4).then(|| text.bytes(found.start, found.end))
    }

    /// The passage of a text that is most like it, if at least half of it is.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<Range<usize>> {
        let (text, quote) = (Folded::new(text), Folded::new(&self.text).letters);
        let found = nearest(&quote, &text.letters)?;
        (found.distance <= quote.len() / 2 && found.start < found.end).then(|| text.bytes(found.start, found.end))
    }
}

/// A text without blanks, with the plain form of its signs, and where each letter stood.
struct Folded {
    letters: Vec<char>,
    places: Vec<Range<usize>>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let (mut letters, mut places) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
        for (at, letter) in text.char_indices() {
            let plain = match letter {
                '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => continue,
                '‘' | '’' | '‚' | '‛' => '\'',
                '“' | '”' | '„' | '‟' => '"',
                '‐'..='―' | '−' => '-',
                letter if letter.is_whitespace() => continue,
                letter => letter,
            };
            letters.push(plain);
            places.push(at..at + letter.len_utf8());
        }
        Self { letters, places }
    }

    /// The bytes of the letters from `start` to before `end`.
    fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let at = |place: Option<&Range<usize>>| place.cloned().unwrap_or_default();
        at(self.places.get(start)).start..at(self.places.get(end.saturating_sub(1))).end
    }
}

/// How many letters are the same from the beginning on.
fn alike<'a>(one: impl Iterator<Item = &'a char>, other: impl Iterator<Item = &'a char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

/// What stands between the words that stood around a passage, where the text has each of them once.
fn between(text: &[char], before: &[char], after: &[char]) -> Option<(usize, usize)> {
    let before = before.get(before.len().checked_sub(LEAST_AROUND)?..)?;
    let after = after.get(..LEAST_AROUND)?;
    let only = |wanted: &[char]| {
        let mut places =
            text.windows(LEAST_AROUND).enumerate().filter(|(_, window)| *window == wanted).map(|(at, _)| at);
        places.next().filter(|_| places.next().is_none())
    };
    let (start, end) = (only(before)? + LEAST_AROUND, only(after)?);
    (start < end).then_some((start, end))
}

struct Nearest {
    start: usize,
    end: usize,
    distance: usize,
}

/// The passage of `text` with the smallest edit distance to `pattern`, the first of several.
fn nearest(pattern: &[char], text: &[char]) -> Option<Nearest> {
    if pattern.is_empty() {
        return None;
    }
    let (end, distance) = smallest(distances(pattern, text.iter().copied(), false))?;
    let backwards: Vec<char> = pattern.iter().rev().copied().collect();
    let reach = text[..end].iter().rev().take(pattern.len() + distance).copied();
    let (length, distance) = smallest(distances(&backwards, reach, true))?;
    Some(Nearest { start: end - length, end, distance })
}

/// The first smallest, with how many came up to it.
fn smallest(distances: impl Iterator<Item = usize>) -> Option<(usize, usize)> {
    distances
        .enumerate()
        .map(|(at, distance)| (at + 1, distance))
        .reduce(|best, one| if one.1 < best.1 { one } else { best })
}

/// The edit distance of `pattern` and the text up to each of its letters: of the best passage that ends there, or, anchored,
/// of all of it. 64 letters of the pattern at a time (Myers, "A fast bit-vector algorithm for approximate string matching",
/// 1999; the blocks as Hyyrö, 2003).
fn distances(pattern: &[char], text: impl Iterator<Item = char>, anchored: bool) -> impl Iterator<Item = usize> {
    let blocks = pattern.len().div_ceil(64);
    let mut having: HashMap<char, Vec<u64>> = HashMap::new();
    for (at, letter) in pattern.iter().enumerate() {
        having.entry(*letter).or_insert_with(|| vec![0; blocks])[at / 64] |= 1 << (at % 64);
    }
    let none = vec![0; blocks];
    let last_bit = 1 << ((pattern.len().max(1) - 1) % 64);
    let mut columns = vec![(u64::MAX, 0_u64); blocks];
    let mut distance = pattern.len();
    text.map(move |letter| {
        let having = having.get(&letter).unwrap_or(&none);
        // Whether the row above the block goes up (.0) or down (.1) at this letter.
        let mut carried = (anchored, false);
        for (block, (up, down)) in columns.iter_mut().enumerate() {
            let same = having[block];
            let x_down = same | *down;
            let same = same | u64::from(carried.1);
            let x_up = ((same & *up).wrapping_add(*up) ^ *up) | same;
            let (mut right, mut left) = (*down | !(x_up | *up), *up & x_up);
            let top = if block + 1 == blocks { last_bit } else { 1 << 63 };
            let out = (right & top != 0, left & top != 0);
            right = right << 1 | u64::from(carried.0);
            left = left << 1 | u64::from(carried.1);
            *up = left | !(x_down | right);
            *down = right & x_down;
            carried = out;
        }
        distance = distance + usize::from(carried.0) - usize::from(carried.1);
        distance
    })
}

#[cfg(test)]
mod tests;
