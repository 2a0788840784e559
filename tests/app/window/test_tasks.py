"""What an officer does all day, with real events: how many steps it takes, each written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from planner.app.lines.bulk_dialog import BulkDialog
from planner.app.lines.line_columns import Column
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import Officer, cell, editor, go, here, values
from tests.samples import DC1, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


def test_a_rate_is_raised_with_its_reason(window: MainWindow) -> None:
    officer = Officer()
    go(window, cell(window, DC1, Column.RATE))
    window.work.table.setFocus()
    officer.type("3200000")
    officer.press("Ctrl+Shift+E")
    officer.type("民間初任給との差")
    (change,) = window.session.state.document.changes
    assert (change.cells[0].line_id, change.why) == (DC1, "民間初任給との差")
    assert window.work.table.hasFocus(), "and the next one can be typed"
    assert len(officer.steps) <= 3, officer.steps


@pytest.fixture
def deliberate(qapp: QApplication) -> Iterator[None]:
    """Two clicks are never one double click, however quickly a test makes them."""
    interval = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(interval)


@pytest.mark.usefixtures("deliberate")
def test_five_percent_are_cut_over_a_program_in_thousands(make_window: Callable[..., MainWindow]) -> None:
    window, officer = make_window(new_document(built_in_portfolio())), Officer()
    state, tree = window.session.state, window.work.tree
    program = state.portfolio.program_index["fellows/dc"]
    tree.expandAll()
    officer.click(tree, tree.programs.index_of_program(program))
    officer.press("Ctrl+Shift+B")
    (dialog,) = window.findChildren(BulkDialog)
    assert "stays" in dialog.reach.text(), "what cannot move is said before anything is typed"
    officer.type("-5", then=None)
    officer.click(dialog.step)
    listed = dialog.step.view()
    officer.click(listed, listed.model().index(dialog.step.findData(1_000), 0))
    assert "All told they change by" in dialog.reach.text()
    officer.press("Return")
    (change,) = window.session.state.document.changes
    ids = state.portfolio.lines.ids
    lines = [ids[row] for row in state.portfolio.line_ranges[program]]
    assert {each.line_id for each in change.cells} == set(lines)
    assert all(isinstance(rate, int) and rate % 1_000 == 0 for rate in values(window, Column.RATE, *lines))
    assert len(officer.steps) <= 6, officer.steps


def test_a_new_program_with_two_named_lines(window: MainWindow, qtbot: QtBot) -> None:
    officer = Officer()
    go(window, cell(window, SCHOOLS, Column.RATE))
    window.work.table.setFocus()
    officer.press("Ctrl+Shift+P")
    officer.type("AI人材育成")
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), type(editor(window))))
    officer.type("研究奨励金")
    assert here(window)[1] is Column.RATE
    officer.press("Ctrl++")
    officer.type("学習環境")
    assert here(window)[1] is Column.RATE
    state = window.session.state
    assert state.program is not None
    assert state.portfolio.programs[state.program].name == "AI人材育成"
    lines = [state.portfolio.lines.labels[row] for row in state.portfolio.line_ranges[state.program]]
    assert lines == ["研究奨励金", "学習環境"]
    assert window.findChildren(QDialog) == []
    assert len(officer.steps) == 5, officer.steps  # at most 14 are wanted, with each Enter counted too
