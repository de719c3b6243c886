//! What a reader waits for in a library that is there, beside the floor's way to the same where it has one.

use std::path::Path;

use fastrand::Rng;
use library::{Library, ListQuery, Scope, Search, Sort};
use rusqlite::Connection;

use crate::corpus::NOW;
use crate::fill::now;
use crate::times::{Times, forget_peak, peak_mb};
use crate::words::LANGUAGES;

const PAGE: usize = 100;
const PAGES: usize = 200;

pub fn run(folder: &Path) {
    forget_peak();
    open(folder);
    let library = Library::open(folder).expect("the library");
    let floor = folder.join("floor.db");
    let floor = floor.exists().then(|| crate::floor::open(&floor));
    let floor = floor.as_ref();
    lists(&library, floor);
    counts(&library, floor);
    articles(&library, floor);
    println!("{:<50} {:>8.0} MB        goal 150", "peak memory: opening, lists, counts, articles", peak_mb());
    search(&library, floor);
    println!("{:<50} {:>8.0} MB        goal 150", "peak memory, with search", peak_mb());
    marks(&library, floor);
    println!("{:<50} {:>8.0} MB        goal 150", "peak memory, with marks", peak_mb());
}

fn open(folder: &Path) {
    let empty = tempfile::tempdir().expect("a folder");
    drop(Library::open(empty.path()).expect("an empty library"));
    let opened = |folder: &Path| {
        Times::of(20, |_| {
            let library = Library::open(folder).expect("the library");
            library.list(&ListQuery { limit: Some(PAGE), ..ListQuery::default() }).expect("a page");
        })
    };
    let (of_empty, of_this) = (opened(empty.path()), opened(folder));
    of_empty.print("open an empty library, first page", None, None);
    of_this.print("open this library, first page", None, Some(&of_empty));
}

fn lists(library: &Library, floor: Option<&Connection>) {
    let sources = library.sources().expect("sources");
    let busiest = sources.iter().max_by_key(|source| source.unread).expect("a source");
    let folder = sources.iter().find_map(|source| source.folder.clone()).unwrap_or_default();
    let tag = library.tags().expect("tags").first().map(|(name, _)| name.clone()).unwrap_or_default();
    let of = |scope| ListQuery { scope, limit: Some(PAGE), ..ListQuery::default() };
    let in_source = || Scope::Source(busiest.id);
    let in_folder = || Scope::Folder(folder.clone());
    let section = |scope, section: &str| ListQuery { section: Some(section.to_owned()), ..of(scope) };
    let lists: Vec<(&str, ListQuery, Option<String>)> = vec![
        ("all", of(Scope::All), Some("1".to_owned())),
        ("unread", of(Scope::Unread), Some("read = 0".to_owned())),
        ("saved", of(Scope::Saved), None),
        ("source", of(in_source()), Some(format!("source = {}", busiest.id.get() - 1))),
        ("source, unread", ListQuery { unread: true, ..of(in_source()) }, None),
        ("folder", of(in_folder()), None),
        ("folder, unread", ListQuery { unread: true, ..of(in_folder()) }, None),
        ("tag", of(Scope::Tag(tag.clone())), None),
        ("tag, unread", ListQuery { unread: true, ..of(Scope::Tag(tag.clone())) }, None),
        ("tag, folder", ListQuery { tag: Some(tag.clone()), ..of(in_folder()) }, None),
        ("section", section(Scope::All, "Politics"), None),
        ("section of few", section(Scope::All, "اقتصاد"), None),
        ("section, unread", section(Scope::Unread, "Politics"), None),
        ("section, source", section(in_source(), "Politics"), None),
        ("section, folder", section(in_folder(), "Politics"), None),
        ("section, folder, unread", ListQuery { unread: true, ..section(in_folder(), "Politics") }, None),
        ("section, saved", section(Scope::Saved, "Politics"), None),
        ("saved, unread", ListQuery { unread: true, ..of(Scope::Saved) }, None),
        ("saved, source", ListQuery { saved: true, ..of(in_source()) }, None),
    ];
    for (name, query, floor_where) in lists {
        let beside = floor.zip(floor_where).map(|(floor, condition)| {
            let sql = format!(
                "SELECT a.id, s.title, s.url, a.guid, a.url, a.title, a.deck, a.section, a.author, a.published, a.read, a.saved,
                 a.lead_image FROM article AS a CROSS JOIN source AS s ON s.id = a.source
                 WHERE {condition} AND (published, a.id) < (?1, ?2) ORDER BY published DESC, a.id DESC LIMIT {PAGE}"
            );
            let mut statement = floor.prepare(&sql).expect("the floor's list");
            let mut after = (i64::MAX, i64::MAX);
            Times::of(PAGES, |_| {
                let mut rows = statement.query(after).expect("the floor's page");
                while let Some(row) = rows.next().expect("a row") {
                    for column in 0..13 {
                        std::hint::black_box(row.get_ref(column).expect("a value").data_type());
                        if let Ok(Some(text)) = row.get_ref(column).map(|value| value.as_str().ok().map(str::to_owned)) {
                            std::hint::black_box(text);
                        }
                    }
                    after = (row.get(9).expect("a time"), row.get(0).expect("an id"));
                }
            })
        });
        let mut first = Times::default();
        let page = first.time(|| library.list(&query).expect("a page"));
        let mut times = Times::default();
        let (mut next, mut rows) = (page.next, page.rows.len());
        for _ in 1..PAGES {
            let Some(after) = next else { break };
            let page = times.time(|| library.list(&ListQuery { after: Some(after), ..query.clone() }).expect("a page"));
            rows += page.rows.len();
            next = page.next;
        }
        let mut rng = Rng::with_seed(1);
        let deep = Times::of(100, |_| {
            let at = NOW - rng.i64(0..10 * 365 * 24 * 60 * 60 * 1000);
            library.list(&ListQuery { after: Some(format!("{at}.0")), ..query.clone() }).expect("a deep page");
        });
        first.print(&format!("list {name}: first page"), Some(5.0), None);
        times.print(&format!("list {name}: the next pages ({rows} rows)"), Some(5.0), beside.as_ref());
        deep.print(&format!("list {name}: deep pages"), Some(5.0), None);
    }
}

fn counts(library: &Library, floor: Option<&Connection>) {
    let beside = floor.map(|floor| {
        Times::of(5, |_| {
            let mut counts =
                floor.prepare("SELECT source, count(*) FROM article WHERE read = 0 GROUP BY source").expect("counts");
            let mut rows = counts.query([]).expect("counts");
            while rows.next().expect("a count").is_some() {}
        })
    });
    let times = Times::of(100, |_| {
        library.counts().expect("counts");
    });
    times.print("unread counts of all sources", Some(5.0), beside.as_ref());
    Times::of(100, |_| {
        library.sources().expect("sources");
    })
    .print("sources with their counts", Some(20.0), None);
    Times::of(100, |_| {
        library.tags().expect("tags");
    })
    .print("tags with their counts", Some(5.0), None);
}

fn articles(library: &Library, floor: Option<&Connection>) {
    let newest = library.list(&ListQuery { limit: Some(1), ..ListQuery::default() }).expect("a page").rows[0].id.get();
    let mut rng = Rng::with_seed(2);
    let beside = floor.map(|floor| {
        let mut body = floor.prepare("SELECT html FROM body WHERE article = ?1").expect("bodies");
        Times::of(500, |_| {
            let packed: Vec<u8> = body.query_row([rng.i64(1..newest)], |row| row.get(0)).unwrap_or_default();
            std::hint::black_box(zstd::bulk::decompress(&packed, 1 << 20).ok());
        })
    });
    let times = Times::of(500, |_| {
        let _ = library.article(library::ArticleId::new(rng.i64(1..newest)));
    });
    times.print("an article in full", Some(5.0), beside.as_ref());
}

fn search(library: &Library, floor: Option<&Connection>) {
    Times::of(1, |_| drop(library.finish_index().expect("indexed"))).print(
        "index what was not indexed yet",
        None,
        None,
    );
    let english = &LANGUAGES[0];
    let cjk = LANGUAGES.iter().find(|language| language.tag == "ja").map_or("", |language| language.common);
    let words = [
        ("a common word", english.common.to_owned()),
        ("a usual word", english.usual.to_owned()),
        ("a rare word", english.rare.to_owned()),
        ("three words", format!("{} {} {} ", english.common, english.usual, "an")),
        ("a phrase", format!("\"{}\" ", english.phrase)),
        ("a beginning", "ener".to_owned()),
        ("two CJK characters", format!("{cjk} ")),
        ("a word that is nowhere", "qqqqqq ".to_owned()),
    ];
    for (name, words) in words {
        let beside = floor.filter(|_| name == "a common word").map(|floor| {
            let mut found = floor
                .prepare(
                    "SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY bm25(words, 10.0, 4.0, 3.0, 1.0) LIMIT 20",
                )
                .expect("the floor's search");
            Times::of(5, |_| {
                let mut rows = found.query([english.common]).expect("found");
                while rows.next().expect("a row").is_some() {}
            })
        });
        let clock = query::Clock { now: now(), zone: jiff::tz::TimeZone::UTC };
        let query = query::Query::typing(&words, &clock).0;
        let mut count = 0;
        let counted = Times::of(5, |_| count = library.count_hits(&query, false).expect("counted"));
        for (order, sort) in [("", Sort::Relevance), (", newest first", Sort::Date)] {
            let mut search = Search { query: query.clone(), sort, limit: 20, ..Search::default() };
            Times::of(20, |_| drop(library.search(&search, now()).expect("found"))).print(
                &format!("search {name} ({count} hits){order}"),
                Some(50.0),
                beside.as_ref().filter(|_| sort == Sort::Relevance),
            );
            let mut deeper = Times::default();
            for _ in 0..20 {
                let page = deeper.time(|| library.search(&search, now()).expect("found"));
                search.after = page.next;
                if search.after.is_none() {
                    break;
                }
            }
            deeper.print(&format!("search {name}{order}: its next pages"), Some(50.0), None);
        }
        counted.print(&format!("search {name}: counting its hits"), None, None);
    }
}

fn marks(library: &Library, floor: Option<&Connection>) {
    let unread = ListQuery { scope: Scope::Unread, limit: Some(100), ..ListQuery::default() };
    let some: Vec<_> = library.list(&unread).expect("unread").rows.into_iter().map(|row| row.id).collect();
    let beside = floor.map(|floor| {
        Times::of(some.len(), |at| {
            floor.execute("UPDATE article SET read = 1 WHERE id = ?1", [some[at].get()]).expect("the floor marks");
        })
    });
    let read = Times::of(some.len(), |at| library.set_read(&[some[at]], true, now()).expect("read"));
    read.print("mark one read, on the disk", Some(15.0), beside.as_ref());
    Times::of(some.len(), |at| library.set_read(&[some[at]], false, now()).expect("unread")).print(
        "mark one unread, on the disk",
        Some(15.0),
        None,
    );
    let beside = floor.map(|floor| {
        let mut times = Times::default();
        floor.execute_batch("BEGIN").expect("a transaction");
        times.time(|| floor.execute("UPDATE article SET read = 1 WHERE read = 0", []).expect("the floor marks"));
        floor.execute_batch("ROLLBACK").expect("undone");
        times
    });
    let sources = library.sources().expect("sources");
    let busiest = sources.iter().max_by_key(|source| source.unread).expect("a source").id;
    let folder = sources.iter().find_map(|source| source.folder.clone()).unwrap_or_default();
    let halfway = jiff::Timestamp::from_millisecond(NOW - 180 * 24 * 60 * 60 * 1000).ok();
    for (name, scope, before) in [
        ("all", Scope::All, None),
        ("a source", Scope::Source(busiest), None),
        ("a folder", Scope::Folder(folder), None),
        ("the saved", Scope::Saved, None),
        ("before half a year ago", Scope::All, halfway),
    ] {
        let (mut mark, mut undo, mut count) = (Times::default(), Times::default(), 0);
        for _ in 0..5 {
            let change = mark.time(|| library.mark_all_read(&scope, before, now()).expect("marked"));
            count = change.count;
            undo.time(|| library.undo_mark_all_read(change.id).expect("undone"));
        }
        let beside = beside.as_ref().filter(|_| name == "all");
        mark.print(&format!("mark {name} read ({count})"), Some(500.0), beside);
        undo.print(&format!("undo: mark {name} read"), Some(500.0), None);
    }
}
