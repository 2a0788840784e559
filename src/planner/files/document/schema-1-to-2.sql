-- What a document of schema 1 lacks: proposed programs and lines, kinds of request and expense, locks, evidence, waivers,
-- ceilings.
ALTER TABLE programs ADD COLUMN proposed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scenarios ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
INSERT INTO line_columns SELECT 'demand', zeroblob(length(value)) FROM line_columns WHERE name = 'program';
INSERT INTO line_columns SELECT 'expense', zeroblob(length(value)) FROM line_columns WHERE name = 'program';
INSERT INTO line_columns SELECT 'proposed', zeroblob(length(value) / 8) FROM line_columns WHERE name = 'program';
CREATE TABLE evidence (
    scenario INTEGER NOT NULL, line TEXT NOT NULL, field TEXT NOT NULL, year INTEGER NOT NULL,
    kind TEXT NOT NULL, document TEXT NOT NULL, page TEXT NOT NULL,
    PRIMARY KEY (scenario, line, field, year)
) WITHOUT ROWID;
CREATE TABLE waivers (
    position INTEGER PRIMARY KEY, scenario INTEGER NOT NULL, rule TEXT NOT NULL, place TEXT NOT NULL,
    why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE ceilings (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, name TEXT NOT NULL,
    name_en TEXT NOT NULL, scope TEXT NOT NULL, place TEXT NOT NULL, heading TEXT NOT NULL,
    demand INTEGER NOT NULL, expense INTEGER NOT NULL, amount INTEGER, source TEXT NOT NULL
);
CREATE TABLE ceiling_terms (
    ceiling TEXT NOT NULL, position INTEGER NOT NULL, ratio TEXT NOT NULL, measure TEXT NOT NULL,
    demand INTEGER NOT NULL, expense INTEGER NOT NULL
);
