-- Keys of programs that ask a shelf: only what names a key and the hash of its secret.
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    shelf TEXT NOT NULL,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    made_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) WITHOUT ROWID;
