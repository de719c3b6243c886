//! The words of a text, as searches compare them: one division for what is indexed, what is typed and what is shown.

use std::borrow::Cow;
use std::ops::Range;

use crate::fold::fold_into;

/// Longer words count by their first letters: what is longer is an address, or no language.
const LONGEST: usize = 64;

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// In small letters without diacritics. Never empty, and without a blank.
    pub folded: Cow<'a, str>,
    /// The bytes of the text it takes.
    pub place: Range<usize>,
}

/// What a character does to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    /// A word of its own: its script is written without spaces.
    Alone,
    /// Neither a letter nor an end: soft hyphens, joiners, marks.
    Nothing,
    End,
}

/// The words of a text, in order. Where no spaces are written between words, each character is one, so that a phrase finds
/// any run of them.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        while let Some(place) = next(text, rest) {
            rest = place.end;
            let folded = folded(&text[place.clone()]);
            if !folded.is_empty() {
                return Some(Word { folded, place });
            }
        }
        None
    })
}

/// The next word at or after `from`.
fn next(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut start = None;
    while at < bytes.len() {
        let byte = bytes[at];
        let (kind, length) = if byte.is_ascii() {
            (if byte.is_ascii_alphanumeric() { Kind::Letter } else { Kind::End }, 1)
        } else {
            let character = text[at..].chars().next()?;
            (kind(character), character.len_utf8())
        };
        match (kind, start) {
            (Kind::Letter, None) => start = Some(at),
            (Kind::Alone, None) => return Some(at..at + length),
            (Kind::End | Kind::Alone, Some(start)) => return Some(start..at),
            _ => {}
        }
        at += length;
    }
    start.map(|start| start..at)
}

fn folded(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        let word = &word[..word.len().min(LONGEST)];
        return if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    let mut folded = String::with_capacity(word.len());
    if word.chars().next().is_some_and(is_spaceless) {
        folded.push_str(word);
    } else {
        fold_into(word, |character| {
            if kind(character) == Kind::Letter || kind(character) == Kind::Alone {
                folded.push(character);
            }
        });
    }
    if let Some((end, _)) = folded.char_indices().nth(LONGEST) {
        folded.truncate(end);
    }
    Cow::Owned(folded)
}

fn kind(character: char) -> Kind {
    match u32::from(character) {
        // Soft hyphen, joiners, marks of direction, variation selectors.
        0xad | 0x200c..=0x200f | 0x202a..=0x202e | 0x2060..=0x2064 | 0x2066..=0x2069 | 0xfe00..=0xfe0f | 0xfeff => {
            Kind::Nothing
        }
        // Combining marks of Latin, Greek and Cyrillic.
        0x300..=0x36f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff => Kind::Nothing,
        _ if is_spaceless(character) => Kind::Alone,
        // What kills or softens a letter of South Asia is no letter to Rust.
        0x93c
        | 0x94d
        | 0x951..=0x954
        | 0x9bc
        | 0x9cd
        | 0xa3c
        | 0xa4d
        | 0xabc
        | 0xacd
        | 0xb3c
        | 0xb4d
        | 0xbcd
        | 0xc3c
        | 0xc4d
        | 0xcbc
        | 0xccd
        | 0xd3b
        | 0xd3c
        | 0xd4d
        | 0xdca => Kind::Letter,
        _ if character.is_alphanumeric() => Kind::Letter,
        _ => Kind::End,
    }
}

/// Whether the character's script is written without spaces between words.
#[must_use]
pub fn is_spaceless(character: char) -> bool {
    matches!(u32::from(character),
        0x0e00..=0x0eff // Thai, Lao
        | 0x1000..=0x109f // Burmese
        | 0x1780..=0x17ff // Khmer
        | 0x3005..=0x3007 | 0x3040..=0x30fa | 0x30fc..=0x30ff | 0x3100..=0x312f | 0x31a0..=0x31bf | 0x31f0..=0x31ff // kana, bopomofo
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x323af // Han
        | 0xac00..=0xd7a3 // Hangul: has spaces, but particles grow onto the words
        | 0xff66..=0xff9f // half-width kana
    )
}

#[cfg(test)]
mod tests {
    use super::words;

    fn told(text: &str) -> String {
        words(text).map(|word| word.folded.into_owned()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn texts_fall_into_words() {
        for (text, wanted) in [
            ("The “Café”, Zürich!", "the cafe zurich"),
            ("don't re-open U.S. 3.5%", "don t re open u s 3 5"),
            ("hy\u{ad}phen zero\u{200b}width", "hyphen zero width"),
            ("war😀peace", "war peace"),
            ("東京5G都", "東 京 5g 都"),
            ("カ・ナ", "カ ナ"),
            ("서울에서", "서 울 에 서"),
            ("ไทย", "ไ ท ย"),
            ("हिन्दी में", "हिन्दी में"),
            ("Новый ёлка", "новый елка"),
            ("Straße Łódź Ørsted æon", "strasse lodz orsted aeon"),
            ("e\u{301}te \u{301} ﬁn", "ete fin"),
            ("كِتَابٌ أحمد", "كتاب احمد"),
            ("½ ٣", "12 ٣"),
            ("", ""),
            ("— … \u{fe0f}", ""),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
        assert_eq!(told(&"a".repeat(100)).len(), 64);
        assert_eq!(told(&"é".repeat(100)).len(), 64);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "Ein „Café“ in 東京.";
        let places: Vec<&str> = words(text).map(|word| &text[word.place]).collect();
        assert_eq!(places, ["Ein", "Café", "in", "東", "京"]);
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["Çà et là", "İstanbul ISTANBUL", "ǅ ﬃ ŉ ẛ̣", "ΆΣς", "Ǆ", "ß ẞ", "각 が ﾊﾟ", "ำ ຳ"]
        {
            assert_eq!(told(&told(text)), told(text), "{text}");
        }
    }
}
