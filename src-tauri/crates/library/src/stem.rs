//! Stems: what the forms of a word have in common, by the rules of Snowball, for the languages that have some.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};

/// Shorter words, in bytes, have no forms: `us` is none of `use`.
pub(crate) const LEAST: usize = 3;

/// A language with rules, by its ISO 639-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Language {
    pub(crate) code: &'static str,
    rules: Algorithm,
}

/// All of them.
pub(crate) const LANGUAGES: &[Language] = &[
    of("ar", Algorithm::Arabic),
    of("da", Algorithm::Danish),
    of("de", Algorithm::German),
    of("el", Algorithm::Greek),
    of("en", Algorithm::English),
    of("es", Algorithm::Spanish),
    of("fi", Algorithm::Finnish),
    of("fr", Algorithm::French),
    of("hu", Algorithm::Hungarian),
    of("it", Algorithm::Italian),
    of("nl", Algorithm::Dutch),
    of("no", Algorithm::Norwegian),
    of("pt", Algorithm::Portuguese),
    of("ro", Algorithm::Romanian),
    of("ru", Algorithm::Russian),
    of("sv", Algorithm::Swedish),
    of("ta", Algorithm::Tamil),
    of("tr", Algorithm::Turkish),
];

const fn of(code: &'static str, rules: Algorithm) -> Language {
    Language { code, rules }
}

impl Language {
    /// The language of a BCP 47 tag, where it has rules.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next()?.trim();
        let code = if code.eq_ignore_ascii_case("nb") || code.eq_ignore_ascii_case("nn") { "no" } else { code };
        LANGUAGES.iter().find(|language| language.code.eq_ignore_ascii_case(code)).copied()
    }

    /// Whether two words can have one stem at all, which is quickly said: rules change ends of words.
    pub(crate) fn may_share_stem(self, one: &str, other: &str) -> bool {
        self.code == "ar" || one.as_bytes().first() == other.as_bytes().first()
    }

    /// The stem of a word that is folded (`query::words`): search compares words without diacritics, so stems have none.
    pub(crate) fn stem(self, word: &str) -> Cow<'_, str> {
        let mut word = word;
        if self.code == "fr" {
            // Participles (`arrivée`) have lost the accent that tells them.
            let singular = word.strip_suffix('s').unwrap_or(word);
            word = singular.strip_suffix('e').filter(|shorter| shorter.ends_with('e')).unwrap_or(word);
        }
        Stemmer::create(self.rules).stem(word)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (tag, forms) in [
            ("en-GB", vec!["elect", "elected", "electing", "elects"]),
            ("de", vec!["haus", "hauser", "hausern", "hauses"]),
            ("fr_CA", vec!["arriver", "arrivee", "arrivees", "arrives", "arrive"]),
            ("ru", vec!["новый", "новая", "новое", "новые"]),
            ("es", vec!["cancion", "canciones"]),
            ("nb", vec!["regjering", "regjeringen"]),
            ("tr", vec!["kitap", "kitaplar"]),
        ] {
            let language = Language::of(tag).unwrap();
            for form in &forms {
                assert_eq!(language.stem(form), language.stem(forms[0]), "{form}");
            }
        }
        for none in ["", "ja", "xx-en", "-"] {
            assert_eq!(Language::of(none), None, "{none}");
        }
    }
}
