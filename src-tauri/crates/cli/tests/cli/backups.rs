//! Backups on the command line: written, listed, restored, and the one that is made every day.

use crate::support::{Desk, Site, has_fields};

#[test]
fn a_backup_brings_back_what_was_lost_and_restoring_can_be_undone() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    desk.ok(&["save", &ids[0]]);
    let path = desk.dir.path().join("copy.db");
    let path = path.to_str().unwrap();
    let written = desk.ok(&["backup", path, "--json"]).json();
    assert_eq!(written["bytes"], std::fs::metadata(path).unwrap().len());
    desk.ok(&["unsave", &ids[0]]);
    desk.ok(&["tag", &ids[1], "later"]);
    let restored = desk.ok(&["restore", path, "--json"]).json();
    assert_eq!(restored["articles"], 5);
    assert_eq!((desk.list(&["--saved"]).len(), desk.list(&["--tag", "later"]).len()), (1, 0));
    let before = restored["before"].as_str().unwrap();
    let listed = desk.ok(&["backups", "--json"]).lines();
    has_fields(&listed[0], "path at kind bytes");
    assert_eq!((listed[0]["kind"].as_str(), listed[0]["path"].as_str()), (Some("before-restore"), Some(before)));
    desk.ok(&["restore", before]);
    assert_eq!((desk.list(&["--saved"]).len(), desk.list(&["--tag", "later"]).len()), (0, 1));
    desk.ok(&["check"]);
}

#[test]
fn a_refresh_makes_the_backup_of_the_day_once() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    desk.ok(&["refresh"]);
    desk.ok(&["refresh", "--force"]);
    let listed = desk.ok(&["backups", "--json"]).lines();
    assert_eq!(listed.iter().map(|backup| backup["kind"].as_str().unwrap()).collect::<Vec<_>>(), ["daily"]);
}

#[test]
fn what_is_no_backup_is_said_to_be_none() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    let notes = desk.dir.path().join("notes.txt");
    std::fs::write(&notes, "mine").unwrap();
    let notes = notes.to_str().unwrap();
    desk.run(&["restore", notes]).failed(1);
    assert!(desk.run(&["restore", "/nowhere"]).failed(1).contains("there is no file /nowhere"));
    let folder = desk.dir.path().to_str().unwrap();
    assert!(desk.run(&["restore", folder]).failed(1).contains(&format!("{folder} is a folder without a library")));
    desk.run(&["backup", notes]).failed(1);
    assert!(desk.run(&["backup", "/nowhere/copy.db"]).failed(5).contains("there is no such folder: make it first"));
    assert_eq!((std::fs::read_to_string(notes).unwrap().as_str(), desk.list(&[]).len()), ("mine", 2));
}
