//! Titles and names as plain text.

use dom_query::Document;

/// Markup in a title becomes its text, entities their characters, white space single blanks. None when nothing is left.
pub(crate) fn plain(text: &str) -> Option<String> {
    let text = if text.contains(['<', '&']) { decoded(text) } else { text.to_owned() };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// A name or a rubric: entities become their characters, what looks like markup stays as published.
pub(crate) fn label(text: &str) -> Option<String> {
    let collapsed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let read =
        if collapsed.contains('&') && !collapsed.contains('<') { decoded(&collapsed) } else { collapsed.clone() };
    let is_markup = read.contains("</") || read.contains("/>");
    Some(if is_markup { collapsed } else { read }).filter(|text| !text.is_empty())
}

/// Bytes of a title or name that are read. The HTML parser takes quadratic time for deep nesting, and no title is longer.
const MOST: usize = 8192;

fn decoded(text: &str) -> String {
    let end = (0..=MOST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let text = &text[..end];
    // "a < b" is no markup: only what looks like a tag or an entity is given to the HTML parser.
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let mut escaped = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices('<') {
        escaped.push_str(&text[from..at]);
        escaped.push_str(if is_tag(&text[at + 1..]) { "<" } else { "&lt;" });
        from = at + 1;
    }
    escaped.push_str(&text[from..]);
    Document::fragment(escaped).text().to_string()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn titles_are_text() {
        assert_eq!(plain("AT&amp;T <b>and</b>\n the rest").as_deref(), Some("AT&T and the rest"));
        assert_eq!(plain("if a < b &lt; c").as_deref(), Some("if a < b < c"));
        assert_eq!(plain("  <br/> "), None);
    }
}
