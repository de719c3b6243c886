//! The headline: of the headings a reader sees the one that the page's claims bear out, without the site's name; a
//! claim where no heading does.

use crate::fields::claims::Claims;
use crate::fields::sight::{Place, Sight};
use crate::fields::words::{is_site, letters, same, shared};
use crate::structured::Structured;

/// What stands between a headline and a site's name in window titles.
const BARS: &[&str] = &[" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " │ ", " • ", " / ", "|", "｜", " : "];

/// A headline found by its being part of a claim has at least this many characters; "News" would be part of many.
const TELLING: usize = 12;

/// Headings are no longer than this, in bytes.
const MOST: usize = 600;

/// Names of headlines that are no headings, or help to tell which heading is one. Sorted.
const NAMES: &[&str] = &[
    " articlehead ",
    " articleheadline ",
    " articletitle ",
    " entrytitle ",
    " headline ",
    " pagetitle ",
    " posttitle ",
    " storytitle ",
    " title ",
    " titre ",
    " titulo ",
];

/// The headline and where it stands.
#[derive(Debug, Default, Clone)]
pub(crate) struct Headline {
    pub(crate) text: String,
    /// The heading, as an index of the sight.
    pub(crate) at: Option<usize>,
    pub(crate) way: String,
}

/// Somebody's word for the headline, and how much it counts.
struct Claim {
    who: &'static str,
    text: String,
    weight: i32,
}

/// The headline. `names` are those of the site.
pub(crate) fn read(sight: &Sight<'_>, ld: &Structured, claims: &Claims, names: &[String]) -> Option<Headline> {
    let claimed = claimed(ld, claims, names);
    let seen = best_heading(sight, &claimed, &claims.window, names);
    let said = claimed.iter().max_by_key(|claim| claim.weight);
    match (seen, said) {
        (Some((score, heading)), Some(claim)) if score < claim.weight => {
            let near = heading.at.filter(|_| shared(&heading.text, &claim.text) >= 50);
            Some(Headline { text: claim.text.clone(), at: near, way: format!("{}, no heading shows it", claim.who) })
        }
        (Some((_, heading)), _) => Some(heading),
        (None, Some(claim)) => {
            Some(Headline { text: claim.text.clone(), at: None, way: format!("{}, no heading shows it", claim.who) })
        }
        (None, None) => None,
    }
}

fn claimed(ld: &Structured, claims: &Claims, names: &[String]) -> Vec<Claim> {
    let said = |who, name: &str, weight| (who, claims.text(&[name]), weight);
    let window = Some(claims.window.clone());
    let all = [
        said("og:title", "og:title", 40),
        ("JSON-LD", ld.headline.clone(), 38),
        said("a meta element", "title", 30),
        said("a meta element", "dc.title", 32),
        said("a meta element", "citation_title", 36),
        said("a meta element", "parsely-title", 34),
        said("twitter:title", "twitter:title", 32),
        ("the window's title", window, 28),
    ];
    all.into_iter()
        .filter_map(|(who, text, weight)| {
            let text = without_site(&text?, names);
            (!text.is_empty() && !is_site(&text, names)).then_some(Claim { who, text, weight })
        })
        .collect()
}

/// The likeliest heading with its score.
fn best_heading(sight: &Sight<'_>, claimed: &[Claim], window: &str, names: &[String]) -> Option<(i32, Headline)> {
    let mut best: Option<(i32, Headline)> = None;
    let firsts = sight.elements.iter().filter(|part| part.tag == "h1" && part.place < Place::Around).count();
    let mut nth = 0;
    for (at, part) in sight.elements.iter().enumerate() {
        let marked = part.property.contains("headline") || part.property == "name";
        let mut score = match part.tag.as_str() {
            "h1" => 42,
            _ if part.property.contains("headline") && part.property != "alternativeheadline" => 42,
            "h2" => 16,
            "h3" => 8,
            "h4" | "h5" => 2,
            "div" | "span" | "p" | "td" | "strong" | "b" | "a" | "font" if marked || sight.is_named(at, NAMES) => 6,
            _ => continue,
        };
        let Some(text) = sight.line(at, MOST).filter(|text| !is_site(text, names)) else { continue };
        score += match part.place {
            Place::Article => 6,
            Place::Page => 0,
            Place::Hidden => -14,
            Place::Around => -42,
        };
        if sight.is_named(at, NAMES) {
            score += 6;
        }
        let agreed = agreement(&text, claimed, window);
        score += agreed.score;
        if part.tag == "h1" {
            nth += 1;
            // The first of several is the headline more often than the others; the only one nearly always.
            score -= if nth > 1 { 3 * nth.min(4) } else { 0 };
            if firsts == 1 && agreed.score <= 0 && text.split(' ').count() >= 3 {
                score += 8;
            }
        }
        if agreed.score <= 0 {
            score -= 10;
            let is_link = sight.elements[at + 1..part.after].iter().any(|inner| inner.tag == "a");
            score -= if is_link { 10 } else { 0 };
            score -= if firsts > 1 && text.split(' ').count() <= 2 { 8 } else { 0 };
        }
        score -= if text.len() > 300 { 20 } else { 0 };
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            let text = agreed.instead.unwrap_or(text);
            let way = match agreed.who {
                Some(who) => format!("heading on the page, confirmed by {who}"),
                None => "heading on the page".to_owned(),
            };
            best = Some((score, Headline { text, at: Some(at), way }));
        }
    }
    best
}

/// What the claims say to a heading.
#[derive(Default)]
struct Agreement {
    score: i32,
    who: Option<&'static str>,
    /// The claim, where it is the heading without the kicker or date inside it.
    instead: Option<String>,
}

fn agreement(heading: &str, claimed: &[Claim], window: &str) -> Agreement {
    let mut found = Agreement::default();
    let own = letters(heading);
    for claim in claimed {
        let theirs = letters(&claim.text);
        let mut instead = None;
        let score = if own == theirs {
            claim.weight
        } else if theirs.contains(&own) && heading.chars().count() >= TELLING && own.len() * 5 >= theirs.len() * 2
            || theirs.starts_with(&own) && own.len() * 2 >= theirs.len()
        {
            claim.weight - 12
        } else if own.contains(&theirs) && claim.text.chars().count() >= TELLING && theirs.len() * 3 >= own.len() {
            instead = Some(claim.text.clone());
            claim.weight - 14
        } else {
            match shared(heading, &claim.text).min(shared(&claim.text, heading) * 3 / 2) {
                _ if heading.split(' ').count() < 3 => 0,
                60.. => 14,
                35.. => 8,
                _ => 0,
            }
        };
        if score > found.score {
            found.score = score;
            found.who = (score >= 16).then_some(claim.who);
            found.instead = instead;
        } else if own == theirs {
            found.score += 3;
        }
    }
    // "Ships leave - Press - News": a heading is what the window's title begins with.
    if found.score < 26 && BARS.iter().any(|bar| window.split(bar).any(|part| same(part, heading))) {
        found = Agreement { score: 26, who: Some("the window's title"), instead: None };
    }
    found
}

/// Window titles end, or begin, with the site's name and a bar or dash; a headline does not.
pub(crate) fn without_site(title: &str, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| letters(name)).filter(|name| name.len() > 2).collect();
    let says_site = |part: &str| {
        let part = letters(part);
        !part.is_empty()
            && names.iter().any(|name| {
                part.contains(name.as_str()) && part.len() < name.len() * 3 || part.len() > 4 && name.contains(&part)
            })
    };
    let mut title = title.trim();
    let mut stripped = false;
    loop {
        let shorter = BARS.iter().find_map(|bar| {
            let tail = title.rsplit_once(bar).filter(|(_, tail)| says_site(tail)).map(|(head, _)| head.trim());
            tail.or_else(|| title.split_once(bar).filter(|(head, _)| says_site(head)).map(|(_, tail)| tail.trim()))
        });
        match shorter.filter(|shorter| !shorter.is_empty()) {
            Some(shorter) => title = shorter,
            None => break,
        }
        stripped = true;
    }
    // Between headline and name may stand the section: "Ships leave | India News".
    if stripped
        && let Some((head, tail)) = title.rsplit_once(" | ")
        && tail.split(' ').count() <= 3
        && head.split(' ').count() >= 4
    {
        title = head.trim();
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn title(html: &str) -> Option<String> {
        let page = Document::from(html);
        let names = ["The Paper".to_owned(), "thepaper".to_owned(), "thepaper.example".to_owned()];
        read(&Sight::of(&page), &Structured::default(), &Claims::of(&page), &names).map(|headline| headline.text)
    }

    #[test]
    fn the_sites_name_is_not_in_it() {
        for (window, want) in [
            ("A long headline | The Paper", Some("A long headline")),
            ("The Paper - A headline - thepaper.example", Some("A headline")),
            ("Half - and half", Some("Half - and half")),
            ("Ships leave the harbour | North News - The Paper", Some("Ships leave the harbour")),
            ("The Paper", None),
        ] {
            assert_eq!(title(&format!("<title>{window}</title>")).as_deref(), want, "{window}");
        }
    }

    #[test]
    fn a_heading_that_bears_a_claim_out_wins_and_its_kicker_goes() {
        for (html, want) in [
            (
                "<title>x</title><meta property=og:title content='Ships leave the harbour'><h1>The Paper</h1><h1>War<span> Ships leave the harbour</span></h1>",
                "Ships leave the harbour",
            ),
            (
                "<title>Ships leave the harbour in the north, officials say</title><h1>Ships leave the harbour</h1>",
                "Ships leave the harbour",
            ),
            ("<title>News of the day</title><h1>News</h1><h1>Other</h1>", "News of the day"),
            ("<title>Ships leave - Press - All</title><h1>Archive</h1><h2>Ships leave</h2>", "Ships leave"),
            ("<title>The Paper</title><h1>Thepaper.example</h1><h2 class=entry-title>Ships leave</h2>", "Ships leave"),
            (
                "<meta property=og:title content='Why ships are gone'><article><h1>The ships have left the harbour</h1></article>",
                "The ships have left the harbour",
            ),
        ] {
            assert_eq!(title(html).as_deref(), Some(want), "{html}");
        }
        assert_eq!(title("<p>nothing"), None);
    }
}
