//! JSON Feed (jsonfeed.org, 1.0 and 1.1) to a feed. Read value by value: one field of a wrong type costs that field.

use serde_json::Value;
use url::Url;

use crate::dates::date;
use crate::links;
use crate::model::{Author, Category, Enclosure, Entry, Feed, Format};
use crate::text::{label, plain};

/// Reads a document; one that was cut off gives the items that are whole.
pub(crate) fn parse(text: &str, url: Option<&Url>) -> Option<Feed> {
    let value: Value = serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&mended(text)?).ok())?;
    let is_feed = value.get("items").is_some_and(Value::is_array)
        || string(&value, "version").is_some_and(|version| version.contains("jsonfeed"));
    if !is_feed {
        return None;
    }
    let address = |value: &Value, key: &str| {
        string(value, key).map(|written| url.and_then(|base| links::joined(&written, base)).unwrap_or(written))
    };
    let hub = list(&value, "hubs").find_map(|hub| string(hub, "url"));
    Some(Feed {
        format: Format::JsonFeed,
        id: None,
        title: string(&value, "title").as_deref().and_then(plain),
        home_url: address(&value, "home_page_url"),
        self_url: address(&value, "feed_url"),
        hub_url: hub,
        next_url: address(&value, "next_url"),
        description: string(&value, "description").map(escaped),
        language: string(&value, "language"),
        icon: address(&value, "favicon"),
        image: address(&value, "icon"),
        updated: None,
        authors: authors(&value),
        categories: Vec::new(),
        ttl: None,
        entries: list(&value, "items").filter(|item| item.is_object()).map(|item| entry(item, &address)).collect(),
    })
}

fn entry(item: &Value, address: &dyn Fn(&Value, &str) -> Option<String>) -> Entry {
    let enclosures = list(item, "attachments").filter_map(|attachment| {
        Some(Enclosure {
            url: address(attachment, "url")?,
            media_type: string(attachment, "mime_type"),
            length: attachment.get("size_in_bytes").and_then(Value::as_u64),
        })
    });
    let url = address(item, "url").or_else(|| address(item, "external_url"));
    let base = url.as_deref().and_then(|url| Url::parse(url).ok());
    let html = string(item, "content_html")
        .map(|html| base.as_ref().map_or_else(|| html.clone(), |base| links::absolute(&html, base).into_owned()));
    Entry {
        id: string(item, "id"),
        title: string(item, "title").as_deref().and_then(plain),
        authors: authors(item),
        published: string(item, "date_published").as_deref().and_then(date),
        updated: string(item, "date_modified").as_deref().and_then(date),
        summary_html: string(item, "summary").map(escaped),
        content_html: html.or_else(|| string(item, "content_text").map(paragraphs)),
        enclosures: enclosures.collect(),
        categories: list(item, "tags")
            .filter_map(Value::as_str)
            .filter_map(label)
            .map(|term| Category { term: Some(term), label: None, scheme: None })
            .collect(),
        comments_url: None,
        source: None,
        image: address(item, "image").or_else(|| address(item, "banner_image")),
        lang: string(item, "language"),
        url,
    }
}

fn authors(value: &Value) -> Vec<Author> {
    let all: Vec<&Value> = list(value, "authors").chain(value.get("author")).collect();
    let mut found: Vec<Author> = Vec::new();
    for person in all {
        let author =
            Author { name: string(person, "name").as_deref().and_then(label), email: None, url: string(person, "url") };
        if (author.name.is_some() || author.url.is_some()) && !found.contains(&author) {
            found.push(author);
        }
    }
    found
}

/// Ids are numbers at some publishers.
fn string(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn escaped(text: String) -> String {
    quick_xml::escape::partial_escape(text).into_owned()
}

/// Plain text with its blank lines kept.
fn paragraphs(text: String) -> String {
    let text = escaped(text);
    if text.contains("\n\n") {
        format!("<p>{}</p>", text.split("\n\n").map(str::trim).collect::<Vec<_>>().join("</p><p>"))
    } else {
        text
    }
}

/// A document that stops short, ended after the last element of the outermost list in it.
fn mended(text: &str) -> Option<String> {
    let (mut open, mut in_string, mut escape, mut whole) = (Vec::new(), false, false, None);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escape => escape = false,
            b'\\' if in_string => escape = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => open.push(byte),
            b'}' | b']' => {
                open.pop();
                if open == *b"{[" {
                    whole = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    whole.map(|end| format!("{}]}}", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn cut_documents_keep_whole_items() {
        let feed = parse(r#"{"version":"https://jsonfeed.org/version/1.1","title":"A ] \" B","items":[{"id":1,"content_text":"a < b"},{"id":"2","ti"#, None).unwrap();
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.entries[0].id.as_deref(), Some("1"));
        assert_eq!(feed.entries[0].content_html.as_deref(), Some("a &lt; b"));
        assert!(parse("{\"a\":1}", None).is_none());
    }
}
