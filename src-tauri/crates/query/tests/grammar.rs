//! What can be typed, and what it is taken for.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::tz::TimeZone;
use query::{Clock, Form, Place, Query, State, Test, Words};

fn clock() -> Clock {
    Clock { now: "2026-03-15T10:00:00Z".parse().unwrap(), zone: TimeZone::UTC }
}

/// A query as it is understood, in words of its own.
fn told(query: &Query) -> String {
    let test = |test: &Test| match test {
        Test::Words(Words { place, text, form }) => {
            let place = match place {
                Place::Anywhere => "",
                Place::Title => "in title ",
                Place::Author => "in author ",
                Place::Text => "in text ",
            };
            match form {
                Form::Any => format!("{place}{text}"),
                Form::Exact => format!("{place}[{text}]"),
                Form::Beginning => format!("{place}{text}…"),
            }
        }
        Test::Source(name) => format!("source {name}"),
        Test::Section(name) => format!("section {name}"),
        Test::Tag(name) => format!("tag {name}"),
        Test::Folder(name) => format!("folder {name}"),
        Test::Lang(name) => format!("lang {name}"),
        Test::Link(part) => format!("link {part}"),
        Test::Is(state) => format!("{state:?}"),
        Test::Before(time) => format!("before {time}"),
        Test::After(time) => format!("after {time}"),
    };
    let clauses = query.clauses.iter().map(|clause| {
        let terms: Vec<String> = clause
            .0
            .iter()
            .map(|term| format!("{}{}", if term.without { "not " } else { "" }, test(&term.test)))
            .collect();
        terms.join(" | ")
    });
    clauses.collect::<Vec<_>>().join(" & ")
}

fn is(typed: &str, wanted: &str) {
    let (query, notes) = Query::read(typed, &clock());
    assert_eq!(told(&query), wanted, "{typed}");
    assert_eq!(notes, [], "{typed}");
}

#[test]
fn words_phrases_and_beginnings() {
    is("war peace", "war & peace");
    is("war AND peace", "war & peace");
    is("\"war and peace\"", "[war and peace]");
    is("“war and” „peace“ «на войне» »Krieg«", "[war and] & [peace] & [на войне] & [Krieg]");
    is("elect* x", "elect… & x");
    is("-war -\"cold war\" - --x", "not war & not [cold war] & not -x");
    is("say\"hi", "say\"hi");
    is("\"open", "[open]");
    is("\"a\"b", "[a] & b");
    is("a\0b", "a & b");
    for nothing in ["", "  ", "*", "-", "\"\"", "(", "^ + {}", "。", "😀"] {
        is(nothing, "");
    }
}

#[test]
fn alternatives_bind_closer_than_blanks() {
    is("cat OR dog fish", "cat | dog & fish");
    is("a b OR -c OR tag:d e", "a & b | not c | tag d & e");
    is("or and Or", "or & and & Or");
    is("OR", "OR");
    is("a OR", "a & OR");
    is("OR a", "OR & a");
    is("a OR OR b", "a & OR | b");
    is("a AND OR", "a & AND & OR");
}

#[test]
fn operators_take_one_value() {
    is("source:\"The Guardian\" -TAG:x", "source The Guardian & not tag x");
    is("title:war title:\"cold war\" title:elect*", "in title war & in title [cold war] & in title elect…");
    is("author:Ada text:rain", "in author Ada & in text rain");
    is("is:Saved is:unread is:read is:tagged is:highlighted", "Saved & Unread & Read & Tagged & Highlighted");
    is("is:offline -is:offline is:Hidden", "Offline & not Offline & Hidden");
    is("after:2026-03 before:today", "after 2026-03-01T00:00:00Z & before 2026-03-15T00:00:00Z");
    is(
        "section:World folder:f lang:EN_gb link:https://a.example/x?y=1",
        "section World & folder f & lang en-gb & link https://a.example/x?y=1",
    );
}

#[test]
fn what_is_no_operator_is_words() {
    is("https://a.example/x re:invent 9:30 Ukraine: x:", "https://a.example/x & re:invent & 9:30 & Ukraine: & x:");
    assert_eq!(State::Read, State::Read);
}

#[test]
fn what_cannot_be_meant_is_told_and_left_out() {
    for (typed, understood, told_of) in [
        ("war before:soon", "war", "`soon` is no date: write 2026-03-01"),
        ("war before:", "war", "`before:` needs a day: write before:2026-03-01"),
        ("tag: war", "war", "`tag:` needs a tag: write tag:holiday"),
        ("is:old", "", "`is:old` is none: write is:saved, is:archived, is:unread"),
        ("title:*", "", "`title:` needs words: write title:election"),
        ("autor:ada", "autor:ada", "`autor:` is no operator, so it is looked for as words: did you mean `author:`?"),
        ("a OR is:old b", "a & b", "`is:old` is none"),
        ("a is:old OR b", "a & b", "`is:old` is none"),
        ("a is:hidden OR b", "a & b", "`is:hidden` says where to look: write it by itself"),
        ("a -is:hidden", "a", "`is:hidden` says where to look: write it by itself"),
    ] {
        let (query, notes) = Query::read(typed, &clock());
        assert_eq!(told(&query), understood, "{typed}");
        assert_eq!(notes.len(), 1, "{typed}");
        assert!(notes[0].message.starts_with(told_of), "{typed}: {}", notes[0].message);
        assert!(Query::strict(typed, &clock()).is_err(), "{typed}");
    }
    assert_eq!(Query::strict("", &clock()).unwrap_err().len(), 1);
    assert_eq!(Query::strict("(", &clock()).unwrap_err()[0].message, "It asks for nothing: write a word to look for");
    assert!(Query::strict("war -peace", &clock()).is_ok());
}

#[test]
fn a_word_being_typed_is_a_beginning() {
    let typing = |typed: &str| told(&Query::typing(typed, &clock()).0);
    assert_eq!(typing("war pea"), "war & pea…");
    assert_eq!(typing("war pea "), "war & pea");
    assert_eq!(typing("war pe"), "war & pe", "two letters begin most words there are");
    assert_eq!(typing("war -pea"), "war & not pea");
    assert_eq!(typing("\"pea\""), "[pea]");
    assert_eq!(typing("\"pea"), "[pea]");
    assert_eq!(typing("author:ada"), "in author ada…");
    assert_eq!(typing("tag:ada"), "tag ada");
}

#[test]
fn what_is_written_for_a_value_is_read_as_it() {
    for value in ["x", "The Guardian", "a:b", "9*", "-x", "OR", "東京", "é"] {
        let (query, notes) = Query::read(&format!("source:{}", query::quoted(value)), &clock());
        assert_eq!(told(&query), format!("source {value}"));
        assert_eq!(notes, []);
    }
    assert_eq!(query::quoted("The \"Best\" «Blog»"), "\"The Best Blog\"");
    assert_eq!(query::quoted(""), "\"\"");
}

#[test]
fn the_readme_tells_every_operator() {
    let readme = include_str!("../../../../README.md");
    for operator in query::OPERATORS {
        assert!(readme.contains(&format!("`{}", operator.example)), "{}", operator.example);
    }
    for (example, _) in query::SIGNS {
        assert!(readme.contains(&format!("`{example}`")), "{example}");
    }
}
