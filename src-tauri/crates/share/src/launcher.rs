//! Hands an address or a folder to the program the person set for it: found on a search path, started with an argument vector and
//! never through a shell, reaped when it ends, and not waited for longer than it takes to see that it failed.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::ShareError;

/// How long a program may take to say that it failed. Most openers are done in a few hundred milliseconds.
const PATIENCE: Duration = Duration::from_millis(1500);

/// A program and the arguments that come before the address.
type Opener = (&'static str, &'static [&'static str]);

#[cfg(target_os = "macos")]
const DEFAULT: &[Opener] = &[("open", &[])];
#[cfg(windows)]
const DEFAULT: &[Opener] = &[("rundll32.exe", &["url.dll,FileProtocolHandler"])];
#[cfg(not(any(windows, target_os = "macos")))]
const DEFAULT: &[Opener] = &[("xdg-open", &[])];

/// In the order in which they are tried.
#[cfg(any(windows, target_os = "macos"))]
const MAIL: &[Opener] = DEFAULT;
#[cfg(not(any(windows, target_os = "macos")))]
const MAIL: &[Opener] = &[("xdg-email", &[]), ("xdg-open", &[])];

/// Starts the programs that open addresses and folders.
#[derive(Debug, Clone)]
pub struct Launcher {
    search: OsString,
    patience: Duration,
}

impl Launcher {
    /// Of the programs on this process's `PATH`.
    #[must_use]
    pub fn system() -> Self {
        Self::searching(std::env::var_os("PATH").unwrap_or_default())
    }

    /// Of the programs in the folders of `search`, which is written as `PATH` is.
    #[must_use]
    pub fn searching(search: impl Into<OsString>) -> Self {
        Self { search: search.into(), patience: PATIENCE }
    }

    /// With another bound on the wait for a failure. Whatever still runs after it counts as handed over: a browser
    /// that was not open yet often stays the opener's child for as long as it is.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Opens an http or https address. Blocks for the patience of this launcher at most.
    pub(crate) fn browse(&self, address: &str) -> Result<(), ShareError> {
        self.hand_over(DEFAULT, address.as_ref())
    }

    /// Opens an address of a program's own scheme. Blocks as [`browse`](Self::browse).
    pub(crate) fn open(&self, address: &str) -> Result<(), ShareError> {
        self.hand_over(DEFAULT, address.as_ref())
    }

    /// Opens a folder. Blocks for the patience of this launcher at most.
    pub(crate) fn open_folder(&self, folder: &Path) -> Result<(), ShareError> {
        self.hand_over(DEFAULT, folder.as_ref())
    }

    /// Begins a mail. Blocks for the patience of this launcher at most, once for each program that fails.
    pub(crate) fn mail(&self, mailto: &str) -> Result<(), ShareError> {
        self.hand_over(MAIL, mailto.as_ref())
    }

    /// To the first of `openers` that is there and does not fail.
    fn hand_over(&self, openers: &[Opener], address: &OsStr) -> Result<(), ShareError> {
        let mut failure = None;
        for (program, before) in openers {
            let Some(path) = self.find(program) else { continue };
            match self.start(program, &path, before, address) {
                Ok(()) => return Ok(()),
                Err(error) => failure = Some(error),
            }
        }
        let missing =
            || ShareError::NoProgram { program: openers.last().map_or("", |(program, _)| program).to_owned() };
        Err(failure.unwrap_or_else(missing))
    }

    /// Relative folders of the search path are passed over: they would find what lies where we happen to stand.
    fn find(&self, program: &str) -> Option<PathBuf> {
        std::env::split_paths(&self.search)
            .filter(|folder| folder.is_absolute())
            .map(|folder| folder.join(program))
            .find(|path| is_program(path))
    }

    fn start(&self, program: &str, path: &Path, before: &[&str], address: &OsStr) -> Result<(), ShareError> {
        let mut command = Command::new(path);
        command.args(before).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Of its own group, so that Ctrl-C in our terminal does not end the person's browser.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|_| ShareError::NotStarted { program: program.to_owned() })?;
        // A thread collects the child whenever it ends. It is never killed: it may have become the browser.
        let (ended, end) = mpsc::channel();
        let reaper = std::thread::Builder::new().name("share-reaper".to_owned());
        let watched = reaper.spawn(move || {
            // Nobody listens any more once the patience is over.
            let _ = ended.send(child.wait());
        });
        match watched.ok().and_then(|_| end.recv_timeout(self.patience).ok()) {
            Some(Ok(status)) if !status.success() => Err(ShareError::Failed { program: program.to_owned() }),
            _ => Ok(()),
        }
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}
