//! How Standfirst is doing, the log that can be sent, and what goes on without the window.

use std::fs;

use serde_json::Value;

use crate::support::{Desk, Site, has_fields};

fn finding<'a>(report: &'a Value, id: &str) -> &'a Value {
    let all = report["findings"].as_array().unwrap();
    all.iter().find(|finding| finding["id"] == id).unwrap_or_else(|| panic!("nothing about {id}: {report}"))
}

#[test]
fn a_healthy_library_is_well() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let report = desk.ok(&["doctor", "--json"]).json();
    assert_ne!(report["verdict"], "broken");
    has_fields(finding(&report, "version"), "id name verdict found todo");
    for id in ["version", "system", "folder", "library", "backups", "sources", "proxy", "keyring", "autostart", "log"] {
        finding(&report, id);
    }
    let library = finding(&report, "library");
    assert_eq!(library["verdict"], "well");
    assert!(library["found"].as_str().unwrap().contains("3 articles"), "{library}");
    assert!(desk.ok(&["doctor"]).stdout.contains("whole"));
}

#[test]
fn a_source_that_fails_is_a_hint_and_named_by_its_host() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    site.fail("/feed.xml", 500);
    desk.ok(&["refresh", "--force"]);
    let report = desk.ok(&["doctor", "--json"]).json();
    let sources = finding(&report, "sources");
    assert_eq!((&report["verdict"], &sources["verdict"]), (&Value::from("hint"), &Value::from("hint")));
    let found = sources["found"].as_str().unwrap();
    assert!(found.contains("127.0.0.1") && !found.contains("feed.xml"), "{found}");
}

#[test]
fn a_library_that_does_not_open_is_told_of_with_its_exit_code() {
    let desk = Desk::new();
    fs::create_dir_all(desk.library()).unwrap();
    fs::write(desk.library().join("library.db"), b"\x07".repeat(12_000)).unwrap();
    let ran = desk.run(&["doctor", "--json"]);
    ran.failed(4);
    let report = ran.json();
    assert_eq!(
        (&report["verdict"], &finding(&report, "library")["verdict"]),
        (&Value::from("broken"), &Value::from("broken"))
    );
    assert!(!finding(&report, "library")["todo"].as_str().unwrap().is_empty());
    // The log can be had all the same.
    let to = desk.dir.path().join("log.txt");
    desk.ok(&["log", "--to", to.to_str().unwrap()]);
    assert!(fs::read_to_string(to).unwrap().contains("broken Library"));
}

#[cfg(unix)]
#[test]
fn secrets_that_others_may_read_are_broken() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.ok(&["sources"]);
    let file = desk.library().join("secrets.json");
    fs::write(&file, "{}").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(desk.run(&["doctor"]).failed(1).contains("chmod 600"));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    desk.ok(&["doctor"]);
}

#[test]
fn the_log_says_what_happened_and_not_what_was_read() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    // A login in an address, a page that is not there, a search, a refresh: what a log might tell.
    let address = site.url("/private/story?token=hush").replace("http://", "http://anna:pa55@");
    desk.run(&["save", &address]);
    desk.run(&["follow", &site.url("/nothing-here")]);
    desk.run(&["search", "embarrassing"]);
    site.fail("/feed.xml", 500);
    desk.ok(&["refresh", "--force"]);
    let to = desk.dir.path().join("log.txt");
    let written = desk.ok(&["log", "--to", to.to_str().unwrap(), "--json"]).json();
    assert_eq!(written["path"], to.to_str().unwrap());
    let text = fs::read_to_string(&to).unwrap();
    assert!(text.contains("refreshed") && text.contains("Library"), "{text}");
    for secret in
        ["anna", "pa55", "hush", "private", "embarrassing", "feed.xml", "nothing-here", "Headline", "Article 1"]
    {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn what_goes_on_without_the_window_is_set_here_too() {
    let desk = Desk::new();
    let before = desk.ok(&["background", "--json"]).json();
    has_fields(&before, "keep_running tray quiet_from quiet_until autostart desktop");
    assert_eq!(
        (&before["keep_running"], &before["autostart"]),
        (&Value::from(false), &Value::from(false)),
        "off until wanted"
    );
    let after = desk.ok(&["background", "--keep-running", "on", "--quiet", "22:30-7:00", "--json"]).json();
    assert_eq!((&after["keep_running"], &after["quiet_until"]), (&Value::from(true), &Value::from("07:00")));
    assert!(desk.run(&["background", "--quiet", "26:00-07:00"]).failed(1).contains("no time of day"));
    desk.run(&["background", "--quiet", "never"]).failed(2);
    assert!(desk.run(&["background", "--quiet", "07:00-7:00"]).failed(2).contains("at one time"));
    assert_eq!(desk.ok(&["background", "--quiet", "off", "--json"]).json()["quiet_from"], "");
}

#[test]
fn a_source_is_notified_of_once_it_is_wanted() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    let source = desk.ok(&["source", "1", "--notify", "on", "--json"]).json();
    assert_eq!(source["notify"], true);
    let feed = crate::support::rss(&site, 3);
    site.put("/feed.xml", "application/rss+xml", feed);
    let refreshed = desk.ok(&["refresh", "--force", "--json"]).json();
    let told = &refreshed["notifications"][0];
    assert_eq!(
        (&told["source"], &told["articles"], &told["rule"]),
        (&Value::from(1), &Value::from(2), &Value::Null),
        "{refreshed}"
    );
    desk.ok(&["source", "1", "--notify", "off"]);
}
