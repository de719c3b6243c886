-- What is done by itself with new articles that a query matches (crate query), in the order of `place`. `actions` is a
-- JSON array of "read", "save", "hide", "notify" and {"tag": NAME}. mute: made as a mute word. until: it ends then.
-- removed: when the reader took it away; the row stays, so that undoing finds it with its account.
CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    place INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    actions TEXT NOT NULL,
    mute INTEGER NOT NULL DEFAULT 0 CHECK (mute IN (0, 1)),
    active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    until INTEGER,
    added INTEGER NOT NULL,
    removed INTEGER
) STRICT;
-- The account of what each rule did. `did` is a JSON array as `actions`: what of them changed something and stands;
-- `undone`, what was taken back. A row also says that the rule has had its turn with the article: it gets no second one.
-- change: the last bulk change (table change) that did it or took it back. turn: what of it that change did or took back,
-- a JSON array, too. earlier: the bulk changes before, as [change, turn], the last one at the end.
CREATE TABLE deed (
    rule INTEGER NOT NULL REFERENCES rule (id),
    article INTEGER NOT NULL REFERENCES status (id),
    at INTEGER NOT NULL,
    did TEXT NOT NULL,
    undone TEXT NOT NULL DEFAULT '[]',
    change INTEGER,
    turn TEXT NOT NULL DEFAULT '[]',
    earlier TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (rule, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX deed_by_article ON deed (article);
CREATE INDEX deed_by_change ON deed (change) WHERE change IS NOT NULL;
-- One row: counts up when a rule, or what rules name, changes. By it everyone knows whether the rules it has made ready
-- are still the rules.
CREATE TABLE rule_edition (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO rule_edition (only, number) VALUES (1, 0);
CREATE TRIGGER rule_added AFTER INSERT ON rule BEGIN
    UPDATE rule_edition SET number = number + 1;
END;
CREATE TRIGGER rule_changed AFTER UPDATE ON rule BEGIN
    UPDATE rule_edition SET number = number + 1;
END;
CREATE TRIGGER rules_source_added AFTER INSERT ON source WHEN EXISTS (SELECT 1 FROM rule) BEGIN
    UPDATE rule_edition SET number = number + 1;
END;
CREATE TRIGGER rules_source_changed AFTER UPDATE OF title, url, site_url, folder ON source
    WHEN EXISTS (SELECT 1 FROM rule) AND (OLD.title <> NEW.title OR OLD.url <> NEW.url
        OR OLD.site_url IS NOT NEW.site_url OR OLD.folder IS NOT NEW.folder) BEGIN
    UPDATE rule_edition SET number = number + 1;
END;
-- What rules hid, in the order of time.
CREATE INDEX status_hidden ON status (published) WHERE hidden = 1;

-- How long a source's articles are kept: so many days, and so many of the newest; none is for ever and all.
-- The status stays when the article goes, so that it does not come back as new.
ALTER TABLE source ADD COLUMN keep_days INTEGER CHECK (keep_days > 0);
ALTER TABLE source ADD COLUMN keep_newest INTEGER CHECK (keep_newest > 0);
-- removed: when retention took the article. said: a fingerprint of what it said, by which it is known under another id.
ALTER TABLE status ADD COLUMN removed INTEGER;
ALTER TABLE status ADD COLUMN said INTEGER;
CREATE INDEX status_said ON status (source, said) WHERE said IS NOT NULL;
-- imported: when an archive brought it; how long it is kept counts from then.
ALTER TABLE article ADD COLUMN imported INTEGER;

-- The way out of this machine is a setting of its own: archives leave it out.
INSERT OR IGNORE INTO setting (name, value) SELECT 'proxy', value ->> '$.proxy' FROM setting
    WHERE name = 'window' AND json_valid(value) AND value ->> '$.proxy' <> '';

-- Folding: articles of other sources that say the same lie under one (status.folded), which lists show and which has the
-- status of all of them; they lie on no pile. apart: the reader took it out, and it stays out.
ALTER TABLE status ADD COLUMN apart INTEGER NOT NULL DEFAULT 0 CHECK (apart IN (0, 1));
-- What likeness is looked for by (alike.rs), of the articles of the last weeks. span: which four weeks.
CREATE TABLE print (
    span INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (span, hash, article)
) STRICT, WITHOUT ROWID;

-- What of a source lies under another's, for the source's own list.
CREATE INDEX status_under ON status (source, published) WHERE folded IS NOT NULL;

-- When the one on top goes, because its source is unfollowed, a rule hides it or retention takes it, the next one that can
-- be shown takes its place and its status, so that nobody has to think of it.
CREATE TRIGGER fold_left AFTER UPDATE OF shown ON status WHEN OLD.shown = 1 AND NEW.shown = 0 AND NEW.folded IS NULL
    AND EXISTS (SELECT 1 FROM status AS f WHERE f.folded = NEW.id) BEGIN
    UPDATE status SET folded = (SELECT f.id FROM status AS f JOIN article AS a ON a.id = f.id JOIN source AS o ON o.id = f.source
            WHERE f.folded = NEW.id AND f.hidden = 0 AND o.ended IS NULL ORDER BY f.id LIMIT 1)
        WHERE id = NEW.id;
    UPDATE status SET folded = (SELECT l.folded FROM status AS l WHERE l.id = NEW.id)
        WHERE folded = NEW.id AND (SELECT l.folded FROM status AS l WHERE l.id = NEW.id) IS NOT NULL;
    UPDATE status SET folded = NULL, shown = 1, read_at = NEW.read_at, pile = (SELECT v.pile FROM lies AS v WHERE v.id = NEW.id)
        WHERE id = (SELECT l.folded FROM status AS l WHERE l.id = NEW.id);
    UPDATE status SET pile = NULL WHERE id = NEW.id AND folded IS NOT NULL;
    UPDATE status SET shown = 1 WHERE folded = NEW.id AND (SELECT v.shown FROM showing AS v WHERE v.id = status.id);
END;
-- What was kept itself, and shown for want of the one on top, goes under that again.
CREATE TRIGGER fold_back AFTER UPDATE OF shown ON status WHEN OLD.shown = 0 AND NEW.shown = 1 AND NEW.folded IS NULL
    AND EXISTS (SELECT 1 FROM status AS f WHERE f.folded = NEW.id AND f.shown = 1) BEGIN
    UPDATE status SET shown = 0 WHERE folded = NEW.id AND shown = 1;
END;
-- A source that is followed again shows what nothing shows on top of it.
CREATE TRIGGER fold_met AFTER UPDATE OF ended ON source WHEN OLD.ended IS NOT NULL AND NEW.ended IS NULL BEGIN
    UPDATE status SET folded = NULL, pile = (SELECT iif(l.pile = 1 AND status.shown = 0, 1, v.pile)
            FROM status AS l JOIN lies AS v ON v.id = l.id WHERE l.id = status.folded)
        WHERE source = NEW.id AND folded IS NOT NULL
            AND (SELECT l.shown FROM status AS l WHERE l.id = status.folded) = 0;
END;
