//! Rescue: whatever is damaged, the rest comes along, and what does not is told.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::{found, guids, hours, library, new_article, now, source, store};
use crate::folds::saying;
use library::{Action, Keep, Library, LibraryError, ListQuery, NewArticle, NewRule, Rescue, Scope, Trial};

const PAGE: usize = 4096;

/// Three sources of a hundred articles, most of them marked in some way, and the bytes of their file.
fn filled() -> (tempfile::TempDir, Vec<u8>) {
    let (dir, library) = library();
    for name in ["a", "b", "c"] {
        let source = source(&library, name);
        let ids = store(&library, source.id, (0..100).map(|i| new_article(&format!("{name}{i}"))).collect());
        for (at, id) in ids.iter().enumerate() {
            match at % 5 {
                0 => library.set_read(&[*id], true, now()).unwrap(),
                1 => library.set_saved(*id, true, now()).unwrap(),
                2 => library.tag(*id, &format!("tag {}", at % 7), now()).unwrap(),
                3 => drop(library.highlight(*id, format!("quote {at}").as_str(), Some("a note"), now()).unwrap()),
                _ => {}
            }
        }
    }
    library.mark_all_read(&library::Scope::Source(library.sources().unwrap()[2].id), None, now()).unwrap();
    library.finish_index().unwrap();
    drop(library);
    let bytes = fs::read(dir.path().join("library.db")).unwrap();
    (dir, bytes)
}

type Marks = (bool, bool, Vec<String>, usize, bool);

/// What the reader did to each article, and whether its text is here.
fn marks(library: &Library) -> BTreeMap<(String, i64), Marks> {
    let rows = library.list(&ListQuery::default()).unwrap().rows;
    rows.into_iter()
        .map(|row| {
            let whole = library.article(row.id).is_ok_and(|article| article.text.starts_with("Body of"));
            ((row.guid, row.id.get()), (row.read, row.saved, row.tags, row.highlights.len(), whole))
        })
        .collect()
}

fn rescued(dir: &Path, bytes: &[u8]) -> (Library, Rescue) {
    fs::write(dir.join("library.db"), bytes).unwrap();
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(dir.join(format!("library.db{end}")));
    }
    let rescue = library::rescue(dir, now()).unwrap();
    assert_eq!(fs::read(&rescue.damaged).unwrap(), bytes, "the damaged file is kept as it was");
    fs::remove_file(&rescue.damaged).unwrap();
    let library = Library::open(dir).unwrap();
    let check = library.check().unwrap();
    assert!(check.ok, "{check:?}");
    (library, rescue)
}

#[test]
fn a_whole_library_comes_along_with_all_that_is_in_it() {
    let (dir, bytes) = filled();
    let before = marks(&Library::open(dir.path()).unwrap());
    let (library, rescue) = rescued(dir.path(), &bytes);
    assert_eq!((rescue.articles, rescue.without_text, &rescue.lost), (300, 0, &BTreeMap::new()));
    assert_eq!(marks(&library), before);
    assert_eq!(found(&library, "headline a8"), ["a8"]);
    assert_eq!(library.counts().unwrap(), Library::open(dir.path()).unwrap().counts().unwrap());
}

#[test]
fn whatever_page_is_lost_the_others_come_along() {
    let (dir, bytes) = filled();
    let before = marks(&Library::open(dir.path()).unwrap());
    let pages = bytes.len() / PAGE;
    for page in (0..pages).step_by(7) {
        let mut damaged = bytes.clone();
        let fill = if page % 2 == 0 { 0 } else { 0xa5 };
        damaged[page * PAGE..(page + 1) * PAGE].fill(fill);
        let (library, rescue) = rescued(dir.path(), &damaged);
        let after = marks(&library);
        let differ = before.iter().filter(|(key, marks)| after.get(*key) != Some(marks)).count();
        assert!(differ <= 130, "page {page} of {pages}: {differ} differ: {:?}", rescue.lost);
        assert!(differ == 0 || !rescue.lost.is_empty(), "page {page}: {differ} differ, and it is not told");
        let marked = |all: &BTreeMap<_, Marks>| {
            all.values().filter(|marks| marks.1 || !marks.2.is_empty() || marks.3 > 0).count()
        };
        assert!(marked(&after) + 60 >= marked(&before), "page {page}: {} of {} marks", marked(&after), marked(&before));
    }
}

#[test]
fn a_damaged_header_costs_nothing() {
    let (dir, bytes) = filled();
    let before = marks(&Library::open(dir.path()).unwrap());
    for at in [0, 3, 15, 16, 18, 20, 28, 31, 33, 44, 47, 56, 59, 63, 70] {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xff;
        let (library, rescue) = rescued(dir.path(), &damaged);
        assert!(rescue.lost.is_empty(), "byte {at}: {:?}", rescue.lost);
        assert_eq!(marks(&library), before, "byte {at}");
    }
}

#[test]
fn what_was_cut_off_is_told_and_the_rest_comes_along() {
    let (dir, bytes) = filled();
    let (library, rescue) = rescued(dir.path(), &bytes[..bytes.len() * 2 / 3 / PAGE * PAGE]);
    assert!(!rescue.lost.is_empty());
    // What the reader did comes along, even where the article itself is gone until its feed brings it again.
    let raw = rusqlite::Connection::open(library.folder().join("library.db")).unwrap();
    let count = |table: &str| raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
    let kept: [i64; 3] = ["source", "status", "tag"].map(count);
    assert_eq!(kept, [3, 300, 60], "{:?}", rescue.lost);
    let source = library.sources().unwrap()[0].id;
    store(&library, source, (0..100).map(|i| new_article(&format!("a{i}"))).collect());
    assert_eq!(marks(&library).values().filter(|marks| marks.1).count(), 20);
}

#[test]
fn the_log_of_a_killed_program_is_rescued_with_its_file() {
    let (dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..20).map(|i| new_article(&format!("g{i}"))).collect());
    let other = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-wal", "library.marker"] {
        fs::copy(dir.path().join(name), other.path().join(name)).unwrap();
    }
    let mut bytes = fs::read(other.path().join("library.db")).unwrap();
    if let Some(byte) = bytes.get_mut(5) {
        *byte ^= 0xff;
    }
    fs::write(other.path().join("library.db"), bytes).unwrap();
    assert!(Library::open(other.path()).is_err());
    assert_eq!(library::rescue(other.path(), now()).unwrap().articles, 20);
    assert_eq!(marks(&Library::open(other.path()).unwrap()).len(), 20);
}

#[test]
fn where_nothing_can_be_read_nothing_is_replaced() {
    let (dir, _) = filled();
    let file = dir.path().join("library.db");
    for bytes in [Vec::new(), b"hello\n".repeat(2000), vec![0x5a; 60_000]] {
        fs::write(&file, &bytes).unwrap();
        let error = library::rescue(dir.path(), now()).unwrap_err();
        assert!(matches!(error, LibraryError::Damaged { .. }), "{error}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

#[test]
fn an_open_library_is_rescued_under_its_readers_and_the_backup_is_compared() {
    let (dir, bytes) = filled();
    {
        let library = Library::open(dir.path()).unwrap();
        library.back_up_daily(now()).unwrap().unwrap();
    }
    let root: i64 = rusqlite::Connection::open(dir.path().join("library.db"))
        .unwrap()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'highlight'", [], |row| row.get(0))
        .unwrap();
    let mut damaged = bytes;
    let at = usize::try_from(root - 1).unwrap() * PAGE;
    damaged[at..at + PAGE].fill(0);
    fs::write(dir.path().join("library.db"), &damaged).unwrap();
    let library = Library::open(dir.path()).unwrap();
    let other = Library::open(dir.path()).unwrap();
    assert!(library.quick_check().unwrap().is_some());
    let (check, rescue) = library.repair(hours(1)).unwrap();
    let rescue = rescue.unwrap();
    assert!(check.ok && rescue.lost.contains_key("highlight"), "{rescue:?}");
    assert_eq!(library.quick_check().unwrap(), None);
    assert_eq!(marks(&library), marks(&other));
    library.set_saved(library::ArticleId::new(5), true, now()).unwrap();
    assert!(other.article(library::ArticleId::new(5)).unwrap().row.saved);
    // The highlights stand in an index once more, but for their notes; the backup has them, if anything is missing.
    let more = rescue.backup.map_or(0, |more| more.highlights);
    let here: usize = marks(&library).values().map(|marks| marks.3).sum();
    assert_eq!(here as u64 + more, 60);
}

#[test]
fn a_backup_takes_the_place_of_a_library_that_cannot_be_opened() {
    let (dir, _) = filled();
    let backup = {
        let library = Library::open(dir.path()).unwrap();
        library.back_up_daily(now()).unwrap().unwrap().path
    };
    fs::write(dir.path().join("library.db"), b"gone").unwrap();
    assert!(Library::open(dir.path()).is_err());
    assert_eq!(library::backups_in(dir.path()).unwrap().len(), 1);
    let kept = library::restore_damaged(dir.path(), &backup, now()).unwrap();
    assert_eq!(fs::read(kept).unwrap(), b"gone");
    let library = Library::open(dir.path()).unwrap();
    assert!(library.check().unwrap().ok && marks(&library).len() == 300);
    library.set_saved(library::ArticleId::new(1), true, now()).unwrap();
}

#[test]
fn what_was_hidden_folded_or_removed_stays_so_when_its_status_is_lost() {
    let (dir, library) = library();
    let [a, b, c] = ["a", "b", "c"].map(|name| source(&library, name).id);
    library
        .add_rule(
            NewRule {
                name: "storm".to_owned(),
                query: "storm".to_owned(),
                actions: vec![Action::Hide],
                ..NewRule::default()
            },
            now(),
        )
        .unwrap();
    let storm = NewArticle { title: "A storm".to_owned(), ..new_article("storm") };
    let old = new_article("old");
    let hidden = store(&library, a, vec![storm])[0];
    let removed = store(&library, c, vec![old.clone()])[0];
    let first = store(&library, a, vec![saying("first", "calm")])[0];
    let folded = store(&library, b, vec![saying("second", "calm")])[0];
    library.set_read(&[removed], true, now()).unwrap();
    library.set_source_keep(c, Some(Keep { days: Some(1), newest: None })).unwrap();
    let removable = library.removable(Trial::AsIs, hours(48)).unwrap();
    assert_eq!(library.remove_articles(&removable, hours(48)).unwrap(), 1);
    let all = |library: &Library| guids(library, &ListQuery::default());
    assert_eq!(all(&library), ["first"]);
    library.finish_index().unwrap();
    drop(library);
    let root: i64 = rusqlite::Connection::open(dir.path().join("library.db"))
        .unwrap()
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'status'", [], |row| row.get(0))
        .unwrap();
    let mut damaged = fs::read(dir.path().join("library.db")).unwrap();
    let at = usize::try_from(root - 1).unwrap() * PAGE;
    damaged[at..at + PAGE].fill(0);
    let (library, rescue) = rescued(dir.path(), &damaged);
    assert!(rescue.lost.contains_key("status"), "{:?}", rescue.lost);
    assert_eq!(all(&library), ["first"]);
    assert_eq!(guids(&library, &ListQuery { scope: Scope::Hidden, ..ListQuery::default() }), ["storm"]);
    assert_eq!(library.article(folded).unwrap().row.folded, Some(first));
    assert!(library.article(hidden).is_ok() && library.article(removed).is_err());
    assert_eq!(library.store_articles(c, vec![old], hours(72)).unwrap().new, []);
}
