"""Which sheet that came back is which of those that went out: by name, else by what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from planner.core.model.handovers import WrittenFormula, WrittenSheet
from planner.files.incoming.cells import IncomingSheet
from planner.words.texts import folded

LOOKED_AT = 5_000
"""So many texts of a sheet say what it is."""
MOST = 100
"""So many sheets of other names are looked at."""
ALIKE = 0.4
"""Two sheets are one where they share so much of their texts, or where one is a copy of the other."""


@dataclass(frozen=True)
class Pairs:
    """Sheets that came back by the name they went out under; copies with the name of what they are a copy of."""

    found: Mapping[str, IncomingSheet]
    copies: tuple[tuple[str, IncomingSheet], ...]
    added: tuple[IncomingSheet, ...]
    missing: tuple[str, ...]


def pair_sheets(written: Sequence[WrittenSheet], sheets: Sequence[IncomingSheet]) -> Pairs:
    """Find out which sheet is which."""
    there = {folded(sheet.name): sheet for sheet in sheets}
    found = {each.name: there[folded(each.name)] for each in written if folded(each.name) in there}
    taken = {sheet.name for sheet in found.values()}
    left = [sheet for sheet in sheets if sheet.name not in taken]
    if not left:
        return Pairs(found, (), (), tuple(each.name for each in written if each.name not in found))
    then = {each.name: Counter(islice(_written_texts(each), LOOKED_AT)) for each in written}
    now = {sheet.name: Counter(islice(_texts(sheet), LOOKED_AT)) for sheet in left[:MOST]}
    by_name = {sheet.name: sheet for sheet in left}
    scored = sorted(((_likeness(then[a], now[b]), a, b) for a in then for b in now), reverse=True)
    copies: dict[str, str] = {}
    for likeness, name, other in scored:
        if likeness >= ALIKE and other not in taken:
            taken.add(other)
            if name in found:
                copies[other] = name
            else:
                found[name] = by_name[other]
    return Pairs(
        found,
        tuple((copies[sheet.name], sheet) for sheet in left if sheet.name in copies),
        tuple(sheet for sheet in left if sheet.name not in taken),
        tuple(each.name for each in written if each.name not in found),
    )


def _likeness(then: Counter[str], now: Counter[str]) -> float:
    return (then & now).total() / max(then.total(), now.total(), 1)


def _written_texts(sheet: WrittenSheet) -> Iterator[str]:
    for row in sheet.rows:
        for cell in row:
            value = cell.value if isinstance(cell, WrittenFormula) else cell
            if isinstance(value, str) and value.strip():
                yield value.strip()


def _texts(sheet: IncomingSheet) -> Iterator[str]:
    for row in sheet.rows:
        for _place, value in sorted(row.cells.items()):
            if isinstance(value, str) and value.strip():
                yield value.strip()
