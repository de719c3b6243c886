//! Articles as JSON: Google Reader's way (`starred.json` of its last export, FreshRSS's export of favourites and feeds,
//! Inoreader), and Miniflux's (`GET /v1/entries?starred=true`). Sources: FreshRSS's
//! `app/views/helpers/export/articles.phtml` and `app/Services/ImportService.php` (`importJson`); Miniflux's API
//! documentation (<https://miniflux.app/docs/api.html#endpoint-get-entries>).

use serde_json::Value;

use super::lists::{self, names, text};
use super::take::Take;
use super::taken::Html;
use super::{At, Item, Kind};

pub(super) fn read(kind: Kind, json: &str, take: &mut Take) {
    if kind == Kind::Miniflux {
        lists::read(json, "entries", take, &mut miniflux);
    } else {
        lists::read(json, "items", take, &mut google);
    }
}

fn google(take: &mut Take, at: At, item: Value) {
    let link = |key: &str| {
        let links = item.get(key)?.as_array()?;
        links.iter().find_map(|link| text(link, "href"))
    };
    let url = link("canonical").or_else(|| link("alternate")).unwrap_or_default();
    let html = ["content", "summary"].iter().find_map(|key| {
        let content = item.get(key)?;
        content.as_str().map(str::to_owned).or_else(|| text(content, "content"))
    });
    let categories = names(&item, "categories", &["label", "id"]);
    // `user/-/state/com.google/read`, with a number in the place of the dash in Google's own files.
    let state = |name: &str| {
        categories.iter().any(|it| it.starts_with("user/") && it.ends_with(&format!("/state/com.google/{name}")))
    };
    let labels = categories.iter().filter_map(|it| it.strip_prefix("user/")?.split_once("/label/"));
    let tags: Vec<String> = labels.map(|(_, label)| label.to_owned()).collect();
    let taken = Item {
        title: text(&item, "title").map(|title| feed::decode_html(&title).into_owned()).unwrap_or_default(),
        author: text(&item, "author"),
        published: lists::time(take, at, &item, "published"),
        saved_at: lists::time(take, at, &item, "timestampUsec").or(lists::time(take, at, &item, "crawlTimeMsec")),
        read: if state("read") { Some(true) } else { (state("unread") || state("kept-unread")).then_some(false) },
        html: html.map_or(Html::None, Html::Here),
        tags,
        ..Item::default()
    };
    take.item(at, &url, taken);
}

fn miniflux(take: &mut Take, at: At, item: Value) {
    let url = text(&item, "url").unwrap_or_default();
    let status = text(&item, "status").unwrap_or_default();
    if status == "removed" {
        return take.skip(at, &text(&item, "title").unwrap_or_default(), "it was removed");
    }
    let taken = Item {
        title: text(&item, "title").unwrap_or_default(),
        author: text(&item, "author"),
        published: lists::time(take, at, &item, "published_at"),
        saved_at: lists::time(take, at, &item, "changed_at").or(lists::time(take, at, &item, "created_at")),
        read: Some(status == "read"),
        html: text(&item, "content").map_or(Html::None, Html::Here),
        ..Item::default()
    };
    take.item(at, &url, taken);
}
