//! The headline: what the page claims, borne out by a heading a reader sees, without the site's name.

use dom_query::Document;

use crate::boilerplate::normal;
use crate::structured::Structured;
use crate::text_of;

/// What stands between a headline and a site's name in window titles.
const BARS: &[&str] = &[" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " │ ", " • ", "|"];

/// A headline found by its being part of a claim has at least this many characters; "News" would be part of many.
const TELLING: usize = 12;

/// The headline. `claims` are the page's other words for it, best first, `names` those of its site.
pub(crate) fn read(page: &Document, ld: &Structured, claims: [Option<String>; 2], names: &[String]) -> Option<String> {
    let window = text_of(&page.select_single("head title").html());
    let [open_graph, twitter] = claims;
    let claimed: Vec<String> = [open_graph, ld.headline.clone(), twitter]
        .into_iter()
        .flatten()
        .map(|claim| without_site(&claim, names))
        .filter(|claim| !is_site(claim, names))
        .collect();
    let short_window = without_site(&window, names);
    let headings = |selector: &str| -> Vec<String> {
        let texts = page.select(selector);
        texts
            .iter()
            .map(|heading| text_of(&heading.html()))
            .filter(|text| !text.is_empty() && !is_site(text, names))
            .collect()
    };
    let first = headings("h1, [itemprop='headline']");
    let lower = headings("h2, h3");
    let all_claims = || claimed.iter().chain([&short_window, &window]).filter(|claim| !claim.is_empty());
    let equal = |heading: &&String| all_claims().any(|claim| normal(claim) == normal(heading));
    let part_of_claim = |heading: &&String| {
        let length = heading.chars().count();
        let heading = normal(heading);
        all_claims().map(|claim| normal(claim)).any(|claim| {
            length >= TELLING && claim.contains(&heading)
                || length * 2 >= claim.chars().count() && claim.starts_with(&heading)
        })
    };
    // A heading with a kicker or a date in it: the claim is the clean part.
    let claim_in = |heading: &String| {
        all_claims()
            .find(|claim| {
                claim.chars().count() >= TELLING
                    && claim.chars().count() * 3 >= heading.chars().count()
                    && normal(heading).contains(&normal(claim))
            })
            .cloned()
    };
    first
        .iter()
        .find(equal)
        .or_else(|| first.iter().find(part_of_claim))
        .cloned()
        .or_else(|| first.iter().find_map(claim_in))
        .or_else(|| first.first().filter(|_| first.len() == 1 && claimed.is_empty()).cloned())
        .or_else(|| lower.iter().find(|heading| heading.chars().count() >= TELLING && equal(heading)).cloned())
        .or_else(|| claimed.first().cloned())
        .or_else(|| lower.iter().find(part_of_claim).cloned())
        .or_else(|| Some(short_window).filter(|title| !title.is_empty()))
}

/// Whether the text is nothing but the site's name.
fn is_site(text: &str, names: &[String]) -> bool {
    let text = letters(text);
    !text.is_empty() && names.iter().any(|name| letters(name) == text)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Window titles end, or begin, with the site's name and a bar or dash; a headline does not.
fn without_site(title: &str, names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| letters(name)).filter(|name| name.len() > 2).collect();
    let says_site = |part: &str| {
        let part = letters(part);
        !part.is_empty() && names.iter().any(|name| part.contains(name.as_str()) && part.len() < name.len() * 3)
    };
    let mut title = title.trim();
    loop {
        let shorter = BARS.iter().find_map(|bar| {
            let tail = title.rsplit_once(bar).filter(|(_, tail)| says_site(tail)).map(|(head, _)| head.trim());
            tail.or_else(|| title.split_once(bar).filter(|(head, _)| says_site(head)).map(|(_, tail)| tail.trim()))
        });
        match shorter.filter(|shorter| !shorter.is_empty()) {
            Some(shorter) => title = shorter,
            None => return title.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(html: &str, og: Option<&str>) -> Option<String> {
        let page = Document::from(html);
        let ld = Structured::default();
        read(&page, &ld, [og.map(str::to_owned), None], &["The Paper".to_owned(), "thepaper".to_owned()])
    }

    #[test]
    fn the_sites_name_is_not_in_it() {
        assert_eq!(title("<title>A long headline | The Paper</title>", None).as_deref(), Some("A long headline"));
        assert_eq!(
            title("<title>The Paper - A headline - thepaper.example</title>", None).as_deref(),
            Some("A headline")
        );
        assert_eq!(title("<title>Half - and half</title>", None).as_deref(), Some("Half - and half"));
    }

    #[test]
    fn a_heading_that_bears_a_claim_out_wins_and_its_kicker_goes() {
        let html = "<title>x</title><h1>The Paper</h1><h1>War<span> Ships leave the harbour</span></h1>";
        assert_eq!(title(html, Some("Ships leave the harbour")).as_deref(), Some("Ships leave the harbour"));
        let html = "<title>Ships leave the harbour in the north, officials say</title><h1>Ships leave the harbour</h1>";
        assert_eq!(title(html, None).as_deref(), Some("Ships leave the harbour"));
        assert_eq!(
            title("<title>News of the day</title><h1>News</h1><h1>Other</h1>", None).as_deref(),
            Some("News of the day")
        );
        assert_eq!(title("<p>nothing", None), None);
    }
}
