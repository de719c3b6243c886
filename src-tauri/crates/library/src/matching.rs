//! TEMPORARY until helper B's evaluator is merged.
use jiff::Timestamp;
use query::{Place, Query, Test};
pub(crate) struct Subject<'a> {
    pub(crate) title: &'a str,
    pub(crate) deck: Option<&'a str>,
    pub(crate) author: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) section: Option<&'a str>,
    pub(crate) lang: Option<&'a str>,
    pub(crate) url: Option<&'a str>,
    pub(crate) source: &'a str,
    pub(crate) feed: &'a str,
    pub(crate) site: Option<&'a str>,
    pub(crate) folder: Option<&'a str>,
    pub(crate) published: Timestamp,
    pub(crate) tags: Vec<String>,
}
pub(crate) fn fits(query: &Query, s: &Subject<'_>) -> bool {
    let has =
        |text: &str, words: &str| format!(" {} ", query::fold(text)).contains(&format!(" {} ", query::fold(words)));
    let test = |test: &Test| match test {
        Test::Words(w) => {
            let t = has(s.title, &w.text);
            let x = has(s.text, &w.text) || s.deck.is_some_and(|d| has(d, &w.text));
            let a = s.author.is_some_and(|d| has(d, &w.text));
            match w.place {
                Place::Anywhere => t || x || a || has(s.source, &w.text),
                Place::Title => t,
                Place::Text => x,
                Place::Author => a,
            }
        }
        Test::Source(n) => {
            query::fold(s.source).contains(&query::fold(n))
                || s.feed.contains(n)
                || s.site.is_some_and(|x| x.contains(n))
        }
        Test::Section(n) => s.section.is_some_and(|x| query::fold(x).contains(&query::fold(n))),
        Test::Tag(n) => s.tags.iter().any(|t| query::fold(t) == query::fold(n)),
        Test::Folder(n) => s.folder.is_some_and(|x| query::fold(x) == query::fold(n)),
        Test::Lang(n) => s.lang.is_some_and(|x| x.to_lowercase().starts_with(n)),
        Test::Link(n) => s.url.is_some_and(|x| x.contains(n)),
        Test::Is(_) => false,
        Test::Before(t) => s.published < *t,
        Test::After(t) => s.published >= *t,
    };
    !query.is_empty() && query.clauses.iter().all(|c| c.0.iter().any(|t| test(&t.test) != t.without))
}
