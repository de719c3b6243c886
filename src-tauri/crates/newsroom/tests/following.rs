//! What following an address finds, over real HTTP: feeds that a page names or does not name, and pages without any.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::format_collect,
    reason = "a test"
)]

mod support;

use newsroom::{Newsroom, RefreshReport, RefreshScope, commands};
use serde_json::{Value, json};
use support::{Page, Site, item, open, page, rss};
use tokio_util::sync::CancellationToken;

async fn call(newsroom: &Newsroom, command: &str, args: Value) -> Value {
    commands::call(newsroom, command, args).await.unwrap_or_else(|failure| panic!("{command}: {failure}"))
}

async fn follow(newsroom: &Newsroom, url: &str, folder: Option<&str>) -> Value {
    call(newsroom, "follow", json!({"url": url, "folder": folder})).await
}

async fn preview(newsroom: &Newsroom, address: &str) -> Value {
    call(newsroom, "preview", json!({"address": address})).await
}

async fn refresh(newsroom: &Newsroom) -> RefreshReport {
    let scope = RefreshScope { source: None, force: true };
    newsroom.refresh(scope, &CancellationToken::new(), |_| ()).await.unwrap()
}

async fn titles(newsroom: &Newsroom) -> Vec<String> {
    let query = json!({"query": {"scope": {"kind": "all"}, "unreadOnly": false, "after": null, "limit": 100}});
    let page = call(newsroom, "articles", query).await;
    page["articles"].as_array().unwrap().iter().map(|card| card["title"].as_str().unwrap().to_owned()).collect()
}

fn feed(title: &str) -> Page {
    Page::new("application/rss+xml", rss(&item(1, "one")).replace("Harbour Courier", title))
}

/// A page with a list of headlines, each of `class`.
fn front(numbers: std::ops::Range<u32>, class: &str) -> Page {
    let cards: String = numbers
        .map(|n| format!("<article><h3 class={class}><a href='/news/harbour-story-{n}-of-the-year'>The harbour stays closed for day {n}</a></h3></article>"))
        .collect();
    Page::new(
        "text/html",
        format!(
            "<title>Courier</title><nav><a href=/news/all-the-news-there-is>All the news that there is</a></nav><main><h2>Latest</h2>{cards}</main>"
        ),
    )
}

#[tokio::test]
async fn several_feeds_are_shown_best_first_each_with_what_it_is_and_how_it_was_found() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let link =
        |href: &str, title: &str| format!("<link rel=alternate type=application/rss+xml href={href} title='{title}'>");
    let html = link("/comments.xml", "Comments")
        + &link("/empty.xml", "Empty")
        + &link("/news/rss.xml", "News")
        + &link("/feed.xml", "All");
    site.put("/news/", Page::new("text/html", html));
    for (path, title) in [("/comments.xml", "Comments"), ("/news/rss.xml", "News"), ("/feed.xml", "All")] {
        site.put(path, feed(title));
    }
    site.put("/empty.xml", Page::new("application/rss+xml", rss("")));
    let offer = preview(&newsroom, &site.url("/news/")).await;
    let names: Vec<&str> =
        offer["candidates"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap()).collect();
    assert_eq!(names, ["News", "All", "Comments", "Harbour Courier"]);
    assert_eq!(
        (&offer["candidates"][0]["kind"], &offer["candidates"][0]["how"]),
        (&json!("feed"), &json!("The page names this feed."))
    );
    let followed = follow(&newsroom, &site.url("/news/"), None).await;
    assert_eq!(
        (&followed["title"], &followed["already"], &followed["others"]),
        (&json!("News"), &json!(false), &json!(3))
    );
}

#[tokio::test]
async fn of_two_feeds_with_the_same_articles_the_one_with_the_whole_text_is_followed() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/", Page::new("text/html", "<link rel=alternate type=application/rss+xml href=/a.xml><link rel=alternate type=application/rss+xml href=/b.xml>"));
    site.put("/a.xml", Page::new("application/rss+xml", rss(&item(1, "Only the beginning"))));
    site.put("/b.xml", Page::new("application/rss+xml", rss(&item(1, &"All of the text. ".repeat(50)))));
    assert_eq!(follow(&newsroom, &site.url("/"), None).await["url"], site.url("/b.xml"));
}

#[tokio::test]
async fn what_is_followed_already_is_said_to_be_and_moves_into_the_folder_that_is_given() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/feed.xml", feed("Courier"));
    site.put("/old.xml", Page { location: Some(site.url("/feed.xml")), ..Page::status(302) });
    let first = follow(&newsroom, &site.url("/feed.xml"), None).await;
    let again = follow(&newsroom, &site.url("/feed.xml"), Some("News")).await;
    assert_eq!((&again["id"], &again["already"], &again["folder"]), (&first["id"], &json!(true), &json!("News")));
    assert_eq!(site.hits().len(), 1, "what is known is not asked again");
    // Without a folder it stays where it lies; by an address that only leads there it is the same source.
    let again = follow(&newsroom, &site.url("/old.xml"), None).await;
    assert_eq!((&again["id"], &again["already"], &again["folder"]), (&first["id"], &json!(true), &json!("News")));
    assert_eq!(preview(&newsroom, &site.url("/old.xml")).await["candidates"][0]["followed"], true);
}

#[tokio::test]
async fn a_feed_behind_a_redirect_is_no_second_source_either_way_round() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/feed.xml", feed("Courier"));
    site.put("/old.xml", Page { location: Some(site.url("/feed.xml")), ..Page::status(302) });
    let first = follow(&newsroom, &site.url("/old.xml"), None).await;
    assert_eq!(first["url"], site.url("/old.xml"));
    assert_eq!(follow(&newsroom, &site.url("/feed.xml"), None).await["id"], first["id"]);
}

#[tokio::test]
async fn a_page_without_a_feed_is_followed_by_its_headlines_and_refreshed() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/news/", front(1..9, "title"));
    let offer = preview(&newsroom, &site.url("/news/")).await;
    let one = &offer["candidates"][0];
    assert_eq!(
        (&one["kind"], &one["url"], &one["title"]),
        (&json!("page"), &json!(site.url("/news/")), &json!("Courier"))
    );
    assert_eq!(one["how"], "Standfirst will watch the list of headlines under “Latest” on this page: 8 links now.");
    assert_eq!(one["entries"][0]["title"], "The harbour stays closed for day 1");
    assert_eq!(offer["candidates"].as_array().unwrap().len(), 1);
    let source = follow(&newsroom, &site.url("/news/"), Some("News")).await;
    assert_eq!((&source["kind"], &source["unread"], &source["folder"]), (&json!("page"), &json!(8), &json!("News")));
    site.put("/news/", front(4..12, "title"));
    let report = refresh(&newsroom).await;
    assert_eq!((report.asked, report.new, report.failed), (1, 3, 0));
    assert_eq!(titles(&newsroom).await.len(), 11);
    // The text of an article comes from its page.
    site.put("/news/harbour-story-11-of-the-year", Page::new("text/html", page("The harbour stays closed", "/p.png")));
    let input = json!({"text": "\"day 11\"", "typing": false, "unreadOnly": false, "order": "relevance", "after": null, "limit": 1});
    let id = call(&newsroom, "search", json!({"input": input})).await["hits"][0]["article"]["id"].clone();
    assert!(call(&newsroom, "full_text", json!({"id": id})).await["html"].as_str().unwrap().contains("ferries"));
}

#[tokio::test]
async fn a_list_that_changed_is_found_again_and_one_that_is_gone_is_reported() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    site.put("/news/", front(1..9, "title"));
    let id = follow(&newsroom, &site.url("/news/"), None).await["id"].as_i64().unwrap();
    let watch = || newsroom.library().source(library::SourceId::new(id)).unwrap().watch.unwrap();
    let before = watch();
    site.put("/news/", front(2..10, "headline"));
    assert_eq!(refresh(&newsroom).await.new, 1);
    assert_ne!(watch(), before);
    site.put("/news/", Page::new("text/html", "<p>We are building a new site."));
    let report = refresh(&newsroom).await;
    assert_eq!((report.new, report.failed), (0, 1));
    let source = call(&newsroom, "overview", json!({})).await["sources"][0].clone();
    assert_eq!(source["errorCode"], "pattern-broken");
    assert_eq!(
        source["error"],
        "the list that was watched is no longer on the page: look at the page in a browser; if it still lists articles, unfollow it and follow it anew"
    );
    site.put("/news/", front(3..11, "headline"));
    assert_eq!(refresh(&newsroom).await.new, 1);
    assert_eq!(call(&newsroom, "overview", json!({})).await["sources"][0]["error"], Value::Null);
}

#[tokio::test]
async fn a_sites_news_sitemap_is_watched_with_few_requests() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let map = |n: std::ops::Range<u32>| {
        let urls: String = n
            .map(|n| format!("<url><loc>{}</loc><news:news><news:title>Story {n}</news:title><news:publication_date>2026-11-{n:02}</news:publication_date></news:news></url>", site.url(&format!("/a/{n}"))))
            .collect();
        Page::new("application/xml", format!("<urlset>{urls}</urlset>"))
    };
    site.put("/", Page::new("text/html", "<title>Courier</title><p>Hello."));
    site.put("/robots.txt", Page::new("text/plain", format!("User-agent: *\nSitemap: {}\n", site.url("/maps.xml"))));
    site.put(
        "/maps.xml",
        Page::new(
            "application/xml",
            format!("<sitemapindex><sitemap><loc>{}</loc></sitemap></sitemapindex>", site.url("/news.xml")),
        ),
    );
    site.put("/news.xml", map(1..4));
    let source = follow(&newsroom, &site.url("/"), None).await;
    assert_eq!((&source["kind"], &source["url"]), (&json!("page"), &json!(site.url("/news.xml"))));
    assert!(source["how"].as_str().unwrap().contains("3 articles now"), "{source}");
    assert!(site.hits().len() <= 14, "{:?}", site.hits());
    site.put("/news.xml", map(2..6));
    assert_eq!(refresh(&newsroom).await.new, 2);
    let kept = call(&newsroom, "overview", json!({})).await["sources"][0].clone();
    assert_eq!((&kept["siteUrl"], &kept["title"]), (&json!(site.url("/")), &source["title"]));
    // Its own address will do as well.
    let known = follow(&newsroom, &site.url("/news.xml"), None).await;
    assert_eq!((&known["id"], &known["already"]), (&source["id"], &json!(true)));
}

#[tokio::test]
async fn what_cannot_be_followed_says_why_and_what_to_do() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = open(dir.path());
    let refused = |url: String| {
        let newsroom = newsroom.clone();
        async move { commands::call(&newsroom, "follow", json!({"url": url, "folder": null})).await.unwrap_err() }
    };
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let failure = refused(format!("http://127.0.0.1:{port}/")).await;
    assert_eq!(failure.code, "refused");
    assert!(failure.todo.contains("port"), "{failure}");
    let failure = refused("https://www.instagram.com/somebody".to_owned()).await;
    assert_eq!(failure.code, "no-feed");
    assert!(failure.why.starts_with("Instagram publishes no feed"), "{failure}");
    site.put("/x", Page::new("text/html", "<p>Hello."));
    let failure = refused(site.url("/x")).await;
    assert!(failure.why.contains("a page that names no feed"), "{failure}");
    assert_eq!(refused("file:///etc/passwd".to_owned()).await.code, "invalid-address");
    let offer = preview(&newsroom, &format!("http://127.0.0.1:{port}/")).await;
    assert!(offer["why"].as_str().unwrap().contains("does not accept connections"), "{offer}");
}

/// The yardstick's cases of the kind `probe`: a site that names no feed, and what its server has where.
#[tokio::test]
async fn feeds_are_found_where_they_usually_are_with_few_requests() {
    let cases =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/kits/feeds/cases/discovery.json");
    let Ok(cases) = std::fs::read(cases) else {
        eprintln!("SKIPPED: ../shared/kits/feeds is not on this machine");
        return;
    };
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    for case in cases.iter().filter(|case| case["kind"] == "probe") {
        let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
        let newsroom = open(dir.path());
        let path = |url: &Value| url::Url::parse(url.as_str().unwrap()).unwrap().path().to_owned();
        let start = path(&case["page_url"]);
        site.otherwise(match case["others"].as_str() {
            Some("redirect-home") => Page { location: Some(site.url(&start)), ..Page::status(302) },
            Some("html-200") => Page::new("text/html", "<title>x</title><p>Not here."),
            _ => Page::status(404),
        });
        site.put(&start, Page::new("text/html", "<title>x</title><p>Hello."));
        for served in case["serves_feed"].as_array().unwrap() {
            site.put(served.as_str().unwrap(), feed("Courier"));
        }
        let offer = preview(&newsroom, &site.url(&start)).await;
        let found: Vec<&str> =
            offer["candidates"].as_array().unwrap().iter().map(|one| one["url"].as_str().unwrap()).collect();
        let wanted: Vec<String> =
            case["expect"].as_array().unwrap().iter().map(|one| site.url(&path(&one["url"]))).collect();
        assert_eq!(found, wanted, "{case}");
        assert!(site.hits().len() as u64 <= case["max_requests"].as_u64().unwrap(), "{case}: {:?}", site.hits());
    }
}
