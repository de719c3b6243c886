//! `standfirst doctor`: what is well, what is not, and what to do about it. Every look is bounded in time, nothing is
//! changed, and the network is not asked. It works without a library, too: that is when it is needed most.

mod desktop;
mod files;
mod place;

use std::path::Path;
use std::time::Duration;

use logbook::Logbook;

use crate::wire::{Doctor, ExportedFile, Finding, Verdict};
use crate::{Failure, Newsroom, Options, blocking};

/// The longest a look may take; what takes longer is told as such.
const PATIENCE: Duration = Duration::from_secs(10);

impl Newsroom {
    /// How Standfirst is doing.
    pub async fn doctor(&self) -> Doctor {
        examine(&self.0.options, Ok(self)).await
    }

    /// Writes the log into the downloads folder, with [`Self::doctor`]'s report above it.
    ///
    /// # Errors
    /// `storage` when it cannot be written.
    pub async fn save_log_file(&self) -> Result<ExportedFile, Failure> {
        let report = self.doctor().await;
        save_log(&self.0.options, &report, None)
    }
}

/// How the Standfirst of `options` is doing, whose library is open, or is not for the reason given.
pub async fn examine(options: &Options, library: Result<&Newsroom, &Failure>) -> Doctor {
    let mut findings = vec![place::version(), place::system(options)];
    let (here, opened) = (options.clone(), library.ok().cloned());
    let why = library.err().cloned();
    let look = blocking(move || {
        let mut found = files::look(&here);
        match (&opened, &why) {
            (Some(newsroom), _) => found.extend(files::library(newsroom)),
            (None, Some(why)) => found.push(unopened(why)),
            (None, None) => {}
        }
        found
    });
    match tokio::time::timeout(PATIENCE, look).await {
        Ok(Ok(found)) => findings.extend(found),
        Ok(Err(failure)) => findings.push(unopened(&failure)),
        Err(_) => findings.push(hint(
            "library",
            "Library",
            "looking through it takes longer than ten seconds",
            "run `standfirst check`, which looks at all of it",
        )),
    }
    findings.extend(desktop::look(options).await);
    findings.push(log(options));
    let verdict = findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Well);
    // What is not used is as well.
    let verdict = if verdict == Verdict::Off { Verdict::Well } else { verdict };
    Doctor { verdict, findings }
}

/// Writes the log with the report above it: to `to`, or into the downloads folder under the time's name.
///
/// # Errors
/// `storage` when it cannot be written.
pub fn save_log(options: &Options, report: &Doctor, to: Option<&Path>) -> Result<ExportedFile, Failure> {
    let now = (options.clock)();
    let path = to.map_or_else(
        || options.downloads_dir.join(format!("standfirst-log-{}.txt", now.strftime("%Y-%m-%d-%H%M%S"))),
        Path::to_owned,
    );
    let written = path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(Ok(()), std::fs::create_dir_all);
    written.and_then(|()| std::fs::write(&path, log_text(options, report))).map_err(|error| {
        let (why, todo) = library::io_words(&error);
        Failure::new("storage", format!("The file {}", path.display()), why, todo)
    })?;
    Ok(ExportedFile { path: path.display().to_string() })
}

/// What a person can send: the report and the log, without what was read, secrets, and more of an address than its host.
#[must_use]
pub fn log_text(options: &Options, report: &Doctor) -> String {
    let mut text = format!("Standfirst, {}\n\n", (options.clock)());
    for finding in &report.findings {
        text.push_str(&line(finding));
        text.push('\n');
    }
    text.push_str("\nLog, the oldest line first\n\n");
    let log = Logbook::new(&options.data_dir).text();
    text.push_str(if log.is_empty() { "It is empty.\n" } else { &log });
    logbook::redacted(&text)
}

/// A finding on one line, with what to do on the next.
#[must_use]
pub fn line(finding: &Finding) -> String {
    let sign = match finding.verdict {
        Verdict::Well => "ok     ",
        Verdict::Off => "-      ",
        Verdict::Hint => "hint   ",
        Verdict::Broken => "broken ",
    };
    let todo = finding.todo.as_ref().map(|todo| format!("\n       {:<14}{todo}", "")).unwrap_or_default();
    format!("{sign}{:<14}{}{todo}", finding.name, finding.found)
}

fn unopened(why: &Failure) -> Finding {
    Finding {
        id: "library".to_owned(),
        name: "Library".to_owned(),
        verdict: Verdict::Broken,
        found: why.why.clone(),
        todo: Some(why.todo.clone()),
    }
}

fn log(options: &Options) -> Finding {
    let log = Logbook::new(&options.data_dir);
    let bytes: u64 = log.files().iter().filter_map(|file| std::fs::metadata(file).ok()).map(|data| data.len()).sum();
    if bytes == 0 {
        return well("log", "Log", "empty");
    }
    let found = format!("{} in {}", size(bytes), log.folder().display());
    match log.last_panic() {
        Some(line) => {
            let at = line.get(..16).unwrap_or_default().replace('T', " ");
            hint(
                "log",
                "Log",
                format!("{found}; something went badly wrong at {at} (UTC)"),
                "save the log, and send it with what you were doing then",
            )
        }
        None => well("log", "Log", found),
    }
}

fn finding(id: &str, name: &str, verdict: Verdict, found: impl Into<String>, todo: Option<String>) -> Finding {
    Finding { id: id.to_owned(), name: name.to_owned(), verdict, found: found.into(), todo }
}

fn well(id: &str, name: &str, found: impl Into<String>) -> Finding {
    finding(id, name, Verdict::Well, found, None)
}

fn off(id: &str, name: &str, found: impl Into<String>) -> Finding {
    finding(id, name, Verdict::Off, found, None)
}

fn hint(id: &str, name: &str, found: impl Into<String>, todo: impl Into<String>) -> Finding {
    finding(id, name, Verdict::Hint, found, Some(todo.into()))
}

fn broken(id: &str, name: &str, found: impl Into<String>, todo: impl Into<String>) -> Finding {
    finding(id, name, Verdict::Broken, found, Some(todo.into()))
}

/// Bytes for people.
#[allow(clippy::cast_precision_loss, reason = "one digit of it is shown")]
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
