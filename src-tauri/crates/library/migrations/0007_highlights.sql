-- Where a highlight stands: the text before and after it, about 32 characters each (W3C Web Annotation, TextQuoteSelector).
-- `edited` is when its note last changed.
ALTER TABLE highlight ADD COLUMN before TEXT NOT NULL DEFAULT '';
ALTER TABLE highlight ADD COLUMN after TEXT NOT NULL DEFAULT '';
ALTER TABLE highlight ADD COLUMN edited INTEGER;
CREATE INDEX highlight_by_time ON highlight (at, id);
