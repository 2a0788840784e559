"""Opening and verified saving of a document.

python benchmarks/bench_files.py [LINES] [SCENARIOS]     default 10000 20
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import synthetic
from timing import median, table

from planner.files.document.store import open_document, save_document


def main() -> None:
    """Print the table."""
    lines, scenarios = (int(each) for each in (*sys.argv[1:], *("10000", "20")[len(sys.argv) - 1 :]))
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), 2)
    document = synthetic.document(portfolio, scenarios)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.bplan"
        saved = median(lambda: save_document(document, path), 5)
        opened = median(lambda: open_document(path), 5)
        table(
            f"{lines:,} lines, {scenarios} scenarios",
            [
                ("open", opened, 0.5, "the reach of 0.5 s"),
                ("verified save", saved, 1.0, "the reach of 1 s"),
            ],
        )


if __name__ == "__main__":
    main()
