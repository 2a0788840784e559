"""Typing in a cell: a text is read once, whether a key finishes it, the cell is left, or a selection is filled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.tables import entry_model
from planner.app.window.main_window import MainWindow
from planner.core.edits.typed import Entered, read_entry
from planner.core.model.fields import Field, Value
from tests.app.hands import CTRL, KEY, cell, click, editor, go

DC1, SSH = "fellows/dc/dc1", "ssh/schools"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts read, in order."""
    texts: list[str] = []

    def noted(text: str, field: Field, current: Value | None = None) -> Entered:
        texts.append(text)
        return read_entry(text, field, current)

    monkeypatch.setattr(entry_model, "read_entry", noted)
    return texts


def type_text(window: MainWindow, line: str, text: str) -> None:
    """Type into the rate of a line, the editor still open."""
    go(window, cell(window, line, Column.RATE))
    QTest.keyClick(window.work.table.viewport(), Qt.Key.Key_F2)
    editor(window).setText(text)


def rate(window: MainWindow, line: str) -> object:
    return window.work.table.lines.value_at(cell(window, line, Column.RATE))


def test_a_text_finished_with_enter_is_read_once(qtbot: QtBot, window: MainWindow, read: list[str]) -> None:
    type_text(window, SSH, "+10%")
    QTest.keyClick(editor(window), Qt.Key.Key_Return)
    assert rate(window, SSH) == 9_900_000
    assert read == ["+10%"]


def test_a_text_left_with_the_mouse_is_read_once(qtbot: QtBot, window: MainWindow, read: list[str]) -> None:
    type_text(window, SSH, "+10%")
    box = editor(window)
    window.work.pane.search.setFocus()
    qtbot.waitUntil(lambda: not box.isVisible())
    assert rate(window, SSH) == 9_900_000
    assert read == ["+10%"]


def test_a_text_that_fills_is_read_once_a_cell_each_from_its_own_value(
    qtbot: QtBot, window: MainWindow, read: list[str]
) -> None:
    click(window, cell(window, SSH, Column.RATE))
    click(window, cell(window, DC1, Column.RATE), CTRL)
    before = {line: rate(window, line) for line in (DC1, SSH)}
    QTest.keyClick(window.work.table.viewport(), Qt.Key.Key_F2)
    editor(window).setText("×2")
    QTest.keyClick(editor(window), KEY.Key_Return, CTRL)
    QApplication.processEvents()
    assert before == {DC1: 3_072_000, SSH: 9_000_000}
    assert [rate(window, line) for line in (DC1, SSH)] == [6_144_000, 18_000_000]
    assert read == ["×2", "×2"]


def test_what_is_refused_is_read_again_when_it_is_corrected(qtbot: QtBot, window: MainWindow, read: list[str]) -> None:
    type_text(window, SSH, "many")
    QTest.keyClick(editor(window), Qt.Key.Key_Return)
    assert window.work.table.refusal.reason
    editor(window).setText("7,000千円")
    QTest.keyClick(editor(window), Qt.Key.Key_Return)
    assert rate(window, SSH) == 7_000_000
    assert read == ["many", "7,000千円"]
