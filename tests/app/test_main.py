"""Starting and leaving the program as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from planner.app.main import first_session
from planner.core.edits import new_document
from planner.core.scenarios import branch
from planner.files.portfolio_in import built_in_portfolio
from planner.files.store import save_document

COPY_AND_QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from planner.app import main

def work():
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, main.MainWindow))
    window.table.selectAll()
    window.table.blocks.copy()
    print(len(QGuiApplication.clipboard().text()) > 100)
    heavy = ("pandas", "pyqtgraph", "openpyxl", "xlsxwriter", "python_calamine")
    print([name for name in heavy if name in sys.modules])
    QApplication.quit()

QApplication([])
QTimer.singleShot(0, work)
sys.exit(main.run())
"""


def test_leaving_after_a_copy_ends_cleanly(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", COPY_AND_QUIT]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "True\n[]\n"  # and nothing heavy was imported on the way to the window


def test_the_first_window_shows_the_document_named_or_why_it_cannot(tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    document = branch(new_document(built_in_portfolio()), 1, "別案")
    save_document(document, path)
    session, refusal = first_session(path)
    assert session.state.document == document
    assert session.state.path == path
    assert refusal is None
    path.write_bytes(b"broken")
    session, refusal = first_session(path)
    assert session.state.path is None
    assert refusal is not None
    assert str(path) in str(refusal)
    assert first_session(None)[1] is None
