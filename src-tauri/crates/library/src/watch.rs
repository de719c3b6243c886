//! The rules that act, ready to be held against new articles. They are made ready once for every edition of the rules,
//! and looked at by the writing thread, so that an article and what is done with it are on the disk together.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use query::{Clock, Place, Query, Test};
use rusqlite::{Connection, OptionalExtension as _, Transaction};

use crate::error::Fault;
use crate::matching::{Matcher, Phrasebook, Subject};
use crate::query::text;
use crate::rule::Action;
use crate::{ArticleId, NewArticle, RuleId, SourceId, deed, fold, rule};

/// A rule wants the reader to be told of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Which rule.
    pub rule: RuleId,
    /// Of which article.
    pub article: ArticleId,
}

/// Why an article is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// It is new.
    New,
    /// The full text of what was an excerpt has come: what asks for words may fit now.
    FullText,
}

/// The rules that act, as they were last made ready.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// Where the reader is; UTC until somebody says so.
    zone: Mutex<Option<TimeZone>>,
    ready: Mutex<Option<Arc<Ready>>>,
}

#[derive(Debug)]
struct Ready {
    edition: i64,
    /// When the day began by which their days were meant.
    today: Option<Timestamp>,
    rules: Vec<ReadyRule>,
    /// All phrases of all rules.
    book: Phrasebook,
    /// The rules that need a phrase, by the phrase's number; each stands under all those one of which it needs.
    by_phrase: Vec<Vec<usize>>,
    /// The rules that need no phrase.
    others: Vec<usize>,
}

#[derive(Debug)]
struct ReadyRule {
    id: RuleId,
    matcher: Matcher,
    actions: Vec<Action>,
    until: Option<Timestamp>,
    /// Whether a longer text can make it fit.
    asks_text: bool,
}

/// The rules and the source of the articles that are stored together.
pub(crate) struct Guard {
    ready: Arc<Ready>,
    source: SourceId,
    source_title: String,
    now: Timestamp,
}

impl Watch {
    pub(crate) fn set_zone(&self, zone: TimeZone) {
        *locked(&self.zone) = Some(zone);
    }

    /// The time that days in rules are meant by.
    pub(crate) fn clock(&self, now: Timestamp) -> Clock {
        Clock { now, zone: locked(&self.zone).clone().unwrap_or(TimeZone::UTC) }
    }

    /// The rules for what this source publishes; none when there is nothing to be done with it.
    pub(crate) fn over(
        &self,
        transaction: &Transaction<'_>,
        source: SourceId,
        now: Timestamp,
    ) -> Result<Option<Guard>, Fault> {
        let ready = self.ready(transaction, now)?;
        if ready.rules.is_empty() {
            return Ok(None);
        }
        // What the reader put on the shelf is there because the reader wants it.
        let source_title = transaction
            .prepare_cached("SELECT title FROM source WHERE id = ?1 AND kind <> 'saved'")?
            .query_row([source], |row| text(row, 0))
            .optional()?;
        Ok(source_title.map(|source_title| Guard { ready, source, source_title, now }))
    }

    /// Holds the rules that ask for words against an article whose full text has come.
    pub(crate) fn look_again(
        &self,
        transaction: &Transaction<'_>,
        id: ArticleId,
        article: &NewArticle,
        now: Timestamp,
    ) -> Result<Vec<Notice>, Fault> {
        let mut notices = Vec::new();
        let source =
            transaction.prepare_cached("SELECT source FROM status WHERE id = ?1")?.query_row([id], |row| row.get(0))?;
        if let Some(guard) = self.over(transaction, source, now)? {
            guard.look(transaction, id, article, Look::FullText, &mut notices)?;
        }
        Ok(notices)
    }

    fn ready(&self, connection: &Connection, now: Timestamp) -> Result<Arc<Ready>, Fault> {
        let edition = rule::edition(connection)?;
        let clock = self.clock(now);
        // `7d` means another day tomorrow.
        let today = clock.today();
        let mut kept = locked(&self.ready);
        if let Some(ready) = kept.as_ref().filter(|ready| ready.edition == edition && ready.today == today) {
            return Ok(Arc::clone(ready));
        }
        let rules = rule::acting(connection, &clock)?;
        let ready = Arc::new(Ready::of(connection, edition, rules, today)?);
        *kept = Some(Arc::clone(&ready));
        Ok(ready)
    }
}

/// A poisoned lock still guards plain data that is whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Ready {
    fn of(
        connection: &Connection,
        edition: i64,
        rules: Vec<rule::Acting>,
        today: Option<Timestamp>,
    ) -> Result<Self, Fault> {
        let mut ready = Self {
            edition,
            today,
            rules: Vec::with_capacity(rules.len()),
            book: Phrasebook::default(),
            by_phrase: Vec::new(),
            others: Vec::new(),
        };
        for (at, rule) in rules.into_iter().enumerate() {
            let matcher = Matcher::new(connection, &rule.query)?;
            for phrase in matcher.all_phrases() {
                ready.book.add(phrase);
            }
            ready.by_phrase.resize_with(ready.book.len(), Vec::new);
            match matcher.needs() {
                Some(needed) => {
                    for phrase in needed {
                        let number = ready.book.add(phrase);
                        ready.by_phrase[number].push(at);
                    }
                }
                None => ready.others.push(at),
            }
            let rule::Acting { id, query, actions, until } = rule;
            ready.rules.push(ReadyRule { id, matcher, actions, until, asks_text: asks_text(&query) });
        }
        Ok(ready)
    }

    /// The rules that may fit an article with these phrases, in their order.
    fn candidates(&self, found: &[bool]) -> Vec<usize> {
        let mut candidates = self.others.clone();
        for (number, _) in found.iter().enumerate().filter(|(_, found)| **found) {
            candidates.extend(&self.by_phrase[number]);
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }
}

/// Whether a longer text can make a query fit.
fn asks_text(query: &Query) -> bool {
    query.terms().any(|term| match &term.test {
        Test::Words(words) => !term.without && matches!(words.place, Place::Anywhere | Place::Text),
        _ => false,
    })
}

impl Guard {
    /// Does what the rules want with an article, in their order: each sees the tags that those before it gave. Returns of
    /// whom the reader is to be told.
    pub(crate) fn look(
        &self,
        transaction: &Transaction<'_>,
        id: ArticleId,
        article: &NewArticle,
        why: Look,
        notices: &mut Vec<Notice>,
    ) -> Result<(), Fault> {
        let tags = transaction
            .prepare_cached("SELECT name FROM tag WHERE article = ?1")?
            .query_map([id], |row| text(row, 0))?
            .collect::<Result<_, _>>()?;
        let mut subject = Subject::of(article, (self.source, &self.source_title), tags, self.now);
        let ready = &self.ready;
        let found = ready.book.found(&subject);
        let read = why == Look::FullText && read_by_reader(transaction, id)?;
        let mut told = Vec::new();
        for rule in ready.candidates(&found).into_iter().map(|at| &ready.rules[at]) {
            let over = rule.until.is_some_and(|until| until <= self.now);
            let has = |phrase: &_| ready.book.number(phrase).is_some_and(|number| found[number]);
            if over
                || (why == Look::FullText && !rule.asks_text)
                || !rule.matcher.holds(&subject, has)
                || had_turn(transaction, rule.id, id)?
            {
                continue;
            }
            let wanted: Vec<Action> = rule
                .actions
                .iter()
                // What the reader has read by now need neither be hidden nor told of.
                .filter(|action| !read || matches!(action, Action::Save | Action::Tag(_)))
                .cloned()
                .collect();
            for action in deed::act(transaction, rule.id, &wanted, id, None, self.now)? {
                match action {
                    Action::Tag(tag) => subject.add_tag(tag),
                    Action::Notify => told.push(Notice { rule: rule.id, article: id }),
                    _ => {}
                }
            }
        }
        // What another rule hides is not worth a word.
        if !told.is_empty()
            && transaction.prepare_cached("SELECT 1 FROM status WHERE id = ?1 AND shown = 1")?.exists([id])?
        {
            notices.extend(told);
        }
        Ok(())
    }
}

fn had_turn(connection: &Connection, rule: RuleId, article: ArticleId) -> Result<bool, Fault> {
    Ok(connection.prepare_cached("SELECT 1 FROM deed WHERE rule = ?1 AND article = ?2")?.exists((rule, article))?)
}

/// Whether it is read, or what it lies under, and no rule marked it so.
fn read_by_reader(connection: &Connection, id: ArticleId) -> Result<bool, Fault> {
    let id = fold::leader(connection, id)?;
    let sql = "SELECT 1 FROM status AS s WHERE s.id = ?1
        AND NOT EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = s.id)
        AND NOT EXISTS (SELECT 1 FROM deed AS d WHERE d.article = s.id AND d.at = s.read_at)";
    Ok(connection.prepare_cached(sql)?.exists([id])?)
}
