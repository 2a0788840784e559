"""One edit → all totals: without the screen, and until every visible cell is painted (window shown, offscreen).

    python benchmarks/bench_edit.py [LINES ...]     default 10000 100000
"""

from __future__ import annotations

import os
import random
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import synthetic
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from timing import median, table

from planner.app.session import Session
from planner.app.settings import Settings
from planner.app.window import MainWindow
from planner.core.edits import new_document, set_values
from planner.core.evaluate import evaluate, evaluate_base
from planner.texts import texts_for

FRAME = 0.016
SPREADSHEET_ENGINE = 0.0001
"""HyperFormula's best for one edit at these sizes, one year: 0.1 ms (0.1 to 0.2 ms measured)."""


def main() -> None:
    """Print the table for each size asked for."""
    sizes = [int(each) for each in sys.argv[1:]] or [10_000, 100_000]
    application = QApplication.instance() or QApplication([])
    for lines in sizes:
        rows = []
        for years in (2, 7):
            portfolio = synthetic.portfolio(lines, max(lines // 50, 1), years)
            base = evaluate_base(portfolio)
            chance = random.Random(5)
            state = [new_document(portfolio), evaluate(base)]

            def engine_edit(state=state, base=base, portfolio=portfolio, chance=chance) -> None:
                entries = [synthetic.entry(portfolio, chance)]
                state[0] = set_values(state[0], 1, entries)
                state[1] = evaluate(base, state[0].overrides(1), state[1])

            seconds = median(engine_edit, 300)
            rows.append((f"edit → all totals, {years} years", seconds, SPREADSHEET_ENGINE, "spreadsheet engine"))
            full = median(lambda base=base: evaluate_base(base.portfolio), 3)
            rows.append((f"  for comparison: everything evaluated, {years} years", full, None, ""))
        session = Session(new_document(portfolio))
        settings = Settings(QSettings(os.devnull, QSettings.Format.IniFormat))
        window = MainWindow(session, texts_for("en"), settings)
        window.show()
        application.processEvents()
        shown = [row for row in window.table.lines.line_rows()[:20]]
        chance = random.Random(6)

        def edit() -> None:
            entry = synthetic.entry(portfolio, chance)
            line = portfolio.lines.ids[window.table.lines.row_at(window.table.lines.index(chance.choice(shown), 0)).line]
            session.set_values("edit", [entry._replace(line=line)])
            application.processEvents()

        edit()
        rows.append(("edit → every visible cell painted, 7 years", median(edit, 100), FRAME, "a frame of 16 ms"))
        table(f"{lines:,} lines", rows)
        window.deleteLater()
        application.processEvents()


if __name__ == "__main__":
    main()
