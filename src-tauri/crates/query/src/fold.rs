//! Names as they are compared: without case, diacritics and punctuation.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A name in small letters without diacritics, its words apart by one blank each: `The “Café”, Zürich` is `the cafe zurich`.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold_into(name, |character| {
        // Vowel signs and the like of South Asian scripts are no letters to Rust.
        if character.is_alphanumeric() || character >= '\u{900}' && !punctuation(character) {
            folded.push(character);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    });
    folded.truncate(folded.trim_end().len());
    folded
}

/// Gives each character in its small form without diacritics.
pub(crate) fn fold_into(text: &str, mut give: impl FnMut(char)) {
    // What was there before a mark that may be a part of the letter.
    let mut last = None;
    for character in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(text.chars()).flat_map(char::to_lowercase)
    {
        let before = last.replace(character);
        match character {
            // й is a letter of its own, by which endings are told; so it waits for what follows.
            'и' => {
                if before == Some('и') {
                    give('и');
                }
                continue;
            }
            '\u{306}' if before == Some('и') => {
                give('й');
                continue;
            }
            _ if before == Some('и') => give('и'),
            _ => {}
        }
        match character {
            // Combining marks of Latin, Greek and Cyrillic, and the vowel points of Hebrew and Arabic; those of other
            // scripts are parts of their letters.
            '\u{300}'..='\u{36f}'
            | '\u{5b0}'..='\u{5bd}'
            | '\u{5bf}'
            | '\u{5c1}'
            | '\u{5c2}'
            | '\u{640}'
            | '\u{64b}'..='\u{655}'
            | '\u{670}' => {}
            'ß' => ['s', 's'].into_iter().for_each(&mut give),
            'æ' => ['a', 'e'].into_iter().for_each(&mut give),
            'œ' => ['o', 'e'].into_iter().for_each(&mut give),
            'þ' => ['t', 'h'].into_iter().for_each(&mut give),
            'ø' => give('o'),
            'ł' => give('l'),
            'đ' | 'ð' => give('d'),
            'ħ' => give('h'),
            'ı' => give('i'),
            'ς' => give('σ'),
            _ => give(character),
        }
    }
    if last == Some('и') {
        give('и');
    }
}

fn punctuation(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || matches!(u32::from(character), 0x964..=0x965 | 0x2000..=0x2bff | 0x3000..=0x303f | 0x30fb | 0xfe30..=0xfe4f | 0xff00..=0xff0f)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_are_compared_by_their_letters() {
        for (name, folded) in [
            ("The “Café”, Zürich", "the cafe zurich"),
            ("  BBC -- News ", "bbc news"),
            ("Ελλάδα", "ελλαδα"),
            ("東京・新聞", "東京 新聞"),
            ("", ""),
            ("—", ""),
            ("हिन्दी", "हिन्दी"),
            ("Fußball №1", "fussball no1"),
            ("Новый мир и России", "новый мир и россии"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }
}
