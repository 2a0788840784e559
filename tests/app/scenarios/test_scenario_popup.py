"""The pill and the tree under it: chosen by keys, named in place, every scenario with its mark and its difference."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from planner.app.scenarios.outline import outline, path
from planner.app.scenarios.scenario_popup import ScenarioPopup
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch, lock, set_note
from planner.core.edits.values import Entry, set_values
from planner.core.model.document import BASE, Document
from tests.samples import DC1

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

RAISE = 642 * 128_000


@pytest.fixture
def tree(document: Document) -> Document:
    """作業案 › 大臣説明案, 作業案 › 子, 別案; the rate of DC1 raised in the first."""
    document = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)], "理由")
    for parent, name in ((1, "大臣説明案"), (BASE, "別案"), (1, "子")):
        document = branch(document, parent, name)
    return set_note(lock(document, 3), 2, "若手重点")


@pytest.fixture
def opened(make_window: Callable[..., MainWindow], tree: Document) -> MainWindow:
    """The window with the tree opened by a click on the pill, 作業案 shown."""
    window = make_window(tree)
    window.session.show(scenario=1)
    QTest.mouseClick(window.top_bar.pill, Qt.MouseButton.LeftButton)
    assert window.ways.scenario_popup.list.hasFocus()
    return window


def press(*keys: Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        QTest.keyClick(focused, key)


def type_name(text: str) -> None:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QWidget)
    QTest.keyClicks(focused, text)
    QTest.keyClick(focused, Qt.Key.Key_Return)


def names(popup: ScenarioPopup) -> list[str]:
    return [row.name for row in popup.rows.rows]


def test_the_tree_lists_each_scenario_before_its_branches(tree: Document) -> None:
    assert outline(tree) == [(BASE, 0), (1, 1), (2, 2), (4, 2), (3, 1)]
    assert path(tree, 4) == [BASE, 1, 4]


def test_the_pill_says_which_scenario_is_shown(opened: MainWindow) -> None:
    pill = opened.top_bar.pill
    for number, said in (
        (BASE, "Scenario: Base"),
        (2, "Scenario: Base › 作業案 › 大臣説明案"),
        (3, "Scenario: Base › 別案, locked"),
    ):
        opened.session.show(scenario=number)
        assert pill.accessibleName() == said


def test_rows_say_what_a_scenario_adds_and_what_it_is_for(opened: MainWindow) -> None:
    rows = opened.ways.scenario_popup.rows
    assert names(opened.ways.scenario_popup) == ["Base", "作業案", "大臣説明案", "子", "別案"]
    assert [row.difference for row in rows.rows] == [0, RAISE, RAISE, RAISE, 0]
    assert [row.changes for row in rows.rows] == [0, 1, 0, 0, 0]
    total = rows.rows[2].total
    assert total is not None
    said = rows.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"大臣説明案, {total // 1000:,} thousand yen, From base +82,176 thousand yen, 若手重点"
    assert "locked" in rows.index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_arrows_and_enter_show_another_scenario(opened: MainWindow) -> None:
    opened.work.table.setFocus()
    QTest.mouseClick(opened.top_bar.pill, Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_Down)
    assert opened.session.state.scenario == 1, "nothing is shown by moving alone"
    press(Qt.Key.Key_Return)
    assert opened.session.state.scenario == 2
    assert not opened.ways.scenario_popup.isVisible()


def test_escape_gives_the_focus_back(opened: MainWindow) -> None:
    press(Qt.Key.Key_Escape)
    opened.work.table.setFocus()
    opened.ways.scenario_popup.start()
    press(Qt.Key.Key_Escape)
    assert opened.work.table.hasFocus()
    assert opened.session.state.scenario == 1


def test_a_branch_is_named_in_place_from_the_one_under_the_cursor(opened: MainWindow) -> None:
    popup, count = opened.ways.scenario_popup, opened.session.undo_stack.count()
    press(Qt.Key.Key_Down)
    QTest.mouseClick(popup.branch, Qt.MouseButton.LeftButton)
    assert popup.name.hasFocus()
    type_name("plan B")
    state = opened.session.state
    assert (state.document.scenario(5).name, state.document.scenario(5).parent, state.scenario) == ("plan B", 2, 5)
    assert opened.session.undo_stack.count() == count + 1
    assert popup.list.hasFocus()
    assert popup.list.currentIndex().data() == "plan B"


def test_a_name_that_is_taken_is_refused_beside_it(opened: MainWindow) -> None:
    popup = opened.ways.scenario_popup
    popup.ask_branch()
    popup.name.setText("別案")
    press(Qt.Key.Key_Return)
    assert "There is already a scenario" in popup.refusal.text()
    assert popup.refusal.isVisible()
    assert (popup.name.hasFocus(), popup.name.text()) == (True, "別案")
    press(Qt.Key.Key_Escape)
    assert popup.isVisible(), "Escape leaves the question first"
    assert not popup.refusal.isVisible()


def test_f2_renames_and_the_base_keeps_its_name(opened: MainWindow) -> None:
    popup = opened.ways.scenario_popup
    press(Qt.Key.Key_F2)
    assert popup.name.text() == "作業案"
    type_name("draft")
    assert opened.session.state.document.scenario(1).name == "draft"
    press(Qt.Key.Key_Home, Qt.Key.Key_F2)
    assert not popup.name.isVisible()
    enabled = {popup.rename, popup.duplicate, popup.lock, popup.delete, popup.note}
    assert not any(each.isEnabled() for each in enabled)


def test_another_than_the_one_shown_is_locked_duplicated_and_deleted(opened: MainWindow) -> None:
    popup, session = opened.ways.scenario_popup, opened.session
    press(Qt.Key.Key_Down)
    QTest.mouseClick(popup.lock, Qt.MouseButton.LeftButton)
    assert session.state.document.scenario(2).locked
    assert session.state.scenario == 1
    press(Qt.Key.Key_Delete)
    assert "locked and cannot be deleted" in popup.refusal.text()
    QTest.mouseClick(popup.lock, Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_Delete)
    assert names(popup) == ["Base", "作業案", "子", "別案"]
    assert session.state.scenario == 1
    QTest.mouseClick(popup.duplicate, Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_Return)
    assert "(copy)" in session.state.document.scenarios[-1].name


def test_one_is_shown_beside_and_no_more(opened: MainWindow) -> None:
    popup, session = opened.ways.scenario_popup, opened.session
    press(Qt.Key.Key_Up)
    QTest.mouseClick(popup.beside, Qt.MouseButton.LeftButton)
    assert session.state.beside == BASE
    QTest.mouseClick(popup.beside, Qt.MouseButton.LeftButton)
    assert session.state.beside is None


def test_the_note_is_written_where_it_stands(opened: MainWindow) -> None:
    popup = opened.ways.scenario_popup
    press(Qt.Key.Key_Down)
    assert popup.note.text() == "若手重点"
    popup.note.setFocus()
    popup.note.setText("locked by the minister")
    press(Qt.Key.Key_Return)
    assert opened.session.state.document.scenario(2).note == "locked by the minister"
    assert popup.rows.rows[2].note == "locked by the minister"


def test_scenarios_can_be_set_side_by_side(opened: MainWindow) -> None:
    QTest.mouseClick(opened.ways.scenario_popup.compare, Qt.MouseButton.LeftButton)
    assert opened.pages.front == "compare"
    assert not opened.ways.scenario_popup.isVisible()


def test_rows_painted_in_every_state_and_a_small_window(opened: MainWindow) -> None:
    opened.resize(900, 450)
    opened.ways.scenario_popup.place()
    assert opened.rect().contains(opened.ways.scenario_popup.geometry())
    assert not opened.ways.scenario_popup.grab().isNull()
    assert opened.ways.scenario_popup.rows.rowCount(QModelIndex()) == 5
