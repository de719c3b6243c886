-- Whether the reader wants to be told of a source's new articles.
ALTER TABLE source ADD COLUMN notify INTEGER NOT NULL DEFAULT 0 CHECK (notify IN (0, 1));
