//! The same thing said or shown twice.

/// Whether a text begins with a deck, which may be cut short at its end; if so the deck is a copy of the beginning.
pub(crate) fn begins_with(text: &str, deck: &str) -> bool {
    let deck = normal(deck);
    let deck = deck.trim_end_matches(['.', '…', '[', ']', ' ']);
    let start: String = text.chars().take(deck.chars().count() * 2 + 600).collect();
    !deck.is_empty() && normal(&start).contains(deck)
}

fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
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
    fn sizes_of_a_picture_are_one_picture() {
        assert!(same_picture("https://c.example/harbour-800x600.jpg", "https://d.example/a/harbour.jpg?w=1"));
        assert!(!same_picture("https://c.example/harbour-front.jpg", "https://c.example/harbour-gates.jpg"));
        assert!(same_picture("https://c.example/frozen-harbour-800.jpg", "https://c.example/frozen-harbour-1200.jpg"));
        assert!(!same_picture("https://c.example/photo-1.jpg", "https://c.example/photo-2.jpg"));
        assert!(!same_picture("https://c.example/1.jpg", "https://c.example/2.jpg"));
    }
}
