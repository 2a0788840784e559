"""What one ceiling adds up over the lines: of one base, and how a line moves it.

A line may not say which kind of request or expense it is: then every sum has a least and a greatest value over all it
could be. With `max(0, x)` for each shortfall, the room is the greatest of a few sums over lines, one for each choice of
the shortfalls that count; so sums are all it takes, made once for the base and moved by the lines touched.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from functools import cached_property
from math import lcm
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.columns import LACK_CODES, SAFE
from planner.core.calculation.evaluate import Base
from planner.core.model.ceilings import DISCRETIONARY, MANDATORY, REQUEST, WISH, Ceiling, Measure
from planner.core.model.fields import DEMAND, EXPENSE
from planner.core.model.lines import Amount, Lack


class Interval(NamedTuple):
    """Whole yen from `low` to `high`, both ends included."""

    low: int
    high: int

    @property
    def known(self) -> int | None:
        """The amount where there is only one."""
        return self.low if self.low == self.high else None


class _Form(NamedTuple):
    """A sum over lines in parts of a yen: coefficients of last year's amount and of this year's by their kinds."""

    constant: int
    previous: tuple[int, ...]
    request: tuple[tuple[int, ...], ...]


def _forms(ceiling: Ceiling, scale: int) -> tuple[_Form, ...]:
    """The amount limited; then for each choice of shortfalls the allowance, and the room."""
    kinds = range(3)
    shortfalls = [term for term in ceiling.terms if term.measure is Measure.SHORTFALL]
    always = [term for term in ceiling.terms if term.measure is Measure.PREVIOUS]
    limited = tuple(tuple(scale * ceiling.kinds.include(d, e) for e in kinds) for d in kinds)
    allowances, rooms = [], []
    for counted in itertools.product((False, True), repeat=len(shortfalls)):
        active = [term for term, counts in zip(shortfalls, counted, strict=True) if counts]
        previous = tuple(
            sum(int(t.ratio * scale) for t in (*always, *active) if t.kinds.include(t.kinds.demand, e)) for e in kinds
        )
        request = tuple(
            tuple(-sum(int(t.ratio * scale) for t in active if t.kinds.include(d, e)) for e in kinds) for d in kinds
        )
        constant = (ceiling.amount or 0) * scale
        allowances.append(_Form(constant, previous, request))
        left = tuple(tuple(a - b for a, b in zip(x, y, strict=True)) for x, y in zip(request, limited, strict=True))
        rooms.append(_Form(constant, previous, left))
    return (_Form(0, (0, 0, 0), limited), *allowances, *rooms)


Tally = tuple[int, ...]
"""The least and the greatest sum of every form; how many lines are unsettled, unpriced, missing, not computable."""

COUNTS = 4
"""How many counts stand at the end of a tally."""


class CeilingSums:
    """One ceiling over one base: the programs in its scope, and what their lines add up to in the base.

    `lost`: the portfolio knows nothing of what the ceiling stands over.
    """

    def __init__(self, ceiling: Ceiling, base: Base) -> None:
        self.ceiling, self._base = ceiling, base
        programs = ceiling.scope.programs(base.portfolio)
        self.lost, self.programs = programs is None, programs or frozenset()
        self._scale = lcm(*(term.ratio.denominator for term in ceiling.terms))
        self._forms = _forms(ceiling, self._scale)
        self._pairs = {
            (demand, expense): tuple(
                tuple({(form.previous[e], form.request[d][e]) for d, e in _possible(demand, expense)})
                for form in self._forms
            )
            for demand in range(len(DEMAND.choices))
            for expense in range(len(EXPENSE.choices))
        }

    def line(self, demand: int, expense: int, previous: Amount, request: Amount) -> Tally:
        """What one line in scope adds to the tally."""
        pairs = self._pairs[demand, expense]
        before = previous if isinstance(previous, int) else 0
        now = request if isinstance(request, int) else 0
        low, high = [], []
        for each in pairs:
            if len(each) == 1:
                p, q = each[0]
                least = most = p * before + q * now
            else:
                sums = sorted([p * before + q * now for p, q in each])
                least, most = sums[0], sums[-1]
            low.append(least)
            high.append(most)
        if isinstance(previous, int) and isinstance(request, int):
            return (*low, *high, low != high, 0, 0, 0)
        counted, counts = self._matters((demand, expense))
        return (
            *low,
            *high,
            low != high,
            request is Lack.UNPRICED and self._could_limit(expense),
            (counts and request is Lack.NOT_PRINTED) or (counted and previous is Lack.NOT_PRINTED),
            (counts and request is Lack.CANNOT_COMPUTE) or (counted and previous is Lack.CANNOT_COMPUTE),
        )

    def rooms(
        self, tally: Tally, moved: Iterable[tuple[tuple[int, int], int, int, npt.NDArray[Any]]]
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """The least and the greatest room, many times at once, in columns of equal length.

        `tally` is what the lines add up to now; of each that moves are told its kinds, last year's amount, this year's
        as it is in the tally, and a column of what it comes to instead.
        """
        first = 1 + (len(self._forms) - 1) // 2
        count = len(self._forms)
        sums: list[list[Any]] = [[tally[side + at] for at in range(first, count)] for side in (0, count)]
        moved = list(moved)
        largest = max(
            (abs(c) for form in self._forms for row in (form.previous, *form.request) for c in row), default=0
        )
        reach = sum(abs(before) + abs(now) + int(np.abs(amounts).max(initial=0)) for _k, before, now, amounts in moved)
        fits = 2 * largest * reach + max(map(abs, tally)) + abs(self._forms[first].constant) < SAFE
        for kinds, before, now, amounts in moved:
            wide = amounts if fits else amounts.astype(object)
            for at, pairs in enumerate(self._pairs[kinds][first:]):
                was = [p * before + q * now for p, q in pairs]
                then = [p * before + q * wide for p, q in pairs]
                for side, pick, of in ((sums[0], np.minimum, min), (sums[1], np.maximum, max)):
                    side[at] = side[at] + (pick.reduce(then) - of(was))
        constant = self._forms[first].constant
        low, high = (np.maximum.reduce([np.atleast_1d(each) for each in side]) for side in sums)
        return (low + constant) // self._scale, (high + constant) // self._scale

    def _matters(self, kinds: tuple[int, int]) -> tuple[bool, bool]:
        """Whether last year's amount of a line of these kinds could matter to the ceiling, and this year's."""
        pairs = [pair for each in self._pairs[kinds] for pair in each]
        return any(p for p, _q in pairs), any(q for _p, q in pairs)

    def _could_limit(self, expense: int) -> bool:
        return expense == 0 or self.ceiling.kinds.include(self.ceiling.kinds.demand, expense)

    @cached_property
    def rows(self) -> npt.NDArray[np.int64]:
        """The lines in scope, in columns' order."""
        within = np.zeros(len(self._base.portfolio.programs), dtype=np.bool_)
        within[list(self.programs)] = True
        return np.flatnonzero(within[self._base.portfolio.lines.program])

    @cached_property
    def _amounts(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Last year's and this year's amounts of those lines, wide enough for every sum."""
        amounts = self._base.amounts[self.rows][:, :2]
        largest = max(abs(c) for form in self._forms for row in (form.previous, *form.request) for c in row)
        if amounts.dtype != object:
            bound = int(np.abs(amounts).max(initial=0)) * 2 * max(largest, 1) * max(len(self.rows), 1)
            if bound >= SAFE:
                amounts = amounts.astype(object)
        return amounts[:, 0], amounts[:, 1]

    def _by_kinds(self) -> Iterator[tuple[tuple[int, int], npt.NDArray[np.int64]]]:
        """The pairs of kinds that lines in scope have in the base, and the places of those lines among `rows`."""
        lines = self._base.portfolio.lines
        demand, expense = lines.demand[self.rows], lines.expense[self.rows]
        for kinds in self._pairs:
            chosen = np.flatnonzero((demand == kinds[0]) & (expense == kinds[1]))
            if len(chosen):
                yield kinds, chosen

    def _bounds(self, kinds: tuple[int, int], chosen: npt.NDArray[np.int64]) -> tuple[list[Any], list[Any], Any]:
        """The least and the greatest sums of those lines, a form each, and which lines are unsettled."""
        previous, request = (column[chosen] for column in self._amounts)
        sums = [[p * previous + q * request for p, q in each] for each in self._pairs[kinds]]
        low, high = ([pick.reduce(each) for each in sums] for pick in (np.minimum, np.maximum))
        return low, high, np.any([a != b for a, b in zip(low, high, strict=True)], axis=0)

    @cached_property
    def tally(self) -> Tally:
        """What the base adds up to."""
        total = np.zeros(2 * len(self._forms) + COUNTS, dtype=object)
        lack = self._base.lack[self.rows][:, :2]
        for kinds, chosen in self._by_kinds():
            low, high, unsettled = self._bounds(kinds, chosen)
            counted, counts = self._matters(kinds)
            before, now = lack[chosen, 0], lack[chosen, 1]
            found = [int(each.sum()) for each in (*low, *high, unsettled)]
            found.append(int((now == LACK_CODES.index(Lack.UNPRICED)).sum()) * self._could_limit(kinds[1]))
            for code in map(LACK_CODES.index, (Lack.NOT_PRINTED, Lack.CANNOT_COMPUTE)):
                found.append(int(((counts & (now == code)) | (counted & (before == code))).sum()))
            total = total + np.array(found, dtype=object)
        return tuple(int(each) for each in total)

    @cached_property
    def unsettled(self) -> tuple[int, ...]:
        """The lines of the base that lack a kind that could matter, in program order."""
        found: list[int] = []
        for kinds, chosen in self._by_kinds():
            found += self.rows[chosen[self._bounds(kinds, chosen)[2]]].tolist()
        return tuple(sorted(found))

    @cached_property
    def growth(self) -> list[tuple[int, int]]:
        """The lines of the base in scope that could be limited, with their increases in yen, the largest first."""
        previous, request = self._amounts
        found = [chosen for kinds, chosen in self._by_kinds() if self.could_count(*kinds)]
        chosen = np.sort(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
        grown = (request - previous)[chosen]
        order = np.argsort(-grown, kind="stable")
        return list(zip(self.rows[chosen[order]].tolist(), grown[order].tolist(), strict=True))

    def could_count(self, demand: int, expense: int) -> bool:
        """Whether a line of these kinds could be among what is limited."""
        return any(self.ceiling.kinds.include(d, e) for d, e in _possible(demand, expense))

    def intervals(self, tally: Tally) -> tuple[Interval, Interval, Interval]:
        """The amount limited, the allowance and the room that a tally says."""
        count, branches = len(self._forms), (len(self._forms) - 1) // 2

        def interval(first: int, last: int) -> Interval:
            constant = self._forms[first].constant
            low, high = max(tally[first:last]), max(tally[count + first : count + last])
            return Interval((low + constant) // self._scale, (high + constant) // self._scale)

        return interval(0, 1), interval(1, 1 + branches), interval(1 + branches, count)


def _possible(demand: int, expense: int) -> Iterable[tuple[int, int]]:
    """The kinds a line could have; one without an amount is of neither kind of request."""
    demands = (REQUEST, WISH) if demand == 0 else (demand if demand in (REQUEST, WISH) else 0,)
    return itertools.product(demands, (DISCRETIONARY, MANDATORY) if expense == 0 else (expense,))
