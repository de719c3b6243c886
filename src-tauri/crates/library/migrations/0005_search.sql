-- Searches the reader keeps as lists. `query` is as it was typed (crate query).
CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL,
    added INTEGER NOT NULL
) STRICT;

-- The search index anew: it takes words as `query::words` gives them, one blank between two, so that nothing is
-- divided or folded in two ways; `ascii` leaves them as they are. `source` is the source's name, and before it a word
-- for the article's language (library::index). Until all is indexed again, search says how much is missing.
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (
    title, deck, author, source, body,
    content = '', contentless_delete = 1,
    tokenize = 'ascii'
);
INSERT OR IGNORE INTO index_queue (article) SELECT id FROM article;

-- Words of the index whose stem is another: by these a query finds all forms of a word, and the index need not hold
-- stems beside the words.
CREATE TABLE form (
    lang TEXT NOT NULL,
    stem TEXT NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (lang, stem, word)
) STRICT, WITHOUT ROWID;

-- The index has the names of sources.
CREATE TRIGGER source_named AFTER UPDATE OF title ON source WHEN OLD.title <> NEW.title BEGIN
    INSERT OR IGNORE INTO index_queue (article)
        SELECT a.id FROM status AS s JOIN article AS a ON a.id = s.id WHERE s.source = NEW.id;
END;
CREATE TRIGGER status_sourced AFTER UPDATE OF source ON status WHEN OLD.source <> NEW.source BEGIN
    INSERT OR IGNORE INTO index_queue (article) SELECT id FROM article WHERE id = NEW.id;
END;
