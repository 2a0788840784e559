"""What a plan of several years assumes, in a .bplan file: growths and obligations."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from planner.core.model.document import Scenario
from planner.core.model.growth import CLASSES, Assumption, Assumptions, check_growth
from planner.core.model.obligations import Obligation, ObligationKind
from planner.files.document.bplan_rows import fill_table


def write_plan(
    db: sqlite3.Connection,
    scenarios: Sequence[Scenario],
    sourced: Sequence[Obligation],
    own: Sequence[Obligation],
) -> None:
    """Fill the tables: the growths scenarios assume, the obligations of the portfolio and the document's own."""
    fill_table(
        db,
        "assumptions",
        (
            (scenario.number, kind, str(each.rate), each.why)
            for scenario in scenarios
            for kind, each in sorted(scenario.assumptions.items())
        ),
    )
    listed = [(False, each) for each in sourced] + [(True, each) for each in own]
    fill_table(
        db,
        "obligations",
        (
            (
                *(i, is_own, o.id, o.program, o.name, o.name_en, o.kind.value, o.total, o.first_year, o.last_year),
                *(json.dumps(o.lines), o.sheet, o.quote),
            )
            for i, (is_own, o) in enumerate(listed)
        ),
    )
    fill_table(db, "instalments", ((each.id, year, amount) for _, each in listed for year, amount in each.instalments))


def read_assumptions(db: sqlite3.Connection) -> Mapping[int, Assumptions]:
    """The growths each scenario assumes itself; `ValueError` or `UserError` where they make no sense."""
    found: dict[int, dict[str, Assumption]] = {}
    for scenario, kind, rate, why in db.execute("SELECT scenario, kind, rate, why FROM assumptions"):
        if kind not in CLASSES:
            raise ValueError(kind)
        found.setdefault(scenario, {})[kind] = Assumption(check_growth(Fraction(rate)), why)
    return {scenario: MappingProxyType(held) for scenario, held in found.items()}


def read_obligations(db: sqlite3.Connection, *, own: bool) -> tuple[Obligation, ...]:
    """The obligations of the portfolio, or the document's own; `ValueError` or `UserError` where they make no sense."""
    instalments: dict[str, list[tuple[int, int]]] = {}
    for id_, year, amount in db.execute("SELECT obligation, year, amount FROM instalments ORDER BY obligation, year"):
        instalments.setdefault(id_, []).append((year, amount))
    return tuple(
        Obligation(
            *(id_, program, name, name_en, ObligationKind(kind), total, first, last, tuple(json.loads(lines))),
            tuple(instalments.get(id_, ())),
            *(sheet, quote),
        ).check()
        for id_, program, name, name_en, kind, total, first, last, lines, sheet, quote in db.execute(
            "SELECT id, program, name, name_en, kind, total, first_year, last_year, lines, sheet, quote"
            " FROM obligations WHERE own = ? ORDER BY position",
            (own,),
        )
    )
