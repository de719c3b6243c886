//! JSON that is a list, or has one under a name: read one item at a time, so that a file of a hundred megabytes is never
//! in memory as a tree, and that a file that ends in the middle gives what stands before.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::take::Take;
use super::{At, Kind};

/// The lists that tell a kind, and one key or two that its items have. Names of lists are those of an object's keys;
/// empty is a list on its own. Sources: the modules of the kinds.
const SHAPES: &[(Kind, &str, &[&str])] = &[
    (Kind::GoogleReader, "items", &["id", "published"]),
    (Kind::GoogleReader, "items", &["title", "alternate"]),
    (Kind::GoogleReader, "items", &["title", "canonical"]),
    (Kind::Karakeep, "bookmarks", &["content", "tags"]),
    (Kind::Miniflux, "entries", &["feed_id", "url"]),
    (Kind::NewsBlur, "stories", &["story_title", "story_permalink"]),
    (Kind::NewsBlur, "", &["story_title", "story_permalink"]),
    (Kind::Omnivore, "", &["slug", "savedAt"]),
    (Kind::Omnivore, "", &["url", "labels"]),
    (Kind::PocketAnnotations, "", &["url", "highlights"]),
    (Kind::Wallabag, "", &["url", "is_archived"]),
    (Kind::Wallabag, "", &["url", "is_read"]),
];

/// Names that tell a kind whose list is empty.
const EMPTY: &[(Kind, &str)] = &[
    (Kind::Karakeep, "bookmarks"),
    (Kind::NewsBlur, "stories"),
    (Kind::Miniflux, "entries"),
    (Kind::GoogleReader, "items"),
];

/// What a JSON text is, by its first item.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let mut found = None;
    let mut empty = None;
    let lists: Vec<&str> = SHAPES.iter().map(|(_, list, _)| *list).collect();
    let _ = each(text, &lists, &mut |list, item| {
        let Some((list, item)) = list.zip(item) else {
            empty = empty.or_else(|| EMPTY.iter().find(|(_, name)| Some(*name) == list).map(|(kind, _)| *kind));
            return true;
        };
        let has = |keys: &[&str]| keys.iter().all(|key| item.get(key).is_some());
        found = SHAPES.iter().find(|(_, name, keys)| *name == list && has(keys)).map(|(kind, ..)| *kind);
        found.is_none()
    });
    found.or(empty)
}

/// Reads the items of a list into `take`, one after another, with their numbers.
pub(super) fn read(text: &str, list: &str, take: &mut Take, work: &mut dyn FnMut(&mut Take, At, Value)) {
    let mut number = 0;
    let done = each(text, &[list], &mut |_, item| {
        if let Some(item) = item {
            number += 1;
            work(take, At::Item(number), item);
        }
        true
    });
    if let Err(error) = done {
        let why = if error.is_eof() {
            "the file ends in the middle; what stands before is taken".to_owned()
        } else {
            format!("the file cannot be read from column {} on; what stands before is taken", error.column())
        };
        take.skip(At::Line(error.line() as u64), "", why);
    }
}

/// Called with the name of the list and an item; without an item when a list begins. False ends the reading.
type Each<'a> = dyn FnMut(Option<&str>, Option<Value>) -> bool + 'a;

fn each(text: &str, lists: &[&str], work: &mut Each<'_>) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    reader.deserialize_any(Top { lists, work })
}

struct Top<'a, 'w> {
    lists: &'a [&'a str],
    work: &'a mut Each<'w>,
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        List { name: "", work: self.work }.visit_seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if !key.is_empty() && self.lists.contains(&key.as_str()) {
                map.next_value_seed(List { name: &key, work: &mut *self.work })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct List<'a, 'w> {
    name: &'a str,
    work: &'a mut Each<'w>,
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        (self.work)(Some(self.name), None);
        while let Some(item) = seq.next_element::<Value>()? {
            if !(self.work)(Some(self.name), Some(item)) {
                return Err(de::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

/// The text of a key; numbers as text. None where it is empty or something else.
pub(super) fn text(item: &Value, key: &str) -> Option<String> {
    match item.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A yes or no, as true, 1 or "1".
pub(super) fn yes(item: &Value, key: &str) -> Option<bool> {
    match item.get(key)? {
        Value::Bool(yes) => Some(*yes),
        Value::Number(number) => number.as_i64().map(|number| number != 0),
        Value::String(text) => match text.trim() {
            "1" | "true" => Some(true),
            "0" | "false" | "" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Names in a list of texts or of objects with one of these keys; also one text with commas between them.
pub(super) fn names(item: &Value, key: &str, of: &[&str]) -> Vec<String> {
    match item.get(key) {
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(|one| match one {
                Value::String(name) => Some(name.clone()),
                Value::Object(_) => of.iter().find_map(|key| text(one, key)),
                _ => None,
            })
            .collect(),
        Some(Value::String(all)) => all.split(',').map(|name| name.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// A time; one that cannot be read is reported.
pub(super) fn time(take: &mut Take, at: At, item: &Value, key: &str) -> Option<jiff::Timestamp> {
    let written = match item.get(key)? {
        // PHP's way of writing a date as an object.
        Value::Object(date) => date.get("date")?.as_str()?.to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    take.time(at, &written)
}
