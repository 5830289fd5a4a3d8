-- Where the reviewer left a call: a text that the reviewer's app reads and writes.
CREATE TABLE positions (
    call       TEXT NOT NULL PRIMARY KEY,
    changed    INTEGER NOT NULL, -- seconds since 1970
    standpoint TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which calls were reviewed, and since when.
CREATE TABLE reviewed (
    call  TEXT NOT NULL PRIMARY KEY,
    since INTEGER NOT NULL -- seconds since 1970
) STRICT, WITHOUT ROWID;
