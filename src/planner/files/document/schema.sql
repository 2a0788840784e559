-- A .bplan document, schema 8. Texts of values: whole numbers and fractions as "3072000" or "1/4".
CREATE TABLE portfolio (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE programs (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, parent TEXT NOT NULL, sheet TEXT NOT NULL,
    name TEXT NOT NULL, name_en TEXT NOT NULL, agency TEXT NOT NULL, division TEXT NOT NULL,
    channel TEXT NOT NULL, first_year INTEGER, last_year INTEGER, status TEXT NOT NULL,
    estimate INTEGER NOT NULL, relists TEXT NOT NULL, proposed INTEGER NOT NULL
);
CREATE TABLE published (
    owner_kind TEXT NOT NULL, owner TEXT NOT NULL, position INTEGER NOT NULL, year INTEGER NOT NULL,
    printed TEXT NOT NULL, sheet TEXT NOT NULL, quote TEXT NOT NULL
);
CREATE TABLE notes (
    owner_kind TEXT NOT NULL, owner TEXT NOT NULL, position INTEGER NOT NULL, year INTEGER,
    text TEXT NOT NULL, text_en TEXT NOT NULL, sheet TEXT NOT NULL, quotes TEXT NOT NULL
);
CREATE TABLE views (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_en TEXT NOT NULL);
CREATE TABLE members (
    view TEXT NOT NULL, position INTEGER NOT NULL, program TEXT NOT NULL,
    heading TEXT NOT NULL, heading_en TEXT NOT NULL, relisted INTEGER NOT NULL
);
-- What the document behind a view prints for members; programs as a JSON array of ids.
CREATE TABLE listed (
    view TEXT NOT NULL, position INTEGER NOT NULL, programs TEXT NOT NULL, year INTEGER NOT NULL,
    printed TEXT NOT NULL, sheet TEXT NOT NULL, quote TEXT NOT NULL
);
-- How many people or projects the sheets print for lines; lines as a JSON array of ids.
CREATE TABLE counts (
    position INTEGER PRIMARY KEY, lines TEXT NOT NULL, year INTEGER NOT NULL, count INTEGER NOT NULL,
    sheet TEXT NOT NULL, quote TEXT NOT NULL
);
CREATE TABLE sheets (position INTEGER PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL);
CREATE TABLE origins (
    position INTEGER PRIMARY KEY, basis TEXT NOT NULL, sheet TEXT NOT NULL, quote TEXT NOT NULL,
    rule TEXT NOT NULL, rule_en TEXT NOT NULL, low INTEGER, high INTEGER
);
-- Texts of the lines as JSON arrays in row order, numbers as little-endian 64-bit (flags: 8-bit) columns.
CREATE TABLE line_texts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE line_columns (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE scenarios (
    position INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
    parent INTEGER NOT NULL, note TEXT NOT NULL, locked INTEGER NOT NULL
);
CREATE TABLE overrides (
    scenario INTEGER NOT NULL, line TEXT NOT NULL, field TEXT NOT NULL, year INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (scenario, line, field, year)
) WITHOUT ROWID;
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
CREATE TABLE changes (
    position INTEGER PRIMARY KEY, number INTEGER NOT NULL, scenario INTEGER NOT NULL, effect TEXT,
    why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, identity TEXT NOT NULL
);
CREATE TABLE change_cells (
    change INTEGER NOT NULL, position INTEGER NOT NULL, line TEXT NOT NULL, field TEXT NOT NULL,
    year INTEGER NOT NULL, before TEXT, after TEXT, cleared INTEGER NOT NULL
);
CREATE TABLE assumptions (
    scenario INTEGER NOT NULL, kind TEXT NOT NULL, rate TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (scenario, kind)
) WITHOUT ROWID;
-- Obligations of the portfolio and the document's own; lines as a JSON array of ids, instalments that are given apart.
CREATE TABLE obligations (
    position INTEGER PRIMARY KEY, own INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, program TEXT NOT NULL, name TEXT NOT NULL,
    name_en TEXT NOT NULL, kind TEXT NOT NULL, total INTEGER, first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL, lines TEXT NOT NULL, sheet TEXT NOT NULL, quote TEXT NOT NULL
);
CREATE TABLE instalments (
    obligation TEXT NOT NULL, year INTEGER NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (obligation, year)
) WITHOUT ROWID;
-- What went out, oldest first: sheets packed, and how many bytes they are unpacked.
CREATE TABLE handovers (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, scenario INTEGER NOT NULL, file TEXT NOT NULL,
    who TEXT NOT NULL, at TEXT NOT NULL, size INTEGER NOT NULL, sheets BLOB NOT NULL
);
-- The register of assumptions: within what drivers may turn out (ends, or a share of themselves), and who judged so.
CREATE TABLE ranges (
    line TEXT NOT NULL, field TEXT NOT NULL, year INTEGER NOT NULL, low TEXT, mode TEXT, high TEXT, share TEXT, shape TEXT,
    together TEXT NOT NULL, why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (line, field, year)
) WITHOUT ROWID;
-- What a part was told (own), and the parts that were sent: JSON arrays of ids; ancestor as names and digests in turn.
CREATE TABLE parts (
    position INTEGER PRIMARY KEY, own INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, request TEXT NOT NULL, view TEXT NOT NULL,
    heading TEXT NOT NULL, heading_en TEXT NOT NULL, scenario TEXT NOT NULL, programs TEXT NOT NULL, above TEXT NOT NULL,
    working INTEGER NOT NULL, ancestor TEXT NOT NULL, deadline TEXT NOT NULL, instructions TEXT NOT NULL,
    file TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, merged TEXT NOT NULL, taken TEXT
);
-- How far parts have come, step by step, and what was said of their lines when they were sent back.
CREATE TABLE handins (
    part TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    request TEXT, note TEXT NOT NULL
);
CREATE TABLE comments (
    part TEXT NOT NULL, position INTEGER NOT NULL, line TEXT NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
);
-- Codes of programs and lines, and links of programs: of the portfolio and those set in the document (own).
CREATE TABLE codes (
    own INTEGER NOT NULL, owner TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
    address TEXT NOT NULL, why TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (own, owner, id, kind)
) WITHOUT ROWID;
-- What became of the money of past years, in yen as texts.
CREATE TABLE execution (
    program TEXT NOT NULL, year INTEGER NOT NULL, budget TEXT, spent TEXT, carried TEXT, source TEXT NOT NULL,
    PRIMARY KEY (program, year)
) WITHOUT ROWID;
-- What was answered to comments, by their position.
CREATE TABLE answers (
    part TEXT NOT NULL, position INTEGER NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
);
-- What a part came to when it was saved, in yen, and the version of the program that worked it out.
CREATE TABLE standing (
    request TEXT, ceiling TEXT, room TEXT, findings INTEGER NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    version TEXT NOT NULL
);
-- What proves every byte of the file.
CREATE TABLE seal (content BLOB NOT NULL);
-- What proves the rows of all other tables, and SQLite's change counter when they were saved.
CREATE TABLE checksum (digest BLOB NOT NULL, counter INTEGER NOT NULL);
-- A sum for each row of a table, and for each line over all its columns: they say where damage is.
CREATE TABLE row_sums (name TEXT PRIMARY KEY, sums BLOB NOT NULL);
