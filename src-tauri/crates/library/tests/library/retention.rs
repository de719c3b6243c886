//! Retention: what is removed and what never is, and that it does not come back.

use crate::common::{dated, found, guids, hours, library, new_article, now, source, store};
use jiff::Timestamp;
use library::{ALL, ArticleId, Keep, Library, ListQuery, NewArticle, Origin, Retention, SourceId, Trial};

const TWO: Keep = Keep { days: None, newest: Some(2) };

/// Six articles of a source, the newest first: `g0` to `g5`.
fn six(library: &Library, source: SourceId) -> Vec<ArticleId> {
    store(library, source, articles())
}

fn articles() -> Vec<NewArticle> {
    (0..6).map(|n| dated(&format!("g{n}"), hours(-n))).collect()
}

fn read_all(library: &Library) {
    library.mark_all_read(&library::Scope::All, None, now()).unwrap();
}

fn remove(library: &Library, at: Timestamp) -> u64 {
    library.remove_articles(&library.removable(Trial::AsIs, at).unwrap(), at).unwrap()
}

fn all(library: &Library) -> Vec<String> {
    guids(library, &ListQuery::default())
}

#[test]
fn everything_is_kept_for_ever_unless_the_reader_says_otherwise() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    six(&library, a.id);
    read_all(&library);
    assert_eq!(library.retention().unwrap(), Retention::default());
    assert_eq!(remove(&library, hours(24 * 9999)), 0);
}

#[test]
fn the_newest_stay_and_what_came_lately_stays() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    six(&library, a.id);
    store(&library, b.id, vec![dated("old", hours(-24 * 900))]);
    read_all(&library);
    library.set_source_keep(a.id, Some(TWO)).unwrap();
    library.set_source_keep(b.id, Some(Keep { days: Some(30), newest: None })).unwrap();
    assert_eq!(remove(&library, hours(1)), 4);
    assert_eq!(all(&library), ["g0", "g1", "old"], "published long ago and come today is new");
    assert_eq!(remove(&library, hours(24 * 30)), 0);
    assert_eq!(remove(&library, hours(24 * 30 + 1)), 1);
    assert!(library.set_source_keep(a.id, Some(Keep { days: Some(0), newest: None })).is_err());
    assert!(library.set_source_keep(SourceId::new(99), None).is_err());
}

#[test]
fn a_source_goes_by_the_librarys_rule_or_by_its_own() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    six(&library, a.id);
    store(
        &library,
        b.id,
        articles().into_iter().map(|one| NewArticle { guid: format!("b{}", one.guid), url: None, ..one }).collect(),
    );
    read_all(&library);
    let all_of_b = Keep { days: None, newest: Some(ALL) };
    library.set_source_keep(b.id, Some(all_of_b)).unwrap();
    let rule = Retention { keep: TWO, unread_too: false };
    assert_eq!(library.removable(Trial::Library(rule), now()).unwrap().len(), 4, "looked at before it is set");
    assert_eq!(library.removable(Trial::Source(b.id, None), now()).unwrap().len(), 0);
    library.set_retention(rule).unwrap();
    assert_eq!(library.removable(Trial::Source(b.id, None), now()).unwrap().len(), 4);
    assert_eq!((remove(&library, now()), all(&library).len()), (4, 8));
    assert_eq!((library.source_keep(a.id).unwrap(), library.source_keep(b.id).unwrap()), (None, Some(all_of_b)));
}

#[test]
fn what_the_reader_keeps_is_never_removed() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = six(&library, a.id);
    read_all(&library);
    library.set_saved(ids[2], true, now()).unwrap();
    library.tag(ids[3], "later", now()).unwrap();
    library.highlight(ids[4], "Body", None, now()).unwrap();
    library.set_offline(ids[5], true).unwrap();
    library.set_retention(Retention { keep: Keep { days: Some(1), newest: None }, unread_too: true }).unwrap();
    assert_eq!(remove(&library, hours(24 * 9999)), 2);
    assert_eq!(all(&library), ["g2", "g3", "g4", "g5"]);
}

#[test]
fn unread_articles_stay_unless_the_reader_wants_them_gone() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = six(&library, a.id);
    library.set_read(&ids[4..], true, now()).unwrap();
    library.set_retention(Retention { keep: TWO, unread_too: false }).unwrap();
    assert_eq!((remove(&library, now()), all(&library).len()), (2, 4));
    library.set_retention(Retention { keep: TWO, unread_too: true }).unwrap();
    assert_eq!((remove(&library, now()), all(&library).len()), (2, 2));
    assert_eq!(library.counts().unwrap().unread, 2, "nothing is counted that nobody can read");
}

#[test]
fn what_is_marked_between_the_look_and_the_removal_stays() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = six(&library, a.id);
    read_all(&library);
    library.set_source_keep(a.id, Some(TWO)).unwrap();
    let removable = library.removable(Trial::AsIs, now()).unwrap();
    library.set_saved(ids[5], true, now()).unwrap();
    library.set_read(&ids[4..5], false, now()).unwrap();
    assert_eq!(library.remove_articles(&removable, now()).unwrap(), 2);
    assert_eq!(all(&library), ["g0", "g1", "g4", "g5"]);
    library.set_read(&ids[4..5], true, now()).unwrap();
    let removable = library.removable(Trial::AsIs, now()).unwrap();
    library.set_source_keep(a.id, None).unwrap();
    assert_eq!((removable.len(), library.remove_articles(&removable, now()).unwrap()), (1, 0), "the rule is gone");
}

#[test]
fn all_of_a_removed_article_goes() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = six(&library, a.id);
    library
        .store_articles(a.id, vec![NewArticle { html: "<p>New</p>".to_owned(), ..dated("g5", hours(-5)) }], now())
        .unwrap();
    let page = NewArticle { text: "Harbour".to_owned(), origin: Origin::Page, ..dated("g5", hours(-5)) };
    library.add_page_text(ids[5], page, true, None, now()).unwrap();
    read_all(&library);
    assert_eq!(found(&library, "harbour"), ["g5"]);
    library.set_source_keep(a.id, Some(TWO)).unwrap();
    remove(&library, now());
    assert_eq!(found(&library, "harbour"), Vec::<String>::new());
    assert!(library.article(ids[5]).is_err() && library.revisions(ids[5]).unwrap().is_empty());
    assert!(library.check().unwrap().ok);
}

// Named after reports of other readers: liferea#1195, newsboat#1729, QuiteRSS#1293.
#[test]
fn liferea_1195_items_removed_by_the_cache_limit_come_back_as_new() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    six(&library, a.id);
    read_all(&library);
    library.set_source_keep(a.id, Some(TWO)).unwrap();
    remove(&library, now());
    let mut changed = articles();
    changed[4].title = "Another headline".to_owned();
    let again = library.store_articles(a.id, changed, hours(1)).unwrap();
    assert_eq!((again.new.len(), again.changed.len(), again.unchanged), (0, 0, 6));
    let known = library.known_entries(a.id, &[("g5".to_owned(), 1), ("g9".to_owned(), 1)]).unwrap();
    assert_eq!(known, [true, false], "nor are they read again at each refresh");
    library.set_source_keep(a.id, None).unwrap();
    assert_eq!(library.store_articles(a.id, articles(), hours(2)).unwrap().new.len(), 0, "also without a rule");
    assert_eq!(all(&library), ["g0", "g1"]);
}

#[test]
fn newsboat_1729_deleted_articles_reappear_when_their_ids_change() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    six(&library, a.id);
    read_all(&library);
    library.set_source_keep(a.id, Some(TWO)).unwrap();
    remove(&library, now());
    let storm = |prefix: &str| -> Vec<NewArticle> {
        articles().into_iter().map(|one| NewArticle { guid: format!("{prefix}{}", one.guid), ..one }).collect()
    };
    for prefix in ["x", "y"] {
        let stored = library.store_articles(a.id, storm(prefix), hours(1)).unwrap();
        assert_eq!((stored.new.len(), all(&library).len()), (0, 2), "{prefix}");
    }
    let other = NewArticle { text: "Says something else".to_owned(), ..dated("z", hours(-5)) };
    let other = NewArticle { url: new_article("g5").url, title: new_article("g5").title, ..other };
    assert_eq!(library.store_articles(a.id, vec![other], hours(1)).unwrap().new.len(), 1, "that is another article");
}

#[test]
fn quiterss_1293_cleaned_up_news_are_downloaded_again_and_unread() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    six(&library, a.id);
    read_all(&library);
    library.set_retention(Retention { keep: Keep { days: Some(1), newest: None }, unread_too: false }).unwrap();
    assert_eq!(remove(&library, hours(48)), 6);
    library.end_source(a.id, hours(48)).unwrap();
    library.revive_source(a.id).unwrap();
    library.store_articles(a.id, articles(), hours(49)).unwrap();
    assert_eq!((all(&library).len(), library.counts().unwrap().unread), (0, 0));
    library.store_articles(a.id, vec![dated("g9", hours(49))], hours(49)).unwrap();
    assert_eq!(all(&library), ["g9"]);
}

#[test]
fn room_is_given_back_a_little_at_a_time() {
    let (dir, library) = library();
    let a = source(&library, "a");
    let long = |n: u32| {
        // Words that do not pack well.
        let text = (0..4000_u32)
            .map(|at| format!("{:x}", u64::from(at * 7919 + n).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect::<Vec<_>>()
            .join(" ");
        NewArticle { text: text.clone(), html: text, ..dated(&format!("l{n}"), hours(-i64::from(n))) }
    };
    store(&library, a.id, (0..60).map(long).collect());
    read_all(&library);
    library.set_source_keep(a.id, Some(TWO)).unwrap();
    assert_eq!(remove(&library, now()), 58);
    let pages = |library: &Library| library.sizes(&std::collections::HashSet::new()).unwrap().free;
    assert!(pages(&library) > 1 << 20, "{}", pages(&library));
    let mut steps = 0;
    while library.give_back_space().unwrap() {
        steps += 1;
    }
    assert!(steps >= 1 && pages(&library) < 1 << 20, "{steps} {}", pages(&library));
    library.compact().unwrap();
    assert_eq!(pages(&library), 0);
    assert_eq!(all(&library), ["l0", "l1"]);
    drop(library);
    let length = std::fs::metadata(dir.path().join("library.db")).unwrap().len();
    assert!(length < 1 << 20, "{length}");
    assert!(Library::open(dir.path()).unwrap().check().unwrap().ok);
}

#[test]
fn what_is_kept_no_longer_cannot_be_marked() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = six(&library, a.id);
    read_all(&library);
    library.set_source_keep(a.id, Some(TWO)).unwrap();
    assert_eq!(remove(&library, hours(1)), 4);
    let gone = ids[5];
    let none = |done: Result<(), library::LibraryError>| matches!(done, Err(library::LibraryError::NotFound { .. }));
    assert!(none(library.set_read(&[gone], false, now())) && none(library.set_saved(gone, true, now())));
    assert!(none(library.tag(gone, "t", now())) && none(library.set_hidden(&[gone], true).map(drop)));
    assert_eq!(library.tags().unwrap(), []);
}
