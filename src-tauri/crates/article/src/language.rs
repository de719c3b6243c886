//! Which way a text runs, and how long it takes to read.

/// Words a minute in prose (Brysbaert 2019: 238 for English non-fiction).
const WORDS_A_MINUTE: usize = 238;
/// Characters a minute in Chinese and Japanese, which have no blanks between words (the same study: 260 words of 1.5).
const CHARACTERS_A_MINUTE: usize = 390;

/// Languages written from right to left, by their ISO 639 codes. Source: Unicode CLDR 46, characterOrder.
const RIGHT_TO_LEFT: &[&str] = &[
    "ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "iw", "khw", "ks", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi",
];

/// `rtl` or `ltr`: by the language where it is named, else by the first hundred letters of the text.
#[must_use]
pub fn direction(lang: Option<&str>, text: &str) -> &'static str {
    if let Some(lang) = lang.map(str::to_ascii_lowercase).filter(|lang| !lang.is_empty()) {
        let base = lang.split(['-', '_']).next().unwrap_or_default();
        if RIGHT_TO_LEFT.contains(&base) {
            return "rtl";
        }
    }
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).take(100).collect();
    let rtl = letters.iter().filter(|c| is_rtl(**c)).count();
    if !letters.is_empty() && rtl * 2 > letters.len() { "rtl" } else { "ltr" }
}

/// Hebrew, Arabic, Syriac, Thaana, N'Ko and the Arabic presentation forms (Unicode blocks).
fn is_rtl(c: char) -> bool {
    matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF)
}

/// Minutes to read a text, at least one.
#[must_use]
pub fn reading_minutes(text: &str) -> u32 {
    let dense =
        text.chars().filter(|c| matches!(u32::from(*c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF)).count();
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let words = if dense > words { 0 } else { words };
    let minutes = words.div_ceil(WORDS_A_MINUTE) + dense.div_ceil(CHARACTERS_A_MINUTE);
    u32::try_from(minutes.max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{direction, reading_minutes};

    #[test]
    fn arabic_and_hebrew_run_from_the_right() {
        assert_eq!(direction(Some("ar-EG"), ""), "rtl");
        assert_eq!(direction(None, "שלום עולם news"), "rtl");
        assert_eq!(direction(Some("en"), "Hello שלום"), "ltr");
    }

    #[test]
    fn reading_time_counts_words_and_ideographs() {
        assert_eq!(reading_minutes(&"word ".repeat(500)), 3);
        assert_eq!(reading_minutes(&"新".repeat(1000)), 3);
        assert_eq!(reading_minutes(""), 1);
    }
}
