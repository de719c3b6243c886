//! The log that a person can send: lines on the disk the moment they are written, a bounded number of them, and none with
//! a title, an address beyond its host, a login or the name of a file that somebody chose. Hosts stay, since failures are
//! theirs: who reads the log learns which servers were asked.
//!
//! In come `tracing`'s events and panics; out goes `standfirst.log` with four older ones in the data folder's `logs/`,
//! which [`Logbook::text`] joins to one text. Nothing here fails loudly: a log that cannot be written must not keep a
//! program from its work.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod pages;
mod panics;
mod paths;
mod redaction;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::{SubscriberInitExt as _, TryInitError};
use tracing_subscriber::{EnvFilter, Layer as _};

pub use redaction::redacted;

/// What is kept without being asked for: what our own rooms tell, and of others what went wrong.
const KEPT: &str = "warn,cli=info,exchange=info,fetch=info,library=info,logbook=info,newsroom=info,presence=info,share=info,standfirst=info,standfirst_desktop=info";

/// The log of one library. Cheap to clone; several programs write to it at once.
#[derive(Debug, Clone)]
pub struct Logbook {
    pages: Arc<pages::Pages>,
}

impl Logbook {
    /// The log of the library in `data_dir`. Nothing is made before the first line.
    #[must_use]
    pub fn new(data_dir: &Path) -> Self {
        Self { pages: Arc::new(pages::Pages::new(data_dir.join("logs"))) }
    }

    /// The folder it lies in, which may not exist yet.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.pages.folder()
    }

    /// All its files, the oldest first.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        self.pages.files()
    }

    /// All of it as one text, the oldest line first. At most some megabytes; what cannot be read is left out.
    #[must_use]
    pub fn text(&self) -> String {
        self.pages.text()
    }

    /// The line of the last panic, if there is one.
    #[must_use]
    pub fn last_panic(&self) -> Option<String> {
        self.text().lines().rev().find(|line| line.contains(panics::SIGN)).map(str::to_owned)
    }

    /// Writes lines as they are, redacted, in one go.
    pub fn write(&self, lines: &str) {
        self.pages.append(&redacted(lines));
    }

    /// Has `tracing` write to it, and beside it to `stderr` what `loud` lets through; panics too. Once a program.
    ///
    /// # Errors
    /// When something listens to `tracing` already.
    pub fn listen<W>(&self, stderr: W, ansi: bool, loud: EnvFilter) -> Result<(), TryInitError>
    where
        W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
    {
        let kept = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(self.clone());
        let said = tracing_subscriber::fmt::layer().with_ansi(ansi).with_writer(stderr);
        tracing_subscriber::registry()
            .with(kept.with_filter(EnvFilter::new(KEPT)))
            .with(said.with_filter(loud))
            .try_init()?;
        panics::note_in(self.clone());
        Ok(())
    }
}

/// One event on its way to the disk: a formatter may write it in parts.
#[derive(Debug)]
pub struct Line {
    pages: Arc<pages::Pages>,
    text: Vec<u8>,
}

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if !self.text.is_empty() {
            self.pages.append(&redacted(&String::from_utf8_lossy(&self.text)));
        }
    }
}

impl<'a> MakeWriter<'a> for Logbook {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line { pages: Arc::clone(&self.pages), text: Vec::new() }
    }
}
