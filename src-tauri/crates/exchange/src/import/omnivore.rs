//! Omnivore's export: a ZIP of `metadata_0_to_20.json` and its like, `content/SLUG.html` and `highlights/SLUG.md`.
//! Sources: Omnivore's `packages/api/src/jobs/export.ts`, and `highlightToMarkdown` in `packages/api/src/utils/parser.ts`.

use serde_json::Value;

use super::lists::{self, names, text};
use super::take::Take;
use super::{At, Highlight, Item};

pub(super) fn read(json: &str, take: &mut Take) {
    slugs(json, take);
}

/// Reads the metadata; gives the slug of each item with the place it has.
pub(super) fn slugs(json: &str, take: &mut Take) -> Vec<(String, String)> {
    let mut slugs = Vec::new();
    lists::read(json, "", take, &mut |take, at, item| one(take, at, &item, &mut slugs));
    slugs
}

fn one(take: &mut Take, at: At, item: &Value, slugs: &mut Vec<(String, String)>) {
    let url = text(item, "url").or_else(|| text(item, "originalUrl")).unwrap_or_default();
    let title = text(item, "title").unwrap_or_default();
    let state = text(item, "state").unwrap_or_default().to_ascii_lowercase();
    if state == "deleted" {
        return take.skip(at, &title, "it was deleted in Omnivore");
    }
    let archived = state == "archived";
    let taken = Item {
        title,
        author: text(item, "author"),
        deck: text(item, "description"),
        published: lists::time(take, at, item, "publishedAt"),
        saved_at: lists::time(take, at, item, "savedAt"),
        read: Some(archived || item.get("readingProgress").and_then(Value::as_f64).is_some_and(|part| part >= 98.0)),
        archived,
        tags: names(item, "labels", &["name"]),
        ..Item::default()
    };
    if let Some(slug) = text(item, "slug") {
        slugs.push((slug, url.clone()));
    }
    take.item(at, &url, taken);
}

/// Passages and notes: `> QUOTE`, then `#label` and the note, each after an empty line; a note on the whole has no quote.
pub(super) fn highlights(markdown: &str) -> (Vec<Highlight>, Option<String>) {
    let mut highlights: Vec<Highlight> = Vec::new();
    let mut whole: Vec<String> = Vec::new();
    let mut quoting = false;
    for line in markdown.lines() {
        let line = line.trim_end();
        if let Some(quoted) = line.strip_prefix('>') {
            let quoted = quoted.trim();
            match highlights.last_mut().filter(|_| quoting) {
                Some(last) => {
                    last.text.push('\n');
                    last.text.push_str(quoted);
                }
                None => highlights.push(Highlight { text: quoted.to_owned(), ..Highlight::default() }),
            }
            quoting = true;
        } else if line.trim().is_empty() {
            quoting = false;
        } else if let Some(last) = highlights.last_mut() {
            if quoting {
                // The quote's own lines after its first have no mark.
                last.text.push('\n');
                last.text.push_str(line.trim());
            } else {
                let note = last.note.get_or_insert_with(String::new);
                note.push_str(if note.is_empty() { "" } else { "\n" });
                note.push_str(line.trim());
            }
        } else {
            whole.push(line.trim().to_owned());
        }
    }
    (highlights, (!whole.is_empty()).then(|| whole.join("\n")))
}
