CREATE TABLE shelves (
    shelf TEXT PRIMARY KEY,
    generation INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    shelf TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    live INTEGER NOT NULL,
    text TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    raw_hash TEXT NOT NULL,
    title_start INTEGER NOT NULL,
    title_end INTEGER NOT NULL,
    url TEXT,
    author TEXT,
    published TEXT,
    publisher TEXT,
    added_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    UNIQUE (shelf, name, version)
);
CREATE UNIQUE INDEX articles_live ON articles (shelf, name) WHERE live = 1;

CREATE TABLE paragraphs (
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (article_id, number)
) WITHOUT ROWID;

CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    paragraph INTEGER,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector_key BLOB NOT NULL
);
CREATE INDEX passages_article ON passages (article_id);

CREATE TABLE sentences (
    id INTEGER PRIMARY KEY,
    passage_id INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    vector_key BLOB NOT NULL
);
CREATE INDEX sentences_article ON sentences (article_id);
CREATE INDEX sentences_passage ON sentences (passage_id);

CREATE TABLE vectors (
    key BLOB PRIMARY KEY,
    vector BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE quotes (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    paragraph INTEGER,
    utterance INTEGER NOT NULL,
    speaker TEXT,
    speaker_title TEXT,
    speaker_text TEXT,
    cue TEXT,
    confidence REAL NOT NULL
);
CREATE INDEX quotes_article ON quotes (article_id, start);

CREATE VIRTUAL TABLE passages_fts USING fts5 (
    body, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
