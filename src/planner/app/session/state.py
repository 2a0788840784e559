"""What is open and how it is shown, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from planner.core.calculation.cohort import longest
from planner.core.calculation.evaluate import Evaluation, Totals
from planner.core.calculation.in_force import ValuesInForce
from planner.core.model.document import BASE, NO_OVERRIDES, Document, Overrides
from planner.core.model.growth import Assumptions, Growth
from planner.core.model.lines import Amount, Lack, Line
from planner.core.model.portfolio import Portfolio, View
from planner.core.money import Unit
from planner.words.texts import Texts


@dataclass(frozen=True)
class State:
    """What is open (document, evaluation of the scenario shown, file) and how it is shown (view, program, unit).

    `program` is the place of the program whose lines are shown, `None` for all of the view; `view` the place of
    the view among the portfolio's, `None` for all programs; `beside` a second scenario whose amounts stand beside
    (並べるシナリオ), `evaluation_beside` its evaluation, `None` for none. `saved` is the document that the file holds,
    `None` for unsaved work taken up again; a document that is `read_only` is saved under another name only.
    `opening` counts the documents that were open before. `year` is the fiscal year whose figures the table of lines
    shows and edits, `None` for the request year; totals and programs always show the request year.
    """

    document: Document
    scenario: int
    evaluation: Evaluation
    path: Path | None = None
    fingerprint: str | None = None
    view: int | None = None
    program: int | None = None
    unit: Unit = Unit.THOUSAND
    year: int | None = None
    saved: Document | None = None
    read_only: bool = False
    opening: int = 0
    beside: int | None = None
    evaluation_beside: Evaluation | None = None

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio that is open."""
        return self.document.portfolio

    @property
    def is_clean(self) -> bool:
        """Whether the document is as it was last saved or opened."""
        return self.document is self.saved

    @property
    def own_overrides(self) -> Overrides:
        """The values that the scenario shown sets itself."""
        return NO_OVERRIDES if self.scenario == BASE else self.document.scenario(self.scenario).overrides

    @cached_property
    def values(self) -> ValuesInForce:
        """The values in force in the scenario shown, each with what it rests on."""
        return ValuesInForce(self.document, self.scenario)

    @property
    def assumptions(self) -> tuple[Assumptions, Assumptions]:
        """What the scenario shown assumes for later years itself, and all that holds in it."""
        own = {} if self.scenario == BASE else self.document.scenario(self.scenario).assumptions
        return own, self.document.assumptions(self.scenario)

    @property
    def name_beside(self) -> str:
        """The name of the scenario that stands beside; empty for the base, and for none."""
        return self.document.scenario(self.beside).name if self.beside else ""

    @property
    def growths(self) -> tuple[Growth | None, ...]:
        """The growths of rates assumed in what is shown, and in what stands beside it."""
        return tuple(None if each is None else each.base.growth for each in (self.evaluation, self.evaluation_beside))

    @property
    def shown_year(self) -> int:
        """The fiscal year whose figures the table of lines shows."""
        return self.portfolio.request_year if self.year is None else self.year

    @property
    def table_years(self) -> tuple[int, ...]:
        """The fiscal years the table can show: those of the plan, and before them those whose intake still counts."""
        request = self.portfolio.request_year
        longest = max(
            int(self.portfolio.lines.duration.max(initial=1)), *map(self._longest, self.evaluation.lengthened), 1
        )
        return tuple(range(min(self.portfolio.previous_year, request - longest + 1), self.portfolio.years[-1] + 1))

    def drivers(self, row: int) -> Line:
        """A line as it stands in the scenario shown."""
        return self.evaluation.drivers(row)

    def reckoned(self, row: int) -> Line:
        """The line whose amount of the year shown counts: what was before the request year is enacted."""
        return (
            self.drivers(row) if self.shown_year >= self.portfolio.request_year else self.evaluation.base.drivers(row)
        )

    def in_shown_year(self, amounts: tuple[Amount, ...]) -> Amount:
        """Of a line's amounts, one a plan year, that of the year shown; years before the plan have none."""
        years = self.portfolio.years
        return amounts[years.index(self.shown_year)] if self.shown_year in years else Lack.NOT_PRINTED

    def _longest(self, row: int) -> int:
        return longest(self.drivers(row))

    @property
    def shown_view(self) -> View | None:
        """The view chosen, `None` for all programs."""
        return None if self.view is None else self.portfolio.views[self.view]

    def totals(self, evaluation: Evaluation | None = None) -> Totals:
        """The totals of the view chosen, a plan year each, in the scenario shown or another evaluation."""
        return (evaluation or self.evaluation).view(self.shown_view)


def beside_name(state: State, texts: Texts) -> str:
    """The name of the scenario that stands beside; the base's where none does."""
    return state.name_beside or texts._("Base")
