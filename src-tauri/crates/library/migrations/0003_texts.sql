-- Both texts of an article, why its page's text is missing, what of the page was put back; offline; pictures by content.

-- text: whether the pages of a source's articles are fetched for their text; 'automatic' is where the feed's is an excerpt.
-- pages_more, pages_same: how often a page had much more than the feed, and how often not.
ALTER TABLE source ADD COLUMN text TEXT NOT NULL DEFAULT 'automatic' CHECK (text IN ('automatic', 'always', 'never'));
ALTER TABLE source ADD COLUMN pages_more INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN pages_same INTEGER NOT NULL DEFAULT 0;

-- Kinds of blocks of a source's pages that the reader put back; `text` is the beginning of the block it was done for.
CREATE TABLE kept_mark (
    source INTEGER NOT NULL REFERENCES source (id),
    mark TEXT NOT NULL,
    text TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (source, mark)
) STRICT, WITHOUT ROWID;

-- offline: the reader wants all its text and pictures here. text: the text the reader chose to read.
ALTER TABLE status ADD COLUMN offline INTEGER NOT NULL DEFAULT 0 CHECK (offline IN (0, 1));
ALTER TABLE status ADD COLUMN text TEXT CHECK (text IN ('feed', 'page'));
CREATE INDEX status_offline ON status (published, id) WHERE offline = 1;

-- excerpt: the feed's text is only a beginning. What was stored before this format is judged as it was then: by its
-- length alone, and what has its page's text had an excerpt.
ALTER TABLE article ADD COLUMN excerpt INTEGER NOT NULL DEFAULT 0 CHECK (excerpt IN (0, 1));
UPDATE article SET excerpt = 1 WHERE url IS NOT NULL AND (origin = 'page'
    OR (SELECT bytes - html_bytes FROM body WHERE body.article = article.id) < 1200);

-- The text of an article that is not shown: that of its feed or of its page, whole, one zstd frame of JSON. `body` and
-- `article` have the one that is shown.
CREATE TABLE other_text (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    fetched INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    frame BLOB NOT NULL
) STRICT;
-- Until now the feed's text became a revision when the page's took its place: the first one.
INSERT INTO other_text (article, fetched, bytes, frame)
    SELECT a.id, a.first_seen, r.bytes, r.frame FROM article AS a JOIN revision AS r ON r.article = a.id AND r.number = 1
    JOIN status AS s ON s.id = a.id JOIN source AS o ON o.id = s.source WHERE a.origin = 'page' AND o.kind <> 'saved';

-- How the shown text came out of its page and what was left out of it: one zstd frame of JSON (crate article).
CREATE TABLE provenance (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    bytes INTEGER NOT NULL,
    frame BLOB NOT NULL
) STRICT;

-- What is known of an article's page. again: it is to be asked by itself, then or later. tries: failures in a row.
-- code, message: why its text is missing, or is not the one that is shown.
CREATE TABLE page (
    article INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    again INTEGER,
    asked INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    message TEXT
) STRICT;
CREATE INDEX page_wanted ON page (again) WHERE again IS NOT NULL;

-- Files of pictures below images/, by the SHA-256 of what is in them: a picture at many addresses lies there once.
-- Those from before this format have the key of their picture in its place.
CREATE TABLE file (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO file (hash, name, media_type, bytes)
    SELECT key, file, coalesce(media_type, 'application/octet-stream'), coalesce(bytes, 0) FROM image WHERE file IS NOT NULL;

-- reading, thumbnail: its files in two sizes. shown: when it was last seen, to the day. failed is why it cannot be had,
-- retry_at when that is worth another try, none for never.
ALTER TABLE image ADD COLUMN reading TEXT REFERENCES file (hash);
ALTER TABLE image ADD COLUMN thumbnail TEXT REFERENCES file (hash);
ALTER TABLE image ADD COLUMN shown INTEGER;
ALTER TABLE image ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE image ADD COLUMN retry_at INTEGER;
UPDATE image SET reading = key, shown = stored WHERE file IS NOT NULL;
ALTER TABLE image DROP COLUMN file;
ALTER TABLE image DROP COLUMN media_type;
ALTER TABLE image DROP COLUMN bytes;
CREATE INDEX image_reading ON image (reading) WHERE reading IS NOT NULL;
CREATE INDEX image_thumbnail ON image (thumbnail) WHERE thumbnail IS NOT NULL;
