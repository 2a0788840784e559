"""Why a line's amount is what it is: the changes still in force, in the order they were made, with the yen of each.

The yen are what each change adds to the line's amount after those before it, so that together they lead from the
base's amount to the scenario's wherever all amounts between are known and every value was set by a change.
"""

from __future__ import annotations

from typing import NamedTuple

from planner.core.calculation.cohort import line_amount
from planner.core.calculation.evaluate import Base
from planner.core.calculation.in_force import ValuesInForce
from planner.core.model.document import Change
from planner.core.model.fields import Value
from planner.core.model.lines import Cell


class Reason(NamedTuple):
    """A change in force on a line: its yen there, `None` where there is no amount before or after it."""

    change: Change
    effect: int | None


def reasons(values: ValuesInForce, base: Base, row: int, year: int) -> tuple[Reason, ...]:
    """The changes that make a line's amount of a year another than the base's, or a figure that it is made of.

    `base` is the portfolio evaluated under the growth of the scenario. A change of what a line is called in the
    request (要求 or 要望) moves no yen and is no reason.
    """
    made: dict[int, list[tuple[Cell, Value]]] = {}
    changes: dict[int, Change] = {}
    known: dict[Cell, Value] = {}
    for cell, given in values.given(row).items():
        change = values.setting(row, cell)
        if change is None:
            known[cell] = given.value
        else:
            changes[change.number] = change
            made.setdefault(change.number, []).append((cell, given.value))
    if not made:
        return ()
    telling = {use.found.change.number for use in values.used(row, year) if use.found.is_changed and use.found.change}
    found = []
    before = line_amount(base.drivers(row, known), year)
    line_id = base.portfolio.lines.ids[row]
    in_order = dict.fromkeys(change.number for change in values.document.changes.of_line(line_id))
    for number in (each for each in in_order if each in made):
        known.update(made[number])
        after = line_amount(base.drivers(row, known), year)
        effect = after - before if isinstance(before, int) and isinstance(after, int) else None
        if number in telling or (before != after):
            found.append(Reason(changes[number], effect))
        before = after
    return tuple(found)
