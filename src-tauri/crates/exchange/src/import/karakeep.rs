//! Karakeep's (Hoarder's) JSON. Source: its `packages/shared/import-export/exporters.ts` (`zExportSchema`) and
//! `parsers.ts`. Lists are exported by their ids since 0.30; their paths become tags.

use std::collections::HashMap;

use serde_json::Value;

use super::lists::{self, names, text, yes};
use super::markup;
use super::take::Take;
use super::taken::Html;
use super::{At, Item};

/// Lists within lists that are followed upwards.
const DEEPEST: usize = 20;

pub(super) fn read(json: &str, take: &mut Take) {
    // The lists stand after the bookmarks that name them.
    let mut all: HashMap<String, (String, Option<String>)> = HashMap::new();
    // What is broken is said once, when the bookmarks are read.
    let mut aside = Take::new(super::Kind::Karakeep);
    lists::read(json, "lists", &mut aside, &mut |_, _, list| {
        // A smart list is a search: nothing was put into it.
        if text(&list, "type").as_deref() != Some("smart")
            && let Some((id, name)) = text(&list, "id").zip(text(&list, "name"))
        {
            all.insert(id, (name, text(&list, "parentId")));
        }
    });
    lists::read(json, "bookmarks", take, &mut |take, at, item| one(take, at, &item, &all));
}

fn one(take: &mut Take, at: At, item: &Value, all: &HashMap<String, (String, Option<String>)>) {
    let title = text(item, "title").unwrap_or_default();
    let content = item.get("content").unwrap_or(&Value::Null);
    let url = text(content, "url").unwrap_or_default();
    let words = text(content, "text");
    if url.is_empty() && words.is_none() {
        return take.skip(at, &title, "it is a picture or a file, which Karakeep’s export leaves out");
    }
    let archived = yes(item, "archived").unwrap_or(false);
    let mut tags = names(item, "tags", &["name"]);
    tags.extend(names(item, "lists", &[]).iter().filter_map(|id| path(id, all)));
    let taken = Item {
        title: if title.is_empty() { words.as_deref().map(first_words).unwrap_or_default() } else { title },
        html: words.map_or(Html::None, |words| Html::Here(markup::paragraphs(&words))),
        saved_at: lists::time(take, at, item, "createdAt"),
        read: archived.then_some(true),
        archived,
        tags,
        note: text(item, "note"),
        ..Item::default()
    };
    take.item(at, &url, taken);
}

fn path(id: &str, all: &HashMap<String, (String, Option<String>)>) -> Option<String> {
    let (mut names, mut at) = (Vec::new(), Some(id));
    while let Some((name, parent)) = at.and_then(|id| all.get(id)).filter(|_| names.len() < DEEPEST) {
        names.push(name.as_str());
        at = parent.as_deref();
    }
    names.reverse();
    (!names.is_empty()).then(|| names.join(" / "))
}

fn first_words(text: &str) -> String {
    text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")
}
