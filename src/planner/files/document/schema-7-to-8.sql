-- What a document of schema 7 lacks: codes, what became of the money of past years, answers to comments.
CREATE TABLE codes (
    own INTEGER NOT NULL, owner TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    address TEXT NOT NULL, why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (own, owner, id, kind)
) WITHOUT ROWID;
CREATE TABLE execution (
    program TEXT NOT NULL, year INTEGER NOT NULL, budget TEXT, spent TEXT, carried TEXT, source TEXT NOT NULL,
    PRIMARY KEY (program, year)
) WITHOUT ROWID;
CREATE TABLE answers (
    part TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
);
