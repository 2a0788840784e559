"""A jump brings forward what it leads to, and finds lines by what they are, wherever they stand by now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from planner.app.session.place import Place
from planner.app.widgets.front import bring_forward
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import delete_scenario
from planner.core.edits.structure import add_line
from planner.core.edits.values import Entry
from tests.app.hands import shortcut
from tests.samples import DC1, DC2, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


def is_seen(widget: QWidget) -> bool:
    QApplication.processEvents()
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


def fold_away(window: MainWindow) -> None:
    window.pages.show_page("compare")
    assert not is_seen(window.work.table)
    assert not is_seen(window.work.tree)


def told(window: MainWindow) -> str:
    """The finding that was stepped to, in full."""
    panel = window.check.problems
    return "\n".join(panel.paragraphs(panel.list.currentIndex().row()))


def line_at_cursor(window: MainWindow) -> str:
    row = window.work.table.row_at_cursor
    assert row is not None
    return window.session.state.portfolio.lines.ids[row]


def test_f8_says_the_finding_and_shows_the_table_it_leads_to(qtbot: QtBot, window: MainWindow) -> None:
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    qtbot.waitUntil(lambda: window.check.problems.model.rowCount() > 0)
    window.menus.actions["go.changes"].trigger()
    assert not is_seen(window.check.problems)
    fold_away(window)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.messages.text == told(window)
    place = window.check.problems.model.place_at(window.check.problems.list.currentIndex().row())
    assert place is not None
    assert is_seen(window.work.table if place.row is not None else window.work.tree)


def test_f8_says_the_finding_where_the_check_was_never_looked_at(qtbot: QtBot, window: MainWindow) -> None:
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    qtbot.waitUntil(lambda: window.check.problems.model.rowCount() > 0)
    window.pages.show_page("lines")
    assert not is_seen(window.check.problems)
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert is_seen(window.work.table)
    assert window.messages.text == told(window)


def test_a_jump_opens_what_was_folded_away(window: MainWindow) -> None:
    fold_away(window)
    portfolio = window.session.state.portfolio
    window.work.jumps.to(Place(row=portfolio.line_index[DC2]))
    assert is_seen(window.work.table)
    assert line_at_cursor(window) == DC2
    window.work.jumps.to(Place(program=portfolio.program_index["ssh"]))
    assert is_seen(window.work.tree)


def test_the_reason_is_typed_where_it_can_be_seen(window: MainWindow) -> None:
    window.pages.show_page("overview")
    assert not is_seen(window.work.bar)
    shortcut(window, "Ctrl+Shift+E")
    assert is_seen(window.work.bar)
    assert window.work.bar.reasoning.reason.hasFocus()


def test_finding_brings_the_programs_back(window: MainWindow) -> None:
    fold_away(window)
    shortcut(window, "Ctrl+F")
    assert is_seen(window.work.pane.search)
    window.pages.show_page("years")
    shortcut(window, "Ctrl+Shift+1")
    assert is_seen(window.work.tree)


def test_a_part_behind_a_tab_is_brought_forward(qtbot: QtBot) -> None:
    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    first, second = QWidget(), QWidget()
    for page in (first, second):
        tabs.addTab(page, "page")
    bring_forward(second)
    assert tabs.currentWidget() is second
    assert tabs.tabBar().currentIndex() == 1


def test_a_line_that_moved_is_found_by_what_it_is(window: MainWindow) -> None:
    before = window.session.state.portfolio
    window.session.edit("add", lambda document: add_line(document, 1, "fellows/dc", "新")[0])
    assert window.session.state.portfolio.line_index[SCHOOLS] == before.line_index[SCHOOLS] + 1
    window.work.jumps.to(Place(line_id=SCHOOLS))
    assert line_at_cursor(window) == SCHOOLS
    window.work.jumps.to(Place(program_id="fellows"))
    assert window.session.state.program == window.session.state.portfolio.program_index["fellows"]


def test_what_is_there_no_more_is_said(window: MainWindow) -> None:
    window.work.jumps.to(Place(line_id=DC1))
    for gone in (Place(line_id="fellows/gone"), Place(program_id="gone"), Place(scenario=7, line_id=DC2)):
        window.work.jumps.to(gone)
        assert "not in the document any more" in window.messages.text
        assert line_at_cursor(window) == DC1


def test_a_scenario_that_was_deleted_leads_nowhere(window: MainWindow, tmp_path: Path) -> None:
    window.session.edit("delete", lambda document: delete_scenario(document, 1), 0)
    window.work.jumps.to(Place(1, line_id=DC1))
    assert "not in the document any more" in window.messages.text


@pytest.mark.parametrize("held", ["Shift+F24", "Ctrl+F24"])
def test_a_jump_selects_its_cell_alone_whatever_keys_are_held(window: MainWindow, held: str) -> None:
    """Shift+F8 leads back with Shift held: what is filled there into all selected cells goes into no other."""
    table, portfolio = window.work.table, window.session.state.portfolio
    window.work.jumps.to(Place(row=portfolio.line_index[DC1], field="rate"))
    QTest.keySequence(window, QKeySequence(held))
    assert QApplication.keyboardModifiers() is not Qt.KeyboardModifier.NoModifier
    window.work.jumps.to(Place(row=portfolio.line_index[DC2], field="rate"))
    assert table.selectionModel().selectedIndexes() == [table.currentIndex()]
    QTest.keyClick(window, Qt.Key.Key_F24)
