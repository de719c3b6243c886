//! Opening: new, damaged, emptied, foreign, newer, read-only, and several at once.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{found, guids, library, new_article, now, one, source, store, typing};
use library::{Library, LibraryError, ListQuery, Order, Scope};

fn filled() -> tempfile::TempDir {
    let (dir, library) = library();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    library.set_saved(id, true, now()).unwrap();
    dir
}

fn open_fails(dir: &Path) -> LibraryError {
    let before = snapshot(dir);
    let error = Library::open(dir).expect_err("it must not open");
    assert_eq!(snapshot(dir), before, "nothing was touched");
    let sentence = error.to_string();
    assert_eq!(sentence.split(": ").count(), 3, "{sentence}");
    assert!(!sentence.contains('\n'));
    error
}

/// The files that hold data; the log's index may come and go.
fn snapshot(dir: &Path) -> Vec<(String, Vec<u8>)> {
    ["library.db", "library.marker"]
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), fs::read(dir.join(name)).ok()?)))
        .collect()
}

#[test]
fn a_new_library_is_whole_and_opens_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a/b");
    let library = Library::open(&folder).unwrap();
    assert!(library.check().unwrap().ok);
    assert_eq!((library.folder(), library.read_only_reason()), (folder.as_path(), None));
    drop(library);
    assert!(folder.join("library.marker").exists() && folder.join("images").is_dir());
    assert!(
        fs::metadata(folder.join("library.db-wal")).map_or(true, |log| log.len() == 0),
        "closing puts the log away"
    );
    Library::open(&folder).unwrap();
}

/// A trigger and an index of one name changed places in it, and it was taken for another program's.
#[test]
fn a_compacted_library_opens_again() {
    let dir = filled();
    Library::open(dir.path()).unwrap().compact().unwrap();
    assert!(Library::open(dir.path()).unwrap().check().unwrap().ok);
}

#[test]
fn what_is_no_library_is_left_alone() {
    let damaged = |change: &dyn Fn(&Path)| {
        let dir = filled();
        change(dir.path());
        let error = open_fails(dir.path());
        assert!(matches!(error, LibraryError::Damaged { .. }), "{error}");
        assert_eq!(error.exit_code(), 4);
        error.to_string()
    };
    let database = |dir: &Path| dir.join("library.db");
    assert!(damaged(&|dir| fs::write(database(dir), b"").unwrap()).contains("empty"));
    assert!(damaged(&|dir| fs::remove_file(database(dir)).unwrap()).contains("missing"));
    damaged(&|dir| fs::write(database(dir), b"hello\n".repeat(100)).unwrap());
    damaged(&|dir| fs::write(database(dir), b"h").unwrap());
    damaged(&|dir| {
        let mut bytes = fs::read(database(dir)).unwrap();
        bytes[3] ^= 0xff;
        fs::write(database(dir), bytes).unwrap();
    });
    let foreign = |dir: &Path| {
        fs::remove_file(database(dir)).unwrap();
        rusqlite::Connection::open(database(dir)).unwrap().execute_batch("CREATE TABLE z (a)").unwrap();
    };
    assert!(damaged(&foreign).contains("another program"));
    assert!(
        damaged(&|dir| {
            fs::remove_file(database(dir)).unwrap();
            rusqlite::Connection::open(database(dir))
                .unwrap()
                .execute_batch("PRAGMA user_version = 1; PRAGMA user_version = 0")
                .unwrap();
        })
        .contains("empty")
    );
    assert!(
        damaged(&|dir| {
            fs::copy(filled().path().join("library.db"), database(dir)).unwrap();
        })
        .contains("another library")
    );
    damaged(&|dir| {
        rusqlite::Connection::open(database(dir)).unwrap().execute_batch("DROP TABLE tag").unwrap();
    });
    damaged(&|dir| {
        rusqlite::Connection::open(database(dir)).unwrap().execute_batch("PRAGMA user_version = 0").unwrap();
    });
}

#[test]
fn without_a_marker_only_a_library_or_nothing_is_taken() {
    let dir = filled();
    fs::remove_file(dir.path().join("library.marker")).unwrap();
    assert_eq!(guids(&Library::open(dir.path()).unwrap(), &ListQuery::default()), ["g"]);
    assert!(dir.path().join("library.marker").exists(), "it is marked again");
    fs::write(dir.path().join("library.marker"), b"\0\0\0").unwrap();
    drop(Library::open(dir.path()).unwrap());
    assert!(fs::read_to_string(dir.path().join("library.marker")).unwrap().starts_with("Standfirst"));
    // The power went while the library was being made.
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("library.db"), b"").unwrap();
    assert!(Library::open(dir.path()).unwrap().check().unwrap().ok);
    let dir = tempfile::tempdir().unwrap();
    rusqlite::Connection::open(dir.path().join("library.db"))
        .unwrap()
        .execute_batch("PRAGMA journal_mode = wal")
        .unwrap();
    assert!(Library::open(dir.path()).unwrap().check().unwrap().ok);
    let dir = tempfile::tempdir().unwrap();
    rusqlite::Connection::open(dir.path().join("library.db")).unwrap().execute_batch("CREATE TABLE z (a)").unwrap();
    assert!(matches!(open_fails(dir.path()), LibraryError::Damaged { .. }));
}

#[test]
fn a_newer_version_is_left_alone() {
    let dir = filled();
    let raw = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
    raw.execute_batch("PRAGMA user_version = 999999; ALTER TABLE library RENAME TO shelf").unwrap();
    drop(raw);
    let error = open_fails(dir.path());
    assert!(matches!(error, LibraryError::NewerVersion { found: 999_999, .. }), "{error}");
    assert_eq!(error.exit_code(), 3);
}

/// A link in the way of the log's index keeps SQLite from making it, as a full disk or a read-only folder does;
/// permissions would not stop the root that tests may run as.
#[cfg(unix)]
fn without_shared_files(dir: &Path) {
    let _ = fs::remove_file(dir.join("library.db-shm"));
    std::os::unix::fs::symlink("/nowhere/at/all", dir.join("library.db-shm")).unwrap();
}

#[test]
#[cfg(unix)]
fn reading_goes_on_where_nothing_can_be_written() {
    let dir = filled();
    let _ = fs::remove_file(dir.path().join("library.db-wal"));
    without_shared_files(dir.path());
    let library = Library::open(dir.path()).unwrap();
    assert_eq!(guids(&library, &ListQuery::default()), ["g"]);
    assert_eq!(library.counts().unwrap().saved, 1);
    assert_eq!(found(&library, "headline"), ["g"]);
    assert!(library.check().unwrap().ok);
    assert!(library.read_only_reason().is_some());
    let id = library.list(&ListQuery::default()).unwrap().rows[0].id;
    let error = library.set_saved(id, false, now()).unwrap_err();
    assert!(matches!(error, LibraryError::Storage { .. }), "{error}");
    assert_eq!((error.exit_code(), error.to_string().split(": ").count()), (5, 3));
    // The trouble goes, and everything works again without opening anew.
    fs::remove_file(dir.path().join("library.db-shm")).unwrap();
    library.set_saved(id, false, now()).unwrap();
    assert_eq!((library.counts().unwrap().saved, library.read_only_reason()), (0, None));
}

#[test]
#[cfg(unix)]
fn a_log_that_cannot_be_read_in_place_is_read_from_a_copy() {
    let dir = filled();
    let other = tempfile::tempdir().unwrap();
    let library = Library::open(dir.path()).unwrap();
    let a = source(&library, "a");
    one(&library, a.id, "in the log");
    // As after a crash: the log is there, and its index is not.
    for name in ["library.db", "library.db-wal", "library.marker"] {
        fs::copy(dir.path().join(name), other.path().join(name)).unwrap();
    }
    without_shared_files(other.path());
    let copy = Library::open(other.path()).unwrap();
    assert_eq!(guids(&copy, &ListQuery::default()).len(), 2);
    // The newest may not be indexed yet, and cannot be now; what is indexed is found.
    assert!(found(&copy, "headline").contains(&"g".to_owned()));
    assert!(copy.check().unwrap().ok);
}

#[test]
fn two_handles_see_each_other() {
    let (dir, library) = library();
    let other = Library::open(dir.path()).unwrap();
    let seen = library.data_version().unwrap();
    let a = source(&library, "a");
    let id = one(&library, a.id, "g");
    assert_eq!(library.data_version().unwrap(), seen, "one's own changes do not count");
    other.set_read(&[id], true, now()).unwrap();
    assert_ne!(library.data_version().unwrap(), seen);
    assert!(library.article(id).unwrap().row.read);
    assert_eq!(found(&other, "headline"), ["g"]);
}

#[test]
fn many_openers_and_writers_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let threads: Vec<_> = (0..6)
        .map(|number: usize| {
            let folder = dir.path().join("new");
            std::thread::spawn(move || {
                let library = Library::open(&folder).unwrap();
                let a = source(&library, "shared");
                for round in 0..10 {
                    store(&library, a.id, (0..20).map(|i| new_article(&format!("{round}-{i}"))).collect());
                    let own = source(&library, &format!("own{number}"));
                    let id = store(&library, own.id, vec![new_article(&format!("{number}/{round}"))])[0];
                    library.set_saved(id, true, now()).unwrap();
                    library.search(&typing("headline", 3), now()).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let library = Library::open(&dir.path().join("new")).unwrap();
    assert_eq!(guids(&library, &ListQuery::default()).len(), 200 + 60);
    assert_eq!(guids(&library, &ListQuery { scope: Scope::Saved, ..ListQuery::default() }).len(), 60);
    assert!(library.check().unwrap().ok);
}

fn fixture(format: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/library").join(format)
}

/// A copy of a library that a program of an earlier format made. That of format 3 is made here of the one before it.
fn old(format: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let made = if matches!(format, "format-3" | "format-7") { "format-2" } else { format };
    for name in ["library.db", "library.marker"] {
        fs::copy(fixture(made).join(name), dir.path().join(name)).unwrap();
    }
    if format == "format-3" {
        let raw = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
        raw.execute_batch(include_str!("../../migrations/0003_texts.sql")).unwrap();
        raw.execute_batch("UPDATE library SET format = 3; PRAGMA user_version = 3").unwrap();
        raw.execute_batch(&fs::read_to_string(fixture(format).join("rows.sql")).unwrap()).unwrap();
    }
    if format == "format-7" {
        let raw = rusqlite::Connection::open(dir.path().join("library.db")).unwrap();
        for step in [
            include_str!("../../migrations/0003_texts.sql"),
            include_str!("../../migrations/0004_scale.sql"),
            include_str!("../../migrations/0005_search.sql"),
            include_str!("../../migrations/0006_rules.sql"),
            include_str!("../../migrations/0007_highlights.sql"),
        ] {
            raw.execute_batch(step).unwrap();
        }
        raw.execute_batch("UPDATE library SET format = 7; PRAGMA user_version = 7").unwrap();
        raw.execute_batch(&fs::read_to_string(fixture(format).join("rows.sql")).unwrap()).unwrap();
    }
    dir
}

/// A library of an earlier format, opened by this program; it is whole and of the present format.
fn opened(format: &str) -> (tempfile::TempDir, Library) {
    let dir = old(format);
    let library = Library::open(dir.path()).unwrap();
    let check = library.check().unwrap();
    assert!(check.ok && check.schema == library::NEWEST_FORMAT, "{check:?}");
    (dir, library)
}

/// The library was made by the program of format 1: a source in a folder, one article read and highlighted, the other
/// saved and tagged.
#[test]
fn a_library_of_format_1_comes_along_with_all_its_marks() {
    let (_dir, library) = opened("format-1");
    let sources = library.sources().unwrap();
    let coast = sources.iter().find(|source| source.title == "The Harbour Post").unwrap();
    assert_eq!((coast.folder.as_deref(), coast.unread, coast.state), (Some("Coast"), 1, library::SourceState::Active));
    assert_eq!(coast.marks.content_hash.as_deref().map(str::len), Some(64));
    let rows = library.list(&ListQuery::default()).unwrap().rows;
    let saved = rows.iter().find(|row| row.title == "Ferry returns after the storm").unwrap();
    assert_eq!((saved.saved, saved.tags.as_slice()), (true, ["sea".to_owned()].as_slice()));
    let read = rows.iter().find(|row| row.title == "Market opens").unwrap();
    assert!(read.read && read.highlights.len() == 1);
    assert_eq!(found(&library, "ferry"), ["h1"]);
}

/// The library was made by the program of format 2: one article with its page's text, saved with its picture; one
/// complete in the feed, read and highlighted; one excerpt, tagged.
#[test]
fn a_library_of_format_2_comes_along_with_both_texts_and_its_pictures() {
    let (dir, library) = opened("format-2");
    let rows = library.list(&ListQuery::default()).unwrap().rows;
    let [ferry, market, lamp] = rows.as_slice() else { panic!("{rows:?}") };
    assert!(ferry.saved && market.read && market.highlights.len() == 1 && lamp.tags == ["sea"]);
    let shown = library.article(ferry.id).unwrap();
    assert!(shown.text.contains("waited since dawn") && shown.origin == library::Origin::Page);
    let texts = library.texts(ferry.id).unwrap();
    assert_eq!(texts.other.unwrap().article.text, "The first ferry since Sunday.");
    library.show_text(ferry.id, library::Origin::Feed).unwrap();
    assert_eq!(library.article(ferry.id).unwrap().text, "The first ferry since Sunday.");
    let excerpts: Vec<bool> = rows.iter().map(|row| library.article(row.id).unwrap().excerpt).collect();
    assert_eq!(excerpts, [true, false, true]);
    assert!(library.wanted_pages(now(), 10, 10).unwrap().is_empty(), "old excerpts are asked when they are opened");
    let key = library::image_key(ferry.lead_image.as_deref().unwrap());
    let picture = library.image(&key).unwrap().unwrap().reading.unwrap();
    let below = picture.path.strip_prefix(dir.path()).unwrap();
    assert_eq!((picture.media_type.as_str(), fixture("format-2").join(below).is_file()), ("image/png", true));
    assert!(library.sizes(&HashSet::new()).unwrap().pictures > 2000);
}

#[test]
fn a_library_of_format_3_comes_along_with_marks_made_one_by_one_and_all_at_once() {
    let (_dir, library) = opened("format-3");
    let sources = library.sources().unwrap();
    let almanac = sources.iter().find(|source| source.title == "The Almanac").unwrap();
    assert_eq!(
        (almanac.folder.as_deref(), almanac.state, almanac.unread),
        (Some("Seasons"), library::SourceState::Paused, 1)
    );
    let of_it = ListQuery { scope: Scope::Source(almanac.id), ..ListQuery::default() };
    let rows = library.list(&of_it).unwrap().rows;
    let marks: Vec<_> =
        rows.iter().map(|row| (row.guid.as_str(), row.read, row.saved, row.tags.len(), row.highlights.len())).collect();
    assert_eq!(
        marks,
        [("a4", false, false, 1, 0), ("a3", true, false, 0, 1), ("a2", true, true, 0, 0), ("a1", true, false, 0, 0)]
    );
    assert_eq!(rows[1].highlights[0].note.as_deref(), Some("ask Ada"));
    assert!(library.article(rows[1].id).unwrap().offline);
    // What was marked all at once before can be taken back after; what was marked by hand stays.
    library.undo_mark_all_read(40).unwrap();
    let read: Vec<bool> = library.list(&of_it).unwrap().rows.iter().map(|row| row.read).collect();
    assert_eq!((read, library.source(almanac.id).unwrap().unread), (vec![false, true, false, false], 3));
    assert_eq!(found(&library, "frost"), ["a1", "a2", "a3", "a4"]);
    assert_eq!(library.kept_marks(almanac.id).unwrap().len(), 1);
    assert_eq!(library.setting("window").unwrap().as_deref(), Some("{\"theme\":\"dark\"}"));
    // An entry whose text went long ago is still known.
    let again = library.store_articles(almanac.id, vec![new_article("gone")], now()).unwrap();
    assert!(again.new.len() == 1 && library.article(again.new[0]).unwrap().row.read);
}

#[test]
fn every_released_format_is_backed_up_before_it_is_changed() {
    for format in ["format-1", "format-2", "format-3"] {
        let dir = old(format);
        drop(Library::open(dir.path()).unwrap());
        let library = Library::open(dir.path()).unwrap();
        let [backup] = &library.backups().unwrap()[..] else { panic!("{format}") };
        assert_eq!(backup.kind, library::BackupKind::BeforeUpdate);
        let raw = rusqlite::Connection::open(&backup.path).unwrap();
        let kept: u32 = raw.query_row("SELECT format FROM library", [], |row| row.get(0)).unwrap();
        assert_eq!(format!("format-{kept}"), format);
        library.restore(&backup.path, now()).unwrap();
        assert!(library.check().unwrap().ok, "{format}");
    }
}

#[test]
fn a_migration_that_fails_midway_leaves_the_library_as_it_was() {
    for format in ["format-1", "format-2", "format-3"] {
        let dir = old(format);
        let file = dir.path().join("library.db");
        // In the way of the last step.
        let raw = rusqlite::Connection::open(&file).unwrap();
        raw.execute_batch("CREATE TABLE highlight_before (a)").unwrap();
        drop(raw);
        let before = fs::read(&file).unwrap();
        let error = Library::open(dir.path()).unwrap_err();
        assert!(matches!(error, LibraryError::Damaged { .. }), "{format}: {error}");
        let raw = rusqlite::Connection::open(&file).unwrap();
        let kept: u32 = raw.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(format!("format-{kept}"), format, "not half way");
        assert_eq!(fs::read(&file).unwrap().len(), before.len());
        raw.execute_batch("DROP TABLE highlight_before").unwrap();
        drop(raw);
        assert!(Library::open(dir.path()).unwrap().check().unwrap().ok, "{format}");
    }
}

/// A library as the program of format 7 left it: two articles saved, one of them at no known time, whose lengths nobody
/// measured.
#[test]
fn a_library_of_format_7_comes_along_with_its_saved_list_in_every_order() {
    let (_dir, library) = opened("format-7");
    for order in [Order::Newest, Order::Oldest, Order::Longest, Order::Shortest, Order::Source, Order::Published] {
        let page = library.list(&ListQuery { scope: Scope::Saved, order, ..ListQuery::default() }).unwrap();
        assert_eq!(page.rows.len(), 2, "{order:?}");
        assert!(page.rows.iter().all(|row| row.saved_at.is_some() && !row.archived), "{order:?}: {:?}", page.rows);
    }
    let by_length = ListQuery { scope: Scope::Saved, order: Order::Longest, ..ListQuery::default() };
    let rows = library.list(&by_length).unwrap().rows;
    assert!(rows.iter().all(|row| row.minutes.is_some()) && rows[0].minutes >= rows[1].minutes, "{rows:?}");
    assert_eq!((library.counts().unwrap().saved, library.counts().unwrap().archived), (2, 0));
}
