//! import: files of every kind, what is fetched after it, and files that are none.

use std::path::{Path, PathBuf};

use crate::support::{Desk, Site, page};

/// One made-up file of each kind; see `exchange`'s tests for what is in them.
fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/imports");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn a_file_of_each_kind_comes_in_once() {
    let files = files();
    assert!(files.len() >= 16, "{files:?}");
    for file in files {
        let (desk, file) = (Desk::new(), file.to_str().unwrap());
        let look = desk.ok(&["import", file, "--dry-run", "--json"]).json();
        assert_eq!(look["dry_run"], true);
        assert!(desk.list(&[]).is_empty() && desk.ok(&["sources", "--json"]).stdout.is_empty(), "{file}");
        let first = desk.ok(&["import", file, "--json"]).json();
        let came = first["sources"].as_u64().unwrap() + first["articles"].as_u64().unwrap();
        assert!(came > 0, "{file}: {first}");
        for field in ["kind", "sources", "articles", "texts", "waiting", "tags", "highlights"] {
            assert_eq!(first[field], look[field], "{file}: {field}");
        }
        let before = desk.list(&[]);
        assert_eq!(before.len() as u64, first["articles"].as_u64().unwrap(), "{file}");
        let again = desk.ok(&["import", file, "--json"]).json();
        for field in ["sources", "articles", "changed", "tags", "highlights"] {
            assert_eq!(again[field], 0, "{file}: {field}");
        }
        assert_eq!(desk.list(&[]), before, "{file}");
        assert!(desk.ok(&["import", file]).stdout.contains("here already") || came == first["sources"], "{file}");
    }
}

#[test]
fn saved_pages_are_fetched_when_that_is_asked_for_and_dead_ones_are_said() {
    let (site, desk) = (Site::start(), Desk::new());
    site.put("/1", "text/html", page("The harbour opens"));
    let list = format!("{}\n{} | What was noted\n", site.url("/1"), site.url("/gone"));
    let ran = desk.run_with(&["import", "-"], list.as_bytes());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains("2 articles saved") && ran.stderr.contains("2 saved pages wait"), "{ran:?}");
    assert_eq!(site.hits("/1"), 0);
    let report = desk.run_with(&["import", "-", "--fetch", "--json"], list.as_bytes()).json();
    assert_eq!((&report["articles"], &report["known"]), (&0.into(), &2.into()));
    assert_eq!((&report["fetched"]["came"], &report["fetched"]["failed"]), (&1.into(), &1.into()));
    let all = desk.list(&["--saved"]);
    let id = |title: &str| all.iter().find(|one| one["title"] == title).unwrap()["id"].to_string();
    let dead = desk.ok(&["show", &id("What was noted")]).stdout;
    assert!(dead.contains("The page could not be had"), "{dead}");
    let url = site.url("/1");
    let fetched = all.iter().find(|one| one["url"] == url.as_str()).unwrap();
    assert!(desk.article(&fetched["id"].to_string())["text"].as_str().unwrap().contains("The ferries had waited"));
}

#[test]
fn a_file_that_is_none_says_what_it_is_and_what_to_do() {
    let desk = Desk::new();
    let folder = desk.dir.path().to_str().unwrap();
    assert!(desk.run(&["import", folder]).failed(1).contains("it is a folder"));
    assert!(desk.run(&["import", "/nowhere/x.zip"]).failed(1).contains("check the file's name"));
    for (bytes, why) in [
        (&b""[..], "it is empty"),
        (b"hello, this is not a list", "none of the files that can be taken in"),
        (b"%PDF-1.7", "a PDF"),
        (b"<rss><channel><item><title>x</title></item></channel></rss>", "follow its address instead"),
        (b"PK\x03\x04 cut", "may not have come down whole"),
        (b"SQLite format 3\0", "if it is a backup of Standfirst, restore it"),
    ] {
        let ran = desk.run_with(&["import", "-", "--json"], bytes);
        assert!(ran.failed(1).contains(why), "{ran:?}");
        assert!(ran.stdout.is_empty());
    }
    let cut = "<opml><body><outline text='A' xmlUrl='https://a.example/f'/>";
    let told = desk.run_with(&["import", "-", "--dry-run"], cut.as_bytes());
    assert!(told.stdout.contains("its end is missing"), "{told:?}");
    desk.run(&["import"]).failed(2);
    desk.run(&["import", "x", "--fetch", "--dry-run"]).failed(2);
}

#[test]
fn a_folder_or_tag_that_is_none_is_said_and_is_no_failure() {
    let desk = Desk::new();
    assert!(desk.ok(&["list", "--folder", "Nowhere"]).stderr.contains("There is no folder Nowhere"));
    assert!(desk.ok(&["list", "--tag", "nothing", "--json"]).stderr.contains("No article has the tag nothing"));
}
