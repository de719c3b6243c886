//! A source over weeks: when it is asked, what it may say instead of news, and what the reader decides about it. Time is
//! given, over real HTTP and real `SQLite`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::path::Path;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use newsroom::{Newsroom, Options, RefreshReport, RefreshScope, commands};
use serde_json::{Value, json};
use support::{Page, Site, item, rss};
use tokio_util::sync::CancellationToken;

/// Hours since the beginning. One clock a process, so these tests take turns.
static HOURS: Mutex<i64> = Mutex::new(0);
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn clock() -> Timestamp {
    let begun: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    begun + SignedDuration::from_hours(*HOURS.lock().unwrap())
}

fn at(hours: i64) {
    *HOURS.lock().unwrap() = hours;
}

fn open(dir: &Path) -> Newsroom {
    at(0);
    let options = Options { clock, keyring: false, ..Options::new(Some(dir.to_path_buf())) };
    Newsroom::open(options).unwrap()
}

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

async fn due(newsroom: &Newsroom) -> RefreshReport {
    newsroom.refresh(RefreshScope::default(), &CancellationToken::new(), |_| ()).await.unwrap()
}

async fn page(newsroom: &Newsroom) -> Value {
    call(newsroom, "source_page", json!({"id": 1})).await
}

/// Follows the feed at `/feed.xml` of a new site.
async fn followed(dir: &Path, feed: Page) -> (Newsroom, Site) {
    let (newsroom, site) = (open(dir), Site::start().await);
    site.put("/feed.xml", feed);
    call(&newsroom, "follow", json!({"url": site.url("/feed.xml"), "folder": null})).await;
    (newsroom, site)
}

fn feed(extra: &str) -> Page {
    Page::new("application/rss+xml", rss(&(extra.to_owned() + &item(1, "one"))))
}

#[tokio::test]
async fn a_feeds_own_wish_decides_when_it_is_asked_and_stays_known_through_answers_without_news() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), Page { etag: Some("\"1\""), ..feed("<ttl>600</ttl>") }).await;
    for (hours, asked) in [(9, 0), (12, 1), (21, 0), (24, 1)] {
        at(hours);
        assert_eq!(due(&newsroom).await.asked, asked, "after {hours} hours");
    }
    let outcomes: Vec<_> = page(&newsroom).await["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| request["outcome"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(outcomes, ["unchanged", "unchanged", "new"]);
    assert_eq!(site.hits().last().unwrap().1.as_deref(), Some("\"1\""));
}

#[tokio::test]
async fn hours_a_feed_skips_are_skipped_but_not_by_a_reader_in_a_hurry() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let hours: Vec<String> = (0..24).filter(|hour| *hour != 12).map(|hour| format!("<hour>{hour}</hour>")).collect();
    let hours = hours.concat();
    let (newsroom, _site) = followed(dir.path(), feed(&format!("<skipHours>{hours}</skipHours>"))).await;
    for (hours, asked) in [(3, 0), (20, 0), (24, 1), (28, 0)] {
        at(hours);
        assert_eq!(due(&newsroom).await.asked, asked, "after {hours} hours");
    }
    let now = RefreshScope { source: None, force: true };
    assert_eq!(newsroom.refresh(now, &CancellationToken::new(), |_| ()).await.unwrap().asked, 1);
}

#[tokio::test]
async fn gone_twice_ends_the_asking_and_its_return_begins_it_again() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    site.put("/feed.xml", Page::status(410));
    at(24);
    assert_eq!(due(&newsroom).await.failed, 1);
    assert_eq!(page(&newsroom).await["source"]["state"], "active", "one may be a slip");
    at(72);
    due(&newsroom).await;
    let gone = page(&newsroom).await;
    assert_eq!((&gone["source"]["state"], &gone["source"]["errorCode"]), (&json!("gone"), &json!("gone")));
    at(1000);
    assert_eq!(due(&newsroom).await.asked, 0);
    assert_eq!(call(&newsroom, "overview", json!({})).await["sources"][0]["unread"], 1, "its articles stay");
    site.put("/feed.xml", feed(""));
    let repaired = call(&newsroom, "repair_source", json!({"id": 1})).await;
    assert_eq!((&repaired["repaired"], &repaired["source"]["state"]), (&json!(true), &json!("active")));
}

#[tokio::test]
async fn a_permanent_redirect_is_believed_when_the_same_source_is_there() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    let moved = |to: &str| Page { location: Some(site.url(to)), ..Page::status(301) };
    let other = "<rss version='2.0'><channel><title>Cheap watches</title><item><guid>x</guid><title>Buy</title></item></channel></rss>";
    site.put("/sold.xml", Page::new("application/rss+xml", other));
    site.put("/feed.xml", moved("/sold.xml"));
    at(24);
    due(&newsroom).await;
    let address = |page: Value| page["source"]["url"].as_str().unwrap().to_owned();
    assert_eq!(address(page(&newsroom).await), site.url("/feed.xml"), "a domain that was sold");
    site.put("/new.xml", feed(""));
    site.put("/feed.xml", moved("/new.xml"));
    at(72);
    due(&newsroom).await;
    assert_eq!(address(page(&newsroom).await), site.url("/new.xml"));
}

#[tokio::test]
async fn a_feed_that_moved_without_a_word_is_found_again_on_its_site() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    site.put("/feed.xml", Page::status(404));
    site.put(
        "/",
        Page::new("text/html", "<title>Courier</title><link rel=alternate type=application/rss+xml href=/news/rss>"),
    );
    site.put("/news/rss", feed(""));
    at(24);
    due(&newsroom).await;
    assert_eq!(page(&newsroom).await["source"]["errorCode"], "not-found");
    let repaired = call(&newsroom, "repair_source", json!({"id": 1})).await;
    assert_eq!(repaired["source"]["url"], site.url("/news/rss"), "{repaired}");
    assert_eq!(repaired["source"]["error"], Value::Null);
    assert_eq!(call(&newsroom, "overview", json!({})).await["sources"][0]["unread"], 1, "no article came twice");
}

#[tokio::test]
async fn a_paused_source_is_left_alone() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    call(&newsroom, "set_source_paused", json!({"id": 1, "paused": true})).await;
    at(1000);
    assert_eq!(due(&newsroom).await.asked, 0);
    let all = RefreshScope { source: None, force: true };
    assert_eq!(newsroom.refresh(all, &CancellationToken::new(), |_| ()).await.unwrap().asked, 0);
    call(&newsroom, "set_source_address", json!({"id": 1, "address": site.url("/other.xml")})).await;
    assert_eq!(page(&newsroom).await["source"]["state"], "paused", "another address does not wake it");
    call(&newsroom, "set_source_paused", json!({"id": 1, "paused": false})).await;
    assert_eq!(due(&newsroom).await.asked, 1);
}

#[tokio::test]
async fn an_address_is_checked_before_it_is_taken() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    site.put("/b.xml", Page::new("application/rss+xml", rss(&item(7, "seven"))));
    call(&newsroom, "follow", json!({"url": site.url("/b.xml"), "folder": null})).await;
    for (address, code) in [
        ("javascript:alert(1)".to_owned(), "invalid-address"),
        ("feed".to_owned(), "invalid-address"),
        (site.url("/b.xml"), "followed-already"),
    ] {
        let failure = commands::call(&newsroom, "set_source_address", json!({"id": 1, "address": address})).await;
        assert_eq!(failure.unwrap_err().code, code, "{address}");
    }
}

#[tokio::test]
async fn secrets_are_kept_apart_and_never_shown() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    let typed = site.url("/feed.xml").replace("http://", "http://ann:pass%20word@");
    call(&newsroom, "set_source_address", json!({"id": 1, "address": typed})).await;
    let access = json!({"headers": [{"name": "X-Token", "value": "t0ken"}], "cookie": "id=c00kie"});
    let page = call(&newsroom, "set_source_access", json!({"id": 1, "access": access})).await;
    let expected = json!({"login": "ann", "headers": ["X-Token"], "cookie": true, "inForce": true, "inKeyring": false});
    assert_eq!((&page["access"], &page["source"]["url"]), (&expected, &json!(site.url("/feed.xml"))));
    let overview = call(&newsroom, "overview", json!({})).await.to_string() + &page.to_string();
    let secrets = std::fs::read_to_string(dir.path().join("secrets.json")).unwrap();
    let library = std::fs::read(dir.path().join("library.db")).unwrap();
    for secret in ["pass word", "t0ken", "c00kie"] {
        assert!(secrets.contains(secret), "{secrets}");
        assert!(!overview.contains(secret));
        assert!(!library.windows(secret.len()).any(|bytes| bytes == secret.as_bytes()), "{secret} is in the library");
    }
    let none = json!({"login": "", "headers": [], "cookie": ""});
    assert_eq!(call(&newsroom, "set_source_access", json!({"id": 1, "access": none})).await["access"], Value::Null);
    assert_eq!(std::fs::read_to_string(dir.path().join("secrets.json")).unwrap().trim(), "{}");
}

#[tokio::test]
async fn an_archive_is_fetched_to_its_end_each_page_once() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = (open(dir.path()), Site::start().await);
    let document = |n: u32, before: Option<&str>| {
        let link =
            before.map(|path| format!("<atom:link rel='prev-archive' href='{}'/>", site.url(path))).unwrap_or_default();
        Page::new(
            "application/rss+xml",
            format!(
                "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>T</title>{link}{}</channel></rss>",
                item(n, "text")
            ),
        )
    };
    site.put("/feed.xml", document(3, Some("/2.xml")));
    site.put("/2.xml", document(2, Some("/1.xml")));
    site.put("/1.xml", document(1, None));
    call(&newsroom, "follow", json!({"url": site.url("/feed.xml"), "folder": null})).await;
    assert_eq!(page(&newsroom).await["hasOlder"], true);
    assert_eq!(call(&newsroom, "older_articles", json!({"id": 1})).await, json!({"pages": 2, "new": 2, "more": false}));
    at(24);
    site.put("/feed.xml", document(4, Some("/2.xml")));
    due(&newsroom).await;
    assert_eq!(page(&newsroom).await["hasOlder"], false, "what was fetched is not offered again");
    let failure = commands::call(&newsroom, "older_articles", json!({"id": 1})).await.unwrap_err();
    assert_eq!(failure.code, "no-archive");
    assert_eq!(site.hits().iter().filter(|(path, _)| path == "/2.xml" || path == "/1.xml").count(), 2);
}

#[tokio::test]
async fn gone_twice_within_a_day_is_gone_once() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    site.put("/feed.xml", Page::status(410));
    let now = RefreshScope { source: None, force: true };
    for _ in 0..3 {
        newsroom.refresh(now, &CancellationToken::new(), |_| ()).await.unwrap();
    }
    assert_eq!(page(&newsroom).await["source"]["state"], "active");
}

#[tokio::test]
async fn a_source_that_moves_to_another_server_takes_no_login_along() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    let access = |access: Value| json!({"id": 1, "access": access});
    call(&newsroom, "set_source_access", access(json!({"login": "ann", "password": "one", "cookie": "c=1"}))).await;
    let other = Site::start().await;
    call(&newsroom, "set_source_address", json!({"id": 1, "address": other.url("/feed.xml")})).await;
    assert_eq!(page(&newsroom).await["access"]["inForce"], false);
    // A header entered for the new server must not bring the old one's cookie there.
    let headers = json!({"headers": [{"name": "X-New", "value": "2"}]});
    let set = call(&newsroom, "set_source_access", access(headers)).await;
    assert_eq!((&set["access"]["cookie"], &set["access"]["login"]), (&json!(false), &Value::Null));
    let secrets = std::fs::read_to_string(dir.path().join("secrets.json")).unwrap();
    assert!(!secrets.contains("c=1") && !secrets.contains("one"), "{secrets}");
    drop(site);
}

#[tokio::test]
async fn a_login_typed_with_an_address_is_not_kept_in_it() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = (open(dir.path()), Site::start().await);
    site.put("/feed.xml", feed(""));
    let typed = site.url("/feed.xml").replace("http://", "http://ann:s3cret@");
    let followed = call(&newsroom, "follow", json!({"url": typed, "folder": null})).await;
    assert_eq!(followed["url"], site.url("/feed.xml"));
    assert_eq!(page(&newsroom).await["access"]["login"], "ann");
    let text = format!(
        "<opml version='2.0'><body><outline type='rss' text='B' xmlUrl='{}'/></body></opml>",
        typed.replace("feed", "b")
    );
    let file = newsroom.read_import("f", text.into_bytes()).await.unwrap();
    newsroom.import(file, &CancellationToken::new(), |_| {}).await.unwrap();
    let told = call(&newsroom, "overview", json!({})).await.to_string() + &newsroom.export_opml_text().await.unwrap();
    assert!(!told.contains("s3cret"), "{told}");
    let second = call(&newsroom, "source_page", json!({"id": 2})).await;
    assert_eq!((&second["source"]["url"], &second["access"]["login"]), (&json!(site.url("/b.xml")), &json!("ann")));
}

#[tokio::test]
async fn repair_leaves_a_server_alone_that_asked_for_it() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let (newsroom, site) = followed(dir.path(), feed("")).await;
    site.put("/feed.xml", Page { retry_after: Some("7200"), ..Page::status(429) });
    at(24);
    due(&newsroom).await;
    let asked = site.hits().len();
    let repair = call(&newsroom, "repair_source", json!({"id": 1})).await;
    assert_eq!((&repair["repaired"], site.hits().len()), (&json!(false), asked), "{repair}");
}

#[tokio::test]
async fn a_proxys_password_is_kept_with_the_secrets() {
    let (_turn, dir) = (TURN.lock().await, tempfile::tempdir().unwrap());
    let newsroom = open(dir.path());
    let mut settings = newsroom.settings().await.unwrap();
    settings.proxy = "http://ann:pr0xy@127.0.0.1:9".to_owned();
    let kept = newsroom.set_settings(settings.clone()).await.unwrap();
    assert_eq!(kept.proxy, "http://ann@127.0.0.1:9/");
    settings.proxy = "ftp://ann:pr0xy@127.0.0.1".to_owned();
    let failure = newsroom.set_settings(settings).await.unwrap_err();
    assert!(failure.code == "invalid" && !failure.to_string().contains("pr0xy"), "{failure}");
    assert_eq!(newsroom.settings().await.unwrap().proxy, "http://ann@127.0.0.1:9/", "the wrong one changed nothing");
}

#[tokio::test]
async fn after_a_restore_the_proxy_that_is_shown_is_the_one_in_force() {
    let (_turn, dir, site) = (TURN.lock().await, tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(&dir.path().join("data"));
    let mut settings = newsroom.settings().await.unwrap();
    settings.proxy = format!("http://127.0.0.1:{}/", site.port);
    newsroom.set_settings(settings.clone()).await.unwrap();
    let backup = dir.path().join("copy.db");
    newsroom.back_up(backup.clone()).await.unwrap();
    settings.proxy = "none".to_owned();
    newsroom.set_settings(settings).await.unwrap();
    newsroom.restore(backup).await.unwrap();
    assert_eq!(newsroom.settings().await.unwrap().proxy, format!("http://127.0.0.1:{}/", site.port));
    site.put("/feed.xml", Page::new("application/rss+xml", rss(&item(1, "news"))));
    call(&newsroom, "follow", json!({"url": "http://courier.example/feed.xml", "folder": null})).await;
    assert!(site.hits().iter().any(|(path, _)| path == "/feed.xml"), "{:?}", site.hits());
}
