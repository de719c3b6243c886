//! Titles and names as plain text, and dates the library below did not read.

use dom_query::Document;
use jiff::Timestamp;

/// Markup in a title becomes its text, entities their characters, white space single blanks. None when nothing is left.
pub(crate) fn plain(text: &str) -> Option<String> {
    let text = if text.contains(['<', '&']) { decoded(text) } else { text.to_owned() };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn decoded(text: &str) -> String {
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

/// A date in any of the forms feeds use: RFC 3339, RFC 2822, a date alone, a date and time without an offset (UTC).
pub(crate) fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp()))
        .or_else(|| {
            text.parse::<jiff::civil::DateTime>()
                .ok()
                .and_then(|local| jiff::tz::TimeZone::UTC.to_timestamp(local).ok())
        })
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
