//! Health: what `check` sees, and what `repair` mends.

use crate::common::{found, guids, library, new_article, now, source, store};
use library::{Library, ListQuery};

fn changed(sql: &str) -> (tempfile::TempDir, Library) {
    let (dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..120).map(|i| new_article(&format!("g{i}"))).collect());
    library.finish_index().unwrap();
    assert!(library.check().unwrap().ok);
    drop(library);
    let raw = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
    raw.execute_batch(sql).unwrap();
    drop(raw);
    let library = Library::open(dir.path()).unwrap();
    (dir, library)
}

#[test]
fn a_sound_library_is_ok_and_repairing_it_does_nothing() {
    let (dir, library) = library();
    let check = library.check().unwrap();
    assert_eq!(
        (check.integrity.as_str(), check.fts.as_str(), check.schema, check.ok),
        ("ok", "ok", library::NEWEST_FORMAT, true)
    );
    assert_eq!(library.repair(now()).unwrap().0, check);
    assert!(!damaged(dir.path()));
}

#[test]
fn missing_words_are_seen_and_indexed_anew() {
    let (dir, library) = changed("DELETE FROM words WHERE rowid < 50");
    let check = library.check().unwrap();
    assert_eq!((check.integrity.as_str(), check.ok), ("ok", false));
    assert!(check.fts.contains("49"), "{}", check.fts);
    assert!(library.repair(now()).unwrap().0.ok);
    assert_eq!(found(&library, "headline ").len(), 100);
    assert!(damaged(dir.path()));
}

#[test]
fn a_damaged_index_is_seen_and_built_anew() {
    let (_dir, library) =
        changed("PRAGMA writable_schema = on; UPDATE words_data SET block = x'00112233' WHERE id > 10");
    let check = library.check().unwrap();
    assert!(!check.ok && check.integrity == "ok", "{check:?}");
    assert_eq!(guids(&library, &ListQuery::default()).len(), 120, "the rest can be read");
    assert!(library.repair(now()).unwrap().0.ok);
    assert_eq!(found(&library, "headline ").len(), 100);
}

#[test]
fn a_damaged_text_is_seen() {
    let (_dir, library) = changed("UPDATE body SET frame = zeroblob(20) WHERE article = 3");
    let check = library.check().unwrap();
    assert!(!check.ok && check.integrity.contains("1 text"), "{check:?}");
}

#[test]
fn a_damaged_text_goes_alone_and_its_page_is_asked_for_it() {
    let (dir, library) = changed("UPDATE body SET frame = zeroblob(20) WHERE article = 3");
    let (check, rescue) = library.repair(now()).unwrap();
    let rescue = rescue.unwrap();
    assert!(check.ok && damaged(dir.path()), "{check:?}");
    assert_eq!((rescue.articles, rescue.without_text, rescue.lost.get("body")), (120, 1, Some(&1)));
    let article = library.article(library::ArticleId::new(3)).unwrap();
    assert_eq!((article.text.as_str(), article.excerpt), ("", true));
    assert!(library.wanted_pages(now(), 100, 100).unwrap().iter().any(|wanted| wanted.article.get() == 3));
    assert_eq!(found(&library, "headline ").len(), 100);
    // When its feed says it again, the text is back.
    let a = library.sources().unwrap()[0].id;
    library.store_articles(a, vec![new_article(&article.row.guid)], now()).unwrap();
    assert!(library.article(library::ArticleId::new(3)).unwrap().text.starts_with("Body of"));
}

fn damaged(dir: &std::path::Path) -> bool {
    std::fs::read_dir(dir).unwrap().flatten().any(|entry| entry.file_name().to_string_lossy().contains("damaged"))
}
