//! What several sources say alike, on the command line.

use crate::support::{Desk, Site, has_fields};

/// A feed of one entry at an address of its own, with the same text as the others.
fn feed(title: &str, link: &str) -> String {
    let text = "The harbour of the old town was closed on Monday after a crane fell across the northern basin. Nobody was hurt, the harbour \
        master said, but the ferries to the islands will leave from the fishing quay until the wreck has been lifted by another crane.";
    format!(
        "<rss version='2.0'><channel><title>{title}</title><item><guid>{link}</guid><title>Crane closes the harbour</title><link>{link}</link><description>{text}</description></item></channel></rss>"
    )
}

#[test]
fn what_two_sources_say_alike_is_one_row_with_one_status() {
    let (site, desk) = (Site::start(), Desk::new());
    for (name, link) in [("Post", "http://post.example/1"), ("Echo", "http://echo.example/7")] {
        site.put(&format!("/{name}"), "application/rss+xml", feed(name, link));
        desk.ok(&["follow", &site.url(&format!("/{name}"))]);
    }
    let rows = desk.list(&[]);
    assert_eq!(rows.len(), 1);
    has_fields(&rows[0], "folded also_in");
    let (top, other) = (rows[0]["id"].to_string(), rows[0]["also_in"][0]["id"].to_string());
    assert_eq!((rows[0]["folded"].is_null(), rows[0]["also_in"][0]["source_title"].as_str()), (true, Some("Echo")));
    desk.ok(&["mark-read", &other]);
    let shown = desk.article(&other);
    assert_eq!((shown["read"].as_bool(), shown["folded"].to_string()), (Some(true), top.clone()));
    assert!(desk.list(&["--unread"]).is_empty());
    assert!(desk.ok(&["show", &top]).stdout.contains(&format!("Also in Echo ({other})")));
    let taken = desk.ok(&["unfold", &other]);
    assert!(taken.stdout.contains(&format!("`standfirst fold {other} {top}` puts it back")), "{taken:?}");
    assert_eq!(desk.list(&[]).len(), 2);
    assert!(desk.run(&["unfold", &other]).failed(1).contains("it is in no fold"));
    desk.ok(&["fold", &other, &top]);
    assert_eq!(desk.list(&[]).len(), 1);
    desk.run(&["fold", &other, &top]).failed(1);
    desk.run(&["fold", &other, "99"]).failed(1);
    assert!(desk.ok(&["check", "--json"]).json()["integrity"].as_str().is_some());
}

#[test]
fn folding_is_turned_off_and_on() {
    let (site, desk) = (Site::start(), Desk::new());
    assert_eq!(desk.ok(&["folding", "--json"]).json()["folding"], true);
    desk.ok(&["folding", "off"]);
    for name in ["Post", "Echo"] {
        site.put(&format!("/{name}"), "application/rss+xml", feed(name, &format!("http://{name}.example/1")));
        desk.ok(&["follow", &site.url(&format!("/{name}"))]);
    }
    assert_eq!(desk.list(&[]).len(), 2);
    assert_eq!(desk.ok(&["folding", "on", "--json"]).json()["folding"], true);
    assert_eq!(desk.run(&["folding", "maybe"]).code, 2);
}
