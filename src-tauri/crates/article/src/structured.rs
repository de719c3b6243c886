//! JSON-LD (schema.org) on a page: evidence of what the article is, not the truth about it.

use dom_query::Document;
use serde_json::Value;

/// What the page says of its article.
#[derive(Debug, Default)]
pub(crate) struct Structured {
    pub(crate) headline: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) section: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) breadcrumbs: Vec<String>,
}

/// Types of schema.org that are one article.
const ARTICLES: &[&str] = &[
    "AnalysisNewsArticle",
    "Article",
    "BlogPosting",
    "LiveBlogPosting",
    "NewsArticle",
    "OpinionNewsArticle",
    "Report",
    "ReportageNewsArticle",
    "ReviewNewsArticle",
    "ScholarlyArticle",
    "TechArticle",
];

pub(crate) fn read(page: &Document) -> Structured {
    let mut found = Structured::default();
    let mut first = true;
    for script in page.select("script[type='application/ld+json']").nodes() {
        let Ok(json) = serde_json::from_str::<Value>(script.text().trim()) else { continue };
        for object in objects(&json) {
            if is_a(object, ARTICLES) && first {
                first = false;
                found.headline = text(object.get("headline")).or_else(|| text(object.get("name")));
                found.description = text(object.get("description"));
                found.published = text(object.get("datePublished"));
                found.modified = text(object.get("dateModified"));
                found.authors = names(object.get("author"));
                found.section = text(object.get("articleSection"));
                found.image = image(object.get("image"));
                found.publisher = names(object.get("publisher")).into_iter().next();
            } else if is_a(object, &["BreadcrumbList"]) && found.breadcrumbs.is_empty() {
                found.breadcrumbs = crumbs(object);
            }
        }
    }
    found
}

/// Every object at the top, in a list, or in a graph.
fn objects(json: &Value) -> Vec<&Value> {
    match json {
        Value::Array(all) => all.iter().flat_map(objects).collect(),
        Value::Object(fields) => {
            let mut found = vec![json];
            found.extend(fields.get("@graph").map(objects).unwrap_or_default());
            found.extend(
                ["mainEntity", "breadcrumb"]
                    .iter()
                    .filter_map(|name| fields.get(*name))
                    .filter(|inner| inner.is_object()),
            );
            found
        }
        _ => Vec::new(),
    }
}

fn is_a(object: &Value, types: &[&str]) -> bool {
    match object.get("@type") {
        Some(Value::String(name)) => types.contains(&name.as_str()),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(|name| types.contains(&name)),
        _ => false,
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let value = match value? {
        Value::Array(all) => all.first()?,
        one => one,
    };
    let text = crate::text_of(value.as_str()?);
    (!text.is_empty()).then_some(text)
}

fn names(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(all)) => all.iter().flat_map(|one| names(Some(one))).collect(),
        Some(object @ Value::Object(_)) => text(object.get("name")).into_iter().collect(),
        other => text(other).into_iter().collect(),
    }
}

fn image(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(url) => Some(url.clone()),
        Value::Array(all) => image(all.first()),
        object => object.get("url").or_else(|| object.get("contentUrl")).and_then(Value::as_str).map(str::to_owned),
    }
}

fn crumbs(list: &Value) -> Vec<String> {
    let items = list.get("itemListElement").and_then(Value::as_array).cloned().unwrap_or_default();
    items.iter().filter_map(|item| text(item.get("name")).or_else(|| text(item.get("item")?.get("name")))).collect()
}
