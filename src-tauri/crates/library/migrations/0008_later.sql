-- What is saved is read later, or put away when it is done with.

-- archived: of what is saved, what the reader put away. length: how long the shown text takes to be read, in a measure of
-- article::reading_length; -1 while nobody measured it, which is done when an older article is saved (body.rs).
ALTER TABLE status ADD COLUMN archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE status ADD COLUMN length INTEGER NOT NULL DEFAULT -1;
UPDATE status SET saved_at = published WHERE saved = 1 AND saved_at IS NULL;

-- Each order of both lists is a walk along one of these.
DROP INDEX status_saved;
CREATE INDEX status_later ON status (archived, published) WHERE saved = 1;
CREATE INDEX status_later_at ON status (archived, saved_at) WHERE saved = 1;
CREATE INDEX status_later_length ON status (archived, length) WHERE saved = 1;
CREATE INDEX status_later_source ON status (archived, source, saved_at) WHERE saved = 1;

-- Only what is saved is put away.
CREATE TRIGGER status_unsaved AFTER UPDATE OF saved ON status WHEN NEW.saved = 0 AND NEW.archived = 1 BEGIN
    UPDATE status SET archived = 0 WHERE id = NEW.id;
END;
-- What is saved has a time, by which it is listed.
CREATE TRIGGER status_undated AFTER UPDATE OF saved, saved_at ON status WHEN NEW.saved = 1 AND NEW.saved_at IS NULL BEGIN
    UPDATE status SET saved_at = NEW.published WHERE id = NEW.id;
END;
CREATE TRIGGER status_came_undated AFTER INSERT ON status WHEN NEW.saved = 1 AND NEW.saved_at IS NULL BEGIN
    UPDATE status SET saved_at = NEW.published WHERE id = NEW.id;
END;
