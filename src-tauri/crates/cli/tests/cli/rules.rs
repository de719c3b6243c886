//! Rules and mute words, on the command line.

use crate::support::{Desk, Site, has_fields, rss};

#[test]
fn a_rule_is_tried_made_and_gives_an_account() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    let tried = desk.ok(&["rule", "add", "Harbour", "title:harbour", "--mark-read", "--dry-run", "--json"]).json();
    has_fields(&tried, "looked caught sources newest dry_run");
    assert_eq!(desk.ok(&["rules", "--json"]).lines().len(), 0, "trying makes nothing");
    let made =
        desk.ok(&["rule", "add", "Harbour", "title:harbour", "--mark-read", "--tag", "sea", "--notify", "--json"]);
    has_fields(&made.json(), "id name query read save hide notify tags until mute state added caught last problem");
    let id = made.json()["id"].to_string();
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    let refreshed = desk.ok(&["refresh", "--force"]);
    assert!(refreshed.stderr.contains("Harbour: Headline 3 of the harbour (article 3)"), "{refreshed:?}");
    let listed = desk.list(&[]);
    assert_eq!((listed[0]["read"].as_bool(), listed[0]["tags"][0].as_str()), (Some(true), Some("sea")));
    assert_eq!(listed[1]["read"], false, "what was here stays as it was");
    let account = desk.ok(&["rule", "show", &id, "--json"]).json();
    assert_eq!(account["deeds"][0]["did"], serde_json::json!(["read", "notify", "tag sea"]));
    assert!(desk.ok(&["rule", "show", &id]).stdout.contains("Headline 3"));
    let undone = desk.ok(&["rule", "undo", &id, "--json"]).json();
    assert_eq!(undone["articles"], 1);
    assert_eq!(desk.list(&["--unread"]).len(), 3);
    desk.ok(&["rule", "undo-change", &undone["change"].to_string()]);
    assert_eq!(desk.list(&["--unread"]).len(), 2);
}

#[test]
fn a_word_is_muted_until_it_is_not() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    let muted = desk.ok(&["mute", "headline 2", "--source", "1", "--until", "2w"]);
    assert!(muted.stdout.contains("Muted “headline 2” until 20"), "{muted:?}");
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    desk.ok(&["refresh", "--force"]);
    assert_eq!(desk.list(&[]).len(), 2);
    assert_eq!(desk.ok(&["sources", "--json"]).lines()[0]["unread"], 2);
    assert_eq!(desk.ok(&["search", "headline", "--json"]).lines().len(), 2);
    let hidden = desk.list(&["--hidden"]);
    assert_eq!((hidden.len(), hidden[0]["title"].as_str()), (1, Some("Headline 2 of the harbour")));
    let rule = desk.ok(&["mute", "--json"]).lines()[0].clone();
    assert_eq!(
        (rule["name"].as_str(), rule["mute"].as_bool(), rule["caught"].as_u64()),
        (Some("headline 2"), Some(true), Some(1))
    );
    let again = desk.ok(&["mute", "headline 2", "--source", "1", "--json"]).json();
    assert_eq!((again["id"].clone(), again["until"].clone()), (rule["id"].clone(), serde_json::Value::Null));
    desk.ok(&["unhide", &hidden[0]["id"].to_string()]);
    assert_eq!(desk.list(&[]).len(), 3);
    desk.ok(&["hide", &hidden[0]["id"].to_string()]);
    let removed = desk.ok(&["rule", "remove", &rule["id"].to_string(), "--json"]).json();
    assert_eq!((removed["shown_again"].as_u64(), desk.list(&[]).len()), (Some(1), 3));
    let restore = |change: &str| desk.run(&["rule", "restore", &rule["id"].to_string(), change]);
    assert!(restore("99").failed(1).contains("The change"));
    assert_eq!(desk.ok(&["rules", "--json"]).lines().len(), 0, "nothing was restored");
    assert_eq!(restore(&removed["change"].to_string()).code, 0);
    restore(&removed["change"].to_string()).failed(1);
    assert_eq!((desk.list(&[]).len(), desk.ok(&["rules", "--json"]).lines().len()), (2, 1));
}

#[test]
fn rules_are_changed_switched_off_and_put_in_order() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    for name in ["one", "two"] {
        desk.ok(&["rule", "add", name, &format!("title:{name}"), "--save"]);
    }
    desk.ok(&["rule", "move", "2", "1"]);
    let names = || {
        let rules = desk.ok(&["rules", "--json"]).lines();
        rules.iter().map(|rule| rule["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(), ["two", "one"]);
    let changed = desk
        .ok(&["rule", "change", "1", "--name", "uno", "--query", "-x one", "--until", "2199-01-01", "--json"])
        .json();
    assert_eq!(
        (changed["name"].as_str(), changed["query"].as_str(), changed["save"].as_bool()),
        (Some("uno"), Some("-x one"), Some(true))
    );
    assert!(desk.ok(&["rules"]).stdout.contains("until 2199-01-01"));
    assert_eq!(
        desk.ok(&["rule", "change", "1", "--forever", "--hide", "--json"]).json()["until"],
        serde_json::Value::Null
    );
    assert_eq!(desk.ok(&["rule", "off", "1", "--json"]).json()["state"], "off");
    assert_eq!(desk.ok(&["rule", "on", "1", "--json"]).json()["state"], "active");
}

#[test]
fn what_a_rule_cannot_be_is_said() {
    let desk = Desk::new();
    let told = |args: &[&str]| desk.run(args).failed(1).to_owned();
    assert!(told(&["rule", "add", "x", "is:unread war", "--hide"]).contains("a rule looks at new ones"));
    assert!(told(&["rule", "add", "x", "-war", "--hide"]).contains("nearly every article"));
    assert!(told(&["rule", "add", "x", "before:soon war", "--hide", "--dry-run"]).contains("`soon` is no date"));
    assert!(told(&["rule", "add", "x", "war"]).contains("it does nothing"));
    assert!(told(&["rule", "add", "x", "war", "--hide", "--until", "soon"]).contains("write 2026-12-31"));
    assert!(told(&["rule", "add", "x", "war", "--hide", "--until", "2020-01-01"]).contains("it is past"));
    assert!(told(&["mute", "…"]).contains("no letter or digit"));
    for args in [["rule", "show", "7"], ["rule", "apply", "7"], ["rule", "remove", "7"], ["rule", "undo", "7"]] {
        told(&args);
    }
    told(&["unhide", "7"]);
    assert_eq!(desk.run(&["rule", "add", "x"]).code, 2);
    assert!(desk.ok(&["rules"]).stderr.contains("There are no rules"));
}
