-- When a version was replaced or removed: its text is kept for some days after that.
ALTER TABLE articles ADD COLUMN retired_at TEXT COLLATE "C";
