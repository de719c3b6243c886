//! The lead image: the picture a reader sees above the text, matched to the one the page names; its caption and credit.

use url::Url;

use crate::fields::credits;
use crate::fields::deck::first_prose;
use crate::fields::pictures::{addresses, is_no_picture, is_small};
use crate::fields::sight::{Place, Sight};
use crate::headline::Headline;
use crate::repeats::same_picture;
use crate::structured::Structured;

/// The picture and what is said about it.
#[derive(Debug, Default)]
pub(crate) struct Lead {
    pub(crate) url: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<String>,
    pub(crate) way: String,
}

/// Names of captions. Sorted by language: English, German, French, Spanish and Portuguese, Italian, Dutch, Scandinavian.
const CAPTIONS: &[&str] = &[
    " caption ",
    " captions ",
    " captiontext ",
    " cutline ",
    " figcaption ",
    " imagecaption ",
    " photocaption ",
    " bildtext ",
    " bildunterschrift ",
    " bildlegende ",
    " bu ",
    " legende ",
    " leyenda ",
    " pie ",
    " piefoto ",
    " legenda ",
    " didascalia ",
    " bijschrift ",
    " bildetekst ",
    " billedtekst ",
];

/// Names of credits.
const CREDITS: &[&str] = &[
    " attribution ",
    " copyright ",
    " credit ",
    " creditline ",
    " credits ",
    " imagecredit ",
    " photocredit ",
    " photographer ",
    " source ",
    " bildnachweis ",
    " fotograf ",
    " quelle ",
    " urheber ",
    " creditos ",
    " credito ",
    " fotografo ",
    " fonte ",
    " fuente ",
    " fotograaf ",
];

/// The text of a box with one picture is no longer than this, in bytes.
const BOX: usize = 900;

/// `claimed` are the addresses the page gives for its picture, best first.
pub(crate) fn read(
    sight: &Sight<'_>,
    headline: Option<&Headline>,
    ld: &Structured,
    claimed: &[(String, &'static str)],
    base: Option<&Url>,
) -> Lead {
    let head = headline.and_then(|headline| headline.at);
    let prose = head.and_then(|head| first_prose(sight, head));
    let mut above: Option<(usize, String)> = None;
    for (at, part) in sight.elements.iter().enumerate().filter(|(_, part)| part.tag == "img") {
        if part.place == Place::Around && !claimed.is_empty() && head.is_none_or(|head| at < head) {
            continue;
        }
        let all = addresses(sight, at, base);
        let named = claimed.iter().find(|(claim, _)| all.iter().any(|own| same_picture(own, claim)));
        if let Some((_, who)) = named.filter(|_| part.place != Place::Around) {
            let (caption, credit) = words(sight, at);
            let url = all.iter().find(|own| claimed.iter().any(|(claim, _)| same_picture(own, claim))).cloned();
            let (caption, credit) = (caption.or_else(|| ld.caption.clone()), credit.or_else(|| ld.credit.clone()));
            return Lead { url, caption, credit, way: format!("picture on the page, confirmed by {who}") };
        }
        let Some(url) = all.first().filter(|url| !is_no_picture(url)) else { continue };
        // Above the text, and under or right above the headline.
        let is_above = part.place < Place::Hidden
            && head.is_some_and(|head| at + 40 > head && sight.offset(at) + 300 > sight.offset(head))
            && prose.is_none_or(|prose| sight.offset(at) <= sight.offset(prose))
            && sight.offset(at) < head.map_or(0, |head| sight.offset(head)) + 2500;
        if above.is_none() && is_above && !is_small(sight, at) && !in_other(sight, at) {
            above = Some((at, url.clone()));
        }
    }
    let claim = claimed.iter().find(|(url, _)| !is_no_picture(url));
    match (claim, above) {
        (Some((url, who)), _) => {
            let (caption, credit) = (ld.caption.clone(), ld.credit.clone());
            Lead { url: Some(url.clone()), caption, credit, way: format!("{who}, not seen above the text") }
        }
        (None, Some((at, url))) => {
            let (caption, credit) = words(sight, at);
            Lead { url: Some(url), caption, credit, way: "picture above the text".to_owned() }
        }
        (None, None) => Lead::default(),
    }
}

/// Whether a picture stands in a box about somebody or something else.
fn in_other(sight: &Sight<'_>, at: usize) -> bool {
    sight.upwards(at).take(6).any(|outer| {
        sight.is_named(
            outer,
            &[
                " author ",
                " avatar ",
                " bio ",
                " byline ",
                " logo ",
                " share ",
                " social ",
                " ad ",
                " banner ",
                " related ",
            ],
        )
    })
}

/// Caption and credit of a picture, from the smallest box around it that has them.
fn words(sight: &Sight<'_>, image: usize) -> (Option<String>, Option<String>) {
    for outer in sight.upwards(image).skip(1).take(6) {
        let part = &sight.elements[outer];
        if sight.length(outer) > BOX || ["article", "main", "body"].contains(&part.tag.as_str()) {
            return (None, None);
        }
        let inside = || outer + 1..part.after;
        let is_caption = |at: &usize| sight.elements[*at].tag == "figcaption" || sight.is_named(*at, CAPTIONS);
        let is_credit = |at: &usize| {
            let property = &sight.elements[*at].property;
            sight.is_named(*at, CREDITS)
                || ["copyrightholder", "copyrightnotice", "credittext", "creator"].contains(&property.as_str())
        };
        let credit = inside()
            .filter(|at| sight.length(*at) > 0 && sight.elements[*at].tag != "img")
            .filter(|at| is_credit(at) && (!is_caption(at) || sight.elements[*at].tag != "figcaption"))
            .find(|at| sight.length(*at) < 240)
            .map(|at| sight.lines(at).to_owned());
        let caption = inside().filter(|at| sight.length(*at) > 0).find(is_caption).map(|at| sight.lines(at).to_owned());
        if caption.is_none() && credit.is_none() {
            if part.tag == "figure" && sight.length(outer) > 0 && sight.length(outer) < 500 {
                return credits::apart(sight.lines(outer));
            }
            continue;
        }
        let one_line = |text: String| text.replace('\n', " ");
        let Some(caption) = caption else { return (None, credit.map(one_line)) };
        let Some(credit) = credit else { return credits::apart(&caption) };
        let without = caption.replacen(&credit, " ", 1);
        let rest = without.split_whitespace().collect::<Vec<_>>().join(" ");
        let rest = rest.trim_matches(['|', '/', '(', ')', '-', '–', '—', ' ', '•']).to_owned();
        return (Some(rest).filter(|rest| rest.chars().any(char::is_alphanumeric)), Some(one_line(credit)));
    }
    (None, None)
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn lead(body: &str, claim: Option<&str>) -> [Option<String>; 3] {
        let page = Document::from(format!("<body><h1>Harbour frozen</h1>{body}"));
        let sight = Sight::of(&page);
        let at = sight.elements.iter().position(|part| part.tag == "h1");
        let headline = Headline { text: "Harbour frozen".to_owned(), at, way: String::new() };
        let claimed: Vec<(String, &str)> = claim.iter().map(|url| ((*url).to_owned(), "og:image")).collect();
        let base = Url::parse("https://x.example/").ok();
        let lead = read(&sight, Some(&headline), &Structured::default(), &claimed, base.as_ref());
        [lead.url, lead.caption, lead.credit]
    }

    fn three<'a>(got: &'a [Option<String>; 3]) -> [&'a str; 3] {
        [0, 1, 2].map(|at| got[at].as_deref().unwrap_or_default())
    }

    #[test]
    fn caption_and_credit_are_told_apart() {
        for name in CREDITS {
            let html = format!(
                "<figure><img src=/ice.jpg><figcaption>Ice in the harbour <span class='x-{}'>Jane Doe / Agency</span></figcaption></figure>",
                name.trim()
            );
            assert_eq!(
                three(&lead(&html, None)),
                ["https://x.example/ice.jpg", "Ice in the harbour", "Jane Doe / Agency"],
                "{name}"
            );
        }
        for name in CAPTIONS {
            let html = format!(
                "<div><div><img src=/ice.jpg></div><div class='x-{}'>Ice. Photo: Jane Doe</div></div>",
                name.trim()
            );
            assert_eq!(three(&lead(&html, None)), ["https://x.example/ice.jpg", "Ice.", "Photo: Jane Doe"], "{name}");
        }
    }

    #[test]
    fn the_picture_that_the_page_names_is_looked_for_and_a_logo_is_none() {
        let html = "<img src=/ad.jpg><figure><img data-src='/harbour-800x600.jpg' src='data:x'><figcaption>Ice</figcaption></figure>";
        let got = lead(html, Some("https://x.example/harbour-1200x900.jpg"));
        assert_eq!(three(&got), ["https://x.example/harbour-800x600.jpg", "Ice", ""]);
        let got = lead("<figure><img src=/ice.jpg></figure>", Some("https://x.example/site-logo.png"));
        assert_eq!(three(&got), ["https://x.example/ice.jpg", "", ""]);
        assert_eq!(three(&lead("<p>x", Some("https://x.example/ice.jpg")))[0], "https://x.example/ice.jpg");
        assert_eq!(lead("<img src=/author.jpg width=60>", None)[0], None);
    }
}
