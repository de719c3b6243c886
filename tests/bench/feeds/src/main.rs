//! Reads every feed of a folder with our crate and with others in one run, and prints the ratios: time, and the most
//! memory held beside the document. Another library is timed on the documents it can read, and so are we.
//!
//! `cargo run --release --manifest-path tests/bench/feeds/Cargo.toml -- FOLDER`

mod memory;

use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use url::Url;

/// Each side of a comparison is timed this long, in turns.
const TIME: Duration = Duration::from_secs(2);

/// A document, and whether it was read.
type Reader = (&'static str, fn(&[u8]) -> bool);

const OTHERS: &[Reader] = &[
    ("rss + atom_syndication", |bytes| {
        if looks_like_atom(bytes) {
            atom_syndication::Feed::read_from(Cursor::new(bytes)).map(black_box).is_ok()
        } else {
            rss::Channel::read_from(Cursor::new(bytes)).map(black_box).is_ok()
        }
    }),
    ("feed-rs", |bytes| feed_rs::parser::parse(Cursor::new(bytes)).map(black_box).is_ok()),
];

/// Documents made to be slow or large, by the number of their parts.
const HOSTILE: &[(&str, fn(usize) -> String)] = &[
    ("empty entries", |n| format!("<rss><channel>{}", "<item/>".repeat(n * 4))),
    ("small entries", |n| format!("<rss><channel>{}", "<item><title>a</title><link>b</link></item>".repeat(n))),
    ("nested elements", |n| format!("<rss><channel><item>{}", "<a>".repeat(n))),
    ("nested markup", |n| format!("<rss><channel><item><title>{}", "<a b='c'>".repeat(n))),
    ("rubrics", |n| format!("<rss><channel><item>{}", "<category>a</category>".repeat(n))),
    ("files", |n| format!("<rss><channel><item>{}", "<enclosure url='a'/>".repeat(n))),
    ("declarations", |n| format!("<rss><channel><item>{}", "<a xmlns:b='c'>".repeat(n))),
    ("entities", |n| {
        format!("<!DOCTYPE a [<!ENTITY e '{}'>]><rss><channel><title>{}", "x".repeat(4000), "&e;".repeat(n))
    }),
    ("quotes", |n| format!("<rss><channel><item><title>{}", "<a b='>".repeat(n))),
    ("relative links", |n| format!("<rss><channel><item><description>{}</description>", "&lt;a href=b&gt;".repeat(n))),
    ("JSON tags", |n| format!("{{\"items\":[{{\"tags\":[{}", "1,".repeat(n * 4))),
    ("JSON items", |n| format!("{{\"items\":[{}", "{\"id\":1},".repeat(n))),
];

fn ours(bytes: &[u8]) -> bool {
    // With an address, so that relative links are resolved: the others do not do this work.
    static URL: LazyLock<Option<Url>> = LazyLock::new(|| Url::parse("https://example.org/feed.xml").ok());
    feed::parse(bytes, None, URL.as_ref()).map(black_box).is_ok()
}

fn main() {
    let folder = std::env::args().nth(1).map(PathBuf::from).unwrap_or_else(|| "../shared/data/feeds/real".into());
    let mut documents = Vec::new();
    collect(&folder, &mut documents);
    if documents.is_empty() {
        println!("SKIPPED: no feeds at {}", folder.display());
        return;
    }
    let total: usize = documents.iter().map(Vec::len).sum();
    let read = documents.iter().filter(|bytes| ours(bytes)).count();
    println!("{} documents, {} KB; we read {read}", documents.len(), total / 1024);
    for (name, make) in HOSTILE {
        let (small, large) = (make(100_000), make(400_000));
        let time =
            |document: &str| (0..3).map(|_| round(&[&document.as_bytes().to_vec()], ours)).min().unwrap_or_default();
        let growth = time(&large).as_secs_f64() / time(&small).as_secs_f64();
        let memory = memory::peak_of(|| ours(large.as_bytes())) as f64 / large.len() as f64;
        println!("hostile, {name}: {growth:.1} times the time for 4 times the document, memory {memory:.2} of it");
    }
    for (name, other) in OTHERS {
        let both: Vec<&Vec<u8>> = documents.iter().filter(|bytes| other(bytes) && ours(bytes)).collect();
        let size: usize = both.iter().map(|bytes| bytes.len()).sum();
        let (mut mine, mut theirs) = (Vec::new(), Vec::new());
        let start = Instant::now();
        // In turns, so that the machine's other work hits both alike; the best round is the machine's own speed.
        while start.elapsed() < TIME * 2 || mine.len() < 5 {
            mine.push(round(&both, ours));
            theirs.push(round(&both, *other));
        }
        let best = |times: &[Duration]| times.iter().min().copied().unwrap_or_default().as_secs_f64();
        let rate = |seconds: f64| size as f64 / seconds / 1e6;
        let (mine, theirs) = (best(&mine), best(&theirs));
        let peak = |read: fn(&[u8]) -> bool| {
            let all = both.iter().map(|bytes| memory::peak_of(|| read(bytes)) as f64 / bytes.len().max(1) as f64);
            all.fold((0.0_f64, 0.0_f64), |(sum, most), ratio| (sum + ratio, most.max(ratio)))
        };
        let count = both.len().max(1) as f64;
        let ((my_sum, my_most), (their_sum, their_most)) = (peak(ours), peak(*other));
        println!("{name}: {} documents, {} KB", both.len(), size / 1024);
        println!(
            "  time    ours {:.0} MB/s, theirs {:.0} MB/s: {:.2} times as fast",
            rate(mine),
            rate(theirs),
            theirs / mine
        );
        println!(
            "  memory  ours {:.2} of the document (most {my_most:.2}), theirs {:.2} (most {their_most:.2}): {:.2} of theirs",
            my_sum / count,
            their_sum / count,
            my_sum / their_sum
        );
    }
}

fn round(documents: &[&Vec<u8>], read: fn(&[u8]) -> bool) -> Duration {
    let start = Instant::now();
    for bytes in documents {
        black_box(read(black_box(bytes)));
    }
    start.elapsed()
}

fn looks_like_atom(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]);
    head.contains("<feed") && !head.contains("<rss")
}

fn collect(folder: &Path, found: &mut Vec<Vec<u8>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(bytes) = std::fs::read(&path) {
            found.push(bytes);
        }
    }
}
