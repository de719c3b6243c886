-- What is done by itself with new articles that a query matches (crate query), in the order of `place`. `actions` is a
-- JSON array of "read", "save", "hide", "notify" and {"tag": NAME}. mute: made as a mute word. until: it ends then.
-- removed: when the reader took it away; the row stays, so that undoing finds it with its account.
CREATE TABLE rule (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    place INTEGER NOT NULL,
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
-- change: the last bulk change (table change) that did it or took it back.
CREATE TABLE deed (
    rule INTEGER NOT NULL REFERENCES rule (id),
    article INTEGER NOT NULL REFERENCES status (id),
    at INTEGER NOT NULL,
    did TEXT NOT NULL,
    undone TEXT NOT NULL DEFAULT '[]',
    change INTEGER,
    PRIMARY KEY (rule, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX deed_by_article ON deed (article);
CREATE INDEX deed_by_change ON deed (change) WHERE change IS NOT NULL;
-- Rules name sources and folders: they are made ready anew when these change (setting 'rules', library::rule).
CREATE TRIGGER rules_source_added AFTER INSERT ON source BEGIN
    UPDATE setting SET value = value + 1 WHERE name = 'rules';
END;
CREATE TRIGGER rules_source_changed AFTER UPDATE OF title, url, site_url, folder ON source
    WHEN OLD.title <> NEW.title OR OLD.url <> NEW.url OR OLD.site_url IS NOT NEW.site_url OR OLD.folder IS NOT NEW.folder BEGIN
    UPDATE setting SET value = value + 1 WHERE name = 'rules';
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
CREATE INDEX status_removed ON status (source, said) WHERE said IS NOT NULL;
