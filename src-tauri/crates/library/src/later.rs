//! What is saved, in other orders than that of its publication: by the time it was saved, by its length, by its source.
//! Each is a walk along an index, as every list is; by source there is one for each source, one after the other.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::Fault;
use crate::query::{self, Condition};
use crate::{ArticleId, Library, LibraryError, Page, SourceId, body, fold, status, time};

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// By the time of publication, the newest first. Every list has it; the others are of what is saved.
    #[default]
    Published,
    /// What was saved last first.
    Newest,
    /// What was saved first first.
    Oldest,
    /// What takes longest to read first.
    Longest,
    /// What is read soonest first.
    Shortest,
    /// By the names of the sources, and of each what was saved last first.
    Source,
}

/// A place in one of the orders: what it goes by, and the article. By source, in which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    source: i64,
    key: i64,
    id: i64,
}

impl Order {
    fn letter(self) -> char {
        match self {
            Self::Published => 'p',
            Self::Newest => 'n',
            Self::Oldest => 'o',
            Self::Longest => 'l',
            Self::Shortest => 's',
            Self::Source => 'b',
        }
    }

    fn rises(self) -> bool {
        matches!(self, Self::Oldest | Self::Shortest)
    }

    /// Whether it goes by what has to be measured first.
    pub(crate) fn is_of_length(self) -> bool {
        matches!(self, Self::Longest | Self::Shortest)
    }

    /// The index to walk along, and what of `s` (status) it goes by.
    fn way(self) -> (&'static str, &'static str) {
        match self {
            Self::Longest | Self::Shortest => ("status_later_length", "length"),
            Self::Source => ("status_later_source", "saved_at"),
            _ => ("status_later_at", "saved_at"),
        }
    }

    fn cursor(self, place: Place) -> String {
        format!("{}{}.{}.{}", self.letter(), place.source, place.key, place.id)
    }

    fn place_after(self, cursor: &str) -> Result<Place, Fault> {
        let read = |text: &str| {
            let mut numbers = text.splitn(3, '.').map(str::parse::<i64>);
            let mut next = || numbers.next()?.ok();
            Some(Place { source: next()?, key: next()?, id: next()? })
        };
        cursor.strip_prefix(self.letter()).and_then(read).ok_or_else(|| {
            let why = format!("`{cursor}` is none of this order");
            LibraryError::invalid("cursor", why, "leave it out, or use the one of the page before").into()
        })
    }
}

impl Library {
    /// Puts saved articles away, all or none of them, or takes them back among what is to be read. What is put away and was
    /// not saved is saved by that. Returns how many were not so before.
    ///
    /// # Errors
    /// `NotFound` names the first that does not exist.
    pub fn set_archived(&self, ids: &[ArticleId], archived: bool, now: Timestamp) -> Result<u64, LibraryError> {
        let ids = ids.to_vec();
        self.writer().write(move |transaction| {
            let mut changed = 0;
            for id in ids {
                status::existing(transaction, id)?;
                let id = fold::leader(transaction, id)?;
                if archived {
                    status::save(transaction, id, now)?;
                }
                changed += transaction
                    .prepare_cached("UPDATE status SET archived = ?2 WHERE id = ?1 AND saved = 1 AND archived <> ?2")?
                    .execute((id, archived))? as u64;
            }
            Ok(changed)
        })
    }

    /// Measures what is saved and was not measured yet, so that a list can go by it.
    pub(crate) fn measure(&self) -> Result<(), LibraryError> {
        const MOST: usize = 200;
        let waits = "SELECT 1 FROM status WHERE saved = 1 AND archived IN (0, 1) AND length = -1";
        while self.reader().read(|connection| Ok(connection.prepare_cached(waits)?.exists([])?))? {
            if self.writer().write(|transaction| body::measure(transaction, MOST))? == 0 {
                break;
            }
        }
        Ok(())
    }
}

/// A page of a list of what is saved.
///
/// # Errors
/// `Invalid` for a list of anything else, and for a cursor that no page of this order gave.
pub(crate) fn page(
    connection: &Connection,
    conditions: &[Condition],
    order: Order,
    after: Option<&str>,
    limit: Option<usize>,
) -> Result<Page, Fault> {
    let archived = match conditions.iter().find(|one| matches!(one, Condition::Saved | Condition::Archived)) {
        Some(Condition::Saved) => false,
        Some(_) => true,
        None => {
            let why = "only what is saved or archived has it";
            return Err(LibraryError::invalid("order", why, "leave it out, or ask for what is saved").into());
        }
    };
    let after = after.map(|cursor| order.place_after(cursor)).transpose()?;
    // One row more than asked tells whether there is a next page.
    let most = limit.map_or(usize::MAX, |limit| limit.saturating_add(1));
    let rest: Vec<Condition> =
        conditions.iter().filter(|one| !matches!(one, Condition::Saved | Condition::Archived)).cloned().collect();
    let walk = Walk { connection, rest: &rest, order, archived };
    let mut places = match order {
        Order::Source => by_source(&walk, after, most)?,
        _ => walk.along(None, after, most)?,
    };
    let more = limit.is_some_and(|limit| places.len() > limit);
    if let (true, Some(limit)) = (more, limit) {
        places.truncate(limit);
    }
    let mut rows = Vec::with_capacity(places.len());
    let mut reading = query::Rows::of(connection)?;
    for place in &places {
        rows.extend(reading.row(ArticleId::new(place.id))?);
    }
    Ok(Page { rows, next: places.last().filter(|_| more).map(|place| order.cursor(*place)) })
}

struct Walk<'c> {
    connection: &'c Connection,
    rest: &'c [Condition],
    order: Order,
    archived: bool,
}

impl Walk<'_> {
    /// The places after one of them, of one source or of all.
    fn along(&self, source: Option<i64>, after: Option<Place>, most: usize) -> Result<Vec<Place>, Fault> {
        let (sql, mut values) = self.sql(source, after.is_some());
        values.extend(after.into_iter().flat_map(|place| [place.key.into(), place.id.into()]));
        values.push(body::count(most).into());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(&values))?;
        let mut places = Vec::new();
        while let Some(row) = rows.next()? {
            places.push(Place { source: source.unwrap_or(0), key: row.get(0)?, id: row.get(1)? });
        }
        Ok(places)
    }

    fn sql(&self, source: Option<i64>, after: bool) -> (String, Vec<Value>) {
        let (index, key) = self.order.way();
        let (way, than) = if self.order.rises() { ("ASC", ">") } else { ("DESC", "<") };
        let (rest, conditions) = query::all(self.rest);
        let of_source = if source.is_some() { " AND s.source = ?" } else { "" };
        let beyond = if after { format!(" AND (s.{key}, s.id) {than} (?, ?)") } else { String::new() };
        let mut values: Vec<Value> = vec![i64::from(self.archived).into()];
        values.extend(source.map(Value::from));
        values.extend(conditions);
        let sql = format!(
            "SELECT s.{key}, s.id FROM status AS s INDEXED BY {index} WHERE s.saved = 1 AND s.archived = ?{of_source} AND {rest}{beyond}
             ORDER BY s.{key} {way}, s.id {way} LIMIT ?"
        );
        (sql, values)
    }
}

fn by_source(walk: &Walk<'_>, after: Option<Place>, most: usize) -> Result<Vec<Place>, Fault> {
    let mut sources = named(walk.connection)?;
    if let Some(after) = after {
        // One that is not here any more has nothing left to go on with: the next page is the first.
        let at = sources.iter().position(|source| source.get() == after.source).unwrap_or(0);
        sources.drain(..at);
    }
    let mut places = Vec::new();
    for source in sources {
        let from = after.filter(|after| after.source == source.get());
        places.extend(walk.along(Some(source.get()), from, most - places.len())?);
        if places.len() >= most {
            break;
        }
    }
    Ok(places)
}

/// All sources by their names, in any case; those of one name stand together.
fn named(connection: &Connection) -> Result<Vec<SourceId>, Fault> {
    let mut query = connection.prepare_cached("SELECT id, title FROM source")?;
    let mut all: Vec<(String, SourceId)> = query
        .query_map([], |row| Ok((::query::fold(&query::text(row, 1)?), row.get(0)?)))?
        .collect::<Result<_, _>>()?;
    all.sort();
    Ok(all.into_iter().map(|(_, id)| id).collect())
}

/// When an article was saved; none when it is not.
pub(crate) fn saved_at(at: Option<i64>, saved: bool) -> Option<Timestamp> {
    at.filter(|_| saved).map(time::timestamp)
}

#[cfg(test)]
mod tests {
    use super::{Order, Place, Walk};
    use crate::migrations;
    use crate::query::Condition;

    #[test]
    fn every_order_is_a_walk_along_its_index() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations::migrate(&mut connection).unwrap();
        for (order, source, index) in [
            (Order::Newest, None, "status_later_at (archived=? AND saved_at<?)"),
            (Order::Oldest, None, "status_later_at (archived=? AND saved_at>?)"),
            (Order::Longest, None, "status_later_length (archived=? AND length<?)"),
            (Order::Shortest, None, "status_later_length (archived=? AND length>?)"),
            (Order::Source, Some(1), "status_later_source (archived=? AND source=? AND saved_at<?)"),
        ] {
            let rest = [Condition::Shown, Condition::Unread];
            let walk = Walk { connection: &connection, rest: &rest, order, archived: true };
            let (sql, _) = walk.sql(source, true);
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let count = plan.parameter_count();
            let steps: Vec<String> = plan
                .query_map(rusqlite::params_from_iter(vec![1; count]), |row| row.get(3))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            // Versions of SQLite say it in one of two ways.
            let step = steps[0]
                .replace("(saved_at,rowid)", "saved_at")
                .replace("(length,rowid)", "length")
                .replace("(?,?)", "?");
            assert!(step.ends_with(index), "{order:?}: {steps:?}");
            assert!(!steps.iter().any(|step| step.contains("ORDER BY")), "{order:?}: {steps:?}");
            assert!(walk.along(source, Some(Place { source: 1, key: 1, id: 1 }), 3).unwrap().is_empty());
        }
    }

    #[test]
    fn a_cursor_is_of_its_order() {
        let place = Place { source: 3, key: -1, id: 7 };
        assert_eq!(Order::Longest.place_after(&Order::Longest.cursor(place)).unwrap(), place);
        assert!(Order::Newest.place_after(&Order::Longest.cursor(place)).is_err());
        assert!(Order::Newest.place_after("n1.2").is_err());
    }
}
