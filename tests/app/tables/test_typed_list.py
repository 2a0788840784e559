"""A list in which is typed: Japanese too lands where it belongs, from its first letter on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QInputMethodEvent, QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from planner.app.tables.typed_list import TypedList

NAME, FIRST, SECOND = range(3)


def listed(qtbot: QtBot, lands: int | None) -> TypedList:
    """Two rows with a name that is only read, and two texts that are typed; the first of the second row is closed."""
    model = QStandardItemModel(2, 3)
    for place in range(2):
        name = QStandardItem(f"事業{place}")
        name.setEditable(False)
        model.setItem(place, NAME, name)
        for column in (FIRST, SECOND):
            model.setItem(place, column, QStandardItem(""))
    model.item(1, SECOND).setEditable(False)
    found = TypedList("typed", "…", (20, 20, 20), lands)
    model.setParent(found)
    found.setModel(model)
    qtbot.addWidget(found)
    found.show()
    found.activateWindow()
    found.setFocus()
    QApplication.processEvents()
    return found


def compose(part: TypedList | QLineEdit, shown: str, taken: str = "") -> None:
    event = QInputMethodEvent(shown, [])
    event.setCommitString(taken)
    QApplication.sendEvent(part, event)


def can_compose(found: TypedList) -> bool:
    return found.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


@pytest.mark.parametrize("column", [NAME, FIRST, SECOND])
def test_what_is_composed_lands_in_its_column_wherever_the_cursor_is(qtbot: QtBot, column: int) -> None:
    found = listed(qtbot, lands=FIRST)
    model = found.model()
    found.setCurrentIndex(model.index(0, column))
    assert can_compose(found)
    compose(found, "み")
    compose(found, "見積")
    (editor,) = found.viewport().findChildren(QLineEdit)
    QTest.keyClick(found, Qt.Key.Key_Backspace)
    QTest.keyClick(found, Qt.Key.Key_Space)
    compose(found, "", "見積")
    assert editor.text() == "見積" and editor.hasFocus()
    compose(editor, "", "は？")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.index(0, FIRST).data() == "見積は？")
    assert found.currentIndex() == model.index(1, FIRST)
    assert not model.index(0, SECOND).data()


def test_with_no_column_of_its_own_it_is_the_cell_at_the_cursor(qtbot: QtBot) -> None:
    found = listed(qtbot, lands=None)
    model = found.model()
    found.setCurrentIndex(model.index(0, NAME))
    assert not can_compose(found), "nothing can be typed there"
    found.setCurrentIndex(model.index(1, SECOND))
    assert not can_compose(found)
    found.setCurrentIndex(model.index(0, SECOND))
    assert can_compose(found)
    found.selectionModel().select(model.index(0, FIRST), QItemSelectionModel.SelectionFlag.Select)
    compose(found, "本")
    assert found.selectionModel().isSelected(model.index(0, FIRST)), "what is typed goes into all that are selected"
    compose(found, "", "本省")
    (editor,) = found.viewport().findChildren(QLineEdit)
    assert editor.text() == "本省"


def test_what_is_given_up_while_composing_leaves_the_cell_as_it_was(qtbot: QtBot) -> None:
    found = listed(qtbot, lands=FIRST)
    found.setCurrentIndex(found.model().index(0, NAME))
    compose(found, "み")
    compose(found, "")
    assert not found.composing
    (editor,) = found.viewport().findChildren(QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not found.model().index(0, FIRST).data()
    QTest.keyClicks(found, "a")
    assert [each.text() for each in found.viewport().findChildren(QLineEdit) if each.isVisible()] == ["a"]
