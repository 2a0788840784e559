-- The tables of published requests in PostgreSQL, and the views that add them up. `docs/data.md` tells what is in them.
-- Amounts are whole yen, exact. A publication is a scenario of a request; all rows of it are replaced together.
CREATE TABLE planner.layout (version integer NOT NULL);

CREATE TABLE planner.publication (
    publication_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key text NOT NULL UNIQUE,
    ministry text,
    ministry_en text,
    request text,
    request_en text,
    request_year integer NOT NULL,
    scenario text NOT NULL,
    program_version text NOT NULL,
    published_by text,
    published_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE planner.plan_year (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    fiscal_year integer NOT NULL,
    fiscal_year_name text NOT NULL,
    standing text NOT NULL,
    PRIMARY KEY (publication_id, fiscal_year)
);

CREATE TABLE planner.program (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    program_id text NOT NULL,
    place integer NOT NULL,
    parent_id text,
    name text,
    name_en text,
    agency text,
    division text,
    channel text,
    status text,
    PRIMARY KEY (publication_id, program_id)
);

-- Every program within itself and within those above it.
CREATE TABLE planner.program_within (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    program_id text NOT NULL,
    within_id text NOT NULL,
    PRIMARY KEY (publication_id, within_id, program_id)
);

CREATE TABLE planner.line (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    line_id text NOT NULL,
    place integer NOT NULL,
    program_id text NOT NULL,
    label text,
    label_en text,
    unit text,
    of_line_id text,
    PRIMARY KEY (publication_id, line_id)
);
CREATE INDEX ON planner.line (publication_id, program_id);

CREATE TABLE planner.amount (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    line_id text NOT NULL,
    fiscal_year integer NOT NULL,
    kind_of_request text,
    kind_of_expense text,
    basis text NOT NULL,
    rate_yen numeric,
    quantity numeric,
    times text,
    share text,
    amount_yen numeric,
    lack text,
    PRIMARY KEY (publication_id, line_id, fiscal_year),
    CHECK ((amount_yen IS NULL) <> (lack IS NULL))
);

-- The codes that hold for a line, its own or its program's: jurisdiction, organisation, item, subitem, detail, …
CREATE TABLE planner.line_code (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    line_id text NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    PRIMARY KEY (publication_id, line_id, kind)
);

-- What a program had and spent in a past year, as far as it is known.
CREATE TABLE planner.execution (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    program_id text NOT NULL,
    fiscal_year integer NOT NULL,
    budget_yen numeric,
    spent_yen numeric,
    carried_yen numeric,
    source text,
    PRIMARY KEY (publication_id, program_id, fiscal_year)
);

-- What counts under which heading of a view; `counted` is 0 for what is only listed there again.
CREATE TABLE planner.heading (
    publication_id integer NOT NULL REFERENCES planner.publication ON DELETE CASCADE,
    view_id text NOT NULL,
    place integer NOT NULL,
    view_name text,
    view_name_en text,
    heading text,
    heading_en text,
    program_id text NOT NULL,
    counted integer NOT NULL,
    PRIMARY KEY (publication_id, view_id, place)
);

-- A sum as the program shows it: none where a line of it cannot be computed, or where no line has a figure at all.
CREATE FUNCTION planner.shown(known_yen numeric, lines bigint, known bigint, cannot boolean) RETURNS numeric
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN coalesce(cannot, false) OR (lines > 0 AND known = 0) THEN NULL ELSE coalesce(known_yen, 0) END
$$;

-- Every line and year with what it belongs to: what the totals below add up, and a table to look into.
CREATE VIEW planner.detail AS
SELECT p.publication_id, p.ministry, p.request, p.request_year, p.scenario, g.program_id, g.name, g.name_en, g.agency,
    g.division, g.channel, l.line_id, l.label, l.label_en, l.unit, a.fiscal_year, a.kind_of_request, a.kind_of_expense,
    a.basis, a.rate_yen, a.quantity, a.times, a.share, a.amount_yen, a.lack
FROM planner.publication p
JOIN planner.line l USING (publication_id)
JOIN planner.program g USING (publication_id, program_id)
JOIN planner.amount a USING (publication_id, line_id);

CREATE VIEW planner.total_by_year AS
SELECT p.publication_id, p.ministry, p.request, p.request_year, p.scenario, y.fiscal_year,
    planner.shown(sum(a.amount_yen), count(a.line_id), count(a.amount_yen), bool_or(a.lack = 'cannot compute'))
        AS amount_yen,
    coalesce(sum(a.amount_yen), 0) AS known_yen, count(a.line_id) - count(a.amount_yen) AS without_amount
FROM planner.publication p
JOIN planner.plan_year y USING (publication_id)
LEFT JOIN planner.amount a USING (publication_id, fiscal_year)
GROUP BY p.publication_id, y.fiscal_year;

CREATE VIEW planner.total_by_program AS
SELECT p.publication_id, p.ministry, p.request, p.request_year, p.scenario, g.program_id, g.place, g.parent_id, g.name,
    g.name_en, y.fiscal_year,
    planner.shown(sum(a.amount_yen), count(a.line_id), count(a.amount_yen), bool_or(a.lack = 'cannot compute'))
        AS amount_yen,
    coalesce(sum(a.amount_yen), 0) AS known_yen, count(a.line_id) - count(a.amount_yen) AS without_amount
FROM planner.publication p
JOIN planner.plan_year y USING (publication_id)
JOIN planner.program g USING (publication_id)
JOIN planner.program_within w ON w.publication_id = p.publication_id AND w.within_id = g.program_id
LEFT JOIN planner.line l ON l.publication_id = p.publication_id AND l.program_id = w.program_id
LEFT JOIN planner.amount a
    ON a.publication_id = p.publication_id AND a.line_id = l.line_id AND a.fiscal_year = y.fiscal_year
GROUP BY p.publication_id, g.publication_id, g.program_id, y.fiscal_year;

CREATE VIEW planner.total_by_heading AS
SELECT p.publication_id, p.ministry, p.request, p.request_year, p.scenario, h.view_id, h.view_name, h.view_name_en,
    h.heading, h.heading_en, y.fiscal_year,
    planner.shown(sum(a.amount_yen), count(a.line_id), count(a.amount_yen), bool_or(a.lack = 'cannot compute'))
        AS amount_yen,
    coalesce(sum(a.amount_yen), 0) AS known_yen, count(a.line_id) - count(a.amount_yen) AS without_amount
FROM planner.publication p
JOIN planner.plan_year y USING (publication_id)
JOIN planner.heading h ON h.publication_id = p.publication_id AND h.counted = 1
JOIN planner.program_within w ON w.publication_id = p.publication_id AND w.within_id = h.program_id
LEFT JOIN planner.line l ON l.publication_id = p.publication_id AND l.program_id = w.program_id
LEFT JOIN planner.amount a
    ON a.publication_id = p.publication_id AND a.line_id = l.line_id AND a.fiscal_year = y.fiscal_year
GROUP BY p.publication_id, h.view_id, h.view_name, h.view_name_en, h.heading, h.heading_en, y.fiscal_year;

CREATE VIEW planner.total_by_division AS
SELECT publication_id, ministry, request, request_year, scenario, agency, division, fiscal_year,
    planner.shown(sum(amount_yen), count(line_id), count(amount_yen), bool_or(lack = 'cannot compute')) AS amount_yen,
    coalesce(sum(amount_yen), 0) AS known_yen, count(line_id) - count(amount_yen) AS without_amount
FROM planner.detail
GROUP BY publication_id, ministry, request, request_year, scenario, agency, division, fiscal_year;

CREATE VIEW planner.total_by_code AS
SELECT d.publication_id, d.ministry, d.request, d.request_year, d.scenario, c.kind, c.code, d.fiscal_year,
    planner.shown(sum(d.amount_yen), count(d.line_id), count(d.amount_yen), bool_or(d.lack = 'cannot compute'))
        AS amount_yen,
    coalesce(sum(d.amount_yen), 0) AS known_yen, count(d.line_id) - count(d.amount_yen) AS without_amount
FROM planner.detail d
JOIN planner.line_code c USING (publication_id, line_id)
GROUP BY d.publication_id, d.ministry, d.request, d.request_year, d.scenario, c.kind, c.code, d.fiscal_year;

CREATE VIEW planner.total_by_kind AS
SELECT publication_id, ministry, request, request_year, scenario, kind_of_request, kind_of_expense, fiscal_year,
    planner.shown(sum(amount_yen), count(line_id), count(amount_yen), bool_or(lack = 'cannot compute')) AS amount_yen,
    coalesce(sum(amount_yen), 0) AS known_yen, count(line_id) - count(amount_yen) AS without_amount
FROM planner.detail
GROUP BY publication_id, ministry, request, request_year, scenario, kind_of_request, kind_of_expense, fiscal_year;

INSERT INTO planner.layout VALUES (1);
