"""Cuts, rises and ladders of concessions as questions of plain values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner.core.calculation.evaluate import Base, evaluate, regrown
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.seek.asked import Wish, whole
from planner.core.seek.concessions import concessions
from planner.core.seek.cut import cut
from planner.core.seek.packages import Cuts, Limits, Method, Package
from planner.core.seek.targets import Progress, read_aim


class Offer(NamedTuple):
    """A package that can be taken, with what it was cut from; a step of a ladder has its `share`.

    `is_nested`: it takes up all that the step before gave.
    """

    package: Package
    cuts: Cuts
    share: Fraction | None = None
    is_nested: bool = False


@dataclass(frozen=True)
class CutQuestion:
    """What is to be taken off an aim (as it is written) or added to it, and what may be moved for it.

    `lines` (ids) are those to move in their order of priority, all where there are none. With `shares` it is a ladder
    by one method, else there is a package for each.
    """

    document: Document
    base: Base
    scenario: int
    ceilings: tuple[Ceiling, ...]
    what: str
    wish: Wish
    lines: tuple[str, ...]
    limits: Limits
    shares: tuple[Fraction, ...] = ()
    method: Method = Method.FEWEST

    def answer(self, progress: Progress) -> tuple[Offer, ...]:
        """The packages side by side, or the steps of the ladder; `UserError` where it cannot be asked so."""
        document, scenario = self.document, self.scenario
        base = regrown(self.base, document.growth(scenario))
        evaluation = evaluate(base, document.overrides(scenario))
        aim = read_aim(self.what, document.portfolio, self.ceilings)
        where = (document, base, scenario, aim)
        if self.shares:
            shared = whole(document, evaluation, aim, self.lines)
            steps = concessions(*where, shared, self.shares, self.lines, self.method, self.limits, progress=progress)
            return tuple(Offer(each.package, each.cuts, each.share, each.is_nested) for each in steps)
        wanted = self.wish.yen(document, evaluation, aim, self.lines)
        found = cut(*where, wanted, self.lines, tuple(Method), self.limits, up=self.wish.up, progress=progress)
        return tuple(Offer(package, found) for package in found.packages)
