//! The operators, as one table: what is read, completed, and told in help and README.

use crate::State;

/// An operator: `name:value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operator {
    /// What stands before the colon.
    pub name: &'static str,
    /// What the value is.
    pub value: &'static str,
    /// What it finds: goes on after "articles ".
    pub finds: &'static str,
    /// One as it may be typed.
    pub example: &'static str,
}

/// All operators, those first that are wanted most. A test holds README to this table.
pub const OPERATORS: &[Operator] = &[
    row("source", "a name or site", "of a source", "source:\"The Guardian\""),
    row("title", "words", "with words in the headline", "title:election"),
    row("author", "a name", "by somebody", "author:\"Ada Lovelace\""),
    row("tag", "a tag", "you gave a tag", "tag:holiday"),
    row("is", "saved, archived, unread, read, tagged, highlighted, offline or hidden", "as you left them", "is:unread"),
    row("after", "a day", "from that day on", "after:7d"),
    row("before", "a day", "from before that day", "before:2026-03-01"),
    row("section", "a rubric", "of a publisher's section", "section:science"),
    row("folder", "a folder", "of a folder's sources", "folder:Morning"),
    row("text", "words", "with words in the text", "text:\"climate change\""),
    row("lang", "a language's code", "in a language", "lang:fr"),
    row("link", "a part of an address", "whose address has this in it", "link:github.com"),
];

/// What else can be typed: an example, and what it finds, for the help.
pub const SIGNS: &[(&str, &str)] = &[
    ("war peace", "articles with both words, in any form the language gives them"),
    ("\"cold war\"", "exactly these words, in this order"),
    ("elect*", "words that begin so"),
    ("-football", "articles without it; also -tag:work"),
    ("cats OR dogs", "one of the two, or both"),
];

/// The values of `is:`.
pub const STATES: &[(&str, State)] = &[
    ("saved", State::Saved),
    ("archived", State::Archived),
    ("unread", State::Unread),
    ("read", State::Read),
    ("tagged", State::Tagged),
    ("highlighted", State::Highlighted),
    ("offline", State::Offline),
    ("hidden", State::Hidden),
];

const fn row(name: &'static str, value: &'static str, finds: &'static str, example: &'static str) -> Operator {
    Operator { name, value, finds, example }
}

/// The operator of that name, in any case.
pub(crate) fn named(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|operator| operator.name.eq_ignore_ascii_case(name))
}

/// The operator that a name was surely meant to be: one letter too many, too few, wrong or in the other's place.
pub(crate) fn meant(name: &str) -> Option<&'static Operator> {
    let name = name.to_ascii_lowercase();
    OPERATORS.iter().find(|operator| operator.name.len() > 2 && near(operator.name.as_bytes(), name.as_bytes()))
}

fn near(one: &[u8], other: &[u8]) -> bool {
    let same = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[same..], &other[same..]);
    match (one, other) {
        ([], [_]) | ([_], []) => true,
        ([a, x, one @ ..], [y, b, other @ ..]) if a == b && x == y && one == other => true,
        ([_, rest @ ..], _) if rest == other => true,
        (_, [_, rest @ ..]) if rest == one => true,
        ([_, one @ ..], [_, other @ ..]) => one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{OPERATORS, meant};
    use crate::{Clock, Query};

    #[test]
    fn every_example_is_read_without_a_note() {
        let clock = Clock { now: "2026-03-15T10:00:00Z".parse().unwrap(), zone: jiff::tz::TimeZone::UTC };
        for operator in OPERATORS {
            let query = Query::strict(operator.example, &clock).unwrap();
            assert_eq!(query.clauses.len(), 1, "{}", operator.example);
            assert!(operator.example.starts_with(&format!("{}:", operator.name)));
        }
        for (example, _) in super::SIGNS {
            Query::strict(example, &clock).unwrap();
        }
    }

    #[test]
    fn a_slip_of_one_letter_is_told() {
        for (typed, operator) in
            [("autor", "author"), ("sorce", "source"), ("tagg", "tag"), ("beofre", "before"), ("Titel", "title")]
        {
            assert_eq!(meant(typed).map(|operator| operator.name), Some(operator), "{typed}");
        }
        for typed in ["http", "https", "re", "9", "note", "is"] {
            assert_eq!(meant(typed), None, "{typed}");
        }
    }
}
