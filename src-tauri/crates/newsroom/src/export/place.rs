//! Where an export goes: what lies there and may not be replaced, a file that is whole or not there, a folder that keeps what
//! was changed in it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use exchange::publish::Files;
use sha2::{Digest as _, Sha256};

use super::unwritten;
use crate::Failure;
use crate::refresh::hex;
use crate::wire::ExportKind;

/// Writes a file beside and moves it into its place once it is whole and on the disk.
pub(super) fn whole(to: &Path, write: impl FnOnce(&mut File) -> Result<(), Failure>) -> Result<(), Failure> {
    let failed = |error: io::Error| unwritten(to, &error);
    let name = to.file_name().ok_or_else(|| failed(io::ErrorKind::InvalidInput.into()))?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let beside = folder.join(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let written = File::create(&beside).map_err(failed).and_then(|mut file| {
        write(&mut file)?;
        file.sync_all().map_err(failed)?;
        std::fs::rename(&beside, to).map_err(failed)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Notes and pages are a folder, unless a ZIP is asked for.
pub(super) fn writes_folder(kind: ExportKind, to: &Path) -> bool {
    let zip = to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    matches!(kind, ExportKind::Markdown | ExportKind::Html) && !zip
}

/// Refuses what lies at `to` and is not to be replaced.
pub(super) fn replaceable(kind: ExportKind, to: &Path, folder: bool, force: bool) -> Result<(), Failure> {
    let refused = |why: &str, todo: &str| Err(Failure::new("invalid", format!("Writing {}", to.display()), why, todo));
    let Ok(there) = std::fs::metadata(to) else { return Ok(()) };
    if folder {
        return if there.is_dir() {
            Ok(())
        } else {
            refused("it is a file", "name a folder, or a file that ends in .zip")
        };
    }
    if there.is_dir() {
        return refused("it is a folder", "name a file in it");
    }
    if !there.is_file() {
        return refused("it is no file", "name one, or write to standard output");
    }
    let ours = || File::open(to).is_ok_and(|file| exchange::publish::is_ours(file, kind.code()));
    if force || ours() {
        return Ok(());
    }
    refused(
        "something lies there that is no such export",
        "choose another name; on the command line --force replaces it",
    )
}

/// The file in a folder that says what was written there, and how: a line for each, digest and name.
const NOTED: &str = ".standfirst";

/// A folder as a place where files go. A file that was changed since it was written, or that somebody else wrote, is kept.
pub(super) struct Folder {
    path: PathBuf,
    force: bool,
    noted: BTreeMap<String, String>,
    /// What was left as it is.
    pub(super) kept: Vec<String>,
}

impl Folder {
    pub(super) fn of(path: &Path, force: bool) -> Self {
        let noted = std::fs::read_to_string(path.join(NOTED)).unwrap_or_default();
        let noted = noted.lines().filter_map(|line| line.split_once(' '));
        let noted = noted.map(|(digest, name)| (name.to_owned(), digest.to_owned())).collect();
        Self { path: path.to_owned(), force, noted, kept: Vec::new() }
    }

    /// Writes down what was written.
    pub(super) fn note(&self) -> io::Result<()> {
        let lines: Vec<String> = self.noted.iter().map(|(name, digest)| format!("{digest} {name}")).collect();
        put(&self.path.join(NOTED), lines.join("\n").as_bytes())
    }
}

impl Files for Folder {
    fn file(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path.join(name);
        let digest = |bytes: &[u8]| hex(&Sha256::digest(bytes));
        let new = digest(bytes);
        let there = match std::fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            there => Some(digest(&there?)),
        };
        if let Some(there) = there.filter(|there| *there != new && !self.force)
            && self.noted.get(name) != Some(&there)
        {
            self.kept.push(name.to_owned());
            return Ok(());
        }
        self.noted.insert(name.to_owned(), new);
        put(&path, bytes)
    }
}

/// Writes a file beside and moves it into its place.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    std::fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{}.part", std::process::id()));
    let written = std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}
