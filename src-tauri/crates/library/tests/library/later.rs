//! What is saved: its orders, held to a plain sort, and the archive.

use jiff::{SignedDuration, Timestamp};
use library::{ArticleId, Library, LibraryError, ListQuery, NewArticle, Order, Scope};

use crate::common::{library, new_article, now, one, source, store};

fn listed(library: &Library, scope: Scope, order: Order, limit: usize) -> Vec<ArticleId> {
    let mut query = ListQuery { scope, order, limit: Some(limit), ..ListQuery::default() };
    let mut all = Vec::new();
    loop {
        let page = library.list(&query).unwrap();
        all.extend(page.rows.iter().map(|row| row.id));
        match page.next {
            None => return all,
            next => query.after = next,
        }
    }
}

#[test]
fn every_order_is_that_of_a_plain_sort_however_the_pages_are_cut() {
    let (_dir, library) = library();
    let sources = ["b", "A", "c"].map(|name| source(&library, name));
    let mut dice: u64 = 7;
    let mut roll = |below: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % below
    };
    // Article, source's name, saved at, words.
    let mut idea: Vec<(ArticleId, String, Timestamp, u64, bool)> = Vec::new();
    for number in 0..60 {
        let (at, words) = (usize::try_from(roll(3)).unwrap(), roll(6) * 300);
        let guid = format!("g{number}");
        let text = "word ".repeat(usize::try_from(words).unwrap());
        let article = NewArticle { html: format!("<p>{text}</p>"), text, title: guid.clone(), ..new_article(&guid) };
        store(&library, sources[at].id, vec![article]);
        let id = library.find_article(sources[at].id, &guid).unwrap().unwrap();
        if roll(5) == 0 {
            continue;
        }
        // Several at one time.
        let when = now() + SignedDuration::from_secs(i64::try_from(roll(20)).unwrap());
        library.set_saved(id, true, when).unwrap();
        let archived = roll(3) == 0;
        library.set_archived(&[id], archived, when).unwrap();
        idea.push((id, sources[at].title.to_lowercase(), when, words, archived));
    }
    for archived in [false, true] {
        let scope = || if archived { Scope::Archived } else { Scope::Saved };
        for order in [Order::Newest, Order::Oldest, Order::Longest, Order::Shortest, Order::Source] {
            let mut plain: Vec<_> = idea.iter().filter(|one| one.4 == archived).collect();
            plain.sort_by(|a, b| match order {
                Order::Oldest => (a.2, a.0).cmp(&(b.2, b.0)),
                Order::Longest => (b.3, b.0).cmp(&(a.3, a.0)),
                Order::Shortest => (a.3, a.0).cmp(&(b.3, b.0)),
                Order::Source => a.1.cmp(&b.1).then((b.2, b.0).cmp(&(a.2, a.0))),
                _ => (b.2, b.0).cmp(&(a.2, a.0)),
            });
            let plain: Vec<ArticleId> = plain.into_iter().map(|one| one.0).collect();
            assert!(plain.len() > 5, "{order:?}");
            for limit in [1, 2, 7, 100] {
                assert_eq!(listed(&library, scope(), order, limit), plain, "{order:?} by {limit}");
            }
        }
        let counts = library.counts().unwrap();
        let count = if archived { counts.archived } else { counts.saved };
        assert_eq!(count, idea.iter().filter(|one| one.4 == archived).count() as u64);
    }
    assert!(library.check().unwrap().ok);
}

#[test]
fn what_is_put_away_stays_saved_and_comes_back() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.set_archived(&[id], true, now()).unwrap();
    let row = library.article(id).unwrap().row;
    assert!(row.saved && row.archived && row.saved_at.is_some(), "what is put away is saved by that");
    assert_eq!(listed(&library, Scope::Saved, Order::Newest, 9), []);
    assert_eq!(listed(&library, Scope::Archived, Order::Published, 9), [id]);
    library.set_archived(&[id], false, now()).unwrap();
    assert_eq!(listed(&library, Scope::Saved, Order::Published, 9), [id]);
    // Who no longer keeps it has not put it away either.
    library.set_archived(&[id], true, now()).unwrap();
    library.set_saved(id, false, now()).unwrap();
    library.set_saved(id, true, now()).unwrap();
    assert!(!library.article(id).unwrap().row.archived);
    let missing = library.set_archived(&[id, ArticleId::new(999)], true, now()).unwrap_err();
    assert!(matches!(missing, LibraryError::NotFound { .. }), "{missing}");
    assert!(!library.article(id).unwrap().row.archived, "all or none");
}

#[test]
fn only_what_is_saved_has_other_orders() {
    let (_dir, library) = library();
    let query = ListQuery { order: Order::Longest, ..ListQuery::default() };
    let refused = |query: &ListQuery| matches!(library.list(query).unwrap_err(), LibraryError::Invalid { .. });
    assert!(refused(&query));
    let saved = ListQuery { scope: Scope::Saved, after: Some("n1.2.3".to_owned()), ..query };
    assert!(refused(&saved), "a cursor of another order");
}

#[test]
fn saving_what_was_put_away_takes_it_back_from_there() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.set_archived(&[id], true, now()).unwrap();
    library.set_saved(id, true, now() + SignedDuration::from_hours(1)).unwrap();
    let row = library.article(id).unwrap().row;
    assert_eq!((row.saved, row.archived, row.saved_at), (true, false, Some(now())));
    assert_eq!(listed(&library, Scope::Saved, Order::Newest, 9), [id]);
    assert_eq!(listed(&library, Scope::Archived, Order::Newest, 9), []);
    assert!(library.check().unwrap().ok);
}
