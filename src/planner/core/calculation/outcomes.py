"""What a batch of scenarios comes to: the lines touched, and sums over all lines, over some, and program by program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from planner.core.calculation.batch import Batch, starts, worked_out
from planner.core.calculation.columns import LACK_CODES, SAFE, largest_of
from planner.core.calculation.evaluate import Base, Total, Totals
from planner.core.money import Int64s


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What the lines that a batch touches come to: pairs of scenario and row in that order.

    `amounts` has a row a plan year from the request year on and a column a pair, `lack` says as in `Base` where there
    is none (the amount is 0 there). Whatever is not among the pairs is the base's.
    """

    base: Base
    size: int
    scenario: Int64s
    row: Int64s
    amounts: npt.NDArray[Any]
    lack: Int64s

    @cached_property
    def _change(self) -> npt.NDArray[Any]:
        """What each pair adds to the base; Python's integers where sums of them could leave 64 bits."""
        change: npt.NDArray[Any] = self.amounts - np.stack([each.take(self.row) for each in self.base.by_year[1:]])
        most = SAFE // (len(self.base.portfolio.lines) + 1)
        if change.dtype == object:
            return change.astype(np.int64) if max(map(abs, change.ravel().tolist()), default=0) < most else change
        return change if largest_of(change) < most else change.astype(object)

    def totals(self, rows: Iterable[range] | None = None) -> SumsOfBatch:
        """What lines come to in each scenario; `rows` are those asked for, each in one range alone, else all."""
        chosen = None if rows is None else list(rows)
        scenario, row, change, lack = self.scenario, self.row, self._change, self.lack
        if chosen is not None:
            marks = np.zeros(len(self.base.portfolio.lines), dtype=np.bool_)
            for each in chosen:
                marks[each.start : each.stop] = True
            inside = np.flatnonzero(marks.take(row))
            scenario, row, change, lack = scenario[inside], row[inside], change[:, inside], lack[:, inside]
        before = _sums(self.base, chosen)
        if max((abs(total.yen) for total in before), default=0) >= SAFE:
            change = change.astype(object)
        yen = _by_scenario([total.yen for total in before], change, scenario, self.size)
        moves = bool(lack.any()) or bool(self.base.lacks.take(row).any())
        tallies = np.empty((len(LACK_CODES), self.size, len(before)), dtype=np.int64)
        for code, tally in enumerate(tallies):
            counts = [total[code + 1] for total in before]
            tally[:] = counts
            if moves:
                lacked = self.base.lack[row, 1:].T
                moved = (lack == code).astype(np.int64) - (lacked == code)
                tally[:] = _by_scenario(counts, moved, scenario, self.size)
        return SumsOfBatch(yen, tallies)

    def programs(self) -> Iterator[tuple[Int64s, Int64s, npt.NDArray[Any]]]:
        """What programs move by: scenario and place of the program, columns; yen, a row a plan year from the request.

        Level by level, from the programs whose own lines move to those they are part of; what moves on more than one
        level is told on each.
        """
        own = self.base.portfolio.lines.program.take(self.row)
        for level in self.base.portfolio.chains:
            program, scenario, change = level.take(own), self.scenario, self._change
            on = np.flatnonzero(program >= 0)
            if len(on) < len(program):
                program, scenario, change = program[on], scenario[on], change[:, on]
            first = np.flatnonzero(starts(scenario, program))
            if len(first):
                yield scenario[first], program[first], np.add.reduceat(change, first, axis=1)


def evaluate_batch(base: Base, batch: Batch) -> Outcomes:
    """Many scenarios over a base at once."""
    return Outcomes(base, batch.size, *worked_out(base.grids, batch))


class SumsOfBatch(NamedTuple):
    """Sums over lines, a row a scenario and a column a plan year from the request year on.

    `yen` of the lines with an amount; `tallies` how many those are, then how many have none, by `Lack`.
    """

    yen: npt.NDArray[Any]
    tallies: Int64s

    def of(self, scenario: int) -> Totals:
        """The sums of one scenario as totals."""
        return tuple(map(Total, self.yen[scenario].tolist(), *self.tallies[:, scenario].tolist()))


def _sums(base: Base, rows: Sequence[range] | None) -> Totals:
    """What the base comes to from the request year on."""
    if rows is None:
        return base.total[1:]
    amounts = np.concatenate([base.amounts[each.start : each.stop, 1:] for each in rows] or [base.amounts[:0, 1:]])
    lack = np.concatenate([base.lack[each.start : each.stop, 1:] for each in rows] or [base.lack[:0, 1:]])
    counts = ((lack == code).sum(axis=0).tolist() for code in range(len(LACK_CODES)))
    return tuple(map(Total, amounts.sum(axis=0).tolist(), *counts))


def _by_scenario(before: list[int], change: npt.NDArray[Any], scenario: Int64s, size: int) -> npt.NDArray[Any]:
    """Sums a plan year (`before`) with what each scenario changes of them, a row of `change` a plan year."""
    sums = np.empty((len(before), size), dtype=change.dtype)
    sums.T[:] = before
    first = np.flatnonzero(starts(scenario)) if len(scenario) else scenario
    if len(first):
        sums[:, scenario[first]] += np.add.reduceat(change, first, axis=1)
    return sums.T
