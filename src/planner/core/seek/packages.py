"""Packages (削減案): ways to move rates and quantities to a target, what bounds them, and what cannot be moved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from planner.core.edits.values import Entry
from planner.core.errors import Message
from planner.core.model.document import Document
from planner.core.seek.levers import Driver, entries
from planner.core.seek.targets import Aim


class Method(StrEnum):
    """How a cut or a rise is spread over lines."""

    PRO_RATA = "pro-rata"  # 按分: by what can be cut of each; a rise by what each comes to
    RATE = "rate"  # 単価のみ, likewise
    QUANTITY = "quantity"  # 員数のみ, likewise
    PRIORITY = "priority"  # 優先順: one line after another, in the order given
    FEWEST = "fewest"  # 件数最少: as few lines as can be


class Uncuttable(NamedTuple):
    """What of a line's amount (yen) cannot be cut, or that a line cannot be raised, and why."""

    row: int
    amount: int
    why: Message


class Moved(NamedTuple):
    """One driver as a package sets it, and by how many yen that moves its line, the way that was asked."""

    driver: Driver
    before: int
    after: int
    effect: int


@dataclass(frozen=True)
class Package:
    """One way to meet the target: `amount` is what the aim comes to then, `remainder` what is cut beyond the wish, or
    of a rise not spent.

    `later` is what it moves of later plan years, by year; amounts are yen. It is not `reached` where all that can be
    moved is less than the wish: `short` is by how much. `outside` counts values outside the range their sheet prints.
    """

    method: Method
    reached: bool
    amount: int
    remainder: int
    short: int
    changes: tuple[Moved, ...]
    later: Mapping[int, int]
    outside: int = 0

    def entries(self, document: Document) -> list[Entry]:
        """The edits that set its values."""
        return entries(document.portfolio.lines.ids, {each.driver: each.after for each in self.changes})


@dataclass(frozen=True)
class Cuts:
    """The packages beside one another: from `before` to `target`, and what cannot be moved; `up` where it is a rise."""

    aim: Aim
    before: int
    target: int
    uncuttable: tuple[Uncuttable, ...]
    packages: tuple[Package, ...]
    up: bool = False


Bounds = Mapping[tuple[str, str], int]
"""Bounds of drivers, by line (id) and field (key)."""


@dataclass(frozen=True)
class Limits:
    """What may be moved: lines held (ids), bounds of drivers, whether rates stay in their published ranges, whether
    residual lines may be moved too, and which driver (key) of a line may be; either of the two where none is named.

    A value above its cap is lowered to it in every cut, one below its floor raised to it in every rise.
    """

    hold: Collection[str] = ()
    floors: Bounds = field(default_factory=dict)
    caps: Bounds = field(default_factory=dict)
    ranges: bool = False
    residual: bool = False
    drivers: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Every line that is named."""
        return [*self.hold, *(line for line, _key in (*self.floors, *self.caps)), *self.drivers]
