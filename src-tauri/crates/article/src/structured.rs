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
    "Recipe",
    "Report",
    "ReportageNewsArticle",
    "Review",
    "ReviewNewsArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "TechArticle",
];

/// Types that are the page around one; their dates are the article's when nothing better is said.
const PAGES: &[&str] = &["WebPage", "ItemPage", "MedicalWebPage"];

pub(crate) fn read(page: &Document) -> Structured {
    let mut found = Structured::default();
    let mut first = true;
    let (mut page_published, mut page_modified) = (None, None);
    for script in page.select("script[type='application/ld+json']").nodes() {
        let Some(json) = parse(&script.text()) else { continue };
        let all = objects(&json);
        for object in &all {
            if is_a(object, ARTICLES) && first {
                first = false;
                found.headline = text(object.get("headline")).or_else(|| text(object.get("name")));
                found.description = text(object.get("description"));
                found.published = text(object.get("datePublished"));
                found.modified = text(object.get("dateModified"));
                found.authors = names(object.get("author"), &all);
                found.section = text(object.get("articleSection"));
                found.image = image(object.get("image"));
                found.publisher = names(object.get("publisher"), &all).into_iter().next();
            } else if is_a(object, PAGES) {
                page_published = page_published.or_else(|| text(object.get("datePublished")));
                page_modified = page_modified.or_else(|| text(object.get("dateModified")));
            } else if is_a(object, &["BreadcrumbList"]) && found.breadcrumbs.is_empty() {
                found.breadcrumbs = crumbs(object);
            }
        }
    }
    found.published = found.published.or(page_published);
    found.modified = found.modified.or(page_modified);
    found
}

/// JSON as pages hold it: in comments or CDATA, with line ends inside of texts.
fn parse(script: &str) -> Option<Value> {
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])?;
    let json = script.get(start..=end)?.replace(|c: char| c.is_control(), " ");
    serde_json::from_str(&json).ok()
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

/// Names of people or organisations; a graph may name them elsewhere, by `@id`.
fn names(value: Option<&Value>, all: &[&Value]) -> Vec<String> {
    match value {
        Some(Value::Array(some)) => some.iter().flat_map(|one| names(Some(one), all)).collect(),
        Some(object @ Value::Object(_)) => {
            let elsewhere = || {
                let id = object.get("@id").filter(|id| id.is_string())?;
                text(all.iter().find(|one| one.get("@id") == Some(id) && one.get("name").is_some())?.get("name"))
            };
            text(object.get("name")).or_else(elsewhere).into_iter().collect()
        }
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
