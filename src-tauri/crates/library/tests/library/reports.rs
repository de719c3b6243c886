//! What users of other readers report, and must never see here; each test is named after the report.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{dated, guids, hours, library, new_article, now, one, source, store};
use library::{ArticleId, Library, ListQuery, Scope};

/// Another program in the middle of a long change.
fn busy(library: &Library) -> rusqlite::Connection {
    let other = rusqlite::Connection::open(library.folder().join("library.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; UPDATE source SET title = 'half done'").unwrap();
    other
}

fn unread() -> ListQuery {
    ListQuery { scope: Scope::Unread, ..ListQuery::default() }
}

#[test]
fn rssguard_955_and_liferea_792_the_window_freezes_while_feeds_are_fetched() {
    let (_dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, (0..50).map(|i| new_article(&format!("g{i}"))).collect());

    // Whoever writes, and however long: lists, counts and articles answer with what was.
    let other = busy(&library);
    assert_eq!(guids(&library, &unread()).len(), 50);
    assert_eq!(library.counts().unwrap().unread, 50);
    assert_eq!(library.sources().unwrap()[0].title, "a");
    assert!(!library.article(ids[0]).unwrap().html.is_empty());
    other.execute_batch("ROLLBACK").unwrap();

    // A mark does not wait for the end of a refresh.
    let stored = Arc::new(AtomicUsize::new(0));
    let feeds = 120;
    let refreshing: Vec<_> = (0..4)
        .map(|part| {
            let (library, stored) = (library.clone(), Arc::clone(&stored));
            std::thread::spawn(move || {
                for at in 0..feeds / 4 {
                    let source = source(&library, &format!("s{part}-{at}"));
                    store(&library, source.id, (0..20).map(|i| new_article(&format!("{part}-{at}-{i}"))).collect());
                    stored.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    let mut during = 0;
    for id in &ids {
        library.set_read(&[*id], true, now()).unwrap();
        assert!(!guids(&library, &unread()).contains(&library.article(*id).unwrap().row.guid));
        during += usize::from(stored.load(Ordering::SeqCst) < feeds);
    }
    for thread in refreshing {
        thread.join().unwrap();
    }
    assert!(during > 1, "marks waited until all feeds were stored");
}

#[test]
fn rssguard_1073_read_marks_are_lost_while_the_database_is_locked() {
    let (dir, library) = library();
    let a = source(&library, "a");
    let ids = store(&library, a.id, (0..3).map(|i| new_article(&format!("g{i}"))).collect());
    let other = busy(&library);
    let marks: Vec<_> = ids
        .iter()
        .map(|id| {
            let (library, id) = (library.clone(), *id);
            std::thread::spawn(move || library.set_read(&[id], true, now()))
        })
        .collect();
    // Nobody is told "done" of what is not on the disk, and no list shows it.
    for _ in 0..200 {
        assert!(marks.iter().all(|mark| !mark.is_finished()));
        assert_eq!(guids(&library, &unread()).len(), 3);
        std::thread::yield_now();
    }
    other.execute_batch("ROLLBACK").unwrap();
    for mark in marks {
        mark.join().unwrap().unwrap();
    }
    // What is told is there for everybody, and after whatever happens to this program.
    let seen = Library::open(dir.path()).unwrap();
    assert_eq!((guids(&seen, &unread()).len(), seen.counts().unwrap().unread), (0, 0));
}

#[test]
fn fluent_reader_462_everything_is_gone_after_a_crash() {
    // This very program is the second process: see `be_killed`.
    let (dir, library) = library();
    let a = source(&library, "a");
    store(&library, a.id, (0..200).map(|i| new_article(&format!("g{i}"))).collect());
    drop(library);
    for round in 0..4 {
        let mut child = this_program("reports::be_killed", dir.path());
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let told: Vec<String> =
            lines.map_while(Result::ok).filter(|line| line.starts_with("told ")).take(15 + round * 7).collect();
        child.kill().unwrap();
        child.wait().unwrap();
        let library = Library::open(dir.path()).unwrap();
        assert!(told.len() > 10 && library.check().unwrap().ok);
        let all: HashMap<String, _> =
            library.list(&ListQuery::default()).unwrap().rows.into_iter().map(|row| (row.guid.clone(), row)).collect();
        assert!((0..200).all(|i| all.contains_key(&format!("g{i}"))), "what was there is there");
        for line in &told {
            let (what, guid) = line[5..].split_once(' ').unwrap();
            let row = all.get(guid).unwrap_or_else(|| panic!("{line}"));
            let holds = match what {
                "saved" => row.saved,
                "read" => row.read,
                "tagged" => row.tags == ["t"],
                _ => true,
            };
            assert!(holds, "{line}");
        }
    }
}

#[test]
#[ignore = "the other process of fluent_reader_462_everything_is_gone_after_a_crash"]
fn be_killed() {
    let Some(dir) = std::env::var_os("LIBRARY_TO_OPEN") else { return };
    let library = Library::open(Path::new(&dir)).unwrap();
    println!();
    let all = library.list(&ListQuery::default()).unwrap().rows;
    for (at, row) in all.iter().cycle().enumerate() {
        let guid = format!("{}-{at}", std::process::id());
        one(&library, row.source.unwrap(), &guid);
        println!("told stored {guid}");
        library.set_saved(row.id, true, now()).unwrap();
        println!("told saved {}", row.guid);
        library.set_read(&[row.id], true, now()).unwrap();
        println!("told read {}", row.guid);
        library.tag(row.id, "t", now()).unwrap();
        println!("told tagged {}", row.guid);
    }
}

/// This program again, for one of its ignored tests.
fn this_program(test: &str, dir: &Path) -> std::process::Child {
    std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env("LIBRARY_TO_OPEN", dir)
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap()
}

/// Opening, the counts and the first page of each list: the bytes that a process of its own reads for it.
#[cfg(target_os = "linux")]
#[test]
fn liferea_282_and_newsboat_2254_starting_takes_longer_the_more_there_is() {
    let read = |articles: usize| {
        let (dir, library) = library();
        let sources: Vec<_> = (0..10).map(|i| source(&library, &format!("s{i}"))).collect();
        for (at, source) in sources.iter().enumerate() {
            let articles = (0..articles / 10).map(|i| dated(&format!("{at}-{i}"), hours(i64::try_from(i).unwrap())));
            store(&library, source.id, articles.collect());
        }
        library.finish_index().unwrap();
        drop(library);
        let child = this_program("reports::start", dir.path()).wait_with_output().unwrap();
        let told = String::from_utf8(child.stdout).unwrap();
        let line = told.lines().find_map(|line| line.strip_prefix("read ")).unwrap_or_else(|| panic!("{told}"));
        let size = std::fs::metadata(dir.path().join("library.db")).unwrap().len();
        (line.parse::<u64>().unwrap(), size)
    };
    let ((few, small), (many, large)) = (read(2_000), read(20_000));
    assert!(large > small * 5, "{small} and {large} bytes");
    assert!(many < few * 3 / 2, "{few} bytes are read of {small}, and {many} of {large}");
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "the other process of liferea_282_and_newsboat_2254_starting_takes_longer_the_more_there_is"]
fn start() {
    let Some(dir) = std::env::var_os("LIBRARY_TO_OPEN") else { return };
    let read = || {
        let io = std::fs::read_to_string("/proc/self/io").unwrap();
        io.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap().parse::<u64>().unwrap()
    };
    let before = read();
    let library = Library::open(Path::new(&dir)).unwrap();
    library.sources().unwrap();
    library.counts().unwrap();
    library.tags().unwrap();
    for scope in [Scope::All, Scope::Unread, Scope::Saved] {
        library.list(&ListQuery { scope, limit: Some(100), ..ListQuery::default() }).unwrap();
    }
    println!("\nread {}", read() - before);
}

/// Numbers that are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

/// Whatever is stored, marked, tagged and undone between two pages: an article that belongs to the list all the time is
/// on exactly one of them, and none is on two.
#[test]
fn omnivore_4432_lists_skip_and_repeat_articles_while_scrolling() {
    for seed in 1..=3 {
        let mut dice = Dice(seed * 0x9e37_79b9);
        let (_dir, library) = library();
        let sources = [source(&library, "a").id, source(&library, "b").id];
        library.update_source(sources[1], "b", Some("F")).unwrap();
        let mut number = 0;
        let mut arrive = |library: &Library, dice: &mut Dice, count: usize| {
            let source = sources[dice.below(2)];
            let articles = (0..count).map(|_| {
                number += 1;
                // Many at the same time, some long ago.
                dated(&format!("g{number}"), hours(i64::try_from(dice.below(12)).unwrap()))
            });
            store(library, source, articles.collect())
        };
        let mut ids: Vec<ArticleId> = (0..8).flat_map(|_| arrive(&library, &mut dice, 8)).collect();
        for id in &ids {
            match dice.below(4) {
                0 => library.set_read(&[*id], true, now()).unwrap(),
                1 => library.set_saved(*id, true, now()).unwrap(),
                2 => library.tag(*id, "t", now()).unwrap(),
                _ => {}
            }
        }
        for scope in [
            Scope::All,
            Scope::Unread,
            Scope::Saved,
            Scope::Source(sources[0]),
            Scope::Folder("F".to_owned()),
            Scope::Tag("t".to_owned()),
        ] {
            let whole = ListQuery { scope: scope.clone(), ..ListQuery::default() };
            let there =
                || -> HashSet<ArticleId> { library.list(&whole).unwrap().rows.into_iter().map(|row| row.id).collect() };
            let mut always = there();
            let mut paged = Vec::new();
            let mut query = ListQuery { limit: Some(1 + dice.below(7)), ..whole.clone() };
            loop {
                let page = library.list(&query).unwrap();
                paged.extend(page.rows.into_iter().map(|row| row.id));
                let Some(next) = page.next else { break };
                query.after = Some(next);
                for _ in 0..dice.below(4) {
                    let id = ids[dice.below(ids.len())];
                    match dice.below(6) {
                        0 => ids.extend(arrive(&library, &mut dice, 3)),
                        1 => library.set_read(&[id], dice.below(2) == 0, now()).unwrap(),
                        2 => library.set_saved(id, dice.below(2) == 0, now()).unwrap(),
                        3 => library.tag(id, "t", now()).unwrap(),
                        4 => library.untag(id, "t").unwrap(),
                        _ => {
                            let change = library.mark_all_read(&scope, None, now()).unwrap();
                            let meanwhile = there();
                            always.retain(|id| meanwhile.contains(id));
                            library.undo_mark_all_read(change.id).unwrap();
                        }
                    }
                    let meanwhile = there();
                    always.retain(|id| meanwhile.contains(id));
                }
            }
            let once: HashSet<ArticleId> = paged.iter().copied().collect();
            assert_eq!(once.len(), paged.len(), "{scope:?}, {seed}: an article was on two pages");
            let skipped: Vec<_> = always.difference(&once).collect();
            assert!(skipped.is_empty(), "{scope:?}, {seed}: {skipped:?} were there all the time, and on no page");
        }
    }
}
