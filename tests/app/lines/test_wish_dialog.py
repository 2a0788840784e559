"""A wished rise split off from the table: what comes of it is said before, the sum stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from planner.app.lines.line_columns import Column
from planner.app.lines.wish_dialog import WishDialog
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry
from planner.core.model.document import BASE
from tests.app.hands import cell, go
from tests.samples import DC1, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # a dialog raised where there is no screen


def asked(window: MainWindow, line: str) -> WishDialog:
    window.work.table.selectRow(window.work.table.lines.row_of_line(window.session.state.portfolio.line_index[line]))
    window.menus.actions["line.split-wish"].trigger()
    dialog = window.findChild(WishDialog)
    assert dialog is not None
    return dialog


def test_a_raised_rate_is_split_by_enter_alone(window: MainWindow) -> None:
    window.session.set_values("raise", [Entry(DC1, "rate", 2026, 3_200_000)])
    total = window.session.state.totals()[1].yen
    dialog = asked(window, DC1)
    assert dialog.kept.text() == "3,072,000", "the base's"
    assert dialog.known.text() == "Last year 2,400,000 · base 3,072,000 · now 3,200,000"
    assert dialog.said.text() == "Request 5,053,824 and wish 82,176 (thousand yen); together as before, in every year."
    QTest.keyClicks(dialog.reason, "young people first")
    QTest.keyClick(dialog.kept, Qt.Key.Key_Return)
    state = window.session.state
    assert state.totals()[1].yen == total
    assert state.document.changes[-1].why == "young people first"
    row = window.work.table.row_at_cursor
    assert row is not None
    assert state.portfolio.lines.labels_en[row] == "DC1 (wish)", "the cursor is on the wish"
    window.session.undo_stack.undo()
    assert len(window.session.state.portfolio.lines) == 3


def test_what_is_typed_is_answered_with_every_key(window: MainWindow) -> None:
    dialog = asked(window, SCHOOLS)
    assert dialog.kept.text() == "", "nothing rose"
    assert not dialog.split.isEnabled()
    dialog.kept.setFocus()
    QTest.keyClicks(dialog.kept, "8,000,000")
    assert dialog.split.isEnabled()
    assert dialog.said.text().startswith("Request 1,920,000 and wish 240,000")
    dialog.kept.clear()
    QTest.keyClicks(dialog.kept, "9,500,000")
    assert "There is no rise beyond 9,500,000" in dialog.said.text()
    assert not dialog.split.isEnabled()
    dialog.kept.setText("many")
    assert not dialog.split.isEnabled()


def test_a_quantity_can_be_wished_for(window: MainWindow) -> None:
    window.session.set_values("more", [Entry(SCHOOLS, "quantity", 2026, 250)])
    dialog = asked(window, SCHOOLS)
    assert (dialog.driver.currentText(), dialog.kept.text()) == ("Quantity", "240")
    dialog.split.click()
    state = window.session.state
    assert state.portfolio.lines.of[state.portfolio.line_index[f"{SCHOOLS}-wish-1"]] == ""


def test_the_base_has_no_wishes(window: MainWindow) -> None:
    window.session.show(scenario=BASE)
    window.work.table.selectRow(0)  # the band over the program: nothing is reckoned for it
    go(window, cell(window, SCHOOLS, Column.RATE))
    window.menus.actions["line.split-wish"].trigger()
    assert window.findChild(WishDialog) is None
    assert "base" in window.messages.text


def test_it_closes_when_another_scenario_is_shown(window: MainWindow) -> None:
    dialog = asked(window, SCHOOLS)
    window.session.show(scenario=BASE)
    assert not dialog.isVisible()
