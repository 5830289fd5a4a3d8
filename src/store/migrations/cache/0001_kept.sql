CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    host TEXT NOT NULL,
    user TEXT NOT NULL,
    UNIQUE (host, user)
) STRICT;

-- What the org answered: `subject` is a call's id or the scope of a list, `part` what was asked
-- about it. `size` stands before `body`, so that adding sizes up reads no body.
CREATE TABLE kept (
    account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    part TEXT NOT NULL,
    fetched INTEGER NOT NULL, -- seconds since 1970
    size INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (account, subject, part)
) STRICT;

CREATE INDEX kept_by_age ON kept (fetched);
