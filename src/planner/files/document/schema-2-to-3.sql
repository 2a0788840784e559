-- What a document of schema 2 lacks: kinds of growth, growths assumed, obligations over several years.
INSERT INTO line_columns SELECT 'growth', zeroblob(length(value)) FROM line_columns WHERE name = 'program';
CREATE TABLE assumptions (
    scenario INTEGER NOT NULL, kind TEXT NOT NULL, rate TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (scenario, kind)
) WITHOUT ROWID;
CREATE TABLE obligations (
    position INTEGER PRIMARY KEY, own INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, program TEXT NOT NULL, name TEXT NOT NULL,
    name_en TEXT NOT NULL, kind TEXT NOT NULL, total INTEGER NOT NULL, first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL, lines TEXT NOT NULL, sheet TEXT NOT NULL, quote TEXT NOT NULL
);
CREATE TABLE instalments (
    obligation TEXT NOT NULL, year INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (obligation, year)
) WITHOUT ROWID;
