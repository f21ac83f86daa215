-- What is known of a shelf's pages and feeds on the web: their validators, when they were looked at, whether they are gone.
CREATE TABLE pages (
    shelf TEXT COLLATE "C" NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    feed INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified TEXT NOT NULL,
    checked_at DOUBLE PRECISION NOT NULL,
    gone INTEGER NOT NULL,
    PRIMARY KEY (shelf, url)
);
