//! Which text a reader reads: the feed's or the page's; what was left out and put back; what is fetched by itself.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use newsroom::{Newsroom, RefreshScope, commands};
use serde_json::{Value, json};
use support::{Page, Site, following, hits, item, page};
use tokio_util::sync::CancellationToken;

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

async fn list(newsroom: &Newsroom) -> Vec<Value> {
    let query = json!({"query": {"scope": {"kind": "all"}, "unreadOnly": false, "after": null, "limit": 500}});
    call(newsroom, "articles", query).await["articles"].as_array().unwrap().clone()
}

/// How many articles a search finds.
async fn found(newsroom: &Newsroom, text: &str) -> usize {
    let input =
        json!({"text": text, "typing": false, "unreadOnly": false, "order": "relevance", "after": null, "limit": 5});
    call(newsroom, "search", json!({"input": input})).await["hits"].as_array().unwrap().len()
}

async fn view(newsroom: &Newsroom, id: &Value) -> Value {
    call(newsroom, "article", json!({"id": id})).await
}

/// As the window and the command line do it: the sources, then what follows.
async fn refresh(newsroom: &Newsroom) -> u64 {
    let cancel = CancellationToken::new();
    newsroom.refresh(RefreshScope { source: None, force: true }, &cancel, |_| ()).await.unwrap();
    newsroom.after_refresh(&cancel).await.unwrap().texts
}

const EXCERPT: &str = "Ferries waited while the harbour stayed closed […]";

#[tokio::test]
async fn truncated_entries_are_fetched_after_a_refresh_and_complete_ones_are_not() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let complete = "<p>The bell rang at noon.</p><p>That is all there is to say.</p>";
    let newsroom = following(&dir, &site, &(item(2, EXCERPT) + &item(1, complete))).await;
    site.put("/articles/2", Page::new("text/html", page("Headline 2", "/quay.png")));
    assert_eq!(refresh(&newsroom).await, 1);
    let cards = list(&newsroom).await;
    let cut = view(&newsroom, &cards[0]["id"]).await;
    assert_eq!(
        (cut["texts"]["shown"].as_str(), cut["texts"]["feed"]["state"].as_str()),
        (Some("page"), Some("excerpt"))
    );
    assert!(cut["texts"]["page"]["words"].as_u64() > Some(100) && cut["texts"]["feed"]["words"] == 8);
    let whole = view(&newsroom, &cards[1]["id"]).await;
    assert_eq!((whole["texts"]["feed"]["state"].as_str(), whole["excerptOnly"].as_bool()), (Some("here"), Some(false)));
    assert_eq!((hits(&site, "/articles/2"), hits(&site, "/articles/1")), (1, 0));
    assert_eq!(refresh(&newsroom).await, 0, "once is enough");
    assert_eq!(found(&newsroom, "crews said").await, 1);
}

#[tokio::test]
async fn a_reader_switches_between_the_texts_and_the_choice_lasts() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, EXCERPT)).await;
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/quay.png")));
    let id = list(&newsroom).await[0]["id"].clone();
    let shown = call(&newsroom, "show_text", json!({"id": id, "which": "page"})).await;
    assert!(shown["html"].as_str().unwrap().contains("The ferries had waited"));
    let shown = call(&newsroom, "show_text", json!({"id": id, "which": "feed"})).await;
    assert_eq!(
        (shown["texts"]["shown"].as_str(), shown["texts"]["page"]["state"].as_str()),
        (Some("feed"), Some("here"))
    );
    assert!(shown["html"].as_str().unwrap().contains("[…]") && shown["excerptOnly"] == false);
    refresh(&newsroom).await;
    assert_eq!(view(&newsroom, &id).await["texts"]["shown"], "feed");
    call(&newsroom, "show_text", json!({"id": id, "which": "page"})).await;
    assert_eq!(hits(&site, "/articles/1"), 1, "both are here");
    let failure = commands::call(&newsroom, "show_text", json!({"id": id, "which": "x"})).await.unwrap_err();
    assert_eq!(failure.code, "invalid");
}

#[tokio::test]
async fn a_page_that_fails_says_so_keeps_the_feeds_text_and_is_tried_again() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &(item(2, EXCERPT) + &item(1, EXCERPT))).await;
    site.put("/articles/1", Page::status(500));
    assert_eq!(refresh(&newsroom).await, 0);
    let cards = list(&newsroom).await;
    for (card, why) in cards.iter().zip(["404", "500"]) {
        let view = view(&newsroom, &card["id"]).await;
        let page = &view["texts"]["page"];
        assert_eq!((view["texts"]["shown"].as_str(), page["state"].as_str()), (Some("feed"), Some("failed")));
        assert!(page["message"].as_str().unwrap().contains(why), "{page}");
        assert_eq!(view["excerptOnly"], false, "opening does not hammer the server");
    }
    let wanted = |hours: i64| {
        let at = newsroom.now() + jiff::SignedDuration::from_hours(hours);
        newsroom.library().wanted_pages(at, 10, 10).unwrap().len()
    };
    assert_eq!((wanted(0), wanted(1)), (0, 1), "what passes is tried again later, a 404 is not");
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/quay.png")));
    let shown = call(&newsroom, "show_text", json!({"id": cards[1]["id"], "which": "page"})).await;
    assert_eq!((shown["texts"]["shown"].as_str(), shown["texts"]["page"]["message"].as_str()), (Some("page"), None));
}

#[tokio::test]
async fn a_consent_wall_does_not_take_the_feeds_place() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, EXCERPT)).await;
    let wall = "<p>We and our 842 partners store and access information on your device, such as unique identifiers, and process personal data with your permission.</p>".repeat(8);
    site.put(
        "/articles/1",
        Page::new("text/html", format!("<html><title>Before you go on</title><main>{wall}</main></html>")),
    );
    refresh(&newsroom).await;
    let shown = view(&newsroom, &list(&newsroom).await[0]["id"]).await;
    assert_eq!((shown["texts"]["shown"].as_str(), shown["origin"].as_str()), (Some("feed"), Some("feed")));
    assert!(shown["texts"]["page"]["message"].as_str().unwrap().contains("consent"), "{shown}");
}

#[tokio::test]
async fn a_source_is_told_never_or_always_to_have_its_pages_fetched() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let complete = "<p>The ferries had waited since dawn.</p><p>The crews said so.</p>";
    let newsroom = following(&dir, &site, &(item(2, EXCERPT) + &item(1, complete))).await;
    for n in 1..=2 {
        site.put(&format!("/articles/{n}"), Page::new("text/html", page(&format!("Headline {n}"), "/quay.png")));
    }
    let source = list(&newsroom).await[0]["sourceId"].clone();
    let set = async |mode: &str| call(&newsroom, "set_source_text", json!({"id": source, "mode": mode})).await;
    assert_eq!(set("never").await["text"], "never");
    assert_eq!(refresh(&newsroom).await, 0);
    let id = list(&newsroom).await[0]["id"].clone();
    assert_eq!(call(&newsroom, "full_text", json!({"id": id})).await["texts"]["shown"], "feed");
    set("always").await;
    assert_eq!(refresh(&newsroom).await, 2);
    let failure =
        commands::call(&newsroom, "set_source_text", json!({"id": source, "mode": "often"})).await.unwrap_err();
    assert_eq!(failure.code, "invalid");
}

#[tokio::test]
async fn a_block_is_put_back_is_remembered_for_the_source_and_taken_out_again() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, EXCERPT)).await;
    let id = list(&newsroom).await[0]["id"].clone();
    // As an extraction leaves it behind.
    let block = |mark: &str, before: usize, text: &str| json!({"reason": "related", "mark": mark, "before": before, "html": format!("<p>{text}</p>"), "text": text});
    let provenance = json!({"fields": [{"field": "title", "way": "og:title"}], "left_out": [block("aside.box", 1, "zebra one"), block("aside.box", 1, "zebra two"), block("p.note", 2, "giraffe")]});
    let article = library::NewArticle {
        guid: "g1".to_owned(),
        url: Some(site.url("/articles/1")),
        title: "Headline 1".to_owned(),
        html: "<p>first</p><p>second</p>".to_owned(),
        text: "first\nsecond".to_owned(),
        origin: library::Origin::Page,
        provenance: Some(provenance.to_string()),
        ..library::NewArticle::default()
    };
    let article_id = library::ArticleId::new(id.as_i64().unwrap());
    newsroom.library().add_page_text(article_id, article, true, None, newsroom.now()).unwrap();
    let shown = view(&newsroom, &id).await;
    assert_eq!(
        (shown["leftOut"].as_array().unwrap().len(), shown["leftOut"][2]["text"].as_str()),
        (3, Some("giraffe"))
    );
    assert_eq!(
        (shown["leftOut"][0]["reason"].as_str(), shown["fields"][0]["way"].as_str()),
        (Some("related"), Some("og:title"))
    );
    let shown = call(&newsroom, "restore_block", json!({"id": id, "block": 2})).await;
    assert_eq!(shown["html"], "<p>first</p><p>second</p><p>giraffe</p>");
    let shown = call(&newsroom, "restore_block", json!({"id": id, "block": 1})).await;
    assert_eq!(
        shown["html"], "<p>first</p><p>zebra one</p><p>zebra two</p><p>second</p><p>giraffe</p>",
        "all of a kind"
    );
    assert_eq!(shown["leftOut"].as_array().unwrap().len(), 0);
    assert_eq!(found(&newsroom, "zebra").await, 1);
    let source = shown["sourceId"].clone();
    let kept = call(&newsroom, "source_page", json!({"id": source})).await["kept"].clone();
    assert_eq!(kept.as_array().unwrap().len(), 2);
    let after = call(&newsroom, "forget_restored", json!({"source": source, "mark": "aside.box"})).await;
    assert_eq!((after["kept"].as_array().unwrap().len(), after["kept"][0]["text"].as_str()), (1, Some("giraffe")));
    assert_eq!(view(&newsroom, &id).await["html"], "<p>first</p><p>second</p><p>giraffe</p>");
    let failure = commands::call(&newsroom, "restore_block", json!({"id": id, "block": 9})).await.unwrap_err();
    assert_eq!(failure.code, "not-found");
}

#[tokio::test]
async fn a_server_that_wants_peace_gets_it_and_the_pages_of_others_come() {
    let (dir, site, other) = (tempfile::tempdir().unwrap(), Site::start().await, Site::start().await);
    let items: String = (1..=5).map(|n| item(n, EXCERPT)).collect();
    let newsroom = following(&dir, &site, &items).await;
    for n in 1..=5 {
        site.put(&format!("/articles/{n}"), Page { retry_after: Some("3600"), ..Page::status(429) });
    }
    refresh(&newsroom).await;
    let asked = site.hits().iter().filter(|(path, _)| path.starts_with("/articles")).count();
    assert_eq!(asked, 1, "after the first refusal nobody asks");
    refresh(&newsroom).await;
    assert_eq!(site.hits().iter().filter(|(path, _)| path.starts_with("/articles")).count(), 1);
    drop(other);
}

#[tokio::test]
async fn a_refresh_that_is_stopped_fetches_no_pages() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, EXCERPT)).await;
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/quay.png")));
    let cancel = CancellationToken::new();
    cancel.cancel();
    assert_eq!(newsroom.after_refresh(&cancel).await.unwrap().texts, 0);
    assert_eq!(hits(&site, "/articles/1"), 0);
}

#[tokio::test]
async fn of_a_source_with_many_excerpts_ten_pages_come_after_one_refresh() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let items: String = (1..=25).map(|n| item(n, EXCERPT)).collect();
    let newsroom = following(&dir, &site, &items).await;
    for n in 1..=25 {
        site.put(&format!("/articles/{n}"), Page::new("text/html", page(&format!("Headline {n}"), "/quay.png")));
    }
    assert_eq!([refresh(&newsroom).await, refresh(&newsroom).await, refresh(&newsroom).await], [10, 10, 5]);
}
