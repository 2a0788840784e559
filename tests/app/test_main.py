"""Starting and leaving the program as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.core.edits.scenarios import branch
from planner.core.edits.values import new_document
from planner.files.document.lock import HeldElsewhere, holding, lock_of, take_lock
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio

COPY_AND_QUIT = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from planner.app import main

def work():
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, main.MainWindow))
    window.work.table.selectAll()
    window.work.table.blocks.copy()
    print(len(QGuiApplication.clipboard().text()) > 100)
    heavy = ("pandas", "pyqtgraph", "openpyxl", "xlsxwriter", "python_calamine")
    print([name for name in heavy if name in sys.modules])
    QApplication.quit()

QApplication([])
QTimer.singleShot(0, work)
sys.exit(main.run(sample=True))
"""


def test_leaving_after_a_copy_ends_cleanly(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", COPY_AND_QUIT]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "True\n[]\n"  # and nothing heavy was imported on the way to the window


OPEN_AND_QUIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from planner.app import main

def work():
    window = next(each for each in QApplication.topLevelWidgets() if isinstance(each, main.MainWindow))
    if window.file.reading:
        QTimer.singleShot(10, work)
        return
    print(window.windowTitle())
    print(window.messages.text)
    print([scenario.name for scenario in window.session.state.document.scenarios])
    QApplication.quit()

QApplication([])
QTimer.singleShot(0, work)
sys.exit(main.run(Path(sys.argv[1])))
"""


def start(script: str, path: Path) -> subprocess.Popen[str]:
    """The program on a document, in English and with a profile of its own, named by a relative path."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PLANNER_LANGUAGE": "en",
        "PYTHONIOENCODING": "utf-8",
        **dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(path.parent)),
    }
    command = [sys.executable, "-c", script, path.name]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, cwd=path.parent, stdout=pipe, stderr=pipe, encoding="utf-8")


@pytest.mark.slow
def test_the_first_window_shows_the_document_named_or_why_it_cannot(tmp_path: Path) -> None:
    path = tmp_path / "a.bplan"
    document = branch(new_document(built_in_portfolio()), 1, "別案")
    save_document(document, path)

    def said() -> list[str]:
        process = start(OPEN_AND_QUIT, path)
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        return out.splitlines()

    assert said() == ["a.bplan[*] — Budget Scenario Planner", "", "['作業案', '別案']"]
    assert not list(tmp_path.glob("~$*")), "the lock is released at the end"
    path.write_bytes(b"broken")
    title, message, scenarios = said()
    assert title == "Budget Scenario Planner", "nothing is open: the window welcomes its user"
    assert str(path) in message
    assert scenarios == "['Working draft']"


def test_a_window_holds_its_document_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "要求.bplan"
    save_document(new_document(built_in_portfolio()), path)
    process = start(OPEN_AND_QUIT.replace("QApplication.quit()", "sys.stdout.flush()"), path)
    assert process.stdout is not None
    assert process.stdout.readline() == "要求.bplan[*] — Budget Scenario Planner\n"
    with pytest.raises(HeldElsewhere) as refused:
        take_lock(path)
    assert str(path) in str(refused.value)
    process.kill()
    process.communicate()
    with holding(path):
        pass
    assert not lock_of(path).exists()


def test_a_document_that_is_open_is_not_opened_twice(tmp_path: Path) -> None:
    path = tmp_path / "要求.bplan"
    save_document(new_document(built_in_portfolio()), path)
    first = start(OPEN_AND_QUIT.replace("QApplication.quit()", "sys.stdout.flush()"), path)
    assert first.stdout is not None
    assert first.stdout.readline() == "要求.bplan[*] — Budget Scenario Planner\n"
    second = start(OPEN_AND_QUIT, path)
    out, error = second.communicate(timeout=120)
    assert (second.returncode, out) == (0, ""), error
    assert first.poll() is None
    first.kill()
    first.communicate()
