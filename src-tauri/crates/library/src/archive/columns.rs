//! Which columns of the database an archive has, how each is spelled there, and which are left out. A test holds this to the
//! schema: a new column is in one of the two lists, or the test fails. `exchange/ARCHIVE.md` explains each to people.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::{Value as Sql, ValueRef};
use serde_json::Value;

use super::Line;
use crate::image::hex;
use crate::time::{millis, timestamp};

/// How a column is spelled. What has its default is not written.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Text, or none.
    Text,
    /// Text with a default.
    Word(&'static str),
    /// A number from 0 up to this, or none.
    Number(i64),
    /// A number from 0, which is the default, up to this.
    Count(i64),
    /// A number of 64 bits, as text: not every reader of JSON has so many.
    Wide,
    /// Yes or no, and the default.
    Flag(bool),
    /// Milliseconds here, RFC 3339 there; or none.
    Time,
    /// A list; empty by default.
    List,
    /// Bytes, as hex digits.
    Hex,
}

/// A column and its spelling.
pub(super) type Column = (&'static str, Kind);

/// What a reader of a column takes: one number above it, and nothing beside it could be read any more.
const WHOLE: i64 = u32::MAX as i64;
const DAYS: i64 = u8::MAX as i64;
/// What is counted on from has room to.
const COUNTED: i64 = i32::MAX as i64;

use Kind::{Count, Flag, Hex, List, Number, Text, Time, Wide, Word};

pub(super) const SETTING: &[Column] = &[("name", Text), ("value", Text)];

/// Settings that are of this machine.
pub(super) const LEFT_OUT_SETTINGS: &[(&str, &str)] = &[
    ("retention-clock", "where the clock of this machine was: another's may be elsewhere"),
    ("share-recent", "which programs and devices of this machine were shared to last"),
    ("proxy", "the way out of this machine: no file that is taken in decides by whom everything is asked"),
];

pub(super) const SOURCE: &[Column] = &[
    ("kind", Text),
    ("url", Text),
    ("site_url", Text),
    ("title", Text),
    ("folder", Text),
    ("icon", Text),
    ("added", Time),
    ("ended", Time),
    ("state", Word("active")),
    ("quiet", Flag(false)),
    ("notify", Flag(false)),
    ("watch", Text),
    ("update_minutes", Number(WHOLE)),
    ("gap_minutes", Number(WHOLE)),
    ("skip_hours", Count(WHOLE)),
    ("skip_days", Count(DAYS)),
    ("hub", Text),
    ("archive", Text),
    ("access", Text),
    ("newest", Time),
    ("text", Word("automatic")),
    ("pages_more", Count(COUNTED)),
    ("pages_same", Count(COUNTED)),
    ("keep_days", Number(WHOLE)),
    ("keep_newest", Number(WHOLE)),
];

pub(super) const KEPT_MARK: &[Column] = &[("mark", Text), ("text", Text), ("at", Time)];

pub(super) const RULE: &[Column] = &[
    ("place", Count(COUNTED)),
    ("name", Text),
    ("query", Text),
    ("actions", List),
    ("mute", Flag(false)),
    ("active", Flag(true)),
    ("until", Time),
    ("added", Time),
    ("removed", Time),
];

/// `rule`, which is a number of the archive, is beside them.
pub(super) const DEED: &[Column] = &[("at", Time), ("did", List), ("undone", List)];

pub(super) const SEARCH: &[Column] = &[("name", Text), ("query", Text), ("added", Time)];

/// `source`, which is a number of the archive, and `read` are beside them.
pub(super) const STATUS: &[Column] = &[
    ("guid", Text),
    ("published", Time),
    ("saved", Flag(false)),
    ("saved_at", Time),
    ("archived", Flag(false)),
    ("offline", Flag(false)),
    ("text", Text),
    ("hidden", Flag(false)),
    ("removed", Time),
    ("said", Wide),
    ("apart", Flag(false)),
];

pub(super) const TAG: &[Column] = &[("name", Text), ("at", Time)];

/// `id`, its number, is beside them.
pub(super) const HIGHLIGHT: &[Column] =
    &[("text", Text), ("before", Word("")), ("after", Word("")), ("note", Text), ("at", Time), ("edited", Time)];

/// `html` and the plain `text`, of `body`, are beside them.
pub(super) const ARTICLE: &[Column] = &[
    ("url", Text),
    ("title", Text),
    ("deck", Text),
    ("section", Text),
    ("author", Text),
    ("updated", Time),
    ("lang", Text),
    ("lead_image", Text),
    ("caption", Text),
    ("credit", Text),
    ("breadcrumbs", List),
    ("cited", List),
    ("origin", Text),
    ("first_seen", Time),
    ("fetched", Time),
    ("revision", Number(COUNTED)),
    ("digest", Hex),
    ("entry", Wide),
    ("excerpt", Flag(false)),
];

pub(super) const PAGE: &[Column] =
    &[("again", Time), ("asked", Time), ("tries", Count(COUNTED)), ("code", Text), ("message", Text)];

/// What is in no archive, and why. `*` is all columns of a table, beside those above.
#[cfg(test)]
pub(super) const LEFT_OUT: &[(&str, &[&str], &str)] = &[
    ("library", &["*"], "what tells this library from others; an archive is of none"),
    ("source", &["id"], "the line's number"),
    (
        "source",
        &["asked", "last_ok", "next_due", "failures", "error", "error_code", "retry_at", "asks"],
        "how asking went from this machine; it begins anew on another, and asking changes no archive",
    ),
    (
        "source",
        &["etag", "last_modified", "content_hash", "validators_url"],
        "what the last answer is recognised by; the next one is then read in full",
    ),
    ("source", &["home"], "whether it was at a private address of the network this machine was in"),
    ("request", &["*"], "how asking went from this machine"),
    ("kept_mark", &["source"], "it stands in its source's line"),
    ("status", &["id"], "the line's number"),
    ("status", &["source"], "written as the number of the source's line"),
    ("status", &["pile", "read_at"], "written as `read` and `read_at`: what an undoing would change is of its session"),
    ("status", &["shown", "highlighted", "length"], "made from the others"),
    ("status", &["folded"], "written as lines of its own, once both articles are there"),
    ("change", &["*"], "what can be undone is of its session"),
    ("pile", &["*"], "what can be undone is of its session; `read` says the same of each article"),
    ("moved", &["*"], "where an article lies among what is unread is said by its `read`"),
    ("unread", &["*"], "made from the others"),
    ("in_section", &["*"], "made from the others"),
    ("tag", &["article", "published"], "it stands in its article's line"),
    ("highlight", &["id"], "its number, beside the others"),
    ("highlight", &["article"], "it stands in its article's line"),
    ("deed", &["rule", "article"], "it stands in its article's line, with the number of the rule's"),
    ("deed", &["change", "turn", "earlier"], "what can be undone together is of its session"),
    ("rule", &["id"], "the line's number"),
    ("rule_edition", &["*"], "counts changes for who has the rules ready; it counts on by itself"),
    ("saved_search", &["id"], "they stand in order"),
    ("article", &["id"], "it stands in the line of its status"),
    ("article", &["imported"], "when it came into this library, where it was in another before"),
    ("body", &["*"], "written as `html` and `text`"),
    ("revision", &["*"], "written unpacked, in its article's line"),
    ("other_text", &["*"], "written unpacked, in its article's line"),
    ("provenance", &["*"], "written unpacked, in its article's line"),
    ("page", &["article"], "it stands in its article's line"),
    ("index_queue", &["*"], "made from the others"),
    ("words", &["*"], "made from the others"),
    ("form", &["*"], "made from the others"),
    ("print", &["*"], "made from the others"),
    ("file", &["*"], "written as the names and types of a picture's files"),
    ("image", &["key"], "the SHA-256 of `url`"),
    ("image", &["shown"], "when it was last looked at: reading changes no archive"),
    ("image", &["reading", "thumbnail", "stored", "url"], "written as the names and types of its files"),
    ("image", &["failed", "tries", "retry_at"], "how asking went from this machine"),
];

/// The columns' names as SQL has them, of a table that is called `of`.
pub(super) fn names(of: &str, columns: &[Column]) -> String {
    columns.iter().map(|(name, _)| format!("{of}.\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// The columns' names as SQL has them, of a table that is written.
pub(super) fn quoted(columns: &[Column]) -> String {
    columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

/// Writes the columns into a line, from those of the row on that begin at `first`.
pub(super) fn read(row: &Row<'_>, first: usize, columns: &[Column], line: &mut Line) -> rusqlite::Result<()> {
    for (at, (name, kind)) in columns.iter().enumerate() {
        if let Some(value) = spelled(row.get_ref(first + at)?, *kind) {
            line.insert((*name).to_owned(), value);
        }
    }
    Ok(())
}

/// None for nothing, and for what is the default. What is damaged is spelled as well as can be.
fn spelled(value: ValueRef<'_>, kind: Kind) -> Option<Value> {
    match (kind, value) {
        (Text, ValueRef::Text(bytes)) => Some(String::from_utf8_lossy(bytes).into()),
        (Word(default), ValueRef::Text(bytes)) => {
            Some(String::from_utf8_lossy(bytes)).filter(|text| text != default).map(Into::into)
        }
        (Number(_), ValueRef::Integer(number)) => Some(number.into()),
        (Count(_), ValueRef::Integer(number)) => Some(number).filter(|number| *number != 0).map(Into::into),
        (Wide, ValueRef::Integer(number)) => Some(number.to_string().into()),
        (Flag(default), ValueRef::Integer(number)) => Some(number != 0).filter(|flag| *flag != default).map(Into::into),
        (Time, ValueRef::Integer(millis)) => Some(timestamp(millis).to_string().into()),
        (List, ValueRef::Text(bytes)) => serde_json::from_slice(bytes)
            .ok()
            .filter(|list: &Value| list.as_array().is_some_and(|list| !list.is_empty())),
        (Hex, ValueRef::Blob(bytes)) => Some(hex(bytes).into()),
        _ => None,
    }
}

/// The columns' values as the database has them.
///
/// # Errors
/// The name of a column that is spelled as none of its kind.
pub(super) fn values(line: &Line, columns: &[Column]) -> Result<Vec<Sql>, String> {
    columns
        .iter()
        .map(|(name, kind)| {
            let value = line.get(*name).unwrap_or(&Value::Null);
            stored(value, *kind).ok_or_else(|| format!("its {name} cannot be read"))
        })
        .collect()
}

fn stored(value: &Value, kind: Kind) -> Option<Sql> {
    if value.is_null() {
        return Some(match kind {
            Word(default) => Sql::Text(default.to_owned()),
            Count(_) => Sql::Integer(0),
            Flag(default) => Sql::Integer(default.into()),
            List => Sql::Text("[]".to_owned()),
            Text | Number(_) | Wide | Time | Hex => Sql::Null,
        });
    }
    Some(match kind {
        Text | Word(_) => Sql::Text(value.as_str()?.to_owned()),
        Number(most) | Count(most) => Sql::Integer(value.as_i64().filter(|number| (0..=most).contains(number))?),
        Wide => Sql::Integer(value.as_str()?.parse().ok()?),
        Flag(_) => Sql::Integer(value.as_bool()?.into()),
        Time => Sql::Integer(time(value)?),
        List => Sql::Text(Some(value).filter(|value| value.is_array())?.to_string()),
        Hex => Sql::Blob(bytes(value.as_str()?)?),
    })
}

/// The number of a revision.
pub(super) fn revision(value: &Value) -> Option<i64> {
    value.as_i64().filter(|number| (1..COUNTED).contains(number))
}

/// A time as the database has it.
pub(super) fn time(value: &Value) -> Option<i64> {
    Some(millis(value.as_str()?.parse::<Timestamp>().ok()?))
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
