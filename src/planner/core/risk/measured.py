"""What is measured of a scenario: the lines it is made of, and what each of them comes to with other values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from planner.core.calculation.burden import Burdens, burdens
from planner.core.calculation.cohort import line_amount
from planner.core.calculation.evaluate import Base, Evaluation, evaluate, regrown
from planner.core.errors import N_, UserError
from planner.core.model.document import NO_CELLS, Document, Overrides
from planner.core.model.fields import DEMAND, EXPENSE, QUANTITY, UNPRICED, Value
from planner.core.model.lines import Amount, Cell
from planner.core.persistent import PersistentMap
from planner.core.seek.levers import Driver, moved
from planner.core.seek.targets import Aim, Gauge, Measure


class Measured:
    """An aim in a scenario: `now` is what it comes to, in yen.

    Of lines whose amount is measured in the aim's year; of what is bound, without what later years take in. Raises
    `UserError` where the aim cannot be computed. `base` is of the document's portfolio, under any growth.
    """

    def __init__(self, document: Document, base: Base, scenario: int, aim: Aim) -> None:
        self.document, self.scenario, self.aim = document, scenario, aim
        self.base = regrown(base, document.growth(scenario))
        self.overrides: Overrides = PersistentMap.of(document.overrides(scenario))
        self.evaluation: Evaluation = evaluate(self.base, self.overrides)
        self._gauge = Gauge(aim, document.all_obligations)
        found = self._gauge.read(self.evaluation)
        if found is None:
            raise UserError(
                N_("It cannot be computed, so that nothing can be said of how sure it is."),
                N_("Look at `planner check` for what is missing; a ceiling needs the kinds of its lines."),
                where=aim.what,
            )
        self.now = found
        portfolio = document.portfolio
        self.paying = {
            portfolio.line_index[line_id]: each
            for each in document.all_obligations
            for line_id in each.lines
            if line_id in portfolio.line_index
        }
        """The lines that pay an obligation, with it."""

    @cached_property
    def programs(self) -> frozenset[int]:
        """The programs (places) it is made of with their parts; none where it is made of lines."""
        portfolio, ceiling = self.document.portfolio, self.aim.ceiling
        if ceiling is not None:
            return ceiling.scope.programs(portfolio) or frozenset()
        return frozenset(each for top in self.aim.programs for each in portfolio.subtrees[top])

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The lines it is made of, in program order."""
        portfolio = self.document.portfolio
        own = (row for program in self.programs for row in portfolio.line_ranges[program])
        return tuple(sorted({*own, *self.aim.lines}))

    @cached_property
    def burdens(self) -> Burdens:
        """What is bound in the scenario."""
        return burdens(self.evaluation, self.document.all_obligations)

    def cells(self, row: int, values: Mapping[Driver, Value]) -> Mapping[Cell, Value]:
        """What sets a line apart from the base with other values of its drivers, as far as the amount measured goes."""
        own = self.overrides.get(self.document.portfolio.lines.ids[row], NO_CELLS)
        cells = {cell: value for cell, value in own.items() if not self._moves_none(row, cell, value)}
        cells |= {Cell(driver.field.key, driver.year): value for driver, value in values.items()}
        if self.aim.measure is Measure.COMMITTED and row not in self.paying:
            later = range(self.document.portfolio.request_year + 1, self.aim.year + 1)
            cells |= {Cell(QUANTITY.key, year): 0 for year in later}
        return cells

    def _moves_none(self, row: int, cell: Cell, value: Value) -> bool:
        """Whether a value is a kind of a line that has an amount whatever the kind."""
        if cell.field == DEMAND.key:
            return UNPRICED not in (value, self.document.portfolio.lines.demand[row])
        return cell.field == EXPENSE.key

    def is_over(self, row: int) -> bool:
        """Whether a line pays an obligation that ends before the year of which it is asked what is bound."""
        paid = self.paying.get(row)
        return self.aim.measure is Measure.COMMITTED and paid is not None and self.aim.year > paid.last_year

    def amount_now(self, row: int) -> Amount:
        """What a line comes to in the aim's year as it is."""
        if self.aim.measure is Measure.COMMITTED:
            return self.amount(row, {})
        return self.evaluation.line(row)[self.document.portfolio.years.index(self.aim.year)]

    def amount(self, row: int, values: Mapping[Driver, Value]) -> Amount:
        """What a line comes to in the aim's year with other values of its drivers."""
        return 0 if self.is_over(row) else line_amount(self.base.drivers(row, self.cells(row, values)), self.aim.year)

    def read(self, values: Mapping[Driver, Value]) -> int | None:
        """What the aim comes to in yen with other values of some drivers; `None` where it cannot be computed."""
        changed = moved(self.overrides, self.document.portfolio.lines.ids, values)
        return self._gauge.read(evaluate(self.base, changed, self.evaluation))
