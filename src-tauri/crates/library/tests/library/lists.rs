//! Lists: scopes, filters, cursors.

use crate::common::{dated, guids, hours, library, new_article, now, source, store};
use library::{LibraryError, ListQuery, NewArticle, Scope};

#[test]
fn cursors_pass_over_ties_and_changes() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let articles = (0..25).map(|i| dated(&format!("g{i:02}"), hours(i / 10))).collect();
    store(&library, a.id, articles);
    let whole = guids(&library, &ListQuery::default());
    assert_eq!(whole.len(), 25);
    let mut paged = Vec::new();
    let mut query = ListQuery { limit: Some(4), ..ListQuery::default() };
    loop {
        let page = library.list(&query).unwrap();
        paged.extend(page.rows.into_iter().map(|row| row.guid));
        // What arrives above is not the business of the pages below.
        store(&library, a.id, vec![dated(&format!("late{}", paged.len()), hours(50))]);
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    assert_eq!(paged, whole);
    let exact = library.list(&ListQuery { limit: Some(32), ..ListQuery::default() }).unwrap();
    assert_eq!((exact.rows.len(), exact.next), (32, None), "a full last page has no next");
    for wrong in ["", "x", "1.", "1.2.3", "-"] {
        let query = ListQuery { after: Some(wrong.to_owned()), ..ListQuery::default() };
        assert!(matches!(library.list(&query), Err(LibraryError::Invalid { .. })), "{wrong}");
    }
}

#[test]
fn unread_pages_go_on_after_their_rows_were_read() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..10).map(|i| dated(&format!("g{i}"), hours(i))).collect());
    let first = library.list(&ListQuery { scope: Scope::Unread, limit: Some(4), ..ListQuery::default() }).unwrap();
    let ids: Vec<_> = first.rows.iter().map(|row| row.id).collect();
    library.set_read(&ids, true, now()).unwrap();
    let rest = guids(&library, &ListQuery { scope: Scope::Unread, after: first.next, ..ListQuery::default() });
    assert_eq!(rest, ["g5", "g4", "g3", "g2", "g1", "g0"]);
}

#[test]
fn every_scope_and_filter() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    library.update_source(b.id, "b", Some("F")).unwrap();
    store(
        &library,
        a.id,
        vec![new_article("a1"), NewArticle { section: Some("Art".to_owned()), ..dated("a2", hours(1)) }],
    );
    store(&library, b.id, vec![dated("b1", hours(2)), dated("b2", hours(3))]);
    let id = |source, guid| library.find_article(source, guid).unwrap().unwrap();
    library.set_read(&[id(a.id, "a1")], true, now()).unwrap();
    library.set_saved(id(a.id, "a2"), true, now()).unwrap();
    library.tag(id(b.id, "b1"), "t", now()).unwrap();
    let is = |query: ListQuery, wanted: &[&str]| {
        assert_eq!(guids(&library, &query), wanted, "{query:?}");
    };
    let of = |scope: Scope| ListQuery { scope, ..ListQuery::default() };
    is(of(Scope::All), &["b2", "b1", "a2", "a1"]);
    is(of(Scope::Unread), &["b2", "b1", "a2"]);
    is(of(Scope::Saved), &["a2"]);
    is(of(Scope::Source(a.id)), &["a2", "a1"]);
    is(of(Scope::Folder("F".to_owned())), &["b2", "b1"]);
    is(of(Scope::Tag("t".to_owned())), &["b1"]);
    is(ListQuery { unread: true, ..of(Scope::Source(a.id)) }, &["a2"]);
    is(ListQuery { saved: true, source: Some(a.id), ..ListQuery::default() }, &["a2"]);
    is(ListQuery { folder: Some("F".to_owned()), tag: Some("t".to_owned()), ..ListQuery::default() }, &["b1"]);
    is(ListQuery { section: Some("Art".to_owned()), ..ListQuery::default() }, &["a2"]);
    is(ListQuery { limit: Some(0), ..ListQuery::default() }, &[]);
    is(of(Scope::Folder("'; DROP TABLE status; --".to_owned())), &[]);
}
