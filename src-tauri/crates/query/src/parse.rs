//! From what was typed to the tree.

use crate::operators::{self, STATES};
use crate::{Clause, Clock, Form, Note, Place, Query, State, Term, Test, Words, dates};

/// A word being typed counts as a beginning from this many letters; shorter ones begin most words there are.
const LEAST_BEGINNING: usize = 3;

/// What can stand between terms.
enum Piece {
    Term(Term),
    /// `OR` or `AND`, and the word it is where it joins nothing.
    Join {
        or: bool,
        word: Term,
    },
    /// A term that was left out.
    Nothing,
}

pub(crate) fn read(typed: &str, clock: &Clock, typing: bool) -> (Query, Vec<Note>) {
    let mut notes = Vec::new();
    // NUL would end the index's expressions early.
    let typed = typed.replace('\0', " ");
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let token = token(rest);
        rest = rest[token.length..].trim_start();
        if let Some(piece) = piece(&token, clock, &mut notes) {
            pieces.push(piece);
        }
    }
    let ended = typed.ends_with(|end: char| end.is_whitespace() || is_quote(end));
    if let (true, false, Some(Piece::Term(Term { without: false, test: Test::Words(words) }))) =
        (typing, ended, pieces.last_mut())
        && words.form == Form::Any
        && words.text.chars().count() >= LEAST_BEGINNING
    {
        words.form = Form::Beginning;
    }
    let mut clauses = joined(pieces);
    for Clause(terms) in &mut clauses {
        if !matches!(&terms[..], [Term { without: false, .. }]) {
            let before = terms.len();
            terms.retain(|term| term.test != Test::Is(State::Hidden));
            if terms.len() < before {
                let message = "`is:hidden` says where to look: write it by itself, without `-` and `OR`".to_owned();
                notes.push(Note { term: "is:hidden".to_owned(), message, left_out: true });
            }
        }
    }
    clauses.retain(|clause| !clause.0.is_empty());
    (Query { clauses }, notes)
}

/// Terms into clauses: what `OR` joins is one.
fn joined(pieces: Vec<Piece>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    // Whether what comes next is one more alternative of the last clause.
    let mut or = false;
    let mut pieces = pieces.into_iter().peekable();
    let mut follows = false;
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Term(term) => {
                match clauses.last_mut().filter(|_| or) {
                    Some(clause) => clause.0.push(term),
                    None => clauses.push(Clause(vec![term])),
                }
                (or, follows) = (false, true);
            }
            Piece::Nothing => {
                // It keeps its place, so that `OR` does not join its neighbours.
                if !or {
                    clauses.push(Clause(Vec::new()));
                }
                (or, follows) = (false, true);
            }
            Piece::Join { or: is_or, word } => {
                if follows && matches!(pieces.peek(), Some(Piece::Term(_) | Piece::Nothing)) {
                    or = is_or;
                    follows = false;
                } else {
                    clauses.push(Clause(vec![word]));
                    (or, follows) = (false, true);
                }
            }
        }
    }
    clauses
}

/// A term as it stands there, told apart but not understood.
pub(crate) struct Token<'a> {
    /// How many bytes of the text it takes.
    pub(crate) length: usize,
    /// As it was typed.
    pub(crate) whole: &'a str,
    pub(crate) without: bool,
    /// What stands before the colon, with or without such an operator.
    pub(crate) name: Option<&'a str>,
    /// The value or the words, without quotes.
    pub(crate) value: &'a str,
    pub(crate) quoted: bool,
}

/// The first term of a text that begins with one.
pub(crate) fn token(text: &str) -> Token<'_> {
    let without = text.starts_with('-');
    let start = usize::from(without);
    let name = text[start..].find(|character: char| !character.is_ascii_alphabetic()).and_then(|end| {
        let name = &text[start..start + end];
        (end > 0 && text[start + end..].starts_with(':')).then_some(name)
    });
    // Only a known operator may have a value in quotes: `so:"this"` is a word and a phrase.
    let known = name.is_some_and(|name| operators::named(name).is_some());
    let begin = if known { start + name.map_or(0, str::len) + 1 } else { start };
    let quote = text[begin..].chars().next().filter(|first| is_quote(*first));
    let (value, end, quoted) = if let Some(quote) = quote {
        let inside = begin + quote.len_utf8();
        let end = text[inside..].find(closing(quote)).map_or(text.len(), |close| inside + close);
        let after = text[end..].chars().next().map_or(0, char::len_utf8);
        (&text[inside..end], end + after, true)
    } else {
        let end = text[begin..].find(char::is_whitespace).map_or(text.len(), |end| begin + end);
        (&text[begin..end], end, false)
    };
    Token { length: end, whole: &text[..end], without, name, value, quoted }
}

/// What looks like an operator and is none, so that it is looked for as words. Addresses do not look like one.
pub(crate) fn unknown_operators(typed: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let token = token(rest);
        rest = rest[token.length.max(1).min(rest.len())..].trim_start();
        let Some(name) = token.name.filter(|name| operators::named(name).or(operators::meant(name)).is_none()) else {
            continue;
        };
        let value = token.value.split_once(':').map_or("", |(_, value)| value);
        if !token.quoted && !value.is_empty() && !value.starts_with("//") {
            let message = format!("there is no operator `{name}:`, so it is looked for as words");
            notes.push(Note { term: token.whole.to_owned(), message, left_out: false });
        }
    }
    notes
}

/// What programs and keyboards write for a quote.
pub(crate) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '«' | '»')
}

/// What closes what such a quote opened.
pub(crate) fn closing(quote: char) -> &'static [char] {
    match quote {
        '"' => &['"'],
        '«' => &['»'],
        '»' => &['«'],
        _ => &['“', '”', '"'],
    }
}

fn piece(token: &Token<'_>, clock: &Clock, notes: &mut Vec<Note>) -> Option<Piece> {
    let term = |test: Test| Term { without: token.without, test };
    let operator = token.name.and_then(operators::named);
    let Some(operator) = operator else {
        let form = form(token);
        let words = words(Place::Anywhere, token.value, form)?;
        if let Some(meant) = token.name.and_then(operators::meant) {
            let name = token.name.unwrap_or_default();
            let message =
                format!("`{name}:` is no operator, so it is looked for as words: did you mean `{}:`?", meant.name);
            notes.push(Note { term: token.whole.to_owned(), message, left_out: false });
        }
        let word = term(words);
        return Some(match token.whole {
            "OR" => Piece::Join { or: true, word },
            "AND" => Piece::Join { or: false, word },
            _ => Piece::Term(word),
        });
    };
    let value = token.value.trim();
    match test(operator.name, value, form(token), clock) {
        Ok(test) => Some(Piece::Term(term(test))),
        Err(message) => {
            notes.push(Note { term: token.whole.trim_end().to_owned(), message, left_out: true });
            Some(Piece::Nothing)
        }
    }
}

fn form(token: &Token<'_>) -> Form {
    if token.quoted {
        Form::Exact
    } else if token.value.ends_with('*') {
        Form::Beginning
    } else {
        Form::Any
    }
}

/// What has no letter or digit is no word: there is nothing to look for.
fn words(place: Place, text: &str, form: Form) -> Option<Test> {
    let text = if form == Form::Beginning { text.trim_end_matches('*') } else { text };
    text.chars().any(char::is_alphanumeric).then(|| Test::Words(Words { place, text: text.to_owned(), form }))
}

/// What an operator with this value tests; or what is wrong with it.
fn test(name: &str, value: &str, form: Form, clock: &Clock) -> Result<Test, String> {
    let empty = || {
        let example = operators::named(name).map_or("", |operator| operator.example);
        format!("`{name}:` needs {}: write {example}", operators::named(name).map_or("a value", |found| found.value))
    };
    if value.is_empty() {
        return Err(empty());
    }
    let owned = || value.to_owned();
    let day = || {
        dates::moment(value, clock)
            .ok_or_else(|| format!("`{value}` is no date: write 2026-03-01, 2026-03, 2026, 7d, 2w, today or yesterday"))
    };
    Ok(match name {
        "source" => Test::Source(owned()),
        "section" => Test::Section(owned()),
        "tag" => Test::Tag(owned()),
        "folder" => Test::Folder(owned()),
        "lang" => Test::Lang(value.replace('_', "-").to_ascii_lowercase()),
        "link" => Test::Link(owned()),
        "before" => Test::Before(day()?),
        "after" => Test::After(day()?),
        "is" => {
            let state = STATES.iter().find(|(state, _)| state.eq_ignore_ascii_case(value));
            Test::Is(state.map(|(_, state)| *state).ok_or_else(|| {
                let all: Vec<String> = STATES.iter().map(|(state, _)| format!("is:{state}")).collect();
                format!("`is:{value}` is none: write {}", all.join(", "))
            })?)
        }
        "title" => words(Place::Title, value, form).ok_or_else(empty)?,
        "text" => words(Place::Text, value, form).ok_or_else(empty)?,
        _ => words(Place::Author, value, form).ok_or_else(empty)?,
    })
}
