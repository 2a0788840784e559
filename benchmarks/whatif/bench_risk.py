"""Trials of rates over a large portfolio against drawing their whole numbers alone; in processor time.

python -m benchmarks.whatif.bench_risk [TRIALS] [RATES] [LINES]     default 10000 100 10000
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from benchmarks import synthetic
from benchmarks.timing import Row, table
from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.values import new_document
from planner.core.model.portfolio import Portfolio
from planner.core.model.ranges import Named, Own
from planner.core.risk.drivers import Wish, choose
from planner.core.risk.measured import Measured
from planner.core.risk.risk import BLOCK, risk
from planner.core.risk.trials import Trials
from planner.core.seek.targets import read_aim

RUNS = 9


def median(work: Callable[[], object]) -> float:
    """The median seconds of the processor's time of some runs, after one that warms up."""
    work()
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    """Print a table for two years and for seven."""
    trials, rates, lines = (int(each) for each in (*sys.argv[1:], *("10000", "100", "10000")[len(sys.argv) - 1 :]))
    for years in (2, 7):
        title = f"{trials:,} trials × {rates} rates × {lines:,} lines, {years} years"
        table(title, measure(synthetic.portfolio(lines, max(lines // 50, 1), years), trials, rates))
    kernel = by_batch(trials, rates)
    print(f"{trials:,} trials of rate and quantity of {rates} lines, by the batch kernel: {kernel:,.0f} ms")


def measure(portfolio: Portfolio, trials: int, rates: int) -> list[Row]:
    """What trials of so many rates take, beside drawing them."""
    chance = np.random.default_rng(1)
    document, base, request = new_document(portfolio), evaluate_base(portfolio), portfolio.request_year
    picked = sorted(chance.choice(len(portfolio.lines), rates, replace=False).tolist())
    own = {Named(portfolio.lines.ids[row], "rate", request): Own(1_000_000, 9_000_000) for row in picked}
    wish = Wish(own=own, own_alone=True)
    aims = [read_aim(f"total@{year}", portfolio, ()) for year in portfolio.years[1:]]
    works = [Trials(each, choose(each, wish)[0]) for each in (Measured(document, base, 1, aim) for aim in aims)]
    numbers = chance.integers(1_000_000, 9_000_000, (rates, trials), endpoint=True)
    blocks = [np.ascontiguousarray(numbers[:, first : first + BLOCK]) for first in range(0, trials, BLOCK)]

    def totals(works: list[Trials]) -> None:
        for block in blocks:
            for work in works:
                work.amounts(block).sum(axis=0)

    drawing = median(lambda: chance.integers(1_000_000, 9_000_000, (rates, trials), endpoint=True))
    name = "drawing the whole numbers"
    hypercubes = median(lambda: [works[0].draw(chance, block.shape[1]) for block in blocks])
    whole = median(lambda: risk(document, base, 1, aims[0], wish, trials=trials))
    return [
        (
            "totals of the request year, exact (aim: ≤ 3; 7 years: ≤ 5)",
            median(lambda: totals(works[:1])),
            drawing,
            name,
        ),
        (
            f"totals of each of the {len(works)} years that can be asked of",
            median(lambda: totals(works)),
            drawing,
            name,
        ),
        ("drawing Latin hypercubes instead", hypercubes, drawing, name),
        ("the whole risk: what varies, percentiles, programs, tornado", whole, drawing, name),
    ]


def by_batch(trials: int, rates: int) -> float:
    """The milliseconds of trials in which rate and quantity of each line vary."""
    portfolio = synthetic.portfolio(rates, max(rates // 50, 1), 2)
    measured = Measured(new_document(portfolio), evaluate_base(portfolio), 1, read_aim("total", portfolio, ()))
    work = Trials(measured, choose(measured, Wish(Fraction(1, 10)))[0])
    blocks = [work.draw(np.random.default_rng(1), min(BLOCK, trials)) for _ in range(-(-trials // BLOCK))]
    return median(lambda: [work.amounts(block) for block in blocks]) * 1000


if __name__ == "__main__":
    main()
