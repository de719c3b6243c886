//! What other programs exported comes in: once, safe, with the reader's marks; what has no text is fetched politely.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use base64::Engine as _;
use newsroom::wire::ImportReport;
use newsroom::{Failure, Newsroom, PagesFetched, commands};
use serde_json::{Value, json};
use support::{Page, Site, following, hits, item, open, page};
use tokio_util::sync::CancellationToken;

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap()
}

async fn take(newsroom: &Newsroom, file: impl Into<Vec<u8>>) -> ImportReport {
    let file = newsroom.read_import("file", file.into()).await.unwrap();
    newsroom.import(file, &CancellationToken::new(), |_| {}).await.unwrap()
}

/// Puts a file's bytes in parts and has it looked at, as a window does.
async fn look(newsroom: &Newsroom, name: &str, file: &[u8]) -> Result<Value, Failure> {
    let mut number = Value::Null;
    for part in file.chunks(1000) {
        let data = base64::engine::general_purpose::STANDARD.encode(part);
        number = commands::call(newsroom, "put_file", json!({"name": name, "file": number, "data": data})).await?;
    }
    commands::call(newsroom, "open_file", json!({"name": name, "file": number}))
        .await
        .map(|arrival| arrival["look"].clone())
}

async fn fetch(newsroom: &Newsroom) -> PagesFetched {
    newsroom.fetch_saved_pages(&CancellationToken::new(), |_| {}).await.unwrap()
}

/// What is saved, oldest file row first.
async fn saved(newsroom: &Newsroom) -> Vec<Value> {
    let query = json!({"scope": {"kind": "saved"}, "unreadOnly": false, "after": null, "limit": 500});
    let page = call(newsroom, "articles", json!({"query": query})).await;
    page["articles"].as_array().unwrap().clone()
}

async fn titled(newsroom: &Newsroom, title: &str) -> Value {
    let all = saved(newsroom).await;
    let card = all.iter().find(|card| card["title"] == title).unwrap_or_else(|| panic!("no {title} in {all:?}"));
    call(newsroom, "article", json!({"id": card["id"]})).await
}

fn pocket(rows: &[(&str, String)]) -> String {
    let rows: Vec<String> =
        rows.iter().map(|(title, url)| format!("{title},{url},1700000000,harbour|ships,unread\n")).collect();
    let rows = rows.concat();
    format!("title,url,time_added,tags,status\n{rows}")
}

fn wallabag(url: &str) -> String {
    json!([{
        "url": url, "title": "The quay", "is_archived": 1, "is_starred": 1, "tags": ["sea"],
        "created_at": "2024-05-01T10:00:00+00:00", "published_at": "2024-04-30T10:00:00+00:00",
        "content": "<p onclick='x()'>The quay was rebuilt.</p><p>It took two years.</p><script>alert(1)</script><img src='/quay.png'>",
        "annotations": [{"quote": "The quay was rebuilt", "text": "at last", "created_at": "2024-05-02T10:00:00+00:00"}],
    }])
    .to_string()
}

#[tokio::test]
async fn saved_pages_of_a_file_are_fetched_and_dead_ones_keep_what_the_file_had() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/here", Page::new("text/html", page("The harbour opens", "/quay.png")));
    site.put("/moved", Page { location: Some(site.url("/here-now")), ..Page::status(301) });
    site.put("/here-now", Page::new("text/html", page("The ferry sails", "/quay.png")));
    site.put("/named-there", Page::new("text/html", page("What the page is called", "/quay.png")));
    site.put("/gone", Page::status(410));
    site.put("/nothing", Page::new("text/html", "<html><body></body></html>"));
    let rows = [
        ("The harbour opens", site.url("/here")),
        ("The ferry sails", site.url("/moved")),
        ("What the file had", site.url("/gone")),
        ("An empty page", site.url("/nothing")),
        ("", site.url("/named-there")),
    ];
    let report = take(&newsroom, pocket(&rows)).await;
    assert_eq!((report.articles, report.waiting, report.tags, report.kind.as_str()), (5, 5, 10, "Pocket"));
    assert!(report.skipped.is_empty() && report.partly.is_empty(), "{report:?}");
    assert_eq!(site.hits().len(), 0, "nothing is asked before the file is in");
    assert_eq!(call(&newsroom, "overview", json!({})).await["waiting"], 5);

    assert_eq!(fetch(&newsroom).await, PagesFetched { came: 3, failed: 2 });
    for title in ["The harbour opens", "The ferry sails", "What the page is called"] {
        let view = titled(&newsroom, title).await;
        assert!(view["html"].as_str().unwrap().contains("The ferries had waited"), "{view}");
        assert_eq!((&view["tags"], &view["read"]), (&json!(["harbour", "ships"]), &json!(false)));
    }
    let dead = titled(&newsroom, "What the file had").await;
    assert_eq!((dead["texts"]["page"]["state"].as_str(), dead["saved"].as_bool()), (Some("failed"), Some(true)));
    assert!(dead["texts"]["page"]["message"].as_str().unwrap().contains("could not be had"), "{dead}");
    assert_eq!(dead["offline"]["whole"], false, "nothing of its text is here");
    let asked = site.hits().len();
    assert_eq!(fetch(&newsroom).await, PagesFetched::default(), "what is gone is not asked again");
    assert_eq!((site.hits().len(), hits(&site, "/gone")), (asked, 1));
    assert_eq!(call(&newsroom, "overview", json!({})).await["waiting"], 0);
}

#[tokio::test]
async fn a_server_that_asks_for_patience_keeps_all_its_saved_pages_waiting_and_holds_up_no_other() {
    let (dir, busy, other) = (tempfile::tempdir().unwrap(), Site::start().await, Site::start().await);
    let newsroom = open(dir.path());
    busy.otherwise(Page { retry_after: Some("3600"), ..Page::status(429) });
    other.otherwise(Page::new("text/html", page("Elsewhere", "/quay.png")));
    let rows: Vec<(&str, String)> =
        (0..30).flat_map(|n| [("", busy.url(&format!("/{n}"))), ("", other.url(&format!("/{n}")))]).collect();
    take(&newsroom, pocket(&rows)).await;
    let fetched = fetch(&newsroom).await;
    assert_eq!((fetched.came, fetched.failed), (30, 1));
    let pages =
        busy.hits().iter().filter(|(path, _)| path.rsplit_once('.').is_none_or(|(_, kind)| kind != "png")).count();
    assert_eq!(pages, 1, "{:?}", busy.hits());
    assert_eq!(newsroom.library().waiting_on_shelf().unwrap(), 30);
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let file = wallabag(&site.url("/quay"));
    let first = take(&newsroom, file.clone()).await;
    assert_eq!((first.articles, first.texts, first.waiting, first.tags, first.highlights), (1, 1, 0, 2, 1));
    let before = titled(&newsroom, "The quay").await;
    let again = take(&newsroom, file).await;
    assert_eq!((again.articles, again.known, again.changed, again.tags, again.highlights), (0, 1, 0, 0, 0));
    assert_eq!(titled(&newsroom, "The quay").await, before);
    assert_eq!(site.hits().len(), 0, "its text came with it");
}

#[tokio::test]
async fn what_comes_from_a_file_is_safe_and_says_so() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    take(&newsroom, wallabag(&site.url("/quay"))).await;
    let view = titled(&newsroom, "The quay").await;
    let html = view["html"].as_str().unwrap();
    assert!(html.contains("It took two years.") && html.contains("image:"), "{html}");
    assert!(!html.contains("script") && !html.contains("onclick"), "{html}");
    assert_eq!((&view["read"], &view["tags"]), (&json!(true), &json!(["favourite", "sea"])));
    let mark = &view["highlights"][0];
    assert_eq!(
        (&mark["passage"]["text"], &mark["note"]),
        (&json!("The quay was rebuilt"), &json!("at last")),
        "{view}"
    );
    assert!(view["provenance"].as_str().unwrap().starts_with("Taken in from a file (wallabag) on "), "{view}");
    assert_eq!(newsroom.library().count_hits(&newsroom.read_query("rebuilt").0, false).unwrap(), 1);
}

#[tokio::test]
async fn marks_go_onto_the_article_that_is_here_and_never_take_one_off() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "The council met.")).await;
    let query = json!({"scope": {"kind": "all"}, "unreadOnly": false, "after": null, "limit": 9});
    let all = call(&newsroom, "articles", json!({"query": query})).await;
    let id = all["articles"][0]["id"].clone();
    call(&newsroom, "set_read", json!({"ids": [id], "read": true})).await;
    let report = take(&newsroom, pocket(&[("Another name", site.url("/articles/1"))])).await;
    assert_eq!((report.articles, report.known, report.changed), (0, 1, 1));
    let view = call(&newsroom, "article", json!({"id": id})).await;
    assert_eq!(
        (&view["title"], &view["saved"], &view["read"], &view["tags"]),
        (&json!("Headline 1"), &json!(true), &json!(true), &json!(["harbour", "ships"]))
    );
}

#[tokio::test]
async fn a_file_is_looked_into_before_anything_changes_and_taken_in_once() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let file = wallabag(&site.url("/quay")).into_bytes();
    let look_at = async || look(&newsroom, "w.json", &file).await.unwrap();
    let look = look_at().await;
    assert_eq!((&look["report"]["kind"], &look["report"]["articles"]), (&json!("wallabag"), &json!(1)));
    assert!(saved(&newsroom).await.is_empty());
    let report = call(&newsroom, "import_file", json!({"file": look["file"]})).await;
    assert_eq!((&report["articles"], &report["stopped"]), (&json!(1), &json!(false)));
    let again = commands::call(&newsroom, "import_file", json!({"file": look["file"]})).await.unwrap_err();
    assert_eq!(again.code, "not-found");
    let look = look_at().await;
    assert_eq!((&look["report"]["articles"], &look["report"]["known"]), (&json!(0), &json!(1)));
    call(&newsroom, "cancel_import", json!({})).await;
    let gone = commands::call(&newsroom, "import_file", json!({"file": look["file"]})).await.unwrap_err();
    assert_eq!(gone.code, "not-found");
}

#[tokio::test]
async fn an_import_that_is_stopped_keeps_what_is_in_and_goes_on_when_it_is_done_again() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let addresses = (0..1000).map(|n| format!("https://a.example/{n}\n")).collect::<Vec<_>>().concat();
    let file = newsroom.read_import("list", addresses.clone().into_bytes()).await.unwrap();
    let cancel = CancellationToken::new();
    let report = newsroom
        .import(file, &cancel, |state| {
            if state.done >= 300 {
                cancel.cancel();
            }
        })
        .await
        .unwrap();
    assert_eq!((report.stopped, report.articles), (true, 300));
    assert_eq!(newsroom.library().counts().unwrap().saved, 300);
    let rest = take(&newsroom, addresses).await;
    assert_eq!((rest.stopped, rest.articles, rest.known), (false, 700, 300));
}

#[tokio::test]
async fn five_thousand_nested_sources_come_in_with_their_folders_and_the_broken_rest_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let outlines: String = (0..5000)
        .map(|n| match n % 50 {
            0 => format!("<outline text='Folder {n}'><outline text='Within'>"),
            49 => "</outline></outline>".to_owned(),
            _ => format!("<outline type='rss' text='S &amp; {n}' xmlUrl='https://s{n}.example/feed'/>"),
        })
        .collect();
    let file = format!(
        "<opml version='2.0'><body>{outlines}<outline text='x' xmlUrl='ftp://x.example/'/><outline text='y' xmlUrl='https://s1.example/feed'/></body>"
    );
    let report = take(&newsroom, file.clone()).await;
    assert_eq!((report.sources, report.skipped.len()), (4800, 3), "{:?}", report.skipped);
    let sources = newsroom.library().sources().unwrap();
    assert_eq!(sources.len(), 4800);
    let one = sources.iter().find(|source| source.url == "https://s51.example/feed").unwrap();
    assert_eq!((one.title.as_str(), one.folder.as_deref()), ("S & 51", Some("Folder 50 / Within")));
    let again = take(&newsroom, file).await;
    assert_eq!((again.sources, again.followed), (0, 4800));
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_in_says_what_it_is_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    for (bytes, code, why) in [
        (&b""[..], "empty", "empty"),
        (b" \n\t", "empty", "empty"),
        (b"hello, this is no list", "unknown-file", "none of the files"),
        (b"%PDF-1.7 x", "unknown-file", "a PDF"),
        (b"SQLite format 3\0x", "unknown-file", "a database"),
        (b"<rss><channel><item><title>x</title></item></channel></rss>", "unknown-file", "a feed"),
        (b"PK\x03\x04 not really", "broken-file", "cannot be unpacked"),
    ] {
        let failure = newsroom.read_import("x", bytes.to_vec()).await.unwrap_err();
        assert_eq!(failure.code, code, "{failure}");
        assert!(failure.why.contains(why) && !failure.todo.is_empty(), "{failure}");
    }
    assert!(newsroom.library().sources().unwrap().is_empty());
}

#[tokio::test]
async fn a_walled_page_that_is_saved_says_that_it_is_only_the_beginning() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let beginning =
        "<p>The ferries had waited since dawn, and nobody told the crews why the harbour stayed closed.</p>".repeat(4);
    let walled = format!(
        "<html><head><title>Behind the wall</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}}</script></head><body><article><h1>Behind the wall</h1>{beginning}</article></body></html>"
    );
    site.put("/walled", Page::new("text/html", walled));
    let card = call(&newsroom, "save_address", json!({"address": site.url("/walled")})).await;
    let view = call(&newsroom, "article", json!({"id": card["id"]})).await;
    assert_eq!(view["texts"]["page"]["state"], "paywalled", "{}", view["texts"]);
    let message = view["offline"]["message"].as_str().unwrap();
    assert!(message.contains("Only the beginning of its text is here"), "{message}");
    assert_eq!(view["offline"]["whole"], false);
}
