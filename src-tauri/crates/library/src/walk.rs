//! Walks: the ways to the articles of a list in the order of time. A list takes the way with the fewest articles along
//! it, and leaves out what does not belong; a folder goes the ways of its sources side by side. So what a page costs
//! does not grow with the library.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, params_from_iter};

use crate::error::Fault;
use crate::query::{self, Condition};
use crate::{LibraryError, body, pile};

/// A place in the order: when it was published, and its id.
pub(crate) type Place = (i64, i64);

/// Before the newest.
pub(crate) const START: Place = (i64::MAX, i64::MAX);

/// Ways are counted so far to find the shortest, which takes half a millisecond; longer ones are taken for equally long.
const COUNTED: i64 = 10_000;
const LONG: u64 = 1 << 40;
/// A folder is a shorter way than all articles, and mostly a longer one than a tag.
const FOLDER: u64 = 1 << 30;
/// Hits that are sorted and not walked to: a few milliseconds.
const SORTED: i64 = 5000;
/// To begin a walk takes as long as to pass by so many articles, for a page of a hundred: 20 of 100.
const BEGINNING: u64 = 5;
/// Places fetched along a way at once, at most.
const CHUNK: usize = 1000;

/// A way: an index, and where in it the walks go side by side.
#[derive(Debug)]
pub(crate) struct Way {
    /// What is walked along, as `s` or `t`, with the conditions its walks hold.
    from: &'static str,
    /// The values of each walk's question marks in `from`.
    walks: Vec<Vec<Value>>,
    /// What it already keeps to.
    holds: Vec<Condition>,
    /// About how many articles lie along it.
    length: u64,
}

const BY_TIME: &str = "status AS s INDEXED BY status_shown WHERE s.shown = 1";
const BY_PILE: &str = "status AS s INDEXED BY status_pile WHERE s.pile = ? AND s.shown = 1";
const BY_SOURCE: &str = "status AS s INDEXED BY status_source WHERE s.source = ? AND s.shown = 1";
const BY_SOURCE_AND_PILE: &str =
    "status AS s INDEXED BY status_source_pile WHERE s.source = ? AND s.pile = ? AND s.shown = 1";
const BY_FOLDED: &str = "status AS s INDEXED BY status_under WHERE s.source = ? AND s.folded IS NOT NULL";
const BY_SAVED: &str = "status AS s INDEXED BY status_later WHERE s.saved = 1 AND s.archived = 0";
const BY_ARCHIVED: &str = "status AS s INDEXED BY status_later WHERE s.saved = 1 AND s.archived = 1";
const BY_HIDDEN: &str =
    "status AS s INDEXED BY status_hidden CROSS JOIN article AS h ON h.id = s.id WHERE s.hidden = 1";
const BY_HIGHLIGHTED: &str = "status AS s INDEXED BY status_highlighted WHERE s.highlighted = 1";
const BY_TAG: &str = "tag AS t INDEXED BY tag_by_name CROSS JOIN status AS s ON s.id = t.article WHERE t.name = ?";
const BY_WORDS: &str = "words CROSS JOIN status AS s ON s.id = words.rowid WHERE words MATCH ?";
const BY_SECTION: &str = "in_section AS t CROSS JOIN status AS s ON s.id = t.article WHERE t.section = ?";

/// The places of at most `most` articles that fulfil all the conditions, the newest first, after `after`.
pub(crate) fn places(
    connection: &Connection,
    conditions: &[Condition],
    after: Place,
    most: usize,
) -> Result<Vec<Place>, Fault> {
    let way = shortest(connection, conditions)?;
    let (sql, values) = way.sql(conditions);
    let mut statement = connection.prepare_cached(&sql)?;
    // What a query finds in the index is looked up anew for each chunk.
    let found_in_index =
        conditions.iter().any(|condition| matches!(condition, Condition::Found(_) | Condition::Matching(..)));
    let largest = if found_in_index { usize::MAX } else { CHUNK };
    let chunk = (most / way.walks.len().max(1)).saturating_add(1).min(largest);
    let mut walkers = Vec::with_capacity(way.walks.len());
    let mut next = BinaryHeap::with_capacity(way.walks.len());
    for (at, walk) in way.walks.iter().enumerate() {
        let values: Vec<Value> = walk.iter().chain(&values).cloned().collect();
        let mut walker = Walker { values, ahead: VecDeque::new(), ended: false };
        next.extend(walker.step(&mut statement, after, chunk)?.map(|place| (place, Reverse(at))));
        walkers.push(walker);
    }
    let mut places = Vec::new();
    while places.len() < most
        && let Some((place, Reverse(at))) = next.pop()
    {
        places.push(place);
        next.extend(walkers[at].step(&mut statement, place, chunk)?.map(|place| (place, Reverse(at))));
    }
    Ok(places)
}

/// About how many articles lie along the way that a list takes.
pub(crate) fn length(connection: &Connection, conditions: &[Condition]) -> Result<u64, Fault> {
    Ok(shortest(connection, conditions)?.length)
}

/// The place that a cursor names; without one the beginning.
///
/// # Errors
/// `Invalid` for what is no cursor.
pub(crate) fn place_after(cursor: Option<&str>) -> Result<Place, Fault> {
    let Some(cursor) = cursor else { return Ok(START) };
    let read = |(published, id): (&str, &str)| Some((published.parse().ok()?, id.parse().ok()?));
    cursor.split_once('.').and_then(read).ok_or_else(|| {
        let why = format!("`{cursor}` is none");
        LibraryError::invalid("cursor", why, "leave it out, or use the one of the page before").into()
    })
}

/// The cursor of a place, which [`place_after`] reads.
pub(crate) fn cursor((published, id): &Place) -> String {
    format!("{published}.{id}")
}

/// One walk along a way.
struct Walker {
    values: Vec<Value>,
    ahead: VecDeque<Place>,
    ended: bool,
}

impl Walker {
    /// The place that follows `after`, which is the last one it gave.
    fn step(
        &mut self,
        statement: &mut CachedStatement<'_>,
        after: Place,
        chunk: usize,
    ) -> Result<Option<Place>, Fault> {
        if self.ahead.is_empty() && !self.ended {
            let bounds = [after.0, after.1, body::count(chunk)].map(Value::Integer);
            let mut rows = statement.query(params_from_iter(self.values.iter().chain(&bounds)))?;
            while let Some(row) = rows.next()? {
                self.ahead.push_back((row.get(0)?, row.get(1)?));
            }
            self.ended = self.ahead.len() < chunk;
        }
        Ok(self.ahead.pop_front())
    }
}

impl Way {
    /// The places along a walk: its values come first, then those returned, then a place and how many.
    fn sql(&self, conditions: &[Condition]) -> (String, Vec<Value>) {
        let rest: Vec<Condition> =
            conditions.iter().filter(|condition| !self.holds.contains(condition)).cloned().collect();
        let (rest, values) = query::all(&rest);
        let from = self.from;
        let (key, id) = if [BY_TAG, BY_SECTION].contains(&from) { ("t", "t.article") } else { ("s", "s.id") };
        let sql = format!(
            "SELECT {key}.published, {id} FROM {from} AND {rest} AND ({key}.published, {id}) < (?, ?)
             ORDER BY {key}.published DESC, {id} DESC LIMIT ?"
        );
        (sql, values)
    }
}

fn shortest(connection: &Connection, conditions: &[Condition]) -> Result<Way, Fault> {
    let mut best = Way { from: BY_TIME, walks: vec![Vec::new()], holds: vec![Condition::Shown], length: u64::MAX };
    if conditions.contains(&Condition::Hidden) {
        return Ok(Way { from: BY_HIDDEN, holds: Vec::new(), ..best });
    }
    for condition in conditions {
        let Some(way) = along(connection, condition, conditions)? else { continue };
        if way.length < best.length {
            best = way;
        }
    }
    Ok(best)
}

/// The way that a condition offers.
fn along(connection: &Connection, condition: &Condition, all: &[Condition]) -> Result<Option<Way>, Fault> {
    let (unread, folded) = (all.contains(&Condition::Unread), all.contains(&Condition::Folded));
    let (from, count) = match condition {
        Condition::Found(expression) => return by_words(connection, condition, expression),
        Condition::Unread => return piles(connection).map(Some),
        Condition::Loud if unread => return loud_sources(connection),
        Condition::Shown
        | Condition::Folded
        | Condition::Hidden
        | Condition::Loud
        | Condition::Before(_)
        | Condition::Since(_)
        | Condition::Matching(..) => return Ok(None),
        Condition::Source(_) | Condition::Folder(_) if unread => {
            return unread_sources(connection, condition);
        }
        Condition::Source(_) if folded => (BY_FOLDED, "status WHERE source = ? AND folded IS NOT NULL"),
        // Its walks are along what is shown.
        Condition::Folder(_) if folded => return Ok(None),
        Condition::Folder(folder) => return sources(connection, condition, folder).map(Some),
        Condition::Source(_) => (BY_SOURCE, "status WHERE source = ? AND shown = 1"),
        Condition::Saved => (BY_SAVED, "status WHERE saved = 1 AND archived = 0"),
        Condition::Archived => (BY_ARCHIVED, "status WHERE saved = 1 AND archived = 1"),
        Condition::Highlighted => (BY_HIGHLIGHTED, "status WHERE highlighted = 1"),
        Condition::Tag(_) => (BY_TAG, "tag WHERE name = ?"),
        Condition::Section(_) => (BY_SECTION, "in_section WHERE section = ?"),
    };
    let values: Vec<Value> = condition.values();
    let length: i64 = connection
        .prepare_cached(&format!("SELECT count(*) FROM (SELECT 1 FROM {count} LIMIT {COUNTED})"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let length = if length < COUNTED { length.unsigned_abs() } else { LONG };
    let mut holds = vec![condition.clone()];
    holds.extend((from == BY_SOURCE).then_some(Condition::Shown));
    Ok(Some(Way { from, walks: vec![values], holds, length }))
}

/// Along what the search index finds, where that is so little that it is soon sorted.
fn by_words(connection: &Connection, condition: &Condition, expression: &str) -> Result<Option<Way>, Fault> {
    let found: i64 = connection
        .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ?1 LIMIT ?2)")?
        .query_row((expression, SORTED), |row| row.get(0))?;
    let walks = vec![vec![expression.to_owned().into()]];
    let way = Way { from: BY_WORDS, walks, holds: vec![condition.clone()], length: found.unsigned_abs() };
    Ok((found < SORTED).then_some(way))
}

/// Along the piles of what is unread, which mostly is one.
fn piles(connection: &Connection) -> Result<Way, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT p.id, (SELECT sum(u.articles) FROM unread AS u WHERE u.pile = p.id), EXISTS (SELECT 1 FROM moved)
         FROM pile AS p WHERE p.id > 1 AND (p.change IS NULL OR p.id IN
             (SELECT m.pile FROM moved AS m CROSS JOIN pile AS o ON o.id = m.onto WHERE o.change IS NULL))",
    )?;
    let mut rows = query.query([])?;
    let mut way = Way { from: BY_PILE, walks: Vec::new(), holds: vec![Condition::Shown, Condition::Unread], length: 0 };
    while let Some(row) = rows.next()? {
        way.walks.push(vec![row.get(0)?]);
        way.length += row.get::<_, Option<i64>>(1)?.unwrap_or(0).unsigned_abs();
        if row.get(2)? {
            // Not all that says a pile lies there.
            way.holds = vec![Condition::Shown];
        }
    }
    Ok(way)
}

/// As [`unread_sources`], where beginning at each of them costs less than leaving out what lies between theirs.
fn loud_sources(connection: &Connection) -> Result<Option<Way>, Fault> {
    let Some(mut way) = unread_sources(connection, &Condition::Loud)? else { return Ok(None) };
    let all: i64 = connection.prepare_cached(pile::HEIGHT)?.query_row([], |row| row.get(0))?;
    if way.length.saturating_mul(way.walks.len() as u64) > all.unsigned_abs().saturating_mul(BEGINNING) {
        way.length = LONG;
    }
    Ok(Some(way))
}

/// Along the unread articles of the sources that fulfil a condition, if it asks for the source alone.
fn unread_sources(connection: &Connection, condition: &Condition) -> Result<Option<Way>, Fault> {
    let Some(of_source) = condition.of_source() else { return Ok(None) };
    let mut query =
        connection.prepare_cached(&format!("SELECT u.source, u.pile, u.articles FROM there AS u WHERE {of_source}"))?;
    let mut rows = query.query(params_from_iter(condition.values()))?;
    let holds = vec![Condition::Shown, Condition::Unread, condition.clone()];
    let mut way = Way { from: BY_SOURCE_AND_PILE, walks: Vec::new(), holds, length: 0 };
    while let Some(row) = rows.next()? {
        way.walks.push(vec![row.get(0)?, row.get(1)?]);
        way.length += row.get::<_, i64>(2)?.unsigned_abs();
    }
    Ok(Some(way))
}

/// Along the articles of a folder's sources.
fn sources(connection: &Connection, condition: &Condition, folder: &str) -> Result<Way, Fault> {
    let mut query = connection.prepare_cached("SELECT id FROM source WHERE folder = ?1")?;
    let walks = query.query_map([folder], |row| Ok(vec![row.get(0)?]))?.collect::<Result<_, _>>()?;
    Ok(Way { from: BY_SOURCE, walks, holds: vec![Condition::Shown, condition.clone()], length: FOLDER })
}

#[cfg(test)]
mod tests {
    use super::{COUNTED, START, places, shortest};
    use crate::query::Condition;
    use crate::{ListQuery, Scope, SourceId, migrations};
    use rusqlite::types::Value;

    #[test]
    fn every_list_is_walked_in_order_and_never_sorted() {
        let mut connection = rusqlite::Connection::open_in_memory().unwrap();
        migrations::migrate(&mut connection).unwrap();
        connection
            .execute_batch(
                "INSERT INTO source (kind, url, title, added, folder) VALUES ('feed', 'u', 't', 0, 'f');
                 INSERT INTO status (source, guid, published) VALUES (1, 'g', 7);
                 INSERT INTO article (id, title, breadcrumbs, cited, origin, first_seen, fetched, revision, digest)
                 VALUES (1, 't', '', '', 'feed', 0, 0, 1, x'');",
            )
            .unwrap();
        let of = |scope| ListQuery { scope, ..ListQuery::default() };
        let source = || Scope::Source(SourceId::new(1));
        let folder = || Scope::Folder("f".to_owned());
        let highlighted = ListQuery { highlighted: true, ..ListQuery::default() };
        let section = ListQuery { section: Some("s".to_owned()), ..ListQuery::default() };
        for (query, index) in [
            (of(Scope::All), "status_shown (published<?)"),
            (of(Scope::Unread), "status_pile (pile=? AND shown=? AND published<?)"),
            (of(Scope::Saved), "status_later (archived=? AND published<?)"),
            (of(Scope::Archived), "status_later (archived=? AND published<?)"),
            (of(Scope::Hidden), "status_hidden (published<?)"),
            (highlighted, "status_highlighted (published<?)"),
            (of(source()), "status_source (source=? AND shown=? AND published<?)"),
            (of(folder()), "status_source (source=? AND shown=? AND published<?)"),
            (of(Scope::Tag("t".to_owned())), "tag_by_name (name=? AND published<?)"),
            (section, "PRIMARY KEY (section=? AND published<?)"),
            (
                ListQuery { unread: true, ..of(source()) },
                "status_source_pile (source=? AND pile=? AND shown=? AND published<?)",
            ),
            (
                ListQuery { unread: true, ..of(folder()) },
                "status_source_pile (source=? AND pile=? AND shown=? AND published<?)",
            ),
        ] {
            let conditions = Condition::of(&connection, &query).unwrap();
            let way = shortest(&connection, &conditions).unwrap();
            let (sql, values) = way.sql(&conditions);
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let mut values: Vec<Value> = way.walks[0].iter().cloned().chain(values).collect();
            values.extend([START.0, START.1, COUNTED].map(Value::Integer));
            let steps: Vec<String> = plan
                .query_map(rusqlite::params_from_iter(&values), |row| row.get(3))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let first = steps[0]
                .replace("(published,rowid)<(?,?)", "published<?")
                .replace("(published,article)<(?,?)", "published<?");
            assert!(first.ends_with(index), "{query:?}: {steps:?}");
            assert!(!steps.iter().any(|step| step.contains("ORDER BY")), "{query:?}: {steps:?}");
            places(&connection, &conditions, START, 10).unwrap();
        }
    }
}
