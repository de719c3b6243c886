//! Filling a library, and the floor beside it.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use library::{ArticleId, Library, NewArticle, SourceId};

use crate::corpus::{Corpus, Marked, NOW, SOURCES};
use crate::floor;

/// Feeds are packed by this many threads; one thread writes.
const PACKERS: usize = 2;

/// How long it took and how much it takes.
#[derive(Debug, Default)]
pub struct Filled {
    pub articles: usize,
    pub html_bytes: usize,
    pub stored: Duration,
    pub indexed: Duration,
    pub file_bytes: u64,
}

impl Filled {
    /// Microseconds an article.
    pub fn micros(&self) -> f64 {
        (self.stored + self.indexed).as_secs_f64() * 1e6 / self.articles as f64
    }

    /// Bytes of the file an article.
    pub fn bytes(&self) -> f64 {
        self.file_bytes as f64 / self.articles as f64
    }

    /// Looks how large the database and its log are.
    pub fn weigh(&mut self, database: &Path) {
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
        self.file_bytes = length(database) + length(&database.with_extension("db-wal"));
    }
}

impl fmt::Display for Filled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = |time: Duration| time.as_secs_f64() * 1e6 / self.articles as f64;
        write!(
            f,
            "{} articles of {} bytes of HTML: {:.0} us to store one, {:.0} us to index it; {:.0} bytes each",
            self.articles,
            self.html_bytes / self.articles.max(1),
            each(self.stored),
            each(self.indexed),
            self.bytes()
        )
    }
}

pub fn now() -> Timestamp {
    Timestamp::from_millisecond(NOW).expect("a time")
}

/// Follows the sources; their ids in the order of the corpus.
pub fn follow(library: &Library, corpus: &Corpus) -> Vec<SourceId> {
    let new: Vec<_> = (0..SOURCES).map(|at| corpus.source(at)).collect();
    library.add_sources(&new, now()).expect("sources")
}

/// The first slice that was not stored whole: the last article of a slice is its last source's.
pub fn begun(library: &Library, corpus: &Corpus, sources: &[SourceId]) -> usize {
    let stored = |slice: &usize| {
        let published = (0..SOURCES).rev().find_map(|source| Some((source, corpus.articles(*slice, source).pop()?)));
        published.is_none_or(|(source, (article, _))| {
            library.find_article(sources[source], &article.guid).expect("looked for").is_some()
        })
    };
    let whole = (0..corpus.slices()).take_while(stored).count();
    // What its reader marked may be missing.
    whole.saturating_sub(1)
}

/// Stores what all sources publish in a slice, as a refresh does, and what the reader did to it.
pub fn slice(
    library: &Library,
    corpus: &Corpus,
    sources: &[SourceId],
    slice: usize,
    indexed: bool,
    filled: &mut Filled,
) {
    let feeds: Vec<Vec<(NewArticle, Marked)>> = (0..SOURCES).map(|source| corpus.articles(slice, source)).collect();
    filled.articles += feeds.iter().map(Vec::len).sum::<usize>();
    filled.html_bytes += feeds.iter().flatten().map(|(article, _)| article.html.len()).sum::<usize>();
    let marks: Vec<Vec<Marked>> = feeds.iter().map(|feed| feed.iter().map(|(_, marked)| *marked).collect()).collect();
    let feeds: Vec<_> = feeds
        .into_iter()
        .map(|feed| feed.into_iter().map(|(article, _)| article).collect())
        .map(Some)
        .map(std::sync::Mutex::new)
        .collect();
    let begin = Instant::now();
    let next = AtomicUsize::new(0);
    let ids: Vec<(usize, Vec<ArticleId>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..PACKERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut ids = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(feed) = feeds.get(at) else { return ids };
                        let articles: Vec<NewArticle> = feed.lock().expect("a feed").take().unwrap_or_default();
                        ids.push((at, library.store_articles(sources[at], articles, now()).expect("stored").new));
                    }
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a thread")).collect()
    });
    filled.stored += begin.elapsed();
    let begin = Instant::now();
    if indexed {
        library.finish_index().expect("indexed");
    }
    filled.indexed += begin.elapsed();
    let marked = ids.iter().flat_map(|(at, ids)| ids.iter().zip(&marks[*at]));
    let read: Vec<ArticleId> = marked.clone().filter(|(_, marked)| marked.read).map(|(id, _)| *id).collect();
    library.set_read(&read, true, now()).expect("read");
    let kept: Vec<(ArticleId, Marked)> =
        marked.filter(|(_, marked)| marked.saved || marked.tag.is_some()).map(|(id, marked)| (*id, *marked)).collect();
    // Several at once share their way to the disk.
    std::thread::scope(|scope| {
        for part in kept.chunks(kept.len().div_ceil(16).max(1)) {
            scope.spawn(move || {
                for (id, marked) in part {
                    if marked.saved {
                        library.set_saved(*id, true, now()).expect("saved");
                    }
                    if let Some(tag) = marked.tag {
                        library.tag(*id, tag, now()).expect("tagged");
                    }
                }
            });
        }
    });
}

/// The floor, with the same articles.
pub fn floor(path: &Path, corpus: &Corpus) -> Filled {
    let mut filled = Filled::default();
    let mut connection = floor::open(path);
    for at in 0..SOURCES {
        let source = corpus.source(at);
        connection
            .execute("INSERT INTO source VALUES (?1, ?2, ?3, ?4)", (at as i64, source.url, source.title, source.folder))
            .expect("a source");
    }
    for slice in 0..corpus.slices() {
        for source in 0..SOURCES {
            let articles = corpus.articles(slice, source);
            let begin = Instant::now();
            filled.html_bytes += floor::store(&mut connection, source as i64, &articles);
            filled.stored += begin.elapsed();
            filled.articles += articles.len();
        }
        eprintln!("{} articles in the floor", filled.articles);
    }
    filled
}
