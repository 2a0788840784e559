"""From last year's total to the request in steps: what each program, or each line of one, adds (増減の内訳)."""

from __future__ import annotations

from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation, as_total
from planner.core.explain.footing import unprinted_before
from planner.core.model.portfolio import View


class Step(NamedTuple):
    """One program's change in yen, or that of line `row`; of what is summed up as others neither is told.

    `partial`: a figure of one of the years is not printed, so that the change is not a whole one. A step of `unprinted`
    lines, those for which no figure of the previous year is printed (公表なし), stands apart: it is nobody's increase.
    """

    program: int | None
    change: int
    partial: bool = False
    unprinted: tuple[int, ...] = ()
    row: int | None = None


class Waterfall(NamedTuple):
    """The previous year's total, the steps in falling size with the rest last, and the request; in yen.

    What stands apart comes after the rest.
    """

    previous: int
    steps: tuple[Step, ...]
    request: int


def waterfall(evaluation: Evaluation, view: View | None = None, largest: int = 10) -> Waterfall | None:
    """The steps of a view, or of all programs: the `largest` ones by size, all others in one, what is apart named.

    `None` where a total cannot be computed. A program with a figure that is not printed counts with what is known.
    """
    portfolio = evaluation.portfolio
    totals = evaluation.view(view)
    if totals[0].cannot or totals[1].cannot:
        return None
    found, apart = [], []
    for index in portfolio.counted(view):
        previous, request = evaluation.program(index)[:2]
        unprinted = unprinted_before(evaluation, (index,))
        if unprinted:
            apart.append(Step(index, sum(unprinted.values()), unprinted=tuple(unprinted)))
        change = request.yen - previous.yen - sum(unprinted.values())
        if change:
            found.append(Step(index, change, bool(request.missing or previous.missing > len(unprinted))))
    return led(totals[0].yen, found, apart, totals[1].yen, largest)


def waterfall_of(evaluation: Evaluation, program: int, largest: int = 10) -> Waterfall | None:
    """The steps of one program: its parts, then its own lines, by size as above."""
    portfolio = evaluation.portfolio
    previous, request = evaluation.program(program)[:2]
    if previous.cannot or request.cannot:
        return None
    found, apart = [], []
    for part in portfolio.children[program]:
        before, after = evaluation.program(part)[:2]
        unprinted = unprinted_before(evaluation, (part,))
        if unprinted:
            apart.append(Step(part, sum(unprinted.values()), unprinted=tuple(unprinted)))
        change = after.yen - before.yen - sum(unprinted.values())
        if change:
            found.append(Step(part, change, bool(after.missing or before.missing > len(unprinted))))
    for row in portfolio.line_ranges[program]:
        was, now = map(as_total, evaluation.line(row)[:2])
        step = Step(None, now.yen - was.yen, bool(now.missing or was.missing), row=row)
        if step.change and row in evaluation.base.unprinted:
            apart.append(step._replace(partial=False, unprinted=(row,)))
        elif step.change:
            found.append(step)
    return led(previous.yen, found, apart, request.yen, largest)


def led(previous: int, found: list[Step], apart: list[Step], request: int, largest: int) -> Waterfall:
    """Both levels with the largest steps between them, the others summed up, what is apart last."""
    for steps in (found, apart):
        steps.sort(key=lambda step: -abs(step.change))
    shown, rest = found[:largest], found[largest:]
    if rest:
        shown.append(Step(None, sum(step.change for step in rest), any(step.partial for step in rest)))
    return Waterfall(previous, (*shown, *apart), request)
