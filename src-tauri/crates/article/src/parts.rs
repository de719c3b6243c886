//! The other parts of an article that its page is only one of.

use std::collections::BTreeMap;

use dom_query::Document;
use url::Url;

use crate::address;

/// More parts than this are a list, not an article.
const MOST: u32 = 30;

/// The addresses of the parts after this one, in order. A part has this page's address with a page number in it, and is
/// linked to as the next or by its number.
pub(crate) fn parts(page: &Document, url: Option<&Url>, base: Option<&Url>) -> Vec<String> {
    let Some(url) = url else { return Vec::new() };
    let own = numbered(url);
    let mut found = BTreeMap::new();
    for link in page.select("a[href], link[rel='next']").nodes() {
        let is_next = link.attr("rel").is_some_and(|rel| rel.split(' ').any(|rel| rel == "next"));
        let text = link.text();
        let says_number = text.trim().parse::<u32>().is_ok();
        if !is_next && !says_number {
            continue;
        }
        let Some(to) = link.attr("href").and_then(|href| address::web(&href, base.or(Some(url)))) else { continue };
        let (stem, number) = numbered(&to);
        if stem == own.0 && number > own.1 && number <= MOST {
            found.entry(number).or_insert_with(|| to.to_string());
        }
    }
    // A part missing in between is a list of something else.
    let all: Vec<u32> = found.keys().copied().collect();
    let joined =
        all.windows(2).all(|pair| pair[1] == pair[0] + 1) && all.first().is_some_and(|first| *first == own.1 + 1);
    if joined { found.into_values().collect() } else { Vec::new() }
}

/// Names of a page number in a query, and what it follows in a path. Source: `WordPress` (`/2/`, `/page/2`), phpBB and
/// others (`?page=2`), German and French publishers (`/seite-2`, `-2.html`).
const NAMES: &[&str] = &["p", "page", "pagina", "pg", "seite"];

/// An address without its page number, and the number; 1 where it has none.
fn numbered(url: &Url) -> (String, u32) {
    let mut number = 1;
    let mut query: Vec<(String, String)> = Vec::new();
    for (name, value) in url.query_pairs() {
        match value.parse::<u32>() {
            Ok(page) if NAMES.contains(&name.to_ascii_lowercase().as_str()) => number = page,
            _ => query.push((name.into_owned(), value.into_owned())),
        }
    }
    let path = url.path().trim_end_matches('/');
    let (folder, last) = path.rsplit_once('/').unwrap_or(("", path));
    let (name, ending) =
        last.rsplit_once('.').map_or((last, String::new()), |(name, ending)| (name, format!(".{ending}")));
    let path = if let (1, Some(page)) = (number, small(last)) {
        number = page;
        let folder = NAMES.iter().find_map(|name| folder.strip_suffix(&format!("/{name}"))).unwrap_or(folder);
        folder.to_owned()
    } else if let (1, Some((stem, page))) =
        (number, name.rsplit_once(['-', '_', ',']).and_then(|(stem, page)| Some((stem, small(page)?))))
    {
        number = page;
        let stem = if NAMES.contains(&stem) { String::new() } else { stem.to_owned() };
        if stem.is_empty() { folder.to_owned() } else { format!("{folder}/{stem}{ending}") }
    } else {
        path.to_owned()
    };
    (format!("{} {path} {query:?}", url.host_str().unwrap_or_default()), number)
}

/// A number a page may have: one or two digits, more than one.
fn small(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| (2..=MOST).contains(number) && text.len() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str, html: &str) -> Vec<String> {
        let url = Url::parse(url).unwrap();
        parts(&Document::from(html), Some(&url), Some(&url))
    }

    #[test]
    fn parts_are_this_address_with_a_number() {
        for (own, two, three) in [
            ("https://p.example/long-read", "/long-read/2", "/long-read/3"),
            ("https://p.example/long-read/", "/long-read/page/2/", "/long-read/page/3/"),
            ("https://p.example/a?id=7", "/a?id=7&page=2", "/a?id=7&page=3"),
            ("https://p.example/a/long.html", "/a/long-2.html", "/a/long-3.html"),
            ("https://p.example/a/long", "/a/long/seite-2", "/a/long/seite-3"),
        ] {
            let html =
                format!("<p>text</p><div class=pages><b>1</b> <a href='{two}'>2</a> <a href='{three}'>3</a></div>");
            let got = of(own, &html);
            assert_eq!(got, [format!("https://p.example{two}"), format!("https://p.example{three}")], "{own}");
        }
    }

    #[test]
    fn another_article_is_no_part() {
        assert!(of("https://p.example/long-read", "<a rel=next href=/other-read>Next article</a>").is_empty());
        assert!(of("https://p.example/2025/long-read", "<a href=/2025/other-read-2>2</a>").is_empty());
        assert!(of("https://p.example/a", "<a href=/a/7>7</a>").is_empty(), "a list that begins elsewhere");
        assert_eq!(of("https://p.example/a/2", "<a href=/a>1</a> <a href=/a/3>3</a>"), ["https://p.example/a/3"]);
    }
}
