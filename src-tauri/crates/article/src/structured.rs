//! JSON-LD (schema.org) on a page: evidence of what the article is, not the truth about it.

use dom_query::Document;
use serde_json::Value;

/// What the page says of its article.
#[derive(Debug, Default)]
pub(crate) struct Structured {
    pub(crate) headline: Option<String>,
    /// A second headline, which readers see as a deck.
    pub(crate) alternative: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    /// Names, and whether each is said to be an organisation.
    pub(crate) authors: Vec<(String, bool)>,
    pub(crate) sections: Vec<String>,
    pub(crate) images: Vec<String>,
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) lang: Option<String>,
    pub(crate) breadcrumbs: Vec<String>,
}

/// Ends of the names of schema.org's types that are one article.
const ARTICLES: &[&str] = &["Article", "Posting", "Recipe", "Report", "Review"];

/// Types that are the page around one; their dates are the article's when nothing better is said.
const PAGES: &[&str] =
    &["CreativeWork", "Course", "Event", "HowTo", "ItemPage", "MedicalWebPage", "Product", "WebPage"];

/// What an article's parts may be called inside of others.
const INNER: &[&str] = &["@graph", "breadcrumb", "itemReviewed", "liveBlogUpdate", "mainEntity", "mainEntityOfPage"];

/// JSON-LD is looked into so deep, and no deeper.
const DEEP: usize = 6;

/// A script of JSON-LD.
pub(crate) struct Script {
    pub(crate) text: String,
    /// What it says, where it can be read.
    pub(crate) value: Option<Value>,
}

/// A page's scripts of JSON-LD, looked for and read once for all who ask.
pub(crate) fn scripts(page: &Document) -> Vec<Script> {
    let found = page.select("script[type='application/ld+json']");
    found
        .nodes()
        .iter()
        .map(|script| script.text().to_string())
        .map(|text| Script { value: parse(&text), text })
        .collect()
}

pub(crate) fn read(scripts: &[Script]) -> Structured {
    let mut all = Vec::new();
    for json in scripts.iter().filter_map(|script| script.value.as_ref()) {
        objects(json, DEEP, &mut all);
    }
    let mut found = Structured::default();
    let articles: Vec<&Value> = all.iter().copied().filter(|object| is_article(object)).collect();
    // A page may list other articles too; its own says most.
    let article = articles.iter().copied().reduce(|best, next| if told(next) > told(best) + 2 { next } else { best });
    if let Some(article) = article {
        read_article(article, &all, &mut found);
    }
    for object in &all {
        if is_a(object, PAGES) {
            found.published = found.published.take().or_else(|| text(object.get("datePublished")));
            found.modified = found.modified.take().or_else(|| text(object.get("dateModified")));
            found.lang = found.lang.take().or_else(|| text(object.get("inLanguage")));
            if found.authors.is_empty() && article.is_none() {
                found.authors = people(object.get("author"), &all);
            }
            if found.images.is_empty() {
                found.images = images(object.get("primaryImageOfPage"), &all);
            }
        } else if is_a(object, &["BreadcrumbList"]) && found.breadcrumbs.is_empty() {
            found.breadcrumbs = crumbs(object);
        } else if is_a(object, &["NewsMediaOrganization", "WebSite"]) {
            found.publisher = found.publisher.take().or_else(|| text(object.get("name")));
        }
    }
    found
}

fn read_article(article: &Value, all: &[&Value], found: &mut Structured) {
    let get = |name: &str| article.get(name);
    found.headline = text(get("headline")).or_else(|| text(get("name")));
    found.alternative = text(get("alternativeHeadline")).or_else(|| text(get("alternateName")));
    found.description = text(get("description"));
    found.published = text(get("datePublished")).or_else(|| text(get("dateCreated")));
    found.modified = text(get("dateModified"));
    found.authors = ["author", "creator"]
        .iter()
        .map(|name| people(get(name), all))
        .find(|authors| !authors.is_empty())
        .unwrap_or_default();
    found.sections = texts(get("articleSection"));
    found.images = images(get("image"), all);
    if found.images.is_empty() {
        found.images = images(get("thumbnailUrl"), all);
    }
    let image = first(get("image")).map(|image| resolved(image, all));
    found.caption = image.and_then(|image| text(image.get("caption")));
    found.credit = image.and_then(|image| {
        text(image.get("creditText")).or_else(|| {
            people(image.get("creator").or_else(|| image.get("author")), all).into_iter().next().map(|one| one.0)
        })
    });
    found.publisher = people(get("publisher"), all).into_iter().next().map(|one| one.0);
    found.lang = text(get("inLanguage"));
}

/// How much of an article is told.
fn told(article: &Value) -> usize {
    ["headline", "author", "datePublished", "articleBody", "image", "mainEntityOfPage", "publisher"]
        .iter()
        .filter(|name| article.get(**name).is_some())
        .count()
}

/// JSON as pages hold it: in comments or CDATA, with line ends inside of texts.
fn parse(script: &str) -> Option<Value> {
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])?;
    let json = script.get(start..=end)?.replace(|c: char| c.is_control(), " ");
    serde_json::from_str(&json).ok()
}

/// Every object at the top, in a list, in a graph, or inside another as its main thing.
fn objects<'v>(json: &'v Value, deep: usize, found: &mut Vec<&'v Value>) {
    if deep == 0 {
        return;
    }
    match json {
        Value::Array(all) => all.iter().for_each(|one| objects(one, deep, found)),
        Value::Object(fields) => {
            found.push(json);
            for inner in INNER.iter().filter_map(|name| fields.get(*name)) {
                objects(inner, deep - 1, found);
            }
        }
        _ => {}
    }
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let named = match object.get("@type") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(name)) => vec![name.as_str()],
        _ => Vec::new(),
    };
    named.into_iter().map(|name| name.rsplit(['/', ':']).next().unwrap_or_default())
}

fn is_a(object: &Value, wanted: &[&str]) -> bool {
    types(object).any(|name| wanted.contains(&name))
}

fn is_article(object: &Value) -> bool {
    types(object).any(|name| ARTICLES.iter().any(|end| name.ends_with(end)))
}

fn first(value: Option<&Value>) -> Option<&Value> {
    match value? {
        Value::Array(all) => all.first(),
        one => Some(one),
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let value = first(value)?;
    // `{"@value": "…", "@language": "…"}`, and languages as objects with a name.
    let value = value.get("@value").or_else(|| value.get("alternateName")).unwrap_or(value);
    let text = crate::text_of(value.as_str()?);
    (!text.is_empty()).then_some(text)
}

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(all)) => all.iter().filter_map(|one| text(Some(one))).collect(),
        other => text(other).into_iter().collect(),
    }
}

/// An object that is only named by its `@id`, found elsewhere.
fn resolved<'v>(object: &'v Value, all: &[&'v Value]) -> &'v Value {
    let Some(id) = object.get("@id").filter(|id| id.is_string()) else { return object };
    let is_reference = object.as_object().is_some_and(|fields| fields.len() <= 2);
    let elsewhere =
        || all.iter().find(|one| one.get("@id") == Some(id) && one.as_object().is_some_and(|fields| fields.len() > 2));
    if is_reference { elsewhere().copied().unwrap_or(object) } else { object }
}

/// Names of people or organisations, and which of them are organisations.
fn people(value: Option<&Value>, all: &[&Value]) -> Vec<(String, bool)> {
    match value {
        Some(Value::Array(some)) => some.iter().flat_map(|one| people(Some(one), all)).collect(),
        Some(object @ Value::Object(_)) => {
            let object = resolved(object, all);
            let is_group = types(object).any(|name| name.ends_with("Organization"));
            let whole = || {
                let given = text(object.get("givenName"))?;
                Some(format!("{given} {}", text(object.get("familyName"))?))
            };
            let names = texts(object.get("name"));
            let names = if names.is_empty() { whole().into_iter().collect() } else { names };
            names.into_iter().map(|name| (name, is_group)).collect()
        }
        other => text(other).into_iter().map(|name| (name, false)).collect(),
    }
}

fn images(value: Option<&Value>, all: &[&Value]) -> Vec<String> {
    match value {
        Some(Value::String(url)) => vec![url.clone()],
        Some(Value::Array(some)) => some.iter().flat_map(|one| images(Some(one), all)).take(8).collect(),
        Some(object @ Value::Object(_)) => {
            let object = resolved(object, all);
            texts(object.get("url").or_else(|| object.get("contentUrl")).or_else(|| object.get("@id")))
        }
        _ => Vec::new(),
    }
}

fn crumbs(list: &Value) -> Vec<String> {
    let Some(items) = list.get("itemListElement").and_then(Value::as_array) else { return Vec::new() };
    let mut items: Vec<&Value> = items.iter().collect();
    items.sort_by_key(|item| {
        let position = item.get("position");
        position.and_then(|at| at.as_u64().or_else(|| at.as_str()?.parse().ok())).unwrap_or(u64::MAX)
    });
    items.iter().filter_map(|item| text(item.get("name")).or_else(|| text(item.get("item")?.get("name")))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Structured {
        read(&scripts(&Document::from(format!("<script type='application/ld+json'>{json}</script>"))))
    }

    #[test]
    fn names_are_found_wherever_the_graph_keeps_them() {
        let found = of(
            r##"{"@graph":[{"@type":["NewsArticle"],"headline":"H","author":[{"@id":"#a"},{"@type":"Organization","name":"Agency"}],"publisher":{"@id":"#p"}},
            {"@type":"Person","@id":"#a","name":"Jane Doe"},{"@type":"Organization","@id":"#p","name":"Paper"}]}"##,
        );
        assert_eq!(found.authors, [("Jane Doe".to_owned(), false), ("Agency".to_owned(), true)]);
        assert_eq!(found.publisher.as_deref(), Some("Paper"));
        assert_eq!(of(r#"{"@type":"Article","creator":"Jane"}"#).authors, [("Jane".to_owned(), false)]);
    }

    #[test]
    fn the_article_is_found_inside_its_page_and_among_others() {
        let found = of(
            r#"{"@type":"WebPage","datePublished":"2020-01-01","mainEntity":{"@type":"http://schema.org/Article","headline":"H","articleSection":["A","B"]}}"#,
        );
        assert_eq!((found.headline.as_deref(), found.published.as_deref()), (Some("H"), Some("2020-01-01")));
        assert_eq!(found.sections, ["A", "B"]);
        let found = of(
            r#"[{"@type":"Article","headline":"Other"},{"@type":"Article","headline":"Own","author":"J","datePublished":"2020","image":"i"}]"#,
        );
        assert_eq!(found.headline.as_deref(), Some("Own"));
    }

    #[test]
    fn crumbs_stand_in_the_order_of_their_positions() {
        let found = of(
            r#"{"@type":"BreadcrumbList","itemListElement":[{"position":2,"name":"War"},{"position":"1","item":{"name":"Home"}}]}"#,
        );
        assert_eq!(found.breadcrumbs, ["Home", "War"]);
    }

    #[test]
    fn a_graph_that_points_at_itself_ends() {
        assert!(of(r#"{"@type":"Article","@id":"a","author":{"@id":"a"}}"#).authors.is_empty());
    }
}
