//! Filling a new library with the rows of a damaged one, and making good what was lost of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::Wreck;
use super::pages::Row;
use crate::error::Fault;
use crate::time::millis;
use crate::{body, marker, recount};

/// What matters most comes first: a page that might be of two tables is taken for the first of them.
const FIRST: &[&str] = &[
    "setting",
    "source",
    "status",
    "tag",
    "highlight",
    "rule",
    "saved_search",
    "kept_mark",
    "pile",
    "moved",
    "change",
    "article",
    "body",
];
/// Made anew from the others, or no rows of anybody's.
const DERIVED: &[&str] = &["library", "unread", "in_section", "index_queue", "rule_edition"];
/// Tables with a frame that tells by itself whether it is whole, with its columns.
const FRAMES: &[&str] = &["body", "other_text", "provenance", "revision"];

/// Fills the tables; returns of which at least how many rows were lost.
pub(super) fn fill(new: &mut Connection, wreck: &mut Wreck, now: Timestamp) -> Result<BTreeMap<String, u64>, Fault> {
    new.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let transaction = new.transaction()?;
    let mut lost = BTreeMap::new();
    for table in tables(&transaction)? {
        let missing = fill_table(&transaction, wreck, &table)?;
        if missing > 0 {
            lost.insert(table.name, missing);
        }
    }
    wreck.each(
        "library",
        true,
        |_| false,
        |(_, values)| {
            if let Some(Value::Text(id)) = values.get(1).filter(|id| matches!(id, Value::Text(id) if marker::is_id(id)))
            {
                transaction.execute("UPDATE library SET id = ?1", [id])?;
            }
            Ok(())
        },
    )?;
    wreck.each(
        "sqlite_sequence",
        true,
        |_| false,
        |(_, values)| {
            transaction
                .execute("UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", params_from_iter(&values))?;
            Ok(())
        },
    )?;
    if lost.contains_key("source") {
        from_index(
            &transaction,
            wreck,
            "sqlite_autoindex_source_1",
            "INSERT OR IGNORE INTO source (url, id, kind, title, added) VALUES (?1, ?2, 'feed', ?1, ?3)",
            Some(now),
        )?;
    }
    if lost.contains_key("status") {
        status_from_indexes(&transaction, wreck, now)?;
    }
    if lost.contains_key("tag") {
        from_index(
            &transaction,
            wreck,
            "tag_by_name",
            "INSERT OR IGNORE INTO tag (name, at, article) VALUES (?1, ?2, ?3)",
            None,
        )?;
    }
    if lost.contains_key("highlight") {
        from_index(
            &transaction,
            wreck,
            "sqlite_autoindex_highlight_1",
            "INSERT OR IGNORE INTO highlight (article, text, before, after, id, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            Some(now),
        )?;
    }
    transaction.commit()?;
    new.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
    Ok(lost)
}

struct Table {
    name: String,
    /// Its rows have numbers of their own (it is not `WITHOUT ROWID`).
    numbered: bool,
    /// In the order in which they are stored.
    columns: Vec<Column>,
}

struct Column {
    name: String,
    kind: String,
    required: bool,
    /// It is the row's number, and stored as nothing.
    is_number: bool,
}

impl Table {
    /// Whether a row can be one of this table.
    fn fits(&self, (_, values): &Row) -> bool {
        let required = self.columns.iter().rposition(|column| column.required).map_or(0, |last| last + 1);
        (required.max(2)..=self.columns.len()).contains(&values.len())
            && values.iter().zip(&self.columns).all(|(value, column)| match value {
                Value::Null => column.is_number || !column.required,
                Value::Integer(_) => column.kind == "INTEGER" && !column.is_number,
                Value::Text(_) => column.kind == "TEXT",
                Value::Blob(_) => column.kind == "BLOB",
                Value::Real(_) => column.kind == "REAL",
            })
    }
}

fn tables(new: &Connection) -> Result<Vec<Table>, Fault> {
    let mut query = new.prepare(
        "SELECT l.name, l.wr FROM pragma_table_list AS l WHERE l.schema = 'main' AND l.type = 'table'
         AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND l.name NOT LIKE 'words%'",
    )?;
    let names: Vec<(String, bool)> =
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut tables = Vec::new();
    for (name, plain) in names.into_iter().filter(|(name, _)| !DERIVED.contains(&name.as_str())) {
        let mut query = new.prepare(
            "SELECT name, type, \"notnull\" = 1 AND dflt_value IS NULL, pk FROM pragma_table_xinfo(?1) ORDER BY cid",
        )?;
        let mut columns: Vec<(Column, u32)> = query
            .query_map([&name], |row| {
                let (kind, key): (String, u32) = (row.get(1)?, row.get(3)?);
                let is_number = !plain && key == 1 && kind == "INTEGER";
                Ok((Column { name: row.get(0)?, kind, required: row.get(2)?, is_number }, key))
            })?
            .collect::<Result<_, _>>()?;
        // The columns of the key of several are no row numbers.
        if columns.iter().filter(|(_, key)| *key > 0).count() > 1 {
            for (column, _) in &mut columns {
                column.is_number = false;
            }
        }
        if plain {
            columns.sort_by_key(|(_, key)| if *key == 0 { u32::MAX } else { *key });
        }
        tables.push(Table { name, numbered: !plain, columns: columns.into_iter().map(|(column, _)| column).collect() });
    }
    tables.sort_by_key(|table| FIRST.iter().position(|first| *first == table.name).unwrap_or(FIRST.len()));
    Ok(tables)
}

fn fill_table(new: &Connection, wreck: &mut Wreck, table: &Table) -> Result<u64, Fault> {
    if table.name == "pile" {
        new.execute("DELETE FROM pile", [])?;
    }
    let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut refused = 0;
    let lost = wreck.each(
        &table.name,
        table.numbered,
        |row| table.fits(row),
        |(number, mut values)| {
            values.truncate(names.len());
            for (value, column) in values.iter_mut().zip(&table.columns) {
                if column.is_number {
                    *value = Value::Integer(number);
                }
            }
            if FRAMES.contains(&table.name.as_str()) && !has_whole_frame(&values) {
                refused += 1;
                return Ok(());
            }
            let (columns, places) = (names[..values.len()].join("\", \""), vec!["?"; values.len()].join(", "));
            let sql = format!("INSERT OR IGNORE INTO {} (\"{columns}\") VALUES ({places})", table.name);
            match new.prepare_cached(&sql)?.execute(params_from_iter(&values)) {
                Ok(_) => {}
                // Not what the table holds: a row that was damaged, and could be read all the same.
                Err(rusqlite::Error::SqliteFailure(failure, _))
                    if failure.code == rusqlite::ErrorCode::ConstraintViolation =>
                {
                    refused += 1;
                }
                Err(error) => return Err(error.into()),
            }
            Ok(())
        },
    )?;
    Ok(lost + refused)
}

/// The last two values of such a row are its length and its frame.
fn has_whole_frame(values: &[Value]) -> bool {
    matches!(values, [.., Value::Integer(bytes), Value::Blob(frame)] if body::decompress(frame, *bytes).is_ok())
}

/// Does with each row of an index what `sql` says, with `at` as its last parameter.
fn from_index(new: &Connection, wreck: &mut Wreck, index: &str, sql: &str, at: Option<Timestamp>) -> Result<(), Fault> {
    let mut statement = new.prepare(sql)?;
    wreck.each(
        index,
        false,
        |_| false,
        |(_, mut values)| {
            values.extend(at.map(|at| Value::Integer(millis(at))));
            if values.len() == statement.parameter_count()
                && let Err(error) = statement.execute(params_from_iter(&values))
            {
                tracing::info!(%error, index, "an entry of an index brings nothing back");
            }
            Ok(())
        },
    )?;
    Ok(())
}

/// Statuses whose row is lost stand in the indexes once more: whose they are, when they were published, and the marks.
fn status_from_indexes(new: &Connection, wreck: &mut Wreck, now: Timestamp) -> Result<(), Fault> {
    let mut published = HashMap::new();
    for index in ["status_source", "status_by_source", "status_shown", "status_by_time", "status_saved", "status_later"]
    {
        wreck.each(
            index,
            false,
            |_| false,
            |(_, values)| {
                if let [.., Value::Integer(at), Value::Integer(id)] = values[..] {
                    published.entry(id).or_insert(at);
                }
                Ok(())
            },
        )?;
    }
    let mut brought = HashSet::new();
    {
        let mut add =
            new.prepare("INSERT OR IGNORE INTO status (source, guid, id, published) VALUES (?1, ?2, ?3, ?4)")?;
        wreck.each(
            "sqlite_autoindex_status_1",
            false,
            |_| false,
            |(_, values)| {
                if let [source @ Value::Integer(_), guid @ Value::Text(_), Value::Integer(id)] = &values[..]
                    && add
                        .execute((source, guid, id, published.get(id).copied().unwrap_or(millis(now))))
                        .is_ok_and(|added| added > 0)
                {
                    brought.insert(*id);
                }
                Ok(())
            },
        )?;
    }
    let set = |wreck: &mut Wreck, index: &str, sql: &str| -> Result<(), Fault> {
        wreck.each(
            index,
            false,
            |_| false,
            |(_, values)| {
                if let [first, .., Value::Integer(id)] = &values[..]
                    && brought.contains(id)
                {
                    new.execute(sql, (id, first))?;
                }
                Ok(())
            },
        )?;
        Ok(())
    };
    set(wreck, "status_saved", "UPDATE status SET saved = 1, saved_at = ?2 WHERE id = ?1")?;
    wreck.each(
        "status_later_at",
        false,
        |_| false,
        |(_, values)| {
            if let [archived @ Value::Integer(0 | 1), at @ Value::Integer(_), Value::Integer(id)] = &values[..]
                && brought.contains(id)
            {
                new.execute(
                    "UPDATE status SET saved = 1, saved_at = ?2, archived = ?3 WHERE id = ?1",
                    (id, at, archived),
                )?;
            }
            Ok(())
        },
    )?;
    set(wreck, "status_offline", "UPDATE status SET offline = 1 WHERE id = ?1 AND ?2 IS NOT NULL")?;
    set(wreck, "status_hidden", "UPDATE status SET hidden = 1 WHERE id = ?1 AND ?2 IS NOT NULL")?;
    set(wreck, "status_folded", "UPDATE status SET folded = ?2 WHERE id = ?1")?;
    wreck.each(
        "status_said",
        false,
        |_| false,
        |(_, values)| {
            if let [_, said @ Value::Integer(_), Value::Integer(id)] = &values[..]
                && brought.contains(id)
            {
                new.execute("UPDATE status SET said = ?2, removed = ?3 WHERE id = ?1", (id, said, millis(now)))?;
            }
            Ok(())
        },
    )?;
    let has_piles: bool =
        new.query_row("SELECT EXISTS (SELECT 1 FROM pragma_table_info('status') WHERE name = 'pile')", [], |row| {
            row.get(0)
        })?;
    if has_piles {
        for id in &brought {
            new.execute("UPDATE status SET pile = NULL WHERE id = ?1", [id])?;
        }
        set(wreck, "status_pile", "UPDATE status SET pile = ?2 WHERE id = ?1")?;
    }
    Ok(())
}

/// Makes good what the lost rows leave behind, and all that is made from others; returns how many articles have no text.
pub(super) fn mend(new: &mut Connection, now: Timestamp) -> Result<u64, Fault> {
    let transaction = new.transaction()?;
    // What the reader marked is not thrown away because nobody knows any more where it came from.
    transaction.execute(
        "INSERT OR IGNORE INTO source (kind, url, title, added) SELECT 'saved', 'rescued:', 'Rescued', ?1
         WHERE EXISTS (SELECT 1 FROM (SELECT id FROM article UNION SELECT article FROM tag UNION SELECT article FROM highlight)
             WHERE id NOT IN (SELECT id FROM status))",
        [millis(now)],
    )?;
    transaction.execute(
        "INSERT OR IGNORE INTO status (id, source, guid, published)
         SELECT k.id, (SELECT id FROM source WHERE url = 'rescued:'), 'rescued:' || k.id, coalesce(a.first_seen, ?1)
         FROM (SELECT id FROM article UNION SELECT article FROM tag UNION SELECT article FROM highlight) AS k
         LEFT JOIN article AS a ON a.id = k.id WHERE k.id NOT IN (SELECT id FROM status)",
        [millis(now)],
    )?;
    transaction.execute(
        "INSERT OR IGNORE INTO source (id, kind, url, title, added)
         SELECT DISTINCT source, 'feed', 'rescued:' || source, 'Rescued ' || source, ?1 FROM status
         WHERE source NOT IN (SELECT id FROM source)",
        [millis(now)],
    )?;
    // Twice: what belonged to what goes now goes then.
    for _ in 0..2 {
        without_strays(&transaction)?;
    }
    let empty = body::pack("", "")?;
    let without: Vec<i64> = transaction
        .prepare("SELECT id FROM article WHERE id NOT IN (SELECT article FROM body)")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in &without {
        body::write(&transaction, *id, &empty)?;
        // Whatever its source says of it next is new, and its page is asked as that of an excerpt.
        transaction.execute("UPDATE article SET digest = x'', entry = NULL, excerpt = 1 WHERE id = ?1", [id])?;
        transaction.execute(
            "INSERT INTO page (article, again) SELECT id, ?2 FROM article WHERE id = ?1 AND url IS NOT NULL
             ON CONFLICT DO UPDATE SET again = excluded.again",
            (id, millis(now)),
        )?;
    }
    recount::anew(&transaction)?;
    transaction.execute("INSERT OR IGNORE INTO index_queue (article) SELECT id FROM article", [])?;
    transaction.commit()?;
    Ok(without.len() as u64)
}

/// Takes out what belongs to rows that are lost.
fn without_strays(transaction: &Connection) -> Result<(), Fault> {
    let links: Vec<(String, String, String, String, bool)> = transaction
        .prepare(
            "SELECT t.name, f.\"from\", f.\"table\", f.\"to\", c.\"notnull\" = 1 OR c.pk > 0 FROM pragma_table_list AS t
             JOIN pragma_foreign_key_list(t.name) AS f JOIN pragma_table_info(t.name) AS c ON c.name = f.\"from\"
             WHERE t.schema = 'main' AND t.type = 'table'",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))?
        .collect::<Result<_, _>>()?;
    for (table, from, parent, to, required) in links {
        let done =
            if required { format!("DELETE FROM {table}") } else { format!("UPDATE {table} SET \"{from}\" = NULL") };
        transaction.execute(
            &format!("{done} WHERE \"{from}\" IS NOT NULL AND \"{from}\" NOT IN (SELECT \"{to}\" FROM {parent})"),
            [],
        )?;
    }
    Ok(())
}
