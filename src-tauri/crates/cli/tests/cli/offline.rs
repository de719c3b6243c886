//! Without a network: everything that is here reads, is found and is marked, and what needs one says so.

use std::process::{Command, Stdio};

use crate::support::{Desk, Ran, Site, finish, page};

/// The binary in a network namespace of its own, where there is no network, not even a loopback that is up. None where
/// the system does not allow one.
fn unplugged(desk: &Desk, args: &[&str]) -> Option<Ran> {
    let mut allowed = Command::new("unshare");
    allowed.args(["-rn", "true"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if !allowed.output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: this system allows no namespace without a network");
        return None;
    }
    let mut command = Command::new("unshare");
    command
        .args(["-rn", env!("CARGO_BIN_EXE_standfirst")])
        .args(args)
        .env("STANDFIRST_DATA_DIR", desk.library())
        .env_remove("RUST_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Some(finish(&mut command, b""))
}

#[test]
fn reading_works_without_a_network() {
    let site = Site::start();
    let desk = Desk::following(&site, 5);
    for n in 1..=5 {
        site.put(&format!("/articles/{n}"), "text/html", page(&format!("Headline {n}")));
    }
    let id = desk.list(&[])[0]["id"].to_string();
    desk.ok(&["save", &id]);
    desk.ok(&["check"]);
    for args in [
        vec!["list", "--json"],
        vec!["show", &id],
        vec!["search", "harbour", "--json"],
        vec!["sources", "--json"],
        vec!["mark-read", "--all"],
        vec!["tag", &id, "later"],
        vec!["highlight", &id, "ferries"],
        vec!["source", "1"],
        vec!["storage"],
        vec!["keep"],
        vec!["export", "opml"],
        vec!["check"],
    ] {
        let Some(ran) = unplugged(&desk, &args) else { return };
        assert_eq!(ran.code, 0, "{args:?}: {ran:?}");
    }
    let shown = unplugged(&desk, &["show", &id]).unwrap();
    assert!(shown.stdout.contains("the first of them left"), "the saved article is here in full: {shown:?}");
    let refused = unplugged(&desk, &["refresh", "--force", "--json"]).unwrap();
    assert_eq!(refused.json()["failed"], 1, "{refused:?}");
    assert_eq!(desk.list(&[]).len(), 5, "and nothing was lost by trying");
}
