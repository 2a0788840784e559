-- What a document of schema 6 lacks: what parts were told and how far they have come.
CREATE TABLE parts (
    position INTEGER PRIMARY KEY, own INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, request TEXT NOT NULL, view TEXT NOT NULL,
    heading TEXT NOT NULL, heading_en TEXT NOT NULL, scenario TEXT NOT NULL, programs TEXT NOT NULL, above TEXT NOT NULL,
    working INTEGER NOT NULL, ancestor TEXT NOT NULL, deadline TEXT NOT NULL, instructions TEXT NOT NULL,
    file TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, merged TEXT NOT NULL, taken TEXT
);
CREATE TABLE handins (
    part TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
    request TEXT, note TEXT NOT NULL
);
CREATE TABLE comments (
    part TEXT NOT NULL, position INTEGER NOT NULL, line TEXT NOT NULL, text TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
);
