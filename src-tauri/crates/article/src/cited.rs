//! Who an article cites: the sites it links to in its text, and the names after "according to" and its like.

use dom_query::Document;
use serde::Serialize;
use url::Url;

use crate::SafeHtml;

/// Somebody cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// As the article names them.
    pub name: String,
    /// Where the article links to, if it does.
    pub url: Option<String>,
}

/// Phrases a source's name follows. English, German, French, Spanish, Italian, Portuguese, Dutch.
const BEFORE: &[&str] = &[
    "according to ",
    "reported by ",
    "told ",
    "laut ",
    "selon ",
    "d'après ",
    "según ",
    "secondo ",
    "segundo ",
    "volgens ",
];

/// Words a name may begin with and that are not part of it, and pronouns that are no name at all.
const NO_NAMES: &[&str] = &[
    "He", "Her", "His", "I", "It", "She", "Sie", "Ihm", "Il", "Elle", "The", "Their", "They", "This", "That", "These",
    "We", "You",
];

/// More than these a reader does not look at.
const MOST: usize = 12;

pub(crate) fn cited(
    html: &SafeHtml,
    text: &str,
    page: Option<&Url>,
    _site: &[String],
    _authors: &[String],
) -> Vec<Cited> {
    let mut found: Vec<Cited> = Vec::new();
    for name in attributions(text) {
        if !found.iter().any(|known| known.name == name) {
            found.push(Cited { name, url: None });
        }
    }
    let own = page.and_then(site);
    for link in Document::fragment(html.as_str()).select("p a[href], li a[href], blockquote a[href]").nodes() {
        let Ok(url) = Url::parse(&link.attr_or("href", "")) else { continue };
        let Some(host) = site(&url).filter(|host| Some(host) != own.as_ref()) else { continue };
        let words = link.text().split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() || found.iter().any(|known| known.url.as_deref() == Some(url.as_str())) {
            continue;
        }
        if let Some(known) = found.iter_mut().find(|known| known.url.is_none() && words.contains(&known.name)) {
            known.url = Some(url.into());
        } else {
            let name = if words.chars().count() <= 40 { words } else { host };
            found.push(Cited { name, url: Some(url.into()) });
        }
    }
    found.truncate(MOST);
    found
}

/// The host without `www.`, as the name of a site.
fn site(url: &Url) -> Option<String> {
    url.host_str().map(|host| host.trim_start_matches("www.").to_owned())
}

/// Capitalised names right after an attribution.
fn attributions(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines() {
        let lower = line.to_lowercase();
        // Lower-casing can change lengths; such a line is rare, and skipped rather than cut inside a character.
        if lower.len() != line.len() {
            continue;
        }
        for phrase in BEFORE {
            for (at, _) in lower.match_indices(phrase) {
                let starts_word = at == 0 || lower[..at].ends_with(|c: char| !c.is_alphanumeric());
                if let Some(name) = line.get(at + phrase.len()..).filter(|_| starts_word).and_then(name_at_start) {
                    names.push(name);
                }
            }
        }
    }
    names
}

fn name_at_start(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let mut words = Vec::new();
    for word in rest.split(' ').take(5) {
        let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')', '”', '"']);
        if !bare.starts_with(char::is_uppercase) || (words.is_empty() && NO_NAMES.contains(&bare)) {
            break;
        }
        // "North Korea’s state news agency" names a country, not the agency.
        if bare.ends_with("’s") || bare.ends_with("'s") {
            return None;
        }
        words.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    (!words.is_empty()).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{plain_text, sanitize};

    #[test]
    fn attributions_and_outbound_links_are_cited() {
        let html = sanitize(
            "<p>He met her, according to Hotnews. <a href='https://hotnews.example/a'>Hotnews</a> said so.</p><p>She told the BBC that. <a href='https://own.example/b'>us</a> <a href='https://www.paper.example/c'>The Paper</a></p>",
            None,
        );
        let page = Url::parse("https://own.example/x").unwrap();
        let got = cited(&html, &plain_text(&html), Some(&page), &[], &[]);
        let got: Vec<_> = got.iter().map(|cited| (cited.name.as_str(), cited.url.as_deref())).collect();
        assert_eq!(
            got,
            [
                ("Hotnews", Some("https://hotnews.example/a")),
                ("BBC", None),
                ("The Paper", Some("https://www.paper.example/c"))
            ]
        );
    }

    #[test]
    fn pronouns_and_countries_are_not() {
        assert!(
            attributions("According to North Korea’s agency, he told them so. According to the minister.").is_empty()
        );
    }
}
