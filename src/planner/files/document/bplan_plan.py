"""What a plan of several years assumes, in a .bplan file: growths and obligations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from planner.core.model.document import Scenario
from planner.core.model.growth import CLASSES, Assumption, Assumptions, check_growth
from planner.core.model.obligations import Obligation, ObligationKind
from planner.files.document.bplan_rows import Groups, Tables, fill_table, flag, fraction_of_text, texts_of_json


def write_plan(
    tables: Tables,
    scenarios: Sequence[Scenario],
    sourced: Sequence[Obligation],
    own: Sequence[Obligation],
) -> None:
    """Fill the tables: the growths scenarios assume, the obligations of the portfolio and the document's own."""
    fill_table(
        tables,
        "assumptions",
        (
            (scenario.number, kind, str(each.rate), each.why)
            for scenario in scenarios
            for kind, each in scenario.assumptions.items()
        ),
    )
    listed = [(False, each) for each in sourced] + [(True, each) for each in own]
    fill_table(
        tables,
        "obligations",
        (
            (
                *(i, is_own, o.id, o.program, o.name, o.name_en, o.kind.value, o.total, o.first_year, o.last_year),
                *(json.dumps(o.lines), o.sheet, o.quote),
            )
            for i, (is_own, o) in enumerate(listed)
        ),
    )
    fill_table(
        tables, "instalments", ((each.id, year, amount) for _, each in listed for year, amount in each.instalments)
    )


def read_assumptions(tables: Tables) -> Mapping[int, Assumptions]:
    """The growths each scenario assumes itself; `ValueError` or `UserError` where they make no sense."""
    found: dict[int, dict[str, Assumption]] = {}
    for scenario, kind, rate, why in tables["assumptions"]:
        if kind not in CLASSES or kind in found.setdefault(scenario, {}):
            raise ValueError(kind)
        found[scenario][kind] = Assumption(check_growth(fraction_of_text(rate)), why)
    return {scenario: MappingProxyType(held) for scenario, held in found.items()}


def read_obligations(tables: Tables) -> tuple[tuple[Obligation, ...], tuple[Obligation, ...]]:
    """The obligations of the portfolio and the document's own; `ValueError` or `UserError` where they make no sense."""
    instalments = Groups((id_, (year, amount)) for id_, year, amount in tables["instalments"])
    found: tuple[list[Obligation], list[Obligation]] = ([], [])
    for _, own, id_, program, name, name_en, kind, total, first, last, lines, sheet, quote in tables["obligations"]:
        given = (id_, program, name, name_en, ObligationKind(kind), total, first, last, texts_of_json(lines))
        found[flag(own)].append(Obligation(*given, instalments.take(id_), sheet, quote).check())
    instalments.settle()
    return tuple(found[False]), tuple(found[True])
