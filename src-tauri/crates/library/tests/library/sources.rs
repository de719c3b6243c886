//! Sources: followed, due, failing, moved, ended, revived.

use crate::common::{guids, hours, library, new_article, new_source, now, one, outcome, source, store};
use library::{LibraryError, ListQuery, NewSource, Scope, SourceId, SourceKind};

#[test]
fn adding_a_source_twice_gives_the_same_one() {
    let (_dir, library) = library();
    let first = source(&library, "a");
    assert_eq!(source(&library, "a"), first);
    assert_eq!(library.sources().unwrap().len(), 1);
    let ids = library.add_sources(&[new_source("a"), new_source("b"), new_source("b")], now()).unwrap();
    assert_eq!(ids[0], first.id);
    assert_eq!(ids[1], ids[2]);
    assert!(matches!(library.source(SourceId::new(99)), Err(LibraryError::NotFound { .. })));
    let nameless = NewSource { url: " ".to_owned(), ..new_source("c") };
    assert!(matches!(library.add_source(&nameless, now()), Err(LibraryError::Invalid { .. })));
}

#[test]
fn an_answer_and_a_failure_are_noted() {
    let (_dir, library) = library();
    let id = source(&library, "a").id;
    let named = library::FetchOutcome {
        title: Some("Better".to_owned()),
        site_url: Some("https://a.example/".to_owned()),
        ..outcome(hours(1))
    };
    library.record_ok(id, &named, now()).unwrap();
    let found = library.source(id).unwrap();
    assert_eq!((found.title.as_str(), found.site_url.as_deref()), ("Better", Some("https://a.example/")));
    assert_eq!((found.last_ok, found.next_due, found.etag.as_deref()), (Some(now()), Some(hours(1)), Some("\"e\"")));
    library.record_failure(id, "timeout", "it took too long: try later", hours(100), hours(2)).unwrap();
    library.record_failure(id, "timeout", "it took too long: try later", hours(100), hours(2)).unwrap();
    let found = library.source(id).unwrap();
    assert_eq!((found.failures, found.error_code.as_deref(), found.last_ok), (2, Some("timeout"), Some(now())));
    assert_eq!(found.next_due, Some(hours(26)), "no more than a day ahead");
    library.record_ok(id, &outcome(hours(4)), hours(3)).unwrap();
    let found = library.source(id).unwrap();
    assert_eq!((found.failures, found.error, found.error_code, found.title.as_str()), (0, None, None, "Better"));
    assert!(matches!(library.record_ok(SourceId::new(9), &outcome(now()), now()), Err(LibraryError::NotFound { .. })));
}

#[test]
fn no_wrong_clock_puts_a_source_off() {
    let (_dir, library) = library();
    let id = source(&library, "a").id;
    let due = |at| library.due_sources(at).unwrap().len();
    assert_eq!(due(now()), 1, "never asked");
    library.record_ok(id, &outcome(hours(1)), now()).unwrap();
    assert_eq!(due(now()), 0);
    assert_eq!(due(hours(1)), 1);
    for wrong in [hours(24 * 3650), hours(1), hours(24 * 365 * 60)] {
        library.record_ok(id, &outcome(wrong + jiff::SignedDuration::from_hours(1)), wrong).unwrap();
        assert_eq!(due(now()), 1, "asked at {wrong}, which is yet to come");
    }
    library.record_ok(id, &outcome(hours(-24 * 3650)), hours(-24 * 3650)).unwrap();
    assert_eq!(due(now()), 1);
    let shelf = NewSource { kind: SourceKind::Saved, ..new_source("shelf") };
    library.add_source(&shelf, now()).unwrap();
    assert_eq!(due(now()), 1, "the shelf is never asked");
}

#[test]
fn names_folders_and_addresses_change() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    library.update_source(a.id, "New", Some("Folder")).unwrap();
    let found = library.source(a.id).unwrap();
    assert_eq!((found.title.as_str(), found.folder.as_deref()), ("New", Some("Folder")));
    library.update_source(a.id, "New", None).unwrap();
    assert_eq!(library.source(a.id).unwrap().folder, None);
    assert!(library.move_source_url(a.id, "https://moved.example/").unwrap());
    assert_eq!(library.source(a.id).unwrap().url, "https://moved.example/");
    assert!(!library.move_source_url(a.id, &b.url).unwrap(), "taken by another");
    assert!(library.move_source_url(b.id, &b.url).unwrap(), "its own");
    assert!(library.update_source(SourceId::new(9), "x", None).is_err());
}

#[test]
fn ending_keeps_what_was_kept_and_reviving_brings_all_back() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, ["plain", "read", "saved", "tagged", "marked"].map(new_article).to_vec());
    let id = |guid| library.find_article(a.id, guid).unwrap().unwrap();
    library.set_read(&[id("read")], true, now()).unwrap();
    library.set_saved(id("saved"), true, now()).unwrap();
    library.tag(id("tagged"), "t", now()).unwrap();
    library.highlight(id("marked"), "Body", None, now()).unwrap();
    let before = library.list(&ListQuery::default()).unwrap();
    library.end_source(a.id, now()).unwrap();
    assert!(library.sources().unwrap().is_empty());
    assert!(library.due_sources(now()).unwrap().is_empty());
    let mut kept = guids(&library, &ListQuery::default());
    kept.sort();
    assert_eq!(kept, ["marked", "saved", "tagged"]);
    assert_eq!(library.counts().unwrap().unread, 3);
    assert_eq!(crate::common::found(&library, "headline"), ["marked", "saved", "tagged"]);
    let row = &library.list(&ListQuery { scope: Scope::Saved, ..ListQuery::default() }).unwrap().rows[0];
    assert_eq!((row.source, row.source_title.as_str(), row.feed.as_str()), (None, "a", "https://a.example/feed"));
    library.revive_source(a.id).unwrap();
    assert_eq!(library.list(&ListQuery::default()).unwrap(), before);
    library.end_source(a.id, now()).unwrap();
    let again = library.add_source(&NewSource { folder: Some("F".to_owned()), ..new_source("a") }, now()).unwrap();
    assert_eq!((again.id, again.folder.as_deref(), again.unread), (a.id, Some("F"), 4));
    assert_eq!(guids(&library, &ListQuery::default()).len(), 5);
}

#[test]
fn the_shelf_shows_only_what_is_saved() {
    let (_dir, library) = library();
    let shelf = library
        .add_source(
            &NewSource { kind: SourceKind::Saved, url: "standfirst:saved".to_owned(), ..new_source("Saved pages") },
            now(),
        )
        .unwrap();
    let id = one(&library, shelf.id, "https://page.example/");
    assert!(guids(&library, &ListQuery::default()).is_empty());
    library.set_saved(id, true, now()).unwrap();
    let row = library.list(&ListQuery::default()).unwrap().rows.remove(0);
    assert_eq!((row.source, row.feed.as_str()), (None, ""));
    assert_eq!((library.counts().unwrap().unread, library.counts().unwrap().saved), (1, 1));
}
