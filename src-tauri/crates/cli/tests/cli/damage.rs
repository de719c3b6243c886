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
fn what_can_be_read_of_a_damaged_library_is_rescued_and_the_file_is_kept() {
    let site = Site::start();
    let desk = Desk::following(&site, 40);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    desk.ok(&["save", &ids[3]]);
    desk.ok(&["tag", &ids[4], "sea"]);
    let file = desk.library().join("library.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[3] ^= 0xff;
    fs::write(&file, &bytes).unwrap();
    assert!(desk.run(&["list"]).failed(4).contains("check --repair"));
    assert!(desk.ok(&["backups"]).stderr.contains("There are none yet"));
    let rescue = desk.ok(&["check", "--repair", "--json"]).json()["rescue"].clone();
    assert_eq!(
        (rescue["articles"].as_u64(), rescue["lost"].as_object().map(serde_json::Map::len)),
        (Some(40), Some(0))
    );
    assert_eq!(fs::read(rescue["damaged"].as_str().unwrap()).unwrap(), bytes);
    assert_eq!((desk.list(&["--saved"]).len(), desk.list(&["--tag", "sea"]).len(), desk.list(&[]).len()), (1, 1, 40));
    desk.ok(&["check"]);
    desk.ok(&["refresh"]);
}

#[test]
fn a_page_lost_in_the_middle_is_rescued_around_in_place() {
    let site = Site::start();
    let desk = Desk::following(&site, 200);
    let file = desk.library().join("library.db");
    let mut bytes = fs::read(&file).unwrap();
    // A page of some article's text: long, and all of it its own.
    let page = bytes.chunks(4096).rposition(|page| page[0] == 0x0d).unwrap();
    bytes[page * 4096..(page + 1) * 4096].fill(0);
    fs::write(&file, &bytes).unwrap();
    let told = desk.run(&["check"]);
    told.failed(4);
    assert!(!told.stdout.contains("Tree") && !told.stdout.contains("Sqlite"), "{told:?}");
    let told = desk.ok(&["check", "--repair"]);
    assert!(!told.stdout.contains('_') && !told.stdout.contains("print"), "tables are no words of readers: {told:?}");
    assert!(
        told.stdout.contains("The damaged file was kept: ") || told.stdout.contains("Database      ok"),
        "{told:?}"
    );
    desk.ok(&["check"]);
    assert!(desk.list(&[]).len() > 150);
}

#[test]
fn a_backup_is_restored_where_nothing_can_be_read() {
    let site = Site::start();
    let desk = Desk::following(&site, 4);
    desk.ok(&["refresh"]);
    let backup = desk.ok(&["backups", "--json"]).lines()[0]["path"].as_str().unwrap().to_owned();
    fs::write(desk.library().join("library.db"), b"gone").unwrap();
    desk.run(&["check", "--repair"]).failed(4);
    assert_eq!(desk.ok(&["backups", "--json"]).lines()[0]["path"], backup, "they are listed when they are needed");
    let kept = desk.ok(&["restore", &backup, "--json"]).json()["before"].as_str().unwrap().to_owned();
    assert_eq!(fs::read(kept).unwrap(), b"gone");
    assert_eq!(desk.list(&[]).len(), 4);
    desk.ok(&["check"]);
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
