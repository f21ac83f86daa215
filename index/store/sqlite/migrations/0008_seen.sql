-- When a process that is in the shelf's server last said so.
ALTER TABLE shelves ADD COLUMN seen_at TEXT;
