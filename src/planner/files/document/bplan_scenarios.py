"""Scenarios, their changes and waivers in a .bplan file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

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
)
from planner.core.model.fields import ALL_FIELDS, Value
from planner.core.model.lines import Cell
from planner.files.document.bplan_plan import read_assumptions
from planner.files.document.bplan_rows import fill_table, value_as_text, value_of_text

T = TypeVar("T")


def write_scenarios(db: sqlite3.Connection, document: Document) -> None:
    """Write scenarios with what they set, changes and waivers."""
    fill_table(
        db,
        "scenarios",
        ((i, s.number, s.name, s.parent, s.note, s.locked) for i, s in enumerate(document.scenarios)),
    )
    fill_table(
        db,
        "overrides",
        (
            (s.number, line_id, cell.field, cell.year, str(value))
            for s in document.scenarios
            for line_id, cells in sorted(s.overrides.items())
            for cell, value in sorted(cells.items())
        ),
    )
    fill_table(
        db,
        "evidence",
        (
            (s.number, line_id, cell.field, cell.year, each.kind.value, each.document, each.page)
            for s in document.scenarios
            for line_id, cells in sorted(s.evidence.items())
            for cell, each in sorted(cells.items())
        ),
    )
    fill_table(
        db,
        "waivers",
        ((i, w.scenario, w.rule, w.where, w.why, w.who, w.when) for i, w in enumerate(document.waivers)),
    )
    fill_table(
        db,
        "changes",
        (
            (i, c.number, c.scenario, value_as_text(c.effect), c.why, c.who, c.when)
            for i, c in enumerate(document.changes)
        ),
    )
    fill_table(
        db,
        "change_cells",
        (
            (i, j, e.line_id, e.field, e.year, value_as_text(e.before), value_as_text(e.after), e.cleared)
            for i, c in enumerate(document.changes)
            for j, e in enumerate(c.cells)
        ),
    )


def read_scenarios(db: sqlite3.Connection) -> tuple[Scenario, ...]:
    """The scenarios with what they set themselves."""
    overrides: dict[int, dict[str, dict[Cell, Value]]] = {}
    for number, line_id, field, year, text in db.execute("SELECT scenario, line, field, year, value FROM overrides"):
        value = value_of_text(field, text)
        if value is None:
            raise ValueError(text)
        overrides.setdefault(number, {}).setdefault(line_id, {})[Cell(field, year)] = ALL_FIELDS[field].check(value)
    evidence: dict[int, dict[str, dict[Cell, Evidence]]] = {}
    for number, line_id, field, year, kind, document, page in db.execute(
        "SELECT scenario, line, field, year, kind, document, page FROM evidence"
    ):
        known = evidence.setdefault(number, {}).setdefault(line_id, {})
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
    return MappingProxyType({line_id: MappingProxyType(held) for line_id, held in cells.items()})


def read_waivers(db: sqlite3.Connection) -> tuple[Waiver, ...]:
    """The findings accepted."""
    rows = db.execute("SELECT scenario, rule, place, why, who, at FROM waivers ORDER BY position")
    return tuple(Waiver(*row) for row in rows)


def read_changes(db: sqlite3.Connection) -> tuple[Change, ...]:
    """The changes with their cells, oldest first."""
    cells: dict[int, list[CellChange]] = {}
    for change, line_id, field, year, before, after, cleared in db.execute(
        "SELECT change, line, field, year, before, after, cleared FROM change_cells ORDER BY change, position"
    ):
        cells.setdefault(change, []).append(
            CellChange(line_id, field, year, value_of_text(field, before), value_of_text(field, after), bool(cleared))
        )
    return tuple(
        Change(number, scenario, tuple(cells.get(i, ())), None if effect is None else int(effect), why, who, when)
        for i, number, scenario, effect, why, who, when in db.execute(
            "SELECT position, number, scenario, effect, why, who, at FROM changes ORDER BY position"
        )
    )
