"""Why an amount differs from another (増△減の要因): any two of base, scenarios and plan years, split to the yen.

The split of a line is `planner.core.explain.line_split`; programs, views and all are the sums of their lines, each
counted once. A line that is 事項要求 on one side, or cannot be computed, has no difference and no part in any sum.
"""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from planner.core.calculation.columns import SAFE
from planner.core.calculation.evaluate import Total, as_total
from planner.core.explain.column_split import ColumnSplit, split_columns
from planner.core.explain.factors import ENDED, FACTORS, NEW, NO_FACTORS, RATE, RESIDUAL, Factors
from planner.core.explain.itemised import itemised
from planner.core.explain.line_split import LineSplit, is_apart, split
from planner.core.explain.sides import Side
from planner.core.model.layers import touched_lines
from planner.core.model.portfolio import Portfolio, View

T = TypeVar("T")

LUMP, UNSURE = "lump", "unsure"
"""Causes beside the factors: the part of rates that is lump sums, and lines of which nobody can tell what they are."""

BIT = 100
"""Lines looked through in one go."""


class Explained(NamedTuple):
    """A difference with its causes: both amounts, and the factors, which add up to it.

    `lump` is the part of `rate` that comes from lump sums (一式の額), which have no unit rate. `unsure_new` and
    `unsure_ended` are what `new` and `ended` hold of lines of which the other side says nothing beside a residual that
    they replace in part: whether they are new, nobody can tell. `apart`: so many lines are no part of the difference,
    since they have no amount.
    """

    before: Total
    after: Total
    factors: Factors
    lump: int = 0
    unsure_new: int = 0
    unsure_ended: int = 0
    apart: int = 0

    @property
    def causes(self) -> dict[str, int]:
        """The factors by their names, with `LUMP` apart from rates and `UNSURE` from new and ended lines.

        They add up to the difference.
        """
        factors, unsure = self.factors, self.unsure_new + self.unsure_ended
        new, ended = factors.new - self.unsure_new, factors.ended - self.unsure_ended
        found = {"rate": factors.rate - self.lump, LUMP: self.lump, "quantity": factors.quantity}
        found |= {"times_share": factors.times_share, "new": new, "ended": ended, UNSURE: unsure}
        return found | {key: yen for key, yen in factors._asdict().items() if key not in found}

    def plus(self, other: Explained) -> Explained:
        """Both together."""
        return Explained(
            self.before.plus(other.before),
            self.after.plus(other.after),
            self.factors.plus(other.factors),
            self.lump + other.lump,
            self.unsure_new + other.unsure_new,
            self.unsure_ended + other.unsure_ended,
            self.apart + other.apart,
        )


NOTHING = Explained(Total(), Total(), NO_FACTORS)


@dataclass(frozen=True, eq=False)
class Difference:
    """Every line, program and view explained between two sides.

    `columns` holds the factors of lines, F × L; `exact` those that do not fit into 64 bits, 0 in the columns.
    `unsure` are the lines that stand for a residual in part or whole, `apart` those without an amount on a side.
    `singly` are the lines that were split one by one, as they are by themselves; `by_column` all lines as the bases of
    the two sides have them, where those could be split over columns.
    """

    before: Side
    after: Side
    columns: npt.NDArray[np.int64]
    exact: Mapping[int, Factors]
    unsure: frozenset[int]
    apart: frozenset[int]
    singly: Mapping[int, LineSplit]
    by_column: ColumnSplit | None

    @property
    def portfolio(self) -> Portfolio:
        """The portfolio both sides are of."""
        return self.before.evaluation.portfolio

    def line(self, row: int) -> Explained:
        """One line."""
        factors = self.exact[row] if row in self.exact else Factors(*self.columns[:, row].tolist())
        return _explained(self.before, self.after, row, factors, row in self.unsure)

    def program(self, index: int) -> Explained:
        """A program with its parts; what it relists is not in it."""
        before, after = (side.evaluation.program(index)[side.place] for side in (self.before, self.after))
        return Explained(before, after, *self._programs[index])

    def view(self, view: View | None) -> Explained:
        """A view, or everything: each program once."""
        found = NOTHING
        for index in self.portfolio.counted(view):
            found = found.plus(self.program(index))
        return found

    @property
    def total(self) -> Explained:
        """All programs."""
        return self.view(None)

    @cached_property
    def _programs(self) -> tuple[tuple[Factors, int, int, int, int], ...]:
        """For each program with its parts what `Explained` says beside the two amounts."""
        portfolio, columns = self.portfolio, self.columns
        count, lines = len(portfolio.programs), columns.shape[1]
        said: npt.NDArray[Any] = np.zeros((len(FACTORS) + 4, lines), dtype=np.int64)
        said[: len(FACTORS)] = columns
        lump, unsure_new, unsure_ended, apart = said[len(FACTORS) :]
        lump[portfolio.is_lump] = columns[RATE, portfolio.is_lump]
        for row in self.unsure:
            unsure_new[row], unsure_ended[row] = columns[NEW, row], columns[ENDED, row]
        apart[list(self.apart)] = 1
        if int(np.abs(columns).max(initial=0)) * max(lines, 1) >= SAFE:
            said = said.astype(object)
        own = np.zeros((len(said), count), dtype=said.dtype)
        bounds = np.searchsorted(portfolio.lines.program, np.arange(count + 1))
        up_to = np.zeros(lines + 1, dtype=said.dtype)
        for at in np.flatnonzero(said.any(axis=1)).tolist():
            np.cumsum(said[at], out=up_to[1:])
            own[at] = up_to[bounds[1:]] - up_to[bounds[:-1]]
        sums: list[list[int]] = own.T.tolist()
        for row in self.exact:
            program, one = portfolio.lines.program[row], self.line(row)
            sums[program] = list(map(int.__add__, sums[program], (*one.factors, *one[3:])))
        for index in reversed(range(count)):
            if len(chain := portfolio.ancestors[index]) > 1:
                sums[chain[1]] = list(map(int.__add__, sums[chain[1]], sums[index]))
        return tuple((Factors(*each[:-4]), each[-4], each[-3], each[-2], each[-1]) for each in sums)


def explain(before: Side, after: Side, *, known: Difference | None = None) -> Difference:
    """Why `after` differs from `before`, for every line of the portfolio; of `known`, any other, is kept what holds."""
    work = explaining(before, after, known)
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Difference = end.value
            return found


def explaining(before: Side, after: Side, known: Difference | None = None) -> Generator[None, None, Difference]:
    """`explain` bit by bit, some milliseconds each, for who has something else to do in between."""
    portfolio, index = before.evaluation.portfolio, before.evaluation.portfolio.line_index
    moved = None if known is None else _moved(known, before, after)
    by_column: ColumnSplit | None = None
    columns = np.zeros((len(FACTORS), len(portfolio.lines)), dtype=np.int64)
    splits: dict[int, LineSplit] = {}
    apart: set[int] = set()
    rows: dict[int, None] = dict.fromkeys(range(len(portfolio.lines)))
    if not before.grows and not after.grows:
        by_column = known.by_column if known is not None and moved is not None else None
        if by_column is None:
            by_column = yield from split_columns(before, after)
        columns, rows = by_column.factors.copy(), dict.fromkeys(np.flatnonzero(by_column.large).tolist())
        for ids in _bits(itertools.chain(before.touched, after.touched)):
            rows.update((index[id_], None) for id_ in ids if id_ in index)
            yield
        apart = set(np.flatnonzero(by_column.apart).tolist()).difference(rows)
        for bit in _bits(np.flatnonzero(by_column.itemised | (columns[RESIDUAL] != 0)).tolist()):
            for row, factors in zip(bit, columns[:, bit].T.tolist(), strict=True):
                splits[row] = LineSplit(Factors(*factors), bool(by_column.itemised[row]))
            yield
    singly: dict[int, LineSplit] = {}
    exact: dict[int, Factors] = {}
    for bit in _bits(rows):
        for row in bit:
            held = known.singly.get(row) if known is not None and moved is not None and row not in moved else None
            one = singly[row] = held or _split(before, after, row)
            if is_apart(before.amount(row), after.amount(row)):
                apart.add(row)
            if one.itemised or one.factors.residual:
                splits[row] = one
            else:
                splits.pop(row, None)
        _put({row: singly[row].factors for row in bit}, columns, exact)
        yield
    netted = itemised(portfolio, dict(sorted(splits.items())))
    for bit in _bits(netted):
        _put({row: netted[row] for row in bit}, columns, exact)
        yield
    unsure = frozenset(row for row in netted if splits[row].itemised)
    return Difference(before, after, columns, exact, unsure, frozenset(apart), singly, by_column)


def _bits(things: Iterable[T]) -> Iterator[list[T]]:
    """So many at once as are looked through in some milliseconds."""
    left = iter(things)
    return iter(lambda: list(itertools.islice(left, BIT)), [])


def _put(found: Mapping[int, Factors], columns: npt.NDArray[np.int64], exact: dict[int, Factors]) -> None:
    """The factors of lines into the columns, or to the exact ones where they do not fit into 64 bits."""
    large = [row for row, factors in found.items() if max(factors) >= SAFE or min(factors) <= -SAFE]
    exact.update((row, found[row]) for row in large)
    fitting = [NO_FACTORS if row in large else factors for row, factors in found.items()]
    columns[:, list(found)] = np.array(fitting, dtype=np.int64).T


def _moved(known: Difference, before: Side, after: Side) -> set[int] | None:
    """The lines that do not stand on both sides as they stood there; `None` where the sides are not to be compared."""
    pairs = ((known.before, before), (known.after, after))
    if any((old.year, old.evaluation.base) != (new.year, new.evaluation.base) for old, new in pairs):
        return None
    index, lines = before.evaluation.portfolio.line_index, set[str]()
    for old, new in pairs:
        if not new.is_enacted:
            lines.update(touched_lines(old.evaluation.overrides, new.evaluation.overrides))
    return {index[line_id] for line_id in lines if line_id in index}


def explain_line(before: Side, after: Side, row: int) -> Explained:
    """One line as `explain` has it, without looking at more than the programs it is part of."""
    portfolio = before.evaluation.portfolio
    one = _split(before, after, row)
    factors = one.factors
    if one.itemised or factors.residual:
        whole = portfolio.ancestors[portfolio.lines.program[row]][-1]
        splits = {}
        for each in sorted(portfolio.rows_below(whole)):
            amounts = before.amount(each), after.amount(each)
            if amounts[0] != amounts[1] and (portfolio.is_residual[each] or 0 in amounts):
                splits[each] = _split(before, after, each)
        netted = itemised(portfolio, splits)
        factors = netted.get(row, factors)
    return _explained(before, after, row, factors, one.itemised and factors.unitemised != 0)


def _explained(before: Side, after: Side, row: int, factors: Factors, unsure: bool) -> Explained:
    amounts = before.amount(row), after.amount(row)
    lump = factors.rate if before.evaluation.portfolio.is_lump[row] else 0
    of_new, of_ended = (factors.new, factors.ended) if unsure else (0, 0)
    totals = as_total(amounts[0]), as_total(amounts[1])
    return Explained(*totals, factors, lump, of_new, of_ended, int(is_apart(*amounts)))


def _split(before: Side, after: Side, row: int) -> LineSplit:
    portfolio = before.evaluation.portfolio
    return split(before.at(row), after.at(row), bool(portfolio.is_residual[row]), bool(portfolio.lines.of[row]))
