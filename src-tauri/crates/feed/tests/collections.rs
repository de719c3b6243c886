//! Feeds and lists that publishers and readers made (../shared/data, or `STANDFIRST_DATA`): all are survived, real ones read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::path::{Path, PathBuf};

/// None, said aloud, where the collections are not at hand.
fn collection(name: &str) -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data");
    let folder = std::env::var_os("STANDFIRST_DATA").map_or(shared, PathBuf::from).join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no collection at {}", folder.display());
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn all(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(folder, &mut found);
    found.sort();
    found
}

#[test]
fn no_feed_brings_the_reader_down() {
    let Some(folder) = collection("feeds") else { return };
    for path in all(&folder) {
        let bytes = std::fs::read(&path).unwrap();
        let _ = feed::parse(&bytes, None, None);
        let _ = feed::feeds_in_page(&String::from_utf8_lossy(&bytes), None);
        for part in 1..8 {
            let cut = &bytes[..bytes.len() * part / 8];
            let _ = feed::parse(cut, Some("text/xml"), None);
        }
    }
}

#[test]
fn every_real_feed_is_read() {
    let Some(folder) = collection("feeds/real") else { return };
    let unread: Vec<_> = all(&folder)
        .into_iter()
        // feed-rs keeps what it should make of a feed beside the feed.
        .filter(|path| !path.to_string_lossy().ends_with(".serde.json"))
        .filter_map(|path| {
            let error = feed::parse(&std::fs::read(&path).unwrap(), None, None).err()?;
            Some(format!("{}: {error}", path.display()))
        })
        .collect();
    assert!(unread.is_empty(), "{unread:#?}");
}

#[test]
fn every_list_is_read_and_written_alike() {
    let Some(folder) = collection("opml") else { return };
    for path in
        all(&folder).into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "opml" || kind == "xml"))
    {
        let list = feed::opml::read(&std::fs::read(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(!list.outlines.is_empty(), "{}", path.display());
        let written = feed::opml::write("List", &list.outlines);
        let mut again = feed::opml::read(written.as_bytes()).unwrap().outlines;
        let mut first = list.outlines;
        // A list is written folder by folder.
        first.sort_by(|a, b| a.feed_url.cmp(&b.feed_url));
        again.sort_by(|a, b| a.feed_url.cmp(&b.feed_url));
        assert_eq!(first, again, "{}", path.display());
    }
}
