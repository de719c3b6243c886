//! Trying a rule on what is here: what it would have caught of late, and doing that.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Connection;

use crate::error::Fault;
use crate::matching::Matcher;
use crate::query::Condition;
use crate::rule::{self, Action};
use crate::time::millis;
use crate::{ArticleId, ArticleRow, Change, Library, LibraryError, RuleId, deed, query, walk};

/// Articles done in one go: a few milliseconds that whoever marks one has to wait.
const AT_ONCE: usize = 200;

/// What a rule would have caught.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caught {
    /// Articles looked at.
    pub looked: u64,
    /// Of these, the ones it would have caught.
    pub count: u64,
    /// Names of sources with how many of them, the most first.
    pub sources: Vec<(String, u64)>,
    /// The newest of them.
    pub newest: Vec<ArticleRow>,
}

impl Library {
    /// Which of the articles published since a time a rule's query would have caught, hidden ones too, with so many of
    /// the newest.
    ///
    /// # Errors
    /// `Invalid` as for [`Self::add_rule`].
    pub fn try_rule(
        &self,
        typed: &str,
        since: Timestamp,
        newest: usize,
        now: Timestamp,
    ) -> Result<Caught, LibraryError> {
        let query = rule::meaning(typed, &self.watch().clock(now))?;
        self.catch_up()?;
        self.reader().read(|connection| {
            let looked: i64 = connection
                .prepare_cached(
                    "SELECT (SELECT count(*) FROM status WHERE shown = 1 AND published >= ?1)
                        + (SELECT count(*) FROM status WHERE hidden = 1 AND shown = 0 AND published >= ?1)",
                )?
                .query_row([millis(since)], |row| row.get(0))?;
            let caught = caught(connection, &query, since)?;
            let mut by_source: HashMap<String, u64> = HashMap::new();
            let mut title = connection.prepare_cached(
                "SELECT o.title FROM status AS s JOIN source AS o ON o.id = s.source WHERE s.id = ?1",
            )?;
            let mut rows = Vec::new();
            for id in &caught {
                let title: String = title.query_row([id], |row| query::text(row, 0))?;
                *by_source.entry(title).or_default() += 1;
                if rows.len() < newest {
                    rows.extend(query::row(connection, *id)?);
                }
            }
            let mut sources: Vec<(String, u64)> = by_source.into_iter().collect();
            sources.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
            Ok(Caught { looked: looked.unsigned_abs(), count: caught.len() as u64, sources, newest: rows })
        })
    }

    /// Does what a rule says with the articles published since a time, in one change that [`Self::undo_rule_change`]
    /// takes back. What it did before and stands is not done again; nobody is told of anything.
    ///
    /// # Errors
    /// `NotFound` when there is no such rule, `Invalid` when its query cannot be meant any more.
    pub fn apply_rule(&self, id: RuleId, since: Timestamp, now: Timestamp) -> Result<Change, LibraryError> {
        let rule = self.rule(id)?.rule;
        let query = rule::meaning(&rule.query, &self.watch().clock(now))?;
        self.catch_up()?;
        let caught = self.reader().read(|connection| caught(connection, &query, since))?;
        let wanted: Vec<Action> = rule.actions.into_iter().filter(|action| *action != Action::Notify).collect();
        let change = self.writer().write(move |transaction| deed::new_change(transaction, now))?;
        let mut count = 0;
        for some in caught.chunks(AT_ONCE) {
            let (some, wanted) = (some.to_vec(), wanted.clone());
            count += self.writer().store(move |transaction| {
                let mut count = 0;
                for article in some {
                    let did = deed::act(transaction, id, &wanted, article, Some(change), now)?;
                    count += usize::from(!did.is_empty());
                }
                Ok(count)
            })?;
        }
        self.writer().store(move |transaction| deed::counted(transaction, change, count))
    }
}

/// The articles published since a time that fulfil a query, shown or hidden, the newest first.
fn caught(connection: &Connection, query: &::query::Query, since: Timestamp) -> Result<Vec<ArticleId>, Fault> {
    let mut conditions = Matcher::new(connection, query)?.conditions(connection)?;
    conditions.push(Condition::Since(millis(since)));
    let mut places = walk::places(connection, &conditions, walk::START, usize::MAX)?;
    let hidden: Vec<Condition> =
        conditions.into_iter().filter(|condition| *condition != Condition::Shown).chain([Condition::Hidden]).collect();
    places.extend(walk::places(connection, &hidden, walk::START, usize::MAX)?);
    places.sort_unstable_by(|one, other| other.cmp(one));
    places.dedup();
    Ok(places.into_iter().map(|(_, id)| ArticleId::new(id)).collect())
}
