//! What a reader gets: followed, refreshed, read, saved, shared and taken along, over real HTTP and real `SQLite`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use newsroom::{PictureSize, RefreshScope, commands};
use serde_json::{Value, json};
use support::{PNG, Page, Site, item, open, page, rss};
use tokio_util::sync::CancellationToken;

async fn call(newsroom: &newsroom::Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

async fn list(newsroom: &newsroom::Newsroom, kind: &str) -> Vec<Value> {
    let query = json!({"query": {"scope": {"kind": kind}, "unreadOnly": false, "after": null, "limit": 100}});
    call(newsroom, "articles", query).await["articles"].as_array().unwrap().clone()
}

async fn refresh(newsroom: &newsroom::Newsroom) -> newsroom::RefreshReport {
    newsroom.refresh(RefreshScope { source: None, force: true }, &CancellationToken::new(), |_| ()).await.unwrap()
}

#[tokio::test]
async fn a_sites_address_is_followed_by_the_feed_its_page_names() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put(
        "/",
        Page::new("text/html", "<title>Courier</title><link rel=alternate type=application/rss+xml href=/feed.xml>"),
    );
    site.put("/feed.xml", Page::new("application/rss+xml", rss(&(item(1, "one") + &item(2, "two")))));
    let preview = call(&newsroom, "preview", json!({"address": site.url("/")})).await;
    assert_eq!(preview["candidates"][0]["title"], "Harbour Courier");
    assert_eq!(preview["candidates"][0]["entries"].as_array().unwrap().len(), 2);
    assert!(list(&newsroom, "all").await.is_empty(), "a preview follows nothing");
    let source = call(&newsroom, "follow", json!({"url": preview["candidates"][0]["url"], "folder": "News"})).await;
    assert_eq!(
        (source["title"].as_str(), source["folder"].as_str(), source["unread"].as_u64()),
        (Some("Harbour Courier"), Some("News"), Some(2))
    );
    let titles: Vec<_> = list(&newsroom, "all").await.iter().map(|card| card["title"].clone()).collect();
    assert_eq!(titles, ["Headline 2", "Headline 1"]);
}

#[tokio::test]
async fn a_wrong_address_says_what_was_tried_and_found() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/", Page::new("text/html", "<title>No feed here</title>"));
    let preview = call(&newsroom, "preview", json!({"address": site.url("/")})).await;
    assert!(preview["candidates"].as_array().unwrap().is_empty());
    let tried: Vec<_> =
        preview["tried"].as_array().unwrap().iter().map(|tried| tried["found"].as_str().unwrap().to_owned()).collect();
    assert_eq!(tried[0], "a page that names no feed");
    assert!(tried.len() > 1 && tried[1].contains("404"), "{tried:?}");
    let failure = commands::call(&newsroom, "follow", json!({"url": site.url("/"), "folder": null})).await.unwrap_err();
    assert_eq!(failure.code, "no-feed");
}

#[tokio::test]
async fn a_failing_source_is_marked_and_the_others_go_on() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    for (path, body) in [("/good.xml", "one"), ("/bad.xml", "another")] {
        site.put(path, Page { etag: Some("\"v1\""), ..Page::new("application/rss+xml", rss(&item(1, body))) });
        call(&newsroom, "follow", json!({"url": site.url(path), "folder": null})).await;
    }
    site.put("/bad.xml", Page::status(500));
    site.put(
        "/good.xml",
        Page { etag: Some("\"v2\""), ..Page::new("application/rss+xml", rss(&(item(1, "one") + &item(2, "two")))) },
    );
    let report = refresh(&newsroom).await;
    assert_eq!((report.asked, report.new, report.failed), (2, 1, 1));
    let overview = call(&newsroom, "overview", json!({})).await;
    let failing = overview["sources"]
        .as_array()
        .unwrap()
        .iter()
        .find(|source| source["url"] == site.url("/bad.xml"))
        .unwrap()
        .clone();
    assert_eq!((failing["errorCode"].as_str(), failing["failures"].as_u64()), (Some("unavailable"), Some(1)));
    assert!(failing["error"].as_str().unwrap().starts_with("the server has a problem of its own (500)"));
    // The third time the good source is asked by its validator, and has nothing new.
    let report = refresh(&newsroom).await;
    assert_eq!(report.unchanged, 1);
    let last = site.hits().into_iter().rfind(|(path, _)| path == "/good.xml").unwrap();
    assert_eq!(last.1.as_deref(), Some("\"v2\""));
}

#[tokio::test]
async fn a_changed_entry_becomes_a_revision_and_stays_read() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/f", Page::new("application/rss+xml", rss(&item(1, "first words"))));
    call(&newsroom, "follow", json!({"url": site.url("/f"), "folder": null})).await;
    let id = list(&newsroom, "all").await[0]["id"].as_i64().unwrap();
    call(&newsroom, "set_read", json!({"ids": [id], "read": true})).await;
    site.put("/f", Page::new("application/rss+xml", rss(&item(1, "other words"))));
    assert_eq!(refresh(&newsroom).await.new, 0);
    let view = call(&newsroom, "article", json!({"id": id})).await;
    assert!(view["html"].as_str().unwrap().contains("other words"));
    assert_eq!(view["read"], true);
}

#[tokio::test]
async fn a_saved_article_is_whole_when_the_site_is_gone() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/f", Page::new("application/rss+xml", rss(&item(1, "Only an excerpt."))));
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/quay.png")));
    site.put("/quay.png", Page::new("image/png", PNG));
    call(&newsroom, "follow", json!({"url": site.url("/f"), "folder": null})).await;
    let id = list(&newsroom, "all").await[0]["id"].as_i64().unwrap();
    newsroom.save_now(id).await.unwrap();
    site.put("/articles/1", Page::status(500));
    site.put("/quay.png", Page::status(500));
    let view = call(&newsroom, "article", json!({"id": id})).await;
    assert_eq!((view["saved"].as_bool(), view["origin"].as_str()), (Some(true), Some("page")));
    assert!(view["html"].as_str().unwrap().contains("The ferries had waited"));
    assert_eq!((view["caption"].as_str(), view["credit"].as_str()), (Some("Ferries at the quay"), Some("A. Person")));
    let key = view["leadPicture"].as_str().unwrap();
    assert_eq!(newsroom.picture(key, PictureSize::Reading).await.unwrap().bytes, PNG);
}

#[tokio::test]
async fn a_page_of_no_source_is_saved_by_its_address() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/alone", Page::new("text/html; charset=utf-8", page("A page alone", "/quay.png")));
    site.put("/quay.png", Page::new("image/png", PNG));
    let preview = call(&newsroom, "preview", json!({"address": site.url("/alone")})).await;
    assert_eq!(preview["article"]["title"], "A page alone");
    let card = newsroom.save_address_now(&site.url("/alone")).await.unwrap();
    assert_eq!(card.title, "A page alone");
    assert_eq!(list(&newsroom, "saved").await.len(), 1);
    let overview = call(&newsroom, "overview", json!({})).await;
    assert!(overview["sources"].as_array().unwrap().is_empty(), "the shelf is no source");
    assert!(newsroom.save_address_now(&site.url("/none")).await.unwrap().link_only);
}

#[tokio::test]
async fn an_article_in_parts_is_saved_as_far_as_its_parts_can_be_had() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let part = |words: &str| {
        let text = format!(
            "<p>{words} of the long read says, in a sentence of its own, what nobody had said before it did. </p>"
        )
        .repeat(4);
        let pages = "<p class=pages><a href=/long>1</a> <a href=/long/2>2</a> <a href=/long/3>3</a></p>";
        Page::new(
            "text/html",
            format!("<h1>The long read</h1><article><div class=article-body>{text}</div>{pages}</article>"),
        )
    };
    site.put("/long", part("The first part"));
    site.put("/long/2", part("The second part"));
    let card = newsroom.save_address_now(&site.url("/long")).await.unwrap();
    let view = call(&newsroom, "article", json!({"id": card.id})).await;
    let html = view["html"].as_str().unwrap();
    assert!(html.contains("The first part") && html.contains("The second part"), "{html}");
}

#[tokio::test]
async fn the_sample_edition_is_read_without_a_network() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    newsroom.add_sample().await.unwrap();
    let report = refresh(&newsroom).await;
    assert_eq!((report.asked, report.failed), (3, 0));
    let cards = list(&newsroom, "all").await;
    assert!(cards.len() >= 10, "{} articles", cards.len());
    for card in &cards {
        let view = call(&newsroom, "full_text", json!({"id": card["id"]})).await;
        assert!(view["html"].as_str().unwrap().len() > 400, "{} is short", card["title"]);
        if let Some(key) = view["leadPicture"].as_str() {
            let picture = newsroom.picture(key, PictureSize::Reading).await.unwrap();
            assert!(["image/jpeg", "image/webp"].contains(&&*picture.media_type), "{}", card["title"]);
        }
    }
    // A second refresh has nothing new and changes nothing.
    assert_eq!(refresh(&newsroom).await.unchanged, 3);
}

#[tokio::test]
async fn sources_go_out_and_come_in_as_opml() {
    let (dir, other, site) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/f", Page::new("application/rss+xml", rss(&item(1, "one"))));
    call(&newsroom, "follow", json!({"url": site.url("/f"), "folder": "A & B"})).await;
    let path = call(
        &newsroom,
        "export",
        json!({"what": "opml", "choice": {"scope": {"kind": "all"}, "unreadOnly": false, "article": null, "title": ""}}),
    )
    .await["path"].as_str().unwrap().to_owned();
    let text = std::fs::read_to_string(path).unwrap();
    let fresh = open(other.path());
    let file = fresh.read_import("mine.opml", text.into_bytes()).await.unwrap();
    let report = fresh.import(file, &CancellationToken::new(), |_| {}).await.unwrap();
    assert_eq!(report.sources, 1);
    let overview = call(&fresh, "overview", json!({})).await;
    assert_eq!(
        (overview["sources"][0]["title"].as_str(), overview["folders"][0]["name"].as_str()),
        (Some("Harbour Courier"), Some("A & B"))
    );
}

#[tokio::test]
async fn marking_all_read_is_undone_as_it_was() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/f", Page::new("application/rss+xml", rss(&(item(1, "one") + &item(2, "two") + &item(3, "three")))));
    call(&newsroom, "follow", json!({"url": site.url("/f"), "folder": null})).await;
    let id = list(&newsroom, "all").await[0]["id"].clone();
    call(&newsroom, "set_read", json!({"ids": [id], "read": true})).await;
    let change = call(&newsroom, "mark_all_read", json!({"scope": {"kind": "all"}})).await;
    assert_eq!(change["count"], 2);
    call(&newsroom, "undo_mark_all_read", json!({"change": change["change"]})).await;
    let unread = list(&newsroom, "all").await.iter().filter(|card| card["read"] == false).count();
    assert_eq!(unread, 2);
}

#[tokio::test]
async fn a_source_that_asks_to_wait_is_not_forced() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/f", Page::new("application/rss+xml", rss(&item(1, "one"))));
    call(&newsroom, "follow", json!({"url": site.url("/f"), "folder": null})).await;
    site.put("/f", Page { retry_after: Some("3600"), ..Page::status(429) });
    assert_eq!(refresh(&newsroom).await.failed, 1);
    assert_eq!(refresh(&newsroom).await.asked, 0);
}

#[tokio::test]
async fn the_full_text_brings_its_pictures_without_being_saved() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/f", Page::new("application/rss+xml", rss(&item(1, "Only an excerpt."))));
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/quay.png")));
    site.put("/quay.png", Page::new("image/png", PNG));
    call(&newsroom, "follow", json!({"url": site.url("/f"), "folder": null})).await;
    let id = list(&newsroom, "all").await[0]["id"].clone();
    let view = call(&newsroom, "full_text", json!({"id": id})).await;
    assert_eq!(newsroom.picture(view["leadPicture"].as_str().unwrap(), PictureSize::Reading).await.unwrap().bytes, PNG);
}

#[tokio::test]
async fn a_date_far_in_the_future_does_not_pin_an_article_to_the_top() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let odd = item(1, "x").replace("2026", "2099");
    site.put("/f", Page::new("application/rss+xml", rss(&odd)));
    call(&newsroom, "follow", json!({"url": site.url("/f"), "folder": null})).await;
    let published = list(&newsroom, "all").await[0]["published"].as_str().unwrap().to_owned();
    assert!(published.parse::<jiff::Timestamp>().unwrap() <= newsroom.now(), "{published}");
}
