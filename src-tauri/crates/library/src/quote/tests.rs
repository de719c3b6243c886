use super::{Quote, distances, nearest};

const TEXT: &str = "The ferry left at nine.\nNobody waved. The harbour was grey, and the gulls were louder than the engine.\n\
    The ferry came back at six. Nobody waved. “It’s the fog,” said the captain — twice.";

fn found<'a>(quote: &Quote, text: &'a str) -> Option<&'a str> {
    quote.find(text).map(|place| &text[place])
}

/// The quote of the first or a later place of `words`.
fn quote(text: &str, words: &str, which: usize) -> Quote {
    let (at, _) = text.match_indices(words).nth(which).unwrap();
    Quote::at(text, at..at + words.len())
}

#[test]
fn a_quote_has_the_passage_and_what_stands_around_it() {
    let quote = quote(TEXT, "Nobody waved.", 1);
    assert_eq!(quote.before, "ne.\nThe ferry came back at six. ");
    assert_eq!(quote.after, " “It’s the fog,” said the captai");
    assert_eq!(Quote::at("äöü", 0..4), Quote { text: "äö".into(), before: String::new(), after: "ü".into() });
}

#[test]
fn the_same_words_at_two_places_are_told_apart_by_what_stands_around_them() {
    for which in [0, 1] {
        let place = quote(TEXT, "Nobody waved.", which).find(TEXT).unwrap();
        assert_eq!(place.start, TEXT.match_indices("Nobody waved.").nth(which).unwrap().0);
    }
    assert_eq!(Quote::from("Nobody waved.").find(TEXT).unwrap().start, 24, "the first, where nothing tells");
}

#[test]
fn blanks_and_the_form_of_signs_do_not_matter() {
    assert_eq!(
        found(&Quote::from("It's  the\nfog,\" said the captain - twice"), TEXT),
        Some("It’s the fog,” said the captain — twice")
    );
    assert_eq!(found(&Quote::from("nine. Nobody"), TEXT), Some("nine.\nNobody"));
    assert_eq!(found(&Quote::from("grey"), "The har\u{ad}bour was gr\u{ad}ey."), Some("gr\u{ad}ey"));
    assert_eq!(found(&Quote::from(" \n"), TEXT), None);
    assert_eq!(found(&Quote::from("fog"), ""), None);
}

#[test]
fn a_passage_is_found_though_it_was_changed() {
    let marked = quote(TEXT, "The harbour was grey, and the gulls were louder than the engine.", 0);
    let corrected = TEXT.replace("grey, and the gulls", "gray and its gulls");
    assert_eq!(found(&marked, &corrected), Some("The harbour was gray and its gulls were louder than the engine."));
    let another = TEXT.replace(
        "The harbour was grey, and the gulls were louder than the engine.",
        "It rained all day in the whole of the bay.",
    );
    assert_eq!(found(&marked, &another), None, "what stands in its place says something else");
    assert_eq!(found(&marked, "Something else altogether."), None);
}

#[test]
fn a_passage_changed_by_half_is_known_by_its_surroundings() {
    let text =
        "The board met on Monday in the old town hall. Profits fell by a tenth. The shares were suspended before noon.";
    let marked = quote(text, "Profits fell by a tenth.", 0);
    let corrected = text.replace("Profits fell by a tenth.", "Profits rose by a twelfth.");
    assert_eq!(found(&marked, &corrected), Some("Profits rose by a twelfth."));
    assert_eq!(found(&marked, &corrected.replace("Monday in the old town hall", "Friday")), None);
}

#[test]
fn a_short_passage_is_not_found_in_words_that_are_merely_like_it() {
    assert_eq!(found(&Quote::from("the war"), "They were the far ones."), None);
}

#[test]
fn the_nearest_passage_is_told() {
    let near = |words: &str| Quote::from(words).nearest(TEXT).map(|place| &TEXT[place]);
    assert_eq!(near("the gulls where loud than the engines"), Some("the gulls were louder than the engine"));
    assert_eq!(near("an entirely different sentence without likeness"), None);
    assert_eq!(near(""), None);
}

#[test]
fn distances_are_those_of_the_plain_table() {
    // Levenshtein's table, the first row without cost.
    fn plain(pattern: &[char], text: &[char], anchored: bool) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=pattern.len()).collect();
        text.iter()
            .enumerate()
            .map(|(at, letter)| {
                let mut above_left = column[0];
                column[0] = if anchored { at + 1 } else { 0 };
                for row in 1..column.len() {
                    let best = (above_left + usize::from(pattern[row - 1] != *letter))
                        .min(column[row] + 1)
                        .min(column[row - 1] + 1);
                    above_left = std::mem::replace(&mut column[row], best);
                }
                column[pattern.len()]
            })
            .collect()
    }
    let mut seed = 7_u32;
    let mut letters = |count: usize| -> Vec<char> {
        (0..count)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                ['a', 'b', 'c', 'ö'][(seed >> 24) as usize % 4]
            })
            .collect()
    };
    for length in [1, 2, 63, 64, 65, 127, 128, 129, 200] {
        let (pattern, text) = (letters(length), letters(300));
        for anchored in [false, true] {
            let fast: Vec<usize> = distances(&pattern, text.iter().copied(), anchored).collect();
            assert_eq!(fast, plain(&pattern, &text, anchored), "{length} {anchored}");
        }
        let best = nearest(&pattern, &text).unwrap();
        let passage = plain(&pattern, &text[best.start..best.end], true);
        assert_eq!(passage.last(), Some(&best.distance));
        assert_eq!(plain(&pattern, &text, false).iter().min(), Some(&best.distance));
    }
}
