//! What the library's tests share.

use jiff::{SignedDuration, Timestamp};
use library::{
    Answer, ArticleId, Library, ListQuery, Marks, NewArticle, NewSource, Origin, Refusal, Request, Search, SearchHit,
    Source, SourceId, SourceKind,
};

pub(crate) fn now() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

pub(crate) fn hours(hours: i64) -> Timestamp {
    now() + SignedDuration::from_hours(hours)
}

pub(crate) fn library() -> (tempfile::TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::open(dir.path()).unwrap();
    (dir, library)
}

pub(crate) fn new_source(name: &str) -> NewSource {
    NewSource {
        kind: SourceKind::Feed,
        url: format!("https://{name}.example/feed"),
        site_url: None,
        title: name.to_owned(),
        folder: None,
    }
}

pub(crate) fn source(library: &Library, name: &str) -> Source {
    library.add_source(&new_source(name), now()).unwrap()
}

pub(crate) fn new_article(guid: &str) -> NewArticle {
    NewArticle {
        guid: guid.to_owned(),
        url: Some(format!("https://example.com/{guid}")),
        title: format!("Headline {guid}"),
        deck: Some(format!("Deck {guid}")),
        section: Some("War".to_owned()),
        author: Some("Ada Example".to_owned()),
        published: Some(now()),
        updated: None,
        lang: Some("en".to_owned()),
        lead_image: Some(format!("https://example.com/{guid}.jpg")),
        caption: Some("A caption".to_owned()),
        credit: Some("A credit".to_owned()),
        html: format!("<p>Body of {guid}</p>"),
        text: format!("Body of {guid}"),
        breadcrumbs: vec!["Home".to_owned(), "War".to_owned()],
        cited: vec![("A paper".to_owned(), Some("https://paper.example/".to_owned()))],
        origin: Origin::Feed,
        entry: None,
        excerpt: false,
        provenance: None,
    }
}

pub(crate) fn dated(guid: &str, published: Timestamp) -> NewArticle {
    NewArticle { published: Some(published), ..new_article(guid) }
}

pub(crate) fn store(library: &Library, source: SourceId, articles: Vec<NewArticle>) -> Vec<ArticleId> {
    library.store_articles(source, articles, now()).unwrap().new
}

pub(crate) fn one(library: &Library, source: SourceId, guid: &str) -> ArticleId {
    store(library, source, vec![new_article(guid)])[0]
}

pub(crate) fn guids(library: &Library, query: &ListQuery) -> Vec<String> {
    library.list(query).unwrap().rows.into_iter().map(|row| row.guid).collect()
}

/// What is being typed, as a search.
pub(crate) fn typing(typed: &str, limit: usize) -> Search {
    let clock = query::Clock { now: now(), zone: jiff::tz::TimeZone::UTC };
    Search { query: query::Query::typing(typed, &clock).0, limit, ..Search::default() }
}

pub(crate) fn search(library: &Library, typed: &str, limit: usize) -> Vec<SearchHit> {
    library.search(&typing(typed, limit), now()).unwrap_or_else(|error| panic!("{typed:?}: {error}")).hits
}

pub(crate) fn found(library: &Library, query: &str) -> Vec<String> {
    let mut guids: Vec<String> = search(library, query, 100).into_iter().map(|hit| hit.row.guid).collect();
    guids.sort();
    guids
}

/// An answer without anything new.
pub(crate) fn answer(next_due: Timestamp) -> Answer {
    Answer {
        asked: "https://a.example/feed".to_owned(),
        home: false,
        marks: Marks {
            etag: Some("\"e\"".to_owned()),
            last_modified: Some("yesterday".to_owned()),
            url: None,
            content_hash: Some("hash".to_owned()),
        },
        next_due,
        published: None,
        request: Request { took_ms: 5, bytes: 0, outcome: "unchanged".to_owned() },
    }
}

pub(crate) fn refusal(code: &str, next_due: Timestamp) -> Refusal {
    Refusal {
        asked: "https://a.example/feed".to_owned(),
        code: code.to_owned(),
        message: "it took too long: try later".to_owned(),
        next_due,
        retry_at: None,
        gone: false,
        request: Request { took_ms: 5, bytes: 0, outcome: code.to_owned() },
    }
}
