//! Backups and restoring them, while the library is in use.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::SystemTime;

use crate::common::{found, guids, hours, library, new_article, now, one, source, store};
use library::{Action, BackupKind, Library, LibraryError, ListQuery, NewArticle, NewRule, Scope};

fn saved(library: &Library) -> Vec<String> {
    guids(library, &ListQuery { scope: Scope::Saved, ..ListQuery::default() })
}

fn kinds(library: &Library) -> Vec<&'static str> {
    library.backups().unwrap().iter().map(|backup| backup.kind.as_str()).collect()
}

#[test]
fn a_backup_holds_all_that_was_acknowledged_and_opens_as_a_library() {
    let (dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, (0..50).map(|i| new_article(&format!("g{i}"))).collect());
    library.set_saved(ids[0], true, now()).unwrap();
    library.tag(ids[1], "sea", now()).unwrap();
    let path = dir.path().join("copy.db");
    let bytes = library.back_up(&path).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), bytes);
    library.set_saved(ids[2], true, now()).unwrap();
    assert!(library.back_up(&path).is_ok(), "an older one is replaced");
    let other = tempfile::tempdir().unwrap();
    fs::copy(&path, other.path().join("library.db")).unwrap();
    let copy = Library::open(other.path()).unwrap();
    assert!(copy.check().unwrap().ok);
    assert_eq!((saved(&copy).len(), copy.tags().unwrap()), (2, vec![("sea".to_owned(), 1)]));
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("draft")), "{left:?}");
}

#[test]
fn a_backup_is_not_written_over_anything_else() {
    let (dir, library) = library();
    let notes = dir.path().join("notes.txt");
    fs::write(&notes, "mine").unwrap();
    for path in [notes.as_path(), dir.path(), &dir.path().join("library.db")] {
        assert!(matches!(library.back_up(path), Err(LibraryError::Invalid { .. })), "{path:?}");
    }
    assert_eq!(fs::read(&notes).unwrap(), b"mine");
    let nowhere = library.back_up(Path::new("/nowhere/at/all/copy.db")).unwrap_err();
    assert_eq!((nowhere.exit_code(), nowhere.to_string().split(": ").count()), (5, 3), "{nowhere}");
}

#[test]
fn one_backup_a_day_and_seven_of_them() {
    let (_dir, library) = library();
    assert_eq!(library.back_up_daily(now()).unwrap(), None, "there is nothing to lose yet");
    let a = source(&library, "a");
    one(&library, a.id, "g");
    let first = library.back_up_daily(now()).unwrap().unwrap();
    assert_eq!((first.kind, first.at), (BackupKind::Daily, now()));
    assert_eq!(library.back_up_daily(hours(23)).unwrap(), None);
    for day in 1..=9 {
        library.back_up_daily(hours(24 * day)).unwrap().unwrap();
    }
    let backups = library.backups().unwrap();
    assert_eq!((backups.len(), backups[0].at, backups[6].at), (7, hours(24 * 9), hours(24 * 3)));
}

#[test]
fn a_clock_that_was_ahead_costs_no_backup_of_today() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    one(&library, a.id, "g");
    library.back_up_daily(hours(24 * 3650)).unwrap().unwrap();
    for day in 0..7 {
        assert!(library.back_up_daily(hours(24 * day)).unwrap().is_some(), "day {day}");
    }
    let backups = library.backups().unwrap();
    assert_eq!((backups.len(), backups[0].at), (7, hours(24 * 6)), "the one of the future went first");
}

#[test]
fn a_damaged_library_takes_no_good_backups_place() {
    let (dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..200).map(|i| new_article(&format!("g{i}"))).collect());
    let good = library.back_up_daily(now()).unwrap().unwrap();
    drop(library);
    let file = dir.path().join("library.db");
    let root: i64 = {
        let raw = rusqlite::Connection::open(&file).unwrap();
        raw.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'highlight_by_time'", [], |row| row.get(0))
            .unwrap()
    };
    let mut bytes = fs::read(&file).unwrap();
    let at = usize::try_from(root - 1).unwrap() * 4096;
    bytes[at..at + 4096].fill(0xee);
    fs::write(&file, bytes).unwrap();
    let library = Library::open(dir.path()).unwrap();
    for day in 1..9 {
        let error = library.back_up_daily(hours(24 * day)).unwrap_err();
        assert!(matches!(error, LibraryError::Damaged { .. }), "{error}");
    }
    assert_eq!(library.backups().unwrap(), [good]);
}

#[test]
fn restoring_brings_everything_back_while_others_read_and_can_be_undone() {
    let (dir, library) = library();
    let other = Library::open(dir.path()).unwrap();
    let a = source(&library, "a");
    let ids = store(&library, a.id, (0..300).map(|i| new_article(&format!("g{i}"))).collect());
    library.set_saved(ids[7], true, now()).unwrap();
    library.finish_index().unwrap();
    let backup = dir.path().join("copy.db");
    library.back_up(&backup).unwrap();
    // What the reader did since, here and in another process.
    let b = source(&library, "b");
    let later = one(&library, b.id, "later");
    library.set_saved(later, true, now()).unwrap();
    other.set_saved(ids[7], false, now()).unwrap();
    let version = other.data_version().unwrap();
    let restored = library.restore(&backup, now()).unwrap();
    assert_eq!(restored.articles, 300);
    for handle in [&library, &other] {
        assert_eq!(saved(handle), ["g7"]);
        assert_eq!(handle.sources().unwrap().len(), 1);
        assert_eq!(found(handle, "later"), Vec::<String>::new());
        assert!(handle.check().unwrap().ok, "{:?}", handle.check());
    }
    assert_ne!(other.data_version().unwrap(), version, "the other process is told");
    assert_eq!(found(&library, "headline g8"), ["g8"]);
    let again = one(&library, a.id, "new");
    assert!(again > later, "no id is given to another article");
    // Undone: what was here before is here again.
    assert_eq!(kinds(&library), ["before-restore"]);
    library.restore(&restored.before, now()).unwrap();
    for handle in [&other, &library] {
        assert_eq!(saved(handle), ["later"]);
        assert_eq!(found(handle, "headline later"), ["later"]);
        assert!(handle.check().unwrap().ok);
    }
    drop((library, other));
    assert_eq!(saved(&Library::open(dir.path()).unwrap()), ["later"]);
}

#[test]
fn a_backup_of_another_library_and_of_an_earlier_format_can_be_restored() {
    let (_dir, library) = library();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/library/format-1/library.db");
    let before = fs::read(&old).unwrap();
    assert_eq!(library.restore(&old, now()).unwrap().articles, 2);
    assert!(library.check().unwrap().ok);
    assert_eq!((saved(&library), found(&library, "ferry").len()), (vec!["h1".to_owned()], 1));
    drop(library.clone());
    assert_eq!(Library::open(library.folder()).unwrap().sources().unwrap().len(), 1, "it is this folder's library");
    assert_eq!(fs::read(&old).unwrap(), before, "the backup stays as it is");
    // From the folder of a library that is in use, with what is still in its log.
    let (from, live) = crate::common::library();
    let a = source(&live, "a");
    one(&live, a.id, "in the log");
    library.restore(from.path(), now()).unwrap();
    assert_eq!(guids(&library, &ListQuery::default()), ["in the log"]);
}

#[test]
fn what_is_no_whole_backup_changes_nothing() {
    let (dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..200).map(|i| new_article(&format!("g{i}"))).collect());
    let backup = dir.path().join("copy.db");
    library.back_up(&backup).unwrap();
    let whole = fs::read(&backup).unwrap();
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        change(&mut bytes);
        fs::write(&backup, bytes).unwrap();
        library.restore(&backup, now()).unwrap_err()
    };
    for error in [
        changed(&|bytes| bytes.truncate(8192)),
        changed(&|bytes| bytes.clear()),
        changed(&|bytes| bytes[3] ^= 0xff),
        changed(&|bytes| bytes[8192..].fill(0)),
        library.restore(Path::new("/nowhere"), now()).unwrap_err(),
    ] {
        assert!(matches!(error, LibraryError::Invalid { .. }), "{error}");
        assert_eq!(error.to_string().split(": ").count(), 3, "{error}");
    }
    let newer = changed(&|bytes| bytes[60..64].copy_from_slice(&999_999_u32.to_be_bytes()));
    assert!(matches!(newer, LibraryError::NewerVersion { .. }), "{newer}");
    assert_eq!(guids(&library, &ListQuery { limit: Some(500), ..ListQuery::default() }).len(), 200);
    assert!(library.backups().unwrap().is_empty() && library.check().unwrap().ok);
}

#[test]
fn what_others_write_while_a_backup_is_restored_is_in_one_of_the_two_libraries_under_ids_of_its_own() {
    let (dir, library) = library();
    let a = source(&library, "a").id;
    store(&library, a, (0..300).map(|i| new_article(&format!("g{i}"))).collect());
    let backup = dir.path().join("copy.db");
    library.back_up(&backup).unwrap();
    let (over, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    // One writes by the library's own writer, one as another process does.
    let writers: Vec<_> = [library.clone(), Library::open(dir.path()).unwrap()]
        .into_iter()
        .enumerate()
        .map(|(at, writer)| {
            let (over, written) = (Arc::clone(&over), Arc::clone(&written));
            std::thread::spawn(move || {
                let mut told = Vec::new();
                while !over.load(Ordering::SeqCst) {
                    let guid = format!("w{at}-{}", told.len());
                    told.push((one(&writer, a, &guid), guid));
                    written.fetch_add(1, Ordering::SeqCst);
                }
                told
            })
        })
        .collect();
    let wait_for_more = || {
        let seen = written.load(Ordering::SeqCst);
        while written.load(Ordering::SeqCst) < seen + 20 {
            assert!(!writers.iter().any(std::thread::JoinHandle::is_finished), "nothing written fails");
            std::thread::yield_now();
        }
    };
    wait_for_more();
    let restored = library.restore(&backup, now()).unwrap();
    wait_for_more();
    over.store(true, Ordering::SeqCst);
    let told: Vec<_> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
    let other = tempfile::tempdir().unwrap();
    fs::copy(&restored.before, other.path().join("library.db")).unwrap();
    let before = Library::open(other.path()).unwrap();
    let lost = |(id, guid): &&(library::ArticleId, String)| {
        ![&before, &library].iter().any(|library| library.article(*id).is_ok_and(|article| article.row.guid == *guid))
    };
    assert_eq!(told.iter().filter(lost).collect::<Vec<_>>(), Vec::<&(library::ArticleId, String)>::new());
    let ids: HashSet<_> = told.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), told.len(), "no id was given twice");
    assert!(library.check().unwrap().ok);
}

#[test]
fn the_rules_of_the_library_before_a_restore_do_not_act_after_it() {
    let (dir, library) = library();
    let other = Library::open(dir.path()).unwrap();
    let a = source(&library, "a").id;
    let backup = dir.path().join("copy.db");
    library.back_up(&backup).unwrap();
    let add = |query: &str, action: Action| {
        let rule =
            NewRule { name: query.to_owned(), query: query.to_owned(), actions: vec![action], ..NewRule::default() };
        library.add_rule(rule, now()).unwrap()
    };
    let titled = |handle: &Library, word: &str, number: u8| {
        let title = format!("{word} {number}");
        store(handle, a, vec![NewArticle { title: title.clone(), ..new_article(&title) }]);
    };
    add("storm", Action::Save);
    // Both have the rules ready now.
    titled(&library, "storm", 1);
    titled(&other, "storm", 2);
    library.restore(&backup, now()).unwrap();
    add("calm", Action::Save);
    for (number, handle) in [(3, &library), (4, &other)] {
        titled(handle, "storm", number);
        titled(handle, "calm", number);
    }
    assert_eq!(saved(&library), ["calm 4", "calm 3"]);
}

#[test]
fn search_finds_inflected_words_of_what_comes_after_a_restore() {
    let (dir, library) = library();
    let other = Library::open(dir.path()).unwrap();
    let a = source(&library, "a").id;
    let backup = dir.path().join("copy.db");
    library.back_up(&backup).unwrap();
    let index = |handle: &Library, guid: &str, text: &str| {
        store(handle, a, vec![NewArticle { text: text.to_owned(), ..new_article(guid) }]);
        handle.finish_index().unwrap();
    };
    index(&library, "g", "They were swimming.");
    index(&other, "h", "They were sailing.");
    assert_eq!((found(&library, "swims "), found(&library, "sails ")), (vec!["g".to_owned()], vec!["h".to_owned()]));
    library.restore(&backup, now()).unwrap();
    index(&library, "g", "They were swimming.");
    index(&other, "h", "They were sailing.");
    assert_eq!((found(&library, "swims "), found(&library, "sails ")), (vec!["g".to_owned()], vec!["h".to_owned()]));
}

#[test]
fn what_a_killed_restore_or_rescue_left_in_the_librarys_folder_goes_with_the_next_backup() {
    let (dir, library) = library();
    let a = source(&library, "a");
    one(&library, a.id, "g");
    let draft = |name: &str, age: u64| {
        let path = dir.path().join(name);
        fs::write(&path, b"a draft").unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::now() - std::time::Duration::from_secs(age * 3600)).unwrap();
        path
    };
    let (left, in_work) = (draft(".draft-1-0.db", 25), draft(".draft-1-1.db", 0));
    library.back_up_daily(now()).unwrap().unwrap();
    assert_eq!((left.exists(), in_work.exists()), (false, true));
}

#[test]
fn restoring_one_backup_after_the_other_loses_nothing_that_was_there_before_the_first() {
    let (dir, library) = library();
    let id = one(&library, source(&library, "a").id, "g");
    let path = dir.path().join("mine.db");
    library.back_up(&path).unwrap();
    library.tag(id, "original", now()).unwrap();
    for at in 1..=6 {
        library.restore(&path, hours(at)).unwrap();
    }
    let all = library.backups().unwrap();
    let eldest = all.iter().rfind(|one| one.kind == BackupKind::BeforeRestore).unwrap();
    library.restore(&eldest.path, hours(7)).unwrap();
    assert_eq!(library.tags().unwrap(), [("original".to_owned(), 1)]);
    // They do not stay for ever.
    library.restore(&path, hours(24 * 40)).unwrap();
    assert_eq!(library.backups().unwrap().len(), 3);
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look_into_a_library() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("share/standfirst");
    drop(Library::open(&folder).unwrap());
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
}
