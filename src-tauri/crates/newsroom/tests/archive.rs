//! Archives come in from strangers: what they may set here, what they bring, and what the report says of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::io::Cursor;

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

async fn take(newsroom: &Newsroom, lines: &[(&str, Value)]) -> ImportReport {
    let file = newsroom.read_import("file", archive(lines)).await.unwrap();
    newsroom.import(file, &CancellationToken::new(), |_| {}).await.unwrap()
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
    newsroom.export(newsroom::wire::ExportKind::Archive, all, &to, &none, |_| {}).await.unwrap();
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
