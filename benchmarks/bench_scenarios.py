"""Many scenarios over one base: totals of all of them, beside pandas and beside NumPy by hand; in processor time.

python benchmarks/bench_scenarios.py [SCENARIOS] [OVERRIDES] [LINES]     default 1000 20 10000
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import synthetic
from timing import Row, table

from planner.core.calculation.batch import Batch
from planner.core.calculation.evaluate import Base, evaluate, evaluate_base
from planner.core.calculation.outcomes import evaluate_batch
from planner.core.calculation.pairs import DRIVERS
from planner.core.model.document import Overrides
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Portfolio

SAMPLE = 10
"""Scenarios actually recomputed with pandas; its time grows with their number exactly."""
RUNS = 15
RATE, QUANTITY = DRIVERS.index("rate"), DRIVERS.index("quantity")


def main() -> None:
    """Print a table for two years and one for seven."""
    scenarios, overrides, lines = (int(each) for each in (*sys.argv[1:], *("1000", "20", "10000")[len(sys.argv) - 1 :]))
    for years, count in ((2, scenarios), (7, scenarios), (7, 20 * scenarios)):
        portfolio = synthetic.portfolio(lines, max(lines // 50, 1), years)
        rows = measure(portfolio, drawn(portfolio, count, overrides), whole=count == scenarios)
        table(f"{count:,} scenarios × {overrides} overrides × {lines:,} lines, {years} years", rows)


def drawn(portfolio: Portfolio, scenarios: int, overrides: int) -> list[Overrides]:
    """Scenarios that set so many rates and quantities of the request year each."""
    chance, found = random.Random(4), []
    for _ in range(scenarios):
        own: dict[str, dict[Cell, int]] = {}
        for _ in range(overrides):
            entry = synthetic.entry(portfolio, chance)
            own.setdefault(entry.line_id, {})[Cell(entry.field, entry.year)] = int(entry.value or 0)
        found.append(MappingProxyType(own))
    return found


def measure(portfolio: Portfolio, scenarios: list[Overrides], *, whole: bool) -> list[Row]:
    """What all totals of all scenarios take; the `whole` table has pandas and the slow ways beside them."""
    base = evaluate_base(portfolio)
    batch = Batch.of(portfolio, scenarios)
    by_hand, numpy = ByHand(base), "NumPy by hand, one year of rate × quantity"

    def totals() -> object:
        return evaluate_batch(base, batch).totals()

    def programs() -> object:
        outcomes = evaluate_batch(base, batch)
        return outcomes.totals(), list(outcomes.programs())

    hand, fast = alternately(lambda: by_hand.totals(batch), totals)
    if not whole:
        return [("from arrays (aim: ≤ 0.2 s)", fast, 0.2, "the aim"), ("the same", fast, hand, numpy)]
    moving, converted = (
        median(programs),
        median(lambda: evaluate_batch(replace(base), Batch.of(portfolio, scenarios)).totals()),
    )
    again = median(lambda: evaluate_batch(base, Batch.of(portfolio, scenarios)).totals())
    single = median(lambda: [evaluate(base, each).total for each in scenarios], 3)
    frame = pd.DataFrame(dict(zip(("rate", "quantity", "program"), _columns(portfolio), strict=True)))
    theirs = median(lambda: recompute(portfolio, frame, scenarios[:SAMPLE]), 3) * len(scenarios) / SAMPLE
    part = "of pandas recomputing each"
    return [
        ("from arrays (aim at 2 years: ≤ 3)", fast, hand, numpy),
        ("from arrays, with the programs that move (2 years: ≤ 5)", moving, hand, numpy),
        ("from arrays (aim: ≤ 1)", fast, theirs / 200, f"a 200th {part}"),
        ("from scenarios of a document, the first time (aim: ≤ 1)", converted, theirs / 50, f"a 50th {part}"),
        ("from scenarios of a document, again (aim: ≤ 1)", again, theirs / 50, f"a 50th {part}"),
        ("one scenario after another", single, theirs / 50, f"a 50th {part}"),
    ]


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """The median seconds of the processor's time of some runs, after one that warms up."""
    work()
    return statistics.median(taken(work) for _ in range(runs))


def alternately(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The median seconds of two, run by turns so that both meet the same machine."""
    one()
    other()
    both = [(taken(one), taken(other)) for _ in range(RUNS)]
    return statistics.median(each[0] for each in both), statistics.median(each[1] for each in both)


def taken(work: Callable[[], object]) -> float:
    """The seconds of the processor's time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


class ByHand:
    """What one would write for one year and one question: plain rate × quantity, no cohorts, no rounding, no bounds."""

    def __init__(self, base: Base) -> None:
        portfolio = base.portfolio
        self.rate, self.quantity, _program = _columns(portfolio)
        self.amounts = self.rate * self.quantity
        self.total = int(self.amounts.sum())

    def totals(self, batch: Batch) -> np.ndarray:
        """The total of each scenario."""
        key = batch.scenario * len(self.rate) + batch.row
        starts = np.diff(key, prepend=-1) != 0
        pair, first = np.cumsum(starts) - 1, np.flatnonzero(starts)
        row, is_rate = batch.row[first], batch.field == RATE
        rate, quantity = self.rate[row], self.quantity[row]
        rate[pair[is_rate]] = batch.numerator[is_rate]
        quantity[pair[~is_rate]] = batch.numerator[~is_rate]
        totals = np.full(batch.size, self.total)
        np.add.at(totals, batch.scenario[first], rate * quantity - self.amounts[row])
        return totals


def _columns(portfolio: Portfolio) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lines = [portfolio.line(row) for row in range(len(portfolio.lines))]
    rates = [line.rate[-1][1] for line in lines]
    quantities = [dict(line.quantity).get(portfolio.request_year, 0) for line in lines]
    return np.array(rates), np.array(quantities), np.asarray(portfolio.lines.program)


def recompute(portfolio: Portfolio, frame: pd.DataFrame, scenarios: list[Overrides]) -> None:
    """The total of every program of every scenario, one scenario after another, one year of rate × quantity."""
    for each in scenarios:
        copy = frame.copy()
        for line, cells in each.items():
            for cell, value in cells.items():
                copy.loc[portfolio.line_index[line], cell.field] = value
        copy["amount"] = copy["rate"] * copy["quantity"]
        copy.groupby("program")["amount"].sum()


if __name__ == "__main__":
    main()
