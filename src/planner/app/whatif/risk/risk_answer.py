"""Sensitivity and risk as questions of plain values, and all there is to show of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from planner.core.calculation.evaluate import Base
from planner.core.ceilings.judge import judge
from planner.core.errors import Both
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.money import parse_yen
from planner.core.risk.asked import read_count
from planner.core.risk.drivers import Wish
from planner.core.risk.fragility import Bend, Fragility
from planner.core.risk.risk import Risk, risk
from planner.core.risk.tornado import Sensitivity, sensitivity
from planner.core.seek.targets import Aim, Measure, Progress, read_aim

TOLD = 20
"""Of so many figures that move most it is told how far they may err."""


@dataclass(frozen=True)
class Asked:
    """Of what it is asked (an aim as it is written), and what varies."""

    document: Document
    base: Base
    scenario: int
    ceilings: tuple[Ceiling, ...]
    what: str
    wish: Wish

    @property
    def aim(self) -> Aim:
        """The aim; `UserError` where it is none."""
        return read_aim(self.what, self.document.portfolio, self.ceilings)

    def sensitivity(self, progress: Progress) -> Sensitivity:
        """What moves it most."""
        return sensitivity(self.document, self.base, self.scenario, self.aim, self.wish, progress)


class Line(NamedTuple):
    """An amount (yen) that shall not be exceeded, by name."""

    name: Both
    amount: int


class RiskAnswer(NamedTuple):
    """What came of the trials, the limit typed (yen), the limits that can be drawn, and how far figures may err."""

    risk: Risk
    limit: int | None
    lines: tuple[Line, ...]
    bends: tuple[Bend, ...] = ()


@dataclass
class RiskQuestion:
    """How sure it is over so many trials, as typed; `limit` is an amount, or empty.

    `so_far` is what is known while it is worked out: written whole by the thread that does it, read by another.
    """

    asked: Asked
    trials: str
    seed: str
    limit: str
    so_far: RiskAnswer | None = field(default=None, init=False)

    def answer(self, progress: Progress) -> RiskAnswer:
        """The answer; `UserError` where it cannot be asked so."""
        asked = self.asked
        limit = parse_yen(self.limit) if self.limit else None

        def grown(found: Risk) -> None:
            self.so_far = RiskAnswer(found, limit, _lines(found, asked.ceilings, limit))

        found = risk(
            asked.document,
            asked.base,
            asked.scenario,
            asked.aim,
            asked.wish,
            trials=read_count(self.trials),
            seed=read_count(self.seed),
            ceilings=asked.ceilings,
            limit=limit,
            progress=progress,
            grown=grown,
        )
        fragile = Fragility(found.measured, asked.ceilings)
        now, bends = {each.driver: each.now for each in found.varied}, []
        for each in found.tornado[:TOLD]:
            progress(found.trials, found.trials)
            bends.append(fragile.bend(each.driver, now[each.driver]))
        return RiskAnswer(found, limit, _lines(found, asked.ceilings, limit), tuple(bends))


def _lines(found: Risk, ceilings: Sequence[Ceiling], limit: int | None) -> tuple[Line, ...]:
    """The limits that stand at one amount: the one typed, and ceilings that limit just what is asked of."""
    typed = () if limit is None else (Line(Both("", ""), limit),)
    if found.measured.aim.measure is Measure.ROOM:
        return typed
    chances = {each.ceiling: each.chance for each in found.within}
    lines = []
    for each in judge(found.measured.evaluation, [each for each in ceilings if chances.get(each.id) is not None]):
        room = each.room.known
        if room is not None:
            amount = found.measured.now + room
            inside = int(np.searchsorted(found.outcomes, amount, "right"))
            if inside == chances[each.ceiling.id] * found.trials:  # type: ignore[operator] # known, as chosen above
                lines.append(Line(Both(each.ceiling.name, each.ceiling.name_en), amount))
    return (*typed, *lines)
