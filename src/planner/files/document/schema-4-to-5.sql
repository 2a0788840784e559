-- What a document of schema 4 lacks: identities of changes (made from what they say), records of what went out, a checksum.
ALTER TABLE changes ADD COLUMN identity TEXT NOT NULL DEFAULT '';
CREATE TABLE handovers (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, scenario INTEGER NOT NULL, file TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL, size INTEGER NOT NULL, sheets BLOB NOT NULL
);
