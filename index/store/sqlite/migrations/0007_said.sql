-- Whether a row reports saying rather than knowing, wanting or doing, and how sure the person is.
ALTER TABLE quotes ADD COLUMN said INTEGER NOT NULL DEFAULT 1;
ALTER TABLE quotes ADD COLUMN speaker_confidence REAL NOT NULL DEFAULT 0;
