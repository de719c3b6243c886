//! The registry of Windows, by the program that comes with it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::error::ConnectError;
use crate::manifest::HOST;
use crate::table::Browser;

/// Longer than this it never takes.
const PATIENCE: Duration = Duration::from_secs(5);

fn key(browser: &Browser) -> String {
    format!("HKCU\\Software\\{}\\NativeMessagingHosts\\{HOST}", browser.registry)
}

/// Names `manifest` to a browser.
fn naming(browser: &Browser, manifest: &Path) -> Vec<String> {
    let words = ["add", &key(browser), "/ve", "/t", "REG_SZ", "/d", &manifest.display().to_string(), "/f"];
    words.map(str::to_owned).to_vec()
}

/// Whether a browser is told of a manifest.
pub(crate) fn names(browser: &Browser) -> bool {
    run(&["query".to_owned(), key(browser), "/ve".to_owned()]).is_ok()
}

pub(crate) fn name(browser: &Browser, manifest: &Path) -> Result<(), ConnectError> {
    run(&naming(browser, manifest))
}

pub(crate) fn forget(browser: &Browser) -> Result<(), ConnectError> {
    if names(browser) { run(&["delete".to_owned(), key(browser), "/f".to_owned()]) } else { Ok(()) }
}

fn run(words: &[String]) -> Result<(), ConnectError> {
    let failed = |why: String| ConnectError::Registry {
        command: format!("reg {}", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")),
        why,
    };
    let mut child = Command::new("reg")
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let end = Instant::now() + PATIENCE;
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => return Err(failed(status.to_string())),
            Ok(None) if Instant::now() < end => std::thread::sleep(Duration::from_millis(20)),
            Ok(None) => {
                // It is not waited for any more; whether it ends is its own affair.
                let _ = child.kill();
                return Err(failed("it took too long".to_owned()));
            }
            Err(error) => return Err(failed(error.to_string())),
        }
    }
}

fn quoted(word: &str) -> String {
    if word.contains([' ', '\\']) { format!("\"{word}\"") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::naming;
    use crate::table::BROWSERS;

    #[test]
    fn the_registry_is_told_of_the_manifest_under_the_hosts_name() {
        let edge = BROWSERS.iter().find(|browser| browser.name == "edge").unwrap();
        let words = naming(edge, Path::new("C:\\Users\\Ann\\host.json"));
        assert_eq!(words[1], "HKCU\\Software\\Microsoft\\Edge\\NativeMessagingHosts\\app.standfirst.host");
        assert_eq!(words[6], "C:\\Users\\Ann\\host.json");
    }
}
