-- What a document of schema 3 lacks: sentences of notes, lines that pay the people of another, printed numbers of people,
-- what a view's document prints for members, obligations without a printed total.
ALTER TABLE notes ADD COLUMN sheet TEXT NOT NULL DEFAULT '';
ALTER TABLE notes ADD COLUMN quotes TEXT NOT NULL DEFAULT '[]';
INSERT INTO line_texts
    SELECT 'of', (SELECT json_group_array('') FROM json_each(line_texts.value)) FROM line_texts WHERE name = 'ids';
CREATE TABLE listed (
    view TEXT NOT NULL, position INTEGER NOT NULL, programs TEXT NOT NULL, year INTEGER NOT NULL,
    printed TEXT NOT NULL, sheet TEXT NOT NULL, quote TEXT NOT NULL
);
CREATE TABLE counts (
    position INTEGER PRIMARY KEY, lines TEXT NOT NULL, year INTEGER NOT NULL, count INTEGER NOT NULL,
    sheet TEXT NOT NULL, quote TEXT NOT NULL
);
ALTER TABLE obligations RENAME TO obligations_3;
CREATE TABLE obligations (
    position INTEGER PRIMARY KEY, own INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, program TEXT NOT NULL, name TEXT NOT NULL,
    name_en TEXT NOT NULL, kind TEXT NOT NULL, total INTEGER, first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL, lines TEXT NOT NULL, sheet TEXT NOT NULL, quote TEXT NOT NULL
);
INSERT INTO obligations SELECT * FROM obligations_3;
DROP TABLE obligations_3;
