"""Classing lines in bulk: ticked by line, by program or from the table, given a class as one edit with its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from planner.app.check.classify_model import ITEM
from planner.app.check.classify_panel import ClassifyPanel
from planner.app.window.main_window import MainWindow
from planner.core.ceilings.classes import classes_of, unclassified
from planner.core.edits.scenarios import lock
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.ceilings import DISCRETIONARY, REQUEST, WISH
from planner.core.model.document import BASE, Document
from planner.files.portfolio.reading import built_in_portfolio
from tests.samples import DC1, DC2, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


def opened(window: MainWindow, *lines: str) -> ClassifyPanel:
    window.classify.open(lines)
    return window.check.classes


def choose(panel: ClassifyPanel, **values: int) -> None:
    for key, value in values.items():
        box = panel.boxes[key]
        box.setCurrentIndex(box.findData(value))


def classes(window: MainWindow, line: str) -> tuple[int, int]:
    state = window.session.state
    return classes_of(state.evaluation, state.portfolio.line_index[line])


def items(panel: ClassifyPanel) -> list[str]:
    return [str(panel.model.index(row, ITEM).data()).strip() for row in range(panel.model.rowCount())]


def test_lines_without_a_class_are_listed_by_program_with_their_amounts(window: MainWindow) -> None:
    panel = opened(window)
    assert items(panel) == ["DC   2 lines", "DC1", "DC2", "SSH   1 line", "schools"]
    assert panel.title.text() == "Unclassified lines: 3"
    amounts = [panel.model.index(row, 1).data() for row in range(5)]
    assert amounts == ["11,116,800", "5,053,824", "6,062,976", "2,160,000", "2,160,000"]
    assert panel.model.headerData(1, Qt.Orientation.Horizontal) == "R8 thousand yen"
    assert panel.model.index(1, 2).data() == "not stated"


def test_a_program_is_classed_by_one_tick_and_one_edit(window: MainWindow) -> None:
    panel, count = opened(window), window.session.undo_stack.count()
    panel.list.setCurrentIndex(panel.model.index(0, ITEM))
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.model.chosen == [DC1, DC2]
    assert panel.model.index(0, ITEM).data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
    choose(panel, demand=REQUEST, expense=DISCRETIONARY)
    panel.reason.setFocus()
    QTest.keyClicks(panel.reason, "guidelines 2(1)")
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
    assert classes(window, DC1) == classes(window, DC2) == (REQUEST, DISCRETIONARY)
    assert window.session.state.document.changes[-1].why == "guidelines 2(1)"
    assert window.session.undo_stack.count() == count + 1
    assert items(panel) == ["SSH   1 line", "schools"]
    assert panel.model.chosen == []
    window.session.undo_stack.undo()
    assert panel.model.lacking == 3


def test_a_part_of_a_program_is_partly_ticked(window: MainWindow) -> None:
    panel = opened(window, DC2)
    states = [panel.model.index(row, ITEM).data(Qt.ItemDataRole.CheckStateRole) for row in range(3)]
    assert states == [Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked, Qt.CheckState.Checked]
    panel.model.setData(panel.model.index(0, ITEM), None, Qt.ItemDataRole.CheckStateRole)
    assert panel.model.chosen == [DC1, DC2]
    panel.model.setData(panel.model.index(0, ITEM), None, Qt.ItemDataRole.CheckStateRole)
    assert panel.model.chosen == []


def test_nothing_can_be_classed_before_something_is_ticked_and_chosen(window: MainWindow) -> None:
    panel = opened(window)
    assert not panel.apply.isEnabled()
    choose(panel, demand=WISH)
    assert not panel.apply.isEnabled()
    panel.model.tick([SCHOOLS])
    assert panel.apply.isEnabled()
    assert panel.boxes["demand"].findText("item without amount") < 0, "that is no class but a figure"


def test_the_lines_selected_in_the_table_are_ticked(window: MainWindow) -> None:
    window.work.table.setFocus()
    window.work.table.selectRow(window.work.table.lines.row_of_line(window.session.state.portfolio.line_index[SCHOOLS]))
    window.menus.actions["line.classify"].trigger()
    assert window.check.classes.model.chosen == [SCHOOLS]


def test_the_lines_of_the_program_chosen_are_ticked(window: MainWindow) -> None:
    window.session.show(program=0)
    window.menus.actions["program.classify"].trigger()
    assert window.check.classes.model.chosen == [DC1, DC2]


def test_lines_with_a_class_can_be_given_another(make_window: Callable[..., MainWindow], document: Document) -> None:
    window = make_window(set_values(document, 1, [Entry(DC1, "demand", 2026, 1), Entry(DC1, "expense", 2026, 1)]))
    panel = opened(window, DC1)
    assert panel.every.isChecked(), "all are listed where the line meant has a class"
    choose(panel, demand=WISH)
    panel.apply.click()
    assert classes(window, DC1) == (WISH, 1)
    panel.every.setChecked(False)
    assert "DC1" not in items(panel)


@pytest.mark.parametrize("locked", [False, True])
def test_where_nothing_can_be_edited_it_says_so(
    make_window: Callable[..., MainWindow], document: Document, locked: bool
) -> None:
    window = make_window(lock(document, 1) if locked else document)
    window.session.show(scenario=1 if locked else BASE)
    panel = opened(window, DC1)
    choose(panel, demand=WISH)
    assert ("locked" if locked else "base") in panel.refusal.text()
    assert not panel.apply.isEnabled()


def test_a_line_can_be_gone_to(window: MainWindow) -> None:
    panel = opened(window)
    panel.list.setCurrentIndex(panel.model.index(2, ITEM))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.work.table.row_at_cursor == window.session.state.portfolio.line_index[DC2]


def test_the_ceiling_leads_to_the_lines_it_does_not_know(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(new_document(built_in_portfolio()))
    count = len(unclassified(window.session.state.evaluation))
    card = window.strip.cards["room"]
    assert card.text_shown == f"{count} unclassified"
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    panel = window.check.classes
    assert panel.isVisible()
    assert panel.model.lacking == count
    panel.list.selectAll()
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    choose(panel, demand=REQUEST, expense=DISCRETIONARY)
    panel.apply.click()
    assert "unclassified" not in card.text_shown
    assert items(panel) == []
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.check.ceilings.isVisible(), "where all is known it leads to the ceilings"
