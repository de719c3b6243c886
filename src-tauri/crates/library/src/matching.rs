//! Queries (crate `query`) over this library: which articles fulfil one. Said twice, for one article in plain Rust, and
//! for all in SQL and the search index; a test holds the two to each other.

mod phrasebook;
mod sql;
mod subject;

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::Timestamp;
use query::{Form, Place, Query, State, fold};
use rusqlite::Connection;

pub(crate) use phrasebook::Phrasebook;
pub(crate) use sql::{Compiled, sections};
pub use subject::Subject;

use crate::error::Fault;
use crate::query::{Condition, text};
use crate::stem::{self, Language};
use crate::time::millis;
use crate::{ArticleId, Library, LibraryError, SourceId, walk};

/// A query made ready: the names in it are looked up in the library. Worth making once for many articles; made anew when
/// sources, folders or tags may have changed.
#[derive(Debug, Clone)]
pub struct Matcher {
    clauses: Vec<Vec<Term>>,
}

#[derive(Debug, Clone)]
struct Term {
    without: bool,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    Words(Phrase),
    Sources(BTreeSet<SourceId>),
    Section(Section),
    /// Folded.
    Tag(String),
    Lang(String),
    Link(String),
    Is(State),
    Before(i64),
    After(i64),
}

/// What a word's other forms are worth, and those that begin with it.
const KIN: f64 = 0.8;

/// Words to be found side by side.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Phrase {
    place: Place,
    /// Folded. Without any it is found nowhere.
    words: Vec<String>,
    form: Form,
}

/// A rubric's name, folded; or a part of one, where none is so named.
#[derive(Debug, Clone)]
struct Section {
    name: String,
    whole: bool,
}

impl Library {
    /// Makes a query ready.
    pub fn matcher(&self, query: &Query) -> Result<Matcher, LibraryError> {
        self.reader().read(|connection| Matcher::new(connection, query))
    }

    /// The articles of the lists, or with `is:hidden` the hidden ones, that fulfil a query, the newest first, of those published since a time; at most so many.
    /// A query that asks for nothing finds nothing.
    ///
    /// Articles that wait to be indexed are indexed first, unless there are very many.
    pub fn matching(
        &self,
        query: &Query,
        since: Option<Timestamp>,
        most: usize,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        self.catch_up()?;
        self.reader().read(|connection| {
            let mut conditions = Matcher::new(connection, query)?.conditions(connection)?;
            conditions.extend(since.map(|since| Condition::Since(millis(since))));
            let places = walk::places(connection, &conditions, walk::START, most)?;
            Ok(places.into_iter().map(|(_, id)| ArticleId::new(id)).collect())
        })
    }

    /// An article as queries see it; none when it is not here, or its text cannot be read.
    pub fn subject(&self, id: ArticleId) -> Result<Option<Subject>, LibraryError> {
        self.reader().read(|connection| Subject::read(connection, id))
    }
}

impl Matcher {
    pub(crate) fn new(connection: &Connection, query: &Query) -> Result<Self, Fault> {
        let ready = |term: &query::Term| Ok(Term { without: term.without, test: ready(connection, &term.test)? });
        let clauses = query.clauses.iter().map(|clause| clause.0.iter().map(ready).collect());
        Ok(Self { clauses: clauses.collect::<Result<_, Fault>>()? })
    }

    /// Whether an article fulfils the query.
    #[must_use]
    pub fn matches(&self, subject: &Subject) -> bool {
        self.holds(subject, |phrase| subject.has(phrase))
    }

    /// The same, where it is known which phrases the article has.
    pub(crate) fn holds(&self, subject: &Subject, has: impl Fn(&Phrase) -> bool) -> bool {
        let holds = |term: &Term| match &term.test {
            Test::Words(phrase) => has(phrase) != term.without,
            test => test.holds(subject) != term.without,
        };
        !self.clauses.is_empty() && self.clauses.iter().all(|clause| clause.iter().any(holds))
    }

    /// All its phrases, also those that are to be missing.
    pub(crate) fn all_phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.clauses.iter().flatten().filter_map(|term| term.words().map(|(phrase, _)| phrase))
    }

    /// Phrases of which at least one is to be found, where the query has such a clause.
    pub(crate) fn needs(&self) -> Option<Vec<&Phrase>> {
        let wanted = |term: &'_ Term| !term.without && matches!(term.test, Test::Words(_));
        let clause = self.clauses.iter().find(|clause| clause.iter().all(wanted))?;
        Some(clause.iter().filter_map(|term| term.words().map(|(phrase, _)| phrase)).collect())
    }

    /// How much of what is to be found stands in a text: the mean of what each phrase is worth by how often it does. Where
    /// only other forms of it stand, or words it is the beginning of, it is worth less.
    pub(crate) fn share(&self, text: &str, language: Option<Language>, worth: impl Fn(u32) -> f64) -> f64 {
        let words: Vec<String> = query::words(text).map(|word| word.folded.into_owned()).collect();
        let (mut sum, mut phrases) = (0.0, 0);
        for phrase in self.phrases() {
            let (mut times, mut itself) = (0_u32, false);
            for run in phrase.runs(&words, language) {
                times = times.saturating_add(1);
                itself |= words.get(run).is_some_and(|run| run == phrase.words);
            }
            sum += worth(times) * if itself { 1.0 } else { KIN };
            phrases += 1;
        }
        if phrases == 0 { 0.0 } else { sum / f64::from(phrases) }
    }

    /// The words that are to be found, without those that are to be missing.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.clauses.iter().flatten().filter(|term| !term.without).filter_map(|term| match &term.test {
            Test::Words(phrase) => Some(phrase),
            _ => None,
        })
    }
}

fn ready(connection: &Connection, test: &query::Test) -> Result<Test, Fault> {
    Ok(match test {
        query::Test::Words(words) => Test::Words(Phrase::of(words)),
        query::Test::Source(name) => Test::Sources(sources(connection, name)?),
        query::Test::Folder(name) => Test::Sources(in_folder(connection, name)?),
        query::Test::Section(name) => {
            let name = fold(name);
            let whole = sections(connection)?.iter().any(|section| fold(section) == name);
            Test::Section(Section { name, whole })
        }
        query::Test::Tag(name) => Test::Tag(fold(name)),
        query::Test::Lang(code) => Test::Lang(subject::language(code)),
        query::Test::Link(part) => Test::Link(part.to_ascii_lowercase()),
        query::Test::Is(state) => Test::Is(*state),
        query::Test::Before(time) => Test::Before(millis(*time)),
        query::Test::After(time) => Test::After(millis(*time)),
    })
}

/// The sources of that name; where none is, those whose name or site has it in it.
fn sources(connection: &Connection, name: &str) -> Result<BTreeSet<SourceId>, Fault> {
    let name = fold(name);
    let mut query = connection.prepare_cached("SELECT id, title, url, coalesce(site_url, '') FROM source")?;
    let mut rows = query.query([])?;
    let (mut so_named, mut others) = (BTreeSet::new(), BTreeSet::new());
    while let Some(row) = rows.next()? {
        let id: SourceId = row.get(0)?;
        let title = fold(&text(row, 1)?);
        if title == name {
            so_named.insert(id);
        } else if !name.is_empty()
            && [title, site(&text(row, 2)?), site(&text(row, 3)?)].iter().any(|own| own.contains(&name))
        {
            others.insert(id);
        }
    }
    Ok(if so_named.is_empty() { others } else { so_named })
}

/// The server of an address, as names are compared.
fn site(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    fold(rest.split(['/', '?', '#']).next().unwrap_or_default())
}

fn in_folder(connection: &Connection, name: &str) -> Result<BTreeSet<SourceId>, Fault> {
    let name = fold(name);
    let mut query = connection.prepare_cached("SELECT id, folder FROM source WHERE folder IS NOT NULL")?;
    let mut rows = query.query([])?;
    let mut found = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if fold(&text(row, 1)?) == name {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

impl Phrase {
    fn of(words: &query::Words) -> Self {
        let folded: Vec<String> = query::words(&words.text).map(|word| word.folded.into_owned()).collect();
        // What is taken for several words is meant as it stands there: `covid-19`.
        let form = if words.form == Form::Any && folded.len() > 1 { Form::Exact } else { words.form };
        Self { place: words.place, words: folded, form }
    }

    /// Where it stands in a text of this language: runs of words.
    pub(crate) fn runs<'a>(
        &'a self,
        text: &'a [String],
        language: Option<Language>,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let length = self.words.len();
        let stem = language
            .filter(|_| self.form == Form::Any)
            .zip(self.words.last().filter(|last| last.len() >= stem::LEAST))
            .map(|(language, last)| (language, language.stem(last)));
        let fits = move |word: &String, last: &String| {
            word == last
                || (self.form == Form::Beginning && word.starts_with(last.as_str()))
                || stem.as_ref().is_some_and(|(language, stem)| {
                    word.len() >= stem::LEAST && language.may_share_stem(word, last) && language.stem(word) == *stem
                })
        };
        text.windows(length.max(1)).enumerate().filter_map(move |(at, run)| {
            let ((end, start), (last, before)) = (run.split_last()?, self.words.split_last()?);
            (start == before && fits(end, last)).then_some(at..at + length)
        })
    }
}

impl Test {
    fn holds(&self, subject: &Subject) -> bool {
        match self {
            Self::Words(phrase) => subject.has(phrase),
            Self::Sources(sources) => sources.contains(&subject.source),
            Self::Section(section) => subject.section.as_deref().is_some_and(|name| section.is(name)),
            Self::Tag(name) => subject.tags.iter().any(|tag| fold(tag) == *name),
            Self::Lang(code) => subject.lang.as_deref().is_some_and(|lang| {
                let lang = subject::language(lang);
                lang.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
            }),
            Self::Link(part) => subject.url.as_deref().is_some_and(|url| url.to_ascii_lowercase().contains(part)),
            Self::Is(State::Tagged) => !subject.tags.is_empty(),
            Self::Is(state) => subject.states.contains(state),
            Self::Before(time) => subject.published < *time,
            Self::After(time) => subject.published >= *time,
        }
    }
}

impl Section {
    fn is(&self, section: &str) -> bool {
        let section = fold(section);
        if self.whole { section == self.name } else { !self.name.is_empty() && section.contains(&self.name) }
    }
}
