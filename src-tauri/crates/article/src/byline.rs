//! Who wrote it: of those the page names near its headline, and of its claims, the likeliest; never the site's own name
//! while a person is named.

use crate::fields::claims::Claims;
use crate::fields::deck::first_prose;
use crate::fields::names::{AND, is_label, is_whole, people, signed, without_by};
use crate::fields::sight::{Place, Sight};
use crate::fields::words::{is_site, letters};
use crate::headline::Headline;
use crate::structured::Structured;

pub(crate) use crate::fields::names::begins;

/// Who wrote it.
#[derive(Debug, Default)]
pub(crate) struct Byline {
    /// As a newspaper prints it.
    pub(crate) text: String,
    pub(crate) authors: Vec<String>,
    pub(crate) way: String,
}

/// Names of meta elements that hold authors.
const METAS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "cxenseparse:author",
    "og:article:author",
];

/// Class names of authors. Sorted by language: English, German, French, Italian, Spanish and Portuguese, Dutch.
const NAMES: &[&str] = &[
    " attribution ",
    " author ",
    " authorname ",
    " authors ",
    " authorsname ",
    " byline ",
    " bylineauthor ",
    " bylinename ",
    " contributor ",
    " creator ",
    " fn ",
    " journalist ",
    " postauthor ",
    " reporter ",
    " writer ",
    " autor ",
    " autoren ",
    " autorin ",
    " verfasser ",
    " auteur ",
    " auteurs ",
    " signature ",
    " autore ",
    " firma ",
    " auteurname ",
    " schrijver ",
];

/// Parts of addresses of authors' pages.
const PAGES: &[&str] = &[
    "/author/",
    "/authors/",
    "/auteur/",
    "/auteurs/",
    "/autor/",
    "/autore/",
    "/autoren/",
    "/autores/",
    "/by/",
    "/contributor/",
    "/contributors/",
    "/editors/",
    "/journalist/",
    "/journalists/",
    "/people/",
    "/person/",
    "/profile/",
    "/redakteur/",
    "/reporter/",
    "/staff/",
    "/team/",
    "/user/",
    "?author=",
];

/// Names of people who are near an article and did not write it.
const OTHERS: &[&str] =
    &[" avatar ", " caption ", " comment ", " commentauthor ", " credit ", " photographer ", " social ", " tags "];

/// One place that names authors.
struct Named {
    score: i32,
    authors: Vec<String>,
    way: String,
    /// As an index of the sight.
    at: Option<usize>,
}

pub(crate) fn read(
    sight: &Sight<'_>,
    ld: &Structured,
    claims: &Claims,
    headline: Option<&Headline>,
    site: &[String],
) -> Option<Byline> {
    let claimed = claimed(ld, claims, site);
    let said: Vec<String> = claimed.iter().flat_map(|named| named.authors.iter().map(|name| letters(name))).collect();
    let seen = seen(sight, headline, &said, site);
    let best = claimed.iter().chain(&seen).reduce(|best, next| if next.score > best.score { next } else { best });
    let Some(best) = best else { return nobody(sight, ld, claims) };
    let mut authors = best.authors.clone();
    let mut way = best.way.clone();
    if let Some(at) = best.at {
        for other in together(sight, &seen, at) {
            if !authors.contains(other) {
                authors.push(other.clone());
            }
        }
        // A claim that names those seen and others with them is the fuller list.
        if let Some(fuller) = claimed.iter().find(|claim| {
            claim.authors.len() > authors.len()
                && authors.iter().all(|name| claim.authors.iter().any(|other| letters(other).contains(&letters(name))))
        }) {
            authors.clone_from(&fuller.authors);
        }
        if let Some(claim) = claimed.iter().find(|claim| claim.authors.iter().any(|name| authors.contains(name))) {
            way = format!("{way}, confirmed by {}", claim.way);
        }
    }
    let text = joined(&authors, sight);
    Some(Byline { text, authors, way })
}

/// Where no person is named, whom the page names instead: its staff, or itself.
fn nobody(sight: &Sight<'_>, ld: &Structured, claims: &Claims) -> Option<Byline> {
    let seen = (0..sight.elements.len())
        .filter(|at| sight.is_inside(*at) && sight.length(*at) < 60)
        .filter(|at| !sight.upwards(*at).take(4).any(|outer| sight.is_named(outer, OTHERS)))
        .filter(|at| kind(sight, *at).is_some_and(|(score, _)| score >= 14))
        .find_map(|at| Some((sight.line(at, 60)?, "byline on the page")));
    let claimed = ld.authors.first().map(|(name, _)| (name.clone(), "JSON-LD"));
    let meta = claims.text(&["author"]).map(|name| (name, "the meta element author"));
    let (text, way) = seen.or(claimed).or(meta)?;
    let text = if is_label(&text) { return None } else { without_by(&text) };
    let is_plain = text.split(' ').count() <= 5
        && !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | ':' | '/' | '|'));
    (is_plain && text.chars().count() > 2).then(|| Byline { authors: vec![text.clone()], text, way: way.to_owned() })
}

fn claimed(ld: &Structured, claims: &Claims, site: &[String]) -> Vec<Named> {
    let mut found = Vec::new();
    let mut add = |mut score: i32, texts: Vec<String>, way: String| {
        let mut authors: Vec<String> = Vec::new();
        for text in &texts {
            for name in people(text) {
                if !authors.contains(&name) {
                    authors.push(name);
                }
            }
        }
        if authors.len() > 1 {
            authors.retain(|name| !is_site(name, site));
        }
        score -= if authors.iter().all(|name| is_site(name, site)) { 30 } else { 0 };
        score += if authors.iter().all(|name| is_whole(name)) { 8 } else { 0 };
        if !authors.is_empty() {
            found.push(Named { score, authors, way, at: None });
        }
    };
    let groups = ld.authors.iter().all(|(_, is_group)| *is_group);
    let people = ld.authors.iter().filter(|(_, is_group)| groups || !is_group).map(|(name, _)| name.clone()).collect();
    add(if groups { 10 } else { 32 }, people, "JSON-LD".to_owned());
    for name in METAS {
        add(26, claims.all(name).to_vec(), format!("the meta element {name}"));
    }
    found
}

/// Text that names an author is no longer than this, in bytes.
const LINE: usize = 240;

fn seen(sight: &Sight<'_>, headline: Option<&Headline>, said: &[String], site: &[String]) -> Vec<Named> {
    let head = headline.and_then(|headline| headline.at);
    let begin = head.map(|head| sight.offset(head));
    let prose = head.and_then(|head| first_prose(sight, head)).map(|at| sight.offset(at));
    let mut found = Vec::new();
    for (at, part) in sight.elements.iter().enumerate() {
        if part.place == Place::Around || sight.length(at) == 0 || sight.length(at) > LINE {
            continue;
        }
        let Some((mut score, way)) = kind(sight, at) else { continue };
        let text = sight.lines(at);
        if sight.upwards(at).take(4).any(|outer| sight.is_named(outer, OTHERS)) {
            continue;
        }
        let first = text.lines().find(|line| !people(line).is_empty()).unwrap_or_default();
        let mut authors = people(first);
        authors.retain(|name| {
            !is_site(name, site) && headline.is_none_or(|headline| letters(&headline.text) != letters(name))
        });
        if authors.is_empty() {
            continue;
        }
        let own = sight.offset(at);
        score += match begin {
            // A byline stands around the headline, and sometimes below the text.
            Some(begin) if own >= begin && (prose.is_some_and(|prose| own <= prose) || own < begin + 700) => 14,
            Some(begin) if own < begin && own + 500 > begin => 8,
            Some(begin) if own < begin => -12,
            Some(_) => -4,
            None => 0,
        };
        if authors.iter().any(|name| said.contains(&letters(name))) {
            score += 16;
        }
        score += if authors.iter().all(|name| is_whole(name)) { 8 } else { 0 };
        score -= if text.lines().count() > 3 { 6 } else { 0 };
        score -= if part.place == Place::Hidden { 10 } else { 0 };
        found.push(Named { score, authors, way: way.to_owned(), at: Some(at) });
    }
    found.extend(lines(sight, begin, said, site));
    found
}

/// So far around the headline, in bytes of text, a line may be the byline that is not called one.
const NEAR: usize = 900;

/// Lines near the headline that are signed; the words before the name may be a line of their own.
fn lines(sight: &Sight<'_>, begin: Option<usize>, said: &[String], site: &[String]) -> Vec<Named> {
    let Some(begin) = begin else { return Vec::new() };
    let mut found = Vec::new();
    let (mut offset, mut labelled) = (0, false);
    for line in sight.all().split('\n') {
        let own = offset;
        offset += line.len() + 1;
        if own + NEAR / 2 < begin || own > begin + NEAR || line.len() > LINE {
            labelled = false;
            continue;
        }
        let authors = if labelled { Some(people(line)).filter(|names| names.len() <= 4) } else { signed(line) };
        labelled = is_label(line);
        let mut authors = authors.unwrap_or_default();
        authors.retain(|name| !is_site(name, site));
        if authors.is_empty() || !sight.is_inside_at(own) {
            continue;
        }
        let is_said = authors.iter().any(|name| said.contains(&letters(name)));
        let score = 18 + if is_said { 16 } else { 0 } + if authors.iter().all(|name| is_whole(name)) { 10 } else { 0 };
        found.push(Named { score, authors, way: "line near the headline".to_owned(), at: None });
    }
    found
}

/// By what an element is one that names authors, and how much that counts.
fn kind(sight: &Sight<'_>, at: usize) -> Option<(i32, &'static str)> {
    let part = &sight.elements[at];
    let href = || sight.attr(at, "href").unwrap_or_default().to_lowercase();
    if part.tag == "a" {
        let rel = sight.attr(at, "rel").unwrap_or_default();
        if rel.split(' ').any(|rel| rel == "author") {
            return Some((24, "linked as the author"));
        }
        let href = href();
        if PAGES.iter().any(|page| href.contains(page)) {
            return Some((18, "link to the author's page"));
        }
    }
    let inner = |property: &str| {
        part.property == property
            && sight.upwards(at).skip(1).take(4).any(|outer| sight.elements[outer].property.contains("author"))
    };
    if part.property.contains("author") || part.property == "creator" || inner("name") {
        return Some((22, "marked as the author"));
    }
    if ![
        "p", "div", "span", "a", "li", "ul", "address", "b", "strong", "em", "i", "cite", "td", "h2", "h3", "h4", "h5",
        "h6", "small", "dd", "section",
    ]
    .contains(&part.tag.as_str())
    {
        return None;
    }
    let text = sight.lines(at);
    let by = text.len() < 120 && {
        let first = text.lines().next().unwrap_or_default().to_lowercase();
        begins(&first) && people(text.lines().next().unwrap_or_default()).iter().all(|name| is_whole(name))
    };
    if sight.is_named(at, NAMES) {
        return Some((if by { 22 } else { 14 }, "byline on the page"));
    }
    by.then_some((10, "line on the page"))
}

/// Others named in the same way right beside the best.
fn together<'n>(sight: &Sight<'_>, seen: &'n [Named], best: usize) -> Vec<&'n String> {
    let part = &sight.elements[best];
    let (offset, grand) = (sight.offset(best), part.parent.and_then(|parent| sight.elements[parent].parent));
    let mut found = Vec::new();
    for named in seen {
        let Some(at) = named.at.filter(|at| *at != best) else { continue };
        let other = &sight.elements[at];
        let alike = other.tag == part.tag && other.names == part.names && other.property == part.property;
        let near = sight.offset(at).abs_diff(offset) < 200;
        let beside =
            other.parent == part.parent || other.parent.and_then(|parent| sight.elements[parent].parent) == grand;
        if alike && near && beside {
            found.extend(&named.authors);
        }
    }
    found
}

/// The names as the page joins them, where it does so in words; else by commas.
fn joined(authors: &[String], sight: &Sight<'_>) -> String {
    let listed = authors.join(", ");
    let [.., before, last] = authors else { return listed };
    let text = sight.all();
    let and = AND.iter().find(|and| text.contains(&format!("{before}{and}{last}")));
    match and {
        Some(and) => {
            let head = authors[..authors.len() - 1].join(", ");
            format!("{head}{and}{last}")
        }
        None => listed,
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn byline(html: &str, meta: &[&str]) -> Option<String> {
        let metas = meta.iter().fold(String::new(), |all, one| all + &format!("<meta name=author content='{one}'>"));
        let page = Document::from(format!("{metas}<body>{html}"));
        let sight = Sight::of(&page);
        let at = sight.elements.iter().position(|part| part.tag == "h1");
        let headline = Headline { text: "Harbour frozen".to_owned(), at, way: String::new() };
        let found =
            read(&sight, &Structured::default(), &Claims::of(&page), Some(&headline), &["The Paper".to_owned()]);
        found.map(|byline| byline.text)
    }

    #[test]
    fn a_person_is_named_before_the_site() {
        let html = "<p class=byline>By <a href=/author/jd>Jane Doe</a></p>";
        assert_eq!(byline(html, &["The Paper"]).as_deref(), Some("Jane Doe"));
        assert_eq!(byline("<p>x", &["The Paper"]).as_deref(), Some("The Paper"));
        assert_eq!(byline("<p>x", &["http://x.example/jd", "Von Max Muster"]).as_deref(), Some("Max Muster"));
    }

    #[test]
    fn who_is_named_under_the_headline_wrote_it_and_not_who_typed_it_in() {
        let html = "<h1>Harbour frozen</h1><div class=byline>By <a rel=author>Jane Doe</a></div>";
        assert_eq!(byline(html, &["jdoe"]).as_deref(), Some("Jane Doe"));
        assert_eq!(byline(html, &["Publishing House"]).as_deref(), Some("Jane Doe"));
    }

    #[test]
    fn several_authors_are_joined_as_the_page_joins_them() {
        let html = "<h1>Harbour frozen</h1><p>By <a rel=author>Jane Doe</a>, <a rel=author>Max Muster</a> and <a rel=author>Eva Roe</a></p>";
        assert_eq!(byline(html, &[]).as_deref(), Some("Jane Doe, Max Muster and Eva Roe"));
        assert_eq!(byline("<p>x", &["Jane Doe", "Max Muster"]).as_deref(), Some("Jane Doe, Max Muster"));
    }

    #[test]
    fn each_class_name_of_an_author_is_known() {
        for name in NAMES {
            let html = format!("<h1>Harbour frozen</h1><div class='x-{}'>Jane Doe</div>", name.trim());
            assert_eq!(byline(&html, &[]).as_deref(), Some("Jane Doe"), "{name}");
        }
    }

    #[test]
    fn a_line_that_begins_with_by_is_a_byline_only_with_names() {
        assert_eq!(byline("<div>Von Eva Muster</div><p>By the way, he said.</p>", &[]).as_deref(), Some("Eva Muster"));
        assert_eq!(byline("<p>By the way, he said.</p>", &[]), None);
    }

    #[test]
    fn commenters_and_photographers_did_not_write_it() {
        assert_eq!(
            byline(
                "<div class=comments><span class=author>Jane Doe</span></div><h1>Harbour frozen</h1><p>The ice is thick this year.</p>",
                &[]
            ),
            None
        );
        assert_eq!(
            byline(
                "<h1>Harbour frozen</h1><p>The ice is thick this year.</p><div class=caption><span class=author>Jane Doe</span></div>",
                &[]
            ),
            None
        );
    }
}
