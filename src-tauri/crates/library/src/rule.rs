//! Rules: what is done by itself with new articles that a query matches (crate `query`). A mute word is a rule that
//! hides. What a rule did is kept in its account (`deed`), and can be taken back.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use query::{Clock, Query, Test};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};
use serde::{Deserialize, Serialize};

use crate::error::Fault;
use crate::query::text;
use crate::time::{millis, timestamp};
use crate::{Change, Library, LibraryError, RuleId, deed, tag};

/// Something a rule does with an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Marks it read.
    Read,
    /// Saves it for later.
    Save,
    /// Takes it out of all lists, unless the reader saved, tagged or highlighted it.
    Hide,
    /// Tells the reader that it has come.
    Notify,
    /// Puts a tag on it.
    Tag(String),
}

/// What a rule is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewRule {
    /// Its name; of a mute word, the word.
    pub name: String,
    /// Which articles, as typed (crate `query`).
    pub query: String,
    /// What is done with them, at least one thing.
    pub actions: Vec<Action>,
    /// It is shown among the mute words.
    pub mute: bool,
    /// It ends then; none is never.
    pub until: Option<Timestamp>,
}

/// A rule of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// What it is.
    pub rule: NewRule,
    /// It is not switched off.
    pub active: bool,
    /// When it was made.
    pub added: Timestamp,
    /// Articles in its account that it did something with, and that was not taken back.
    pub caught: u64,
    /// When it last did something.
    pub last: Option<Timestamp>,
}

impl Rule {
    /// Whether it acts at `now`.
    #[must_use]
    pub fn acts(&self, now: Timestamp) -> bool {
        self.active && !self.is_over(now)
    }

    /// Whether its end has come.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.rule.until.is_some_and(|until| until <= now)
    }
}

const SELECT: &str = "SELECT r.id, r.name, r.query, r.actions, r.mute, r.until, r.active, r.added, d.caught, d.last
    FROM rule AS r LEFT JOIN (SELECT rule, count(*) AS caught, max(at) AS last FROM deed WHERE did <> '[]' GROUP BY rule) AS d
        ON d.rule = r.id
    WHERE r.removed IS NULL";

impl Library {
    /// Days in rules begin with midnight in this zone from now on, and until this is called in UTC: a library does not
    /// know where its reader is.
    pub fn set_zone(&self, zone: TimeZone) {
        self.watch().set_zone(zone);
    }

    /// All rules, in the order in which they act.
    pub fn rules(&self) -> Result<Vec<Rule>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(&format!("{SELECT} ORDER BY r.place, r.id"))?;
            Ok(query.query_map([], from_row)?.collect::<Result<_, _>>()?)
        })
    }

    /// One rule.
    pub fn rule(&self, id: RuleId) -> Result<Rule, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection.prepare_cached(&format!("{SELECT} AND r.id = ?1"))?;
            let found = query.query_row([id], from_row).optional()?;
            found.ok_or_else(|| LibraryError::not_found("rule", id).into())
        })
    }

    /// Makes a rule, which acts last. It looks at what comes from now on; for what is here see [`Self::apply_rule`].
    ///
    /// # Errors
    /// `Invalid` for a query that cannot be meant as it is written or would match everything, for a rule that does
    /// nothing or has no name, and for an end that is past.
    pub fn add_rule(&self, rule: NewRule, now: Timestamp) -> Result<RuleId, LibraryError> {
        let rule = checked(rule, now)?;
        ends_later(&rule, now)?;
        self.writer().write(move |transaction| {
            transaction.execute(
                "INSERT INTO rule (place, name, query, actions, mute, until, added)
                 SELECT coalesce(max(place), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6 FROM rule",
                (&rule.name, &rule.query, deed::json(&rule.actions)?, rule.mute, rule.until.map(millis), millis(now)),
            )?;
            Ok(RuleId::new(transaction.last_insert_rowid()))
        })
    }

    /// Changes a rule. What it did stays.
    ///
    /// # Errors
    /// As [`Self::add_rule`], and `NotFound`. An end may be past: such a rule is over, and undoing a change brings it back.
    pub fn change_rule(&self, id: RuleId, rule: NewRule, now: Timestamp) -> Result<(), LibraryError> {
        let rule = checked(rule, now)?;
        self.edit_rule(id, move |transaction| {
            Ok(transaction.execute(
                "UPDATE rule SET name = ?2, query = ?3, actions = ?4, mute = ?5, until = ?6 WHERE id = ?1 AND removed IS NULL",
                (id, &rule.name, &rule.query, deed::json(&rule.actions)?, rule.mute, rule.until.map(millis)),
            )?)
        })
    }

    /// Switches a rule off, or on again.
    pub fn set_rule_active(&self, id: RuleId, active: bool) -> Result<(), LibraryError> {
        self.edit_rule(id, move |transaction| {
            let sql = "UPDATE rule SET active = ?2 WHERE id = ?1 AND removed IS NULL";
            Ok(transaction.execute(sql, (id, active))?)
        })
    }

    /// Moves a rule, so that so many act before it.
    pub fn move_rule(&self, id: RuleId, place: usize) -> Result<(), LibraryError> {
        self.edit_rule(id, move |transaction| {
            let mut order: Vec<RuleId> = transaction
                .prepare("SELECT id FROM rule WHERE removed IS NULL ORDER BY place, id")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let Some(at) = order.iter().position(|other| *other == id) else { return Ok(0) };
            let moved = order.remove(at);
            order.insert(place.min(order.len()), moved);
            let mut update = transaction.prepare("UPDATE rule SET place = ?2 WHERE id = ?1 AND place <> ?2")?;
            for (place, id) in (1_i64..).zip(order) {
                update.execute((id, place))?;
            }
            Ok(1)
        })
    }

    /// Removes a rule. What it hid is shown again, as nothing would say any more why it is not; what it marked, saved
    /// and tagged stays. [`Self::restore_rule`] takes this back.
    pub fn remove_rule(&self, id: RuleId, now: Timestamp) -> Result<Change, LibraryError> {
        self.writer().store(move |transaction| {
            let sql = "UPDATE rule SET removed = ?2 WHERE id = ?1 AND removed IS NULL";
            existing(id, transaction.execute(sql, (id, millis(now)))?)?;
            deed::undo_all(transaction, id, |action| *action == Action::Hide, now)
        })
    }

    /// Takes the removal of a rule back, with what it had hidden.
    ///
    /// # Errors
    /// `NotFound` when no such rule is removed, or its removal was no such change.
    pub fn restore_rule(&self, id: RuleId, change: i64) -> Result<(), LibraryError> {
        self.writer().store(move |transaction| {
            let removed: Option<i64> = transaction
                .prepare("SELECT removed FROM rule WHERE id = ?1 AND removed IS NOT NULL")?
                .query_row([id], |row| row.get(0))
                .optional()?;
            let removed = removed.ok_or_else(|| LibraryError::not_found("removed rule", id))?;
            // That of another rule, say, would be turned round with it.
            if !transaction.prepare("SELECT 1 FROM change WHERE id = ?1 AND at = ?2")?.exists((change, removed))? {
                return Err(LibraryError::not_found("change", change).into());
            }
            transaction.execute("UPDATE rule SET removed = NULL WHERE id = ?1", [id])?;
            deed::flip(transaction, change)
        })
    }

    fn edit_rule(
        &self,
        id: RuleId,
        edit: impl FnOnce(&Transaction<'_>) -> Result<usize, Fault> + Send + 'static,
    ) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| existing(id, edit(transaction)?))
    }
}

/// What a rule's query means.
///
/// # Errors
/// `Invalid` when something in it cannot be meant as it is written, or when it would match nearly everything.
pub(crate) fn meaning(typed: &str, clock: &Clock) -> Result<Query, LibraryError> {
    let query = Query::strict(typed, clock).map_err(|notes| {
        let why: Vec<String> = notes.into_iter().map(|note| note.message.replace(": ", " - ")).collect();
        LibraryError::invalid("rule's query", why.join("; "), "correct it; a rule leaves nothing out")
    })?;
    if query.terms().any(|term| matches!(term.test, Test::Is(_))) {
        return Err(LibraryError::invalid(
            "rule's query",
            "`is:` asks what you did with an article, and a rule looks at new ones",
            "leave it out",
        ));
    }
    if !query.clauses.iter().any(|clause| clause.0.iter().all(narrows)) {
        return Err(LibraryError::invalid(
            "rule's query",
            "it would match nearly every article",
            "say what it is to catch, such as a word, a source, a section, an author, a language or a part of the address",
        ));
    }
    Ok(query)
}

/// What is wrong with a rule's query, as [`Library::add_rule`] would tell it; none when it can be meant.
#[must_use]
pub fn rule_problem(typed: &str, now: Timestamp) -> Option<LibraryError> {
    // Whether it can be meant is the same everywhere.
    meaning(typed, &Clock { now, zone: TimeZone::UTC }).err()
}

/// Whether a term leaves most articles out.
fn narrows(term: &query::Term) -> bool {
    !term.without
        && match &term.test {
            Test::Before(_) | Test::After(_) | Test::Is(_) => false,
            // A piece of what every address begins with.
            Test::Link(part) => !["https://www.", "http://"].iter().any(|all| all.contains(&part.to_lowercase())),
            _ => true,
        }
}

fn checked(mut rule: NewRule, now: Timestamp) -> Result<NewRule, LibraryError> {
    rule.name = rule.name.trim().to_owned();
    rule.query = rule.query.trim().to_owned();
    if rule.name.is_empty() {
        rule.name.clone_from(&rule.query);
    }
    let mut actions = Vec::new();
    for action in rule.actions {
        let action = match action {
            Action::Tag(name) => Action::Tag(tag::usable(&name)?),
            other => other,
        };
        if !actions.contains(&action) {
            actions.push(action);
        }
    }
    rule.actions = actions;
    if let Some(problem) = rule_problem(&rule.query, now) {
        return Err(problem);
    }
    if rule.actions.is_empty() {
        let todo = "choose at least one: mark read, save, tag, hide, notify";
        return Err(LibraryError::invalid("rule", "it does nothing", todo));
    }
    Ok(rule)
}

fn ends_later(rule: &NewRule, now: Timestamp) -> Result<(), LibraryError> {
    match rule.until {
        Some(until) if until <= now => {
            Err(LibraryError::invalid("rule's end", "it is past", "give a later day, or none"))
        }
        _ => Ok(()),
    }
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.get(0)?,
        rule: NewRule {
            name: text(row, 1)?,
            query: text(row, 2)?,
            actions: deed::actions(&text(row, 3)?),
            mute: row.get(4)?,
            until: row.get::<_, Option<i64>>(5)?.map(timestamp),
        },
        active: row.get(6)?,
        added: timestamp(row.get(7)?),
        caught: row.get::<_, Option<i64>>(8)?.unwrap_or(0).unsigned_abs(),
        last: row.get::<_, Option<i64>>(9)?.map(timestamp),
    })
}

pub(crate) fn existing(id: RuleId, changed: usize) -> Result<(), Fault> {
    if changed == 0 { Err(LibraryError::not_found("rule", id).into()) } else { Ok(()) }
}

/// The number of the present edition of the rules.
pub(crate) fn edition(connection: &Connection) -> Result<i64, Fault> {
    Ok(connection.prepare_cached("SELECT number FROM rule_edition")?.query_row([], |row| row.get(0))?)
}

/// A rule that acts.
pub(crate) struct Acting {
    pub(crate) id: RuleId,
    pub(crate) query: Query,
    pub(crate) actions: Vec<Action>,
    pub(crate) until: Option<Timestamp>,
}

/// The rules that act, in order, with what each of them means.
pub(crate) fn acting(connection: &Connection, clock: &Clock) -> Result<Vec<Acting>, Fault> {
    let mut select = connection.prepare_cached(
        "SELECT id, query, actions, until FROM rule
         WHERE removed IS NULL AND active = 1 AND (until IS NULL OR until > ?1) ORDER BY place, id",
    )?;
    let mut rows = select.query([millis(clock.now)])?;
    let mut rules = Vec::new();
    while let Some(row) = rows.next()? {
        // A query that another version understood otherwise does nothing, and its page says so.
        if let Ok(query) = meaning(&text(row, 1)?, clock) {
            let actions = deed::actions(&text(row, 2)?);
            rules.push(Acting { id: row.get(0)?, query, actions, until: row.get::<_, Option<i64>>(3)?.map(timestamp) });
        }
    }
    Ok(rules)
}
