//! What a reader types to find articles, as a tree: the one grammar of search, saved searches and rules. Pure.
//!
//! ```text
//! query       = alternative…              all of them hold; AND between them may be said
//! alternative = term { "OR" term }        one of them holds: OR binds closer than the blank
//! term        = [ "-" ] ( words | operator ":" value )
//! words       = word | word "*" | quoted  any form of the word; its beginning; exactly this, in this order
//! value       = word | quoted             as the operator says: see [`OPERATORS`]
//! quoted      = '"' … '"'                 “ ” „ « » are quotes too; one that is not closed goes to the end
//! ```
//!
//! Case and diacritics never matter, but that `OR` and `AND` are in capitals. Anything is a query: what is no operator is
//! words, and `OR` without a term on both sides is a word. A term that cannot be meant as it is written (`before:soon`) is
//! left out and told of in a [`Note`]; [`Query::strict`] refuses it instead.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod complete;
mod dates;
mod fold;
mod operators;
mod parse;
mod told;
mod words;
mod write;

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use complete::{Completion, Proposal, Vocabulary, complete};
pub use fold::fold;
pub use operators::{OPERATORS, Operator, SIGNS, STATES};
pub use words::{Word, is_spaceless, words};
pub use write::quoted;

/// When and where the query is asked: what `today` means.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The present.
    pub now: Timestamp,
    /// The reader's time zone.
    pub zone: TimeZone,
}

impl Clock {
    /// When a day begins that is written as `after:` and `before:` take it; none when it is no day.
    #[must_use]
    pub fn moment(&self, typed: &str) -> Option<Timestamp> {
        dates::moment(typed, self)
    }

    /// When the reader's day began.
    #[must_use]
    pub fn today(&self) -> Option<Timestamp> {
        dates::moment("today", self)
    }
}

/// What articles are to be found: those for which all clauses hold. Without any it finds nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// All of them hold.
    pub clauses: Vec<Clause>,
}

/// Alternatives, of which at least one holds. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause(pub Vec<Term>);

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// It must not hold.
    pub without: bool,
    /// What is looked at.
    pub test: Test,
}

/// What is looked at in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// Words stand there.
    Words(Words),
    /// Its source is so named, or where none is: its source's name or site has this in it.
    Source(String),
    /// The publisher's rubric is so named, or where none is: has this in it.
    Section(String),
    /// It has this tag.
    Tag(String),
    /// Its source is in this folder.
    Folder(String),
    /// It is in this language, or a kind of it: `en` is also `en-GB`.
    Lang(String),
    /// Its address has this in it.
    Link(String),
    /// The reader's own side of it.
    Is(State),
    /// Published before this moment.
    Before(Timestamp),
    /// Published at this moment or later.
    After(Timestamp),
}

/// Words to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Where.
    pub place: Place,
    /// As typed. Never without a letter or digit.
    pub text: String,
    /// How near to what was typed.
    pub form: Form,
}

/// Where words are to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In headline, deck, byline or text, or in the source's name.
    Anywhere,
    /// In the headline.
    Title,
    /// In the byline.
    Author,
    /// In deck or text.
    Text,
}

/// How near to what was typed the words are to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Any form of the word, in the languages that are known.
    Any,
    /// Exactly this, in this order.
    Exact,
    /// What begins with it.
    Beginning,
}

/// The reader's own side of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words are those of DESIGN.md")]
pub enum State {
    Read,
    Unread,
    /// Saved, and not put away.
    Saved,
    /// Saved and put away.
    Archived,
    Tagged,
    Highlighted,
    Offline,
    /// It is looked for among what is hidden, and nothing else is. Stands alone in its clause, and is never without.
    Hidden,
}

/// What could not be meant as it is written, or may not mean what it seems to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The term, as it was typed.
    pub term: String,
    /// A sentence: what is wrong with it, and what to write.
    pub message: String,
    /// The term was left out.
    pub left_out: bool,
}

impl Query {
    /// Reads what was typed and sent: nothing is an error, and what could not be meant comes in the notes.
    #[must_use]
    pub fn read(typed: &str, clock: &Clock) -> (Self, Vec<Note>) {
        parse::read(typed, clock, false)
    }

    /// Reads what is still being typed: its last word counts as a beginning, from three letters on.
    #[must_use]
    pub fn typing(typed: &str, clock: &Clock) -> (Self, Vec<Note>) {
        parse::read(typed, clock, true)
    }

    /// Reads what is to go on acting by itself, so that nothing in it may be left out.
    ///
    /// # Errors
    /// The notes on what cannot be meant; or one that it asks for nothing.
    pub fn strict(typed: &str, clock: &Clock) -> Result<Self, Vec<Note>> {
        let (query, mut notes) = Self::read(typed, clock);
        if query.is_empty() && notes.is_empty() {
            let message = "It asks for nothing: write a word to look for".to_owned();
            notes.push(Note { term: typed.trim().to_owned(), message, left_out: true });
        }
        if notes.is_empty() { Ok(query) } else { Err(notes) }
    }

    /// Notes on what looks like an operator and is none. It may well be meant as words, so nothing refuses it.
    #[must_use]
    pub fn unknown_operators(typed: &str) -> Vec<Note> {
        parse::unknown_operators(typed)
    }

    /// Whether it asks for nothing, and so finds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// All of its terms.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.clauses.iter().flat_map(|clause| &clause.0)
    }
}
