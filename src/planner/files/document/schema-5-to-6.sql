-- What a document of schema 5 lacks: the register of assumptions.
CREATE TABLE ranges (
    line TEXT NOT NULL, field TEXT NOT NULL, year INTEGER NOT NULL, low TEXT, mode TEXT, high TEXT, share TEXT, shape TEXT,
    together TEXT NOT NULL, why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (line, field, year)
) WITHOUT ROWID;
