//! Who an article cites: the sites it links to in its text, and the names after "according to" and its like.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use dom_query::Document;
use serde::Serialize;
use url::Url;

use crate::SafeHtml;
use crate::fields::attributions::{ARTICLES, INSIDE, NO_NAMES, PHRASES, Side};
use crate::fields::words::{is_site, letters};

/// Somebody cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// As the article names them.
    pub name: String,
    /// Where the article links to, if it does.
    pub url: Option<String>,
}

/// Parts of addresses that share, sell or sign up, and cite nobody. Sorted.
const NO_SOURCES: &[&str] = &[
    "addtoany.com",
    "amazon.",
    "amzn.to",
    "api.whatsapp.com",
    "apple.com/app",
    "apps.apple.com",
    "bit.ly",
    "facebook.com/share",
    "feedly.com",
    "getpocket.com",
    "itunes.apple.com",
    "linkedin.com/share",
    "mailto:",
    "news.google.com",
    "paypal.",
    "pinterest.com/pin/create",
    "play.google.com",
    "reddit.com/submit",
    "t.me/share",
    "twitter.com/intent",
    "twitter.com/share",
    "wa.me",
    "whatsapp.com/channel",
    "x.com/intent",
];

/// More than these a reader does not look at.
const MOST: usize = 12;

/// A link's words are a name up to this length, in characters.
const NAME: usize = 40;

/// `site` are the names of the site itself and `authors` those of the article: neither is cited by it.
pub(crate) fn cited(
    html: &SafeHtml,
    text: &str,
    page: Option<&Url>,
    site: &[String],
    authors: &[String],
) -> Vec<Cited> {
    let mut found: Vec<Cited> = Vec::new();
    for name in attributions(text) {
        let is_own = site.iter().chain(authors).any(|own| is_same(own, &name)) || is_site(&name, site);
        if !is_own && !found.iter().any(|known| is_same(&known.name, &name)) {
            found.push(Cited { name, url: None });
        }
    }
    let own = page.and_then(host).map(|host| domain(&host).to_owned());
    for link in Document::fragment(html.as_str())
        .select("p a[href], li a[href], blockquote a[href]")
        .nodes()
        .iter()
        .take(MOST_LINKS)
    {
        let Ok(url) = Url::parse(&link.attr_or("href", "")) else { continue };
        let Some(host) = host(&url).filter(|host| own.as_deref() != Some(domain(host))) else { continue };
        let words = link.text().split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() || NO_SOURCES.iter().any(|part| url.as_str().contains(part)) {
            continue;
        }
        let is_known = |known: &Cited| {
            known.url.as_deref().and_then(|url| Url::parse(url).ok()).as_ref().and_then(self::host)
                == Some(host.clone())
        };
        if found.iter().any(is_known) {
            continue;
        }
        // Whom the text names, and the address says, or the link's words.
        let label = letters(domain(&host).split('.').next().unwrap_or_default());
        let named = found.iter_mut().find(|known| {
            let name = letters(&known.name);
            known.url.is_none()
                && (words.contains(&known.name) || name.len() > 2 && (label.contains(&name) || name.contains(&label)))
        });
        if let Some(known) = named {
            known.url = Some(url.into());
            continue;
        }
        let own_name = letters(&words);
        let is_name = words.chars().count() <= NAME
            && own_name.len() > 2
            && (own_name.contains(&label) || label.contains(&own_name));
        let name = if is_name { words } else { host };
        found.push(Cited { name, url: Some(url.into()) });
    }
    found.truncate(MOST);
    found
}

/// Whether one name is the other, or its end: "Reuters" and "the agency Reuters".
fn is_same(one: &str, other: &str) -> bool {
    let (first, second) = (letters(one), letters(other));
    first == second || one.ends_with(&format!(" {other}")) || other.ends_with(&format!(" {one}"))
}

/// The host without `www.`, as the name of a site.
fn host(url: &Url) -> Option<String> {
    url.host_str().map(|host| host.trim_start_matches("www.").to_owned())
}

/// The part of a host that somebody registered: `paper.co.uk` of `news.paper.co.uk`.
fn domain(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (last, second) = (dots.next(), dots.next());
    let is_country = last.zip(second).is_some_and(|(last, second)| host.len() - last == 3 && last - second <= 4);
    let start = if is_country { dots.next() } else { second };
    start.map_or(host, |at| &host[at + 1..])
}

/// All phrases are looked for at once. They are plain strings, so building the search cannot fail.
static SEARCH: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(PHRASES.iter().map(|(_, phrase, _)| phrase)).ok());

/// So much of a text is searched, in bytes, for so many names, and so many of its links are looked at.
const MOST_TEXT: usize = 200_000;
const MOST_NAMES: usize = 80;
const MOST_LINKS: usize = 300;

/// Names right beside an attribution.
fn attributions(text: &str) -> Vec<String> {
    // A page may be made to name thousands; a reader looks at a few, and the first are found soon.
    let text = &text[..text.floor_char_boundary(MOST_TEXT)];
    let mut names: Vec<(usize, String)> = Vec::new();
    let mut offset = 0;
    for line in text.lines() {
        let lower = line.to_lowercase();
        // Lower-casing can change lengths; such a line is rare, and skipped rather than cut inside a character.
        if lower.len() == line.len() {
            let found = SEARCH.iter().flat_map(|search| search.find_overlapping_iter(&lower));
            for (at, end, side) in found.map(|found| (found.start(), found.end(), &PHRASES[found.pattern()].2)) {
                let is_whole =
                    !lower[..at].ends_with(char::is_alphanumeric) && !lower[end..].starts_with(char::is_alphanumeric);
                let name = match side {
                    _ if !is_whole => None,
                    Side::Before => name_behind(&line[end..]),
                    Side::After => name_before(&line[..at], text),
                };
                names.extend(name.map(|name| (offset + at, name)));
            }
        }
        offset += line.len() + 1;
        if names.len() > MOST_NAMES {
            break;
        }
    }
    names.sort_by_key(|(at, _)| *at);
    names.into_iter().map(|(_, name)| name).take(MOST_NAMES).collect()
}

/// The name a text begins with, behind its article.
fn name_behind(rest: &str) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    let rest = rest.strip_prefix(' ')?.trim_start_matches(['“', '„', '"', '«', '»', ' ', '‘']);
    // "à l'AFP", "selon l’Insee"
    let rest = ["l'", "l’", "all'", "all’", "dell'", "L'", "L’"]
        .iter()
        .find_map(|article| rest.strip_prefix(article))
        .unwrap_or(rest);
    for word in rest.split(' ').take(8) {
        let bare = word.trim_end_matches([',', '.', ';', ':', '!', '?', ')', '”', '"', '“', '»', '’']);
        if words.is_empty() && ARTICLES.contains(&bare.to_lowercase().as_str()) {
            continue;
        }
        let is_inside = !words.is_empty() && INSIDE.contains(&bare);
        if !is_inside && !begins_name(bare) {
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
    whole(words)
}

/// The name a text ends with; only one that is surely a name: of several words, all capitals, or written so elsewhere in
/// the middle of a sentence.
fn name_before(head: &str, text: &str) -> Option<String> {
    let head = head.strip_suffix(' ')?;
    let mut words: Vec<&str> = Vec::new();
    for word in head.rsplit(' ').take(5) {
        let is_inside = !words.is_empty() && INSIDE.contains(&word);
        let bare =
            word.trim_start_matches(['“', '„', '"', '«', '(', '‘']).trim_end_matches(['”', '“', '"', '»', '’', ',']);
        if !is_inside && !begins_name(bare) || word.ends_with([',', '.', ';', ':', ')']) && !words.is_empty() {
            break;
        }
        words.push(bare);
    }
    words.reverse();
    while words.first().is_some_and(|word| INSIDE.contains(word) || ARTICLES.contains(&word.to_lowercase().as_str())) {
        words.remove(0);
    }
    let name = whole(words)?;
    let is_acronym = name.len() > 1 && !name.contains(char::is_lowercase);
    let starts = head.trim_end_matches(name.as_str()).trim_end();
    let in_sentence = !starts.is_empty() && !starts.ends_with(['.', '!', '?', '“', '"', ':']);
    let elsewhere = || {
        text.match_indices(name.as_str())
            .any(|(at, _)| text[..at].ends_with(' ') && text[..at].trim_end().ends_with(char::is_lowercase))
    };
    let is_german =
        name.split(' ').count() == 1 && text.contains(" der ") && !name.contains(|c: char| c.is_ascii_digit());
    let sure = is_acronym || name.contains(' ') || (in_sentence || elsewhere()) && !is_german;
    sure.then_some(name)
}

fn begins_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !NO_NAMES.contains(&word.to_lowercase().as_str())
        || word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic)
        || matches!(word, "dpa" | "taz" | "n-tv" | "epd" | "ntv" | "abc" | "franceinfo" | "eldiario.es")
}

fn whole(mut words: Vec<&str>) -> Option<String> {
    while words.last().is_some_and(|word| INSIDE.contains(word)) {
        words.pop();
    }
    let name = words.join(" ");
    let is_noun = ["bericht", "berichten", "angaben", "studie", "polizei", "kreisen", "gericht"]
        .iter()
        .any(|end| name.to_lowercase().ends_with(end));
    (name.chars().count() > 1 && name.chars().count() <= NAME && !is_noun).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{plain_text, sanitize};

    #[test]
    fn attributions_and_outbound_links_are_cited() {
        let html = sanitize(
            "<p>He met her, according to Hotnews. <a href='https://hotnews.example/a'>Hotnews</a> said so.</p><p>She told the BBC that. <a href='https://own.example/b'>us</a> <a href='https://www.paper.example/c'>The Paper</a> and <a href='https://paper.example/d'>more</a>, <a href='https://www.bbc.co.uk/x'>she said</a>. <a href='https://twitter.com/intent/tweet'>Share</a> <a href='https://nature.example/s'>a new study of ice</a></p>",
            None,
        );
        let page = Url::parse("https://www.own.example/x").unwrap();
        let got = cited(&html, &plain_text(&html), Some(&page), &["Own".to_owned()], &[]);
        let got: Vec<_> = got.iter().map(|cited| (cited.name.as_str(), cited.url.as_deref())).collect();
        assert_eq!(
            got,
            [
                ("Hotnews", Some("https://hotnews.example/a")),
                ("BBC", Some("https://www.bbc.co.uk/x")),
                ("The Paper", Some("https://www.paper.example/c")),
                ("nature.example", Some("https://nature.example/s")),
            ]
        );
    }

    #[test]
    fn each_phrase_names_its_source() {
        for (_, phrase, side) in PHRASES {
            let text = match side {
                Side::Before => format!("The ice is thick, {phrase} North Courier."),
                Side::After => format!("As North Courier {phrase}, the ice is thick."),
            };
            let mut names = attributions(&text);
            names.dedup();
            assert_eq!(names, ["North Courier"], "{text}");
        }
    }

    #[test]
    fn names_are_whole_and_without_their_article() {
        for (text, want) in [
            ("It rose, according to the Bank of England, by two.", "Bank of England"),
            ("C’est ce qu’il a déclaré à l’AFP mardi.", "AFP"),
            ("Das geht laut „Süddeutscher Zeitung“ nicht.", "Süddeutscher Zeitung"),
            ("Wie der Bayerische Rundfunk berichtet, taut es.", "Bayerische Rundfunk"),
            ("Según El País, hay hielo.", "País"),
            ("In the harbour, Reuters reports, it is cold.", "Reuters"),
        ] {
            assert_eq!(attributions(text), [want], "{text}");
        }
    }

    #[test]
    fn pronouns_countries_and_common_nouns_are_not() {
        for text in [
            "According to North Korea’s agency, he told them so. According to the minister.",
            "Police reported a fire. Residents told reporters.",
            "Laut Polizei und laut Medienberichten taut es. Laut Polizeibericht auch.",
            "She told him. He told Mr and Mrs.",
        ] {
            assert!(attributions(text).is_empty(), "{text}: {:?}", attributions(text));
        }
    }

    #[test]
    fn the_site_and_the_author_do_not_cite_themselves() {
        let html = sanitize("<p>Jane Doe reports from the harbour, as she told The Paper.</p>", None);
        let got = cited(&html, &plain_text(&html), None, &["The Paper".to_owned()], &["Jane Doe".to_owned()]);
        assert_eq!(got, []);
    }
}
