"""The document as one frozen value: the portfolio, the scenarios over it, the changes that made them.

Edits make new documents (`planner.core.edits`) that share everything they do not touch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from planner.core.errors import N_, Message, UserError
from planner.core.fields import Value
from planner.core.portfolio import Cell, Portfolio

BASE = 0
"""The number of the base among the scenarios' parents."""

Overrides = Mapping[str, Mapping[Cell, Value]]
"""A scenario's own steps: line id → cell → value."""

NO_OVERRIDES: Overrides = MappingProxyType({})


@dataclass(frozen=True)
class Scenario:
    """A named what-if: its parent's number (`BASE` for the base) and the steps it sets itself."""

    number: int
    name: str
    parent: int = BASE
    note: str = ""
    overrides: Overrides = field(default_factory=lambda: NO_OVERRIDES)


class CellChange(NamedTuple):
    """One cell of a change: the value in effect before and after, and whether the scenario's own value was cleared."""

    line: str
    field: str
    year: int
    before: Value | None
    after: Value | None
    cleared: bool = False


@dataclass(frozen=True)
class Change:
    """One edit as the officer made it; `effect` is what it did to the request year's total, in yen.

    `effect` is `None` where an amount could not be computed before or after.
    """

    number: int
    scenario: int
    cells: tuple[CellChange, ...]
    effect: int | None
    why: str = ""
    who: str = field(default="", compare=False)
    when: str = field(default="", compare=False)


@dataclass(frozen=True)
class Document:
    """Everything a file holds. Two documents are the same whoever made the changes, whenever."""

    portfolio: Portfolio
    scenarios: tuple[Scenario, ...]
    changes: tuple[Change, ...] = ()

    def scenario(self, number: int) -> Scenario:
        """The scenario of that number; `KeyError` when there is none, and for the base."""
        for scenario in self.scenarios:
            if scenario.number == number:
                return scenario
        raise KeyError(number)

    def lineage(self, number: int) -> tuple[Scenario, ...]:
        """The scenario and those it descends from, nearest first, the base left out."""
        chain: list[Scenario] = []
        while number != BASE:
            scenario = self.scenario(number)
            if scenario in chain:
                raise damaged(N_("scenarios descend from one another in a circle"))
            chain.append(scenario)
            number = scenario.parent
        return tuple(chain)

    def overrides(self, number: int) -> Overrides:
        """All steps in force in a scenario, line by line, the nearest scenario winning cell by cell."""
        chain = self.lineage(number)
        if not chain:
            return NO_OVERRIDES
        if len(chain) == 1:
            return chain[0].overrides
        merged: dict[str, Mapping[Cell, Value]] = {}
        for scenario in reversed(chain):
            for line, cells in scenario.overrides.items():
                merged[line] = {**merged[line], **cells} if line in merged else cells
        return merged


def damaged(reason: str) -> UserError:
    """The refusal of a document whose parts do not fit together."""
    return UserError(
        N_("The document is damaged: {reason}."),
        N_("Open the copy beside it that ends in .bak, or an earlier one."),
        reason=Message.of(reason),
    )


def validate(document: Document) -> Document:
    """The document itself when its scenarios form a tree with unique names, else `UserError`."""
    numbers = [scenario.number for scenario in document.scenarios]
    names = [scenario.name for scenario in document.scenarios]
    if len(set(numbers)) < len(numbers) or BASE in numbers or len(set(names)) < len(names):
        raise damaged(N_("two scenarios share a name or number"))
    if any(scenario.parent not in (BASE, *numbers) for scenario in document.scenarios):
        raise damaged(N_("a scenario's parent is missing"))
    for number in numbers:
        document.lineage(number)
    return document
