//! `NewsBlur`'s saved stories, as `GET /reader/starred_stories` gives them page by page, and as its exporters put the pages
//! together. Sources: `NewsBlur`'s `apps/reader/views.py` (`load_starred_stories`, `format_story`) and
//! <https://github.com/jmorahan/newsblur-export>.

use serde_json::Value;

use super::lists::{self, names, text, yes};
use super::take::Take;
use super::taken::Html;
use super::{At, Highlight, Item};

pub(super) fn read(json: &str, take: &mut Take) {
    let list = if json.trim_start_matches('\u{feff}').trim_start().starts_with('[') { "" } else { "stories" };
    lists::read(json, list, take, &mut one);
}

fn one(take: &mut Take, at: At, item: Value) {
    let url = text(&item, "story_permalink").unwrap_or_default();
    // The dates beside the timestamps are sentences in the reader's own zone.
    let mut when = |stamp: &str, date: &str| match item.get(stamp).filter(|stamp| !stamp.is_null()) {
        Some(_) => lists::time(take, at, &item, stamp),
        None => text(&item, date).and_then(|date| super::take::time(&date)),
    };
    let published = when("story_timestamp", "story_date");
    let saved_at = when("starred_timestamp", "starred_date");
    let highlights =
        names(&item, "highlights", &[]).into_iter().map(|text| Highlight { text, ..Highlight::default() }).collect();
    let taken = Item {
        title: text(&item, "story_title").map(|title| feed::decode_html(&title).into_owned()).unwrap_or_default(),
        author: text(&item, "story_authors"),
        html: text(&item, "story_content").map_or(Html::None, Html::Here),
        published,
        saved_at,
        read: yes(&item, "read_status"),
        tags: names(&item, "user_tags", &[]),
        note: text(&item, "user_notes"),
        highlights,
        ..Item::default()
    };
    take.item(at, &url, taken);
}
