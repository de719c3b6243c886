//! In. What is damaged, unknown or made to break something is passed over and reported; the rest is read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Seek};
use std::sync::Arc;

use serde_json::{Map, Value};
use zip::ZipArchive;

use super::mended::{Mended, mend};
use super::{ArchiveError, FORMAT, MANIFEST, Manifest};
use crate::import::{At, Passed, Place};

/// Bytes of one line, and of one file of lines. Ours are about 4 MB, unless one article is larger.
const LONGEST_LINE: u64 = 128 << 20;
const LONGEST_FILE: u64 = 136 << 20;
/// Lines of one file, which ends after 1,000, and values in them: unpacked, one of two letters takes thirty bytes.
const MOST_LINES: u64 = 10_000;
const MOST_VALUES: usize = 2_000_000;
/// Files in one archive.
const MOST_FILES: usize = 4_000_000;
/// Things reported; a hostile archive could have a million.
const MOST_PASSED: usize = 1000;

/// An archive whose table of contents was read.
pub struct Archive<R: Read + Seek> {
    zip: ZipArchive<Mended<R>>,
    manifest: Manifest,
    /// Its files of lines: part, number, place in the ZIP.
    files: BTreeMap<(String, u32), usize>,
    passed: Vec<Passed>,
    /// More was passed over than is reported.
    more: u64,
}

/// A file of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    name: Arc<str>,
    index: usize,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads what an archive says of itself and what is in it. One whose end is missing, where its table of contents was,
    /// is read as far as it goes.
    ///
    /// # Errors
    /// [`ArchiveError`] when nothing can be read.
    pub fn open(mut bytes: R) -> Result<Self, ArchiveError> {
        let mut head = Vec::new();
        let broken = |error: &dyn std::fmt::Display| ArchiveError::Broken(error.to_string());
        bytes.rewind().and_then(|()| bytes.by_ref().take(64).read_to_end(&mut head)).map_err(|error| broken(&error))?;
        let is_cut = ZipArchive::new(Mended::whole(&mut bytes)).is_err();
        if is_cut && !super::begins(&head) {
            return Err(ArchiveError::NotOurs);
        }
        let bytes = if is_cut { mend(bytes).map_err(|error| broken(&error))? } else { Mended::whole(bytes) };
        Self::of(ZipArchive::new(bytes).map_err(|error| broken(&error))?, is_cut)
    }

    fn of(zip: ZipArchive<Mended<R>>, cut: bool) -> Result<Self, ArchiveError> {
        let mut archive =
            Self { zip, manifest: Manifest::default(), files: BTreeMap::new(), passed: Vec::new(), more: 0 };
        let json = archive.file(MANIFEST, 1 << 20).map_err(|_| ArchiveError::NotOurs)?;
        archive.manifest = serde_json::from_slice(&json).map_err(|_| ArchiveError::NotOurs)?;
        if archive.manifest.format > FORMAT {
            return Err(ArchiveError::Newer(archive.manifest.format));
        }
        if cut {
            archive.pass(None, At::Whole, "", "its end is missing: it may not have come down whole");
        }
        let names: Vec<String> =
            archive.zip.file_names().map(|name| name.map_or_else(|_| String::new(), Cow::into_owned)).collect();
        for (index, name) in names.into_iter().enumerate() {
            match numbered(&name) {
                _ if index >= MOST_FILES => {
                    archive.pass(None, At::Whole, "", format!("only {MOST_FILES} files of it are looked at"));
                    break;
                }
                Some((part, number)) => drop(archive.files.insert((part.to_owned(), number), index)),
                None if name == MANIFEST || name.starts_with("images/") || name.ends_with('/') => {}
                None => archive.pass(Some(&name), At::Whole, "", "this version does not know what it is"),
            }
        }
        Ok(archive)
    }

    /// What it says of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its parts, known or not.
    #[must_use]
    pub fn parts(&self) -> Vec<String> {
        let mut parts: Vec<String> = self.files.keys().map(|(part, _)| part.clone()).collect();
        parts.dedup();
        parts
    }

    /// A part's files of lines, in their order.
    #[must_use]
    pub fn files(&self, part: &str) -> Vec<File> {
        let of_part = self.files.iter().filter(|((of, _), _)| of == part);
        of_part.map(|((part, number), index)| File { name: format!("{part} {number}").into(), index: *index }).collect()
    }

    /// The lines of a file, as far as they can be read, each with its place. The others are reported.
    pub fn lines(&mut self, file: &File) -> Vec<(Place, Map<String, Value>)> {
        let mut lines = Vec::new();
        let mut passed = Vec::new();
        let name: Arc<str> = match self.zip.name_for_index(file.index) {
            Some(Ok(name)) => name.into(),
            _ => file.name.clone(),
        };
        let place = |at| Place { part: Some(Arc::clone(&name)), at };
        let mut wrong =
            |at, why: &str| passed.push(Passed { place: place(at), what: String::new(), why: why.to_owned() });
        match self.zip.by_index(file.index) {
            Err(error) => wrong(At::Whole, &format!("it cannot be unpacked ({error})")),
            Ok(entry) => {
                let mut bytes = BufReader::new(entry.take(LONGEST_FILE));
                let mut line = Vec::new();
                let mut room = MOST_VALUES;
                for number in 1.. {
                    line.clear();
                    let read = bytes.by_ref().take(LONGEST_LINE + 1).read_until(b'\n', &mut line);
                    let at = At::Line(number);
                    match read {
                        Ok(0) => break,
                        Ok(length) if length as u64 > LONGEST_LINE => {
                            wrong(at, "it is longer than any line; nothing after it in this file is read");
                            break;
                        }
                        Ok(_) if number > MOST_LINES => {
                            wrong(at, "no file has so many lines; nothing after them in this file is read");
                            break;
                        }
                        Ok(_) if line.trim_ascii().is_empty() => {}
                        Ok(_) if values(&line) > room => {
                            wrong(at, "it has more in it than any line; nothing after it in this file is read");
                            break;
                        }
                        Ok(_) => match serde_json::from_slice(&line) {
                            Ok(object) => {
                                room -= values(&line);
                                lines.push((place(at), object));
                            }
                            Err(_) if line.last() != Some(&b'\n') => wrong(at, "the file ends in the middle of it"),
                            Err(_) => wrong(at, "it is no line of JSON"),
                        },
                        Err(error) => {
                            wrong(at, &format!("it is damaged from here on ({error})"));
                            break;
                        }
                    }
                }
            }
        }
        for passed in passed {
            self.report(passed);
        }
        lines
    }

    /// One file, whole.
    ///
    /// # Errors
    /// Why it cannot be had: it is not there, is damaged, or larger than `most`.
    pub fn file(&mut self, name: &str, most: u64) -> Result<Vec<u8>, String> {
        let file = self.zip.by_name(name).map_err(|error| format!("it cannot be unpacked ({error})"))?;
        let mut bytes = Vec::new();
        // Read to one byte beyond: what the ZIP says of the size is only said.
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| format!("it cannot be unpacked ({error})"))?;
        if bytes.len() as u64 > most { Err("it is larger than any of its kind".to_owned()) } else { Ok(bytes) }
    }

    /// Adds something to the report.
    pub fn report(&mut self, passed: Passed) {
        if self.passed.len() < MOST_PASSED {
            self.passed.push(passed);
        } else {
            self.more += 1;
        }
    }

    /// What was passed over so far, and how much more than that.
    #[must_use]
    pub fn into_report(self) -> (Vec<Passed>, u64) {
        (self.passed, self.more)
    }

    fn pass(&mut self, part: Option<&str>, at: At, what: &str, why: impl Into<String>) {
        let place = Place { part: part.map(Arc::from), at };
        self.report(Passed { place, what: what.to_owned(), why: why.into() });
    }
}

/// How many values JSON has, at most.
fn values(json: &[u8]) -> usize {
    let (mut count, mut in_text, mut is_escaped) = (1, false, false);
    for byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => count += 1,
            _ => {}
        }
    }
    count
}

/// The part that a file is of, and its number.
fn numbered(name: &str) -> Option<(&str, u32)> {
    let stem = name.strip_suffix(".jsonl").filter(|stem| !stem.contains('/'))?;
    Some(match stem.rsplit_once('-') {
        Some((part, number)) => (part, number.parse().ok()?),
        None => (stem, 1),
    })
}
