//! open and feed-links: what the window does with what comes in, without one.

use crate::support::{Desk, Site, page, rss};

#[test]
fn whatever_is_handed_over_is_opened() {
    let (desk, site, folder) = (Desk::new(), Site::start(), tempfile::tempdir().unwrap());
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    site.put("/one", "text/html", page("One"));
    site.put("/two", "text/html", page("Two"));
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let saved = desk.ok(&["open", "--json", &format!("standfirst://save?url={}", site.url("/one"))]).json();
    assert!(saved["saved"] == true && saved["title"] == "One", "{saved}");
    let link = write("x.url", format!("[InternetShortcut]\r\nURL={}\r\n", site.url("/two")));
    assert_eq!(desk.ok(&["open", "--json", &link]).json()["title"], "Two");
    let html = write("page.html", page("Three"));
    assert_eq!(desk.ok(&["open", "--json", &html]).json()["title"], "Three");
    let followed = desk.ok(&["open", "--json", &format!("standfirst://follow?url={}", site.url("/feed.xml"))]).json();
    assert_eq!(followed["already"], false);
    let opml = write(
        "list.opml",
        "<opml version='2.0'><body><outline type='rss' text='A' xmlUrl='https://a.example/f'/></body></opml>"
            .to_owned(),
    );
    assert_eq!(desk.ok(&["open", "--json", &opml]).json()["sources"], 1);
}

#[test]
fn the_address_of_a_feed_that_is_opened_is_followed_and_leaves_no_dead_link() {
    let (desk, site) = (Desk::new(), Site::start());
    site.put("/feed.xml", "application/rss+xml", rss(&site, 3));
    let followed = desk.ok(&["open", "--json", &site.url("/feed.xml")]).json();
    assert_eq!((&followed["already"], &followed["saved"]), (&false.into(), &serde_json::Value::Null), "{followed}");
    assert!(desk.list(&["--saved"]).is_empty());
    assert_eq!(desk.list(&[]).len(), 3, "the articles of the feed, and no link to it");
    assert_eq!(desk.ok(&["sources", "--json"]).lines().len(), 1);
}

#[test]
fn what_cannot_be_opened_keeps_nothing_else_from_it() {
    let (desk, site) = (Desk::new(), Site::start());
    site.put("/one", "text/html", page("One"));
    let ran = desk.run(&["open", "javascript:alert(1)", "/nowhere/x.opml", &site.url("/one")]);
    assert!(ran.failed(1).contains("Opening /nowhere/x.opml: "));
    let first = "Opening “javascript:alert(1)”: javascript addresses are not for Standfirst: ";
    assert!(ran.stderr.contains(first), "{}", ran.stderr);
    assert!(ran.stdout.contains("One"), "{}", ran.stdout);
    assert_eq!(desk.list(&["--saved"]).len(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn feed_links_are_told_and_claimed_only_when_asked() {
    use std::os::unix::fs::PermissionsExt as _;
    let (desk, home) = (Desk::new(), tempfile::tempdir().unwrap());
    let apps = home.path().join("applications");
    std::fs::create_dir(&apps).unwrap();
    let entry = |id: &str, name: &str| {
        let text =
            format!("[Desktop Entry]\nType=Application\nName={name}\nExec=x %U\nMimeType=x-scheme-handler/feed;\n");
        std::fs::write(apps.join(id), text).unwrap();
    };
    entry("org.other.Reader.desktop", "Other Reader");
    // `xdg-mime` itself is the desktop's; this one keeps what it is told as those do.
    let default = home.path().join("default");
    std::fs::write(&default, "org.other.Reader.desktop\n").unwrap();
    let program = home.path().join("xdg-mime");
    let script = "#!/bin/sh\ncase \"$1\" in query) cat \"$KEPT\";; default) [ \"$3\" = x-scheme-handler/feed ] && echo \"$2\" > \"$KEPT\";; esac\n";
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let run = |args: &[&str]| {
        let path = format!("{}:{}", home.path().display(), std::env::var("PATH").unwrap());
        let mut command = desk.command();
        command.args(args).env("PATH", path).env("KEPT", &default);
        command.env("XDG_DATA_HOME", home.path()).env("XDG_DATA_DIRS", "/nowhere").env_remove("FLATPAK_ID");
        crate::support::finish(&mut command, b"")
    };
    assert!(run(&["feed-links"]).stdout.contains("Feed links open with Other Reader"));
    let refused = run(&["feed-links", "--claim"]);
    assert!(refused.failed(1).contains("Standfirst has no menu entry here: install"), "nothing to claim them with");
    entry("Standfirst.desktop", "Standfirst");
    let told = run(&["feed-links", "--json"]).json();
    assert_eq!(
        (&told["ours"], &told["settable"], &told["id"]),
        (&false.into(), &true.into(), &"org.other.Reader.desktop".into())
    );
    assert_eq!(std::fs::read_to_string(&default).unwrap(), "org.other.Reader.desktop\n", "asking changes nothing");
    assert_eq!(run(&["feed-links", "--claim", "--json"]).json()["ours"], true);
    assert_eq!(std::fs::read_to_string(&default).unwrap(), "Standfirst.desktop\n");
    assert!(run(&["feed-links"]).stdout.contains("Feed links open with Standfirst"));
}
