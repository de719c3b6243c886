//! Archives come in from strangers: what they may set here, what they bring, and what the report says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::io::Cursor;

use base64::Engine as _;
use exchange::archive::{FORMAT, Manifest, Writer};
use newsroom::Newsroom;
use newsroom::wire::ImportReport;
use serde_json::{Value, json};
use support::open;
use tokio_util::sync::CancellationToken;

/// An archive of these lines, each with its part.
fn archive(lines: &[(&str, Value)]) -> Vec<u8> {
    let mut writer = Writer::new(Cursor::default(), &Manifest { format: FORMAT, ..Manifest::default() }).unwrap();
    for (part, line) in lines {
        writer.line(part, line.as_object().unwrap()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    newsroom::commands::call(newsroom, name, args).await.unwrap()
}

async fn take(newsroom: &Newsroom, lines: &[(&str, Value)]) -> ImportReport {
    let file = newsroom.read_import("file", archive(lines)).await.unwrap();
    newsroom.import(file, &CancellationToken::new(), |_| {}).await.unwrap()
}

#[tokio::test]
async fn an_archive_over_a_hundred_megabytes_came_in_by_its_path_alone() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let mut writer = Writer::new(Cursor::default(), &Manifest { format: FORMAT, ..Manifest::default() }).unwrap();
    writer.line("sources", &feed(json!({}))).unwrap();
    writer.line("articles", &article(1, 1, "mine")).unwrap();
    writer.file("images/large", &vec![0; 101 << 20][..]).unwrap();
    let bytes: Vec<u8> = writer.finish().unwrap().into_inner();

    // By a pipe.
    let file = newsroom.read_import_from("standard input", Cursor::new(bytes.clone())).await.unwrap();
    assert_eq!(newsroom.look_into(&file).await.unwrap().articles, 1);
    // By the window, which has bytes and no path; parts of what was put aside are nobody's.
    let put = async |file: Value, part: &[u8]| {
        let data = base64::engine::general_purpose::STANDARD.encode(part);
        newsroom::commands::call(&newsroom, "put_file", json!({"name": "x.zip", "file": file, "data": data})).await
    };
    let before = put(Value::Null, &bytes[..1000]).await.unwrap();
    let mut number = Value::Null;
    for part in bytes.chunks(8 << 20) {
        number = put(number, part).await.unwrap();
        assert_eq!(put(before.clone(), &bytes[..1000]).await.unwrap_err().code, "not-found");
    }
    let look = call(&newsroom, "open_file", json!({"name": "x.zip", "file": number})).await["look"].clone();
    let report = call(&newsroom, "import_file", json!({"file": look["file"]})).await;
    assert_eq!((&report["articles"], &report["skipped"]), (&json!(1), &json!([])));

    // Anything else of that size is refused, and early.
    let other = vec![b'x'; 101 << 20];
    let failure = newsroom.read_import_from("standard input", Cursor::new(other.clone())).await.unwrap_err();
    assert_eq!(failure.code, "too-large");
    let mut last = Ok(Value::Null);
    for part in other.chunks(8 << 20) {
        last = put(last.unwrap(), part).await;
    }
    assert_eq!(last.unwrap_err().code, "too-large");
    // Nothing of it is left lying about.
    let left: Vec<String> = std::fs::read_dir(newsroom.data_dir())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        left.iter().all(|name| ["library", "images", "backups"].iter().any(|ours| name.starts_with(ours))),
        "{left:?}"
    );
}

#[tokio::test]
async fn an_archive_set_the_proxy() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let window = json!({"proxy": "http://evil.example:8080", "textSize": 20}).to_string();
    let report = take(
        &newsroom,
        &[
            ("settings", json!({"name": "proxy", "value": "http://evil.example:8080"})),
            ("settings", json!({"name": "window", "value": window})),
        ],
    )
    .await;
    assert!(report.skipped.is_empty(), "{report:?}");
    let mut settings = newsroom.settings().await.unwrap();
    assert_eq!((settings.proxy.as_str(), settings.text_size), ("", 20));
    // And the one that is set here leaves in no archive.
    settings.proxy = "http://mine.example:3128/".to_owned();
    newsroom.set_settings(settings).await.unwrap();
    let (to, none) = (dir.path().join("all.zip"), CancellationToken::new());
    let all = newsroom::Selection::default();
    newsroom.export(newsroom::wire::ExportKind::Archive, all, &to, false, &none, |_| {}).await.unwrap();
    let mut exported = exchange::archive::Archive::open(std::fs::File::open(&to).unwrap()).unwrap();
    for file in exported.files("settings") {
        for (_, line) in exported.lines(&file) {
            assert!(!line["value"].as_str().unwrap().contains("mine.example"), "{line:?}");
        }
    }
    assert_eq!(newsroom.settings().await.unwrap().proxy, "http://mine.example:3128/");
}

fn feed(more: Value) -> Value {
    let mut line =
        json!({"id": 1, "kind": "feed", "url": "https://a.example/", "title": "t", "added": "2026-03-01T08:00:00Z"});
    line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    line
}

fn article(number: i64, source: i64, guid: &str) -> Value {
    json!({"id": number, "source": source, "guid": guid, "published": "2026-03-01T08:00:00Z", "article": {
        "title": guid, "origin": "feed", "digest": "00", "html": "<p>t</p>", "text": "t",
        "first_seen": "2026-03-01T08:00:00Z", "fetched": "2026-03-01T08:00:00Z", "revision": 1,
    }})
}

#[tokio::test]
async fn that_a_rule_of_what_is_removed_was_not_taken_is_told_before_and_after() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    take(&newsroom, &[("sources", feed(json!({}))), ("articles", article(1, 1, "mine"))]).await;
    let theirs = [
        ("settings", json!({"name": "retention", "value": "{\"keep\":{\"days\":7}}"})),
        ("sources", feed(json!({"keep_days": 7}))),
    ];
    let file = newsroom.read_import("file", archive(&theirs)).await.unwrap();
    let look = newsroom.look_into(&file).await.unwrap();
    let report = take(&newsroom, &theirs).await;
    assert_eq!(look.partly, report.partly);
    let told: Vec<&str> = report.partly.iter().map(|line| line.split(": how long it keeps").next().unwrap()).collect();
    assert_eq!(told, ["settings.jsonl, line 1: retention", "sources.jsonl, line 1: t"]);
}

#[tokio::test]
async fn what_a_rescue_had_saved_was_refused_when_its_archive_came_in() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let lines = [
        ("sources", feed(json!({"id": 3, "kind": "saved", "url": "rescued:"}))),
        ("sources", feed(json!({"id": 4, "url": "rescued:4"}))),
        ("articles", article(1, 3, "rescued:1")),
        ("articles", article(2, 4, "lost")),
    ];
    let report = take(&newsroom, &lines).await;
    assert_eq!((report.articles, &report.skipped[..]), (2, &[][..]), "{report:?}");
    // It is no address that anything is asked at.
    let all = newsroom::RefreshScope { source: None, force: true };
    let refreshed = newsroom.refresh(all, &CancellationToken::new(), |_| ()).await.unwrap();
    assert_eq!((refreshed.asked, refreshed.failed), (1, 1), "{refreshed:?}");
    let source = call(&newsroom, "source_page", json!({"id": 4})).await;
    assert_eq!(source["source"]["errorCode"], "invalid-address", "{source}");
    // Nobody else has such a shelf.
    let lines = [("sources", feed(json!({"kind": "saved", "url": "https://a.example/"})))];
    assert_eq!(take(&newsroom, &lines).await.skipped.len(), 1);
}
