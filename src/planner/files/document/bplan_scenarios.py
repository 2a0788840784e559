"""Scenarios, their changes and waivers, and what went out of them in a .bplan file."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from planner.core.model.document import (
    NO_ASSUMPTIONS,
    CellChange,
    Change,
    Changes,
    Document,
    Evidence,
    EvidenceKind,
    Scenario,
    Waiver,
)
from planner.core.model.handovers import HandoverRecord
from planner.core.model.lines import Cell
from planner.core.persistent import PersistentMap
from planner.files.document.bplan_plan import read_assumptions
from planner.files.document.bplan_rows import (
    Groups,
    Tables,
    fill_table,
    flag,
    nested,
    value_as_text,
    value_of_text,
    yen_of_text,
)

T = TypeVar("T")


def write_scenarios(tables: Tables, document: Document) -> None:
    """Put scenarios with what they set, changes, waivers and hand-over records."""
    fill_table(
        tables,
        "scenarios",
        ((i, s.number, s.name, s.parent, s.note, s.locked) for i, s in enumerate(document.scenarios)),
    )
    fill_table(
        tables,
        "overrides",
        (
            (s.number, line_id, cell.field, cell.year, str(value))
            for s in document.scenarios
            for line_id, cells in s.overrides.items()
            for cell, value in cells.items()
        ),
    )
    fill_table(
        tables,
        "evidence",
        (
            (s.number, line_id, cell.field, cell.year, each.kind.value, each.document, each.page)
            for s in document.scenarios
            for line_id, cells in s.evidence.items()
            for cell, each in cells.items()
        ),
    )
    fill_table(
        tables,
        "waivers",
        ((i, w.scenario, w.rule, w.where, w.why, w.who, w.when) for i, w in enumerate(document.waivers)),
    )
    fill_table(
        tables,
        "changes",
        (
            (i, c.number, c.scenario, value_as_text(c.effect), c.why, c.who, c.when, c.identity)
            for i, c in enumerate(document.changes)
        ),
    )
    fill_table(
        tables,
        "change_cells",
        (
            (i, j, e.line_id, e.field, e.year, value_as_text(e.before), value_as_text(e.after), e.cleared)
            for i, c in enumerate(document.changes)
            for j, e in enumerate(c.cells)
        ),
    )
    fill_table(
        tables,
        "handovers",
        ((i, h.id, h.scenario, h.file, h.who, h.when, h.size, h.packed) for i, h in enumerate(document.handovers)),
    )


def read_scenarios(tables: Tables) -> tuple[Scenario, ...]:
    """The scenarios with what they set themselves; `ValueError` or `UserError` where that makes no sense."""
    overrides = nested(
        (number, line_id, Cell(field, year), value_of_text(field, text))
        for number, line_id, field, year, text in tables["overrides"]
    )
    evidence = nested(
        (number, line_id, Cell(field, year), Evidence(EvidenceKind(kind), document, page))
        for number, line_id, field, year, kind, document, page in tables["evidence"]
    )
    assumptions = read_assumptions(tables)
    found = tuple(
        Scenario(
            number,
            name,
            parent,
            note,
            _frozen(overrides.get(number, {})),
            _frozen(evidence.get(number, {})),
            flag(locked),
            assumptions.get(number, NO_ASSUMPTIONS),
        )
        for _, number, name, parent, note, locked in tables["scenarios"]
    )
    if not {*overrides, *evidence, *assumptions} <= {each.number for each in found}:
        raise ValueError("values of no scenario")
    return found


def _frozen(cells: Mapping[str, Mapping[Cell, T]]) -> Mapping[str, Mapping[Cell, T]]:
    return PersistentMap({line_id: MappingProxyType(held) for line_id, held in cells.items()})


def read_waivers(tables: Tables) -> tuple[Waiver, ...]:
    """The findings accepted."""
    return tuple(Waiver(*row[1:]) for row in tables["waivers"])


def read_changes(tables: Tables) -> Changes:
    """The changes with their cells, oldest first; `ValueError` or `UserError` where they make no sense."""
    cells = Groups(
        (
            change,
            CellChange(line_id, field, year, value_of_text(field, before), value_of_text(field, after), flag(cleared)),
        )
        for change, _, line_id, field, year, before, after, cleared in tables["change_cells"]
    )
    found = Changes(
        Change(
            number, scenario, cells.take(i), None if effect is None else yen_of_text(effect), why, who, when, identity
        )
        for i, number, scenario, effect, why, who, when, identity in tables["changes"]
    )
    cells.settle()
    return found


def read_handovers(tables: Tables) -> tuple[HandoverRecord, ...]:
    """What went out; nothing is unpacked."""
    return tuple(HandoverRecord(*row[1:]) for row in tables["handovers"])


_SAID = uuid.UUID("5b8f3f0e-8f37-5d0a-9d5b-2c3f6b0a4e11")
"""The space of names of changes that had no identity of their own."""


def identify_changes(tables: Tables) -> None:
    """Give the changes of an earlier schema an identity made of what they say and their number: each time the same."""
    cells = Groups((row[0], row[2:]) for row in tables["change_cells"])
    seen: Counter[str] = Counter()
    identified = []
    for position, number, scenario, *said, _ in tables["changes"]:
        name = json.dumps([number, scenario, said, cells.take(position)], ensure_ascii=True)
        seen[name] += 1
        identity = str(uuid.uuid5(_SAID, f"{name} {seen[name]}"))
        identified.append((position, number, scenario, *said, identity))
    tables["changes"] = identified
