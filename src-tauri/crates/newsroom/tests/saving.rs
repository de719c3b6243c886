//! Pages that are saved by their addresses: a link at once, its text after, its end told; and the archive.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::time::Duration;

use newsroom::wire::{SaveEnd, SaveKind};
use newsroom::{Event, Newsroom, commands};
use serde_json::{Value, json};
use support::{PNG, Page, Site, following, hits, item, open, page};
use tokio::sync::broadcast::Receiver;
use tokio_util::sync::CancellationToken;

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

/// Waits for the end of a save.
async fn end(events: &mut Receiver<Event>) -> SaveEnd {
    let waiting = async {
        loop {
            if let Ok(Event::Saved { end }) = events.recv().await {
                return end;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), waiting).await.expect("the save ends")
}

async fn list(newsroom: &Newsroom, scope: &str, order: &str) -> Vec<Value> {
    let query = json!({"scope": {"kind": scope}, "unreadOnly": false, "order": order, "after": null, "limit": 100});
    call(newsroom, "articles", json!({"query": query})).await["articles"].as_array().unwrap().clone()
}

async fn saved(newsroom: &Newsroom) -> Vec<Value> {
    list(newsroom, "saved", "newest").await
}

#[tokio::test]
async fn a_save_is_answered_at_once_and_its_end_is_told() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let mut events = newsroom.events();
    site.put("/alone", Page::new("text/html", page("A page alone", "/quay.png")));
    site.put("/quay.png", Page::new("image/png", PNG));
    let card = call(&newsroom, "save_address", json!({"address": site.url("/alone")})).await;
    assert_eq!((&card["saved"], &card["linkOnly"]), (&json!(true), &json!(true)), "a link is enough to answer");
    assert_eq!(card["title"], site.url("/alone"));
    let end = end(&mut events).await;
    assert_eq!((end.id, end.kind, end.pictures, end.why), (card["id"].as_i64().unwrap(), SaveKind::Full, 1, None));
    assert_eq!(end.title, "A page alone");
    let rows = saved(&newsroom).await;
    assert_eq!((rows.len(), &rows[0]["title"], &rows[0]["linkOnly"]), (1, &json!("A page alone"), &json!(false)));
    assert!(rows[0]["minutes"].as_u64().unwrap() >= 1);
    let view = call(&newsroom, "article", json!({"id": end.id})).await;
    assert_eq!(view["minutes"], rows[0]["minutes"]);
    let provenance = view["provenance"].as_str().unwrap();
    assert!(!provenance.contains("revision"), "nothing was published twice: {provenance}");
}

#[tokio::test]
async fn a_save_that_was_cut_short_goes_on_at_the_next_start() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    site.put("/alone", Page::new("text/html", page("A page alone", "/none.png")));
    {
        // A runtime that goes with all that runs in it: the answer was given, and nothing else came to be.
        let dir = dir.path().to_owned();
        let address = site.url("/alone");
        let cut = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let newsroom = open(&dir);
                newsroom.save_link(&address, Some("As the tab had it")).await.unwrap();
            });
        });
        tokio::task::spawn_blocking(move || cut.join().unwrap()).await.unwrap();
    }
    let newsroom = open(dir.path());
    let rows = saved(&newsroom).await;
    assert_eq!((rows.len(), &rows[0]["title"]), (1, &json!("As the tab had it")));
}

#[tokio::test]
async fn what_waits_is_fetched_when_the_window_opens() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    {
        let address = site.url("/typed");
        let dir = dir.path().to_owned();
        let cut = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            // The background task never gets its turn after the answer.
            runtime.block_on(async { open(&dir).save_address(&address).await.unwrap() });
        });
        tokio::task::spawn_blocking(move || cut.join().unwrap()).await.unwrap();
    }
    assert_eq!(hits(&site, "/typed"), 0);
    site.put("/typed", Page::new("text/html", page("Typed in", "/none.png")));
    let newsroom = open(dir.path());
    let mut events = newsroom.events();
    let watching = newsroom.clone();
    let watch = tokio::spawn(async move { watching.watch_library().await });
    let end = end(&mut events).await;
    assert_eq!((end.kind, &*end.title), (SaveKind::Full, "Typed in"));
    watch.abort();
}

#[tokio::test]
async fn the_end_of_a_save_that_failed_for_now_says_why() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let mut events = newsroom.events();
    site.put("/busy", Page { status: 503, ..Page::new("text/html", "") });
    call(&newsroom, "save_address", json!({"address": site.url("/busy")})).await;
    let end = end(&mut events).await;
    assert_eq!(end.kind, SaveKind::Link);
    assert!(end.why.as_deref().is_some_and(|why| why.contains("503")), "{:?}", end.why);
}

#[tokio::test]
async fn a_page_that_cannot_be_had_is_a_link_that_says_why() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let mut events = newsroom.events();
    site.put("/pic.png", Page::new("image/png", [PNG, &[b'x'; 4000]].concat()));
    site.put("/file.pdf", Page::new("application/pdf", [&b"%PDF-1.7 "[..], &[b'x'; 4000]].concat()));
    site.put("/feed", Page::new("application/rss+xml", support::rss(&item(1, "one"))));
    site.put("/empty", Page::new("text/html", "<p>Nothing to see."));
    for (path, words) in [
        ("/none", "web archive"),
        ("/pic.png", "it is a file, not a page"),
        ("/file.pdf", "it is a file, not a page"),
        ("/feed", "Follow it instead"),
        ("/empty", "no article was found"),
    ] {
        let card = call(&newsroom, "save_address", json!({"address": site.url(path)})).await;
        let end = end(&mut events).await;
        assert_eq!((end.kind, end.id), (SaveKind::Link, card["id"].as_i64().unwrap()), "{path}");
        let why = end.why.unwrap();
        assert!(why.contains(words), "{path}: {why}");
        let view = call(&newsroom, "article", json!({"id": end.id})).await;
        assert_eq!((&view["texts"]["page"]["state"], &view["linkOnly"]), (&json!("failed"), &json!(true)), "{path}");
    }
    assert_eq!(saved(&newsroom).await.len(), 5);
    // Trying again brings it once it is there.
    site.put("/none", Page::new("text/html", page("Here after all", "/no.png")));
    let id = newsroom.library().find_by_address(&site.url("/none")).unwrap().unwrap();
    call(&newsroom, "show_text", json!({"id": id, "which": "page"})).await;
    assert_eq!(end(&mut events).await.kind, SaveKind::Full);
    assert_eq!(saved(&newsroom).await.len(), 5);
}

#[tokio::test]
async fn an_address_without_a_scheme_is_tried_by_both() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/alone", Page::new("text/html", page("A page alone", "/no.png")));
    let card = newsroom.save_address_now(&format!("127.0.0.1:{}/alone", site.port)).await.unwrap();
    assert_eq!((card.title.as_str(), card.url.as_deref()), ("A page alone", Some(site.url("/alone").as_str())));
}

#[tokio::test]
async fn a_link_that_leads_to_a_known_article_saves_that_one() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "Only an excerpt.")).await;
    site.put("/articles/1", Page::new("text/html", page("Headline 1", "/no.png")));
    site.put("/short", Page { location: Some("/articles/1".to_owned()), ..Page::status(302) });
    let mut events = newsroom.events();
    let card = call(&newsroom, "save_address", json!({"address": site.url("/short")})).await;
    call(&newsroom, "add_tag", json!({"id": card["id"], "tag": "sea"})).await;
    let end = end(&mut events).await;
    let rows = saved(&newsroom).await;
    assert_eq!((rows.len(), rows[0]["id"].as_i64()), (1, Some(end.id)), "the link is gone");
    assert_eq!(end.link, card["id"].as_i64().unwrap());
    assert_eq!(rows[0]["url"], site.url("/articles/1"));
    assert_eq!(list(&newsroom, "all", "newest").await.len(), 1);
    assert!(newsroom.library().check().unwrap().ok);
}

#[tokio::test]
async fn a_save_that_is_taken_back_is_gone_and_tells_nothing() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let card = newsroom.save_link("http://nowhere.invalid/a", None).await.unwrap();
    call(&newsroom, "set_saved", json!({"id": card.id, "saved": false})).await;
    assert!(saved(&newsroom).await.is_empty());
    assert!(newsroom.library().wanted_on_shelf(jiff::Timestamp::MAX, 9, 9).unwrap().is_empty(), "nobody asks for it");
    assert_eq!(newsroom.library().remove_dropped_links().unwrap(), 1);
    call(&newsroom, "save_address", json!({"address": site.url("/none")})).await;
    assert_eq!(saved(&newsroom).await.len(), 1);
    assert!(newsroom.library().check().unwrap().ok);
}

#[tokio::test]
async fn an_end_of_saving_that_is_taken_back_leaves_the_date_it_was_saved() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let card = newsroom.save_link("http://nowhere.invalid/a", None).await.unwrap();
    let set = async |saved: bool, since: &str| {
        commands::call(&newsroom, "set_saved", json!({"id": card.id, "saved": saved, "since": since})).await
    };
    set(false, "2026-01-02T03:04:05Z").await.unwrap();
    set(true, "2026-01-02T03:04:05Z").await.unwrap();
    assert_eq!(saved(&newsroom).await[0]["savedAt"], "2026-01-02T03:04:05Z");
    assert_eq!(set(true, "yesterday").await.unwrap_err().code, "usage");
    set(false, "2999-01-01T00:00:00Z").await.unwrap();
    set(true, "2999-01-01T00:00:00Z").await.unwrap();
    assert!(saved(&newsroom).await[0]["savedAt"].as_str().unwrap() < "2999", "nothing is saved in times to come");
}

#[tokio::test]
async fn an_address_from_outside_reaches_no_private_network() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let mut events = newsroom.events();
    site.put("/router", Page::new("text/html", page("The router", "/no.png")));
    newsroom.save_link(&site.url("/router"), None).await.unwrap();
    let end = end(&mut events).await;
    assert_eq!((end.kind, hits(&site, "/router")), (SaveKind::Link, 0), "{:?}", end.why);
    // Neither later, by itself.
    newsroom.fetch_saved_pages(&CancellationToken::new(), |_| {}).await.unwrap();
    newsroom.after_refresh(&CancellationToken::new()).await.unwrap();
    assert_eq!(hits(&site, "/router"), 0);
    for address in ["file:///etc/passwd", "javascript:alert(1)", "standfirst-sample://guide/1", "no address"] {
        assert_eq!(newsroom.save_link(address, None).await.unwrap_err().code, "invalid-address", "{address}");
    }
}

#[tokio::test]
async fn a_page_is_saved_as_the_browser_shows_it() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let seen = page("Behind the login", "https://pictures.invalid/a.png");
    let card = newsroom.save_page(&site.url("/members"), Some("Members"), &seen).await.unwrap();
    assert_eq!((card.title.as_str(), card.link_only, card.saved), ("Behind the login", false, true));
    assert_eq!(hits(&site, "/members"), 0, "nobody asked the page");
    let view = call(&newsroom, "article", json!({"id": card.id})).await;
    assert!(view["html"].as_str().unwrap().contains("The ferries had waited"));
    assert!(view["provenance"].as_str().unwrap().contains("as the browser showed it"), "{}", view["provenance"]);
    // The same again is the same article.
    assert_eq!(newsroom.save_page(&site.url("/members"), None, &seen).await.unwrap().id, card.id);
    // Without an article it is a link, and is not asked either.
    let empty = newsroom.save_page(&site.url("/app"), Some("An application"), "<div id=root></div>").await.unwrap();
    assert_eq!((empty.title.as_str(), empty.link_only), ("An application", true));
    assert_eq!(hits(&site, "/app"), 0);
    let huge = newsroom.save_page(&site.url("/huge"), None, &"x".repeat((16 << 20) + 1)).await.unwrap_err();
    assert_eq!(huge.code, "too-large");
    assert_eq!(saved(&newsroom).await.len(), 2);
}

#[tokio::test]
async fn what_the_browser_shows_takes_the_place_of_less() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = following(&dir, &site, &item(1, "The ferries had waited since dawn […]")).await;
    let seen = page("Headline 1", "https://pictures.invalid/a.png");
    let card = newsroom.save_page(&site.url("/articles/1"), None, &seen).await.unwrap();
    assert_eq!((card.title.as_str(), card.source_id.is_some()), ("Headline 1", true), "the source's own article");
    let view = call(&newsroom, "article", json!({"id": card.id})).await;
    assert_eq!((&view["origin"], &view["saved"]), (&json!("page"), &json!(true)));
}

#[tokio::test]
async fn what_is_put_away_is_in_the_archive() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let items = [item(1, "one"), item(2, &"two words ".repeat(400)), item(3, &"three ".repeat(50))].concat();
    let newsroom = following(&dir, &site, &items).await;
    let ids: Vec<i64> =
        list(&newsroom, "all", "newest").await.iter().map(|card| card["id"].as_i64().unwrap()).collect();
    for id in &ids {
        call(&newsroom, "set_saved", json!({"id": id, "saved": true})).await;
    }
    call(&newsroom, "set_archived", json!({"ids": [ids[0]], "archived": true})).await;
    let overview = call(&newsroom, "overview", json!({})).await;
    assert_eq!((&overview["saved"], &overview["archived"]), (&json!(2), &json!(1)));
    assert_eq!(list(&newsroom, "archived", "newest").await[0]["id"], ids[0]);
    let shortest: Vec<Value> = list(&newsroom, "saved", "shortest").await;
    let longest: Vec<Value> = list(&newsroom, "saved", "longest").await;
    assert_eq!(
        shortest.iter().rev().map(|card| &card["id"]).collect::<Vec<_>>(),
        longest.iter().map(|card| &card["id"]).collect::<Vec<_>>()
    );
    assert!(longest[0]["minutes"].as_u64() >= longest[1]["minutes"].as_u64());
    call(&newsroom, "set_archived", json!({"ids": [ids[0]], "archived": false})).await;
    assert_eq!(saved(&newsroom).await.len(), 3);
}

#[tokio::test]
async fn what_another_program_archived_comes_in_as_archived() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let csv = "title,url,time_added,tags,status\nDone,https://a.example/1,1700000000,,archive\nTo read,https://a.example/2,1700000100,,unread\n";
    let file = newsroom.read_import("pocket.csv", csv.into()).await.unwrap();
    newsroom.import(file, &CancellationToken::new(), |_| {}).await.unwrap();
    let titles =
        |rows: Vec<Value>| rows.iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(titles(list(&newsroom, "archived", "newest").await), ["Done"]);
    assert_eq!(titles(saved(&newsroom).await), ["To read"]);
}

#[tokio::test]
async fn saving_a_page_that_was_put_away_takes_it_back_from_there() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let seen = page("Members", "https://pictures.invalid/a.png");
    let card = newsroom.take_page(&site.url("/members"), None, &seen).await.unwrap();
    call(&newsroom, "set_archived", json!({"ids": [card.id], "archived": true})).await;
    assert!(saved(&newsroom).await.is_empty());
    newsroom.save_address(&site.url("/members")).await.unwrap();
    assert_eq!((saved(&newsroom).await.len(), list(&newsroom, "archived", "newest").await.len()), (1, 0));
}

#[tokio::test]
async fn a_login_in_an_address_from_outside_is_neither_kept_nor_shown() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let card = newsroom.save_link("https://ann:secret@nowhere.invalid/a", None).await.unwrap();
    assert_eq!((card.url.as_deref(), &*card.title), (Some("https://nowhere.invalid/a"), "https://nowhere.invalid/a"));
    let seen = page("Members", "https://pictures.invalid/a.png");
    let card = newsroom.save_page("https://ann@nowhere.invalid/b", None, &seen).await.unwrap();
    assert_eq!(card.url.as_deref(), Some("https://nowhere.invalid/b"));
}

#[tokio::test]
async fn a_link_from_outside_that_the_reader_types_is_asked_as_typed() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let mut events = newsroom.events();
    let link = newsroom.save_link(&site.url("/router"), None).await.unwrap();
    assert_eq!(end(&mut events).await.kind, SaveKind::Link, "nobody asked a private address");
    // The page is away just now: that it was typed must last until somebody tries again.
    let typed = newsroom.save_address_now(&site.url("/router")).await.unwrap();
    assert_eq!((typed.id, typed.link_only, hits(&site, "/router")), (link.id, true, 1));
    site.put("/router", Page::new("text/html", page("The router", "/no.png")));
    call(&newsroom, "show_text", json!({"id": link.id, "which": "page"})).await;
    assert_eq!(saved(&newsroom).await[0]["title"], "The router");
}
