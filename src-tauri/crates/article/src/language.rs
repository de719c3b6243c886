//! In which language a text is, which way it runs, and how long it takes to read.

use whatlang::Lang;

use crate::fields::claims::Claims;

/// The language that the page says it is in, as a BCP 47 tag, and where it says so.
pub(crate) fn claimed(claims: &Claims, ld: Option<&str>) -> (Option<String>, &'static str) {
    let told = [
        (claims.lang.clone(), "the page's lang attribute"),
        (claims.text(&["content-language", "language", "dc.language", "dcterms.language"]), "a meta element"),
        (claims.text(&["og:locale"]), "og:locale"),
        (ld.map(str::to_owned), "JSON-LD"),
    ];
    told.into_iter().find_map(|(tag, way)| Some((Some(tidy(&tag?)?), way))).unwrap_or_default()
}

/// `en_us` as `en-US`; none for what is no tag.
fn tidy(tag: &str) -> Option<String> {
    let mut parts = tag.trim().split(['-', '_', ',', ';', '.', ' ']);
    let base =
        parts.next().filter(|base| (2..=3).contains(&base.len()) && base.bytes().all(|b| b.is_ascii_alphabetic()))?;
    let mut tidy = base.to_ascii_lowercase();
    for part in parts.take(2).filter(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        match part.len() {
            2 => tidy = format!("{tidy}-{}", part.to_ascii_uppercase()),
            4 => tidy = format!("{tidy}-{}{}", part[..1].to_ascii_uppercase(), part[1..].to_ascii_lowercase()),
            _ => break,
        }
    }
    Some(tidy)
}

/// A text shorter than this, in letters, does not tell its language.
const TELLING: usize = 150;

/// Letters that are looked at.
const LOOKED_AT: usize = 800;

/// Languages that are told apart badly, by their ISO 639-1 codes; a page's own word is taken for them.
const ALIKE: &[&[&str]] = &[
    &["be", "ru", "uk", "bg", "mk", "sr"],
    &["bs", "hr", "sh", "sl", "sr"],
    &["ca", "es", "gl", "pt", "oc"],
    &["cs", "sk"],
    &["da", "nb", "nn", "no", "sv"],
    &["de", "gsw", "lb", "nds"],
    &["id", "jv", "ms"],
    &["af", "fy", "nl"],
    &["fa", "ps", "ur", "ar", "ckb", "ku"],
    &["hi", "mr", "ne"],
    &["az", "tr", "tk"],
];

/// The page's language and whether the text, and not the page, told it: many pages are marked with the language of their
/// theme.
pub(crate) fn settle(claimed: Option<&str>, text: &str) -> (Option<String>, bool) {
    let own = || (claimed.map(str::to_owned), false);
    let sample: String = text.chars().take(LOOKED_AT).collect();
    if sample.chars().filter(|c| c.is_alphabetic()).count() < TELLING {
        return own();
    }
    let Some(detected) = whatlang::detect(&sample) else { return own() };
    let Some(code) = code(detected.lang()) else { return own() };
    // Japanese is written in Chinese signs too; its own letters tell it.
    let kana = sample.chars().filter(|c| ('\u{3040}'..'\u{3100}').contains(c)).count();
    let (code, kana) = if kana * 12 > sample.chars().count() { ("ja", true) } else { (code, false) };
    let base = claimed.and_then(|tag| tag.split('-').next()).unwrap_or_default();
    let alike = ALIKE.iter().any(|group| group.contains(&base) && group.contains(&code));
    let known = CODES.iter().find(|(_, known)| *known == base).and_then(|(three, _)| Lang::from_code(*three));
    // Another script leaves no doubt; in the same one a language that cannot be told is left alone.
    let other_script = known.is_some_and(|known| !detected.script().langs().contains(&known));
    let sure = kana || other_script || detected.is_reliable() && detected.confidence() > 0.9;
    let wrong = base.is_empty() || base != code && !alike && known.is_some();
    if sure && wrong { (Some(code.to_owned()), true) } else { own() }
}

fn code(lang: Lang) -> Option<&'static str> {
    CODES.iter().find(|(three, _)| *three == lang.code()).map(|(_, two)| *two)
}

/// ISO 639-3 codes of the languages that can be told, and their 639-1 codes. Sorted. Source: SIL, ISO 639-3 code tables.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

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

/// How long a text takes to be read, in a measure in which texts of all scripts can be compared.
#[must_use]
pub fn reading_length(text: &str) -> u32 {
    let dense =
        text.chars().filter(|c| matches!(u32::from(*c), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xF900..=0xFAFF)).count();
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let words = if dense > words { 0 } else { words };
    u32::try_from(words * CHARACTERS_A_MINUTE + dense * WORDS_A_MINUTE).unwrap_or(u32::MAX)
}

/// Minutes to read what has this [`reading_length`], at least one.
#[must_use]
pub fn minutes_of(length: u32) -> u32 {
    #[allow(clippy::cast_possible_truncation, reason = "a hundred thousand")]
    const MINUTE: u32 = (WORDS_A_MINUTE * CHARACTERS_A_MINUTE) as u32;
    length.div_ceil(MINUTE).max(1)
}

/// Minutes to read a text, at least one.
#[must_use]
pub fn reading_minutes(text: &str) -> u32 {
    minutes_of(reading_length(text))
}

#[cfg(test)]
mod tests {
    use super::{ALIKE, CODES, claimed, direction, reading_minutes, settle};
    use crate::fields::claims::Claims;

    #[test]
    fn a_page_marked_with_another_language_than_its_own_is_read_right() {
        let german = "Der Hafen war am Dienstag zum ersten Mal seit vierzig Jahren zugefroren, und die Fähren blieben, wo sie \
                      waren. Schüler gingen über das Eis zur Schule, was der Stadtrat erst verbot und dann erlaubte.";
        assert_eq!(settle(Some("en-US"), german), (Some("de".to_owned()), true));
        assert_eq!(settle(None, german), (Some("de".to_owned()), true));
        assert_eq!(settle(Some("de-AT"), german), (Some("de-AT".to_owned()), false));
        assert_eq!(settle(Some("lb"), german), (Some("lb".to_owned()), false));
        assert_eq!(settle(Some("en"), "Kurz."), (Some("en".to_owned()), false));
        let russian = "Гавань замёрзла во вторник впервые за сорок лет, и паромы остались на своих местах. Школьники шли \
                       в школу по льду, что городской совет сначала запретил, а потом к полудню разрешил. Капитаны паромов ждут оттепели.";
        assert_eq!(settle(Some("en"), russian).0.as_deref(), Some("ru"));
        let japanese =
            "港は火曜日に四十年ぶりに凍結し、フェリーは停泊したままだった。生徒たちは氷の上を歩いて学校へ行った。"
                .repeat(4);
        assert_eq!(settle(None, &japanese).0.as_deref(), Some("ja"));
    }

    #[test]
    fn every_language_that_can_be_told_has_a_code() {
        assert!(CODES.is_sorted());
        for lang in whatlang::Lang::all() {
            assert!(super::code(*lang).is_some(), "{}", lang.code());
        }
        assert!(CODES.len() > 40 && !ALIKE.is_empty());
    }

    #[test]
    fn a_language_is_claimed_in_several_places() {
        for (html, want) in [
            ("<html lang=en_us>", Some("en-US")),
            ("<html lang=''><meta property=og:locale content=de_DE>", Some("de-DE")),
            ("<meta http-equiv=Content-Language content='fr, en'>", Some("fr")),
            ("<html lang=zh-hant-tw>", Some("zh-Hant-TW")),
            ("<html lang=english>", None),
        ] {
            let claims = Claims::of(&dom_query::Document::from(html));
            assert_eq!(claimed(&claims, None).0.as_deref(), want, "{html}");
        }
    }

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
