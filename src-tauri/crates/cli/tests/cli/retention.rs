//! How long articles are kept, on the command line.

use crate::support::{Desk, Site, has_fields, rss};

#[test]
fn a_source_keeps_its_newest_and_the_removed_do_not_come_back() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    desk.ok(&["mark-read", "--all"]);
    let oldest = desk.list(&[])[4]["id"].to_string();
    desk.ok(&["tag", &oldest, "later"]);
    let set = desk.ok(&["source", "1", "--keep-newest", "2"]);
    assert!(set.stdout.contains("its articles while they are among the 2 newest"), "{set:?}");
    assert!(set.stderr.contains("The next refresh removes 2 articles for good"), "{set:?}");
    assert_eq!(desk.list(&[]).len(), 5, "until then it can be called off");
    let refreshed = desk.ok(&["refresh", "--force", "--json"]);
    assert_eq!(refreshed.json()["removed"], 2);
    assert_eq!(desk.list(&[]).len(), 3);
    site.put("/feed.xml", "application/rss+xml", rss(&site, 6));
    let refreshed = desk.ok(&["refresh", "--force", "--json"]).json();
    assert_eq!((refreshed["new"].as_u64(), refreshed["removed"].as_u64()), (Some(1), Some(1)));
    assert_eq!(desk.list(&[])[2]["id"].to_string(), oldest);
    assert_eq!(desk.ok(&["source", "1", "--keep-all", "--json"]).json()["keep"]["kind"], "all");
    assert_eq!(desk.ok(&["refresh", "--force", "--json"]).json()["new"], 0);
    let tried = desk.ok(&["source", "1", "--keep-newest", "1", "--dry-run", "--json"]).json();
    assert_eq!((tried["dry_run"].as_bool(), tried["beyond"].is_u64()), (Some(true), true), "{tried}");
    assert_eq!(desk.run(&["source", "1", "--dry-run"]).code, 2);
    assert_eq!(desk.run(&["source", "1", "--keep-days", "0"]).code, 2);
    assert_eq!(desk.run(&["source", "1", "--keep-days", "3", "--keep-all"]).code, 2);
}

#[test]
fn keep_tells_before_it_removes() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    let kept = desk.ok(&["keep", "--json"]).json();
    has_fields(&kept, "rule unread_too beyond removed dry_run");
    assert_eq!((kept["rule"]["kind"].as_str(), kept["beyond"].as_u64()), (Some("all"), Some(0)));
    let tried = desk.ok(&["keep", "--newest", "1", "--unread-too", "--dry-run"]);
    assert!(tried.stderr.contains("This would remove 4 articles; nothing was changed"), "{tried:?}");
    assert_eq!(desk.ok(&["keep", "--json"]).json(), kept);
    assert_eq!(desk.ok(&["keep", "--newest", "1", "--json"]).json()["beyond"], 0, "all are unread");
    let now = desk.ok(&["keep", "--unread-too", "--now", "--json"]).json();
    assert_eq!((now["rule"]["number"].as_u64(), now["removed"].as_u64()), (Some(1), Some(4)));
    assert_eq!(desk.list(&[]).len(), 1);
    assert_eq!(desk.ok(&["sources", "--json"]).lines()[0]["unread"], 1);
    assert!(desk.ok(&["keep", "--all"]).stdout.contains("kept for ever"));
}

#[test]
fn storage_tells_of_empty_room_and_gives_it_back() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    let before = desk.ok(&["storage", "--json"]).json();
    assert!(before["free"].is_u64(), "{before}");
    assert_eq!(desk.ok(&["storage", "--compact", "--json"]).json()["free"], 0);
    assert!(desk.ok(&["storage"]).stdout.contains("empty"));
    assert_eq!(desk.list(&[]).len(), 2);
}
