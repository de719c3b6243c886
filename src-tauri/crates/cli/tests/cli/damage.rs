//! Libraries that cannot be used: exit codes 3, 4 and 5, and every file left as it was.

use std::fs;

use crate::support::{Desk, Site};

#[test]
fn a_newer_library_is_left_alone() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    let file = desk.library().join("library.db");
    let mut bytes = fs::read(&file).unwrap();
    // The format's number stands at byte 60 of the header.
    bytes[60..64].copy_from_slice(&999_999_u32.to_be_bytes());
    fs::write(&file, &bytes).unwrap();
    for args in [vec!["list"], vec!["save", "1"], vec!["refresh"], vec!["check"], vec!["batch"]] {
        assert!(desk.run(&args).failed(3).contains("newer"), "{args:?}");
    }
    assert_eq!(fs::read(&file).unwrap(), bytes);
}

#[test]
fn what_is_no_library_is_kept_and_named() {
    for (contents, name) in [(&b"hello\n"[..], "text"), (&b"\x07".repeat(12_000)[..], "garbage")] {
        let desk = Desk::new();
        fs::create_dir_all(desk.library()).unwrap();
        let file = desk.library().join("library.db");
        fs::write(&file, contents).unwrap();
        for args in [vec!["list"], vec!["refresh"], vec!["check"], vec!["check", "--repair"], vec!["sample"]] {
            desk.run(&args).failed(4);
        }
        let check = desk.run(&["check", "--json"]);
        check.failed(4);
        assert_ne!(check.json()["integrity"], "ok", "{name}");
        assert_eq!(fs::read(&file).unwrap(), contents, "{name}");
    }
}

#[test]
fn an_emptied_library_is_not_taken_for_a_new_one() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    for end in ["-wal", "-shm"] {
        let _ = fs::remove_file(desk.library().join(format!("library.db{end}")));
    }
    fs::write(desk.library().join("library.db"), b"").unwrap();
    desk.run(&["list"]).failed(4);
    desk.run(&["check"]).failed(4);
}

#[test]
fn a_folder_that_cannot_be_made_is_a_storage_error() {
    let desk = Desk::new();
    let file = desk.dir.path().join("file");
    fs::write(&file, b"x").unwrap();
    let inside = file.join("library");
    desk.run(&["list", "--data-dir", inside.to_str().unwrap()]).failed(5);
}
