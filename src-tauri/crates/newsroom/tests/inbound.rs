//! What other programs hand over: what is done unasked, what is asked about, and what is refused. Public pages come through a
//! proxy on loopback, so that the guard before private addresses is the one that is shipped.
#![allow(clippy::unwrap_used, clippy::panic)]
#![allow(clippy::print_stderr, reason = "a test says when it skips")]

mod support;

use std::path::Path;

use newsroom::{Newsroom, commands};
use serde_json::{Value, json};
use support::{Page, Site, open, page, rss};

async fn call(newsroom: &Newsroom, name: &str, args: Value) -> Value {
    commands::call(newsroom, name, args).await.unwrap_or_else(|failure| panic!("{name}: {failure}"))
}

/// Hands arguments over; what the window gets of it.
async fn received(newsroom: &Newsroom, arguments: &[&str]) -> Vec<Value> {
    newsroom.receive(arguments.iter().map(ToString::to_string).collect()).await;
    call(newsroom, "arrivals", json!({})).await.as_array().unwrap().clone()
}

/// A newsroom to which every public server is `site`.
async fn behind(dir: &Path, site: &Site) -> Newsroom {
    let newsroom = open(dir);
    let mut settings = call(&newsroom, "settings", json!({})).await;
    settings["proxy"] = site.url("").into();
    call(&newsroom, "set_settings", json!({"settings": settings})).await;
    newsroom
}

async fn saved(newsroom: &Newsroom) -> Vec<String> {
    let query = json!({"scope": {"kind": "saved"}, "unreadOnly": false, "after": null, "limit": 500});
    let page = call(newsroom, "articles", json!({"query": query})).await;
    page["articles"].as_array().unwrap().iter().map(|card| card["title"].as_str().unwrap().to_owned()).collect()
}

fn written(dir: &Path, name: &str, text: impl AsRef<[u8]>) -> String {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_page_of_the_web_is_saved_and_told_once() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    site.put("/ferries", Page::new("text/html", page("Ferries wait at the quay", "/p.png")));
    let newsroom = behind(dir.path(), &site).await;
    let mut events = newsroom.events();
    let asked = "standfirst://save?url=http%3A%2F%2Fnews.example%2Fferries&title=Ferries";
    let arrived = received(&newsroom, &[asked]).await;
    assert_eq!(arrived.len(), 1, "{arrived:?}");
    assert_eq!((&arrived[0]["kind"], &arrived[0]["already"]), (&json!("saved"), &json!(false)));
    assert_eq!(arrived[0]["article"]["title"], "Ferries", "it is said at once");
    let mut told = 0;
    loop {
        match events.recv().await.unwrap() {
            newsroom::Event::Arrived => told += 1,
            newsroom::Event::Saved { .. } => break,
            _ => {}
        }
    }
    assert_eq!(saved(&newsroom).await, ["Ferries wait at the quay"]);
    assert_eq!(told, 1);
    assert!(call(&newsroom, "arrivals", json!({})).await.as_array().unwrap().is_empty(), "nothing is told twice");
    let again = received(&newsroom, &[asked]).await;
    assert_eq!(again[0]["already"], true, "undoing it must not take away what was saved before");
}

#[tokio::test]
async fn what_leads_into_the_own_network_is_asked_about_and_reaches_nothing() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    site.put("/a", Page::new("text/html", page("Router", "/p.png")));
    let newsroom = open(dir.path());
    let here = site.url("/a");
    let link = written(dir.path(), "x.url", format!("[InternetShortcut]\r\nURL={here}\r\n"));
    let arrived = received(&newsroom, &[&format!("standfirst://save?url={here}&title=A%0Ab"), &here, &link]).await;
    assert_eq!(arrived[0], json!({"kind": "save", "address": here, "title": "A b"}));
    assert_eq!(arrived[1], json!({"kind": "save", "address": here, "title": null}));
    assert_eq!(arrived[2], arrived[1]);
    assert!(site.hits().is_empty(), "nobody was asked: {:?}", site.hits());
    // The reader says so.
    newsroom.save_address_now(&here).await.unwrap();
    assert_eq!(saved(&newsroom).await, ["Router"]);
}

#[tokio::test]
async fn a_name_that_leads_into_the_own_network_is_asked_about_too() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    site.put("/a", Page::new("text/html", page("Router", "/p.png")));
    // The machine's own name leads to itself wherever it leads anywhere.
    let name = std::fs::read_to_string("/etc/hostname").unwrap_or_default().trim().to_owned();
    let leads = tokio::net::lookup_host((name.as_str(), site.port))
        .await
        .is_ok_and(|mut all| all.all(|at| at.ip().is_loopback()));
    if !leads {
        eprintln!("skipped: this machine's name does not lead to it");
        return;
    }
    let newsroom = open(dir.path());
    let address = format!("http://{name}:{}/a", site.port);
    let mut events = newsroom.events();
    received(&newsroom, &[&format!("standfirst://save?url={address}")]).await;
    let mut asked = Vec::new();
    while asked.is_empty() {
        if events.recv().await.unwrap() == newsroom::Event::Arrived {
            asked = call(&newsroom, "arrivals", json!({})).await.as_array().unwrap().clone();
        }
    }
    assert_eq!(asked, [json!({"kind": "save", "address": address, "title": null})]);
    assert!(saved(&newsroom).await.is_empty());
    assert!(site.hits().is_empty(), "nobody was asked: {:?}", site.hits());
}

#[tokio::test]
async fn a_link_that_was_saved_before_stays_saved_when_its_page_leads_into_the_own_network() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    site.put("/moved", Page { location: Some(site.url("/router")), ..Page::status(302) });
    let newsroom = behind(dir.path(), &site).await;
    let asked = "standfirst://save?url=http%3A%2F%2Fnews.example%2Fmoved&title=Moved";
    for already in [false, true] {
        let mut events = newsroom.events();
        if already {
            newsroom.save_link("http://news.example/moved", Some("Moved")).await.unwrap();
            // Who comes while its page is asked waits for that, and asks nothing.
            while !matches!(events.recv().await.unwrap(), newsroom::Event::Saved { .. }) {}
        }
        newsroom.receive(vec![asked.to_owned()]).await;
        let mut arrived = Vec::new();
        while arrived.len() < 2 {
            arrived.extend(call(&newsroom, "arrivals", json!({})).await.as_array().unwrap().clone());
            if arrived.len() < 2 {
                while events.recv().await.unwrap() != newsroom::Event::Arrived {}
            }
        }
        assert_eq!((&arrived[0]["kind"], &arrived[0]["already"]), (&json!("saved"), &json!(already)));
        assert_eq!(arrived[1], json!({"kind": "save", "address": "http://news.example/moved", "title": "Moved"}));
        assert_eq!(saved(&newsroom).await.len(), usize::from(already));
    }
    assert!(site.hits().iter().all(|(path, _)| path != "/router"), "{:?}", site.hits());
}

#[tokio::test]
async fn following_is_asked_about_before_anybody_is_asked_for_anything() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = behind(dir.path(), &site).await;
    let feed = rss("").replace("</title>", "</title><link>https://news.example/</link><atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='https://news.example/f.xml'/>");
    let file = written(dir.path(), "news.rss", feed);
    let arrived = received(
        &newsroom,
        &["standfirst://follow?url=https://news.example/f.xml", "feed:https://news.example/f.xml", &file],
    )
    .await;
    assert_eq!(arrived, vec![json!({"kind": "follow", "address": "https://news.example/f.xml"}); 3]);
    assert!(site.hits().is_empty());
    assert!(call(&newsroom, "overview", json!({})).await["sources"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_page_in_a_file_is_saved_with_its_text() {
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    let newsroom = behind(dir.path(), &site).await;
    let html = page("Ferries wait", "http://news.example/p.png");
    let named = html.replace("<head>", "<head><link rel=canonical href='https://news.example/ferries'>");
    let private = html
        .replace("<head>", "<head><link rel=canonical href='http://192.168.1.1/reboot'>")
        .replace("Ferries wait", "Reboot");
    let files = [written(dir.path(), "a.html", named), written(dir.path(), "b.html", private)];
    let arrived = received(&newsroom, &[&files[0], &files[1], &files[0]]).await;
    let told = |n: usize| (&arrived[n]["kind"], &arrived[n]["article"]["title"], &arrived[n]["article"]["url"]);
    assert_eq!(told(0), (&json!("saved"), &json!("Ferries wait"), &json!("https://news.example/ferries")));
    assert_eq!(
        told(1),
        (&json!("saved"), &json!("Reboot"), &Value::Null),
        "a file may say anything of where it is from"
    );
    let id = arrived[0]["article"]["id"].clone();
    let text = call(&newsroom, "article", json!({"id": id})).await["html"].as_str().unwrap().to_owned();
    assert!(text.contains("The ferries had waited since dawn"));
    assert_eq!(saved(&newsroom).await.len(), 2, "the same file once more is the same article");
    assert!(
        site.hits().iter().all(|(path, _)| path == "/p.png"),
        "the page itself is not asked for: {:?}",
        site.hits()
    );
}

#[tokio::test]
async fn an_export_waits_for_the_reader_until_a_newer_one_comes() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let opml = "<opml version='2.0'><body><outline type='rss' text='A' xmlUrl='https://a.example/f'/></body></opml>";
    let files = [written(dir.path(), "a b.opml", opml), written(dir.path(), "c.opml", opml)];
    let arrived = received(&newsroom, &[&files[0]]).await;
    assert_eq!((&arrived[0]["kind"], &arrived[0]["name"]), (&json!("file"), &json!("a b.opml")));
    assert_eq!(arrived[0]["look"]["report"]["sources"], 1);
    // The window that asked about the first may be gone.
    let newer = received(&newsroom, &[&files[1]]).await;
    assert_eq!((&newer[0]["kind"], &newer[0]["name"]), (&json!("file"), &json!("c.opml")));
    assert!(
        call(&newsroom, "overview", json!({})).await["sources"].as_array().unwrap().is_empty(),
        "nothing is taken in yet"
    );
    call(&newsroom, "import_file", json!({"file": newer[0]["look"]["file"]})).await;
    assert_eq!(call(&newsroom, "overview", json!({})).await["sources"].as_array().unwrap().len(), 1);
    assert_eq!(received(&newsroom, &[&files[1]]).await[0]["kind"], "file");
}

#[tokio::test]
async fn what_cannot_be_opened_is_refused_with_the_reason() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let in_dir = |name: &str, text: &str| written(dir.path(), name, text);
    let refused: Vec<(String, &str)> = vec![
        (
            "standfirst://run?url=https://a.example".to_owned(),
            "“run” is nothing that Standfirst does for other programs",
        ),
        ("standfirst://save?url=file:///etc/passwd".to_owned(), "only http and https addresses can be fetched"),
        (in_dir("a.url", "[InternetShortcut]\nURL=file:///etc/passwd"), "only http and https addresses can be fetched"),
        (in_dir("b.rss", &rss("")), "it is a feed that does not say where it is from"),
        (in_dir("c.html", "<!doctype html><html><body><p>Hello</body></html>"), "no article was found on the page"),
        (in_dir("d.pdf", "%PDF-1.7"), "it is a PDF, and no export of another program"),
        (in_dir("e.opml", ""), "it is empty"),
        (dir.path().to_str().unwrap().to_owned(), "it is no file that can be read"),
        ("/dev/zero".to_owned(), "it is no file that can be read"),
        ("/nowhere/x.opml".to_owned(), "No such file or directory (os error 2)"),
    ];
    for (argument, why) in refused {
        let arrived = received(&newsroom, &[&argument]).await;
        assert_eq!(arrived[0]["kind"], "refused", "{argument}: {arrived:?}");
        assert_eq!(arrived[0]["failure"]["why"], why, "{argument}");
    }
}

#[tokio::test]
async fn a_thousand_things_at_once_are_bounded_and_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let newsroom = open(dir.path());
    let arguments = vec!["standfirst://follow?url=https://a.example/"; 1000];
    let arrived = received(&newsroom, &arguments).await;
    assert_eq!(arrived.len(), 101);
    assert_eq!(arrived[100]["failure"]["why"], "it is more than 100 things at once");
    for _ in 0..5 {
        newsroom.receive(arguments.iter().map(ToString::to_string).collect()).await;
    }
    assert_eq!(
        call(&newsroom, "arrivals", json!({})).await.as_array().unwrap().len(),
        200,
        "nobody looks: it ends there"
    );
}

#[tokio::test]
async fn a_dropped_file_is_opened_as_any_other() {
    use base64::Engine as _;
    let (dir, site) = (tempfile::tempdir().unwrap(), Site::start().await);
    site.put("/ferries", Page::new("text/html", page("Ferries wait", "/p.png")));
    let newsroom = behind(dir.path(), &site).await;
    let dropped = async |name: &str, text: &str| {
        let data = base64::engine::general_purpose::STANDARD.encode(text);
        let file = call(&newsroom, "put_file", json!({"name": name, "file": null, "data": data})).await;
        commands::call(&newsroom, "open_file", json!({"name": name, "file": file})).await
    };
    let link = dropped(
        "x.webloc",
        "<plist version='1.0'><dict><key>URL</key><string>http://news.example/ferries</string></dict></plist>",
    )
    .await;
    assert_eq!(link.unwrap()["article"]["url"], "http://news.example/ferries");
    let list = dropped("x.txt", "https://a.example/1\nhttps://a.example/2\n").await.unwrap();
    assert_eq!((&list["kind"], &list["look"]["report"]["articles"]), (&json!("file"), &json!(2)));
    assert_eq!(dropped("x.bin", "\u{1}\u{2}").await.unwrap_err().code, "unknown-file");
}
