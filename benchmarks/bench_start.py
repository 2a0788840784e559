"""Process start → window painted with the built-in portfolio, against a bare PySide6 window with an empty table.

python benchmarks/bench_start.py [RUNS]     default 5
"""

from __future__ import annotations

import os
import subprocess
import sys

from timing import median, table

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTableView())
window.show()
application.processEvents()
window.grab()
"""
PLANNER = """
import os
from pathlib import Path
from PySide6.QtWidgets import QApplication
application = QApplication([])
from planner.app.documents.document_file import DocumentFile
from planner.app.main import Planner
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.core.edits.values import new_document
from planner.files.document.backups import Backups
from planner.files.portfolio.reading import built_in_portfolio
session = Session(new_document(built_in_portfolio()))
planner = Planner(application, session, Settings(), DocumentFile(session, Backups(Path(os.devnull))))
application.processEvents()
planner.window.grab()
"""


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    # as on a desk: compiled modules are kept between starts
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {"QT_QPA_PLATFORM": "offscreen", **kept}

    def start(code: str) -> None:
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True)

    start(BARE)
    start(PLANNER)
    bare = median(lambda: start(BARE), runs)
    table("start", [("process start → painted window", median(lambda: start(PLANNER), runs), bare, "a bare window")])


if __name__ == "__main__":
    main()
