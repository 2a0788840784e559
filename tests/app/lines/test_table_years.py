"""Other fiscal years in the table of lines: past intakes of cohort lines, and the years of the plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.tables.marks import Mark
from planner.app.widgets import roles
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.values import new_document
from planner.core.model.document import Document
from planner.core.model.lines import Cell
from tests.app.hands import cell, go, shortcut, text, type_into
from tests.samples import DC1, SCHOOLS, small_portfolio


def header(window: MainWindow, column: Column) -> str:
    place = COLUMNS.index(column)
    return str(window.work.table.lines.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))


def rows(window: MainWindow, line: str, column: Column) -> list[str]:
    """A line and its vintages, cell by cell."""
    index: QModelIndex = cell(window, line, column)
    found = [text(index)]
    while window.work.table.lines.row_at(below := index.siblingAtRow(index.row() + len(found))).vintage is not None:
        found.append(text(below))
    return found


def test_a_past_intake_is_edited_in_its_year_and_moves_what_continues(qtbot: QtBot, window: MainWindow) -> None:
    box = window.work.page.head.year_box
    assert [box.itemText(i) for i in range(box.count())] == ["R6", "R7", "R8"]
    assert box.currentText() == "R8"
    enacted = text(cell(window, DC1, Column.PREVIOUS))
    shortcut(window, "Ctrl+Alt+Left")
    assert box.currentText() == "R7"
    assert header(window, Column.QUANTITY) == "R7 Quantity"
    assert header(window, Column.AMOUNT).startswith("R7")
    assert text(cell(window, DC1, Column.AMOUNT)) == enacted
    type_into(qtbot, window, cell(window, DC1, Column.QUANTITY), "700")
    held = window.session.state.document.overrides(1)[DC1]
    assert held == {Cell("quantity", 2025): 700}
    assert "R8 has it too" in window.messages.text, "a step holds until the next one"
    assert cell(window, DC1, Column.QUANTITY).data(roles.MARK) is Mark.CHANGED
    assert text(cell(window, DC1, Column.AMOUNT)) == enacted, "what was enacted does not move"
    assert rows(window, DC1, Column.QUANTITY)[1:] == ["642 people"] * 3, "nor do the people it was enacted for"
    assert "DC · R7\n" in window.work.inspector.detail.text()
    shortcut(window, "Ctrl+Alt+Right")
    assert rows(window, DC1, Column.QUANTITY) == [f"{count} people" for count in (700, 700, 700, 642)]
    type_into(qtbot, window, cell(window, DC1, Column.QUANTITY), "642")
    assert rows(window, DC1, Column.QUANTITY) == [f"{count} people" for count in (642, 642, 700, 642)]
    window.session.undo_stack.undo()
    assert cell(window, DC1, Column.QUANTITY).data(roles.MARK) is None
    document = window.session.state.document
    whole = evaluate(evaluate_base(document.portfolio), document.overrides(1))
    assert window.session.state.evaluation.total == whole.total
    window.work.inspector.changes.list.activated.emit(window.work.inspector.changes.model.index(0, 0))
    assert box.currentText() == "R7"
    assert window.work.table.currentIndex() == cell(window, DC1, Column.QUANTITY)
    shortcut(window, "Ctrl+Alt+Left")
    assert box.currentText() == "R6"
    assert text(cell(window, DC1, Column.AMOUNT)) == "−", "the plan begins later"
    shortcut(window, "Ctrl+Alt+Left")
    assert box.currentText() == "R6"


def test_what_is_enacted_refuses_edits_in_words(qtbot: QtBot, window: MainWindow) -> None:
    window.session.show(year=2025)
    go(window, cell(window, SCHOOLS, Column.RATE))
    type_into(qtbot, window, cell(window, SCHOOLS, Column.RATE), "8,000,000")
    assert "Fiscal year 2025 is enacted" in window.messages.text
    assert window.session.state.document.changes == ()


@pytest.fixture
def planned(make_window: Callable[..., MainWindow]) -> MainWindow:
    """The small portfolio planned to 2029."""
    document: Document = new_document(replace(small_portfolio(), years=(2025, 2026, 2027, 2028, 2029)))
    return make_window(document)


def test_a_later_plan_year_is_edited_in_the_same_table(qtbot: QtBot, planned: MainWindow) -> None:
    box = planned.work.page.head.year_box
    assert box.itemText(box.count() - 1) == "R11"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    box.activated.emit(box.currentIndex())
    planned.session.show(year=2028)
    before = planned.session.state.evaluation.total
    type_into(qtbot, planned, cell(planned, SCHOOLS, Column.RATE), "10百万円")
    after = planned.session.state.evaluation.total
    assert planned.session.state.document.overrides(1)[SCHOOLS] == {Cell("rate", 2028): 10_000_000}
    assert [b.yen - a.yen for a, b in zip(before, after, strict=True)] == [0, 0, 0, 240_000_000, 240_000_000]
    assert text(cell(planned, SCHOOLS, Column.AMOUNT)) == "2,400,000"
    assert planned.strip.cards["from-base"].text_shown == "0", "the strip stays with the request year"
    planned.session.show(year=2026)
    assert text(cell(planned, SCHOOLS, Column.AMOUNT)) == "2,160,000"
    planned.session.start(new_document(small_portfolio()))
    assert box.currentText() == "R8"


def test_another_document_is_taken_up_whatever_year_was_shown(window: MainWindow) -> None:
    """A line was proposed that the other document does not have, in a year it does not show."""
    session, other = window.session, window.session.state.document
    window.work.lines.add_line()
    session.show(year=2025)
    session.start(other)
    table = window.work.table.lines
    assert table.line_rows() == tuple(table.row_of_line(row) for row in range(len(other.portfolio.lines)))
