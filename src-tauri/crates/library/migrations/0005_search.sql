-- Searches the reader keeps as lists. `query` is as it was typed (crate query).
CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    added INTEGER NOT NULL
) STRICT;
