-- Where a highlight stands: the text before and after it, about 32 characters each (W3C Web Annotation, TextQuoteSelector),
-- so that the same words at two places are two highlights. `edited` is when its note last changed. The table is made
-- anew, as a UNIQUE cannot be changed; its triggers are those of 0004, and keep `highlighted` besides.
CREATE TABLE highlight_before AS SELECT id, article, text, note, at FROM highlight;
DROP TABLE highlight;
CREATE TABLE highlight (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL REFERENCES status (id),
    text TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
    note TEXT,
    at INTEGER NOT NULL,
    edited INTEGER,
    UNIQUE (article, text, before, after)
) STRICT;
INSERT INTO highlight (id, article, text, note, at) SELECT id, article, text, note, at FROM highlight_before;
DROP TABLE highlight_before;
CREATE INDEX highlight_by_time ON highlight (at, id);

-- Whether an article has highlights, for lists of those that have. Kept by the triggers.
ALTER TABLE status ADD COLUMN highlighted INTEGER NOT NULL DEFAULT 0 CHECK (highlighted IN (0, 1));
UPDATE status SET highlighted = 1 WHERE id IN (SELECT article FROM highlight);
CREATE INDEX status_highlighted ON status (published) WHERE highlighted = 1;

CREATE TRIGGER highlight_added AFTER INSERT ON highlight BEGIN
    UPDATE status SET highlighted = 1 WHERE id = NEW.article AND highlighted = 0;
    INSERT INTO showing (id) VALUES (NEW.article);
END;
CREATE TRIGGER highlight_removed AFTER DELETE ON highlight BEGIN
    UPDATE status SET highlighted = EXISTS (SELECT 1 FROM highlight WHERE article = OLD.article) WHERE id = OLD.article;
    INSERT INTO showing (id) VALUES (OLD.article);
END;
CREATE TRIGGER highlight_moved AFTER UPDATE OF article ON highlight BEGIN
    UPDATE status SET highlighted = EXISTS (SELECT 1 FROM highlight WHERE article = status.id) WHERE id IN (OLD.article, NEW.article);
    INSERT INTO showing (id) VALUES (OLD.article);
    INSERT INTO showing (id) VALUES (NEW.article);
END;
