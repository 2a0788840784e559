"""Codes and the execution of past years in a .bplan file."""

from __future__ import annotations

from planner.core.model.accounts.codes import NO_CODES, Code, CodeKind, CodePlace, Codes, Owner
from planner.core.model.accounts.execution import NO_EXECUTION, Executed, Execution, PastYear
from planner.core.persistent import PersistentMap
from planner.files.document.bplan_rows import Tables, fill_table, flag, once, yen_of_text


def write_codes(tables: Tables, sourced: Codes, own: Codes) -> None:
    """Fill the table of codes: those of the portfolio and those set in the document."""
    fill_table(
        tables,
        "codes",
        (
            (is_own, place.owner.value, place.id, place.kind.value, *_said(code))
            for is_own, codes in ((False, sourced), (True, own))
            for place, code in codes.items()
        ),
    )


def _said(code: Code) -> tuple[str, ...]:
    return code.text, code.address, code.why, code.who, code.when


def read_codes(tables: Tables) -> tuple[Codes, Codes]:
    """The codes that table holds, of the portfolio and the document's own; `ValueError` where it makes no sense."""
    found: tuple[dict[CodePlace, Code], dict[CodePlace, Code]] = ({}, {})
    for own, owner, id_, kind, *said in tables["codes"]:
        place = CodePlace(Owner(owner), id_, CodeKind(kind))
        found[flag(own)][place] = Code(*said).check(place)
    sourced, own_ones = (PersistentMap(each) if each else NO_CODES for each in found)
    return sourced, own_ones


def write_execution(tables: Tables, execution: Execution) -> None:
    """Fill the table of past years."""
    fill_table(
        tables,
        "execution",
        (
            (*past, *(None if yen is None else str(yen) for yen in each[:3]), each.source)
            for past, each in execution.items()
        ),
    )


def read_execution(tables: Tables) -> Execution:
    """What that table holds; `ValueError` where it makes no sense."""
    held = once(
        (PastYear(program, year), Executed(_yen(budget), _yen(spent), _yen(carried), source))
        for program, year, budget, spent, carried, source in tables["execution"]
    )
    return PersistentMap(held) if held else NO_EXECUTION


def _yen(text: str | None) -> int | None:
    return None if text is None else yen_of_text(text)
