//! The list of articles that a page describes for search engines, as JSON-LD in the words of schema.org.

use std::collections::HashMap;

use serde_json::Value;
use url::Url;

use super::links::Page;
use super::{MOST, addresses, entry};
use crate::{Entry, dates, text};

/// What an item may be; the type of a list's item often is not said at all.
const ARTICLES: &[&str] =
    &["Article", "BlogPosting", "CreativeWork", "LiveBlogPosting", "Posting", "Report", "WebPage"];

/// Where in a thing its articles stand.
const PARTS: &[&str] =
    &["@graph", "blogPost", "blogPosts", "hasPart", "itemListElement", "mainEntity", "mainEntityOfPage"];

/// Things within things that are looked into.
const DEEPEST: usize = 8;

/// The articles described, in order, those with a title and an address of this site.
pub(super) fn entries(page: &Page) -> Vec<Entry> {
    let mut found = Found { page, entries: Vec::new(), titles: None };
    for script in page.document.select("script[type='application/ld+json']").nodes() {
        if let Some(json) = parse(&script.text()) {
            found.look(&json, false, 0);
        }
    }
    found.entries
}

struct Found<'a> {
    page: &'a Page,
    entries: Vec<Entry>,
    /// What the page's own links say, for lists that give addresses only.
    titles: Option<HashMap<String, String>>,
}

impl Found<'_> {
    /// Looks for articles in a thing; `listed`: it stands in a list of them.
    fn look(&mut self, thing: &Value, listed: bool, depth: usize) {
        if depth > DEEPEST || self.entries.len() >= MOST {
            return;
        }
        match thing {
            Value::Array(all) => all.iter().for_each(|one| self.look(one, listed, depth + 1)),
            Value::String(address) if listed => self.add(address, &Value::Null),
            Value::Object(fields) => {
                if is_a(thing, "BreadcrumbList") || is_a(thing, "SiteNavigationElement") {
                    return;
                }
                if let Some(item) = fields.get("item").filter(|_| listed && is_a(thing, "ListItem")) {
                    // The name may stand on either.
                    let name = fields.get("name").filter(|_| item.get("name").is_none());
                    return match (item, name) {
                        (Value::String(address), _) => self.add(address, thing),
                        (_, Some(_)) if address(item).is_some() => self.add(address(item).unwrap_or_default(), thing),
                        _ => self.look(item, true, depth + 1),
                    };
                }
                let is_article = ARTICLES.iter().any(|kind| kind_ends_with(thing, kind));
                let is_item = listed && (is_a(thing, "ListItem") || thing.get("@type").is_none());
                if let Some(address) = address(thing).filter(|_| (is_article && !is_a(thing, "WebPage")) || is_item) {
                    self.add(address, thing);
                }
                for part in PARTS {
                    if let Some(inner) = fields.get(*part) {
                        let is_list = listed || !matches!(*part, "@graph" | "mainEntity" | "mainEntityOfPage");
                        self.look(inner, is_list, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, address: &str, thing: &Value) {
        let Some(mut url) = self.page.url.join(address).ok().filter(|url| addresses::same_site(url, &self.page.url))
        else {
            return;
        };
        url.set_fragment(None);
        if url == self.page.url
            || url.path() == "/"
            || self.entries.iter().any(|known| known.url.as_deref() == Some(url.as_str()))
        {
            return;
        }
        let said = |name: &str| thing.get(name).and_then(Value::as_str).and_then(text::plain);
        let page = self.page;
        let linked = || {
            let titles = self
                .titles
                .get_or_insert_with(|| page.links().into_iter().map(|link| (link.url.into(), link.title)).collect());
            titles.get(url.as_str()).cloned()
        };
        let Some(title) = said("headline").or_else(|| said("name")).or_else(linked) else { return };
        self.entries.push(Entry {
            published: said("datePublished").and_then(|date| dates::date(&date)).or_else(|| addresses::date(&url)),
            updated: said("dateModified").and_then(|date| dates::date(&date)),
            summary_html: said("description").map(|text| super::item::escaped(&text)),
            image: image(thing.get("image")).and_then(|image| page.url.join(&image).ok()).map(Url::into),
            ..entry(url.into(), title)
        });
    }
}

/// JSON as pages hold it: in comments or CDATA, with line ends inside of texts.
fn parse(script: &str) -> Option<Value> {
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])?;
    let json = script.get(start..=end)?.replace(|c: char| c.is_control(), " ");
    serde_json::from_str(&json).ok()
}

fn kinds(thing: &Value) -> Vec<&str> {
    match thing.get("@type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_a(thing: &Value, kind: &str) -> bool {
    kinds(thing).contains(&kind)
}

fn kind_ends_with(thing: &Value, kind: &str) -> bool {
    kinds(thing).iter().any(|name| name.ends_with(kind))
}

/// Where a thing is to be read.
fn address(thing: &Value) -> Option<&str> {
    let of = |value: &Value| match value {
        Value::String(address) if !address.is_empty() => Some(()),
        _ => None,
    };
    let page = thing.get("mainEntityOfPage");
    [thing.get("url"), page, page.and_then(|page| page.get("@id")), thing.get("@id")]
        .into_iter()
        .flatten()
        .find(|value| of(value).is_some())
        .and_then(Value::as_str)
}

fn image(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(url) => Some(url.clone()),
        Value::Array(all) => image(all.first()),
        object => object.get("url").or_else(|| object.get("contentUrl")).and_then(Value::as_str).map(str::to_owned),
    }
}
