-- What is done by itself with new articles that a query matches (crate query). `actions` is a JSON array of
-- "read", "save", "hide", "notify" and {"tag": NAME}. mute: made as a mute word. until: it ends then.
CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    actions TEXT NOT NULL,
    mute INTEGER NOT NULL DEFAULT 0 CHECK (mute IN (0, 1)),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    until INTEGER,
    added INTEGER NOT NULL
) STRICT;
-- The account of what each rule did. `did` is a JSON array as `actions`: what of them changed something.
CREATE TABLE deed (
    rule INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE,
    article INTEGER NOT NULL REFERENCES status (id),
    at INTEGER NOT NULL,
    did TEXT NOT NULL,
    PRIMARY KEY (rule, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX deed_by_article ON deed (article);

-- How long a source's articles are kept: so many days, and so many of the newest; none is for ever and all.
-- The status stays when the article goes, so that it does not come back as new.
ALTER TABLE source ADD COLUMN keep_days INTEGER CHECK (keep_days > 0);
ALTER TABLE source ADD COLUMN keep_newest INTEGER CHECK (keep_newest > 0);
-- removed: when retention took the article. said: a fingerprint of what it said, by which it is known under another id.
ALTER TABLE status ADD COLUMN removed INTEGER;
ALTER TABLE status ADD COLUMN said INTEGER;
CREATE INDEX status_said ON status (source, said) WHERE said IS NOT NULL;
