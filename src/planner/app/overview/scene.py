"""What the pictures of the overview show, in words: figures in one unit, names, and the marks they are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QRectF

from planner.app.overview.canvas import Canvas
from planner.app.session.place import Place
from planner.core.calculation.evaluate import Total
from planner.core.model.document import BASE
from planner.core.money import Unit, format_amount, format_change, round_ratio
from planner.core.overview.overview import Overview
from planner.words.figures import amount_text, unit_name, yen_text
from planner.words.texts import Texts

LINES, COMPARE, YEARS, CEILINGS, CLASSES, CHECK, ADD = (
    *("lines", "compare", "years", "ceilings", "classes", "check", "add"),
)
"""Where marks lead that speak of no line, program or scenario."""
COARSE = ((10 * Unit.OKU.yen, Unit.OKU), (10 * Unit.MILLION.yen, Unit.MILLION), (10 * Unit.THOUSAND.yen, Unit.THOUSAND))
"""The unit of the pictures, by the least amount that is told in it."""


@dataclass(frozen=True)
class Mark:
    """Something of a picture that can be pointed at: its name, its figures exact, what is told of it, where it leads.

    `within` is empty for what has no room in the picture and stands in its table alone.
    """

    name: str
    figures: tuple[str, ...]
    told: str
    goal: Place | str
    within: QRectF = field(default_factory=QRectF)

    def sentence(self, texts: Texts) -> str:
        """All of it in one line, as it is heard."""
        return texts._(", ").join(filter(None, (self.name, *self.figures, self.told)))


class Scene:
    """The overview of a document for a reader: one unit for all pictures, and names in the language chosen.

    `leads`: marks can be clicked on, so that words may say where that leads.
    """

    def __init__(self, facts: Overview, texts: Texts, *, leads: bool = True) -> None:
        self.facts, self.texts, self._, self.leads = facts, texts, texts._, leads

    @cached_property
    def unit(self) -> Unit:
        """The largest unit in which the totals have digits enough: 億円 for a request of 10億円 and more."""
        largest = max(abs(total.yen) for total in self.facts.totals)
        return next((unit for least, unit in COARSE if largest >= least), Unit.YEN)

    @property
    def unit_name(self) -> str:
        """Its name."""
        return unit_name(self.unit, self.texts)

    def amount(self, yen: int) -> str:
        """An amount in that unit."""
        return format_amount(yen, self.unit)

    def total(self, total: Total) -> str:
        """A total in that unit, with `*` where figures are missing; or why it has no amount."""
        return amount_text(total, self.unit, self._).replace(" *", "*")

    def lacking(self, total: Total) -> str:
        """What a total leaves out, in words; empty where it leaves nothing out."""
        words = self._("Figures that no sheet prints: {n}; totals marked * leave them out.")
        return words.format(n=total.missing) if total.missing else ""

    def tick(self, yen: int) -> str:
        """The same at an axis, without a point where it needs none."""
        return self.amount(yen).removesuffix(".0")

    def leading(self, words: str, verb: str) -> str:
        """Words with what a click on them does; on paper nobody clicks."""
        return f"{words} → {verb}" if self.leads else words

    def change(self, yen: int) -> str:
        """A difference in that unit, with its sign."""
        return format_change(yen, self.unit)

    def rounded(self, yen: int) -> int:
        """An amount as it is shown, in the last digit shown."""
        return round_ratio(yen * int(10**self.unit.decimals), self.unit.yen)

    def of_rounded(self, digits: int) -> int:
        """So many of the last digit shown, in yen."""
        return digits * self.unit.yen // int(10**self.unit.decimals)

    def exact(self, yen: int) -> str:
        """An amount in yen."""
        return yen_text(yen, self.texts)

    def exact_change(self, yen: int) -> str:
        """A difference in yen, with its sign."""
        return f"+{self.exact(yen)}" if yen > 0 else self.exact(yen)

    def program(self, index: int) -> str:
        """The name of a program."""
        program = self.facts.portfolio.programs[index]
        return self.texts.name(program.name, program.name_en)

    def line(self, row: int) -> str:
        """The name of a line."""
        lines = self.facts.portfolio.lines
        return self.texts.name(lines.labels[row], lines.labels_en[row])

    def scenario(self, number: int) -> str:
        """The name of a scenario."""
        return self._("Base") if number == BASE else self.facts.document.scenario(number).name

    @property
    def request_year(self) -> str:
        """The request year, short."""
        return self.texts.era(self.facts.portfolio.request_year)

    @property
    def previous_year(self) -> str:
        """The year before it, short."""
        return self.texts.era(self.facts.portfolio.previous_year)


Draw = Callable[[Canvas, QRectF, Scene], Sequence[Mark]]
"""Paints a picture into a place; what of it can be pointed at."""


class Picture(NamedTuple):
    """A picture of the overview: title and heads of its table as catalogue keys, what paints it, its least height.

    The table has the names of the marks first and what is told of them last; `heads` are those of the figures.
    """

    key: str
    title: str
    first: str
    heads: tuple[str, ...]
    draw: Draw
    height: int
