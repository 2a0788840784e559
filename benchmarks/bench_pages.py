"""Another page of the window → painted: when it is first visited, and when it was there before.

The process's own time, so that what else the machine does counts little; the built-in portfolio, and one of N lines.

python benchmarks/bench_pages.py [LINES]     default 10000
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import tempfile

import synthetic
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication
from timing import Row, table

from planner.app.desktop.look import Look
from planner.app.documents.document_file import DocumentFile
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.portfolio import Portfolio
from planner.files.document.backups import Backups
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for

LIMIT = 0.05
AGAIN = 15


def main() -> None:
    """Print a table for each portfolio."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    settings = Settings(QSettings(str(Path(tempfile.mkdtemp()) / "settings.ini"), QSettings.Format.IniFormat))
    look = Look(application, settings)
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    table("built-in portfolio", pages(application, settings, built_in_portfolio()))
    table(f"{lines:,} lines", pages(application, settings, synthetic.portfolio(lines, max(lines // 50, 1), 7)))
    look.deleteLater()


def pages(application: QCoreApplication, settings: Settings, portfolio: Portfolio) -> list[Row]:
    """Each page's first visit and the median of the later ones, from the lines."""
    session = Session(new_document(portfolio))
    window = MainWindow(session, texts_for("ja"), settings, DocumentFile(session, Backups(Path(os.devnull))))
    window.pages.show_page("lines")  # the overview is painted when it is visited, as others are
    window.show()
    window.preparation.put_off()  # as an officer meets it: it was quiet before
    while window.preparation.is_put_off or window.preparation.is_at_work:
        application.processEvents()

    def visit(name: str) -> float:
        begun = time.process_time()
        window.pages.show_page(name)
        application.processEvents()
        return time.process_time() - begun

    rows: list[Row] = []
    for name in window.pages.pages:
        if name == "lines":
            continue
        visits = []
        for _ in range(1 + AGAIN):
            visits.append(visit(name))
            back = visit("lines")
        first, *later = visits
        rows += [
            (f"{name}: first visit", first, LIMIT, "50 ms"),
            (f"{name}: again", statistics.median(later), LIMIT, "50 ms"),
        ]
    rows.append(("lines: again", back, LIMIT, "50 ms"))
    window.deleteLater()
    application.processEvents()
    return rows


if __name__ == "__main__":
    main()
