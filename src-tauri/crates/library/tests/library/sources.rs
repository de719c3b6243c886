//! Sources: followed, due, failing, moved, ended, revived.

use crate::common::{answer, guids, hours, library, new_article, new_source, now, one, refusal, source, store};
use library::{
    Answer, LibraryError, ListQuery, NewArticle, NewSource, Published, Refusal, Rhythm, Scope, SourceId, SourceKind,
    SourceState,
};

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
    let published = Published {
        articles: vec![new_article("g")],
        title: Some("Better".to_owned()),
        site_url: Some("https://a.example/".to_owned()),
        rhythm: Rhythm { update_minutes: Some(60), gap_minutes: None, newest: None, skip_hours: 1 << 23, skip_days: 1 },
        ..Published::default()
    };
    let named = Answer { published: Some(published.clone()), ..answer(hours(1)) };
    assert_eq!(library.record_answer(id, named, now()).unwrap().new.len(), 1);
    let found = library.source(id).unwrap();
    assert_eq!((found.title.as_str(), found.site_url.as_deref()), ("Better", Some("https://a.example/")));
    assert_eq!(
        (found.last_ok, found.next_due, found.marks.etag.as_deref()),
        (Some(now()), Some(hours(1)), Some("\"e\""))
    );
    assert_eq!(found.rhythm, published.rhythm);
    library.record_failure(id, refusal("timeout", hours(100)), hours(2)).unwrap();
    library
        .record_failure(id, Refusal { retry_at: Some(hours(90)), ..refusal("timeout", hours(100)) }, hours(2))
        .unwrap();
    let found = library.source(id).unwrap();
    assert_eq!((found.failures, found.error_code.as_deref(), found.last_ok), (2, Some("timeout"), Some(now())));
    assert_eq!((found.next_due, found.retry_at), (Some(hours(26)), Some(hours(26))), "no more than a day ahead");
    library.record_answer(id, answer(hours(4)), hours(3)).unwrap();
    let found = library.source(id).unwrap();
    assert_eq!((found.failures, found.error, found.error_code, found.title.as_str()), (0, None, None, "Better"));
    assert_eq!((found.retry_at, found.rhythm), (None, published.rhythm), "nothing new leaves what is known");
    let missing = library.record_answer(SourceId::new(9), answer(now()), now());
    assert!(matches!(missing, Err(LibraryError::NotFound { .. })));
}

#[test]
fn the_last_twenty_requests_are_remembered() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a").id, source(&library, "b").id);
    for hour in 0..25 {
        library.record_answer(a, answer(hours(hour + 1)), hours(hour)).unwrap();
    }
    library.record_failure(a, refusal("timeout", hours(30)), hours(25)).unwrap();
    let past = library.requests(a).unwrap();
    assert_eq!(past.len(), 20);
    assert_eq!((past[0].at, past[0].request.outcome.as_str()), (hours(25), "timeout"));
    assert_eq!(past[0].message.as_deref(), Some("it took too long: try later"));
    assert_eq!((past[19].at, past[19].request.outcome.as_str()), (hours(6), "unchanged"));
    assert!(library.requests(b).unwrap().is_empty());
}

#[test]
fn a_source_that_is_gone_or_paused_is_not_asked_by_itself() {
    let (_dir, library) = library();
    let id = source(&library, "a").id;
    let due = || library.due_sources(hours(1000)).unwrap().len();
    library.set_paused(id, true).unwrap();
    library.record_failure(id, Refusal { gone: true, ..refusal("gone", hours(1)) }, now()).unwrap();
    assert_eq!((library.source(id).unwrap().state, due()), (SourceState::Paused, 0));
    library.set_paused(id, false).unwrap();
    assert_eq!((library.source(id).unwrap().next_due, due()), (None, 1));
    library.record_failure(id, Refusal { gone: true, ..refusal("gone", hours(1)) }, now()).unwrap();
    assert_eq!((library.source(id).unwrap().state, due()), (SourceState::Gone, 0));
    library.record_answer(id, answer(hours(1)), now()).unwrap();
    assert_eq!(library.source(id).unwrap().state, SourceState::Active, "found again");
    library.set_quiet(id, true).unwrap();
    let watched = Published { watch: Some("{}".to_owned()), ..Published::default() };
    library.record_answer(id, Answer { published: Some(watched), ..answer(hours(1)) }, now()).unwrap();
    library.record_answer(id, Answer { published: Some(Published::default()), ..answer(hours(1)) }, now()).unwrap();
    library.set_access(id, Some("{}")).unwrap();
    let found = library.source(id).unwrap();
    assert_eq!((found.quiet, found.watch.as_deref(), found.access.as_deref()), (true, Some("{}"), Some("{}")));
}

#[test]
fn an_entry_whose_id_changed_is_the_same_entry() {
    let (_dir, library) = library();
    let a = source(&library, "a").id;
    let before = store(&library, a, ["1", "2"].map(new_article).to_vec());
    library.set_read(&before, true, now()).unwrap();
    let again = |guid: &str, of: &str, query: &str| NewArticle {
        guid: guid.to_owned(),
        url: Some(format!("https://example.com/{of}{query}")),
        ..new_article(of)
    };
    let stored = library
        .store_articles(a, vec![again("x", "1", "?utm_source=feed#top"), again("y", "2", "")], hours(1))
        .unwrap();
    assert_eq!(stored.new, [], "the same addresses and headlines");
    let shared = |guid: &str| NewArticle { url: Some("https://example.com/".to_owned()), ..new_article(guid) };
    let stored = library.store_articles(a, vec![shared("p"), shared("q")], hours(1)).unwrap();
    assert_eq!(stored.new.len(), 2, "an address that several share tells nothing");
    assert_eq!(
        library.store_articles(a, vec![again("x", "1", "?utm_source=feed#top")], hours(1)).unwrap().unchanged,
        1,
        "the new id is its id"
    );
    let monthly = |guid: &str, text: &str| NewArticle {
        url: Some("https://status.example/".to_owned()),
        title: "Scheduled maintenance".to_owned(),
        html: format!("<p>{text}</p>"),
        text: text.to_owned(),
        ..new_article(guid)
    };
    for (guid, month) in [("m1", "January"), ("m2", "February"), ("m3", "March")] {
        let stored = library.store_articles(a, vec![monthly(guid, month)], hours(1)).unwrap();
        assert_eq!((stored.new.len(), stored.changed.len()), (1, 0), "{month}: other words under one headline");
    }
    let other = NewArticle { title: "Another".to_owned(), ..again("z", "1", "") };
    assert_eq!(library.store_articles(a, vec![other], hours(2)).unwrap().new.len(), 1, "other words at one address");
}

#[test]
fn no_wrong_clock_puts_a_source_off() {
    let (_dir, library) = library();
    let id = source(&library, "a").id;
    let due = |at| library.due_sources(at).unwrap().len();
    assert_eq!(due(now()), 1, "never asked");
    library.record_answer(id, answer(hours(1)), now()).unwrap();
    assert_eq!(due(now()), 0);
    assert_eq!(due(hours(1)), 1);
    for wrong in [hours(24 * 3650), hours(1), hours(24 * 365 * 60)] {
        library.record_answer(id, answer(wrong + jiff::SignedDuration::from_hours(1)), wrong).unwrap();
        assert_eq!(due(now()), 1, "asked at {wrong}, which is yet to come");
    }
    library.record_answer(id, answer(hours(-24 * 3650)), hours(-24 * 3650)).unwrap();
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
    assert!(library.move_source_url(a.id, "https://moved.example/", false).unwrap());
    assert_eq!(library.source(a.id).unwrap().url, "https://moved.example/");
    assert!(!library.move_source_url(a.id, &b.url, false).unwrap(), "taken by another");
    assert!(library.move_source_url(b.id, &b.url, false).unwrap(), "its own");
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

#[test]
fn an_answer_of_an_address_left_since_changes_nothing() {
    let (_dir, library) = library();
    let id = source(&library, "a").id;
    assert!(library.move_source_url(id, "https://new.example/feed", false).unwrap());
    let published = Published {
        articles: vec![new_article("old")],
        moved_to: Some("https://sold.example/".to_owned()),
        ..Published::default()
    };
    let stored = library.record_answer(id, Answer { published: Some(published), ..answer(hours(1)) }, now()).unwrap();
    library.record_failure(id, refusal("timeout", hours(1)), now()).unwrap();
    let found = library.source(id).unwrap();
    assert_eq!((stored.new.len(), found.url.as_str(), found.marks.etag), (0, "https://new.example/feed", None));
    assert_eq!((found.error, found.last_ok), (None, None));
}

#[test]
fn a_source_that_was_unfollowed_stands_in_nobodys_way_and_comes_back_awake() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    library.set_paused(b.id, true).unwrap();
    library.record_failure(b.id, Refusal { asked: b.url.clone(), ..refusal("timeout", hours(1)) }, now()).unwrap();
    library.end_source(b.id, now()).unwrap();
    let again = library.add_source(&new_source("b"), now()).unwrap();
    assert_eq!((again.id, again.state, again.error), (b.id, SourceState::Active, None));
    library.end_source(b.id, now()).unwrap();
    assert!(library.move_source_url(a.id, &b.url, false).unwrap());
    assert_eq!(library.source(a.id).unwrap().url, b.url);
}
