//! The body as a page states it to machines (JSON-LD `articleBody`): evidence of which blocks are text, checked
//! against what the page shows.

use serde_json::Value;

use super::outline::{Kind, Outline};
use crate::fields::words::letters;
use crate::structured::Script;
use crate::text_of;

/// A stated body shorter than this, in letters, is a teaser.
const SHORT: usize = 400;

/// Of a longer one only so many bytes are compared, with so many blocks: a page may be made to take forever.
const MOST_BYTES: usize = 300_000;
const MOST_BLOCKS: usize = 1500;

/// So many letters of a block tell whether the stated body has it.
const TELLING: usize = 48;

/// A stated body, letters only.
pub(crate) struct Stated(String);

impl Stated {
    pub(crate) fn read(scripts: &[Script]) -> Option<Self> {
        let mut best = String::new();
        for value in scripts.iter().filter_map(|script| script.value.as_ref()) {
            longest(value, &mut best, 0);
        }
        let mut letters = letters(&text_of(&best));
        letters.truncate(letters.floor_char_boundary(MOST_BYTES));
        (letters.len() >= SHORT).then_some(Self(letters))
    }

    /// Whether a block is in it that has these letters.
    fn has(&self, letters: &str) -> bool {
        let start: String = letters.chars().take(TELLING).collect();
        start.chars().count() >= 8 && self.0.contains(&start)
    }

    /// For each leaf block with words, whether it is stated. None where the page does not show what it states.
    pub(crate) fn leaves(&self, outline: &Outline<'_>) -> Option<Vec<bool>> {
        let nodes = &outline.nodes;
        let mut stated = vec![false; nodes.len()];
        let (mut shown, mut asked) = (0, 0);
        for index in 1..nodes.len() {
            let node = &nodes[index];
            if outline.is_leaf(index) && !matches!(node.kind, Kind::Caption) {
                asked += 1;
                if asked > MOST_BLOCKS {
                    return None;
                }
                let letters = letters(&outline.line(index));
                if self.has(&letters) {
                    stated[index] = true;
                    shown += letters.len();
                }
            }
        }
        // A page may state more than it shows (a paywall), or state it cut short; half is enough to be told by.
        (shown * 2 >= self.0.len()).then_some(stated)
    }
}

fn longest(value: &Value, best: &mut String, depth: usize) {
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|one| longest(one, best, depth + 1)),
        Value::Object(fields) => {
            for (name, inner) in fields {
                match inner {
                    Value::String(text) if name == "articleBody" && text.len() > best.len() => best.clone_from(text),
                    inner => longest(inner, best, depth + 1),
                }
            }
        }
        _ => {}
    }
}
