//! Names as they are compared: without case, diacritics and punctuation.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A name in small letters without diacritics, its words apart by one blank each: `The “Café”, Zürich` is `the cafe zurich`.
#[must_use]
pub fn fold(name: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(name);
    let mut folded = String::with_capacity(name.len());
    for character in decomposed.chars().flat_map(char::to_lowercase) {
        match character {
            // Combining marks of Latin, Greek and Cyrillic; those of other scripts are parts of their letters.
            '\u{300}'..='\u{36f}' => {}
            // Vowel signs and the like of South Asian scripts are no letters to Rust.
            _ if character.is_alphanumeric() || character >= '\u{900}' && !punctuation(character) => {
                folded.push(character);
            }
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
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
            ("Fußball №1", "fußball no1"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }
}
