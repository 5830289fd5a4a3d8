-- What the reviewer writes about a call. Without a time it is about the whole call; with a time
-- and no category, about a time without a moment; else about a moment, by what is stable of it.
CREATE TABLE notes (
    call     TEXT NOT NULL,
    id       TEXT NOT NULL,
    at       INTEGER,
    category TEXT,
    speaker  TEXT,
    said     INTEGER,
    twin     INTEGER,
    text     TEXT NOT NULL,
    author   TEXT NOT NULL,
    created  TEXT NOT NULL,
    updated  TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (call, id)
) STRICT, WITHOUT ROWID;

-- Tags, with spaces between them, and the verdict on a moment.
CREATE TABLE labels (
    call     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    category TEXT NOT NULL,
    speaker  TEXT NOT NULL,
    said     INTEGER NOT NULL,
    twin     INTEGER NOT NULL,
    tags     TEXT NOT NULL,
    verdict  TEXT,
    author   TEXT NOT NULL,
    updated  TEXT NOT NULL,
    PRIMARY KEY (call, at, category, speaker, said, twin)
) STRICT, WITHOUT ROWID;
