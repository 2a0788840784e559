"""A data table as a question of plain values, and all there is to show of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from planner.core.calculation.evaluate import Base, evaluate, regrown
from planner.core.calculation.in_force import effective
from planner.core.ceilings.judge import Verdict
from planner.core.edits.typed import read_entry
from planner.core.edits.values import row_of
from planner.core.errors import N_, UserError
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import Document
from planner.core.model.fields import Value, field_named
from planner.core.model.ranges import Named
from planner.core.money import parse_yen
from planner.core.risk.data_table import Axis, DataTable, data_table
from planner.core.seek.levers import Driver
from planner.core.seek.targets import Gauge, Progress, read_aim

Verdicts = tuple[tuple[Verdict, ...], ...]


class AxisAsked(NamedTuple):
    """A driver, and from where to where it goes in which steps, as typed."""

    named: Named
    low: str
    high: str
    step: str

    def axis(self, document: Document) -> Axis:
        """The values; `UserError` where there are none."""
        field = field_named(self.named.field)
        driver = Driver(row_of(document.portfolio, self.named.line), field, self.named.year)
        low, high, step = (read_entry(each, field).value for each in (self.low, self.high, self.step))
        return Axis.between(driver, low, high, step)


class DataAnswer(NamedTuple):
    """The table, what is aimed at now (yen), what both drivers are now, and within what limit cells stay."""

    table: DataTable
    now: int | None
    across_now: Value | None
    down_now: Value | None
    verdicts: Verdicts | None

    def difference(self, row: int, column: int) -> int | None:
        """By how many yen a cell is off what there is now."""
        amount = self.table.amounts[row][column]
        return None if amount is None or self.now is None else amount - self.now

    def is_now(self, row: int, column: int) -> bool:
        """Whether a cell is what there is now."""
        values = (self.table.down.values[row], self.table.across.values[column])
        return values == (self.down_now, self.across_now)

    def verdict(self, row: int, column: int) -> Verdict | None:
        """Whether a cell stays within the limit; `None` without one."""
        return None if self.verdicts is None else self.verdicts[row][column]


@dataclass(frozen=True)
class DataQuestion:
    """What an aim (as it is written) comes to with two drivers.

    The limit is a ceiling's id, else an amount as typed; without either there is none.
    """

    document: Document
    base: Base
    scenario: int
    ceilings: tuple[Ceiling, ...]
    what: str
    across: AxisAsked
    down: AxisAsked
    ceiling: str
    limit: str

    def answer(self, progress: Progress) -> DataAnswer:
        """The table; `UserError` where it cannot be asked so."""
        document, scenario = self.document, self.scenario
        limit = parse_yen(self.limit) if self.limit and not self.ceiling else None
        aim = read_aim(self.what, document.portfolio, self.ceilings)
        axes = (self.across.axis(document), self.down.axis(document))
        ceilings = [each for each in self.ceilings if each.id == self.ceiling]
        table = data_table(document, self.base, scenario, aim, *axes, ceilings, progress)
        evaluation = evaluate(regrown(self.base, document.growth(scenario)), document.overrides(scenario))
        now = Gauge(aim, document.all_obligations).read(evaluation)
        across, down = (
            effective(evaluation.drivers(axis.driver.row), axis.driver.field.key, axis.driver.year) for axis in axes
        )
        verdicts: Verdicts | None = None
        if self.ceiling:
            if not table.limits:
                raise UserError(
                    N_("The ceiling stands over neither of the two lines."), N_("Choose another one, or other figures.")
                )
            verdicts = table.limits[0].verdicts
        elif limit is not None or aim.ceiling is not None:
            verdicts = tuple(tuple(_within(each, limit) for each in row) for row in table.amounts)
        return DataAnswer(table, now, across, down, verdicts)


def _within(amount: int | None, limit: int | None) -> Verdict:
    """Whether an amount stays within a limit, or without one whether there is room left."""
    if amount is None:
        return Verdict.UNKNOWN
    return Verdict.HOLDS if (amount >= 0 if limit is None else amount <= limit) else Verdict.BROKEN
