//! The files: opened for each line, so that whatever happens next has not lost it, and bounded.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// A file that has grown beyond this is put aside.
const LARGEST: u64 = 1 << 20;
/// Files there are at most, the one being written among them.
const MOST: usize = 5;
/// A line is cut there: nobody reads further, and one line must not push all others out.
const LONGEST: usize = 16 << 10;

#[derive(Debug)]
pub(crate) struct Pages {
    folder: PathBuf,
}

impl Pages {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Appends with one write, which the system keeps apart from those of other programs.
    pub(crate) fn append(&self, text: &str) {
        let mut text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default().to_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        // What fails here has nowhere to be told.
        let _ = self.try_append(text.as_bytes());
    }

    fn try_append(&self, bytes: &[u8]) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let path = self.file(0);
        let open = || {
            let mut options = OpenOptions::new();
            options.append(true).create(true);
            // For its owner alone.
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(&path)
        };
        let mut file = open()?;
        if file.metadata()?.len() + bytes.len() as u64 > LARGEST {
            self.turn()?;
            file = open()?;
        }
        file.write_all(bytes)
    }

    /// Puts the present file aside and lets the oldest go. Of several programs at this point one does it.
    fn turn(&self) -> std::io::Result<()> {
        let lock = File::create(self.folder.join(".turning"))?;
        lock.lock()?;
        // Another may have done it while this one waited.
        if std::fs::metadata(self.file(0)).is_ok_and(|data| data.len() < LARGEST / 2) {
            return Ok(());
        }
        for number in (1..MOST).rev() {
            let (from, to) = (self.file(number - 1), self.file(number));
            if from.exists() {
                std::fs::rename(from, to)?;
            }
        }
        Ok(())
    }

    fn file(&self, number: usize) -> PathBuf {
        let name = if number == 0 { "standfirst.log".to_owned() } else { format!("standfirst.{number}.log") };
        self.folder.join(name)
    }

    pub(crate) fn files(&self) -> Vec<PathBuf> {
        (0..MOST).rev().map(|number| self.file(number)).filter(|path| path.is_file()).collect()
    }

    pub(crate) fn text(&self) -> String {
        let mut text = Vec::new();
        for path in self.files() {
            if let Ok(file) = File::open(path) {
                let _ = file.take(2 * LARGEST).read_to_end(&mut text);
            }
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, MOST, Pages};

    #[test]
    fn the_log_is_bounded_and_keeps_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::new(folder.path().join("logs"));
        assert!(
            pages.text().is_empty() && !pages.folder().exists(),
            "nothing is made before there is something to say"
        );
        let line = "x".repeat(10_000);
        for number in 0..800 {
            pages.append(&format!("{number} {line}"));
        }
        let files = pages.files();
        assert_eq!(files.len(), MOST);
        assert!(files.iter().all(|file| std::fs::metadata(file).unwrap().len() <= LARGEST));
        let text = pages.text();
        let numbers: Vec<u32> = text.lines().map(|line| line.split(' ').next().unwrap().parse().unwrap()).collect();
        assert_eq!(numbers.last(), Some(&799));
        assert!(
            numbers.windows(2).all(|two| two[0] + 1 == two[1]),
            "in the order in which they came, none lost between"
        );
        assert!(numbers.len() > 400);
    }

    #[test]
    fn several_programs_write_whole_lines() {
        let folder = tempfile::tempdir().unwrap();
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let pages = Pages::new(folder.path().to_owned());
                std::thread::spawn(move || {
                    for number in 0..300 {
                        pages.append(&format!("{writer} {number} {}", "y".repeat(2_000)));
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        let text = Pages::new(folder.path().to_owned()).text();
        assert_eq!(text.lines().count(), 1_200, "no line was lost when the file was turned over");
        assert!(text.lines().all(|line| line.ends_with(&"y".repeat(2_000)) && line.len() < 2_010));
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let pages = Pages::new(folder.path().to_owned());
        pages.append("line");
        assert_eq!(std::fs::metadata(&pages.files()[0]).unwrap().permissions().mode() & 0o077, 0);
    }
}
