"""Why amounts differ (増△減の要因): every line from the previous year to the request, a scenario, one line alone.

python benchmarks/bench_explain.py [LINES …]     default 10000 100000
"""

from __future__ import annotations

import sys

import synthetic
from timing import Row, median, table

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.explain.difference import explain, explain_line
from planner.core.explain.sides import Side

FRAME, REACH = 0.016, 0.1


def main() -> None:
    """Print a table for each size."""
    for lines in [int(each) for each in sys.argv[1:]] or [10_000, 100_000]:
        table(f"{lines:,} lines", measured(lines))


def measured(lines: int) -> list[Row]:
    """The rows of one size; the evaluation is there before, as in the window."""
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), 2)
    document = synthetic.document(portfolio, 1, 300)
    base = evaluate_base(portfolio)
    requested, changed = evaluate(base), evaluate(base, document.overrides(1))
    previous, request = Side(requested, portfolio.previous_year), Side(requested, portfolio.request_year)
    scenario = Side(changed, portfolio.request_year)
    residual = int(portfolio.is_residual.nonzero()[0][0])
    explain(previous, request)  # what a portfolio finds out once
    anew = median(lambda: evaluate_base(portfolio), 5)
    whole = median(lambda: explain(previous, request).total, 9)
    return [
        ("previous year → request, every line and total", whole, REACH, "0.1 s"),
        ("  the same beside evaluating everything anew", whole, anew, "evaluation"),
        ("base → a scenario of 300 values", median(lambda: explain(request, scenario).total, 9), REACH, "0.1 s"),
        ("one line", median(lambda: explain_line(previous, scenario, 0), 99), FRAME, "a frame of 16 ms"),
        (
            "one residual line",
            median(lambda: explain_line(previous, scenario, residual), 99),
            FRAME,
            "a frame of 16 ms",
        ),
    ]


if __name__ == "__main__":
    main()
