-- The first format: sources, articles, the reader's status, search index, pictures, settings.
-- Times are milliseconds since 1970 UTC. Every table is STRICT, so that integrity_check also checks types.

-- One row: what tells this database from any other. `id` also stands in library.marker beside it.
CREATE TABLE library (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id TEXT NOT NULL,
    format INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `ended` is when the reader stopped following; the row stays, so that following again finds everything as it was.
-- `asked` is when it was last asked, by the clock of then: a time ahead of now shows that the clock went back.
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'page', 'saved')),
    url TEXT NOT NULL UNIQUE,
    site_url TEXT,
    title TEXT NOT NULL,
    folder TEXT,
    icon TEXT,
    added INTEGER NOT NULL,
    ended INTEGER,
    asked INTEGER,
    last_ok INTEGER,
    next_due INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    error_code TEXT,
    etag TEXT,
    last_modified TEXT,
    content_hash TEXT
) STRICT;

-- The reader's own side of an entry, and the entry's identity. It stays when the article's text goes.
-- `published` orders lists (first seen, where the entry gives no date). `read_by` is the bulk change that marked it.
-- Each column that matters stands in an index too: integrity_check compares them, so a flipped bit does not pass.
CREATE TABLE status (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES source (id),
    guid TEXT NOT NULL,
    published INTEGER NOT NULL,
    read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
    read_at INTEGER,
    read_by INTEGER,
    saved INTEGER NOT NULL DEFAULT 0 CHECK (saved IN (0, 1)),
    saved_at INTEGER,
    UNIQUE (source, guid)
) STRICT;
CREATE INDEX status_by_time ON status (published, id);
CREATE INDEX status_unread ON status (published, id) WHERE read = 0;
CREATE INDEX status_saved ON status (published, id) WHERE saved = 1;
CREATE INDEX status_by_source ON status (source, published, id);
CREATE INDEX status_unread_by_source ON status (source, published, id) WHERE read = 0;
CREATE INDEX status_read_by ON status (read_by) WHERE read_by IS NOT NULL;

CREATE TABLE tag (
    article INTEGER NOT NULL REFERENCES status (id),
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (article, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_name ON tag (name, article);

CREATE TABLE highlight (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES status (id),
    text TEXT NOT NULL,
    note TEXT,
    at INTEGER NOT NULL,
    UNIQUE (article, text)
) STRICT;

-- A bulk change that can be undone.
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    count INTEGER NOT NULL
) STRICT;

-- `digest` is of the content as the source last published it; `revision` counts from 1.
CREATE TABLE article (
    id INTEGER PRIMARY KEY REFERENCES status (id),
    url TEXT,
    title TEXT NOT NULL,
    deck TEXT,
    section TEXT,
    author TEXT,
    updated INTEGER,
    lang TEXT,
    lead_image TEXT,
    caption TEXT,
    credit TEXT,
    breadcrumbs TEXT NOT NULL,
    cited TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin IN ('feed', 'page')),
    first_seen INTEGER NOT NULL,
    fetched INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE INDEX article_by_section ON article (section) WHERE section IS NOT NULL;

-- One zstd frame with a checksum: the safe HTML (its first `html_bytes` bytes) and the plain text.
-- Apart from `article`, so that lists do not drag the texts along.
CREATE TABLE body (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    html_bytes INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    frame BLOB NOT NULL
) STRICT;

-- What an article said before: one zstd frame of JSON each.
CREATE TABLE revision (
    article INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    replaced INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    frame BLOB NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

-- Articles whose words are not in the search index yet. Written with the article, emptied with the index.
CREATE TABLE index_queue (
    article INTEGER PRIMARY KEY
) STRICT;
CREATE VIRTUAL TABLE words USING fts5 (
    title, deck, author, body,
    content = '', contentless_delete = 1,
    tokenize = 'unicode61 remove_diacritics 2'
);

-- Pictures by the SHA-256 of their address. `file` is a path below images/.
CREATE TABLE image (
    key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    file TEXT,
    media_type TEXT,
    bytes INTEGER,
    stored INTEGER,
    failed TEXT
) STRICT, WITHOUT ROWID;
