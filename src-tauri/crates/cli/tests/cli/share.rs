//! Sharing from the command line: what has no address, what is named wrongly, and where no program opens addresses.

use crate::support::{Desk, Site};

/// A desk with one article of a site, and its id.
fn desk(site: &Site) -> (Desk, String) {
    let desk = Desk::following(site, 2);
    let id = desk.list(&[])[0]["id"].to_string();
    (desk, id)
}

#[test]
fn an_article_without_an_address_is_shared_as_text() {
    let desk = Desk::new();
    desk.ok(&["sample"]);
    let rows = desk.list(&["--limit", "100"]);
    let web = |row: &serde_json::Value| row["url"].as_str().is_some_and(|url| url.starts_with("http"));
    let row = rows.iter().find(|row| !web(row)).unwrap();
    let (id, title) = (row["id"].to_string(), row["title"].as_str().unwrap());
    let listed = desk.ok(&["share", &id]).stdout;
    assert!(listed.contains("copy-quote") && listed.contains("copy-markdown"), "{listed}");
    assert!(!listed.contains("copy-link") && !listed.contains("browser"), "{listed}");
    let copied = desk.ok(&["share", &id, "--to", "copy-quote"]).stdout;
    assert!(copied.contains(title) && !copied.contains("://"), "{copied}");
    desk.ok(&["share", &id, "--to", "copy-markdown"]);
    let ran = desk.run(&["share", &id, "--to", "copy-link"]);
    assert!(ran.failed(1).contains("no address of its own"), "{ran:?}");
}

#[test]
fn a_target_that_is_not_there_is_named_and_the_way_to_the_list_too() {
    let site = Site::start();
    let (desk, id) = desk(&site);
    let ran = desk.run(&["share", &id, "--to", "fax"]);
    let error = ran.failed(1);
    assert!(error.contains("\"fax\"") && error.contains("standfirst share ID"), "{error}");
    for name in ["mastodon", "Mastodon"] {
        let ran = desk.run(&["share", &id, "--to", name]);
        assert!(ran.failed(1).contains("share-targets server mastodon ADDRESS"), "{ran:?}");
    }
}

#[test]
fn where_no_program_opens_addresses_the_address_is_printed() {
    let site = Site::start();
    let (desk, id) = desk(&site);
    let empty = tempfile::tempdir().unwrap();
    for (name, begins) in [("e-mail", "mailto:"), ("BROWSER", "http://"), ("Reddit", "https://www.reddit.com/submit")] {
        let mut command = desk.command();
        command.env("PATH", empty.path()).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
        let ran = crate::support::finish(command.args(["share", &id, "--to", name]), b"");
        ran.failed(1);
        assert!(ran.stdout.starts_with(begins), "{name}: {ran:?}");
    }
}

#[test]
fn a_passage_is_of_the_one_article() {
    let site = Site::start();
    let (desk, id) = desk(&site);
    desk.run(&["share", &id, "--quote", "no such passage in there at all", "--to", "copy-quote"]).failed(1);
    let other = desk.list(&[])[1]["id"].to_string();
    let ran = desk.run(&["share", &id, &other, "--quote", "x"]);
    assert!(ran.failed(2).contains("a passage is of one article"), "{ran:?}");
}

#[test]
fn a_place_of_ones_own_has_a_name_of_its_own() {
    let desk = Desk::new();
    let add = |name: &str| desk.run(&["share-targets", "add", name, "https://a.example/?u={url}"]);
    for taken in ["MASTODON", "e-mail", "copy-link"] {
        assert!(add(taken).failed(1).contains("built in"), "{taken}");
    }
    assert!(add(" ").failed(1).contains("needs a name"));
    assert!(add("a\nb").failed(1).contains("control characters"));
    assert_eq!(add("F").code, 0);
    desk.ok(&["share-targets", "remove", "own:F"]);
    desk.run(&["share-targets", "remove", "F"]).failed(1);
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_started_at_login_keeps_the_library() {
    let desk = Desk::new();
    let config = tempfile::tempdir().unwrap();
    let mut command = desk.command();
    let ran = crate::support::finish(command.env("XDG_CONFIG_HOME", config.path()).args(["autostart", "on"]), b"");
    if ran.stderr.contains("standfirst-desktop, is not beside") {
        eprintln!("skipped: the window's program is not built");
        return;
    }
    assert_eq!(ran.code, 0, "{ran:?}");
    let entry = std::fs::read_to_string(config.path().join("autostart/app.standfirst.desktop.desktop")).unwrap();
    let wanted = format!("Exec=env \"STANDFIRST_DATA_DIR={}\" \"", desk.library().display());
    assert!(entry.contains(&wanted), "{entry}");
}
