"""From last year's total to the request in steps: what each program adds or takes away (増減の内訳)."""

from __future__ import annotations

from typing import NamedTuple

from planner.core.calculation.evaluate import Evaluation
from planner.core.model.portfolio import View


class Step(NamedTuple):
    """One program's change in yen, `None` for the programs summed up as others.

    `partial`: a figure of one of the years is not printed, so that the change is not a whole one.
    """

    program: int | None
    change: int
    partial: bool = False


class Waterfall(NamedTuple):
    """The previous year's total, the steps in falling size with the rest last, and the request; in yen."""

    previous: int
    steps: tuple[Step, ...]
    request: int


def waterfall(evaluation: Evaluation, view: View | None = None, largest: int = 10) -> Waterfall | None:
    """The steps of a view, or of all programs: the `largest` ones by size, all others in one.

    `None` where a total cannot be computed. A program with a figure that is not printed counts with what is known.
    """
    portfolio = evaluation.portfolio
    totals = evaluation.view(view)
    if totals[0].cannot or totals[1].cannot:
        return None
    found = []
    for index in portfolio.counted(view):
        previous, request = evaluation.program(index)[:2]
        if request.yen != previous.yen:
            found.append(Step(index, request.yen - previous.yen, bool(previous.missing or request.missing)))
    found.sort(key=lambda step: -abs(step.change))
    shown, rest = found[:largest], found[largest:]
    if rest:
        shown.append(Step(None, sum(step.change for step in rest), any(step.partial for step in rest)))
    return Waterfall(totals[0].yen, tuple(shown), totals[1].yen)
