//! Status: read, saved, tags, highlights, bulk marks and their undoing, counts.

use crate::common::{dated, guids, hours, library, new_article, now, one, source, store};
use library::{ArticleId, Library, LibraryError, ListQuery, Scope};

#[test]
fn marks_are_kept_on_disk() {
    let (dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.set_read(&[id], true, now()).unwrap();
    library.set_saved(id, true, now()).unwrap();
    library.tag(id, " z ", now()).unwrap();
    library.tag(id, "a", now()).unwrap();
    library.tag(id, "a", now()).unwrap();
    library.highlight(id, "Body", None, now()).unwrap();
    library.highlight(id, "Body", Some("why"), now()).unwrap();
    library.highlight(id, "Body", None, now()).unwrap();
    library.highlight(id, "of", None, now()).unwrap();
    drop(library);
    let library = Library::open(dir.path()).unwrap();
    let row = library.list(&ListQuery::default()).unwrap().rows.remove(0);
    assert_eq!((row.read, row.saved, row.tags), (true, true, vec!["a".to_owned(), "z".to_owned()]));
    let marks: Vec<_> = row.highlights.iter().map(|mark| (mark.quote.text.as_str(), mark.note.as_deref())).collect();
    assert_eq!(marks, [("Body", Some("why")), ("of", None)]);
    assert_eq!(library.tags().unwrap(), [("a".to_owned(), 1), ("z".to_owned(), 1)]);
    library.untag(id, "z").unwrap();
    library.remove_highlight(row.highlights[1].id).unwrap();
    library.set_saved(id, false, now()).unwrap();
    library.set_read(&[id], false, now()).unwrap();
    let row = library.article(id).unwrap().row;
    assert_eq!((row.read, row.saved, row.tags.len(), row.highlights.len()), (false, false, 1, 1));
}

#[test]
fn marks_on_nothing_are_refused_whole() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    let none = ArticleId::new(99);
    assert!(matches!(library.set_read(&[id, none], true, now()), Err(LibraryError::NotFound { .. })));
    assert!(!library.article(id).unwrap().row.read, "all or none");
    library.set_read(&[id, id], true, now()).unwrap();
    for result in [
        library.set_saved(none, true, now()),
        library.tag(none, "t", now()),
        library.untag(none, "t"),
        library.highlight(none, "t", None, now()).map(drop),
        library.undo_mark_all_read(7),
    ] {
        assert!(matches!(result, Err(LibraryError::NotFound { .. })));
    }
    assert!(matches!(library.tag(id, "  ", now()), Err(LibraryError::Invalid { .. })));
    assert!(matches!(library.highlight(id, "", None, now()), Err(LibraryError::Invalid { .. })));
}

#[test]
fn a_bulk_mark_is_undone_but_for_what_was_read_since() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    let ids = store(&library, a.id, ["a1", "a2", "a3"].map(new_article).to_vec());
    store(&library, b.id, vec![dated("b1", hours(-5)), dated("b2", hours(5))]);
    library.set_read(&ids[..1], true, now()).unwrap();
    let change = library.mark_all_read(&Scope::Source(a.id), None, now()).unwrap();
    assert_eq!(change.count, 2);
    library.set_read(&ids[1..2], true, hours(1)).unwrap();
    library.undo_mark_all_read(change.id).unwrap();
    library.undo_mark_all_read(change.id).unwrap();
    let unread = ListQuery { scope: Scope::Source(a.id), unread: true, ..ListQuery::default() };
    assert_eq!(guids(&library, &unread), ["a3"]);
    assert_eq!(library.mark_all_read(&Scope::All, Some(now()), now()).unwrap().count, 1, "only b1 is from before");
    let all = library.mark_all_read(&Scope::All, None, now()).unwrap();
    assert_eq!((all.count, library.counts().unwrap().unread), (2, 0));
    library.undo_mark_all_read(all.id).unwrap();
    assert_eq!(library.counts().unwrap().unread, 2);
    for _ in 0..60 {
        library.mark_all_read(&Scope::Tag("none".to_owned()), None, now()).unwrap();
    }
    assert!(library.undo_mark_all_read(all.id).is_err(), "too old");
}

#[test]
fn counts_agree_with_lists() {
    let (_dir, library) = library();
    let (a, b) = (source(&library, "a"), source(&library, "b"));
    let ids = store(&library, a.id, (0..7).map(|i| new_article(&format!("a{i}"))).collect());
    store(&library, b.id, (0..5).map(|i| new_article(&format!("b{i}"))).collect());
    library.set_read(&ids[..3], true, now()).unwrap();
    library.set_saved(ids[6], true, now()).unwrap();
    let check = || {
        let counts = library.counts().unwrap();
        let listed =
            |scope: Scope| library.list(&ListQuery { scope, ..ListQuery::default() }).unwrap().rows.len() as u64;
        assert_eq!((counts.unread, counts.saved), (listed(Scope::Unread), listed(Scope::Saved)));
        for source in library.sources().unwrap() {
            let unread = ListQuery { scope: Scope::Source(source.id), unread: true, ..ListQuery::default() };
            assert_eq!(source.unread, library.list(&unread).unwrap().rows.len() as u64);
            let counted = counts.sources.iter().find(|(id, _)| *id == source.id).map_or(0, |(_, unread)| *unread);
            assert_eq!(source.unread, counted);
        }
        counts.unread
    };
    assert_eq!(check(), 9);
    library.end_source(a.id, now()).unwrap();
    assert_eq!(check(), 6);
    library.mark_all_read(&Scope::All, None, now()).unwrap();
    assert_eq!(check(), 0);
    library.revive_source(a.id).unwrap();
    assert_eq!(check(), 3, "what was unseen was not marked");
}
