//! Flags anywhere, wrong words, help.

use crate::support::{Desk, Site, finish};

#[test]
fn wrong_usage_is_two_and_ends_with_one_line() {
    let desk = Desk::new();
    for wrong in [
        vec![],
        vec!["dance"],
        vec!["list", "--nothing"],
        vec!["list", "--limit", "many"],
        vec!["list", "--source", "0"],
        vec!["show"],
        vec!["show", "x"],
        vec!["show", "1", "--format", "pdf"],
        vec!["mark-read"],
        vec!["mark-read", "0"],
        vec!["mark-read", "1", "--all"],
        vec!["mark-read", "1", "--source", "1"],
        vec!["mark-read", "--all", "--before", "soon"],
        vec!["mark-read", "1", "--undo", "1"],
        vec!["export", "epub", "--force"],
        vec!["save"],
        vec!["export", "pdf"],
        vec!["follow"],
        vec!["serve", "--port", "70000"],
    ] {
        desk.run(&wrong).failed(2);
    }
    assert!(!desk.library().exists(), "nothing was opened");
}

#[test]
fn help_and_version_are_no_errors() {
    let desk = Desk::new();
    assert!(desk.ok(&["--help"]).stdout.contains("mark-read"));
    assert!(desk.ok(&["list", "--help"]).stdout.contains("--unread"));
    assert!(desk.ok(&["--version"]).stdout.starts_with("standfirst "));
}

#[test]
fn flags_stand_before_or_after_the_command() {
    let (desk, other) = (Desk::new(), tempfile::tempdir().unwrap());
    let dir = other.path().join("deep/library");
    let dir = dir.to_str().unwrap();
    desk.ok(&["--data-dir", dir, "--json", "sample"]);
    let before = desk.ok(&["--json", "--data-dir", dir, "list"]).stdout;
    assert_eq!(desk.ok(&["list", "--json", "--data-dir", dir]).stdout, before);
    assert!(before.lines().count() > 3);
    assert!(!desk.library().exists(), "--data-dir goes before the environment");
}

#[test]
fn logs_go_to_stderr_and_only_when_asked() {
    let desk = Desk::new();
    let quiet = desk.ok(&["sample", "--json"]);
    assert!(quiet.stderr.is_empty(), "{quiet:?}");
    let loud = finish(desk.command().env("RUST_LOG", "debug").args(["refresh", "--force", "--json"]), b"");
    assert_eq!((loud.code, loud.stdout.lines().count()), (0, 1));
    assert!(!loud.stderr.contains('\u{1b}'));
}

#[test]
fn nobody_reading_on_is_no_error() {
    let site = Site::start();
    // More than a pipe holds.
    let desk = Desk::following(&site, 600);
    let mut child = desk.command().args(["list", "--json"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
}
