//! How much a stranger's markup can be made to grow.
#![allow(clippy::unwrap_used, reason = "tests")]

use article::{extract, sanitize};
use url::Url;

#[test]
fn an_open_link_is_not_written_out_again_for_each_paragraph() {
    for (start, piece) in
        [("<p><a href='https://e.example/%'>", "<p>y"), ("<p><b lang='%'>", "<p>y"), ("<b dir='%'>", "</p>")]
    {
        let html = start.replace('%', &"a".repeat(100_000)) + &piece.repeat(600);
        let out = sanitize(&html, None);
        assert!(out.as_str().len() < 40 << 20, "{piece}: {}", out.as_str().len());
    }
}

#[test]
fn a_long_address_of_the_page_is_not_written_out_for_each_link() {
    let base = Url::parse(&format!("https://e.example/{}/", "a".repeat(4_000))).unwrap();
    for piece in ["<a href=x>y</a>", "<img src=x>", "<video src=x poster=x></video>"] {
        let html = piece.repeat(3_000);
        let out = sanitize(&html, Some(&base));
        assert!(out.as_str().len() < 8 << 20, "{piece}: {}", out.as_str().len());
        assert!(sanitize(&piece.repeat(10), Some(&base)).as_str().contains("aaa/x"), "{piece}");
    }
}

#[test]
fn a_page_of_bare_brackets_ends() {
    for piece in ["<", "<>", "</", "<!", "<a<"] {
        let html = piece.repeat(20_000);
        let _ = (sanitize(&html, None), extract(&html, None));
    }
}
