"""The check before a submission: the whole of it, and what one more edit costs while the list of findings is live.

python benchmarks/bench_check.py [LINES ...]     default 10000 100000
"""

from __future__ import annotations

import random
import statistics
import sys
import time

import synthetic
from timing import Row, median, table

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.check.examination import examine
from planner.core.check.printed import figures
from planner.core.check.sums import wrong_sums
from planner.core.edits.values import new_document, set_values
from planner.core.money import Unit

LIMIT = 0.004
"""What the list of findings may cost after an edit: a quarter of a frame."""


def main() -> None:
    """Print the table for each size asked for."""
    for lines in [int(each) for each in sys.argv[1:]] or [10_000, 100_000]:
        table(f"{lines:,} lines, 7 years", check(lines))


def check(lines: int) -> list[Row]:
    """A whole examination, then a hundred edits of as many lines with the findings after each."""
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), 7)
    base, document, chance = evaluate_base(portfolio), new_document(portfolio), random.Random(6)
    evaluation = evaluate(base)
    printed = figures(evaluation)
    whole = median(lambda: examine(document, evaluation, 1, checked=printed, unit=Unit.MILLION), 3)
    again = median(lambda: wrong_sums(evaluation), 1)
    known = examine(document, evaluation, 1, checked=printed, unit=Unit.MILLION)
    taken, moved = [], printed
    for _edit in range(100):
        document = set_values(document, 1, [synthetic.entry(portfolio, chance)])
        evaluation = evaluate(base, document.overrides(1), evaluation)
        moved = figures(evaluation, printed, moved)
        start = time.perf_counter()
        known = examine(document, evaluation, 1, checked=moved, unit=Unit.MILLION, previous=known)
        taken.append(time.perf_counter() - start)
    return [
        ("edit → all findings", statistics.median(taken), LIMIT, "a quarter of a frame"),
        ("  for comparison: everything examined", whole, None, ""),
        ("  sums added up again (only on demand)", again, None, ""),
    ]


if __name__ == "__main__":
    main()
