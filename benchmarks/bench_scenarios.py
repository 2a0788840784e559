"""Many scenarios over one base against pandas recomputing the whole portfolio for each.

python benchmarks/bench_scenarios.py [SCENARIOS] [OVERRIDES] [LINES]     default 1000 20 10000
"""

from __future__ import annotations

import random
import sys
from types import MappingProxyType

import numpy as np
import pandas as pd
import synthetic
from timing import median, table

from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.model.lines import Cell

SAMPLE = 10
"""Scenarios actually recomputed with pandas; its time grows with their number exactly."""


def main() -> None:
    """Print the table."""
    scenarios, overrides, lines = (int(each) for each in (*sys.argv[1:], *("1000", "20", "10000")[len(sys.argv) - 1 :]))
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), 2)
    base = evaluate_base(portfolio)
    chance = random.Random(4)
    drawn = []
    for _ in range(scenarios):
        entries = [synthetic.entry(portfolio, chance) for _ in range(overrides)]
        found: dict[str, dict[Cell, int]] = {}
        for entry in entries:
            found.setdefault(entry.line_id, {})[Cell(entry.field, entry.year)] = int(entry.value or 0)
        drawn.append(MappingProxyType(found))
    ours = median(lambda: [evaluate(base, each).total for each in drawn], 3)
    request = portfolio.request_year
    frame = pd.DataFrame(
        {
            "program": np.asarray(portfolio.lines.program),
            "rate": [portfolio.line(row).rate[-1][1] for row in range(lines)],
            "quantity": [dict(portfolio.line(row).quantity).get(request, 0) for row in range(lines)],
        }
    )

    def recompute() -> None:
        for each in drawn[:SAMPLE]:
            copy = frame.copy()
            for line, cells in each.items():
                for cell, value in cells.items():
                    copy.loc[portfolio.line_index[line], cell.field] = value
            copy["amount"] = copy["rate"] * copy["quantity"]
            copy.groupby("program")["amount"].sum()

    theirs = median(recompute, 3) * scenarios / SAMPLE
    table(
        f"{scenarios:,} scenarios × {overrides} overrides × {lines:,} lines",
        [("all totals of all scenarios", ours, theirs, "pandas recomputing each")],
    )


if __name__ == "__main__":
    main()
