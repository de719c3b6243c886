//! What a program that ends in the worst way leaves behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::process::Command;

use logbook::Logbook;

const CHILD: &str = "LOGBOOK_TEST_CHILD";

/// Runs this test program again as the one that is to end badly.
fn leave_behind(how: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_program_that_ends_badly", "--nocapture"])
        .env(CHILD, format!("{how} {}", folder.path().display()))
        .output()
        .unwrap()
        .status;
    assert!(!status.success());
    Logbook::new(folder.path()).text()
}

/// Nothing by itself; the body of the other tests' child.
#[test]
fn a_program_that_ends_badly() {
    let Ok(order) = std::env::var(CHILD) else { return };
    let (how, folder) = order.split_once(' ').unwrap();
    let logbook = Logbook::new(folder.as_ref());
    logbook.listen(std::io::stderr, false, "off".into()).unwrap();
    tracing::info!(target: "newsroom", url = "https://anna:pw@news.example/private/story", "asking");
    tracing::debug!(target: "newsroom", "too much to keep");
    tracing::info!(target: "hyper", "another's");
    if how == "abort" {
        std::process::abort();
    }
    let headline = "Ein geheimer Überblick".to_owned();
    std::hint::black_box(&headline[..14]);
}

#[test]
fn a_line_is_on_the_disk_when_the_program_is_killed() {
    let text = leave_behind("abort");
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains("INFO newsroom: asking") && text.contains("https://news.example/…"), "{text}");
    assert!(!text.contains("private") && !text.contains("anna"), "{text}");
}

#[test]
fn a_panic_says_where_it_was_and_not_what_was_read() {
    let text = leave_behind("panic");
    let logged = text.lines().find(|line| line.contains("PANIC")).expect("the panic is in the log");
    assert!(logged.contains("char boundary"), "{logged}");
    assert!(text.contains("tests/crash.rs:"), "the place: {text}");
    assert!(text.contains("a_program_that_ends_badly"), "the way: {text}");
    assert!(!text.contains("geheim") && !text.contains("berblick"), "what was read: {text}");
}
