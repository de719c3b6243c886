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
    /// Its address on the page, where it is shown there.
    pub(crate) seen: Option<String>,
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<String>,
    pub(crate) way: String,
}

/// Names of captions. Sorted by language: English, German, French, Spanish and Portuguese, Italian, Dutch, Scandinavian.
const CAPTIONS: &[&str] = &[
    " caption ",
    " captions ",
    " captiontext ",
    " cptn ",
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
    let claim = claimed.iter().find(|(url, _)| !is_no_picture(url));
    let shown: Vec<Shown> = shown(sight, headline, base);
    let is = |one: &Shown, alike: &dyn Fn(&str, &str) -> bool| {
        claimed.iter().find(|(claim, _)| one.addresses.iter().any(|own| alike(own, claim))).map(|(_, who)| *who)
    };
    // The claimed picture may stand on the page more than once; where it has a caption it is the article's.
    for alike in [&is_file as &dyn Fn(&str, &str) -> bool, &same_picture, &is_variant] {
        let all: Vec<(&Shown, &'static str)> = shown.iter().filter_map(|one| Some((one, is(one, alike)?))).collect();
        let best = all
            .iter()
            .find(|(one, _)| one.above && one.is_told())
            .or_else(|| all.iter().find(|(one, _)| one.is_told()));
        let Some((one, who)) = best.or(all.first()) else { continue };
        let seen = one.addresses.iter().find(|own| claimed.iter().any(|(claim, _)| same_picture(own, claim)));
        return Lead {
            // Another cut of it is shown: the page's own choice is as good and often larger.
            url: seen.cloned().or_else(|| claim.map(|(url, _)| url.clone())),
            seen: one.addresses.first().cloned(),
            caption: one.caption.clone().or_else(|| ld.caption.clone()),
            credit: one.credit.clone().or_else(|| ld.credit.clone()),
            way: format!("picture on the page, confirmed by {who}"),
        };
    }
    let above = shown.iter().find(|one| one.above);
    match (claim, above) {
        (Some((url, who)), _) => Lead {
            url: Some(url.clone()),
            seen: None,
            caption: ld.caption.clone(),
            credit: ld.credit.clone(),
            way: format!("{who}, not seen above the text"),
        },
        (None, Some(one)) => Lead {
            url: one.addresses.first().cloned(),
            seen: None,
            caption: one.caption.clone(),
            credit: one.credit.clone(),
            way: "picture above the text".to_owned(),
        },
        (None, None) => Lead::default(),
    }
}

/// A picture on the page.
struct Shown {
    addresses: Vec<String>,
    caption: Option<String>,
    credit: Option<String>,
    /// Whether it stands above the text.
    above: bool,
}

impl Shown {
    fn is_told(&self) -> bool {
        self.caption.is_some() || self.credit.is_some()
    }
}

/// More pictures are not looked at.
const MOST: usize = 200;

fn shown(sight: &Sight<'_>, headline: Option<&Headline>, base: Option<&Url>) -> Vec<Shown> {
    let head = headline.and_then(|headline| headline.at);
    let begin = head.map(|head| sight.offset(head));
    let prose = head.and_then(|head| first_prose(sight, head)).map(|at| sight.offset(at));
    let images = sight.elements.iter().enumerate().filter(|(_, part)| part.tag == "img" && part.place != Place::Around);
    images
        .take(MOST)
        .filter_map(|(at, part)| {
            let mut addresses = addresses(sight, at, base);
            addresses.retain(|url| !is_no_picture(url));
            if addresses.is_empty() {
                return None;
            }
            let own = sight.offset(at);
            // Above the text, and under or right above the headline.
            let above = part.place < Place::Hidden
                && begin.is_some_and(|begin| own + 300 > begin && own < begin + 2500)
                && head.is_some_and(|head| at + 60 > head)
                && prose.is_none_or(|prose| own <= prose)
                && !is_small(sight, at)
                && !in_other(sight, at);
            let (caption, credit) = words(sight, at);
            Some(Shown { addresses, caption, credit, above })
        })
        .collect()
}

/// Whether two addresses end in the same file.
fn is_file(one: &str, other: &str) -> bool {
    let file = |url: &str| {
        url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_lowercase()
    };
    one == other || file(one).len() > 8 && file(one) == file(other)
}

/// Whether two addresses are likely cuts of one picture: they share a long number or name, or begin with the same words.
fn is_variant(one: &str, other: &str) -> bool {
    let file = |url: &str| {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_lowercase()
    };
    let (one_file, other_file) = (file(one), file(other));
    let shared = one_file.chars().zip(other_file.chars()).take_while(|(a, b)| a == b).count();
    let stem = |file: &str| file.rsplit_once('.').map_or(file.len(), |(stem, _)| stem.len());
    // A folder of its own for each picture; those by date hold many.
    let folder = |url: &str| {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let folder = path.rsplit('/').nth(1).unwrap_or_default().to_lowercase();
        (folder.len() >= 6 && folder.contains(|c: char| c.is_ascii_digit()) && folder.contains(char::is_alphabetic))
            .then_some(folder)
    };
    if folder(one).is_some() && folder(one) == folder(other) {
        return true;
    }
    let shorter = stem(&one_file).min(stem(&other_file));
    let telling = |word: &str| word.len() >= 9 && word.contains(|c: char| c.is_ascii_digit()) && !word.contains('x');
    let words: Vec<&str> = other.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| telling(word)).collect();
    shared >= 10 && shared * 3 >= shorter * 2
        || one.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| telling(word) && words.contains(&word))
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
            .filter(is_credit)
            .find(|at| sight.length(*at) < 240)
            .map(|at| sight.lines(at).to_owned());
        let caption = inside().filter(|at| sight.length(*at) > 0).find(is_caption).map(|at| sight.lines(at).to_owned());
        if caption.is_none() && credit.is_none() {
            let all = sight.lines(outer);
            let is_credit = all.len() < 200 && credits::apart(all).0.is_none() && !all.is_empty();
            if is_credit || part.tag == "figure" && !all.is_empty() && all.len() < 500 {
                return credits::apart(all);
            }
            // Galleries keep it for the large view.
            if let Some(told) = [image, outer].iter().find_map(|at| sight.attr(*at, "data-caption")) {
                return credits::apart(&crate::text_of(&told));
            }
            continue;
        }
        let one_line = |text: String| credits::tidy(&text.replace('\n', " "));
        let Some(caption) = caption.filter(|caption| Some(caption) != credit.as_ref()) else {
            return (None, credit.map(one_line));
        };
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

    fn three(got: &[Option<String>; 3]) -> [&str; 3] {
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
        let got = lead(
            "<figure><img src=/9b6b601b440031309c74a_extract=67.jpg><figcaption>Ice</figcaption></figure>",
            Some("https://x.example/o/9b6b601b440031309c74a.jpg"),
        );
        assert_eq!(three(&got), ["https://x.example/o/9b6b601b440031309c74a.jpg", "Ice", ""]);
        let got = lead(
            "<figure><img src=/ferry.jpg><figcaption>A ferry</figcaption></figure>",
            Some("https://x.example/ice.jpg"),
        );
        assert_eq!(three(&got), ["https://x.example/ice.jpg", "", ""]);
        let got = lead(
            "<figure><img src=/13ICE-1/master.jpg><figcaption>Ice</figcaption></figure>",
            Some("https://x.example/13ICE-1/large.jpg"),
        );
        assert_eq!(three(&got), ["https://x.example/13ICE-1/large.jpg", "Ice", ""]);
        let got =
            lead("<div><img src=/ice.jpg data-caption='Ice &lt;b&gt;here&lt;/b&gt;. Photo: Jane Doe'></div>", None);
        assert_eq!(three(&got), ["https://x.example/ice.jpg", "Ice here.", "Photo: Jane Doe"]);
        let got = lead("<div><img src=/ice.jpg><div><span>Credit: Jane Doe</span></div></div>", None);
        assert_eq!(three(&got), ["https://x.example/ice.jpg", "", "Credit: Jane Doe"]);
        assert_eq!(three(&lead("<p>x", Some("https://x.example/ice.jpg")))[0], "https://x.example/ice.jpg");
        assert_eq!(lead("<img src=/author.jpg width=60>", None)[0], None);
    }
}
