"""One edit → all totals: without the screen, and until every visible cell is painted (window shown, offscreen).

Later years are measured too: what is bound of them with every edit, and each page of their window open beside; and what
an edit costs over a scenario that holds much, beside the same in a fresh one. The process's own time, so that what else
the machine does counts little.

python benchmarks/bench_edit.py [LINES ...]     default 10000 100000
"""

from __future__ import annotations

import os
import random
import sys
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import tempfile

import synthetic
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication
from timing import Row, table
from timing import median as median_of

from planner.app.documents.document_file import DocumentFile
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.calculation.burden import burdens
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.values import new_document, set_values
from planner.files.document.backups import Backups
from planner.words.texts import texts_for

median = partial(median_of, clock=time.process_time)
FRAME = 0.016
PAGES = ("years by program", "line over the years", "obligations")
HELD = (10_000, 50_000)
"""So many values the scenario holds already, where the lines have as many cells."""
SPREADSHEET_ENGINE = 0.0001
"""HyperFormula's best for one edit at these sizes, one year: 0.1 ms (0.1 to 0.2 ms measured)."""


def main() -> None:
    """Print the table for each size asked for."""
    application = QApplication.instance() or QApplication([])
    for lines in [int(each) for each in sys.argv[1:]] or [10_000, 100_000]:
        rows = [*engine(lines, 2), *engine(lines, 7)]
        for years in (2, 7):
            rows.append(window(application, lines, years=years))
            if HELD[-1] <= 2 * lines * (years - 1):
                rows.append(window(application, lines, years=years, held=HELD[-1]))
        rows += [window(application, lines, page, name) for page, name in enumerate(PAGES)]
        table(f"{lines:,} lines", rows)


def engine(lines: int, years: int) -> list[Row]:
    """One edit without the screen, beside the evaluation of everything."""
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), years)
    base = evaluate_base(portfolio)
    chance = random.Random(5)
    drawn = iter([synthetic.entry(portfolio, chance) for _ in range(4_000)])  # drawing is no part of an edit
    document, evaluation = new_document(portfolio), evaluate(base)
    bound = burdens(evaluation, portfolio.obligations)

    def edit() -> None:
        nonlocal document, evaluation
        document = set_values(document, 1, [next(drawn)])
        evaluation = evaluate(base, document.overrides(1), evaluation)

    def edit_and_bind() -> None:
        nonlocal bound
        edit()
        bound = burdens(evaluation, portfolio.obligations, bound)

    bound.total()  # once a base
    quick = median(edit, 300)
    over = []
    for held in HELD:
        if held <= 2 * lines * (years - 1):
            document = synthetic.holding(portfolio, held)
            evaluation = evaluate(base, document.overrides(1))
            edit()  # what was made at once is an array from now on
            over.append(
                (f"  the same over {held:,} values, {years} years", median(edit, 300), quick, "a fresh scenario")
            )
    document, evaluation = new_document(portfolio), evaluate(base)
    binding, whole = median(edit_and_bind, 300), median(lambda: evaluate_base(portfolio), 3)
    return [
        (f"edit → all totals, {years} years", quick, SPREADSHEET_ENGINE, "spreadsheet engine"),
        *over,
        (f"edit → all totals and what is bound, {years} years", binding, SPREADSHEET_ENGINE, "spreadsheet engine"),
        (f"  for comparison: everything evaluated, {years} years", whole, None, ""),
    ]


def window(
    application: QCoreApplication, lines: int, page: int | None = None, name: str = "", held: int = 0, years: int = 7
) -> Row:
    """One edit in the window shown, until every visible cell is painted; with a page of the years open beside."""
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), years)
    session = Session(synthetic.holding(portfolio, held))
    settings = Settings(QSettings(str(Path(tempfile.mkdtemp()) / "settings.ini"), QSettings.Format.IniFormat))
    shown = MainWindow(session, texts_for("en"), settings, DocumentFile(session, Backups(Path(os.devnull))))
    shown.pages.show_page("lines")
    shown.show()
    application.processEvents()
    table_lines = shown.work.table.lines
    visible = list(table_lines.line_rows()[: 1 if name == PAGES[1] else 20])  # the page shows the line of the cursor
    if page is not None:
        shown.pages.show_page("years")
        assert shown.years.page is not None
        shown.years.page.show_page(page)
        application.processEvents()
    chance = random.Random(6)

    def edit() -> None:
        line = table_lines.row_at(table_lines.index(chance.choice(visible), 0)).line
        entry = synthetic.entry(portfolio, chance)._replace(line_id=portfolio.lines.ids[line])
        session.set_values("edit", [entry])
        application.processEvents()

    edit()
    seconds = median(edit, 100)
    shown.deleteLater()
    application.processEvents()
    over = f" over {held:,} values" if held else ""
    beside = f", beside it: {name}" if name else f"{over}, {years} years"
    return (f"edit → every visible cell painted{beside}", seconds, FRAME, "a frame of 16 ms")


if __name__ == "__main__":
    main()
