//! What is shown above the body must not stand in it again: headline, deck, byline, date, lead picture.

use dom_query::{Document, NodeRef};

use crate::boilerplate::normal;
use crate::{byline, dates};

/// What the reader sees above the body.
pub(crate) struct Shown<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) deck: Option<&'a str>,
    /// Whether the page shows the deck as one; else it may be no more than a copy of the first paragraph.
    pub(crate) deck_seen: bool,
    pub(crate) byline: Option<&'a str>,
    pub(crate) picture: Option<&'a str>,
}

/// Repeats stand among the first blocks; further down the same words are the article's own.
const FIRST: usize = 10;

/// A line about the article, not of it, is no longer than this, in characters.
const LINE: usize = 80;

pub(crate) fn remove(body: &Document, shown: &Shown<'_>) {
    let title = shown.title.map(normal);
    for heading in body.select("h1, h2").nodes() {
        if title.as_ref().is_some_and(|title| normal(&heading.text()) == *title) {
            heading.remove_from_parent();
        }
    }
    let deck = shown.deck.map(normal);
    let blocks = body.select("p, h1, h2, h3, h4, h5, h6, div, ul, span, time, address");
    let mut seen = 0;
    for block in blocks.nodes() {
        let text = block.text();
        if text.trim().is_empty() {
            continue;
        }
        let text = normal(&text);
        let is_deck = deck.as_ref() == Some(&text) && (shown.deck_seen || is_heading(block));
        let is_repeat = title.as_ref() == Some(&text) || is_deck || is_about(&text, shown.byline);
        if is_repeat {
            block.remove_from_parent();
        } else if is_leaf(block) {
            seen += 1;
            if seen >= FIRST {
                break;
            }
        }
    }
    if let Some(picture) = shown.picture {
        let images = body.select("img");
        if let Some(image) =
            images.nodes().iter().take(2).find(|image| same_picture(&image.attr_or("src", ""), picture))
        {
            let figure = image.ancestors(Some(6)).into_iter().find(|parent| parent.has_name("figure"));
            figure.as_ref().unwrap_or(image).remove_from_parent();
        }
    }
}

fn is_heading(block: &NodeRef<'_>) -> bool {
    ["h1", "h2", "h3", "h4"].iter().any(|name| block.has_name(name))
}

/// Whether a text begins with a deck, which may be cut short at its end; if so the deck is a copy of the beginning.
pub(crate) fn begins_with(text: &str, deck: &str) -> bool {
    let deck = normal(deck);
    let deck = deck.trim_end_matches(['.', '…', '[', ']', ' ']);
    let start: String = text.chars().take(deck.chars().count() * 2 + 600).collect();
    !deck.is_empty() && normal(&start).contains(deck)
}

fn is_leaf(block: &NodeRef<'_>) -> bool {
    block.find(&["p"]).is_empty() && block.find(&["div"]).is_empty() && !block.has_name("span")
}

/// Whether a line is the byline, or a date and little else.
fn is_about(text: &str, by: Option<&str>) -> bool {
    if text.chars().count() > LINE {
        return false;
    }
    let words = text.split(' ').count();
    let is_date = words <= 7 && (dates::written(text, false).is_some() || dates::written(text, true).is_some());
    let is_byline = by.is_some_and(|by| {
        let by = normal(by);
        text == by || (text.contains(&by) && byline::begins(text) && words <= by.split(' ').count() + 8)
    });
    is_date || is_byline
}

/// Sizes of one picture differ in the query and at the end of the file's name (`-800x600`, `_1200`), not in the rest.
pub(crate) fn same_picture(one: &str, other: &str) -> bool {
    let (first, second) = (stem(one), stem(other));
    let is_size = |end: &str| end.contains('x') && end.chars().all(|c| c.is_ascii_digit() || c == 'x');
    let without_size = |stem: &str| match stem.rsplit_once(['-', '_']) {
        Some((head, end)) if is_size(end) => head.to_owned(),
        _ => stem.to_owned(),
    };
    // A lone number may count pictures too (`photo-2`), so what is before it must tell much.
    let without_number =
        |stem: &str| stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'x' | '-' | '_')).to_owned();
    let (bare, number) = (without_size(first), without_number(first));
    one == other
        || (bare.len() > 3 && bare == without_size(second))
        || (number.len() > 8 && number == without_number(second))
}

fn stem(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_about_the_article_go() {
        for (text, about) in [
            ("by jane doe", true),
            ("by jane doe, 5 minute read", true),
            ("5 june 2025, 10:31 am", true),
            ("jane doe", true),
            ("on 5 june 2025 the harbour froze for the first time", false),
            ("by then jane doe had left", true),
            ("jane doe had left.", false),
        ] {
            assert_eq!(is_about(text, Some("Jane Doe")), about, "{text}");
        }
    }

    #[test]
    fn sizes_of_a_picture_are_one_picture() {
        assert!(same_picture("https://c.example/harbour-800x600.jpg", "https://d.example/a/harbour.jpg?w=1"));
        assert!(!same_picture("https://c.example/harbour-front.jpg", "https://c.example/harbour-gates.jpg"));
        assert!(same_picture("https://c.example/frozen-harbour-800.jpg", "https://c.example/frozen-harbour-1200.jpg"));
        assert!(!same_picture("https://c.example/photo-1.jpg", "https://c.example/photo-2.jpg"));
        assert!(!same_picture("https://c.example/1.jpg", "https://c.example/2.jpg"));
    }
}
