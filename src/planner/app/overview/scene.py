"""What the pictures of the overview show, in words: figures in one unit, and names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF

from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture import Mark
from planner.core.calculation.evaluate import Total
from planner.core.model.document import BASE
from planner.core.overview.overview import Overview
from planner.words.figures import amount_text
from planner.words.texts import Texts

LINES, COMPARE, YEARS, CEILINGS, CLASSES, CHECK, ADD = (
    *("lines", "compare", "years", "ceilings", "classes", "check", "add"),
)
"""Where marks lead that speak of no line, program or scenario."""


class Scene(Figures):
    """The overview of a document for a reader: one unit for all pictures, and names in the language chosen.

    `leads`: marks can be clicked on, so that words may say where that leads.
    """

    def __init__(self, facts: Overview, texts: Texts, *, leads: bool = True) -> None:
        super().__init__(texts, max(abs(total.yen) for total in facts.totals))
        self.facts, self._, self.leads = facts, texts._, leads

    def total(self, total: Total) -> str:
        """A total in that unit, with `*` where figures are missing; or why it has no amount."""
        return amount_text(total, self.unit, self._).replace(" *", "*")

    def lacking(self, total: Total) -> str:
        """What a total leaves out, in words; empty where it leaves nothing out."""
        words = self._("Figures that no sheet prints: {n}; totals marked * leave them out.")
        return words.format(n=total.missing) if total.missing else ""

    def leading(self, words: str, verb: str) -> str:
        """Words with what a click on them does; on paper nobody clicks."""
        return f"{words} → {verb}" if self.leads else words

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
