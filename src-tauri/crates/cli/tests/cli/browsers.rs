//! Browsers that are told of us, and the host that they start.
#![cfg(target_os = "linux")] // elsewhere no variable says where browsers keep what they are told

use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Desk, Ran, finish, page};

const OURS: &str = "chrome-extension://fkgihlbcfmfmkpploagkiepddhfcoeom/";

fn config(desk: &Desk) -> PathBuf {
    desk.dir.path().join("config")
}

fn command(desk: &Desk) -> Command {
    let mut command = desk.command();
    command.env("HOME", desk.dir.path()).env("XDG_CONFIG_HOME", config(desk)).env("STANDFIRST_KEYRING", "off");
    command
}

fn run(desk: &Desk, args: &[&str]) -> Ran {
    finish(command(desk).args(args), b"")
}

fn state(desk: &Desk, name: &str) -> Value {
    let listed = run(desk, &["browser-extension", "--json"]).json();
    listed["browsers"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["state"].clone()
}

#[test]
fn browsers_are_told_and_untold() {
    let desk = Desk::new();
    let nobody = run(&desk, &["browser-extension", "install"]);
    assert!(nobody.failed(1).contains("no browser was found"), "{nobody:?}");
    assert!(run(&desk, &["browser-extension", "install", "lynx"]).failed(1).contains("lynx"));
    std::fs::create_dir_all(config(&desk).join("chromium")).unwrap();
    assert!(run(&desk, &["browser-extension"]).stdout.contains("cannot reach Standfirst yet"));
    let told = run(&desk, &["browser-extension", "install"]);
    assert_eq!((told.code, told.stdout.as_str()), (0, "Chromium can reach Standfirst now\n"));
    assert_eq!(state(&desk, "chromium"), "person");
    assert!(run(&desk, &["doctor"]).stdout.contains("may talk to us: Chromium"), "doctor agrees");
    let path = config(&desk).join("chromium/NativeMessagingHosts/app.standfirst.host.json");
    let manifest: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(manifest["path"], env!("CARGO_BIN_EXE_standfirst"));
    assert_eq!(manifest["allowed_origins"], json!([OURS]));
    assert_eq!(run(&desk, &["browser-extension", "remove", "chromium"]).code, 0);
    assert_eq!(state(&desk, "chromium"), "unknown");
    assert!(!path.exists());
}

/// Starts us as a browser does, and gives the answers.
fn spoken(desk: &Desk, messages: &[Value]) -> Vec<Value> {
    let bytes: Vec<u8> = messages
        .iter()
        .flat_map(|message| {
            let text = message.to_string().into_bytes();
            [u32::try_from(text.len()).unwrap().to_ne_bytes().to_vec(), text].concat()
        })
        .collect();
    let mut child = command(desk).arg(OURS).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    // Lengths are no text.
    let ran = child.wait_with_output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    assert!(ran.stderr.is_empty(), "the browser would show it: {ran:?}");
    let mut rest = ran.stdout.as_slice();
    let mut answers = Vec::new();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (answer, after) = after.split_at(u32::from_ne_bytes(*length) as usize);
        answers.push(serde_json::from_slice(answer).unwrap());
        rest = after;
    }
    answers
}

#[test]
fn a_page_that_was_acknowledged_is_in_the_library() {
    let desk = Desk::new();
    let save = json!({"id": 1, "op": "save-page", "url": "http://127.0.0.1:9/members", "title": "For members", "html": page("For members")});
    let [answer] = &spoken(&desk, std::slice::from_ref(&save))[..] else { panic!("one answer") };
    assert_eq!((&answer["ok"], &answer["already"]), (&json!(true), &json!(false)), "{answer}");
    let saved = desk.list(&["--saved"]);
    assert_eq!((&saved[0]["id"], &saved[0]["title"]), (&answer["article"], &json!("For members")));
    assert_eq!(spoken(&desk, &[save])[0]["already"], true);
    spoken(&desk, &[json!({"id": 1, "op": "unsave", "article": answer["article"]})]);
    assert!(desk.list(&["--saved"]).is_empty());
}

#[test]
fn a_library_that_cannot_be_opened_is_told_in_words() {
    let desk = Desk::new();
    std::fs::write(desk.library(), "a file where the folder should be").unwrap();
    let answers = spoken(&desk, &[json!({"id": 1, "op": "save-link", "url": "https://example.org/", "title": ""})]);
    assert_eq!((&answers[0]["ok"], &answers[0]["code"]), (&json!(false), &json!("storage")), "{answers:?}");
    assert!(!answers[0]["todo"].as_str().unwrap().is_empty());
}

#[test]
fn what_the_host_does_for_a_browser_is_in_the_log() {
    let desk = Desk::new();
    spoken(&desk, &[json!({"id": 1, "op": "hello"})]);
    let log = std::fs::read_to_string(desk.library().join("logs/standfirst.log")).unwrap();
    assert!(log.contains("started by a browser"), "{log}");
}
