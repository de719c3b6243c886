use std::io::Cursor;

use serde_json::json;

use super::*;
use crate::import::Passed;

fn manifest() -> Manifest {
    Manifest { format: FORMAT, lines: [("articles".to_owned(), 2500)].into() }
}

/// Some sources, articles in three files, and a picture.
fn archive() -> Vec<u8> {
    let mut writer = Writer::new(Cursor::new(Vec::new()), &manifest()).unwrap();
    for id in 0..3 {
        writer.line("sources", &json!({"id": id})).unwrap();
    }
    for id in 0..2500 {
        writer.line("articles", &json!({"id": id, "html": format!("<p>{}</p>", "words ".repeat(id % 50))})).unwrap();
    }
    writer.file("images/ab/abc.png", &b"\x89PNG"[..]).unwrap();
    writer.finish().unwrap().into_inner()
}

fn ids(archive: &mut Archive<Cursor<Vec<u8>>>, part: &str) -> Vec<u64> {
    let files = archive.files(part);
    files.iter().flat_map(|file| archive.lines(file)).filter_map(|(_, line)| line["id"].as_u64()).collect()
}

fn said(archive: Archive<Cursor<Vec<u8>>>) -> Vec<String> {
    archive.into_report().0.iter().map(Passed::to_string).collect()
}

#[test]
fn what_is_written_is_read_and_the_same_is_written_the_same() {
    let bytes = archive();
    assert_eq!(bytes, archive());
    assert!(begins(&bytes[..64]));
    let mut read = Archive::open(Cursor::new(bytes)).unwrap();
    assert_eq!(read.manifest(), &manifest());
    assert_eq!(read.parts(), ["articles", "sources"]);
    assert_eq!(read.files("articles").len(), 3, "a file of lines is small enough to be held");
    assert_eq!(ids(&mut read, "articles"), (0..2500).collect::<Vec<_>>());
    assert_eq!(ids(&mut read, "sources"), [0, 1, 2]);
    assert_eq!(read.file("images/ab/abc.png", 100).unwrap(), b"\x89PNG");
    assert!(read.file("images/ab/abc.png", 3).is_err());
    assert!(read.file("images/none.png", 3).is_err());
    assert_eq!(said(read), [""; 0]);
}

#[test]
fn a_file_of_lines_ends_after_some_megabytes() {
    let mut writer = Writer::new(Cursor::new(Vec::new()), &manifest()).unwrap();
    for id in 0..40 {
        writer.line("articles", &json!({"id": id, "html": "x".repeat(1 << 20)})).unwrap();
    }
    let read = Archive::open(writer.finish().unwrap()).unwrap();
    assert_eq!(read.files("articles").len(), 10);
}

#[test]
fn an_archive_cut_off_anywhere_is_read_as_far_as_it_goes() {
    let whole = archive();
    let mut before = 0;
    for at in (0..whole.len()).step_by(whole.len() / 60).chain([whole.len() - 1]) {
        match Archive::open(Cursor::new(whole[..at].to_vec())) {
            Err(ArchiveError::NotOurs | ArchiveError::Broken(_)) => assert!(at < 400, "cut at {at}"),
            Err(error) => panic!("{error}"),
            Ok(mut read) => {
                let found = ids(&mut read, "articles");
                assert_eq!(found, (0..found.len() as u64).collect::<Vec<_>>(), "cut at {at}");
                assert!(found.len() >= before, "cut at {at}");
                before = found.len();
                assert!(said(read)[0].contains("its end is missing"));
            }
        }
    }
    assert_eq!(before, 2500, "only the table of contents was missing");
}

#[test]
fn what_is_unknown_damaged_or_hostile_is_reported_and_the_rest_is_read() {
    let mut zip = crate::zipped::Zipped::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, text: &str| zip.file(name, crate::zipped::Way::Deflated, text.as_bytes()).unwrap();
    put("standfirst.json", r#"{"format": 1, "made_by": "a later version", "lines": {"sources": 2}}"#);
    put("sources.jsonl", "{\"id\":1}\n\nnonsense\n[1]\n{\"id\":2}\n{\"id\":");
    put("sources-000002.jsonl", "{\"id\":3}");
    put("../../escape.jsonl", "{\"id\":4}");
    put("C:\\windows", "x");
    put("moods.jsonl", "{\"id\":5}\n");
    put("articles.jsonl", &"[".repeat(100_000));
    let mut read = Archive::open(zip.finish().unwrap()).unwrap();
    assert_eq!(ids(&mut read, "sources"), [1, 2, 3]);
    assert_eq!(ids(&mut read, "articles"), [0; 0]);
    assert!(read.parts().contains(&"moods".to_owned()));
    let said = said(read);
    for expected in [
        "../../escape.jsonl: this version does not know what it is",
        "sources.jsonl, line 3: it is no line of JSON",
        "sources.jsonl, line 4: it is no line of JSON",
        "sources.jsonl, line 6: the file ends in the middle of it",
    ] {
        assert!(said.iter().any(|line| line == expected), "{expected} is not in {said:#?}");
    }
}

#[test]
fn a_line_that_unpacks_to_more_than_any_is_not_held() {
    let mut zip = crate::zipped::Zipped::new(Cursor::new(Vec::new()));
    zip.file(MANIFEST, crate::zipped::Way::Stored, &br#"{"format":1}"#[..]).unwrap();
    zip.file("articles.jsonl", crate::zipped::Way::Deflated, std::io::Read::take(std::io::repeat(b' '), 300 << 20))
        .unwrap();
    let bytes = zip.finish().unwrap();
    assert!(bytes.get_ref().len() < 1 << 20, "it is a bomb");
    let mut read = Archive::open(bytes).unwrap();
    assert_eq!(ids(&mut read, "articles"), [0; 0]);
    assert!(said(read)[0].contains("longer than any line"));
}

/// An archive with one file of articles.
fn of_articles(lines: impl std::io::Read) -> Archive<Cursor<Vec<u8>>> {
    let mut zip = crate::zipped::Zipped::new(Cursor::new(Vec::new()));
    zip.file(MANIFEST, crate::zipped::Way::Stored, &br#"{"format":1}"#[..]).unwrap();
    zip.file("articles.jsonl", crate::zipped::Way::Deflated, lines).unwrap();
    Archive::open(zip.finish().unwrap()).unwrap()
}

#[test]
fn millions_of_empty_lines_and_values_were_held_all_at_once() {
    let said_of = |text: String| {
        let mut read = of_articles(text.as_bytes());
        let file = read.files("articles").remove(0);
        let lines = read.lines(&file).len();
        (lines, said(read).remove(0))
    };
    let (lines, said) = said_of("{}\n".repeat(1_000_000));
    assert_eq!((lines, said.contains("line 10001: no file has so many lines")), (10_000, true), "{said}");
    let (lines, said) = said_of("nonsense\n".repeat(1_000_000));
    assert_eq!((lines, said.as_str()), (0, "articles.jsonl, line 1: it is no line of JSON"));
    let many = format!("{{\"a\":[{}0]}}\n", "0,".repeat(900_000));
    let (lines, said) = said_of(many.repeat(3));
    assert_eq!((lines, said.contains("line 3: it has more in it than any line")), (2, true), "{said}");
    // What stands in a text is no value.
    let text = format!("{{\"html\":\"\\\"{}\"}}\n", "[,{".repeat(1_000_000));
    let mut read = of_articles(text.as_bytes());
    let file = read.files("articles").remove(0);
    assert_eq!(read.lines(&file).len(), 1);
}

#[test]
fn one_of_a_newer_version_is_left_alone() {
    for (json, error) in [
        (r#"{"format": 2, "lines": {}}"#, ArchiveError::Newer(2)),
        (r#"{"lines": {}}"#, ArchiveError::NotOurs),
        ("none", ArchiveError::NotOurs),
    ] {
        let mut zip = crate::zipped::Zipped::new(Cursor::new(Vec::new()));
        zip.file(MANIFEST, crate::zipped::Way::Stored, json.as_bytes()).unwrap();
        assert_eq!(Archive::open(zip.finish().unwrap()).map(drop).err(), Some(error), "{json}");
    }
    let other = Archive::open(Cursor::new(b"GIF89a".to_vec())).map(drop);
    assert_eq!(other, Err(ArchiveError::NotOurs));
}
