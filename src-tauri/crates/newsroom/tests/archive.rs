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
