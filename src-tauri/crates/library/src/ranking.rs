//! The order of hits: where the words stand, how often, and how new the article is.
//!
//! A word that stands in every tenth article is in a hundred thousand of a million, and to weigh them all takes longer than
//! anybody waits. So the thousand hits that came last are weighed, and with them the last thousand that have all the words
//! in the headline. The others follow, the last that came first: of hits that are old and have the words in their text
//! only, none is better than another by much. Up to a thousand hits all are weighed.

use std::cmp::Ordering;
use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::error::Fault;
use crate::matching::{Compiled, Matcher};
use crate::query as rows;
use crate::search::{Place, Search};
use crate::stem::Language;
use crate::time::millis;
use crate::{ArticleId, LibraryError, body, index};

/// Hits that are weighed, of the newest and of those with the words in the headline.
const WEIGHED: usize = 1000;
/// Of those, the best, whose text is weighed too.
const READ: usize = 100;

/// What words count by where they stand.
const TITLE: f64 = 10.0;
const DECK: f64 = 4.0;
const NAME: f64 = 3.0;
/// In the text, at most, however often.
const TEXT: f64 = 2.5;
/// An article of this moment is better by this than one as old as the hills; half of it is left after so many days.
const NEW: f64 = 5.0;
const HALF: f64 = 14.0;

/// Where a page begins. All but `after` is the same for all pages of a search, so that what comes in between does not
/// change the order.
#[derive(Debug, Clone, Copy)]
struct Cursor {
    /// When the first page was asked for.
    now: i64,
    /// The newest article then.
    top: i64,
    /// The oldest of the newest hits that are weighed.
    bottom: i64,
    after: After,
}

#[derive(Debug, Clone, Copy)]
enum After {
    Nothing,
    Weighed(Place),
    Other(i64),
}

pub(crate) fn page(
    connection: &Connection,
    matcher: &Matcher,
    compiled: &Compiled,
    search: &Search,
    now: Timestamp,
) -> Result<(Vec<Place>, Option<String>), Fault> {
    let mut cursor = match search.after.as_deref() {
        Some(text) => Cursor::read(text).ok_or_else(|| {
            LibraryError::invalid(
                "cursor",
                format!("`{text}` is none"),
                "leave it out, or use the one of the page before",
            )
        })?,
        None => Cursor { now: millis(now), top: top(connection)?, bottom: i64::MIN, after: After::Nothing },
    };
    let expression = compiled.expression.as_deref().unwrap_or_default();
    let first = matches!(cursor.after, After::Nothing);
    let most = if first { WEIGHED + 1 } else { usize::MAX };
    let mut newest = hits(connection, expression, compiled, (cursor.bottom, cursor.top), most)?;
    if first && newest.len() > WEIGHED {
        newest.truncate(WEIGHED);
        cursor.bottom = newest.last().copied().unwrap_or(i64::MIN);
    }
    let titled = if cursor.bottom == i64::MIN {
        Vec::new()
    } else {
        let expression = matcher.in_titles(connection)?;
        hits(connection, &expression, compiled, (i64::MIN, cursor.top), WEIGHED)?
    };
    let mut places = Vec::new();
    if !matches!(cursor.after, After::Other(_)) {
        let mut weighed: HashSet<i64> = newest.into_iter().collect();
        weighed.extend(&titled);
        places = ranked(connection, matcher, weighed, cursor.now)?;
        if let After::Weighed(last) = cursor.after {
            places.retain(|place| order(place, &last) == Ordering::Greater);
        }
    }
    let weighed = places.len();
    let enough = search.limit.saturating_add(1);
    if cursor.bottom > i64::MIN && places.len() < enough {
        let titled: HashSet<i64> = titled.into_iter().collect();
        let below = if let After::Other(id) = cursor.after { id } else { cursor.bottom };
        let more = hits(connection, expression, compiled, (i64::MIN, below - 1), enough - places.len() + titled.len())?;
        places.extend(more.into_iter().filter(|id| !titled.contains(id)).map(|id| Place { id, score: 0.0 }));
    }
    let more = places.len() > search.limit;
    places.truncate(search.limit);
    let next = places.last().filter(|_| more).map(|last| {
        let after = if places.len() > weighed { After::Other(last.id) } else { After::Weighed(*last) };
        Cursor { after, ..cursor }.write()
    });
    Ok((places, next))
}

fn top(connection: &Connection) -> Result<i64, Fault> {
    Ok(connection.prepare_cached("SELECT ifnull(max(id), 0) FROM status")?.query_row([], |row| row.get(0))?)
}

/// The ids of hits within bounds, the highest first, which is the order in which articles came.
fn hits(
    connection: &Connection,
    expression: &str,
    compiled: &Compiled,
    bounds: (i64, i64),
    most: usize,
) -> Result<Vec<i64>, Fault> {
    let (rest, rest_values) = rows::all(&compiled.rest);
    let mut values = vec![Value::Text(expression.to_owned()), bounds.0.into(), bounds.1.into()];
    values.extend(rest_values);
    values.push(body::count(most).into());
    let sql = format!(
        "SELECT s.id FROM words CROSS JOIN status AS s ON s.id = words.rowid
         WHERE words MATCH ? AND words.rowid >= ? AND words.rowid <= ? AND {} AND {rest}
         ORDER BY words.rowid DESC LIMIT ?",
        compiled.among()
    );
    let mut query = connection.prepare_cached(&sql)?;
    let found = query.query_map(params_from_iter(&values), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Weighs hits and puts them in order.
fn ranked(connection: &Connection, matcher: &Matcher, ids: HashSet<i64>, now: i64) -> Result<Vec<Place>, Fault> {
    let mut read = connection.prepare_cached(
        "SELECT a.title, coalesce(a.deck, ''), coalesce(a.author, ''), o.title, a.lang, s.published FROM status AS s
         CROSS JOIN article AS a ON a.id = s.id CROSS JOIN source AS o ON o.id = s.source WHERE s.id = ?1",
    )?;
    let mut weighed = Vec::with_capacity(ids.len());
    for id in ids {
        let mut rows = read.query([id])?;
        let Some(row) = rows.next()? else { continue };
        let lang = rows::texts(row, 4)?;
        let language = lang.as_deref().and_then(Language::of);
        let mut score = fresh(row.get(5)?, now);
        for (column, weight) in [(0, TITLE), (1, DECK), (2, NAME), (3, NAME)] {
            score +=
                weight * matcher.share(&rows::text(row, column)?, language, |times| if times > 0 { 1.0 } else { 0.0 });
        }
        weighed.push((Place { id, score }, language));
    }
    weighed.sort_by(|(one, _), (other, _)| order(one, other));
    for (place, language) in weighed.iter_mut().take(READ) {
        let text = index::text(connection, ArticleId::new(place.id)).unwrap_or_default();
        place.score += TEXT * matcher.share(&text, *language, |times| f64::from(times) / (f64::from(times) + 2.0));
    }
    weighed.sort_by(|(one, _), (other, _)| order(one, other));
    Ok(weighed.into_iter().map(|(place, _)| place).collect())
}

/// The best first; of equals the one that came last.
fn order(one: &Place, other: &Place) -> Ordering {
    other.score.total_cmp(&one.score).then(other.id.cmp(&one.id))
}

fn fresh(published: i64, now: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "days")]
    let days = now.saturating_sub(published).max(0) as f64 / 86_400_000.0;
    NEW / (1.0 + days / HALF)
}

impl Cursor {
    fn write(self) -> String {
        let Self { now, top, bottom, after } = self;
        let (kind, score, id) = match after {
            After::Nothing => ('n', 0, 0),
            After::Weighed(place) => ('w', place.score.to_bits(), place.id),
            After::Other(id) => ('o', 0, id),
        };
        format!("{kind}.{now}.{top}.{bottom}.{score:x}.{id}")
    }

    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [kind, now, top, bottom, score, id] = parts[..] else { return None };
        let id = id.parse().ok()?;
        let after = match kind {
            "w" => After::Weighed(Place { id, score: f64::from_bits(u64::from_str_radix(score, 16).ok()?) }),
            "o" => After::Other(id),
            _ => return None,
        };
        Some(Self { now: now.parse().ok()?, top: top.parse().ok()?, bottom: bottom.parse().ok()?, after })
    }
}
