//! `xdg-mime`, which says and sets the programs that open things on Linux: run for a while at most.

use std::fs::File;
use std::io::{ErrorKind, Read as _, Seek as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What it answers is a name.
const MOST_ANSWER: u64 = 4096;
/// Between two looks whether it has ended.
const PAUSE: Duration = Duration::from_millis(5);

/// Runs it with `arguments`, for `patience` at most; what it printed, trimmed. Blocks.
///
/// # Errors
/// A clause that says why nothing came of it.
pub(crate) fn ask(arguments: &[&str], patience: Duration) -> Result<String, String> {
    run("xdg-mime", arguments, patience)
}

fn run(program: &str, arguments: &[&str], patience: Duration) -> Result<String, String> {
    // Into a file: it is a script, and a pipe would be held open by whatever it started and nobody ended.
    let (mut output, written) = tempfile::tempfile()
        .and_then(|file| Ok((file.try_clone()?, file)))
        .map_err(|error| format!("there is no room for its answer ({error})"))?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(written).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("{program} is not installed (package xdg-utils)"),
        _ => format!("{program} did not start ({error})"),
    })?;
    match ended(&mut child, patience) {
        Some(status) if status.success() => answer(&mut output).map_err(|error| error.to_string()),
        Some(_) => Err(format!("{program} could not do it")),
        None => Err(format!("{program} did not answer within {} seconds", patience.as_secs())),
    }
}

/// How it ended; none when it had to be ended, with all that it had started.
fn ended(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) => std::thread::sleep(PAUSE),
            Err(_) => break,
        }
    }
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn answer(output: &mut File) -> std::io::Result<String> {
    output.rewind()?;
    let mut bytes = Vec::new();
    output.take(MOST_ANSWER).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::{Duration, Instant};

    use super::run;

    #[test]
    fn what_it_prints_is_the_answer() {
        let answer = run("sh", &["-c", "echo org.example.Reader.desktop"], Duration::from_secs(10));
        assert_eq!(answer.unwrap(), "org.example.Reader.desktop");
        assert!(run("sh", &["-c", "exit 3"], Duration::from_secs(10)).unwrap_err().contains("could not do it"));
        assert!(run("no-such-program", &[], Duration::from_secs(10)).unwrap_err().contains("not installed"));
    }

    #[test]
    fn one_that_hangs_is_ended_with_all_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join("child");
        let script = format!("sleep 600 & echo $! > '{}'; wait", note.display());
        let begun = Instant::now();
        let answer = run("sh", &["-c", &script], Duration::from_secs(1));
        assert!(answer.unwrap_err().contains("did not answer within 1 seconds"));
        assert!(begun.elapsed() < Duration::from_mins(1));
        let child = std::fs::read_to_string(note).unwrap();
        // Gone, or dead and waiting for its new parent to notice.
        let is_over = || {
            let state = std::fs::read_to_string(format!("/proc/{}/stat", child.trim()));
            state.map_or(true, |state| state.contains(") Z"))
        };
        while !is_over() {
            assert!(begun.elapsed() < Duration::from_mins(1), "what it had started still runs");
            std::thread::yield_now();
        }
    }

    #[test]
    fn one_that_leaves_something_running_keeps_nobody_waiting() {
        let begun = Instant::now();
        let answer = run("sh", &["-c", "sleep 20 & echo a.desktop"], Duration::from_secs(10));
        assert_eq!(answer.unwrap(), "a.desktop");
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}
