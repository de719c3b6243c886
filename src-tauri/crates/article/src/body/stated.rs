//! The body as a page states it to machines (JSON-LD `articleBody`): evidence of which blocks are text, checked
//! against what the page shows.

use dom_query::Document;
use serde_json::Value;

use super::outline::{Kind, Outline};
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
    pub(crate) fn read(page: &Document) -> Option<Self> {
        let mut best = String::new();
        for script in page.select("script[type='application/ld+json']").nodes() {
            let text = script.text();
            if !text.contains("articleBody") {
                continue;
            }
            let json: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let Some(json) = json.find(['{', '[']).and_then(|start| json.get(start..=json.rfind(['}', ']'])?)) else {
                continue;
            };
            if let Ok(value) = serde_json::from_str::<Value>(json) {
                longest(&value, &mut best, 0);
            }
        }
        let mut letters = letters(&text_of(&best));
        letters.truncate(letters.floor_char_boundary(MOST_BYTES));
        (letters.len() >= SHORT).then_some(Self(letters))
    }

    /// Whether a block's words are in it.
    pub(crate) fn has(&self, line: &str) -> bool {
        let start: String = letters(line).chars().take(TELLING).collect();
        start.chars().count() >= 8 && self.0.contains(&start)
    }

    /// For each leaf block with words, whether it is stated. None where the page does not show what it states.
    pub(crate) fn leaves(&self, outline: &Outline<'_>) -> Option<Vec<bool>> {
        let nodes = &outline.nodes;
        let mut stated = vec![false; nodes.len()];
        let (mut shown, mut asked) = (0, 0);
        for index in 1..nodes.len() {
            let node = &nodes[index];
            let leaf = node.kind.is_block()
                && node.chars > 0
                && !nodes[index + 1..node.end].iter().any(|inner| inner.kind.is_block() && inner.chars > 0);
            if leaf && !matches!(node.kind, Kind::Caption) {
                asked += 1;
                if asked > MOST_BLOCKS {
                    return None;
                }
                let line = outline.line(index);
                if self.has(&line) {
                    stated[index] = true;
                    shown += letters(&line).len();
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

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
