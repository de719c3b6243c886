//! CLI.md, held to: the real binary over a real library, its fields, its exit codes, and its last line on stderr.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A site with a feed of two entries, and nothing else.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = [0; 4096];
            let read = stream.read(&mut head).unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
            let paragraph =
                "The lamps along the quay were lit an hour early, and nobody could say who had asked for it. "
                    .repeat(4);
            let (status, body) = match path.as_str() {
                "/" => (
                    "200 OK",
                    "<title>Quay</title><link rel=alternate type=application/rss+xml href=/feed.xml>".to_owned(),
                ),
                "/feed.xml" => (
                    "200 OK",
                    format!(
                        "<rss version='2.0'><channel><title>Quay News</title>{}{}</channel></rss>",
                        entry(1),
                        entry(2)
                    ),
                ),
                "/page" => (
                    "200 OK",
                    format!(
                        "<html lang=en><title>Lamps</title><article><h1>Lamps lit early</h1>{}</article></html>",
                        format!("<p>{paragraph}</p>").repeat(5)
                    ),
                ),
                _ => ("404 Not Found", String::new()),
            };
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
        }
    });
    address
}

fn entry(n: u32) -> String {
    format!(
        "<item><guid>q{n}</guid><title>Lamp {n} &amp; \u{1b}[31mred</title><link>/a/{n}</link><category>Local</category><pubDate>Tue, {n:02} Nov 2026 08:00:00 GMT</pubDate><description>Word{n} of the lamp</description></item>"
    )
}

fn run_with(dir: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_standfirst"))
        .args(args)
        .env("STANDFIRST_DATA_DIR", dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn run(dir: &Path, args: &[&str]) -> Output {
    run_with(dir, args, "")
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// JSON Lines of a command that must succeed.
fn lines(dir: &Path, args: &[&str]) -> Vec<Value> {
    let output = run(dir, &[args, &["--json"]].concat());
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    text(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The exit code and last line of a command that must fail.
fn failure(dir: &Path, args: &[&str]) -> (i32, String) {
    let output = run(dir, args);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!stderr.contains("panicked"), "{stderr}");
    (output.status.code().unwrap(), stderr.lines().last().unwrap_or_default().to_owned())
}

fn followed() -> (tempfile::TempDir, String) {
    let (dir, site) = (tempfile::tempdir().unwrap(), site());
    lines(dir.path(), &["follow", &format!("{site}/"), "--folder", "Town"]);
    (dir, site)
}

#[test]
fn a_source_is_previewed_followed_listed_and_left() {
    let (dir, site) = (tempfile::tempdir().unwrap(), site());
    let dir = dir.path();
    let preview = &lines(dir, &["follow", &format!("{site}/"), "--dry-run"])[0];
    assert_eq!(preview["candidates"][0]["title"], "Quay News");
    assert!(lines(dir, &["sources"]).is_empty());
    let source = &lines(dir, &["follow", &format!("{site}/"), "--folder", "Town"])[0];
    let listed = &lines(dir, &["sources"])[0];
    for field in
        ["id", "kind", "url", "site_url", "title", "folder", "unread", "last_ok", "next_due", "failures", "error"]
    {
        assert!(listed.get(field).is_some(), "{field}");
    }
    assert_eq!(
        (listed["kind"].as_str(), listed["folder"].as_str(), listed["unread"].as_u64()),
        (Some("feed"), Some("Town"), Some(2))
    );
    lines(dir, &["unfollow", &source["id"].to_string()]);
    assert!(lines(dir, &["sources"]).is_empty() && lines(dir, &["list"]).is_empty());
}

#[test]
fn lists_have_their_fields_filters_and_cursor() {
    let (dir, _site) = followed();
    let dir = dir.path();
    let rows = lines(dir, &["list"]);
    for field in [
        "id",
        "feed",
        "guid",
        "url",
        "title",
        "deck",
        "section",
        "author",
        "published",
        "read",
        "saved",
        "tags",
        "highlights",
    ] {
        assert!(rows[0].get(field).is_some(), "{field}");
    }
    assert_eq!(rows.iter().map(|row| row["guid"].as_str().unwrap()).collect::<Vec<_>>(), ["q2", "q1"]);
    assert_eq!(rows[0]["published"], "2026-11-02T08:00:00Z");
    for (args, want) in [
        (["--folder", "Town"], 2),
        (["--folder", "None"], 0),
        (["--section", "Local"], 2),
        (["--tag", "x"], 0),
        (["--limit", "1"], 1),
    ] {
        assert_eq!(lines(dir, &[&["list"], args.as_slice()].concat()).len(), want, "{args:?}");
    }
    let first = run(dir, &["list", "--limit", "1"]);
    let stderr = String::from_utf8(first.stderr).unwrap();
    let cursor = stderr.strip_prefix("next: ").unwrap().trim();
    assert_eq!(lines(dir, &["list", "--after", cursor])[0]["guid"], "q1");
    assert!(!text(&run(dir, &["list"])).contains('\u{1b}'), "a title reached the terminal with its escapes");
}

#[test]
fn marks_are_kept() {
    let (dir, _site) = followed();
    let dir = dir.path();
    let id = lines(dir, &["list"])[0]["id"].to_string();
    for args in [
        vec!["mark-read", &id],
        vec!["save", &id],
        vec!["tag", &id, "boats"],
        vec!["highlight", &id, "of the lamp", "--note", "why"],
    ] {
        lines(dir, &args);
    }
    let row = &lines(dir, &["list"])[0];
    assert_eq!((row["read"].as_bool(), row["saved"].as_bool()), (Some(true), Some(true)));
    assert_eq!(
        (row["tags"].to_string(), row["highlights"].to_string()),
        ("[\"boats\"]".into(), "[\"of the lamp\"]".into())
    );
    let shown = &lines(dir, &["show", &id, "--format", "json"])[0];
    for field in ["lead_image", "caption", "credit", "cited", "related", "story", "html", "text"] {
        assert!(shown.get(field).is_some(), "{field}");
    }
    for args in [vec!["mark-unread", &id], vec!["unsave", &id], vec!["untag", &id, "boats"]] {
        lines(dir, &args);
    }
    let row = &lines(dir, &["list"])[0];
    assert_eq!(
        (row["read"].as_bool(), row["saved"].as_bool(), row["tags"].to_string()),
        (Some(false), Some(false), "[]".into())
    );
    assert_eq!(lines(dir, &["mark-read", "--all"])[0]["marked"], 2);
    assert!(lines(dir, &["list", "--unread"]).is_empty());
}

#[test]
fn a_page_is_saved_and_found_by_its_words() {
    let (dir, site) = followed();
    let dir = dir.path();
    let saved = &lines(dir, &["save", &format!("{site}/page")])[0];
    assert_eq!((saved["title"].as_str(), saved["saved"].as_bool()), (Some("Lamps lit early"), Some(true)));
    let hits = lines(dir, &["search", "nobody quay"]);
    assert_eq!(hits[0]["id"], saved["id"]);
    assert!(hits[0]["snippet"].is_string() && hits[0]["score"].is_number());
    for query in ["", "\"", "AND (", "-", "*", "lamp* OR"] {
        assert!(run(dir, &["search", "--json", "--", query]).status.success(), "{query}");
    }
}

#[test]
fn batch_acknowledges_each_line_it_did() {
    let (dir, _site) = followed();
    let id = lines(dir.path(), &["list"])[0]["id"].to_string();
    let output =
        run_with(dir.path(), &["batch"], &format!("mark-read\t{id}\nsave\t99999\ntag\t{id}\ta b\nnonsense\t1\n"));
    assert_eq!(text(&output), format!("ack mark-read\t{id}\nack tag\t{id}\ta b\n"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn sources_travel_as_opml() {
    let (dir, _site) = followed();
    let other = tempfile::tempdir().unwrap();
    let file = other.path().join("mine.opml");
    lines(dir.path(), &["export", "opml", "--to", file.to_str().unwrap()]);
    let data = other.path().join("data");
    let report = &lines(&data, &["import", file.to_str().unwrap()])[0];
    assert_eq!((report["sources"].as_u64(), report["skipped"].to_string()), (Some(1), "[]".into()));
    assert_eq!(lines(&data, &["sources"])[0]["title"], "Quay News");
    let refreshed = &lines(&data, &["refresh"])[0];
    for field in ["asked", "unchanged", "new", "failed", "took_ms"] {
        assert!(refreshed[field].is_u64(), "{field}");
    }
    assert_eq!(refreshed["new"], 2);
}

#[test]
fn wrong_input_is_told_what_why_and_what_to_do() {
    let (dir, site) = followed();
    let dir = dir.path();
    let not_opml = dir.join("notes.txt");
    std::fs::write(&not_opml, "hello").unwrap();
    for (args, code) in [
        (vec!["show", "999"], 1),
        (vec!["mark-read", "999"], 1),
        (vec!["unfollow", "999"], 1),
        (vec!["follow", "nonsense"], 1),
        (vec!["follow", "file:///etc/passwd"], 1),
        (vec!["import", "/no/such/file"], 1),
        (vec!["import", not_opml.to_str().unwrap()], 1),
        (vec!["list", "--after", "rubbish"], 1),
    ] {
        let (got, line) = failure(dir, &args);
        assert_eq!(got, code, "{args:?}: {line}");
        assert!(line.starts_with("error: ") && line.matches(": ").count() >= 3, "{args:?}: {line}");
    }
    let (_, line) = failure(dir, &["follow", &format!("{site}/none")]);
    assert!(line.contains("404"), "{line}");
    for args in
        [vec!["show", "0"], vec!["show", "x"], vec!["nonsense"], vec!["list", "--limit", "-1"], vec!["mark-read"]]
    {
        assert_eq!(run(dir, &args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_library_that_cannot_be_opened_is_left_alone() {
    for (bytes, code) in [(&b"hello\n"[..], 4), (&b""[..], 4)] {
        let (dir, _site) = followed();
        let database = dir.path().join("library.db");
        std::fs::write(&database, bytes).unwrap();
        let (got, line) = failure(dir.path(), &["list"]);
        assert_eq!(got, code, "{line}");
        assert_eq!(std::fs::read(&database).unwrap(), bytes, "the file was touched");
    }
}

#[test]
fn tools_need_no_library() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("never");
    let feed = format!("<rss version='2.0'><channel><title>T</title>{}</channel></rss>", entry(1));
    let parsed: Value =
        serde_json::from_str(&text(&run_with(&nowhere, &["parse-feed", "--url", "https://a.example/f"], &feed)))
            .unwrap();
    assert_eq!(
        (parsed["ok"].as_bool(), parsed["format"].as_str(), parsed["entries"][0]["url"].as_str()),
        (Some(true), Some("rss2"), Some("https://a.example/a/1"))
    );
    let clean: Value =
        serde_json::from_str(&text(&run_with(&nowhere, &["sanitize"], "<p onclick=x>a<script>b</script>"))).unwrap();
    assert_eq!(clean["html"], "<p>a</p>");
    let batch = text(&run_with(
        &nowhere,
        &["sanitize", "--batch"],
        "{\"id\":7,\"html\":\"<b>x\"}\nrubbish\n{\"id\":8,\"html\":\"y\"}\n",
    ));
    let batch: Vec<Value> = batch.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (batch[0]["id"].as_u64(), batch[0]["html"].as_str(), batch[2]["id"].as_u64()),
        (Some(7), Some("<b>x</b>"), Some(8))
    );
    assert!(batch[1]["error"].is_string());
    let found: Value = serde_json::from_str(&text(&run_with(
        &nowhere,
        &["discover", "--url", "https://a.example/"],
        "<link rel=alternate type=application/atom+xml href=f>",
    )))
    .unwrap();
    assert_eq!(found["feeds"][0]["url"], "https://a.example/f");
    assert!(!nowhere.exists(), "a tool made a library");
}

#[test]
fn the_sample_edition_comes_without_a_network() {
    let dir = tempfile::tempdir().unwrap();
    let report = &lines(dir.path(), &["sample"])[0];
    assert_eq!((report["sources"].as_u64(), report["failed"].as_u64()), (Some(3), Some(0)));
    assert!(lines(dir.path(), &["list"]).len() >= 10);
    let check = &lines(dir.path(), &["check"])[0];
    assert_eq!(
        (check["integrity"].as_str(), check["fts"].as_str(), check["schema"].is_u64()),
        (Some("ok"), Some("ok"), true)
    );
}
