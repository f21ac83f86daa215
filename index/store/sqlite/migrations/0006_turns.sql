-- Whose turn a paragraph of a transcript is, and the page it stands on.
ALTER TABLE paragraphs ADD COLUMN speaker TEXT;
ALTER TABLE paragraphs ADD COLUMN page INTEGER;
