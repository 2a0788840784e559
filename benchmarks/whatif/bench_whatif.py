"""Goal seek and cuts over large portfolios; in processor time.

python -m benchmarks.whatif.bench_whatif [LINES]     default 10000
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from benchmarks import synthetic
from benchmarks.timing import Row, table
from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.values import new_document
from planner.core.model.portfolio import Portfolio
from planner.core.seek.cut import cut
from planner.core.seek.levers import lever
from planner.core.seek.seek import seek
from planner.core.seek.targets import read_aim

FEW = 300
"""Lines of a cut as officers ask for."""


def median(work: Callable[[], object], runs: int) -> float:
    """The median seconds of the processor's time of some runs, after one that warms up."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    """Print a table for two years and one for seven."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for years in (2, 7):
        rows = sought(synthetic.portfolio(lines, max(lines // 50, 1), years))
        for count, aim, runs in ((FEW, 1.0, 5), (lines, 3.0, 1)):
            rows += cuts(synthetic.portfolio(count, max(count // 50, 1), years), aim, runs)
        table(f"{lines:,} lines, {years} years", rows)


def sought(portfolio: Portfolio) -> list[Row]:
    """One rate, and a factor on all of them in 千円, with which the total falls by a twentieth."""
    document, base, aim = new_document(portfolio), evaluate_base(portfolio), read_aim("total", portfolio, ())
    ids, year, target = portfolio.lines.ids, portfolio.request_year, base.total[1].yen * 19 // 20
    one = lever(document, 1, [(ids[0], "rate", year)])
    drivers = [(each, "rate", year) for each in ids]
    every = lever(document, 1, drivers, step=1000)
    return [
        ("seek: one rate", median(lambda: seek(document, base, 1, aim, target, one), 9), 0.015, "15 ms"),
        (
            f"seek: a factor on {len(ids):,} rates, in 千円",
            median(lambda: seek(document, base, 1, aim, target, every), 9),
            0.015,
            "15 ms",
        ),
        ("what they are now and may be", median(lambda: lever(document, 1, drivers, step=1000), 3), None, ""),
    ]


def cuts(portfolio: Portfolio, limit: float, runs: int) -> list[Row]:
    """A twentieth less of the total, and more, by every method."""
    document, base, aim = new_document(portfolio), evaluate_base(portfolio), read_aim("total", portfolio, ())
    wanted, said = base.total[1].yen // 20, f"cut: 5 % of {len(portfolio.lines):,} lines, every method"
    return [
        (said, median(lambda: cut(document, base, 1, aim, wanted), runs), limit, f"{limit:g} s"),
        (
            "the same as a rise",
            median(lambda: cut(document, base, 1, aim, wanted, up=True), runs),
            limit,
            f"{limit:g} s",
        ),
    ]


if __name__ == "__main__":
    main()
