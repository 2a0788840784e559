"""Many scenarios open in the window: edit, undo, switch, compare two, filter, until painted; and comparing twenty.

The process's own time, so that what else the machine does counts little.

python benchmarks/bench_compare.py [LINES] [SCENARIOS] [OVERRIDES]     default 10000 50 300
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import time
from collections.abc import Callable
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
from planner.app.programs.program_pane import Filter
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.compare.side_by_side import compare, comparing
from planner.core.compare.tree import CompareTree
from planner.core.model.document import BASE, Document
from planner.files.document.backups import Backups
from planner.words.texts import texts_for

median = partial(median_of, clock=time.process_time)
FRAME, SECOND = 0.016, 1.0
FRAME_NAME, SECOND_NAME = "a frame of 16 ms", "a second"


def main() -> None:
    """Print the table."""
    asked = (*sys.argv[1:], *("10000", "50", "300")[len(sys.argv) - 1 :])
    lines, scenarios, overrides = (int(each) for each in asked)
    portfolio = synthetic.portfolio(lines, max(lines // 50, 1), 7)
    document = synthetic.document(portfolio, scenarios, overrides)
    application = QApplication.instance() or QApplication([])
    rows = [*core(document), *window(application, document)]
    table(f"{lines:,} lines, {scenarios} scenarios of {overrides} overrides each", rows)


def core(document: Document) -> list[Row]:
    """Comparing without the screen."""
    base = evaluate_base(document.portfolio)
    numbers = [BASE, *(each.number for each in document.scenarios)]
    two, twenty = numbers[:2], numbers[:20]
    evaluations = {number: evaluate(base, document.overrides(number)) for number in numbers}
    known = compare(document, base, twenty)

    def again() -> None:
        for _percent in comparing(twenty, evaluations.__getitem__, 0, known):
            pass

    return [
        ("compare two from nothing", median(lambda: compare(document, base, two), 5), FRAME, FRAME_NAME),
        ("compare twenty from nothing", median(lambda: compare(document, base, twenty), 5), SECOND, SECOND_NAME),
        ("  all its rows", median(lambda: sum(1 for _ in CompareTree(known, None).walk()), 5), None, ""),
        ("  twenty again, where nothing moved", median(again, 5), FRAME, FRAME_NAME),
    ]


def window(application: QCoreApplication, document: Document) -> list[Row]:
    """What an officer does, each until every visible cell is painted."""
    portfolio, chance = document.portfolio, random.Random(6)
    session = Session(document)
    settings = Settings(QSettings(str(Path(tempfile.mkdtemp()) / "settings.ini"), QSettings.Format.IniFormat))
    shown = MainWindow(session, texts_for("en"), settings, DocumentFile(session, Backups(Path(os.devnull))))
    shown.preparation.stop()  # cold first: idle time is used where a row says so
    shown.resize(1600, 900)
    shown.pages.show_page("lines")
    shown.show()
    application.processEvents()
    model = shown.work.table.lines
    visible = [model.row_at(model.index(row, 0)).line for row in model.line_rows()[:20]]
    numbers = itertools.cycle(each.number for each in document.scenarios)
    again = itertools.cycle(each.number for each in document.scenarios[:20])

    def edit() -> None:
        line = portfolio.lines.ids[chance.choice(visible)]
        session.set_values("edit", [synthetic.entry(portfolio, chance)._replace(line_id=line)])

    def filter_(chosen: Filter) -> None:
        shown.work.pane.chips[chosen].click()

    filters = itertools.cycle((Filter.CHANGED, Filter.ALL))

    def each_turn() -> list[float]:
        """How long each turn of idle time takes until all is prepared, sorted, without the slowest tenth."""
        taken = []
        while (scenario := session.unprepared) is not None:
            began = time.perf_counter()
            session.prepare(scenario)
            taken.append(time.perf_counter() - began)
        return sorted(taken)[: -len(taken) // 10]

    def painted(what: str, work: Callable[[], object], runs: int = 20) -> Row:
        def whole() -> None:
            shown.preparation.stop()
            work()
            application.processEvents()

        whole()
        return (what, median(whole, runs), FRAME, FRAME_NAME)

    rows = [
        painted("edit", edit, 50),
        painted("undo", session.undo_stack.undo, 20),
        painted(
            "switch to one never shown, nothing prepared, findings too", lambda: session.show(scenario=next(numbers))
        ),
        painted("switch to one shown before", lambda: session.show(scenario=next(again))),
        ("  idle time prepares: so long may input wait at most", max(each_turn()), FRAME, FRAME_NAME),
        painted("switch to one never shown, prepared in idle time", lambda: session.show(scenario=next(numbers)), 15),
        painted("filter programs", lambda: filter_(next(filters))),
    ]
    filter_(Filter.ALL)
    session.show(scenario=1)
    session.show_beside(2)
    rows.append(painted("edit, a second scenario beside", edit, 50))
    shown.pages.show_page("compare")
    comparison = shown.comparison.page
    assert comparison is not None

    def compare_with(number: int) -> None:
        comparison.pick.choose({1, number})
        comparison.refresh()
        while comparison.progress.isVisible():
            application.processEvents()

    rows.append(painted("compare two others in the window", lambda: compare_with(max(next(numbers), 2))))
    rows.append(painted("edit, the comparison of two open", edit, 50))
    comparison.bar.only_button.setChecked(False)
    rows.append(painted("edit, the comparison open with all lines", edit, 50))
    comparison.bar.only_button.setChecked(True)
    comparison.pick.choose({each.number for each in document.scenarios[:20]})
    comparison.refresh()
    while comparison.progress.isVisible():
        application.processEvents()
    rows.append(painted("edit, the comparison of twenty open", edit, 20))
    shown.deleteLater()
    application.processEvents()
    return rows


if __name__ == "__main__":
    main()
