//! The folder of a library: its files' names, and the one door through which directories reach the disk.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A library's folder, and what currently keeps it from being written.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    trouble: Mutex<Option<String>>,
}

impl Place {
    pub(crate) fn new(folder: &Path) -> Self {
        // A relative folder must not change its meaning when the program changes its working directory.
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        Self { folder, trouble: Mutex::default() }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.join("library.db")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.folder.join("library.db-wal")
    }

    pub(crate) fn marker(&self) -> PathBuf {
        self.folder.join("library.marker")
    }

    pub(crate) fn images(&self) -> PathBuf {
        self.folder.join("images")
    }

    /// Whether a path is one of the library's own files, which nothing else may be written over.
    pub(crate) fn owns(&self, path: &Path) -> bool {
        [self.database(), self.log(), self.marker(), self.folder.join("library.db-shm")].iter().any(|own| own == path)
    }

    /// Why nothing can be written at the moment.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_trouble(&self, why: Option<String>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = why;
    }
}

/// The length of a file in bytes; nothing when it is not there.
pub(crate) fn length(path: &Path) -> io::Result<Option<u64>> {
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(Some(metadata.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes the names in a folder durable: a new file's content can be on disk while its name is not.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows cannot open a folder as a file, and NTFS writes names down by itself.
    if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
}

/// Makes a folder and the folders above it, durably, for nobody else to look into (as the XDG Base Directory Specification
/// wants them): what somebody reads is theirs alone.
///
/// # Errors
/// Why the folder cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
        #[cfg_attr(not(unix), allow(unused_mut, reason = "elsewhere a folder has no mode"))]
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        // Above our own folders there may be ones that we may not read; their names are not ours to keep.
        let _ = sync_folder(above);
        return Ok(());
    }
    std::fs::create_dir_all(folder)
}

/// Writes a file that is either there in full or not at all, also after a power cut.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let draft = folder.join(format!(".{name}.{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    let written = (|| {
        let mut file = File::create(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&draft, path)?;
        sync_folder(folder)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}
