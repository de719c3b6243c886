//! search in all its orders, and the searches that are kept.

use crate::support::{Desk, Site};

fn guids(desk: &Desk, args: &[&str]) -> Vec<String> {
    let mut all = vec!["search", "--json"];
    all.extend(args);
    let hits = desk.ok(&all).lines();
    hits.iter().map(|hit| hit["guid"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn hits_are_sorted_filtered_counted_and_gone_through() {
    let site = Site::start();
    let desk = Desk::following(&site, 7);
    let newest = ["g7", "g6", "g5", "g4", "g3", "g2", "g1"];
    assert_eq!(guids(&desk, &["harbour", "--sort", "date"]), newest);
    assert_eq!(desk.ok(&["search", "harbour", "--count", "--json"]).json()["hits"], 7);
    assert_eq!(desk.ok(&["search", "nowhere", "--count"]).stdout.trim(), "0");
    for sort in ["date", "relevance"] {
        let first = desk.ok(&["search", "harbour", "--sort", sort, "--limit", "4", "--json"]);
        let next = first.stderr.lines().find_map(|line| line.strip_prefix("next: ")).unwrap().to_owned();
        let mut all: Vec<_> = first.lines();
        all.extend(desk.ok(&["search", "harbour", "--sort", sort, "--after", &next, "--json"]).lines());
        assert_eq!(all.len(), 7, "{sort}");
    }
    let id = desk.list(&[])[0]["id"].to_string();
    desk.ok(&["mark-read", &id]);
    desk.ok(&["tag", &id, "To read"]);
    assert_eq!(guids(&desk, &["harbour", "--unread"]).len(), 6);
    assert_eq!(guids(&desk, &["harbour tag:\"to read\""]), ["g7"]);
    assert_eq!(guids(&desk, &["source:courier title:\"of the harbour\" -is:unread"]), ["g7"]);
    assert_eq!(guids(&desk, &["section:harb author:person before:2023-11-16 head*"]).len(), 7);
    desk.run(&["search", "harbour", "--after", "nonsense"]).failed(1);
    desk.run(&["search"]).failed(2);
}

#[test]
fn what_is_found_in_vain_says_what_was_searched() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let ran = desk.ok(&["search", "zyxwv is:read"]);
    assert_eq!(ran.stdout, "");
    assert!(
        ran.stderr.contains("Nothing found. Looked through 3 articles of 1 source for: “zyxwv”; read"),
        "{}",
        ran.stderr
    );
    let ran = desk.ok(&["search", "harbour before:soon", "--json"]);
    assert_eq!(ran.lines().len(), 3);
    assert!(ran.stderr.contains("note: `soon` is no date: write 2026-03-01"), "{}", ran.stderr);
}

#[test]
fn a_search_may_begin_with_a_minus_and_one_that_means_nothing_fails() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    assert_eq!(guids(&desk, &["-title:3", "--sort", "date"]), ["g2", "g1"]);
    assert_eq!(guids(&desk, &["-football"]).len(), 3);
    desk.ok(&["save-search", "Not", "-title:3"]);
    for wrong in [&["is:red"][..], &["before:tomorrowish"], &["lang:", "--count"]] {
        desk.run(&[&["search"], wrong].concat()).failed(1);
    }
    assert!(desk.run(&["search", "is:red"]).failed(1).contains("`is:red` is none: write is:saved"));
    let told = desk.ok(&["search", "foo:bar"]).stderr;
    assert!(told.contains("there is no operator `foo:`, so it is looked for as words"), "{told}");
    assert!(!desk.ok(&["search", "https://a.example/ 10:30 \"so:this\""]).stderr.contains("operator"));
}

#[test]
fn searches_are_kept_used_and_removed() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    desk.ok(&["save-search", "Third", "headline 3"]);
    assert_eq!(guids(&desk, &["--saved", "Third"]), ["g3"]);
    assert_eq!(guids(&desk, &["--saved", "third"]), ["g3"]);
    desk.ok(&["save-search", "Third", "title:4"]);
    let kept = desk.ok(&["searches", "--json"]).lines();
    assert_eq!((kept.len(), &kept[0]["query"]), (1, &serde_json::json!("title:4")));
    assert!(desk.run(&["save-search", "Broken", "harbour before:soon"]).failed(1).contains("no date"));
    desk.ok(&["remove-search", "Third"]);
    desk.run(&["remove-search", "Third"]).failed(1);
    desk.run(&["search", "--saved", "Third"]).failed(1);
}
