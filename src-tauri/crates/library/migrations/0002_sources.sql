-- What a polite refresh remembers of a source, and what the reader decides about it.
-- state: 'gone' is what 410 twice makes of it; like 'paused' it is not asked by itself any more.
-- quiet: left out of what is unread of all. watch: how a page without a feed is read (JSON, crate feed).
-- validators_url: where the validators came from, when a temporary redirect led elsewhere than `url`.
-- update_minutes: what the feed says of itself (ttl, sy:). gap_minutes: how often it has published of late.
-- skip_hours, skip_days: bit sets of UTC hours, and of days from Monday.
-- retry_at: no sooner, said the server (Retry-After). hub: WebSub. archive: the next of the older entries (RFC 5005),
-- empty once all were fetched.
-- access: whom it is asked as (JSON without secrets; those are in the system's keyring). asks: how often it was asked.
ALTER TABLE source ADD COLUMN state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'gone'));
ALTER TABLE source ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1));
ALTER TABLE source ADD COLUMN watch TEXT;
ALTER TABLE source ADD COLUMN validators_url TEXT;
ALTER TABLE source ADD COLUMN update_minutes INTEGER;
ALTER TABLE source ADD COLUMN gap_minutes INTEGER;
ALTER TABLE source ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE source ADD COLUMN retry_at INTEGER;
ALTER TABLE source ADD COLUMN hub TEXT;
ALTER TABLE source ADD COLUMN archive TEXT;
ALTER TABLE source ADD COLUMN access TEXT;
ALTER TABLE source ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
-- home: it answered from a private address when it was first asked, so it may do so again; others never may.
-- newest: when its newest entry was published.
ALTER TABLE source ADD COLUMN home INTEGER CHECK (home IN (0, 1));
ALTER TABLE source ADD COLUMN newest INTEGER;

-- The last requests of each source: a ring, so that noting one costs one small write. `outcome` is a stable code.
CREATE TABLE request (
    source INTEGER NOT NULL REFERENCES source (id),
    slot INTEGER NOT NULL,
    at INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    new INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    message TEXT,
    PRIMARY KEY (source, slot)
) STRICT, WITHOUT ROWID;

-- A fingerprint of the entry as it was published: what has not changed need not be made safe and compared again.
ALTER TABLE article ADD COLUMN entry INTEGER;
