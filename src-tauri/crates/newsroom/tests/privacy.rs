//! What leaves the machine: a whole session goes through a proxy that writes down every request. What PRIVACY.md does not
//! name must not be among them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::format_collect)]

mod support;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use newsroom::wire::ExportKind;
use newsroom::{Newsroom, PictureSize, RefreshScope, Selection, commands};
use serde_json::{Value, json};
use support::{PNG, open, page, rss};
use tokio_util::sync::CancellationToken;

/// A proxy that answers for every server itself, and remembers what it was asked for.
#[derive(Clone, Default)]
struct Proxy {
    pages: Arc<HashMap<&'static str, (&'static str, Vec<u8>)>>,
    asked: Arc<Mutex<Vec<String>>>,
    headers: Arc<Mutex<BTreeSet<String>>>,
}

impl Proxy {
    async fn start(pages: HashMap<&'static str, (&'static str, Vec<u8>)>) -> (Self, u16) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Self { pages: Arc::new(pages), ..Self::default() };
        let routes = Router::new().fallback(answer).with_state(proxy.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (proxy, port)
    }

    /// What was asked since the last look, sorted.
    fn taken(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }
}

async fn answer(State(proxy): State<Proxy>, request: Request) -> Response {
    let uri = request.uri().to_string();
    proxy.asked.lock().unwrap().push(format!("{} {uri}", request.method()));
    proxy.headers.lock().unwrap().extend(request.headers().keys().map(ToString::to_string));
    match proxy.pages.get(uri.as_str()) {
        Some((kind, body)) => ([(header::CONTENT_TYPE, *kind), (header::ETAG, "\"1\"")], body.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

async fn refresh(newsroom: &Newsroom, force: bool) {
    let cancel = CancellationToken::new();
    newsroom.refresh(RefreshScope { source: None, force }, &cancel, |_| ()).await.unwrap();
    newsroom.after_refresh(&cancel).await.unwrap();
}

fn items() -> String {
    "<item><guid>1</guid><title>Harbour closed</title><link>http://paper.example/1?utm_source=rss</link>\
     <description>Ferries waited while the harbour stayed closed […]</description></item>\
     <item><guid>2</guid><title>A whole one</title><link>http://paper.example/2</link>\
     <description><![CDATA[<p>All there is. <a href='http://linked.example/'>A link</a></p><img src='http://pictures.example/two.png'>\
     <img src='http://counter.example/pixel.gif' width='1' height='1'><iframe src='http://video.example/embed/1'></iframe>\
     <script src='http://script.example/x.js'></script>]]></description></item>"
        .to_owned()
}

#[tokio::test]
async fn a_whole_session_asks_for_nothing_that_privacy_md_does_not_name() {
    let html = "text/html";
    let front = "<!doctype html><title>The Paper</title><link rel=alternate type=application/rss+xml href=/feed>\
        <link rel=icon href=/favicon.ico><link rel=stylesheet href=http://style.example/a.css><script src=/s.js></script>";
    let (proxy, port) = Proxy::start(HashMap::from([
        ("http://paper.example/", (html, front.into())),
        ("http://paper.example/feed", ("application/rss+xml", rss(&items()).into())),
        (
            "http://paper.example/1?utm_source=rss",
            (html, page("Harbour closed", "http://pictures.example/quay.png").into()),
        ),
        ("http://pictures.example/quay.png", ("image/png", PNG.into())),
        ("http://pictures.example/two.png", ("image/png", PNG.into())),
        ("http://essay.example/long", (html, page("A long essay", "http://essay.example/lead.png").into())),
        ("http://essay.example/lead.png", ("image/png", PNG.into())),
        ("http://other.example/rss", ("application/rss+xml", rss("").into())),
    ]))
    .await;
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let mut settings = call(&newsroom, "settings", json!({})).await;
    settings["proxy"] = format!("http://127.0.0.1:{port}").into();
    call(&newsroom, "set_settings", json!({"settings": settings})).await;
    let asked = |step: &str, expected: &[&str]| {
        let expected: Vec<String> = expected.iter().map(|url| format!("GET {url}")).collect();
        assert_eq!(proxy.taken(), expected, "{step}");
    };

    // The sample edition lies in the program.
    newsroom.add_sample().await.unwrap();
    refresh(&newsroom, false).await;
    asked("opening", &[]);

    call(&newsroom, "follow", json!({"url": "http://paper.example/", "folder": null})).await;
    asked("following", &["http://paper.example/", "http://paper.example/feed"]);
    refresh(&newsroom, true).await;
    // Both entries are short enough to be beginnings.
    asked("refresh", &["http://paper.example/1?utm_source=rss", "http://paper.example/2", "http://paper.example/feed"]);

    let query = json!({"query": {"scope": {"kind": "all"}, "unreadOnly": false, "after": null, "limit": 500}});
    let listed = call(&newsroom, "articles", query).await["articles"].as_array().unwrap().clone();
    let of = |title: &str| listed.iter().find(|one| one["title"] == title).unwrap()["id"].as_i64().unwrap();
    let (short, whole) = (of("Harbour closed"), of("A whole one"));
    asked("the list", &[]);
    let view = call(&newsroom, "article", json!({"id": whole})).await;
    assert!(!view["html"].as_str().unwrap().contains("script"));
    newsroom.picture(&library::image_key("http://pictures.example/two.png"), PictureSize::Reading).await.unwrap();
    asked("reading", &["http://pictures.example/two.png"]);

    newsroom.save_now(short).await.unwrap();
    asked("saving", &["http://pictures.example/quay.png"]);
    newsroom.save_address_now("http://essay.example/long").await.unwrap();
    refresh(&newsroom, false).await;
    asked("saving an address", &["http://essay.example/lead.png", "http://essay.example/long"]);

    let opml = "<opml version='2.0'><body><outline text='Other' type='rss' xmlUrl='http://other.example/rss' htmlUrl='http://other.example/'/></body></opml>";
    let file = newsroom.read_import("s.opml", opml.into()).await.unwrap();
    newsroom.import(file, &tokio_util::sync::CancellationToken::new(), |_| {}).await.unwrap();
    asked("importing", &[]);
    refresh(&newsroom, false).await;
    asked("refresh after importing", &["http://other.example/rss"]);

    for (name, args) in [
        ("overview", json!({})),
        (
            "search",
            json!({"input": {"text": "harbour", "typing": false, "unreadOnly": false, "order": "relevance", "after": null, "limit": 10}}),
        ),
        ("set_read", json!({"ids": [short, whole], "read": true})),
        ("mark_all_read", json!({"scope": {"kind": "all"}})),
        ("add_tag", json!({"id": short, "tag": "sea"})),
        (
            "add_highlight",
            json!({"id": short, "passage": {"text": "harbour", "before": "", "after": ""}, "note": "mine"}),
        ),
        ("set_saved", json!({"id": whole, "saved": false})),
        ("share_targets", json!({"ids": [short], "quote": null})),
        ("source_page", json!({"id": 1})),
        ("storage", json!({})),
        ("set_source_paused", json!({"id": 2, "paused": true})),
    ] {
        call(&newsroom, name, args).await;
    }
    for kind in [ExportKind::Opml, ExportKind::Archive, ExportKind::Markdown, ExportKind::Epub, ExportKind::Html] {
        let to = dir.path().join(format!("out-{}", kind.code()));
        let exported =
            newsroom.export(kind, Selection::default(), &to, false, &CancellationToken::new(), |_| {}).await.unwrap();
        assert!(exported.count > 0, "{exported:?}");
    }
    // Nothing is due: the window is open and left alone.
    refresh(&newsroom, false).await;
    drop(newsroom);
    asked("marking, searching, sharing, exporting and doing nothing", &[]);

    let known =
        ["a-im", "accept", "accept-encoding", "connection", "host", "if-none-match", "proxy-connection", "user-agent"];
    let others: Vec<String> =
        proxy.headers.lock().unwrap().iter().filter(|name| !known.contains(&name.as_str())).cloned().collect();
    assert_eq!(others, Vec::<String>::new(), "headers that PRIVACY.md does not name");
}
