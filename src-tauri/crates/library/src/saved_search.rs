//! Searches that the reader keeps as lists.

use jiff::Timestamp;
use rusqlite::OptionalExtension as _;
use serde::Serialize;

use crate::error::Fault;
use crate::query::text;
use crate::time::millis;
use crate::{Library, LibraryError};

/// A search with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// Its id.
    pub id: i64,
    /// What it is called; no two are called the same.
    pub name: String,
    /// As it was typed (crate `query`).
    pub query: String,
}

impl Library {
    /// All of them, by name.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, LibraryError> {
        self.reader().read(|connection| {
            let mut query = connection
                .prepare_cached("SELECT id, name, query FROM saved_search ORDER BY name COLLATE NOCASE, id")?;
            let rows = query
                .query_map([], |row| Ok(SavedSearch { id: row.get(0)?, name: text(row, 1)?, query: text(row, 2)? }))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Keeps a search under a name; the one of that name is another from now on.
    ///
    /// # Errors
    /// `Invalid` without a name or anything to look for. Whether the query says what it should is the caller's to judge.
    pub fn save_search(&self, name: &str, query: &str, now: Timestamp) -> Result<SavedSearch, LibraryError> {
        let (name, query) = (filled("name", name)?, filled("search", query)?);
        self.writer().write(move |transaction| {
            transaction.execute(
                "INSERT INTO saved_search (name, query, added) VALUES (?1, ?2, ?3)
                 ON CONFLICT (name) DO UPDATE SET query = excluded.query",
                (&name, &query, millis(now)),
            )?;
            let id = transaction.query_row("SELECT id FROM saved_search WHERE name = ?1", [&name], |row| row.get(0))?;
            Ok(SavedSearch { id, name, query })
        })
    }

    /// Gives one another name and other words.
    ///
    /// # Errors
    /// `NotFound`, or `Invalid` also where another has that name.
    pub fn update_saved_search(&self, id: i64, name: &str, query: &str) -> Result<SavedSearch, LibraryError> {
        let (name, query) = (filled("name", name)?, filled("search", query)?);
        self.writer().write(move |transaction| {
            let taken: Option<i64> = transaction
                .query_row("SELECT id FROM saved_search WHERE name = ?1 AND id <> ?2", (&name, id), |row| row.get(0))
                .optional()?;
            if taken.is_some() {
                let why = format!("another search is called {name}");
                return Err(LibraryError::invalid("name", why, "give it another name").into());
            }
            let sql = "UPDATE saved_search SET name = ?2, query = ?3 WHERE id = ?1";
            existing(id, transaction.execute(sql, (id, &name, &query))?)?;
            Ok(SavedSearch { id, name, query })
        })
    }

    /// Keeps one no longer. The articles it found stay as they are.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn remove_saved_search(&self, id: i64) -> Result<(), LibraryError> {
        self.writer().write(move |transaction| {
            existing(id, transaction.execute("DELETE FROM saved_search WHERE id = ?1", [id])?)
        })
    }
}

fn existing(id: i64, changed: usize) -> Result<(), Fault> {
    if changed == 0 { Err(LibraryError::not_found("saved search", id).into()) } else { Ok(()) }
}

fn filled(what: &'static str, text: &str) -> Result<String, LibraryError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(LibraryError::invalid(what, "it is empty", "give it at least one letter"));
    }
    Ok(text.to_owned())
}
