//! A database that is being made beside the library, and gone when it is not wanted any more.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use crate::place::sync_folder;

const PREFIX: &str = ".draft-";
/// What a killed program left behind is not being written any more after this.
const ABANDONED: Duration = Duration::from_hours(24);

/// A file and what `SQLite` lays beside it; removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Draft(PathBuf);

impl Draft {
    /// A name in `folder` that no other draft has.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self(folder.join(format!("{PREFIX}{}-{number}.db", std::process::id())))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Gives it its name, durably, in place of whatever has it.
    pub(crate) fn publish(&self, path: &Path) -> io::Result<()> {
        // Some systems write a file down only for who may write it.
        std::fs::OpenOptions::new().write(true).open(&self.0)?.sync_all()?;
        std::fs::rename(&self.0, path)?;
        path.parent().map_or(Ok(()), sync_folder)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        for end in ["", "-journal", "-wal", "-shm"] {
            let _ = std::fs::remove_file(beside(&self.0, end));
        }
    }
}

/// The path with something added to its name.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Removes the drafts that programs left behind which were killed.
pub(crate) fn clear(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX)) {
        let changed = entry.metadata().and_then(|metadata| metadata.modified());
        let age = changed.ok().and_then(|changed| SystemTime::now().duration_since(changed).ok());
        if age.is_some_and(|age| age > ABANDONED) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
