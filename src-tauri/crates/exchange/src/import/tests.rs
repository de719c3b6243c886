//! Made-up files with the shapes of real ones, one for each kind, and broken ones.

use std::io::Write as _;

use super::*;

mod broken;
mod kinds;

/// What a file gives.
fn take(file: impl Into<Vec<u8>>) -> Taken {
    match read(file.into()).unwrap() {
        Found::Taken(taken) => *taken,
        Found::Archive(_) => panic!("an archive"),
    }
}

/// A ZIP of these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, ::zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[allow(clippy::unnecessary_wraps, reason = "what it is compared with may be none")]
fn at(text: &str) -> Option<jiff::Timestamp> {
    Some(text.parse().unwrap())
}

fn url(item: &Item) -> &str {
    item.url.as_deref().unwrap_or_default()
}

fn said(passed: &[Passed]) -> Vec<String> {
    passed.iter().map(ToString::to_string).collect()
}
