"""Undo and redo with the list of edits: as far back as the one chosen, and forth again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from planner.app.window.frame.undo_history import LISTED, HistoryButton
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry
from tests.samples import DC1


def listed(button: HistoryButton) -> list[str]:
    menu = button.menu()
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()]


def raise_rate(window: MainWindow, times: int) -> None:
    for n in range(1, times + 1):
        window.session.set_values(f"Edit & {n}", [Entry(DC1, "rate", 2026, 3_072_000 + n)])


def test_nothing_to_undo_is_offered_at_first(window: MainWindow) -> None:
    assert not window.top_bar.undo.isEnabled()
    assert not window.top_bar.redo.isEnabled()
    assert (listed(window.top_bar.undo), listed(window.top_bar.redo)) == ([], [])


def test_a_click_undoes_one_and_says_which(window: MainWindow) -> None:
    raise_rate(window, 2)
    assert window.top_bar.undo.accessibleName() == "Undo: Edit & 2"
    QTest.mouseClick(window.top_bar.undo, Qt.MouseButton.LeftButton)
    assert window.session.state.document.overrides(1)[DC1] != {}
    assert (window.top_bar.undo.accessibleName(), window.top_bar.redo.accessibleName()) == (
        "Undo: Edit & 1",
        "Redo: Edit & 2",
    )
    QTest.mouseClick(window.top_bar.redo, Qt.MouseButton.LeftButton)
    assert not window.top_bar.redo.isEnabled()


def test_the_edit_chosen_is_taken_back_with_all_after_it(window: MainWindow) -> None:
    before = window.session.state.document
    raise_rate(window, 4)
    after = window.session.state.document
    assert listed(window.top_bar.undo) == ["Edit && 4", "Edit && 3", "Edit && 2", "Edit && 1"]
    window.top_bar.undo.menu().actions()[3].trigger()
    assert window.session.state.document is before
    assert listed(window.top_bar.redo) == ["Edit && 1", "Edit && 2", "Edit && 3", "Edit && 4"]
    tips = [action.toolTip() for action in window.top_bar.redo.menu().actions()]
    assert tips == ["Redo 1 edit", "Redo 2 edits", "Redo 3 edits", "Redo 4 edits"]
    window.top_bar.redo.menu().actions()[3].trigger()
    assert window.session.state.document is after


def test_only_the_last_edits_are_listed(window: MainWindow) -> None:
    raise_rate(window, LISTED + 5)
    names = listed(window.top_bar.undo)
    assert (len(names), names[0], names[-1]) == (LISTED, f"Edit && {LISTED + 5}", "Edit && 6")


def test_another_document_has_another_history(window: MainWindow) -> None:
    raise_rate(window, 1)
    window.session.start(window.session.state.document)
    assert not window.top_bar.undo.isEnabled()
