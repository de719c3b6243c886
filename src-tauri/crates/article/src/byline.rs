//! Who wrote it: structured claims first, then what a reader sees, and never the site's own name while a person is named.

use dom_query::Document;

use crate::boilerplate::normal;
use crate::dates;
use crate::structured::Structured;
use crate::text_of;

/// Words that come before a name. Sorted by language: English, German, French, Spanish and Portuguese, Italian, Dutch,
/// Scandinavian.
const BY: &[&str] = &[
    "reviewed by ",
    "un texte de ",
    "words by ",
    "written by ",
    "story by ",
    "posted by ",
    "published by ",
    "author: ",
    "by: ",
    "by ",
    "geschrieben von ",
    "veröffentlicht von ",
    "autor: ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "af ",
    "av ",
];

/// Where names end: what bylines also say. Sorted.
const AFTER: &[&str] = &[
    " | ",
    " • ",
    " · ",
    " – ",
    " — ",
    ", updated",
    " alle artikel",
    " am ",
    " um ",
    " on ",
    " published",
    " updated",
];

/// Where visible names stand, likeliest first.
const PLACES: &[&str] = &[
    "[itemprop='author'] [itemprop='name']",
    "[rel='author']",
    "[itemprop='author']",
    ".byline__name",
    "[class*='byline'] a",
    "[class*='author-name']",
    "[class*='author_name']",
    "[class*='authorName']",
    "a[href*='/author/']",
    "a[href*='/autor/']",
    "a[href*='/authors/']",
    "[class*='byline']",
    "[class*='author'] a",
    "[class*='autor'] a",
    "[class='author']",
    ".author",
    ".autor",
];

/// Longer texts are no bylines.
const MOST: usize = 120;

/// The names, joined by commas. `names` are those of the site.
pub(crate) fn read(page: &Document, ld: &Structured, meta: Vec<String>, names: &[String]) -> Option<String> {
    let listed = (!ld.authors.is_empty()).then(|| ld.authors.join(", "));
    let claims: Vec<String> = listed.into_iter().chain(meta).filter_map(|claim| name(&claim)).collect();
    let is_site = |text: &String| names.iter().any(|site| normal(site) == normal(text));
    claims
        .iter()
        .find(|claim| !is_site(claim))
        .cloned()
        .or_else(|| {
            PLACES.iter().find_map(|place| {
                let found = page.select_single(place);
                name(&text_of(&found.html())).filter(|found| !is_site(found) && looks_like_names(found))
            })
        })
        .or_else(|| said(page))
        .or_else(|| claims.into_iter().next())
}

/// A short line "By Jane Doe" near the headline.
fn said(page: &Document) -> Option<String> {
    page.select("p, div, span, address, h4, h5, h6").nodes().iter().take(3000).find_map(|node| {
        let text = node.text();
        if text.len() > 2 * MOST {
            return None;
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = text.to_lowercase();
        begins(&lower).then_some(())?;
        name(&text)
            .filter(|name| looks_like_names(name) && name.split(' ').count() >= 2 && name.split(' ').count() <= 6)
    })
}

/// Whether a lower-case line begins as a byline does.
pub(crate) fn begins(line: &str) -> bool {
    BY.iter().any(|by| line.starts_with(by))
}

/// Names begin with capitals (or are in a script without them) and hold no digits.
fn looks_like_names(text: &str) -> bool {
    let is_capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    text.chars().count() <= 80
        && !text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(['?', '!', ':'])
        && text.split(' ').next().is_some_and(is_capital)
        && text.split(' ').filter(|word| !is_capital(word)).count() * 2 <= text.split(' ').count()
}

/// The name in a byline.
fn name(text: &str) -> Option<String> {
    let mut text = text.trim();
    // An address is where the author's page is, not a name.
    if text.starts_with("http") || text.starts_with("www.") {
        return None;
    }
    loop {
        let by = BY.iter().find_map(|by| text.get(..by.len()).filter(|start| start.to_lowercase() == *by));
        let Some(by) = by else { break };
        text = text[by.len()..].trim();
    }
    let lower = text.to_lowercase();
    let end = (lower.len() == text.len())
        .then(|| AFTER.iter().filter_map(|after| lower.find(after)).min())
        .flatten()
        .filter(|end| *end > 2)
        .unwrap_or(text.len());
    let mut text = text.get(..end).unwrap_or(text);
    // "Jane Doe 5 June 2025": the date begins at the first digit, and its weekday before it is short.
    if let Some(digit) = text.find(|c: char| c.is_ascii_digit()).filter(|_| dates::written(text, false).is_some()) {
        text = text[..digit].trim_end();
        if let Some((head, tail)) = text.rsplit_once(' ')
            && tail.ends_with([',', '.'])
        {
            text = head;
        }
    }
    let text = text.trim().trim_end_matches([',', '|', '-', '/', ';']).trim();
    (!text.is_empty() && text.chars().count() <= MOST).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn byline(html: &str, meta: &[&str]) -> Option<String> {
        let meta = meta.iter().map(|one| (*one).to_owned()).collect();
        read(&Document::from(html), &Structured::default(), meta, &["The Paper".to_owned()])
    }

    #[test]
    fn a_person_is_named_before_the_site() {
        let html = "<p class=byline>By <a href=/author/jd>Jane Doe</a></p>";
        assert_eq!(byline(html, &["The Paper"]).as_deref(), Some("Jane Doe"));
        assert_eq!(byline("<p>x", &["The Paper"]).as_deref(), Some("The Paper"));
        assert_eq!(byline(html, &["http://x.example/jd", "Von Max Muster"]).as_deref(), Some("Max Muster"));
    }

    #[test]
    fn what_else_a_byline_says_is_not_the_name() {
        assert_eq!(name("Jane Doe Fr, 18. Oktober 2019").as_deref(), Some("Jane Doe"));
        assert_eq!(name("By: Jane Doe | Updated today").as_deref(), Some("Jane Doe"));
        assert_eq!(name("Johanna Muster Alle Artikel").as_deref(), Some("Johanna Muster"));
        assert_eq!(byline("<div>Von Eva Muster</div><p>By the way, he said.</p>", &[]).as_deref(), Some("Eva Muster"));
        assert_eq!(byline("<p>By the way, he said.</p>", &[]), None);
    }
}
