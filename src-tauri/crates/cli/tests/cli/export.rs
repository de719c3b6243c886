//! Everything out, and the whole of it in again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Desk, Site, finish, page};

/// A library with a bit of everything: read, saved with its page, tagged, highlighted, unfollowed.
fn filled(site: &Site) -> Desk {
    site.put("/articles/3", "text/html", page("Headline 3 of the harbour"));
    let desk = Desk::following(site, 5);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    desk.ok(&["mark-read", &ids[0], &ids[1]]);
    desk.ok(&["save", &ids[2]]);
    desk.ok(&["tag", &ids[3], "Häfen & Meere"]);
    desk.ok(&["highlight", &ids[2], "nobody had told them why", "--note", "Who knew?"]);
    desk.ok(&["save-search", "Ferries", "ferries is:unread"]);
    desk
}

fn to(desk: &Desk, name: &str) -> (PathBuf, String) {
    let path = desk.dir.path().join(name);
    let text = path.to_str().unwrap().to_owned();
    (path, text)
}

/// The paths of all files below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                all.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    all
}

#[test]
fn the_archive_leaves_comes_back_and_leaves_the_same() {
    let site = Site::start();
    let desk = filled(&site);
    // The pages of its excerpts are asked once.
    desk.ok(&["refresh", "--force"]);
    let (first, name) = to(&desk, "first.zip");
    let done = desk.ok(&["export", "archive", "--to", &name, "--json"]).json();
    assert_eq!((done["count"].as_u64(), done["path"].as_str()), (Some(5), Some(name.as_str())));
    let bytes = std::fs::read(&first).unwrap();
    // Nothing changes by being looked at, nor by a refresh without news.
    desk.list(&[]);
    desk.ok(&["refresh", "--force"]);
    let (second, again) = to(&desk, "second.zip");
    desk.ok(&["export", "archive", "--to", &again]);
    assert!(bytes == std::fs::read(second).unwrap(), "an unchanged library gives the same bytes");

    let other = Desk::new();
    let look = other.ok(&["import", &name, "--dry-run", "--json"]).json();
    assert_eq!((look["articles"].as_u64(), look["kind"].as_str()), (Some(5), Some("archive")));
    let report = other.ok(&["import", &name, "--json"]).json();
    assert_eq!((report["sources"].as_u64(), report["articles"].as_u64()), (Some(1), Some(5)), "{report}");
    assert_eq!(report["skipped"].as_array().map(Vec::len), Some(0), "{report}");
    assert_eq!(other.list(&[]), desk.list(&[]));
    assert_eq!(other.list(&["--saved"]).len(), 1);
    assert_eq!(other.list(&["--tag", "Häfen & Meere"]).len(), 1);
    let saved = desk.list(&["--saved"])[0]["id"].to_string();
    assert_eq!(other.article(&saved)["html"], desk.article(&saved)["html"]);
    let (third, name3) = to(&other, "third.zip");
    other.ok(&["export", "archive", "--to", &name3]);
    assert!(bytes == std::fs::read(third).unwrap(), "what comes back leaves the same");
    // Once more changes nothing.
    let report = other.ok(&["import", &name, "--json"]).json();
    assert_eq!((report["known"].as_u64(), report["changed"].as_u64()), (Some(5), Some(0)), "{report}");
}

#[test]
fn an_archive_of_the_first_format_is_taken_in_for_ever() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../tests/fixtures/archive/format-1.zip");
    let desk = Desk::new();
    let report = desk.ok(&["import", file, "--json"]).json();
    assert_eq!((report["sources"].as_u64(), report["articles"].as_u64()), (Some(3), Some(11)), "{report}");
    assert_eq!(report["skipped"].as_array().map(Vec::len), Some(0), "{report}");
}

#[test]
fn an_archive_that_did_not_come_down_whole_is_read_as_far_as_it_goes() {
    let site = Site::start();
    let desk = filled(&site);
    let (file, name) = to(&desk, "whole.zip");
    desk.ok(&["export", "archive", "--to", &name]);
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() - 200]).unwrap();
    let other = Desk::new();
    let report = other.ok(&["import", &name, "--json"]).json();
    assert_eq!(report["articles"].as_u64(), Some(5), "{report}");
    assert!(report["skipped"][0].as_str().unwrap().contains("its end is missing"), "{report}");
    std::fs::write(&file, b"PK\x03\x04 and nothing else").unwrap();
    other.run(&["import", &name]).failed(1);
}

#[test]
fn a_hostile_archive_brings_nothing_that_runs_and_nobody_to_follow_it_to() {
    let site = Site::start();
    let desk = filled(&site);
    let (file, name) = to(&desk, "hostile.zip");
    desk.ok(&["export", "archive", "--to", &name]);
    // Stored files can be changed in place; lines are packed, so they are written anew.
    let lines = [
        ("standfirst.json", r#"{"format":1,"lines":{}}"#.to_owned()),
        (
            "sources.jsonl",
            [
                r#"{"id":1,"kind":"feed","url":"https://a.example/f","title":"A","added":"2026-01-01T00:00:00Z"}"#,
                r#"{"id":2,"kind":"feed","url":"file:///etc/passwd","title":"B","added":"2026-01-01T00:00:00Z"}"#,
                r#"{"id":3,"kind":"saved","url":"https://c.example/","title":"C","added":"2026-01-01T00:00:00Z"}"#,
            ]
            .join("\n"),
        ),
        (
            "articles.jsonl",
            r#"{"id":1,"source":1,"guid":"g","published":"2026-01-01T00:00:00Z","saved":true,"article":{"url":"javascript:alert(1)","title":"T <b>","origin":"feed","first_seen":"2026-01-01T00:00:00Z","fetched":"2026-01-01T00:00:00Z","revision":1,"digest":"00","html":"<p onclick=x>ok<script>alert(1)</script></p>","text":"ok"}}
{"id":2,"source":2,"guid":"g","published":"2026-01-01T00:00:00Z"}"#
                .to_owned(),
        ),
        (
            "pictures.jsonl",
            r#"{"url":"https://a.example/p.png","reading":{"file":"images/../../../escape","type":"text/html"}}"#.to_owned(),
        ),
    ];
    let mut zip = Vec::new();
    stored(&mut zip, &lines);
    std::fs::write(&file, zip).unwrap();
    let other = Desk::new();
    for args in [&["import", &name, "--json", "--dry-run"][..], &["import", &name, "--json"]] {
        let report = other.ok(args).json();
        assert_eq!((report["sources"].as_u64(), report["articles"].as_u64()), (Some(1), Some(1)), "{report}");
        // Pictures are not looked at before they are taken.
        assert_eq!(report["skipped"].as_array().unwrap().len(), if args.len() == 4 { 3 } else { 4 }, "{report}");
    }
    let article = other.article("1");
    assert_eq!(article["html"], "<p>ok</p>");
    assert_eq!(article["url"], serde_json::Value::Null);
}

/// A ZIP of stored files, put together by hand: APPNOTE.TXT, 4.3.
fn stored(out: &mut Vec<u8>, files: &[(&str, String)]) {
    let mut contents = Vec::new();
    for (name, text) in files {
        let at = u32::try_from(out.len()).unwrap();
        let (length, name_length) = (u32::try_from(text.len()).unwrap(), u16::try_from(name.len()).unwrap());
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend(crc(text.as_bytes()).to_le_bytes());
        head.extend(length.to_le_bytes());
        head.extend(length.to_le_bytes());
        head.extend(name_length.to_le_bytes());
        head.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
        contents.extend(b"PK\x01\x02\x14\0");
        contents.extend(&head);
        contents.extend([0; 10]);
        contents.extend(at.to_le_bytes());
        contents.extend(name.as_bytes());
    }
    let (start, size, count) = (out.len(), contents.len(), u16::try_from(files.len()).unwrap());
    out.extend(contents);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(size).unwrap().to_le_bytes());
    out.extend(u32::try_from(start).unwrap().to_le_bytes());
    out.extend([0, 0]);
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn articles_leave_as_notes_a_book_and_pages() {
    let site = Site::start();
    let desk = filled(&site);
    let (notes, name) = to(&desk, "notes");
    let done = desk.ok(&["export", "markdown", "--to", &name, "--saved", "--json"]).json();
    assert_eq!(done["count"], 1);
    let note = files(&notes).into_iter().find(|file| file.ends_with(".md")).unwrap();
    let text = std::fs::read_to_string(notes.join(note)).unwrap();
    assert!(text.starts_with("---\ntitle: \"Headline 3 of the harbour\"\n"), "{text}");
    assert!(
        text.contains("==nobody had told them why==") && text.contains("\n> nobody had told them why\n\nWho knew?"),
        "{text}"
    );

    let (pages, name) = to(&desk, "pages");
    desk.ok(&["export", "html", "--to", &name, "--limit", "3"]);
    let written = files(&pages);
    assert!(written.contains("index.html") && written.contains("style.css"), "{written:?}");
    assert_eq!(written.iter().filter(|file| file.starts_with("articles/")).count(), 3);

    let (book, name) = to(&desk, "book.epub");
    desk.ok(&["export", "epub", "--to", &name, "--title", "Harbour & more", "--search", "harbour"]);
    assert!(std::fs::read(&book).unwrap()[30..].starts_with(b"mimetypeapplication/epub+zip"));
    let check = Command::new("java").args(["-jar", "/usr/bin/epubcheck", "--failonwarnings", &name]).output();
    match check {
        Ok(check) if Path::new("/usr/bin/epubcheck").exists() => {
            assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
        }
        _ => eprintln!("skipped: epubcheck (Debian's package) or java is not on this machine"),
    }

    // Nothing of what failed is left, and what was there stays.
    desk.run(&["export", "epub", "--tag", "none such", "--to", &name]).failed(1);
    assert!(book.exists());
    desk.run(&["export", "archive", "--saved", "--to", &name]).failed(2);
    desk.run(&["export", "html", "--to", "/nowhere/x/pages"]).failed(5);
    desk.run(&["export", "epub", "--article", "999", "--to", &name]).failed(1);
    let out = desk.command().args(["export", "archive"]).output().unwrap();
    assert!(out.status.success() && out.stdout.starts_with(b"PK\x03\x04"), "standard output takes it, too");
    let left: Vec<String> = files(desk.dir.path()).into_iter().filter(|file| file.ends_with(".part")).collect();
    assert_eq!(left, [""; 0]);
    let _ = finish(desk.command().args(["export", "opml", "--to", "-"]), b"");
}

#[test]
fn an_export_says_what_could_not_be_meant_and_refuses_what_cannot_be_both() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let (_, name) = to(&desk, "pages.zip");
    let export = |args: &[&str]| desk.run(&[&["export", "html", "--to", &name], args].concat());
    let ran = export(&["--search", "harbour before:soon"]);
    assert!(ran.code == 0 && ran.stderr.contains("note: `soon` is no date"), "{ran:?}");
    for (filter, told) in
        [(["--folder", "Nowhere"], "There is no folder Nowhere"), (["--tag", "none"], "No article has the tag none")]
    {
        let ran = export(&filter);
        ran.failed(1);
        assert!(ran.stderr.contains(told), "{ran:?}");
    }
    for both in [
        &["--article", "1", "--search", "harbour"][..],
        &["--article", "1", "--unread"],
        &["--search", "x", "--hidden"],
    ] {
        assert!(export(both).failed(2).contains("cannot be used with"), "{both:?}");
    }
}

#[test]
fn a_dry_run_of_an_archive_says_how_much_more_it_passes_over() {
    let desk = Desk::new();
    let (file, name) = to(&desk, "odd.zip");
    let source = r#"{"id":1,"kind":"feed","url":"ftp://a.example/","title":"A","added":"2026-01-01T00:00:00Z"}"#;
    let mut zip = Vec::new();
    let manifest = r#"{"format":1,"lines":{}}"#.to_owned();
    stored(&mut zip, &[("standfirst.json", manifest), ("sources.jsonl", [source; 1003].join("\n"))]);
    std::fs::write(&file, zip).unwrap();
    let look = desk.ok(&["import", &name, "--dry-run", "--json"]).json();
    assert_eq!(
        (&look["sources"], look["skipped"].as_array().unwrap().last().unwrap()),
        (&0.into(), &"and 3 more".into())
    );
}

#[test]
fn an_export_replaces_only_an_older_one_of_its_kind() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    let (thesis, name) = to(&desk, "thesis.txt");
    std::fs::write(&thesis, "thesis").unwrap();
    for kind in ["archive", "epub", "opml"] {
        let told = desk.run(&["export", kind, "--to", &name]);
        assert!(told.failed(1).contains("--force"), "{told:?}");
    }
    assert_eq!(std::fs::read_to_string(&thesis).unwrap(), "thesis");
    for (kind, file) in [
        ("archive", "all.zip"),
        ("epub", "book.epub"),
        ("opml", "list.opml"),
        ("markdown", "notes.zip"),
        ("html", "pages.zip"),
    ] {
        let (_, name) = to(&desk, file);
        desk.ok(&["export", kind, "--to", &name]);
        desk.ok(&["export", kind, "--to", &name]);
        let other = if kind == "epub" { "opml" } else { "epub" };
        assert!(desk.run(&["export", other, "--to", &name]).failed(1).contains("no such export"), "{kind}");
    }
    desk.ok(&["export", "epub", "--to", &name, "--force"]);
    assert!(std::fs::read(&thesis).unwrap().starts_with(b"PK"));
    let (folder, _) = to(&desk, "");
    let folder = folder.to_str().unwrap();
    assert!(desk.run(&["export", "epub", "--to", folder, "--force"]).failed(1).contains("it is a folder"));
    assert!(desk.run(&["export", "markdown", "--to", &name]).failed(1).contains("it is a file"));
    let told = desk.run(&["export", "epub", "--to", "/nowhere/x.epub"]);
    assert!(told.failed(5).contains("there is no such folder: make it first"), "{told:?}");
}

#[test]
fn a_note_that_was_edited_is_kept_and_told_when_notes_are_written_again() {
    let site = Site::start();
    let desk = Desk::following(&site, 2);
    let (notes, name) = to(&desk, "notes");
    desk.ok(&["export", "markdown", "--to", &name]);
    let names: Vec<String> = files(&notes).into_iter().filter(|file| file.ends_with(".md")).collect();
    let edited = notes.join(&names[0]);
    let mine = format!("{}MY EDIT\n", std::fs::read_to_string(&edited).unwrap());
    std::fs::write(&edited, &mine).unwrap();
    std::fs::remove_file(notes.join(&names[1])).unwrap();
    let id = desk.list(&[])[0]["id"].to_string();
    desk.ok(&["tag", &id, "sea"]);
    let told = desk.ok(&["export", "markdown", "--to", &name]);
    assert!(told.stderr.contains(&format!("Kept as you changed it: {}", names[0])), "{told:?}");
    assert_eq!(std::fs::read_to_string(&edited).unwrap(), mine);
    assert!(std::fs::read_to_string(notes.join(&names[1])).unwrap().contains("sea"), "what is missing is written");
    desk.ok(&["untag", &id, "sea"]);
    let done = desk.ok(&["export", "markdown", "--to", &name, "--json"]).json();
    assert_eq!(done["kept"], serde_json::json!([names[0]]));
    assert!(!std::fs::read_to_string(notes.join(&names[1])).unwrap().contains("sea"), "what nobody edited is renewed");
    desk.ok(&["export", "markdown", "--to", &name, "--force"]);
    assert!(!std::fs::read_to_string(&edited).unwrap().contains("MY EDIT"));
}

#[test]
#[cfg(unix)]
fn a_book_that_there_is_no_room_for_is_told_in_one_line_and_leaves_nothing() {
    use std::process::Stdio;

    let site = Site::start();
    let desk = Desk::following(&site, 600);
    let (book, name) = to(&desk, "book.epub");
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_standfirst")]);
    limited.args(["export", "epub", "--to", &name]).env("STANDFIRST_DATA_DIR", desk.library());
    limited.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = finish(&mut limited, b"");
    ran.failed(5);
    assert_eq!((ran.stderr.lines().count(), book.exists()), (1, false), "{ran:?}");
    assert!(!files(desk.dir.path()).iter().any(|file| file.ends_with(".part")));
}

#[test]
fn several_articles_leave_together_and_nothing_found_is_said() {
    let site = Site::start();
    let desk = Desk::following(&site, 3);
    let ids: Vec<String> = desk.list(&[]).iter().map(|row| row["id"].to_string()).collect();
    let (_, name) = to(&desk, "two.epub");
    let done = desk.ok(&["export", "epub", "--article", &ids[2], "--article", &ids[0], "--to", &name, "--json"]).json();
    assert_eq!(done["count"], 2);
    assert!(desk.run(&["export", "epub", "--saved", "--to", &name]).failed(1).contains("nothing is in that list"));
    assert!(desk.run(&["export", "epub", "--search", "-is:red", "--to", &name]).failed(1).contains("is none"));
}

#[test]
fn sources_leave_in_folders_within_folders_and_without_the_sample() {
    let site = Site::start();
    let desk = Desk::following(&site, 1);
    desk.ok(&["sample"]);
    desk.ok(&["source", "1", "--folder", "News / World / Deep", "--rename", "Courier"]);
    let list = desk.ok(&["export", "opml"]).stdout;
    assert!(!list.contains("standfirst-sample") && list.contains("text=\"Courier\""), "{list}");
    let depth = |name: &str| list.lines().find(|line| line.contains(&format!("text=\"{name}\""))).unwrap().find('<');
    assert_eq!([depth("News"), depth("World"), depth("Deep"), depth("Courier")], [Some(4), Some(6), Some(8), Some(10)]);
    let other = Desk::new();
    let (file, name) = to(&desk, "list.opml");
    std::fs::write(file, &list).unwrap();
    other.ok(&["import", &name]);
    assert_eq!(other.ok(&["sources", "--json"]).json()["folder"], "News / World / Deep");
    other.ok(&["source", "1", "--no-folder"]);
    assert!(other.ok(&["sources", "--json"]).json()["folder"].is_null());
}
