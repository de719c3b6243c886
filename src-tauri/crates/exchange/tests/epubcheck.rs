//! Books are held to the checker that shops use: Debian's epubcheck, where it is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::fs;

use exchange::publish::{Epub, Highlight, Lead, Picture, Piece};
use fixture::{CROOKED, epub, piece};

mod fixture;

#[test]
fn epubcheck_finds_nothing() {
    // Debian's is a JAR that only some systems run by its name.
    let checker = || {
        let mut java = std::process::Command::new("java");
        java.args(["-jar", "/usr/bin/epubcheck"]);
        java
    };
    if !checker().arg("--version").output().is_ok_and(|said| said.status.success()) {
        eprintln!("skipped: epubcheck (Debian's package) or java is not on this machine");
        return;
    }
    let marked =
        Highlight { text: "block in a phrase".to_owned(), note: Some("a <note>".to_owned()), ..Highlight::default() };
    let pieces = [
        Piece {
            highlights: vec![marked, Highlight { text: "gone".to_owned(), ..Highlight::default() }],
            ..piece(CROOKED)
        },
        Piece {
            title: "\u{2}עברית".to_owned(), rtl: true, lang: Some("he".to_owned()), ..piece("<p>שלום</p>")
        },
        Piece {
            title: String::new(),
            lang: Some("nonsense!".to_owned()),
            url: Some("https://ex ample/".to_owned()),
            ..piece("")
        },
        Piece {
            lead: Some(Lead {
                url: "https://x.example/1.png".to_owned(),
                caption: Some("c".to_owned()),
                credit: Some("d".to_owned()),
            }),
            deck: Some("d < e".to_owned()),
            ..piece("<div><div><table><tr><td><table><tr><td>x</td></tr></table></td></tr></table></div></div>")
        },
    ];
    let dir = std::env::temp_dir().join(format!("standfirst-epub-{}", std::process::id()));
    fs::create_dir_all(&dir).unwrap();
    let file = dir.join("book.epub");
    fs::write(&file, epub(&pieces)).unwrap();
    let check = checker().arg("--failonwarnings").arg(&file).output().unwrap();
    fs::remove_dir_all(&dir).unwrap();
    let said = String::from_utf8_lossy(&check.stdout) + String::from_utf8_lossy(&check.stderr);
    assert!(check.status.success(), "{said}");
}
