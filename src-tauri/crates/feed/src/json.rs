//! JSON Feed (jsonfeed.org, 1.0 and 1.1) to a feed, item by item: one field of a wrong type costs that field, a cut
//! document the item it was cut in, and never more than one item is held as JSON.

mod value;

use std::borrow::Cow;

use url::Url;

use crate::dates::date;
use crate::draft::{Draft, newest};
use crate::links::{self, Room};
use crate::model::{Author, Category, Enclosure, Entry, Feed, Format, MOST_ENTRIES};
use crate::text::{escaped, label, plain};
use value::{Read, Value, read};

/// Reads a document; one that was cut off gives the items that are whole.
pub(crate) fn parse(text: &str, url: Option<&Url>, lang: Option<&str>) -> Option<Feed> {
    let (document, is_whole) = document(text, url);
    // Line ends within texts are no JSON, but some programs write them; between texts a blank will do as well.
    let mended = (!is_whole).then(|| self::document(&mended(text), url).0);
    let document = mended.filter(|mended| mended.entries.len() > document.entries.len()).unwrap_or(document);
    document.feed(url, lang)
}

/// Blanks for the line ends within texts, and numbers that no computer holds as texts: both are ids and prose that some
/// programs write, and each would cost all that follows.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_text, mut escaped) = (false, false);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let number =
            if in_text { 0 } else { rest.bytes().take_while(|byte| b"+-.eE0123456789".contains(byte)).count() };
        if number > 0 && (first.is_ascii_digit() || first == '-') {
            let (digits, after) = rest.split_at(number);
            let holds = digits.parse::<f64>().is_ok_and(f64::is_finite);
            out.push_str(&if holds { Cow::Borrowed(digits) } else { Cow::Owned(format!("\"{digits}\"")) });
            rest = after;
            continue;
        }
        in_text ^= first == '"' && !escaped;
        escaped = first == '\\' && !escaped;
        out.push(if matches!(first, '\n' | '\r' | '\t') { ' ' } else { first });
        rest = &rest[first.len_utf8()..];
    }
    out
}

fn document<'u>(text: &str, url: Option<&'u Url>) -> (Document<'u>, bool) {
    let mut document =
        Document { url, room: Room::of(text), fields: Value::default(), has_items: false, entries: Vec::new() };
    let is_whole = read(text, &mut document);
    (document, is_whole)
}

struct Document<'u> {
    url: Option<&'u Url>,
    room: Room,
    fields: Value,
    has_items: bool,
    entries: Vec<Entry>,
}

impl Read for Document<'_> {
    fn field(&mut self, name: String, value: Value) {
        self.fields.set(name, value);
    }

    fn items(&mut self) {
        self.has_items = true;
    }

    fn item(&mut self, item: Value) {
        if item.is_object() {
            self.entries.push(entry(&item, self.url, &self.room));
            if self.entries.len() >= MOST_ENTRIES + MOST_ENTRIES / 2 {
                self.entries = newest(std::mem::take(&mut self.entries));
            }
        }
    }
}

impl Document<'_> {
    fn feed(self, url: Option<&Url>, lang: Option<&str>) -> Option<Feed> {
        let fields = &self.fields;
        let is_feed = self.has_items || fields.text("version").is_some_and(|version| version.contains("jsonfeed"));
        if !is_feed {
            return None;
        }
        let address = |key: &str| fields.text(key).and_then(|written| links::address(written, url, &self.room));
        let mut draft = Draft::default();
        draft.title.offer(0, fields.text("title").and_then(plain));
        draft.url.offer(0, address("home_page_url"));
        draft.summary.offer(0, fields.text("description").map(|text| escaped(text).into_owned()));
        draft.image.offer(0, address("icon"));
        draft.icon = address("favicon");
        draft.language = fields.text("language").or(lang).map(|lang| lang.replace('_', "-"));
        // The format has no date of its own.
        draft.updated.offer(0, self.entries.iter().filter_map(|entry| entry.updated).max());
        draft.head.self_url = address("feed_url");
        draft.head.next_url = address("next_url");
        draft.head.hub_url = fields.list("hubs").find_map(|hub| hub.text("url")).map(str::to_owned);
        add_authors(fields, &mut draft);
        Some(draft.into_feed(Format::JsonFeed, self.entries))
    }
}

fn entry(item: &Value, document: Option<&Url>, room: &Room) -> Entry {
    let address =
        |value: &Value, key: &str| value.text(key).and_then(|written| links::address(written, document, room));
    let mut draft = Draft::default();
    draft.id.offer(0, item.text("id").map(str::to_owned));
    draft.url.offer(0, address(item, "url"));
    draft.url.offer(1, address(item, "external_url"));
    draft.title.offer(0, item.text("title").and_then(plain));
    draft.published.offer(0, item.text("date_published").and_then(date));
    draft.updated.offer(0, item.text("date_modified").and_then(date));
    draft.summary.offer(0, item.text("summary").map(|text| escaped(text).into_owned()));
    let html = item.text("content_html").map(|html| {
        let own = item.text("url").and_then(|url| match document {
            Some(document) => document.join(url).ok(),
            None => Url::parse(url).ok(),
        });
        own.as_ref().or(document).map_or(Cow::Borrowed(html), |base| links::absolute(html, base, room)).into_owned()
    });
    draft.content.offer(0, html);
    draft.content.offer(1, item.text("content_text").map(paragraphs));
    draft.image.offer(0, address(item, "image"));
    draft.image.offer(1, address(item, "banner_image"));
    draft.language = item.text("language").map(|lang| lang.replace('_', "-"));
    add_authors(item, &mut draft);
    for tag in item.list("tags").filter_map(Value::as_text) {
        draft.add_category(Category { term: label(tag), label: None, scheme: None });
    }
    for attachment in item.list("attachments") {
        if let Some(url) = address(attachment, "url") {
            let media_type = attachment.text("mime_type").map(str::to_owned);
            let length = attachment.text("size_in_bytes").and_then(|length| length.parse().ok());
            draft.add_enclosure(Enclosure { url, media_type, length });
        }
    }
    draft.into_entry()
}

/// Version 1.0 has one `author`, 1.1 several.
fn add_authors(value: &Value, draft: &mut Draft) {
    for person in value.list("authors").chain(value.get("author")) {
        let name = person.text("name").or(person.as_text()).and_then(label);
        draft.add_author(0, Author { name, email: None, url: person.text("url").map(str::to_owned) });
    }
}

/// Plain text with its blank lines kept.
fn paragraphs(text: &str) -> String {
    let text = escaped(text);
    if text.contains("\n\n") {
        format!("<p>{}</p>", text.split("\n\n").map(str::trim).collect::<Vec<_>>().join("</p><p>"))
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_that_no_computer_holds_cost_nothing() {
        let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"n","items":[{"id":1e999,"title":"1e999 \" 1e999"},{"id":-0},{"id":123456789012345678901234567890}]}"#;
        let feed = parse(text, None, None).unwrap();
        assert_eq!((feed.entries.len(), feed.entries[0].id.as_deref()), (3, Some("1e999")));
        assert_eq!(feed.entries[0].title.as_deref(), Some("1e999 \" 1e999"));
    }

    #[test]
    fn cut_documents_keep_whole_items() {
        let feed = parse(r#"{"version":"https://jsonfeed.org/version/1.1","title":"A ] \" B","items":[{"id":1,"content_text":"a < b"},{"id":"2","ti"#, None, None).unwrap();
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].id.as_deref(), Some("1"));
        assert_eq!(feed.entries[0].content_html.as_deref(), Some("a &lt; b"));
        assert_eq!(feed.title.as_deref(), Some("A ] \" B"));
        assert!(parse("{\"a\":1}", None, None).is_none());
    }

    #[test]
    fn a_field_of_a_wrong_type_costs_that_field() {
        let feed = parse(
            r#"{"items":[{"id":"1","title":["x"],"authors":"Ann","tags":[1,{"a":2},"t"],"url":{},"date_published":3,
            "attachments":[7,{"url":"/a.mp3","size_in_bytes":12.5}],"content_html":"a
            b"},"x",null,{"id":2}]}"#,
            None,
            None,
        )
        .unwrap();
        assert_eq!(feed.entries.len(), 2);
        let entry = &feed.entries[0];
        assert_eq!((entry.id.as_deref(), entry.title.as_deref(), entry.url.as_deref()), (Some("1"), None, None));
        assert_eq!((entry.categories.len(), entry.enclosures[0].length), (2, None));
        assert!(entry.content_html.is_some());
    }

    #[test]
    fn deep_and_wide_documents_end() {
        let deep = "[".repeat(200_000);
        assert!(parse(&format!("{{\"items\":{deep}"), None, None).is_some());
        assert!(parse(&format!("{{\"a\":{deep}"), None, None).is_none());
        let wide = format!("{{\"items\":[{{\"id\":1,\"tags\":[{}]}}]}}", "1,".repeat(200_000) + "1");
        assert_eq!(parse(&wide, None, None).unwrap().entries[0].categories.len(), 1);
    }
}
