-- What the faces keep: answers for their buttons, votes, settings of a server, and counts without people.
CREATE TABLE records (
    id TEXT PRIMARY KEY,
    made_at REAL NOT NULL,
    guild TEXT NOT NULL,
    person TEXT NOT NULL,
    question TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX records_made ON records (made_at);
CREATE INDEX records_person ON records (person);

CREATE TABLE replies (
    question_message TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    reply_message TEXT NOT NULL,
    person TEXT NOT NULL,
    made_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX replies_reply ON replies (reply_message);
CREATE INDEX replies_person ON replies (person);
CREATE INDEX replies_made ON replies (made_at);

CREATE TABLE votes (
    record TEXT NOT NULL,
    person TEXT NOT NULL,
    guild TEXT NOT NULL,
    helpful INTEGER NOT NULL,
    voted_at REAL NOT NULL,
    PRIMARY KEY (record, person)
) WITHOUT ROWID;
CREATE INDEX votes_guild ON votes (guild, voted_at);

CREATE TABLE preferences (
    guild TEXT PRIMARY KEY,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE tallies (
    id INTEGER PRIMARY KEY,
    asked_at REAL NOT NULL,
    guild TEXT NOT NULL,
    answered INTEGER NOT NULL,
    seconds REAL NOT NULL
);
CREATE INDEX tallies_guild ON tallies (guild, asked_at);
