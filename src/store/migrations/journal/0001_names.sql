-- Who speaks, as the reviewer says: one row for each speaker of a call that was corrected.
CREATE TABLE names (
    call    TEXT NOT NULL,
    speaker TEXT NOT NULL,
    name    TEXT,
    same_as TEXT,
    PRIMARY KEY (call, speaker)
) STRICT, WITHOUT ROWID;
