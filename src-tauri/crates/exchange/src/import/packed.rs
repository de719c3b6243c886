//! ZIPs: what is in them is read as if it had come on its own. Nothing is unpacked to the disk, and no more than
//! [`MOST_BYTES`] of any file, whatever it says of its size.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::io::{Cursor, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;
use zip::result::ZipError;

use super::take::Take;
use super::{At, Found, ImportError, Kind, MOST_BYTES, kind, omnivore, one};
use crate::archive;

/// Files in one ZIP.
const MOST_FILES: usize = 300_000;
/// What a file's entry in the list of a ZIP begins with.
const ENTRY: &[u8] = b"PK\x01\x02";
/// Bytes of a ZIP that are unpacked in all, wanted or not: its lists, which are held, and the texts of articles one by
/// one. Files of a ZIP may lie in one another, so its own size bounds nothing.
const MOST_UNPACKED: u64 = 5 * MOST_BYTES as u64;
const MOST_TEXTS: u64 = 40 * MOST_BYTES as u64;
/// Bytes of one text.
const LONGEST_TEXT: u64 = 32 << 20;
/// Why a file cannot be unpacked that is encrypted.
const LOCKED: &str = "it cannot be unpacked without its password";
const TOO_MUCH: &str = "the ZIP is larger, unpacked, than any export";

/// A ZIP whose table of contents was read, and how many bytes of its texts may be unpacked. Cheap to clone.
#[derive(Clone)]
pub(super) struct Archive(ZipArchive<Cursor<Shared>>, Arc<AtomicU64>);

impl fmt::Debug for Archive {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a ZIP of {} files", self.0.len())
    }
}

/// The bytes of a ZIP that others share.
#[derive(Clone)]
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

pub(super) fn read(bytes: Vec<u8>) -> Result<Found, ImportError> {
    within(bytes, MOST_UNPACKED)
}

/// Reads a ZIP of whose lists so many bytes are unpacked.
pub(super) fn within(bytes: Vec<u8>, mut left: u64) -> Result<Found, ImportError> {
    // Also one without its end, of which a ZIP's table of contents is missing.
    if archive::begins(&bytes) {
        return Ok(Found::Archive(bytes));
    }
    // Counted before any is made room for.
    if bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY).take(2 * MOST_FILES).count() == 2 * MOST_FILES {
        return Err(ImportError::Broken(format!("it lists more than {} files", 2 * MOST_FILES)));
    }
    let file = Arc::new(bytes);
    let mut zip = ZipArchive::new(Cursor::new(Shared(Arc::clone(&file))))
        .map_err(|error| ImportError::Broken(error.to_string()))?;
    if zip.index_for_name(archive::MANIFEST).is_some() {
        drop(zip);
        return Ok(Found::Archive(Arc::try_unwrap(file).unwrap_or_else(|file| file.to_vec())));
    }
    let names: Vec<String> =
        zip.file_names().map(|name| name.map_or_else(|_| String::new(), Cow::into_owned)).collect();
    // Parts in their order, and lists before the folders of what belongs to them.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|number| (names[*number].matches('/').count(), &names[*number]));
    let mut take: Option<Take> = None;
    let mut texts = Omnivore::default();
    let mut rest = Vec::new();
    let mut is_locked = false;
    for number in order {
        let name = &names[number];
        if name.ends_with('/') || is_litter(name) {
            continue;
        }
        // Texts and marks of articles, which the lists beside them name.
        if let Some((folder, slug)) = in_folder(name) {
            texts.put(folder, slug, number);
            continue;
        }
        if number >= MOST_FILES {
            rest.push((name, format!("only {MOST_FILES} files of a ZIP are looked at")));
            continue;
        }
        match unpack(&mut zip, number, MOST_BYTES as u64, &mut left) {
            Ok(bytes) => {
                let text = feed::decoded(&bytes, None).replace('\0', "");
                let Some(kind) = kind::of(&text).filter(|_| !text.trim().is_empty()) else {
                    rest.push((name, "it is none of the files that can be taken in".to_owned()));
                    continue;
                };
                let take = take.get_or_insert_with(|| Take::new(kind));
                take.part(name);
                if kind == Kind::Omnivore {
                    texts.slugs.extend(omnivore::slugs(&text, take));
                } else {
                    one(kind, &text, &bytes, take);
                }
            }
            Err(why) => {
                is_locked |= why == LOCKED;
                rest.push((name, why));
            }
        }
    }
    let Some(mut take) = take else {
        return Err(if is_locked { ImportError::Locked } else { ImportError::NothingInside });
    };
    for (name, why) in rest {
        take.part(name);
        take.skip(At::Whole, "", why);
    }
    texts.give(zip, &names, &mut take, &mut left);
    Ok(Found::Taken(Box::new(take.done())))
}

/// What systems put into ZIPs by themselves.
fn is_litter(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") || name.ends_with("Thumbs.db")
}

/// Texts and highlights of an Omnivore export.
#[derive(Default)]
struct Omnivore {
    slugs: Vec<(String, String)>,
    content: HashMap<String, usize>,
    highlights: HashMap<String, usize>,
}

impl Omnivore {
    fn put(&mut self, folder: &str, slug: &str, number: usize) {
        let all = if folder == "content" { &mut self.content } else { &mut self.highlights };
        all.insert(slug.to_owned(), number);
    }

    fn give(mut self, mut zip: ZipArchive<Cursor<Shared>>, names: &[String], take: &mut Take, left: &mut u64) {
        let mut texts = Vec::new();
        for (slug, url) in std::mem::take(&mut self.slugs) {
            let Some(item) = take.at_address(&url) else { continue };
            texts.extend(self.content.remove(&slug).map(|number| (item, number)));
            let Some(number) = self.highlights.remove(&slug) else { continue };
            match unpack(&mut zip, number, LONGEST_TEXT, left) {
                Ok(bytes) => {
                    let (highlights, note) = omnivore::highlights(&String::from_utf8_lossy(&bytes).replace('\0', ""));
                    take.extend_highlights(item, highlights, note);
                }
                Err(why) => {
                    take.part(&names[number]);
                    take.skip(At::Whole, "", why);
                }
            }
        }
        let mut left: Vec<usize> = self.content.into_values().chain(self.highlights.into_values()).collect();
        left.sort_unstable();
        for number in left {
            take.part(&names[number]);
            take.skip(At::Whole, "", "no list in this ZIP names the article it belongs to");
        }
        take.pack(Archive(zip, Arc::new(AtomicU64::new(MOST_TEXTS))), &texts);
    }
}

/// `content/SLUG.html` and `highlights/SLUG.md`, wherever the folders lie.
fn in_folder(name: &str) -> Option<(&str, &str)> {
    let (path, file) = name.rsplit_once('/')?;
    let folder = path.rsplit('/').next().unwrap_or(path);
    let slug = match folder {
        "content" => file.strip_suffix(".html"),
        "highlights" => file.strip_suffix(".md"),
        _ => None,
    };
    slug.map(|slug| (folder, slug))
}

/// One text of a ZIP; none where it cannot be unpacked.
pub(super) fn text_of(zip: &Archive, number: usize) -> Option<String> {
    let mut left = LONGEST_TEXT.min(zip.1.load(Ordering::Relaxed));
    let had = left;
    let unpacked = unpack(&mut zip.0.clone(), number, LONGEST_TEXT, &mut left);
    let used = had - left;
    let _ = zip.1.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(used)));
    let bytes = unpacked.ok()?;
    Some(feed::decoded(&bytes, None).replace('\0', ""))
}

/// One file of at most so many bytes, of which so many are `left` for all.
fn unpack<R: std::io::Read + std::io::Seek>(
    zip: &mut ZipArchive<R>,
    number: usize,
    most: u64,
    left: &mut u64,
) -> Result<Vec<u8>, String> {
    if *left == 0 {
        return Err(TOO_MUCH.to_owned());
    }
    let file = zip.by_index(number).map_err(|error| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => LOCKED.to_owned(),
        error => format!("it cannot be unpacked ({error})"),
    })?;
    let mut bytes = Vec::new();
    // Read to one byte beyond: what the ZIP says of the size is only said.
    let read = file.take(most.min(*left) + 1).read_to_end(&mut bytes);
    let (long, had) = (bytes.len() as u64, *left);
    *left = left.saturating_sub(long);
    read.map_err(|error| format!("it cannot be unpacked ({error})"))?;
    match long {
        _ if long > most => Err("it is larger, unpacked, than any export".to_owned()),
        _ if long > had => Err(TOO_MUCH.to_owned()),
        _ => Ok(bytes),
    }
}
