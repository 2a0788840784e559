"""Amounts and totals: the base whole, over columns; a scenario as the base plus the lines its overrides touch.

An evaluation is a pure function of (portfolio, scenario); the full one is the law that the quick one must equal.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.cohort import line_amounts
from planner.core.calculation.columns import LACK_CODES, SAFE, evaluated_columns, largest_of
from planner.core.memo import replaced
from planner.core.model.document import NO_CELLS, NO_OVERRIDES, Document, Overrides
from planner.core.model.fields import DURATION, PRESENT, Value
from planner.core.model.growth import NO_GROWTH, Growth
from planner.core.model.layers import touched_lines
from planner.core.model.lines import Amount, Cell, Lack, Line
from planner.core.model.origins import BASES
from planner.core.model.portfolio import Portfolio, View
from planner.core.persistent import updated

if TYPE_CHECKING:
    from planner.core.calculation.pairs import Grids

MANY = 200
"""From so many lines on they are worked out together: in columns, which the first time takes as long as 800 of them."""


class Total(NamedTuple):
    """A sum over lines in one year: the yen of those with an amount, how many those are, and how many have none.

    Those without one are not printed (`missing`), cannot be computed, or are requested without one (事項要求).
    """

    yen: int = 0
    known: int = 0
    missing: int = 0
    cannot: int = 0
    unpriced: int = 0

    @property
    def amount(self) -> int | None:
        """The yen to show: `None` where a line cannot be computed, or where no line has a figure at all."""
        return None if self.cannot or (not self.known and (self.missing or self.unpriced)) else self.yen

    def plus(self, other: Total) -> Total:
        """The sum of both."""
        return Total(
            self.yen + other.yen,
            self.known + other.known,
            self.missing + other.missing,
            self.cannot + other.cannot,
            self.unpriced + other.unpriced,
        )


_FIELD = operator.itemgetter(0)
"""The field of a cell."""

_total = functools.partial(tuple.__new__, Total)
"""A `Total` from a tuple of its parts, without the call through its constructor: several are made with every edit."""

Totals = tuple[Total, ...]
"""One total a plan year."""

_Moved = tuple[tuple[Amount, ...], tuple[Amount, ...]]
"""What a line came to in each plan year, and what it comes to now."""


def as_total(amount: Amount) -> Total:
    """The amount of one line as a sum."""
    if isinstance(amount, int):
        return Total(amount, 1)
    return Total(0, 0, *(int(amount is lack) for lack in Lack))


@dataclass(frozen=True, eq=False)
class Base:
    """The portfolio evaluated whole: amounts as an L × Y array (64-bit, or Python integers where needed).

    `lack` holds 0 where there is an amount, else 1 + the place in `Lack`; `programs` the totals of each program,
    its parts included; `total` those of all. `bound` is what the amounts owe to intakes before the request year (0)
    and to its own (1), 2 × L × Y. `growth` is what later years' rates are assumed to grow by.
    """

    portfolio: Portfolio
    amounts: npt.NDArray[Any]
    lack: npt.NDArray[np.int64]
    bound: npt.NDArray[Any]
    programs: tuple[Totals, ...]
    total: Totals
    growth: Growth = NO_GROWTH

    def drivers(self, row: int, overrides: Mapping[Cell, Value] | None = None) -> Line:
        """A line with a scenario's own steps: its drivers, how it runs, the growth assumed here."""
        return self.portfolio.line(row, overrides, self.growth)

    @cached_property
    def grids(self) -> Grids:
        """The drivers of all lines in columns, for lines of scenarios worked out together."""
        from planner.core.calculation.pairs import Grids  # noqa: PLC0415 - as `_in_columns`

        return Grids(self.portfolio, self.growth)

    @cached_property
    def by_year(self) -> npt.NDArray[Any]:
        """The amounts by plan year, Y × L, those of a year side by side."""
        return np.ascontiguousarray(self.amounts.T)

    @cached_property
    def lacks(self) -> npt.NDArray[np.bool_]:
        """Which lines lack an amount in some year."""
        flags: npt.NDArray[np.bool_] = np.any(self.lack > 0, axis=1)
        return flags

    @cached_property
    def nothing(self) -> Totals:
        """The sum of no lines, a plan year each."""
        return tuple(Total() for _ in self.portfolio.years)

    @cached_property
    def by_basis(self) -> npt.NDArray[Any]:
        """The yen of each program, its parts included, in each plan year by what they rest on, P × Y × `BASES`."""
        portfolio = self.portfolio
        sums = np.zeros((len(portfolio.programs), len(portfolio.years), len(BASES)), dtype=self.amounts.dtype)
        known = np.where(self.lack == 0, self.amounts, 0)
        for y in range(len(portfolio.years)):
            np.add.at(sums[:, y], (portfolio.lines.program, portfolio.bases[:, y]), known[:, y])
        for i in reversed(range(len(portfolio.programs))):
            if len(portfolio.ancestors[i]) > 1:
                sums[portfolio.ancestors[i][1]] += sums[i]
        sums.setflags(write=False)
        return sums

    @cached_property
    def suspects(self) -> frozenset[int]:
        """The lines that lack an amount in some year, or are a residual below zero."""
        residuals = np.flatnonzero(self.portfolio.is_residual).tolist()
        negative = (row for row in residuals if min(self.amounts[row].tolist()) < 0)
        return self._lacking | frozenset(negative)

    @cached_property
    def _lacking(self) -> frozenset[int]:
        """The lines that lack an amount in some year."""
        return frozenset(np.nonzero(self.lack)[0].tolist())

    @cached_property
    def unprinted(self) -> tuple[int, ...]:
        """The lines for which no source prints the previous year's figure (前年度の公表なし)."""
        return tuple(np.flatnonzero(self.lack[:, 0] == LACK_CODES.index(Lack.NOT_PRINTED)).tolist())

    def line(self, row: int) -> tuple[Amount, ...]:
        """The amounts of a line, a plan year each."""
        if row not in self._lacking:
            return tuple(self.amounts[row].tolist())
        return tuple(
            LACK_CODES[lack] or amount
            for amount, lack in zip(self.amounts[row].tolist(), self.lack[row].tolist(), strict=True)
        )


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A scenario evaluated: only what differs from the base is held, everything can be asked."""

    base: Base
    overrides: Overrides
    lines: Mapping[int, tuple[Amount, ...]]
    programs: Mapping[int, Totals]
    total: Totals
    absent: frozenset[int] = frozenset()
    """The lines of the base that are not requested in the request year."""
    lengthened: frozenset[int] = frozenset()
    """The lines whose duration the scenario sets."""

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio both are evaluated over."""
        return self.base.portfolio

    def line(self, row: int) -> tuple[Amount, ...]:
        """The amounts of a line, a plan year each."""
        return self.lines.get(row) or self.base.line(row)

    def drivers(self, row: int) -> Line:
        """A line as it stands in the scenario: its drivers, how it runs, the growth assumed."""
        return self.base.drivers(row, self.overrides.get(self.portfolio.lines.ids[row]))

    def program(self, index: int) -> Totals:
        """The totals of a program with its parts, a plan year each; what it relists is not in them."""
        return self.programs.get(index) or self.base.programs[index]

    def relisted(self, index: int) -> Totals:
        """The totals of what the program's sheet shows as 再掲 and others count."""
        places = self.portfolio.program_index
        return self.sum_of(places[id_] for id_ in self.portfolio.programs[index].relists)

    def is_present(self, row: int) -> bool:
        """Whether a line is requested in the request year (計上); a line of the base that is not is 廃止."""
        return _is_present(self.portfolio, row, self.overrides.get(self.portfolio.lines.ids[row], NO_CELLS))

    def shows(self, row: int) -> bool:
        """Whether a line is there to be shown: all of the base are, a proposed one where it is requested."""
        return row not in self.portfolio.proposals or self.is_present(row)

    @property
    def hidden(self) -> frozenset[int]:
        """The proposed lines that are not there in this scenario."""
        return frozenset(row for row in self.portfolio.proposals if not self.is_present(row))

    def shows_program(self, index: int) -> bool:
        """Whether a program is there to be shown: all of the base are, a proposed one with a line that is."""
        if not self.portfolio.programs[index].proposed:
            return True
        return any(self.shows(row) for row in self.portfolio.line_ranges[index]) or any(
            self.shows_program(child) for child in self.portfolio.children[index]
        )

    def has_ended(self, index: int) -> bool:
        """Whether a program of the base has no line left in the request (廃止); one without lines has none to lose."""
        if not self.absent:
            return False
        rows = self.portfolio.rows_below(index)
        return bool(rows) and self.absent.issuperset(rows)

    def view(self, view: View | None) -> Totals:
        """The totals of a view, or of everything."""
        return self.total if view is None else self.sum_of(self.portfolio.counted(view))

    def sum_of(self, programs: Iterable[int]) -> Totals:
        """What programs add up to with their parts, a plan year each."""
        totals = self.base.nothing
        for index in programs:
            totals = _add(totals, self.program(index))
        return totals


def _add(a: Totals, b: Totals) -> Totals:
    return tuple(x.plus(y) for x, y in zip(a, b, strict=True))


def evaluate_base(portfolio: Portfolio, growth: Growth = NO_GROWTH) -> Base:
    """Evaluate every line of the portfolio in every plan year."""
    amounts, lack, bound = evaluated_columns(portfolio, growth)
    lines, years = portfolio.lines, len(portfolio.years)
    count = len(portfolio.programs)
    if amounts.dtype != object and len(lines):
        largest = int(np.abs(amounts).max(initial=0))
        if largest * len(lines) >= SAFE:
            amounts = amounts.astype(object)
    own = np.zeros((count, years), dtype=amounts.dtype)
    counts = np.zeros((len(LACK_CODES), count, years), dtype=np.int64)
    np.add.at(own, lines.program, np.where(lack == 0, amounts, 0))
    for code, tally in enumerate(counts):
        np.add.at(tally, lines.program, (lack == code).astype(np.int64))
    totals = [tuple(map(Total, *row)) for row in zip(own.tolist(), *counts.tolist(), strict=True)]
    grand: Totals = tuple(Total() for _ in portfolio.years)
    for i in reversed(range(count)):
        chain = portfolio.ancestors[i]
        if len(chain) > 1:
            totals[chain[1]] = _add(totals[chain[1]], totals[i])
        else:
            grand = _add(grand, totals[i])
    for column in (amounts, lack, bound):
        column.setflags(write=False)
    return Base(portfolio, amounts, lack, bound, tuple(totals), grand, growth)


def regrown(base: Base, growth: Growth) -> Base:
    """The same portfolio under another growth; the base itself where it has that one."""
    return base if growth == base.growth else evaluate_base(base.portfolio, growth)


def evaluate(base: Base, overrides: Overrides = NO_OVERRIDES, previous: Evaluation | None = None) -> Evaluation:
    """Evaluate a scenario given its resolved overrides.

    `previous` is any evaluation over the same base; lines whose overrides it shares are taken from it, so an
    edit costs what it changes. Years before the request year stay the base's: they are enacted.
    """
    if previous is None or previous.base is not base:
        previous = Evaluation(base, NO_OVERRIDES, {}, {}, base.total)
    portfolio = base.portfolio
    if previous.overrides is overrides:
        return previous
    lines: dict[int, tuple[Amount, ...] | None] = {}
    moved: dict[int, _Moved] = {}
    programs: dict[int, Totals]
    absent, lengthened = previous.absent, previous.lengthened
    touched, planned = touched_lines(previous.overrides, overrides), portfolio.years[1:]
    together = _in_columns(base, overrides, touched) if len(touched) >= MANY else None
    for line_id in touched:
        row = portfolio.line_index.get(line_id)
        if row is None:
            continue  # the line has gone: the check reports it
        enacted, cells = base.line(row), overrides.get(line_id)
        old_amounts = previous.lines.get(row) or enacted
        if cells is None:
            new_amounts = enacted
        elif together is None:
            new_amounts = (enacted[0], *line_amounts(base.drivers(row, cells), planned))
        else:
            new_amounts = (enacted[0], *together[row])
        lines[row] = None if cells is None else new_amounts
        fields = [*map(_FIELD, cells or ())]
        out = PRESENT.key in fields and not _is_present(portfolio, row, cells or NO_CELLS)
        absent = _with(absent, row, out and row not in portfolio.proposals)
        lengthened = _with(lengthened, row, DURATION.key in fields)
        if new_amounts != old_amounts:
            moved[row] = old_amounts, new_amounts
    gained = _gained(previous, moved) if together is not None else None
    if gained is not None:
        programs, total = gained
    else:
        programs, total = {}, previous.total
        for row, amounts in moved.items():
            gains = _gains(*amounts)
            for program in portfolio.ancestors[portfolio.lines.program[row]]:
                programs[program] = _moved(programs.get(program) or previous.program(program), gains)
            total = _moved(total, gains)
    return replaced(
        previous,
        overrides=overrides,
        lines=updated(previous.lines, lines),
        programs=updated(previous.programs, programs),
        total=total,
        absent=absent,
        lengthened=lengthened,
    )


def _in_columns(base: Base, overrides: Overrides, touched: Sequence[str]) -> dict[int, tuple[Amount, ...]]:
    """What lines with a scenario's values come to in the plan years, by row: all of them together, as columns."""
    from planner.core.calculation.batch import Batch, worked_out  # noqa: PLC0415 - few scenarios set so much

    own = {line_id: cells for line_id in touched if (cells := overrides.get(line_id)) is not None}
    found = worked_out(base.grids, Batch.of(base.portfolio, [own]))
    amounts = dict(zip(found.row.tolist(), zip(*found.amounts.tolist(), strict=True), strict=True))
    for at in np.flatnonzero(found.lack.any(axis=0)).tolist():
        row, pairs = int(found.row[at]), zip(found.amounts[:, at].tolist(), found.lack[:, at].tolist(), strict=True)
        amounts[row] = tuple(LACK_CODES[lack] or amount for amount, lack in pairs)
    return amounts


def _gained(previous: Evaluation, moved: Mapping[int, _Moved]) -> tuple[dict[int, Totals], Totals] | None:
    """The totals after lines moved, by columns; `None` where an amount lacks, or 64 bits might not hold a sum."""
    try:
        old, new = (np.array([amounts[side] for amounts in moved.values()], dtype=np.int64) for side in (0, 1))
    except (TypeError, OverflowError):
        return None
    if not moved or max(largest_of(old), largest_of(new)) >= SAFE // (2 * len(moved)):
        return None
    portfolio, gains = previous.portfolio, new - old
    own = portfolio.lines.program[[*moved]]
    sums = np.zeros((len(portfolio.programs), len(portfolio.years)), dtype=np.int64)
    for level in portfolio.chains:
        above = level.take(own)
        np.add.at(sums, above[above >= 0], gains[above >= 0])
    reached = {each for program in set(own.tolist()) for each in portfolio.ancestors[program]}
    programs = {each: _moved(previous.program(each), sums[each].tolist()) for each in reached}
    return programs, _moved(previous.total, gains.sum(axis=0).tolist())


def _with(rows: frozenset[int], row: int, belongs: bool) -> frozenset[int]:
    """Rows with one among them or not; where nothing moves, the same ones."""
    return rows if (row in rows) == belongs else rows ^ {row}


def _is_present(portfolio: Portfolio, row: int, cells: Mapping[Cell, Value]) -> bool:
    """Whether a line with these steps is requested in the request year; a proposed one is where they say so."""
    own = [(cell.year, value) for cell, value in cells.items() if cell.field == PRESENT.key]
    given = [value for year, value in sorted(own) if year <= portfolio.request_year]
    return bool(given[-1]) if given else row not in portfolio.proposals


def evaluate_scenario(document: Document, base: Base, number: int) -> Evaluation:
    """Evaluate a scenario of a document (`BASE` for the base): its values over the base, under the growth it assumes.

    `base` is of the document's portfolio; where it is under another growth, it is worked out under the scenario's.
    """
    return evaluate(regrown(base, document.growth(number)), document.overrides(number))


def _gains(old: tuple[Amount, ...], new: tuple[Amount, ...]) -> Sequence[int | Total]:
    """What totals gain in each year when a line goes from `old` to `new` amounts: yen where no more than that moves."""
    try:
        return list(map(operator.sub, new, old))
    except TypeError:  # in some year there is no amount: how many lines have one moves too
        pairs = zip(map(as_total, old), map(as_total, new), strict=True)
        return [Total(*map(operator.sub, after, before)) for before, after in pairs]


def _moved(totals: Totals, gains: Sequence[int | Total]) -> Totals:
    """The totals after one of their lines moved."""
    moved = list(totals)
    for y, gain in enumerate(gains):
        if isinstance(gain, Total):
            moved[y] = moved[y].plus(gain)
        elif gain:
            yen, *counts = moved[y]
            moved[y] = _total((yen + gain, *counts))
    return tuple(moved)
