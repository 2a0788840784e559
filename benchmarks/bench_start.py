"""Process start → end of the first turn of the event loop, with the built-in portfolio, dressed as its user sees it.

The process's own time, so that what else the machine does counts little; the least of the runs. Beside it the files
that Python opened, and two yardsticks: a bare PySide6 window with an empty table, and one that has NumPy and the same
Qt types, which PySide6 makes on first use.

python benchmarks/bench_start.py [RUNS]     default 5
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import NamedTuple

from timing import table

BEGIN = """
import json, os, sys, time
opened = []
sys.addaudithook(lambda event, given: opened.append(given[0]) if event == "open" else None)
"""
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTableView())
window.show()
application.processEvents()
"""
SAME_TYPES = """
import importlib, numpy
for module, name in json.loads(sys.argv[1]):
    getattr(importlib.import_module(module), name)
"""
PLANNER = """
from pathlib import Path
from planner.__main__ import import_first
import_first()
from planner.app.main import Planner
from planner.app.desktop.look import Look
from planner.app.documents.document_file import DocumentFile
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.core.edits.values import new_document
from planner.files.document.backups import Backups
from planner.files.portfolio.reading import built_in_portfolio
from PySide6.QtWidgets import QApplication
application = QApplication([])
settings = Settings()
look = Look(application, settings)
session = Session(new_document(built_in_portfolio()))
file = DocumentFile(session, Backups(Path(os.devnull)))
planner = Planner(application, session, settings, file, look=look)
application.processEvents()
"""
END = """
taken = time.process_time()
types = {
    (each.__module__, each.__name__)
    for name, module in list(sys.modules.items()) if name.startswith("planner.")
    for each in vars(module).values() if isinstance(each, type) and each.__module__.startswith("PySide6.")
    if each.__qualname__ in vars(sys.modules[each.__module__])
}
own = sum(name.partition(".")[0] == "planner" for name in sys.modules)
print(json.dumps([taken, len(opened), own, sorted(types)]), flush=True)
os._exit(0)
"""


class Start(NamedTuple):
    """Seconds of the process, files opened by Python, modules of the planner, and the Qt types these name."""

    seconds: float
    files: int
    modules: int
    types: list[tuple[str, str]]


def start(code: str, *arguments: str) -> Start:
    """Start a process that does this."""
    # as on a desk: compiled modules are kept between starts
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", BEGIN + code + END, *arguments]
    environment = {"QT_QPA_PLATFORM": "offscreen", **kept}
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return Start(*json.loads(said))


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    types = json.dumps(start(PLANNER).types)
    start(BARE)
    # in turns, so that a busy moment of the machine meets all three
    rounds = [(start(PLANNER), start(BARE), start(SAME_TYPES + BARE, types)) for _ in range(runs)]
    ours, bare, same = (min(each) for each in zip(*rounds, strict=True))
    what = "process start → first turn of the event loop"
    table(
        "start",
        [
            (what, ours.seconds, bare.seconds, "a bare window"),
            (what, ours.seconds, same.seconds, "a bare window with NumPy and the same Qt types"),
        ],
    )
    print(f"  {ours.files} files opened by Python, {ours.modules} modules of the planner")


if __name__ == "__main__":
    main()
