//! What a page says of itself to machines, outside of JSON-LD: its meta elements, its window title, its language.

use std::collections::HashMap;

use dom_query::Document;

use crate::text_of;

/// What stands in the page's head.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// What meta elements say, by their lower-case names, in the page's order.
    metas: HashMap<String, Vec<String>>,
    /// The window's title.
    pub(crate) window: String,
    /// The language the page is marked with.
    pub(crate) lang: Option<String>,
}

impl Claims {
    pub(crate) fn of(page: &Document) -> Self {
        let mut metas: HashMap<String, Vec<String>> = HashMap::new();
        for node in page.select("meta").nodes() {
            let Some(content) = node.attr("content").map(|content| text_of(&content)).filter(|text| !text.is_empty())
            else {
                continue;
            };
            for kind in ["property", "name", "itemprop", "http-equiv"] {
                for name in node.attr(kind).iter().flat_map(|names| names.split_ascii_whitespace()) {
                    let said = metas.entry(name.to_ascii_lowercase()).or_default();
                    if said.len() < 20 && !said.contains(&content) {
                        said.push(content.clone());
                    }
                }
            }
        }
        let lang = page.select_single("html").attr("lang").or_else(|| page.select_single("html").attr("xml:lang"));
        Self {
            metas,
            // A drawing may have a title too.
            window: text_of(&page.select_single("title").html()),
            lang: lang.map(|lang| lang.trim().to_owned()).filter(|lang| !lang.is_empty()),
        }
    }

    /// The first of the names that is said, and what.
    pub(crate) fn first<'n>(&self, names: &[&'n str]) -> Option<(&'n str, &str)> {
        names.iter().find_map(|name| self.all(name).first().map(|text| (*name, text.as_str())))
    }

    /// As [`Claims::first`], only what is said.
    pub(crate) fn text(&self, names: &[&str]) -> Option<String> {
        self.first(names).map(|(_, text)| text.to_owned())
    }

    /// All that is said under a name.
    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.metas.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metas_are_found_by_any_of_their_names() {
        let page = Document::from(
            "<html lang=de><title>T</title><meta property=og:title content='A &amp;amp; B'><meta name=Author content=X><meta name=author content=Y><meta name=empty content=''>",
        );
        let claims = Claims::of(&page);
        assert_eq!(claims.text(&["og:title"]).as_deref(), Some("A & B"));
        assert_eq!(claims.all("author"), ["X", "Y"]);
        assert_eq!(claims.first(&["empty", "author"]), Some(("author", "X")));
        assert_eq!((claims.window.as_str(), claims.lang.as_deref()), ("T", Some("de")));
    }
}
