"""Goal seek as a question of plain values, and all there is to show of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from planner.core.calculation.evaluate import Base, evaluate, regrown
from planner.core.errors import Message
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.money import parse_yen
from planner.core.seek.asked import Moving
from planner.core.seek.cautions import warnings_at
from planner.core.seek.effects import Effects, effects
from planner.core.seek.seek import Found, Near, seek
from planner.core.seek.targets import Gauge, Progress, read_aim


class Side(NamedTuple):
    """A value to take: what it does, what is to be known of it, and whether a bound kept it there (`low`, `high`)."""

    near: Near
    effects: Effects
    warnings: tuple[Message, ...]
    bound: str


class SeekAnswer(NamedTuple):
    """What was found, what is aimed at comes to now (yen), and the values to choose from, the one to take first."""

    found: Found
    now: int | None
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class SeekQuestion:
    """What is sought: an aim (as it is written) shall come to an amount (as typed) by moving something."""

    document: Document
    base: Base
    scenario: int
    ceilings: tuple[Ceiling, ...]
    what: str
    amount: str
    moving: Moving

    def answer(self, progress: Progress) -> SeekAnswer:
        """The answer; `UserError` where it cannot be asked so."""
        document, scenario = self.document, self.scenario
        base = regrown(self.base, document.growth(scenario))
        aim = read_aim(self.what, document.portfolio, self.ceilings)
        handle = self.moving.lever(document, scenario)
        found = seek(document, base, scenario, aim, parse_yen(self.amount), handle, progress)
        now = Gauge(aim, document.all_obligations).read(evaluate(base, document.overrides(scenario)))
        nears = (
            [found.met] if found.met is not None else [each for each in (found.below, found.above) if each is not None]
        )
        ends = {handle.low: "low", handle.high: "high"} if found.met is None and len(nears) == 1 else {}
        sides = tuple(
            Side(
                near,
                effects(document, base, scenario, handle, near.position, aim.year),
                warnings_at(document, base, handle, near.position),
                ends.get(near.position, ""),
            )
            for near in nears
        )
        return SeekAnswer(found, now, sides)
