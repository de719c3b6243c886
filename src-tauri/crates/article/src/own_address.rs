//! Where a page that lies in a file says that it is from.

use dom_query::Document;
use url::Url;

use crate::{address, bounds};

/// How far the remark that a browser leaves when it saves a page is looked for.
const HEAD: usize = 4096;
/// As far as the rest is read; what names a page stands in its head.
const MOST_BYTES: usize = 1 << 20;
const MOST_ELEMENTS: usize = 5_000;

/// The public address a saved page says it has: by the remark of the browser that saved it (`saved from url`, as Internet
/// Explorer and Chromium write it; `SingleFile`'s `url:`), else its canonical address, else the one it is shared by. None that
/// names a private host: whoever made the file may have written anything.
#[must_use]
pub fn own_address(html: &str) -> Option<Url> {
    let public = |text: &str| address::web(text.trim(), None);
    remark(html).and_then(public).or_else(|| {
        let page = Document::from(&*bounds::bounded(html, MOST_BYTES, MOST_ELEMENTS));
        let said = |selector: &str, name: &str| page.select_single(selector).attr(name);
        [("link[rel=canonical][href]", "href"), ("meta[property='og:url'][content]", "content")]
            .into_iter()
            .find_map(|(selector, name)| said(selector, name).as_deref().and_then(public))
    })
}

fn remark(html: &str) -> Option<&str> {
    let end = (0..=HEAD.min(html.len())).rev().find(|at| html.is_char_boundary(*at))?;
    let head = &html[..end];
    if let Some((_, rest)) = head.split_once("<!-- saved from url=(") {
        let (_, address) = rest.split_once(')')?;
        return address.split_whitespace().next();
    }
    let (_, rest) = head.split_once("Page saved with SingleFile")?;
    let (_, address) = rest.split_once("url: ")?;
    address.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn a_saved_page_says_where_it_is_from() {
        let at = |html: &str| own_address(html).map(String::from);
        let remark = "<!DOCTYPE html>\n<!-- saved from url=(0023)https://a.example/x -->\n<html><head><link rel=canonical href=https://b.example/></head>";
        assert_eq!(at(remark).as_deref(), Some("https://a.example/x"));
        let single = "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://a.example/y \n saved date: Tue -->";
        assert_eq!(at(single).as_deref(), Some("https://a.example/y"));
        assert_eq!(
            at("<html><head><meta property='og:url' content='https://a.example/o'><link rel=canonical href='https://a.example/c'>").as_deref(),
            Some("https://a.example/c")
        );
        assert_eq!(
            at("<meta property='og:url' content='https://a.example/o'>").as_deref(),
            Some("https://a.example/o")
        );
    }

    #[test]
    fn an_address_that_must_not_be_asked_is_none() {
        for html in [
            "<link rel=canonical href='/relative'>",
            "<link rel=canonical href='file:///etc/passwd'>",
            "<link rel=canonical href='javascript:alert(1)'>",
            "<link rel=canonical href='http://192.168.1.1/reboot'>",
            "<!-- saved from url=(0014)about:internet -->",
            "<!-- saved from url=(",
            "",
        ] {
            assert_eq!(own_address(html), None, "{html}");
        }
    }
}
