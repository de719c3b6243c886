//! The rules that act, ready to be held against new articles. They are made ready once for every edition of the rules,
//! and looked at by the writing thread, so that an article and what is done with it are on the disk together.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use query::{Place, Query, Test};
use rusqlite::{Connection, OptionalExtension as _, Transaction};

use crate::error::Fault;
use crate::matching::{self, Subject};
use crate::query::texts;
use crate::rule::Action;
use crate::{ArticleId, NewArticle, RuleId, SourceId, deed, rule};

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
pub(crate) struct Watch(Mutex<Option<Arc<Ready>>>);

#[derive(Debug)]
struct Ready {
    edition: i64,
    /// The time by which their days and ends were meant.
    at: Timestamp,
    rules: Vec<ReadyRule>,
}

#[derive(Debug)]
struct ReadyRule {
    id: RuleId,
    query: Query,
    actions: Vec<Action>,
    until: Option<Timestamp>,
    /// Whether a longer text can make it fit.
    asks_text: bool,
}

/// What is known of an article's source.
#[derive(Debug, Default)]
struct Origin {
    title: String,
    url: String,
    site_url: Option<String>,
    folder: Option<String>,
    shelf: bool,
}

/// The rules and the source of the articles that are stored together.
pub(crate) struct Guard {
    ready: Arc<Ready>,
    origin: Origin,
    now: Timestamp,
}

impl Watch {
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
        let origin = origin(transaction, source)?.unwrap_or_default();
        // What the reader put on the shelf is there because the reader wants it.
        Ok((!origin.shelf).then_some(Guard { ready, origin, now }))
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
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = kept.as_ref().filter(|ready| ready.edition == edition && same_day(ready.at, now)) {
            return Ok(Arc::clone(ready));
        }
        let rules = if edition == 0 { Vec::new() } else { rule::acting(connection, now)? };
        let ready = Arc::new(Ready { edition, at: now, rules: rules.into_iter().map(ReadyRule::from).collect() });
        *kept = Some(Arc::clone(&ready));
        Ok(ready)
    }
}

/// `7d` means another day tomorrow.
fn same_day(one: Timestamp, other: Timestamp) -> bool {
    const DAY: i64 = 24 * 60 * 60;
    one.as_second().div_euclid(DAY) == other.as_second().div_euclid(DAY)
}

impl From<rule::Acting> for ReadyRule {
    fn from(rule: rule::Acting) -> Self {
        let asks_text = rule.query.terms().any(|term| match &term.test {
            Test::Words(words) => !term.without && matches!(words.place, Place::Anywhere | Place::Text),
            _ => false,
        });
        Self { id: rule.id, query: rule.query, actions: rule.actions, until: rule.until, asks_text }
    }
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
        let mut subject = self.subject(transaction, id, article)?;
        let read = why == Look::FullText && read_by_reader(transaction, id)?;
        let mut told = Vec::new();
        for rule in &self.ready.rules {
            let over = rule.until.is_some_and(|until| until <= self.now);
            if over || (why == Look::FullText && !rule.asks_text) || !matching::fits(&rule.query, &subject) {
                continue;
            }
            if had_turn(transaction, rule.id, id)? {
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
                    Action::Tag(tag) => subject.tags.push(tag),
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

    fn subject<'a>(
        &'a self,
        connection: &Connection,
        id: ArticleId,
        article: &'a NewArticle,
    ) -> Result<Subject<'a>, Fault> {
        let tags = connection
            .prepare_cached("SELECT name FROM tag WHERE article = ?1")?
            .query_map([id], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let Origin { title, url, site_url, folder, .. } = &self.origin;
        Ok(Subject {
            title: &article.title,
            deck: article.deck.as_deref(),
            author: article.author.as_deref(),
            text: &article.text,
            section: article.section.as_deref(),
            lang: article.lang.as_deref(),
            url: article.url.as_deref(),
            source: title,
            feed: url,
            site: site_url.as_deref(),
            folder: folder.as_deref(),
            published: article.published.unwrap_or(self.now),
            tags,
        })
    }
}

fn origin(connection: &Connection, source: SourceId) -> Result<Option<Origin>, Fault> {
    let mut select =
        connection.prepare_cached("SELECT title, url, site_url, folder, kind = 'saved' FROM source WHERE id = ?1")?;
    let found = select.query_row([source], |row| {
        Ok(Origin {
            title: crate::query::text(row, 0)?,
            url: crate::query::text(row, 1)?,
            site_url: texts(row, 2)?,
            folder: texts(row, 3)?,
            shelf: row.get(4)?,
        })
    });
    Ok(found.optional()?)
}

fn had_turn(connection: &Connection, rule: RuleId, article: ArticleId) -> Result<bool, Fault> {
    Ok(connection.prepare_cached("SELECT 1 FROM deed WHERE rule = ?1 AND article = ?2")?.exists((rule, article))?)
}

/// Whether it is read, and no rule marked it so.
fn read_by_reader(connection: &Connection, id: ArticleId) -> Result<bool, Fault> {
    let sql = "SELECT 1 FROM status AS s WHERE s.id = ?1
        AND (s.pile IS NULL OR s.pile IN (SELECT id FROM pile WHERE change IS NOT NULL))
        AND NOT EXISTS (SELECT 1 FROM deed AS d WHERE d.article = s.id AND d.at = s.read_at)";
    Ok(connection.prepare_cached(sql)?.exists([id])?)
}

/// TEMPORARY.
pub(crate) fn fits(
    c: &Connection,
    query: &Query,
    id: ArticleId,
    source: SourceId,
    article: &NewArticle,
) -> Result<bool, Fault> {
    let guard = Guard {
        ready: Arc::new(Ready { edition: 0, at: Timestamp::MIN, rules: Vec::new() }),
        origin: origin(c, source)?.unwrap_or_default(),
        now: Timestamp::MIN,
    };
    Ok(matching::fits(query, &guard.subject(c, id, article)?))
}
