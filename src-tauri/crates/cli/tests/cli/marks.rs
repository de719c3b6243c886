//! Highlights, tags and folders.

use crate::support::{Desk, Site, has_fields, rss};

#[test]
fn a_passage_is_marked_noted_listed_and_removed() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let id = desk.list(&[])[0]["id"].to_string();
    let made = desk.ok(&["highlight", &id, "long enough", "--note", "is it?", "--json"]).json();
    has_fields(&made, "id article text before after note at edited");
    assert!(made["before"].as_str().unwrap().len() > 5, "{made}");
    let listed = desk.ok(&["highlights", "--article", &id, "--json"]).lines();
    has_fields(&listed[0], "id article text before after note at edited title url source_title");
    assert_eq!((listed.len(), &listed[0]["text"], &listed[0]["note"]), (1, &made["text"], &made["note"]));
    let text = desk.ok(&["highlights"]).stdout;
    assert!(text.contains("“long enough”") && text.contains("is it?"), "{text}");
    assert_eq!(desk.list(&["--highlighted"])[0]["id"].to_string(), id);
    desk.ok(&["highlight", "--remove", &made["id"].to_string()]);
    assert!(desk.ok(&["highlights", "--json"]).lines().is_empty());
    assert!(desk.list(&["--highlighted"]).is_empty());
}

#[test]
fn a_passage_the_article_does_not_have_is_refused_with_the_nearest_one() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    let id = desk.list(&[])[0]["id"].to_string();
    let refused = desk.run(&["highlight", &id, "lung enuogh"]);
    assert!(refused.failed(1).contains("the nearest is “long enough"), "{refused:?}");
    let refused = desk.run(&["highlight", &id, "Zyxwvut qponmlk"]);
    assert!(refused.failed(1).contains("nothing like it"), "{refused:?}");
    assert!(desk.ok(&["highlights", "--json"]).lines().is_empty());
    for wrong in [
        vec!["highlight", "99", "x"],
        vec!["highlight", &id, ""],
        vec!["highlight", "--remove", "99"],
        vec!["highlights", "--article", "99"],
    ] {
        desk.run(&wrong).failed(1);
    }
    for wrong in [vec!["highlight", &id], vec!["highlight", &id, "x", "--remove", "1"], vec!["highlight"]] {
        desk.run(&wrong).failed(2);
    }
}

#[test]
fn tags_and_folders_are_renamed_and_removed() {
    let site = Site::start();
    site.put("/feed.xml", "application/rss+xml", rss(&site, 2));
    let desk = Desk::new();
    desk.ok(&["follow", &site.url("/feed.xml"), "--folder", "News"]);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    desk.ok(&["tag", &ids[0], "sea"]);
    desk.ok(&["tag", &ids[1], "ocean"]);
    assert_eq!(desk.ok(&["tags", "sea", "--rename", "ocean", "--json"]).json()["articles"], 1);
    assert_eq!(desk.ok(&["tags", "--json"]).json(), serde_json::json!({"name": "ocean", "articles": 2}));
    assert!(desk.ok(&["tags"]).stdout.contains("2  ocean"));
    desk.ok(&["untag", &ids[0], "ocean"]);
    let said = desk.ok(&["tags", "ocean", "--rename", "lake"]).stdout;
    assert_eq!(said.trim(), "ocean is lake now, on 1 article");
    desk.ok(&["tags", "lake", "--remove"]);
    assert!(desk.ok(&["tags", "--json"]).lines().is_empty());
    assert_eq!(desk.ok(&["folder", "News", "--rename", "World", "--json"]).json()["sources"], 1);
    assert_eq!(desk.ok(&["sources", "--json"]).lines()[0]["folder"], "World");
    desk.ok(&["folder", "World", "--remove"]);
    assert!(desk.ok(&["sources", "--json"]).lines()[0]["folder"].is_null());
    for wrong in
        [vec!["folder", "None", "--remove"], vec!["tags", "none", "--remove"], vec!["folder", "x", "--rename", " "]]
    {
        desk.run(&wrong).failed(1);
    }
    let long = "x".repeat(101);
    assert!(desk.run(&["tag", &ids[0], &long]).failed(1).contains("longer than 100"));
    for wrong in [vec!["folder", "x"], vec!["tags", "x"], vec!["tags", "--remove"]] {
        desk.run(&wrong).failed(2);
    }
}

#[test]
fn what_is_done_is_said_and_what_was_not_to_be_done_too() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let id = desk.list(&[])[0]["id"].to_string();
    for (args, told) in [
        (&["tag", &id, "sea"][..], "Tagged"),
        (&["tag", &id, "sea"], "has the tag sea already"),
        (&["untag", &id, "nope"], "has no tag nope"),
        (&["hide", &id], "stays in the lists, because it is tagged"),
        (&["untag", &id, "sea"], "Took the tag sea off"),
        (&["hide", &id], "is hidden already"),
        (&["unhide", &id], "Shown again"),
        (&["unhide", &id], "is not hidden"),
        (&["unsave", &id], "was not saved"),
        (&["mark-read", &id], "1 article marked read"),
        (&["list", "--saved"], "No article is like that"),
        (&["unfollow", "1"], "is not followed any more"),
        (&["unfollow", "1"], "was not followed any more"),
        (&["list"], "No articles are here yet"),
    ] {
        let ran = desk.ok(args);
        assert!(ran.stderr.contains(told), "{args:?}: {ran:?}");
        assert_eq!(desk.ok(&[args, &["--json"]].concat()).stderr, "", "{args:?}");
    }
}

#[test]
fn all_is_marked_read_before_a_day_as_searches_have_it_and_marked_back() {
    let site = Site::start();
    let desk = Desk::following(&site, 30);
    let marked = desk.ok(&["mark-read", "--all", "--before", "2023-11-15", "--json"]).json();
    let count = marked["marked"].as_u64().unwrap();
    assert!((1..30).contains(&count), "{marked}");
    assert_eq!(desk.list(&["--unread"]).len() as u64, 30 - count);
    desk.ok(&["mark-read", "--undo", &marked["change"].to_string()]);
    assert_eq!(desk.list(&["--unread"]).len(), 30);
    assert_eq!(desk.ok(&["mark-read", "--all", "--before", "yesterday", "--json"]).json()["marked"], 30);
}

#[test]
fn a_list_of_nothing_says_so_and_how_to_begin() {
    let desk = Desk::new();
    for (list, told) in [
        ("list", "`standfirst follow ADDRESS`"),
        ("mute", "`standfirst mute WORD`"),
        ("searches", "`standfirst save-search NAME QUERY`"),
        ("highlights", "`standfirst highlight ID TEXT`"),
        ("tags", "`standfirst tag ID TAG`"),
        ("rules", "`standfirst rule add NAME QUERY --mark-read`"),
    ] {
        let ran = desk.ok(&[list]);
        assert!(ran.stdout.is_empty() && ran.stderr.contains(told), "{list}: {ran:?}");
        let json = desk.ok(&[list, "--json"]);
        assert!(json.stdout.is_empty() && json.stderr.is_empty(), "{list}: {json:?}");
    }
}
