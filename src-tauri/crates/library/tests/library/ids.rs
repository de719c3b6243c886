//! Entries whose ids change, one or all of a feed, and feeds that move: no duplicates, and no mark is lost.

use std::collections::BTreeMap;

use crate::common::{hours, library, new_article, now, one, source, store};
use library::{ArticleId, Library, ListQuery, NewArticle, Scope, SourceId};

/// Forty entries, each with a text and an address of its own.
fn feed(prefix: &str) -> Vec<NewArticle> {
    (0..40).map(|n| NewArticle { guid: format!("{prefix}{n}"), ..new_article(&n.to_string()) }).collect()
}

/// Of each article: its headline, and whether it is read, saved, tagged, highlighted.
fn marks(library: &Library) -> BTreeMap<ArticleId, (String, [bool; 4])> {
    let rows = library.list(&ListQuery::default()).unwrap().rows;
    rows.into_iter()
        .map(|row| (row.id, (row.title, [row.read, row.saved, !row.tags.is_empty(), !row.highlights.is_empty()])))
        .collect()
}

/// Marks by hand and all at once, also taken back.
fn mark(library: &Library, source: SourceId, ids: &[ArticleId]) {
    library.set_read(&ids[..5], true, now()).unwrap();
    library.set_saved(ids[6], true, now()).unwrap();
    library.tag(ids[7], "sea", now()).unwrap();
    library.highlight(ids[8], "Body of", Some("a note"), now()).unwrap();
    library.mark_all_read(&Scope::Tag("sea".to_owned()), None, now()).unwrap();
    let all = library.mark_all_read(&Scope::Source(source), None, now()).unwrap();
    library.undo_mark_all_read(all.id).unwrap();
}

#[test]
fn a_whole_feed_with_new_ids_brings_nothing_new_and_keeps_every_mark() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let other = source(&library, "other");
    one(&library, other.id, "not of this feed");
    let ids = store(&library, a.id, feed("first-"));
    mark(&library, a.id, &ids);
    let (before, counts) = (marks(&library), library.counts().unwrap());
    for (hour, prefix) in [(1, "second-"), (2, "third-"), (3, "https://a.example/?p=")] {
        let stored = library.store_articles(a.id, feed(prefix), hours(hour)).unwrap();
        assert_eq!((stored.new.len(), stored.changed.len(), stored.unchanged), (0, 0, 40), "{prefix}");
        assert_eq!((marks(&library), library.counts().unwrap()), (before.clone(), counts.clone()), "{prefix}");
    }
    // Some new, some old, in any order: only what is new is new.
    let mut mixed = feed("fourth-");
    mixed.reverse();
    mixed.push(new_article("41"));
    assert_eq!(library.store_articles(a.id, mixed, hours(9)).unwrap().new.len(), 1);
    assert!(library.check().unwrap().ok);
}

#[test]
fn a_storm_after_all_was_marked_read_leaves_nothing_unread() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, feed("first-"));
    let all = library.mark_all_read(&Scope::All, None, now()).unwrap();
    library.store_articles(a.id, feed("second-"), hours(1)).unwrap();
    assert_eq!((library.counts().unwrap().unread, marks(&library).len()), (0, 40));
    library.undo_mark_all_read(all.id).unwrap();
    assert_eq!(library.counts().unwrap().unread, 40, "and that can still be taken back");
}

#[test]
fn an_id_that_changes_with_what_only_tracks_in_its_address_is_the_same_entry() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = store(&library, a.id, vec![new_article("g")])[0];
    library.set_saved(id, true, now()).unwrap();
    let url = format!("{}?utm_source=feed&utm_medium=rss#top", new_article("g").url.unwrap());
    let again = NewArticle { guid: "another".to_owned(), url: Some(url), ..new_article("g") };
    assert!(library.store_articles(a.id, vec![again], hours(1)).unwrap().new.is_empty());
    assert_eq!(marks(&library).into_iter().map(|(known, marks)| (known, marks.1[1])).collect::<Vec<_>>(), [(id, true)]);
}

#[test]
fn what_was_removed_stays_removed_through_a_storm_and_its_marks_stay_with_it() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, feed("first-"));
    library.mark_all_read(&Scope::All, None, now()).unwrap();
    library.set_source_keep(a.id, Some(library::Keep { days: None, newest: Some(3) })).unwrap();
    let removable = library.removable(library::Trial::AsIs, hours(24)).unwrap();
    let removed = library.remove_articles(&removable, hours(24)).unwrap();
    let left = marks(&library);
    assert!(removed > 30 && left.len() + usize::try_from(removed).unwrap() == ids.len());
    for prefix in ["second-", "third-"] {
        let stored = library.store_articles(a.id, feed(prefix), hours(48)).unwrap();
        assert!(stored.new.is_empty(), "{prefix}: {} came back", stored.new.len());
        assert_eq!((marks(&library), library.counts().unwrap().unread), (left.clone(), 0), "{prefix}");
    }
}

#[test]
fn a_feed_that_moved_has_the_same_entries() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, feed("first-"));
    mark(&library, a.id, &ids);
    let before = marks(&library);
    library.move_source_url(a.id, "https://moved.example/feed", false).unwrap();
    let mut moved = feed("first-");
    moved.extend(feed("first-"));
    let stored = library.store_articles(a.id, moved, hours(1)).unwrap();
    assert_eq!((stored.new.len(), marks(&library)), (0, before.clone()));
    // And with other ids at its new address.
    let stored = library.store_articles(a.id, feed("moved-"), hours(2)).unwrap();
    assert_eq!((stored.new.len(), marks(&library)), (0, before));
}
