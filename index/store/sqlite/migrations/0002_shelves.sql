ALTER TABLE shelves ADD COLUMN removed_at TEXT;

ALTER TABLE articles ADD COLUMN origin TEXT NOT NULL DEFAULT 'folder';
ALTER TABLE articles ADD COLUMN read_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN recipe TEXT NOT NULL DEFAULT '';
CREATE INDEX articles_shelf ON articles (shelf, live, name);

CREATE TABLE channel_bindings (
    shelf TEXT NOT NULL,
    channel TEXT NOT NULL,
    article TEXT NOT NULL,
    PRIMARY KEY (shelf, channel)
) WITHOUT ROWID;

CREATE TABLE last_ids (
    kind TEXT PRIMARY KEY,
    last INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX passages_vector ON passages (vector_key);
CREATE INDEX sentences_vector ON sentences (vector_key);

DROP TABLE passages_fts;
CREATE VIRTUAL TABLE passages_fts USING fts5 (body, tokenize = 'porter unicode61 remove_diacritics 2');
INSERT INTO passages_fts (rowid, body)
    SELECT p.id, fold(substr(a.text, p.start + 1, p."end" - p.start))
    FROM passages p JOIN articles a ON a.id = p.article_id AND a.live = 1;

CREATE VIRTUAL TABLE quotes_fts USING fts5 (body, tokenize = 'trigram');
INSERT INTO quotes_fts (rowid, body)
    SELECT q.id, fold(substr(a.text, q.start + 1, q."end" - q.start))
    FROM quotes q JOIN articles a ON a.id = q.article_id AND a.live = 1;
