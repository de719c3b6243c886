//! The deck: the short text under or over the headline that sums the article up, as a reader sees it; else what the
//! page says of itself to machines.

use crate::fields::claims::Claims;
use crate::fields::sight::{Place, Sight};
use crate::fields::words::{letters, same};
use crate::headline::Headline;
use crate::structured::Structured;
use crate::{byline, dates};

/// A deck, and whether the page shows it as one.
#[derive(Debug, Default)]
pub(crate) struct Deck {
    pub(crate) text: String,
    pub(crate) seen: bool,
    pub(crate) way: String,
}

/// Names of decks, in the words publishers use. Sorted by language: English, French, German, Italian, Spanish and
/// Portuguese, Dutch and Scandinavian, Vietnamese.
const NAMES: &[&str] = &[
    " abstract ",
    " articledescription ",
    " articleintro ",
    " articlelead ",
    " articlesubtitle ",
    " articlesummary ",
    " dek ",
    " deck ",
    " drophead ",
    " excerpt ",
    " headlinesub ",
    " introtext ",
    " lede ",
    " postexcerpt ",
    " postintro ",
    " standfirst ",
    " strapline ",
    " subdeck ",
    " subhead ",
    " subheader ",
    " subheading ",
    " subheadline ",
    " subline ",
    " subtitle ",
    " summary ",
    " synopsis ",
    " tagline ",
    " accroche ",
    " chapeau ",
    " chapo ",
    " soustitre ",
    " anleser ",
    " leadtext ",
    " unterzeile ",
    " vorspann ",
    " catenaccio ",
    " occhiello ",
    " sommario ",
    " sottotitolo ",
    " bajada ",
    " copete ",
    " entradilla ",
    " subtitulo ",
    " sumario ",
    " sutia ",
    " volanta ",
    " linhafina ",
    " ingress ",
    " manchet ",
    " preamble ",
    " sapo ",
];

/// Names that decks have and other boxes too.
const WEAK: &[&str] =
    &[" description ", " einleitung ", " intro ", " introduction ", " lead ", " teaser ", " teasertext "];

/// A deck's length in characters: shorter is a kicker or a label, longer a body.
const LENGTH: std::ops::Range<usize> = 12..700;

/// A deck stands no further from its headline than this, in bytes of text.
const FAR: usize = 1600;

/// A block is a deck from this score on.
const ENOUGH: i32 = 24;

pub(crate) fn read(sight: &Sight<'_>, ld: &Structured, claims: &Claims, headline: Option<&Headline>) -> Option<Deck> {
    let title = headline.map(|headline| headline.text.as_str()).unwrap_or_default();
    let described = [
        claims.first(&["og:description"]),
        claims.first(&["description"]),
        ld.description.as_deref().map(|text| ("JSON-LD", text)),
        claims.first(&["twitter:description"]),
    ];
    let described: Vec<(&str, &str)> =
        described.into_iter().flatten().filter(|(_, text)| !same(text, title) && text.chars().count() >= 20).collect();
    let alternative = ld.alternative.as_deref().filter(|text| !same(text, title));
    if let Some(deck) = seen(sight, headline, &described, alternative) {
        return Some(deck);
    }
    let (who, text) = described.first()?;
    Some(Deck { text: (*text).to_owned(), seen: false, way: format!("{who}, not seen on the page") })
}

/// The likeliest deck on the page.
fn seen(
    sight: &Sight<'_>,
    headline: Option<&Headline>,
    described: &[(&str, &str)],
    alternative: Option<&str>,
) -> Option<Deck> {
    let title = headline.map(|headline| headline.text.as_str()).unwrap_or_default();
    let head = headline.and_then(|headline| headline.at);
    let prose = head.and_then(|at| first_prose(sight, at));
    let told: Vec<(&str, String)> = described.iter().map(|(who, text)| (*who, letters(text))).collect();
    let alternative = alternative.map(letters);
    let mut best: Option<(i32, Deck)> = None;
    for (at, part) in sight.elements.iter().enumerate() {
        if part.place == Place::Around || !LENGTH.contains(&sight.length(at)) && sight.length(at) > LENGTH.end * 4 {
            continue;
        }
        if !["div", "em", "h2", "h3", "h4", "header", "p", "section", "span", "strong", "ul"]
            .contains(&part.tag.as_str())
        {
            continue;
        }
        let text = sight.lines(at);
        if !LENGTH.contains(&text.chars().count()) || text.lines().count() > 2 {
            continue;
        }
        let text = text.replace('\n', " ");
        let mut score = 0;
        if part.property.contains("alternativeheadline") || part.property == "description" {
            score += 30;
        }
        if sight.is_named(at, NAMES) {
            score += 30;
        } else if sight.is_named(at, WEAK) || parent_named(sight, at) {
            score += 16;
        }
        if score == 0 && follows(sight, at, head, prose) {
            score += 18;
        }
        let own = letters(&text);
        let claim = told.iter().find(|(_, claim)| says(&own, claim));
        let confirmed = claim.is_some() || alternative.as_ref().is_some_and(|claim| own == *claim);
        if score == 0 && !confirmed {
            continue;
        }
        let Some(near) = nearness(sight, at, head) else { continue };
        score += near;
        if confirmed {
            score += 24;
            // The first paragraph of the text is often the description too: a deck stands apart from the text.
            let is_text = prose.is_some_and(|prose| part.parent == sight.elements[prose].parent) || prose == Some(at);
            score -= if is_text && part.tag == "p" && score < 50 { 34 } else { 0 };
        }
        if ["h2", "h3", "h4"].contains(&part.tag.as_str()) {
            score += 4;
        }
        if score < ENOUGH || best.as_ref().is_some_and(|(most, _)| *most >= score) || !is_deck(sight, at, &text, title)
        {
            continue;
        }
        let way = match claim {
            Some((who, _)) => format!("under the headline, confirmed by {who}"),
            None => "under the headline".to_owned(),
        };
        best = Some((score, Deck { text, seen: true, way }));
    }
    best.map(|(_, deck)| deck)
}

/// Whether one text is a claim, or either is the other cut short; both as letters.
fn says(own: &str, claim: &str) -> bool {
    let begins = |text: &str, start: &str| start.len() >= 20 && text.starts_with(start);
    own == claim || begins(own, claim) || begins(claim, own)
}

/// Whether a block stands right behind the headline in one box with it, apart from the text.
fn follows(sight: &Sight<'_>, at: usize, head: Option<usize>, prose: Option<usize>) -> bool {
    let (Some(head), Some(prose)) = (head, prose) else { return false };
    let (part, title) = (&sight.elements[at], &sight.elements[head]);
    let words = sight.lines(at).split(' ').count();
    at == title.after
        && part.parent == title.parent
        && part.parent != sight.elements[prose].parent
        && ["div", "h2", "h3", "p"].contains(&part.tag.as_str())
        && (6..80).contains(&words)
        && !part.names.contains("meta")
}

fn parent_named(sight: &Sight<'_>, at: usize) -> bool {
    sight.elements[at].parent.is_some_and(|parent| sight.is_named(parent, NAMES))
}

/// Points for standing near the headline; none for standing too far.
fn nearness(sight: &Sight<'_>, at: usize, head: Option<usize>) -> Option<i32> {
    let Some(head) = head else { return Some(0) };
    let (own, title) = (sight.offset(at), sight.offset(head));
    if at < head {
        return (title - own < FAR / 2).then_some(0);
    }
    let away = own - title;
    match away {
        ..=600 => Some(8),
        _ if away < FAR => Some(0),
        _ => None,
    }
}

/// The first paragraph of the text: one of three long ones in a row under one parent, behind the headline.
pub(crate) fn first_prose(sight: &Sight<'_>, head: usize) -> Option<usize> {
    let paragraphs: Vec<usize> = (head + 1..sight.elements.len())
        .filter(|at| sight.elements[*at].tag == "p" && sight.length(*at) > 80 && sight.is_inside(*at))
        .take(60)
        .collect();
    let parent = |at: usize| sight.elements[at].parent;
    let in_text = |at: &usize| paragraphs.iter().filter(|other| parent(**other) == parent(*at)).count() >= 3;
    paragraphs.iter().copied().find(in_text)
}

/// Whether a text may be a deck at all: not the headline, byline, date, a caption or a row of links.
fn is_deck(sight: &Sight<'_>, at: usize, text: &str, title: &str) -> bool {
    let part = &sight.elements[at];
    let lower = text.to_lowercase();
    let linked: usize =
        (at + 1..part.after).filter(|inner| sight.elements[*inner].tag == "a").map(|link| sight.length(link)).sum();
    let in_other = sight.upwards(at).take(6).any(|outer| {
        ["a", "figcaption", "figure", "li", "table", "form"].contains(&sight.elements[outer].tag.as_str())
            || sight.is_named(
                outer,
                &[" author ", " bio ", " byline ", " caption ", " credit ", " image ", " photo ", " tags "],
            )
    });
    let is_dated =
        dates::written(text, false).is_some() && text.split(' ').count() < 18 && !text.ends_with(['.', '!', '?']);
    let words = text.split(' ').count();
    let is_byline = byline::begins(&lower) && words < 12;
    // Scripts without blanks have few words.
    let is_sentence = words >= if text.is_ascii() { 3 } else { 1 };
    let is_about = is_dated || is_byline || in_other || same(text, title);
    !is_about && is_sentence && linked * 2 < text.len()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    fn deck(head: &str, body: &str) -> Option<(String, bool)> {
        let page = Document::from(format!("{head}<body>{body}"));
        let sight = Sight::of(&page);
        let at = sight.elements.iter().position(|part| part.tag == "h1");
        let headline = Headline { text: "Harbour frozen".to_owned(), at, way: String::new() };
        let deck = read(&sight, &Structured::default(), &Claims::of(&page), Some(&headline))?;
        Some((deck.text, deck.seen))
    }

    const DECK: &str = "Ferries stay in port and pupils walk to school";

    #[test]
    fn each_name_of_a_deck_is_known() {
        for name in NAMES {
            let got = deck("", &format!("<h1>Harbour frozen</h1><div class='x-{}'>{DECK}</div>", name.trim()));
            assert_eq!(got, Some((DECK.to_owned(), true)), "{name}");
        }
    }

    #[test]
    fn a_line_that_is_the_description_is_a_deck_and_the_first_paragraph_is_none() {
        let head = format!("<meta name=description content='{DECK}'>");
        let seen = Some((DECK.to_owned(), true));
        assert_eq!(deck(&head, &format!("<header><h1>Harbour frozen</h1><h2>{DECK}</h2></header>")), seen);
        assert_eq!(deck(&head, &format!("<div><p>{DECK}</p></div><h1>Harbour frozen</h1>")), seen);
        let prose = format!("<p>{}</p>", "The ice is thick this year. ".repeat(5)).repeat(3);
        let text = format!("<h1>Harbour frozen</h1><div><p>{DECK}</p>{prose}</div>");
        assert_eq!(deck(&head, &text), Some((DECK.to_owned(), false)));
    }

    #[test]
    fn a_nameless_line_in_one_box_with_the_headline_is_a_deck() {
        let prose = format!("<div>{}</div>", "<p>The ice is thick this year, and the ferries stay where they are, as they did in 1985, the harbour master says.</p>".repeat(3));
        let got = deck("", &format!("<header><h1>Harbour frozen</h1><div class=t-d7>{DECK}</div></header>{prose}"));
        assert_eq!(got, Some((DECK.to_owned(), true)));
    }

    #[test]
    fn captions_bylines_and_rows_of_links_are_none() {
        for body in [
            format!("<figure><figcaption><span class=summary>{DECK}</span></figcaption></figure>"),
            "<p class=subtitle>By Jane Doe and Max Muster</p>".to_owned(),
            format!("<p class=subtitle><a>{DECK}</a></p>"),
            "<p class=subtitle>Updated on 5 June 2025, 10:15</p>".to_owned(),
        ] {
            assert_eq!(deck("", &format!("<h1>Harbour frozen</h1>{body}")), None, "{body}");
        }
    }
}
