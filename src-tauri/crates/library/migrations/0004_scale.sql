-- A million articles: what a list shows and what is unread are kept, not worked out anew.

-- hidden: a rule of the reader's took it out of the lists. folded: it says what this other article says, under which
-- it is shown, and with which it shares its status. What the reader saved, tagged or highlighted is shown in any
-- case, itself or the one it lies under.
-- shown: whether lists have it; kept by the triggers below, so that no code has to think of it.
-- pile: of unread articles, the one it lies in; none once it was read.
ALTER TABLE status ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE status ADD COLUMN folded INTEGER REFERENCES status (id);
ALTER TABLE status ADD COLUMN shown INTEGER NOT NULL DEFAULT 0 CHECK (shown IN (0, 1));
ALTER TABLE status ADD COLUMN pile INTEGER DEFAULT 1;

-- Marking all read clears a pile away: that is one row, however high the pile is. `change` is the bulk change that
-- did it, and undoing puts the pile back. So an article is unread while it lies in a pile that is not cleared. Pile 1
-- is of what is unread and not shown, which no bulk change touches. What becomes unread is put on the latest pile
-- that is there, of which nothing was moved.
CREATE TABLE pile (
    id INTEGER PRIMARY KEY,
    change INTEGER,
    at INTEGER
) STRICT;
CREATE INDEX pile_cleared ON pile (change);
INSERT INTO pile (id) VALUES (1), (2);
INSERT INTO pile (change, at) SELECT id, at FROM change;

-- Marking a large source or folder read moves what a source has in a pile onto another pile, that of the change, as one:
-- that is one row, too. The articles are carried over when nobody waits, and say their old pile until then.
CREATE TABLE moved (
    pile INTEGER NOT NULL,
    source INTEGER NOT NULL,
    onto INTEGER NOT NULL,
    PRIMARY KEY (pile, source)
) STRICT, WITHOUT ROWID;
CREATE INDEX moved_onto ON moved (onto);

-- What is unread, shown or not.
CREATE VIEW to_read (id) AS
    SELECT s.id FROM status AS s WHERE s.pile IS NOT NULL
        AND ifnull((SELECT m.onto FROM moved AS m WHERE m.pile = s.pile AND m.source = s.source), s.pile)
            IN (SELECT p.id FROM pile AS p WHERE p.change IS NULL);

-- How many articles of a source lie in a pile, without pile 1.
CREATE TABLE unread (
    pile INTEGER NOT NULL,
    source INTEGER NOT NULL,
    articles INTEGER NOT NULL CHECK (articles >= 0),
    PRIMARY KEY (pile, source)
) STRICT, WITHOUT ROWID;

-- Where an article lies, for one of another source that is to lie there, too.
CREATE VIEW lies (id, pile) AS
    SELECT s.id, CASE WHEN s.pile IS NULL THEN NULL
        WHEN EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = s.id) THEN (SELECT max(p.id) FROM pile AS p WHERE p.change IS NULL)
        ELSE ifnull((SELECT m.onto FROM moved AS m WHERE m.pile = s.pile AND m.source = s.source), s.pile) END
    FROM status AS s;

-- How many articles of a source are unread and shown, and the pile they say.
CREATE VIEW there (pile, source, articles) AS
    SELECT u.pile, u.source, u.articles FROM pile AS p CROSS JOIN unread AS u ON u.pile = p.id
        WHERE p.change IS NULL AND u.articles > 0
            AND NOT EXISTS (SELECT 1 FROM moved AS m WHERE m.pile = u.pile AND m.source = u.source)
    UNION ALL
    SELECT u.pile, u.source, u.articles FROM moved AS m CROSS JOIN pile AS p ON p.id = m.onto
        CROSS JOIN unread AS u ON u.pile = m.pile AND u.source = m.source
        WHERE p.change IS NULL AND u.articles > 0;

-- The articles of a section in the order of time, so that those of a rare one are found among a million.
CREATE TABLE in_section (
    section TEXT NOT NULL,
    published INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (section, published, article)
) STRICT, WITHOUT ROWID;
-- published: as the article has it, for lists.
ALTER TABLE tag ADD COLUMN published INTEGER NOT NULL DEFAULT 0;

-- What `shown` and `pile` of each article are to be. To write it there, insert the id.
CREATE VIEW showing (id, shown, pile) AS
    SELECT id, shown, CASE
        WHEN pile IS NULL THEN NULL
        WHEN shown THEN iif(pile = 1, (SELECT max(p.id) FROM pile AS p WHERE p.change IS NULL), pile)
        ELSE iif(EXISTS (SELECT 1 FROM to_read AS r WHERE r.id = m.id), 1, pile) END
    FROM (SELECT s.id AS id, s.pile AS pile, EXISTS (SELECT 1 FROM article AS a WHERE a.id = s.id)
            AND (s.folded IS NULL OR NOT (SELECT l.shown FROM status AS l WHERE l.id = s.folded)) AND (
            (o.ended IS NULL AND o.kind <> 'saved' AND s.hidden = 0 AND s.folded IS NULL) OR s.saved = 1 OR s.offline = 1
            OR EXISTS (SELECT 1 FROM tag AS t WHERE t.article = s.id)
            OR EXISTS (SELECT 1 FROM highlight AS h WHERE h.article = s.id)) AS shown
        FROM status AS s JOIN source AS o ON o.id = s.source) AS m;

DROP INDEX status_by_time;
DROP INDEX status_unread;
DROP INDEX status_by_source;
DROP INDEX status_unread_by_source;
DROP INDEX tag_by_name;
DROP INDEX article_by_section;
UPDATE status SET shown = 1 WHERE (SELECT v.shown FROM showing AS v WHERE v.id = status.id);
UPDATE status SET pile = CASE WHEN read = 0 THEN 1 + shown ELSE (SELECT p.id FROM pile AS p WHERE p.change = status.read_by) END;
DROP INDEX status_read_by;
ALTER TABLE status DROP COLUMN read;
ALTER TABLE status DROP COLUMN read_by;
INSERT INTO unread (pile, source, articles)
    SELECT pile, source, count(*) FROM status WHERE pile > 1 AND shown = 1 GROUP BY pile, source;
INSERT INTO in_section (section, published, article)
    SELECT a.section, s.published, a.id FROM article AS a JOIN status AS s ON s.id = a.id
    WHERE a.section IS NOT NULL ORDER BY 1, 2, 3;
UPDATE tag SET published = (SELECT s.published FROM status AS s WHERE s.id = tag.article);

-- Quiet sources are few or none: the list of what is unread leaves theirs out.
CREATE INDEX source_quiet ON source (quiet) WHERE quiet = 1;

-- An index ends with the id by itself. Every list is a walk along one of these.
CREATE INDEX status_shown ON status (published) WHERE shown = 1;
CREATE INDEX status_source ON status (source, shown, published);
CREATE INDEX status_pile ON status (pile, shown, published) WHERE pile IS NOT NULL;
CREATE INDEX status_source_pile ON status (source, pile, shown, published) WHERE pile IS NOT NULL;
CREATE INDEX status_folded ON status (folded) WHERE folded IS NOT NULL;
CREATE INDEX tag_by_name ON tag (name, published, article);

CREATE TRIGGER showing_anew INSTEAD OF INSERT ON showing BEGIN
    UPDATE status SET (shown, pile) = (SELECT v.shown, v.pile FROM showing AS v WHERE v.id = NEW.id)
        WHERE id = NEW.id AND shown <> (SELECT v.shown FROM showing AS v WHERE v.id = NEW.id);
END;
CREATE TRIGGER status_changed AFTER UPDATE OF saved, offline, hidden, folded, source ON status BEGIN
    INSERT INTO showing (id) VALUES (NEW.id);
END;
CREATE TRIGGER tag_added AFTER INSERT ON tag BEGIN
    UPDATE tag SET published = (SELECT s.published FROM status AS s WHERE s.id = NEW.article)
        WHERE article = NEW.article AND name = NEW.name;
    INSERT INTO showing (id) VALUES (NEW.article);
END;
CREATE TRIGGER tag_removed AFTER DELETE ON tag BEGIN
    INSERT INTO showing (id) VALUES (OLD.article);
END;
CREATE TRIGGER highlight_added AFTER INSERT ON highlight BEGIN
    INSERT INTO showing (id) VALUES (NEW.article);
END;
CREATE TRIGGER highlight_removed AFTER DELETE ON highlight BEGIN
    INSERT INTO showing (id) VALUES (OLD.article);
END;
CREATE TRIGGER source_changed AFTER UPDATE OF ended, kind ON source
    WHEN (OLD.ended IS NULL) <> (NEW.ended IS NULL) OR OLD.kind <> NEW.kind BEGIN
    INSERT INTO showing (id) SELECT id FROM status WHERE source = NEW.id;
END;
CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
    INSERT INTO showing (id) VALUES (NEW.id);
    INSERT OR IGNORE INTO in_section (section, published, article)
        SELECT NEW.section, s.published, s.id FROM status AS s WHERE s.id = NEW.id AND NEW.section IS NOT NULL;
END;
CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
    INSERT INTO showing (id) VALUES (OLD.id);
    DELETE FROM in_section WHERE section = OLD.section AND article = OLD.id
        AND published = (SELECT s.published FROM status AS s WHERE s.id = OLD.id);
END;
CREATE TRIGGER article_moved AFTER UPDATE OF section ON article WHEN OLD.section IS NOT NEW.section BEGIN
    DELETE FROM in_section WHERE section = OLD.section AND article = OLD.id
        AND published = (SELECT s.published FROM status AS s WHERE s.id = OLD.id);
    INSERT OR IGNORE INTO in_section (section, published, article)
        SELECT NEW.section, s.published, s.id FROM status AS s WHERE s.id = NEW.id AND NEW.section IS NOT NULL;
END;
CREATE TRIGGER status_dated AFTER UPDATE OF published ON status WHEN OLD.published <> NEW.published BEGIN
    UPDATE tag SET published = NEW.published WHERE article = NEW.id;
    UPDATE in_section SET published = NEW.published WHERE article = NEW.id AND published = OLD.published
        AND section = (SELECT a.section FROM article AS a WHERE a.id = NEW.id);
END;
CREATE TRIGGER unread_less AFTER UPDATE OF shown, pile, source ON status WHEN OLD.pile > 1 AND OLD.shown = 1
    AND (NEW.pile IS NOT OLD.pile OR NEW.shown = 0 OR NEW.source <> OLD.source) BEGIN
    UPDATE unread SET articles = articles - 1 WHERE pile = OLD.pile AND source = OLD.source;
END;
CREATE TRIGGER unread_more AFTER UPDATE OF shown, pile, source ON status WHEN NEW.pile > 1 AND NEW.shown = 1
    AND (NEW.pile IS NOT OLD.pile OR OLD.shown = 0 OR NEW.source <> OLD.source) BEGIN
    INSERT INTO unread (pile, source, articles) VALUES (NEW.pile, NEW.source, 1)
        ON CONFLICT DO UPDATE SET articles = articles + 1;
END;
CREATE TRIGGER status_removed AFTER DELETE ON status WHEN OLD.pile > 1 AND OLD.shown = 1 BEGIN
    UPDATE unread SET articles = articles - 1 WHERE pile = OLD.pile AND source = OLD.source;
END;
