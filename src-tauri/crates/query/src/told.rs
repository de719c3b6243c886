//! A query in words: what a search that finds nothing says it looked for.

use jiff::tz::TimeZone;

use crate::{Clause, Form, Place, Query, State, Term, Test, Words};

impl Query {
    /// What the query asks for, in words, dates in a time zone: `“war”, in any form; not tagged “work”`.
    #[must_use]
    pub fn told(&self, zone: &TimeZone) -> String {
        let clause =
            |Clause(terms): &Clause| terms.iter().map(|term| term.told(zone)).collect::<Vec<_>>().join(", or ");
        self.clauses.iter().map(clause).collect::<Vec<_>>().join("; ")
    }
}

impl Term {
    fn told(&self, zone: &TimeZone) -> String {
        let told = match &self.test {
            Test::Words(words) if self.without => format!("without {}", words.told()),
            Test::Words(words) => return words.told(),
            Test::Source(name) => format!("from “{name}”"),
            Test::Section(name) => format!("in the section “{name}”"),
            Test::Tag(name) => format!("tagged “{name}”"),
            Test::Folder(name) => format!("in the folder “{name}”"),
            Test::Lang(code) => format!("in the language “{code}”"),
            Test::Link(part) => format!("with “{part}” in the address"),
            Test::Is(state) => state.told().to_owned(),
            Test::Before(time) => format!("published before {}", day(*time, zone)),
            Test::After(time) => format!("published since {}", day(*time, zone)),
        };
        if self.without && !matches!(self.test, Test::Words(_)) { format!("not {told}") } else { told }
    }
}

impl Words {
    fn told(&self) -> String {
        let text = self.text.trim();
        let words = match self.form {
            Form::Any => format!("“{text}”"),
            Form::Exact => format!("exactly “{text}”"),
            Form::Beginning => format!("words that begin with “{text}”"),
        };
        let place = match self.place {
            Place::Anywhere => "",
            Place::Title => " in the headline",
            Place::Author => " in the byline",
            Place::Text => " in the text",
        };
        format!("{words}{place}")
    }
}

impl State {
    fn told(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Saved => "saved",
            Self::Archived => "archived",
            Self::Tagged => "tagged",
            Self::Highlighted => "highlighted",
            Self::Offline => "kept offline",
            Self::Hidden => "hidden",
        }
    }
}

fn day(time: jiff::Timestamp, zone: &TimeZone) -> String {
    time.to_zoned_datetime(zone.clone()).strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use crate::{Clock, Query};
    use jiff::tz::TimeZone;

    #[test]
    fn a_query_is_told_in_words() {
        let clock = Clock { now: "2026-03-15T10:00:00Z".parse().unwrap(), zone: TimeZone::UTC };
        for (typed, told) in [
            ("war -peace", "“war”; without “peace”"),
            ("\"cold war\" OR elect*", "exactly “cold war”, or words that begin with “elect”"),
            ("title:sea author:ada text:rain", "“sea” in the headline; “ada” in the byline; “rain” in the text"),
            ("source:\"The Sun\" -tag:work -is:read", "from “The Sun”; not tagged “work”; not read"),
            (
                "section:x folder:f lang:en link:a.b",
                "in the section “x”; in the folder “f”; in the language “en”; with “a.b” in the address",
            ),
            ("after:2026-03-01 before:today", "published since 1 March 2026; published before 15 March 2026"),
            ("", ""),
        ] {
            assert_eq!(Query::read(typed, &clock).0.told(&clock.zone), told, "{typed}");
        }
    }
}
