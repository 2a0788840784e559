"""A document as the bytes of one SQLite database, and back; what the bytes say is checked before it is believed.

The database is built and read in memory: no connection is ever open on the officer's file, so that network
shares, scanners and crashes cannot leave it half written. `planner.files.document.store` does the writing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from planner.core.errors import N_, UserError
from planner.core.model.document import (
    BASE,
    NO_ASSUMPTIONS,
    CellChange,
    Change,
    Document,
    Evidence,
    EvidenceKind,
    Scenario,
    Waiver,
    damaged,
    validate,
)
from planner.core.model.fields import ALL_FIELDS, DEMAND, EXPENSE, FIELDS, GROWTH, Kind, Value
from planner.core.model.portfolio import (
    LINE_COLUMNS,
    Basis,
    Cell,
    Lines,
    Member,
    Note,
    Origin,
    Portfolio,
    Program,
    Status,
    Steps,
    View,
    frozen_column,
    frozen_flags,
)
from planner.core.model.published import Published
from planner.core.money import Rounding
from planner.files.document.bplan_ceilings import read_ceilings, write_ceilings
from planner.files.document.bplan_plan import read_assumptions, read_obligations, write_plan
from planner.resources import package_file

T = TypeVar("T")
APPLICATION_ID = 0x62706C6E  # "bpln"
SCHEMA = 3
SIGNATURE = b"SQLite format 3\x00"
_FLAGS = ("at_intake", "known", "proposed")
_DRIVER_COLUMNS = Steps._fields
_PROGRAM_TEXTS = ("id", "parent", "sheet", "name", "name_en", "agency", "division", "channel")


def to_bytes(document: Document) -> bytes:
    """The whole document as the bytes of a database."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(package_file("files/document/schema.sql").read_text(encoding="utf-8"))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {SCHEMA}")
        _write_portfolio(db, document.portfolio)
        _write_scenarios(db, document)
        write_ceilings(db, document.ceilings)
        write_plan(db, document.scenarios, document.portfolio.obligations, document.obligations)
        db.commit()
        return db.serialize()


def from_bytes(content: bytes) -> Document:
    """The document those bytes hold; raises `UserError` when they are not one, or one from a newer version."""
    if not content.startswith(SIGNATURE):
        raise _not_ours()
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(content)
            db.execute("PRAGMA trusted_schema = OFF")
            (application,) = db.execute("PRAGMA application_id").fetchone()
            (version,) = db.execute("PRAGMA user_version").fetchone()
            if application != APPLICATION_ID:
                raise _not_ours()
            if version > SCHEMA:
                raise UserError(
                    N_(
                        "The document was written by a newer version of this program (schema {theirs}, ours is {ours})."
                    ),
                    N_("Open it with the newer version; nothing was changed."),
                    theirs=version,
                    ours=SCHEMA,
                )
            for older in range(version, SCHEMA):
                step = f"files/document/schema-{older}-to-{older + 1}.sql"
                db.executescript(package_file(step).read_text(encoding="utf-8"))
            (state,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if state != "ok":
                raise damaged(N_("its pages are incomplete"))
            parts = (_read_scenarios(db), _read_changes(db), _read_waivers(db), read_ceilings(db))
            return validate(Document(_read_portfolio(db), *parts, read_obligations(db, own=True)))
        except (sqlite3.Error, OverflowError) as error:
            raise damaged(N_("its pages are incomplete")) from error
        except (KeyError, ValueError, TypeError, IndexError, ZeroDivisionError) as error:
            raise damaged(N_("its tables do not fit together")) from error


def _not_ours() -> UserError:
    return UserError(
        N_("This is not a document of the Budget Scenario Planner."),
        N_("Choose a file that ends in .bplan; a portfolio of CSV tables is read with File › New."),
    )


def _fill(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    listed = list(rows)
    if listed:
        marks = ", ".join("?" * len(listed[0]))
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)


def _write_portfolio(db: sqlite3.Connection, p: Portfolio) -> None:
    plain = {
        "title": p.title,
        "title_en": p.title_en,
        "ministry": p.ministry,
        "ministry_en": p.ministry_en,
        "years": json.dumps(p.years),
    }
    _fill(db, "portfolio", plain.items())
    _fill(
        db,
        "programs",
        (
            (
                i,
                *(getattr(o, name) for name in _PROGRAM_TEXTS),
                o.first_year,
                o.last_year,
                o.status.value,
                o.estimate,
                json.dumps(o.relists),
                o.proposed,
            )
            for i, o in enumerate(p.programs)
        ),
    )
    owners: list[tuple[str, Program | View]] = [
        *(("program", program) for program in p.programs),
        *(("view", view) for view in p.views),
    ]
    _fill(
        db,
        "published",
        (
            (kind, owner.id, i, each.year, each.printed, each.sheet, each.quote)
            for kind, owner in owners
            for i, each in enumerate(owner.published)
        ),
    )
    _fill(
        db,
        "notes",
        (
            (kind, owner.id, i, note.year, note.text, note.text_en)
            for kind, owner in owners
            for i, note in enumerate(owner.notes)
        ),
    )
    _fill(db, "views", ((i, view.id, view.name, view.name_en) for i, view in enumerate(p.views)))
    _fill(
        db,
        "members",
        (
            (view.id, i, m.program, m.heading, m.heading_en, m.relisted)
            for view in p.views
            for i, m in enumerate(view.members)
        ),
    )
    _fill(db, "sheets", ((i, *sheet) for i, sheet in enumerate(p.sheets)))
    _fill(
        db,
        "origins",
        ((i, o.basis.value, o.sheet, o.quote, o.rule, o.rule_en, o.low, o.high) for i, o in enumerate(p.origins)),
    )
    lines = p.lines
    retention = {row: [str(share) for share in shares] for row, shares in lines.retention.items()}
    texts = {name: getattr(lines, name) for name in ("ids", "labels", "labels_en", "units")} | {"retention": retention}
    _fill(db, "line_texts", ((name, json.dumps(value, ensure_ascii=False)) for name, value in texts.items()))
    _fill(db, "line_columns", ((name, _packed(column)) for name, column in lines.columns().items()))


def _packed(column: np.ndarray[Any, Any]) -> bytes:
    return column.astype("<i1" if column.dtype == np.bool_ else "<i8").tobytes()


def _unpacked(name: str, content: bytes) -> np.ndarray[Any, Any]:
    if name.rpartition(".")[2] in _FLAGS:
        return frozen_flags(np.frombuffer(content, dtype="<i1"))
    return frozen_column(np.frombuffer(content, dtype="<i8"))


def _read_portfolio(db: sqlite3.Connection) -> Portfolio:
    plain = dict(db.execute("SELECT key, value FROM portfolio"))
    published: dict[tuple[str, str], list[Published]] = {}
    for kind, owner, year, printed, sheet, quote in db.execute(
        "SELECT owner_kind, owner, year, printed, sheet, quote FROM published ORDER BY owner_kind, owner, position"
    ):
        published.setdefault((kind, owner), []).append(Published(year, printed, sheet, quote))
    notes: dict[tuple[str, str], list[Note]] = {}
    for kind, owner, year, text, text_en in db.execute(
        "SELECT owner_kind, owner, year, text, text_en FROM notes ORDER BY owner_kind, owner, position"
    ):
        notes.setdefault((kind, owner), []).append(Note(year, text, text_en))
    programs = tuple(
        Program(
            **dict(zip(_PROGRAM_TEXTS, row, strict=False)),
            first_year=first,
            last_year=last,
            status=Status(status),
            estimate=bool(estimate),
            relists=tuple(json.loads(relists)),
            published=tuple(published.get(("program", row[0]), ())),
            notes=tuple(notes.get(("program", row[0]), ())),
            proposed=bool(proposed),
        )
        for *row, first, last, status, estimate, relists, proposed in db.execute(
            f"SELECT {', '.join(_PROGRAM_TEXTS)}, first_year, last_year, status, estimate, relists, proposed"
            " FROM programs ORDER BY position"
        )
    )
    members: dict[str, list[Member]] = {}
    for view, program, heading, heading_en, relisted in db.execute(
        "SELECT view, program, heading, heading_en, relisted FROM members ORDER BY view, position"
    ):
        members.setdefault(view, []).append(Member(program, heading, heading_en, bool(relisted)))
    views = tuple(
        View(
            id_,
            name,
            name_en,
            tuple(members.get(id_, ())),
            tuple(published.get(("view", id_), ())),
            tuple(notes.get(("view", id_), ())),
        )
        for id_, name, name_en in db.execute("SELECT id, name, name_en FROM views ORDER BY position")
    )
    origins = tuple(
        Origin(Basis(row[0]), *row[1:])
        for row in db.execute("SELECT basis, sheet, quote, rule, rule_en, low, high FROM origins ORDER BY position")
    )
    portfolio = Portfolio(
        title=plain["title"],
        title_en=plain["title_en"],
        ministry=plain["ministry"],
        ministry_en=plain["ministry_en"],
        years=tuple(json.loads(plain["years"])),
        programs=programs,
        lines=_read_lines(db),
        origins=origins,
        views=views,
        sheets=tuple(db.execute("SELECT id, title FROM sheets ORDER BY position")),
        obligations=read_obligations(db, own=False),
    )
    _fits_together(portfolio)
    return portfolio


def _read_lines(db: sqlite3.Connection) -> Lines:
    texts = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM line_texts")}
    columns = {name: _unpacked(name, value) for name, value in db.execute("SELECT name, value FROM line_columns")}
    retention = {int(row): tuple(map(Fraction, shares)) for row, shares in texts["retention"].items()}
    return Lines(
        ids=tuple(texts["ids"]),
        labels=tuple(texts["labels"]),
        labels_en=tuple(texts["labels_en"]),
        units=tuple(texts["units"]),
        **{name: columns[name] for name in LINE_COLUMNS},
        retention=MappingProxyType(retention),
        steps=MappingProxyType({key: Steps(*(columns[f"{key}.{name}"] for name in _DRIVER_COLUMNS)) for key in FIELDS}),
    )


def _fits_together(portfolio: Portfolio) -> None:
    """Raise `ValueError` where lengths or references contradict one another: nothing may be looked up amiss later."""
    lines, count = portfolio.lines, len(portfolio.lines)
    consistent = (
        len(set(lines.ids)) == count
        and all(len(each) == count for each in (lines.labels, lines.labels_en, lines.units))
        and all(len(getattr(lines, name)) == count for name in LINE_COLUMNS)
        and all(0 <= row < count and len(kept) == lines.duration[row] for row, kept in lines.retention.items())
        and len(portfolio.years) > 1
        and all(parent < i for i, (_, *above) in enumerate(portfolio.ancestors) for parent in above)
        and _within(lines.program, 0, len(portfolio.programs))
        and bool((np.diff(lines.program) >= 0).all())
        and _within(lines.duration, 1, 1000)
        and _within(lines.rounding, 0, len(Rounding))
        and _within(lines.demand, 0, len(DEMAND.choices))
        and _within(lines.expense, 0, len(EXPENSE.choices))
        and _within(lines.growth, 0, len(GROWTH.choices))
        and all(each.program in portfolio.program_index for each in portfolio.obligations)
        and all(member.program in portfolio.program_index for view in portfolio.views for member in view.members)
        and all(id_ in portfolio.program_index for program in portfolio.programs for id_ in program.relists)
    )
    for steps in lines.steps.values():
        size = len(steps.year)
        consistent = (
            consistent
            and len(steps.start) == count + 1
            and all(len(column) == size for column in steps[1:])
            and (steps.start[0], steps.start[-1]) == (0, size)
            and bool((np.diff(steps.start) >= 0).all())
            and _within(steps.origin, 0, len(portfolio.origins))
            and _within(steps.denominator, 1, 2**62)
        )
    if not consistent:
        raise ValueError("columns")


def _within(column: np.ndarray[Any, Any], low: int, high: int) -> bool:
    return not len(column) or (int(column.min()) >= low and int(column.max()) < high)


def _as_text(value: Value | None) -> str | None:
    return None if value is None else str(value)


def _as_value(field: str, text: str | None) -> Value | None:
    if text is None:
        return None
    return Fraction(text) if ALL_FIELDS[field].kind is Kind.FRACTION else int(text)


def _write_scenarios(db: sqlite3.Connection, document: Document) -> None:
    _fill(
        db,
        "scenarios",
        ((i, s.number, s.name, s.parent, s.note, s.locked) for i, s in enumerate(document.scenarios)),
    )
    _fill(
        db,
        "overrides",
        (
            (s.number, line, cell.field, cell.year, str(value))
            for s in document.scenarios
            for line, cells in sorted(s.overrides.items())
            for cell, value in sorted(cells.items())
        ),
    )
    _fill(
        db,
        "evidence",
        (
            (s.number, line, cell.field, cell.year, each.kind.value, each.document, each.page)
            for s in document.scenarios
            for line, cells in sorted(s.evidence.items())
            for cell, each in sorted(cells.items())
        ),
    )
    _fill(
        db,
        "waivers",
        ((i, w.scenario, w.rule, w.where, w.why, w.who, w.when) for i, w in enumerate(document.waivers)),
    )
    _fill(
        db,
        "changes",
        ((i, c.number, c.scenario, _as_text(c.effect), c.why, c.who, c.when) for i, c in enumerate(document.changes)),
    )
    _fill(
        db,
        "change_cells",
        (
            (i, j, e.line, e.field, e.year, _as_text(e.before), _as_text(e.after), e.cleared)
            for i, c in enumerate(document.changes)
            for j, e in enumerate(c.cells)
        ),
    )


def _read_scenarios(db: sqlite3.Connection) -> tuple[Scenario, ...]:
    overrides: dict[int, dict[str, dict[Cell, Value]]] = {}
    for number, line, field, year, text in db.execute("SELECT scenario, line, field, year, value FROM overrides"):
        value = _as_value(field, text)
        if value is None:
            raise ValueError(text)
        overrides.setdefault(number, {}).setdefault(line, {})[Cell(field, year)] = ALL_FIELDS[field].check(value)
    evidence: dict[int, dict[str, dict[Cell, Evidence]]] = {}
    for number, line, field, year, kind, document, page in db.execute(
        "SELECT scenario, line, field, year, kind, document, page FROM evidence"
    ):
        known = evidence.setdefault(number, {}).setdefault(line, {})
        known[Cell(field, year)] = Evidence(EvidenceKind(kind), document, page)
    assumptions = read_assumptions(db)
    return tuple(
        Scenario(
            number,
            name,
            parent,
            note,
            _frozen(overrides.get(number, {})),
            _frozen(evidence.get(number, {})),
            bool(locked),
            assumptions.get(number, NO_ASSUMPTIONS),
        )
        for number, name, parent, note, locked in db.execute(
            "SELECT number, name, parent, note, locked FROM scenarios ORDER BY position"
        )
        if number != BASE
    )


def _frozen(cells: Mapping[str, Mapping[Cell, T]]) -> Mapping[str, Mapping[Cell, T]]:
    return MappingProxyType({line: MappingProxyType(held) for line, held in cells.items()})


def _read_waivers(db: sqlite3.Connection) -> tuple[Waiver, ...]:
    rows = db.execute("SELECT scenario, rule, place, why, who, at FROM waivers ORDER BY position")
    return tuple(Waiver(*row) for row in rows)


def _read_changes(db: sqlite3.Connection) -> tuple[Change, ...]:
    cells: dict[int, list[CellChange]] = {}
    for change, line, field, year, before, after, cleared in db.execute(
        "SELECT change, line, field, year, before, after, cleared FROM change_cells ORDER BY change, position"
    ):
        cells.setdefault(change, []).append(
            CellChange(line, field, year, _as_value(field, before), _as_value(field, after), bool(cleared))
        )
    return tuple(
        Change(number, scenario, tuple(cells.get(i, ())), None if effect is None else int(effect), why, who, when)
        for i, number, scenario, effect, why, who, when in db.execute(
            "SELECT position, number, scenario, effect, why, who, at FROM changes ORDER BY position"
        )
    )
