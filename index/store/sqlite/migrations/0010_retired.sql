-- When a version was replaced or removed: its text is kept for some days after that.
ALTER TABLE articles ADD COLUMN retired_at TEXT;
UPDATE articles SET retired_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE live = 0;
