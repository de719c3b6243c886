//! What the reader is told of, on the desktop: sources that they chose, all of a refresh in one, outside of quiet hours; and
//! that refreshing needs no window.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::time::Duration;

use newsroom::wire::{Bulletin, Event, Show};
use newsroom::{Newsroom, RefreshScope, commands};
use serde_json::json;
use support::{Page, Site, following, hits, item, rss};

/// Refreshes, and gives the bulletins until the end of it.
async fn bulletins(newsroom: &Newsroom) -> Vec<Bulletin> {
    let mut events = newsroom.events();
    newsroom.refresh_in_background(RefreshScope { source: None, force: true });
    let mut all = Vec::new();
    let mut ended = false;
    loop {
        let event = tokio::time::timeout(Duration::from_secs(20), events.recv()).await.unwrap().unwrap();
        match event {
            Event::Bulletin { bulletin } => all.push(bulletin),
            Event::Refresh { state } => ended = !state.running,
            _ => {}
        }
        // What is to be told is told right after the end, before what follows a refresh.
        if ended && events.is_empty() {
            tokio::time::sleep(Duration::from_millis(150)).await;
            if events.is_empty() {
                return all;
            }
        }
    }
}

fn put(site: &Site, items: u32) {
    let items: String = (1..=items).map(|n| item(n, "words")).collect();
    site.put("/f", Page::new("application/rss+xml", rss(&items)));
}

#[tokio::test]
async fn a_refresh_is_one_bulletin_of_what_was_chosen() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "words")).await;
    put(&site, 2);
    assert!(bulletins(&newsroom).await.is_empty(), "nobody asked to be told");
    commands::call(&newsroom, "set_source_notify", json!({"id": 1, "notify": true})).await.unwrap();
    assert!(bulletins(&newsroom).await.is_empty(), "there is nothing new");
    put(&site, 3);
    let told = bulletins(&newsroom).await;
    assert_eq!(told.len(), 1);
    assert_eq!((told[0].title.as_str(), told[0].body.as_str()), ("Headline 3", "Harbour Courier"));
    assert!(told[0].show.article.is_some());
    put(&site, 9);
    let told = bulletins(&newsroom).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].title, "Harbour Courier: 6 new articles");
    assert!(told[0].body.ends_with("and 3 more") && told[0].body.lines().count() == 4, "{}", told[0].body);
    assert_eq!(told[0].show, Show { source: Some(1), ..Show::default() });
}

#[tokio::test]
async fn what_a_rule_hides_is_not_told_of_and_quiet_hours_are_kept() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "words")).await;
    commands::call(&newsroom, "set_source_notify", json!({"id": 1, "notify": true})).await.unwrap();
    let rule = json!({"name": "", "query": "title:3", "read": false, "save": false, "hide": true, "notify": false, "tags": [], "until": null});
    commands::call(&newsroom, "add_rule", json!({"rule": rule})).await.unwrap();
    put(&site, 3);
    let told = bulletins(&newsroom).await;
    assert_eq!(told.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["Headline 2"]);
    let settings = newsroom.settings().await.unwrap();
    newsroom
        .set_settings(newsroom::wire::Settings {
            quiet_from: "00:00".to_owned(),
            quiet_until: "23:59".to_owned(),
            ..settings
        })
        .await
        .unwrap();
    put(&site, 5);
    assert!(bulletins(&newsroom).await.is_empty());
}

#[tokio::test]
async fn what_is_to_be_shown_is_told_once() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = support::open(dir.path());
    newsroom.show(Show { article: Some(7), ..Show::default() });
    let shown = commands::call(&newsroom, "to_show", json!({})).await.unwrap();
    assert_eq!(shown["article"], 7);
    assert_eq!(commands::call(&newsroom, "to_show", json!({})).await.unwrap(), json!(null));
}

#[tokio::test]
async fn sources_are_asked_without_a_window_and_never_when_the_reader_says_so() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "words")).await;
    let before = hits(&site, "/f");
    // Whoever was just followed is not due; one that was paused and goes on is.
    for paused in [true, false] {
        commands::call(&newsroom, "set_source_paused", json!({"id": 1, "paused": paused})).await.unwrap();
    }
    let keeping = newsroom.clone();
    let clock = tokio::spawn(async move { keeping.keep_fresh().await });
    tokio::time::timeout(Duration::from_secs(20), async {
        while hits(&site, "/f") == before {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    clock.abort();
}

#[tokio::test]
async fn another_process_is_noticed_soon() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "words")).await;
    let watching = newsroom.clone();
    let watch = tokio::spawn(async move { watching.watch_library().await });
    let mut events = newsroom.events();
    // As another process would: over a connection of its own. Again and again, until the first look has been had.
    let database = dir.path().join("data/library.db");
    let heard = async {
        loop {
            rusqlite::Connection::open(&database)
                .unwrap()
                .execute("UPDATE source SET title = title || '.'", [])
                .unwrap();
            if matches!(tokio::time::timeout(Duration::from_millis(700), events.recv()).await, Ok(Ok(Event::Changed))) {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(15), heard).await.unwrap();
    watch.abort();
}
