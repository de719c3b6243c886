//! Books are held to the checker that shops use: Debian's epubcheck, where it is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use std::fs;
use std::io::Cursor;

use exchange::publish::{Epub, Highlight, Lead, Picture, Piece};

fn piece(html: &str) -> Piece {
    Piece {
        id: 7,
        title: "A: headline".to_owned(),
        source: "The Example".to_owned(),
        url: Some("https://example.com/a?b=[c]|d".to_owned()),
        published: "2026-03-01T08:00:00Z".parse().unwrap(),
        html: html.to_owned(),
        lang: Some("en".to_owned()),
        ..Piece::default()
    }
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82";

fn pictures(url: &str) -> Option<Picture> {
    url.rsplit_once('.').is_some_and(|(_, kind)| kind == "png").then(|| Picture {
        name: "abc".to_owned(),
        media_type: "image/png".to_owned(),
        bytes: PNG.to_vec(),
    })
}

/// Every place in this text where HTML allows less than safe HTML has.
const CROOKED: &str = "<p>a <b>bold<p>block in a phrase</p></b></p><ul>stray<li>item<p>with a block</p></li><div>x</div></ul>\
    <li>alone</li><dl><dd>first a definition</dd><dt>term</dt></dl><dl><dt>t</dt><dd>d</dd></dl><table><caption>c</caption>\
    <colgroup><col span=\"2\"></colgroup><tr><td colspan=\"0\">1<p>2</p></td></tr><thead><tr><th>h</th></tr></thead></table><table></table>\
    <figure><figcaption>one</figcaption><img src=\"https://x.example/1.png\" alt=\"A &amp; b\" width=\"x\"><figcaption>two</figcaption></figure>\
    <figcaption>alone</figcaption><a href=\"https://x.example/%zz|[]\">link <a href=\"https://y.example/\">in link</a></a>\
    <ruby>漢<rt>kan</rt></ruby><ruby><rt>only</rt></ruby><time datetime=\"yesterday\">t</time><h2></h2><ol start=\"-3\"><li>x</li></ol>\
    <img src=\"https://x.example/none.jpg\" alt=\"not here\"><pre>  two\n  lines</pre><q>q</q>\u{1}control<hr><blockquote>bare</blockquote>";

fn epub(pieces: &[Piece]) -> Vec<u8> {
    let mut book = Epub::new(Cursor::new(Vec::new()), "Saved & kept").unwrap();
    for piece in pieces {
        book.add(piece, &mut pictures).unwrap();
    }
    book.finish("urn:standfirst:1", "2026-03-01T08:00:00.5Z".parse().unwrap()).unwrap().into_inner()
}

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
