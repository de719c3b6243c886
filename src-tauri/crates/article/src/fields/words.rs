//! Words compared as readers compare them: without regard to case, quotes and dashes.

/// The letters and digits of a text, in lower case.
pub(crate) fn letters(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for c in text.chars() {
        // Most letters are plain ASCII, whose lower case is one addition away.
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                letters.push(c.to_ascii_lowercase());
            }
        } else if c.is_alphanumeric() {
            letters.extend(c.to_lowercase());
        }
    }
    letters
}

/// [`letters`] one by one: comparing needs no copy, and most comparisons end at the first.
fn each_letter(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(|c| {
        // What is plain ASCII, most letters, has one lower case.
        let (plain, other) =
            if c.is_ascii() { (Some(c.to_ascii_lowercase()), None) } else { (None, Some(c.to_lowercase())) };
        plain.into_iter().chain(other.into_iter().flatten())
    })
}

/// Whether two texts say the same.
pub(crate) fn same(one: &str, other: &str) -> bool {
    let mut letters = each_letter(one).peekable();
    letters.peek().is_some() && letters.eq(each_letter(other))
}

/// The share of a text's words that another has too, in per cent.
pub(crate) fn shared(text: &str, other: &str) -> usize {
    let split = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_lowercase).collect()
    };
    let (words, others) = (split(text), split(other));
    if words.is_empty() {
        return 0;
    }
    words.iter().filter(|word| others.contains(word)).count() * 100 / words.len()
}

/// Whether a text is nothing but one of the site's names.
pub(crate) fn is_site(text: &str, names: &[String]) -> bool {
    let text = letters(text);
    !text.is_empty() && names.iter().any(|name| letters(name) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_dashes_do_not_matter() {
        assert!(same("“Ice” – again", "\"ice\" - Again"));
        assert!(!same("", "…"));
        assert_eq!(shared("Ships leave harbour", "The harbour that ships left"), 66);
    }
}
