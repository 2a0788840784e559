"""A fault is written down and said, whether or not there is a console."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from planner.app.desktop.faults import KEPT, Faults
from planner.words.texts import texts_for


@pytest.fixture
def faults(qtbot: QtBot, tmp_path: Path) -> Faults:
    return Faults(tmp_path / "local" / "faults", lambda: texts_for("en"))


def fail(faults: Faults, said: str = "deep inside") -> None:
    """A fault that nobody catches."""
    try:
        raise RuntimeError(said)
    except RuntimeError as error:
        faults.on_fault(type(error), error, error.__traceback__)


def reports(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("fault-*.txt"))]


def look_at(faults: Faults, seen: list[str]) -> None:
    """What an officer does while the box stands there."""
    box = faults.box
    assert isinstance(box, QMessageBox)
    fail(faults, "and another")  # no second box over the first
    buttons = {button.text().replace("&", ""): button for button in box.findChildren(QPushButton)}
    buttons["Copy the report"].click()
    seen += [box.text(), box.informativeText(), QGuiApplication.clipboard().text(), *buttons]
    assert box.isVisible()
    box.close()


def test_without_a_console_a_fault_is_kept_and_said(
    faults: Faults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    seen: list[str] = []
    QTimer.singleShot(0, lambda: look_at(faults, seen))
    fail(faults)
    first, second = reports(tmp_path)
    assert "RuntimeError: deep inside" in first
    assert "and another" in second
    assert first.startswith("planner ")
    assert "made a mistake" in seen[0]
    assert str(tmp_path) in seen[1]
    assert seen[2] == first
    assert "Open the folder" in seen


def test_where_nothing_can_be_written_the_box_comes_all_the_same(
    faults: Faults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "local").write_text("no folder", encoding="utf-8")
    seen: list[str] = []
    QTimer.singleShot(0, lambda: look_at(faults, seen))
    fail(faults)
    assert "made a mistake" in seen[0]
    assert seen[1] == ""
    assert "Open the folder" not in seen


def test_only_the_last_reports_are_kept(faults: Faults, tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        faults.write(f"fault {number}")
    assert reports(tmp_path) == [f"fault {number}" for number in range(3, KEPT + 3)]


def test_a_fault_of_another_thread_is_kept(faults: Faults, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    faults.install()
    thread = threading.Thread(target=fail_there)
    thread.start()
    thread.join()
    assert "RuntimeError: in a thread" in reports(tmp_path)[0]


def fail_there() -> None:
    raise RuntimeError("in a thread")
