//! wallabag's JSON: version 2 as `GET /export/all.json` gives it, version 1 as its configuration page did.
//! Sources: wallabag's `src/Import/WallabagV2Import.php`, `WallabagV1Import.php`, `WallabagImport.php`, and
//! `tests/fixtures/Import/wallabag-v1-read.json`, `wallabag-v2-read.json`, `wallabag-v2-annotations.json`.

use serde_json::Value;

use super::lists::{self, names, text, yes};
use super::take::Take;
use super::taken::Html;
use super::{At, Highlight, Item};

/// What version 1 and 2 write in the place of a text that could not be had.
const NO_TEXT: &[&str] = &[
    "wallabag can't retrieve contents for this article. Please <a href=",
    "<p>Unable to retrieve readable content.</p>",
    "[unable to retrieve full-text content]",
];

pub(super) fn read(json: &str, take: &mut Take) {
    lists::read(json, "", take, &mut one);
}

fn one(take: &mut Take, at: At, item: Value) {
    let url = text(&item, "url").or_else(|| text(&item, "given_url")).unwrap_or_default();
    let html = text(&item, "content").filter(|html| !NO_TEXT.iter().any(|none| html.trim().starts_with(none)));
    let mut highlights = Vec::new();
    for annotation in item.get("annotations").and_then(Value::as_array).into_iter().flatten() {
        highlights.push(Highlight {
            text: text(annotation, "quote").unwrap_or_default(),
            note: text(annotation, "text"),
            at: lists::time(take, at, annotation, "created_at"),
        });
    }
    let archived = yes(&item, "is_archived").or_else(|| yes(&item, "is_read")).unwrap_or(false);
    let taken = Item {
        title: text(&item, "title").unwrap_or_default(),
        author: Some(names(&item, "published_by", &["name"]).join(", ")),
        html: html.map_or(Html::None, Html::Here),
        published: lists::time(take, at, &item, "published_at"),
        saved_at: lists::time(take, at, &item, "created_at"),
        read: Some(archived),
        archived,
        favourite: yes(&item, "is_starred").or_else(|| yes(&item, "is_fav")).unwrap_or(false),
        tags: names(&item, "tags", &["label", "slug"]),
        highlights,
        ..Item::default()
    };
    take.item(at, &url, taken);
}
