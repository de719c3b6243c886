//! Out.

use std::io::{self, Read, Seek, Write};

use serde::Serialize;

use super::{MANIFEST, Manifest};
use crate::zipped::{Way, Zipped};

/// A file of lines ends after so many lines, or so many bytes: a reader has one of them in memory.
const MOST_LINES: usize = 1000;
const MOST_BYTES: usize = 4 << 20;

/// Writes an archive: lines, part by part, then files.
#[derive(Debug)]
pub struct Writer<W: Write + Seek> {
    zip: Zipped<W>,
    open: Option<Open>,
}

/// The file of lines that is being written.
#[derive(Debug)]
struct Open {
    part: String,
    number: usize,
    lines: usize,
    bytes: usize,
}

/// The name of a part's file, by its number from 1.
fn name(part: &str, number: usize) -> String {
    if number == 1 { format!("{part}.jsonl") } else { format!("{part}-{number:06}.jsonl") }
}

impl<W: Write + Seek> Writer<W> {
    /// Begins an archive.
    ///
    /// # Errors
    /// What `out` fails with; so do the others.
    pub fn new(out: W, manifest: &Manifest) -> io::Result<Self> {
        let mut zip = Zipped::new(out);
        let mut json = serde_json::to_string_pretty(manifest)?;
        json.push('\n');
        zip.file(MANIFEST, Way::Stored, json.as_bytes())?;
        Ok(Self { zip, open: None })
    }

    /// Writes a line. Those of one part follow each other.
    pub fn line(&mut self, part: &str, line: &impl Serialize) -> io::Result<()> {
        let mut json = serde_json::to_vec(line)?;
        json.push(b'\n');
        let next = match &self.open {
            Some(open) if open.part == part && open.lines < MOST_LINES && open.bytes < MOST_BYTES => None,
            Some(open) if open.part == part => Some(open.number + 1),
            _ => Some(1),
        };
        if let Some(number) = next {
            self.zip.begin(&name(part, number), Way::Deflated)?;
            self.open = Some(Open { part: part.to_owned(), number, lines: 0, bytes: 0 });
        }
        self.zip.write_all(&json)?;
        if let Some(open) = &mut self.open {
            open.lines += 1;
            open.bytes += json.len();
        }
        Ok(())
    }

    /// Writes a file as it is.
    pub fn file(&mut self, name: &str, bytes: impl Read) -> io::Result<()> {
        self.open = None;
        self.zip.file(name, Way::Stored, bytes)
    }

    /// Ends it.
    pub fn finish(self) -> io::Result<W> {
        self.zip.finish()
    }
}
