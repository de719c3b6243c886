-- A million articles: what a list shows and what is unread are kept, not worked out anew.

-- hidden: a rule of the reader's took it out of the lists. folded: it says what this other article says, under which
-- it is shown, and with which it shares its status. What the reader saved, tagged or highlighted is shown in any case.
ALTER TABLE status ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE status ADD COLUMN folded INTEGER REFERENCES status (id);
CREATE INDEX status_folded ON status (folded) WHERE folded IS NOT NULL;
