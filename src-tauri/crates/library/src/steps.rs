//! What lists and marks cost, in steps of SQLite's machine, which no busy computer changes: the same in a library of
//! forty sources and in one of four thousand. Users of other readers report minutes there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::query::Condition;
use crate::store::{self, Queue};
use crate::watch::Watch;
use crate::{
    ArticleId, Library, ListQuery, NewArticle, NewSource, Scope, SourceId, SourceKind, connection, list, pile, status,
    walk,
};

const EACH: usize = 3;
const PAGE: usize = 20;
/// Steps to look at a source's counter.
const COUNTER: u64 = 6;

struct Grown {
    _dir: tempfile::TempDir,
    connection: Connection,
    steps: Arc<AtomicU64>,
    sources: Vec<SourceId>,
}

fn now() -> Timestamp {
    "2026-03-01T08:00:00Z".parse().unwrap()
}

/// Sources that publish in turns, ten of them in a folder. As many are saved, tagged and in a section, however many there are.
fn grown(sources: usize) -> Grown {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::open(dir.path()).unwrap();
    let new = |at: usize| NewSource {
        kind: SourceKind::Feed,
        url: format!("https://{at}.example/"),
        site_url: None,
        title: at.to_string(),
        folder: (at < 10).then(|| "F".to_owned()),
    };
    let sources = library.add_sources(&(0..sources).map(new).collect::<Vec<_>>(), now()).unwrap();
    let article = |source: usize, at: usize| NewArticle {
        guid: format!("{source}-{at}"),
        title: format!("{source} {at}"),
        section: (source < 40).then(|| "War".to_owned()),
        published: Some(now() - SignedDuration::from_secs(i64::try_from(at * 10_000 + source).unwrap())),
        ..NewArticle::default()
    };
    let all: Vec<_> = sources
        .iter()
        .enumerate()
        .map(|(at, id)| {
            let articles = (0..EACH).map(|article_at| article(at, article_at)).collect();
            (*id, store::prepare(&library, *id, articles, &[]).unwrap())
        })
        .collect();
    library
        .writer()
        .write(move |transaction| {
            for (source, articles) in all {
                store::write(transaction, source, articles, Queue::None, &Watch::default(), now())?;
            }
            transaction.execute("DELETE FROM index_queue", [])?;
            transaction.execute("UPDATE status SET saved = 1, saved_at = 0 WHERE id <= 60", [])?;
            transaction.execute(
                "INSERT INTO tag (article, name, at) SELECT id, 't', 0 FROM status WHERE id BETWEEN 61 AND 120",
                [],
            )?;
            Ok(())
        })
        .unwrap();
    let mut connection = connection::writing(library.place(), false).unwrap();
    drop(library);
    let steps = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&steps);
    let count = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    connection.progress_handler(1, Some(count)).unwrap();
    Grown { _dir: dir, connection, steps, sources }
}

impl Grown {
    fn taken<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> T) -> (u64, T) {
        self.steps.store(0, Ordering::Relaxed);
        let transaction = Transaction::new(&mut self.connection, TransactionBehavior::Immediate).unwrap();
        let done = work(&transaction);
        transaction.commit().unwrap();
        (self.steps.load(Ordering::Relaxed), done)
    }

    fn list(&mut self, query: &ListQuery, after: walk::Place) -> u64 {
        let conditions = Condition::of(&self.connection, query).unwrap();
        let (steps, page) = self.taken(|transaction| list::page(transaction, &conditions, after, Some(PAGE)).unwrap());
        assert!(!page.rows.is_empty(), "{query:?}");
        steps
    }
}

fn lists(source: SourceId) -> Vec<ListQuery> {
    let of = |scope| ListQuery { scope, ..ListQuery::default() };
    let mut lists = vec![
        of(Scope::All),
        of(Scope::Unread),
        of(Scope::Saved),
        of(Scope::Source(source)),
        of(Scope::Folder("F".to_owned())),
        of(Scope::Tag("t".to_owned())),
        ListQuery { section: Some("War".to_owned()), ..ListQuery::default() },
    ];
    lists.extend(lists.clone().into_iter().map(|list| ListQuery { unread: true, ..list }));
    lists
}

#[test]
fn rssguard_1026_and_liferea_1422_minutes_to_mark_and_to_filter_with_thousands_of_feeds() {
    let (mut few, mut many) = (grown(40), grown(4000));
    let deep = (now() - SignedDuration::from_secs(10_000)).as_millisecond();
    for after in [walk::START, (deep, i64::MAX)] {
        for (of_few, of_many) in lists(few.sources[4]).into_iter().zip(lists(many.sources[4])) {
            let (small, large) = (few.list(&of_few, after), many.list(&of_many, after));
            // How much is unread is told by a counter for each source, and a folder's sources are looked for among all.
            let unread = of_many.unread || of_many.scope == Scope::Unread;
            let folder = matches!(of_many.scope, Scope::Folder(_));
            let counters = (u64::from(unread) + u64::from(folder)) * 4000 * COUNTER;
            assert!(
                large <= small * 3 / 2 + 100 + counters,
                "{of_many:?}: {small} steps, and {large} with thousands of sources"
            );
        }
    }
    let mark = |grown: &mut Grown, read| {
        grown.taken(|transaction| status::mark(transaction, ArticleId::new(50), read, now()).unwrap()).0
    };
    for read in [true, false] {
        let (small, large) = (mark(&mut few, read), mark(&mut many, read));
        assert!(large <= small + 20, "a mark: {small} steps, and {large}");
    }
    let clear = |grown: &mut Grown, scope: Scope| {
        let query = ListQuery { scope, ..ListQuery::default() };
        let conditions: Vec<Condition> = Condition::of(&grown.connection, &query)
            .unwrap()
            .into_iter()
            .filter(|condition| !matches!(condition, Condition::Shown | Condition::Unread))
            .collect();
        let (steps, count) = grown.taken(|transaction| pile::clear(transaction, &conditions, 7, now()).unwrap());
        (steps, usize::try_from(count).unwrap())
    };
    // Of what is not marked nothing is looked at but the counters: of all, and of the scope.
    let (steps, count) = clear(&mut many, Scope::Source(SourceId::new(9)));
    assert!(count == EACH && steps < 2 * 4000 * COUNTER + 1000, "a source marked read: {steps} steps");
    let (steps, count) = clear(&mut many, Scope::Folder("F".to_owned()));
    assert!(count == 9 * EACH && steps < 2 * 4000 * COUNTER + 1000, "a folder moved as one: {steps} steps");
    let (steps, count) = clear(&mut many, Scope::All);
    assert!(count == 3990 * EACH && steps < 2 * 4000 * COUNTER + 1000, "all marked read: {steps} steps");
    let (steps, counts) = few.taken(|transaction| status::counts(transaction).unwrap());
    // Each counter is read, looked for among what was moved, and joined with its source.
    assert!(counts.sources.len() == 40 && steps < 40 * 70, "the counts: {steps} steps");
}
