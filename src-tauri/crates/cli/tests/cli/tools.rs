//! parse-feed, extract, sanitize, discover: no library, one document or a line each.

use serde_json::{Value, json};

use crate::support::{Desk, fields, has_fields, page};

const FEED: &str = "<rss version='2.0'><channel><title>Courier</title><link>http://news.example/</link><item><guid>1</guid><title>One</title>\
    <link>/a</link><description>&lt;p onclick=x()&gt;Hi &lt;a href='/b'&gt;b&lt;/a&gt;&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;</description>\
    <enclosure url='http://news.example/a.mp3' type='audio/mpeg' length='3'/></item></channel></rss>";

fn tool(desk: &Desk, args: &[&str], input: &str) -> Value {
    let ran = desk.run_with(args, input.as_bytes());
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.json()
}

#[test]
fn parse_feed_gives_every_field() {
    let desk = Desk::new();
    let feed = tool(&desk, &["parse-feed", "--url", "http://news.example/feed.xml"], FEED);
    assert_eq!(fields(&feed), ["entries", "error", "feed", "format", "ok"]);
    assert_eq!((feed["ok"].as_bool(), feed["format"].as_str()), (Some(true), Some("rss2")));
    has_fields(
        &feed["feed"],
        "id title home_url self_url hub_url next_url description language icon image updated authors categories ttl",
    );
    let entry = &feed["entries"][0];
    has_fields(
        entry,
        "id url title authors published updated summary_html content_html enclosures categories comments_url source image lang",
    );
    assert_eq!(entry["url"], "http://news.example/a");
    assert_eq!(entry["enclosures"][0], json!({"url": "http://news.example/a.mp3", "type": "audio/mpeg", "length": 3}));
    let html = entry["summary_html"].as_str().unwrap();
    assert!(html.contains("onclick") && html.contains("http://news.example/b"), "as published, links absolute: {html}");
    let safe = tool(&desk, &["parse-feed", "--sanitize", "--url", "http://news.example/feed.xml"], FEED);
    let html = safe["entries"][0]["summary_html"].as_str().unwrap();
    assert!(!html.contains("onclick") && !html.contains("script") && html.contains("Hi"), "{html}");
    let none = tool(&desk, &["parse-feed"], "hello");
    assert_eq!(none["ok"], false);
    assert!(none["error"].is_string());
    assert!(!desk.library().exists(), "a tool opens no library");
}

#[test]
fn each_tool_answers_each_line_in_order() {
    let desk = Desk::new();
    let file = desk.dir.path().join("feed.xml");
    std::fs::write(&file, FEED).unwrap();
    let path = file.to_str().unwrap();
    let lines = format!(
        "{}\n{}\nnot json\n{{\"url\":1}}\n{}\n",
        json!({"path": path, "content_type": "text/xml", "url": "http://news.example/feed.xml", "headers": {}}),
        json!({"path": "/nowhere"}),
        json!({"path": path}),
    );
    let ran = desk.run_with(&["parse-feed", "--batch"], lines.as_bytes());
    let oks: Vec<bool> = ran.lines().iter().map(|answer| answer["ok"].as_bool().unwrap()).collect();
    assert_eq!((ran.code, oks), (0, vec![true, false, false, false, true]));
    assert!(ran.lines()[1..4].iter().all(|answer| answer["error"].is_string()));

    for name in ["extract", "sanitize", "discover"] {
        let lines = format!(
            "{}\nnot json\n{}\n{}\n",
            json!({"id": "a", "url": "http://news.example/x", "html": page("One")}),
            json!({"id": 7, "html": 5}),
            json!({"id": {"b": 1}, "html": ""}),
        );
        let ran = desk.run_with(&[name, "--batch"], lines.as_bytes());
        let answers = ran.lines();
        let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
        assert_eq!(ids, [&json!("a"), &Value::Null, &json!(7), &json!({"b": 1})], "{name}");
        assert!(answers[1]["error"].is_string() && answers[2]["error"].is_string(), "{name}");
        assert_eq!(ran.code, 0);
    }
    let ran = desk.run_with(&["sanitize", "--batch"], b"\xff\xfe\n{\"id\":1,\"html\":\"a\"}\n");
    assert_eq!((ran.code, ran.lines().len()), (0, 2));
}

#[test]
fn extract_gives_every_field_and_clean_html() {
    let desk = Desk::new();
    let html = page("The harbour is closed").replace("</article>", "<script>x()</script></article>");
    let article = tool(&desk, &["extract", "--url", "http://news.example/x"], &html);
    has_fields(
        &article,
        "id title byline published modified lang site section breadcrumbs deck lead_image caption credit html text cited",
    );
    assert!(article["title"].as_str().unwrap().contains("The harbour is closed"));
    assert!(!article["html"].as_str().unwrap().contains("script"));
    assert!(article["text"].as_str().unwrap().starts_with("The ferries"));
    assert_eq!(tool(&desk, &["extract"], "")["text"], "");
}

#[test]
fn sanitize_and_discover() {
    let desk = Desk::new();
    let clean = tool(
        &desk,
        &["sanitize", "--url", "http://news.example/x"],
        "<p onclick=a>Hi <a href=/y>y</a><img src=x onerror=b>",
    );
    assert_eq!(fields(&clean), ["html", "id"]);
    let html = clean["html"].as_str().unwrap();
    assert!(html.contains("http://news.example/y") && !html.contains("onclick") && !html.contains("onerror"), "{html}");
    let found = tool(
        &desk,
        &["discover", "--url", "http://news.example/x"],
        "<link rel=alternate type=application/atom+xml title=News href=/atom.xml>",
    );
    assert_eq!(fields(&found), ["feeds", "id", "start"]);
    assert_eq!(
        found["feeds"],
        json!([{"url": "http://news.example/atom.xml", "title": "News", "type": "application/atom+xml"}])
    );
    assert_eq!(tool(&desk, &["discover"], "<p>nothing")["feeds"], json!([]));
}

#[test]
fn discover_knows_sites_by_their_address_alone_as_a_person_types_it() {
    let desk = Desk::new();
    for (typed, start, feed) in [
        ("https://lobste.rs/t/rust", "https://lobste.rs/t/rust", Some("https://lobste.rs/t/rust.rss")),
        ("github.com/a/b/tags", "https://github.com/a/b/tags", Some("https://github.com/a/b/tags.atom")),
        ("@a@social.example", "https://social.example/@a.rss", Some("https://social.example/@a.rss")),
        ("r/rust", "https://www.reddit.com/r/rust/.rss", Some("https://www.reddit.com/r/rust/.rss")),
        ("example.org", "https://example.org/", None),
    ] {
        let found = tool(&desk, &["discover", "--url", typed], "");
        assert_eq!(found["start"], start);
        assert_eq!(found["feeds"][0]["url"].as_str(), feed, "{typed}");
        let lines = format!("{}\n", json!({"id": 1, "url": typed}));
        assert_eq!(desk.run_with(&["discover", "--batch"], lines.as_bytes()).lines()[0]["feeds"], found["feeds"]);
    }
    let wrong = tool(&desk, &["discover", "--url", "file:///etc/passwd"], "");
    assert_eq!((&wrong["start"], &wrong["feeds"]), (&Value::Null, &json!([])));
}

#[test]
fn the_manual_and_the_completions_come_from_the_commands_themselves() {
    let desk = Desk::new();
    let folder = tempfile::tempdir().unwrap();
    let share = folder.path().join("usr/share");
    desk.ok(&["manual", share.to_str().unwrap()]);
    let read = |path: &str| std::fs::read_to_string(share.join(path)).unwrap();
    assert!(read("man/man1/standfirst.1").contains("standfirst\\-mark\\-read(1)"), "the page names its commands'");
    assert!(read("man/man1/standfirst-list.1").contains("\\-\\-unread"));
    assert!(!share.join("man/man1/standfirst-manual.1").exists(), "what is hidden has no page");
    assert!(read("bash-completion/completions/standfirst").contains("--dry-run"));
    assert!(read("zsh/site-functions/_standfirst").starts_with("#compdef standfirst"));
    assert!(read("fish/vendor_completions.d/standfirst.fish").contains("mark-read"));
    assert!(!desk.library().exists(), "no library was opened");
}

#[test]
fn a_copy_says_how_it_was_installed() {
    let here = Desk::new().ok(&["version", "--json"]).json();
    assert_eq!((&here["kind"], &here["updates"]), (&"source".into(), &"nobody".into()), "{here}");
    assert_eq!(here["version"], env!("CARGO_PKG_VERSION"));
}
