"""The field that finds everything: opened by a key, chosen by arrows, gone without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.session.finding import Kind
from planner.app.window.main_window import MainWindow
from planner.app.window.search.search_popup import SearchPopup
from planner.app.window.search.search_rows import Row, parts
from planner.core.edits.scenarios import lock
from planner.core.model.document import BASE, Document
from tests.samples import DC2, SCHOOLS


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def look(qtbot: QtBot) -> Callable[[MainWindow, str], list[Row]]:
    """Type into the field, opened by its key, and wait for what is found."""

    def look(window: MainWindow, typed: str) -> list[Row]:
        popup = window.search.popup
        if not popup.isVisible():
            QTest.keyClick(focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        assert popup.field.hasFocus()
        popup.field.selectAll()
        QTest.keyClicks(popup.field, typed)
        qtbot.waitUntil(lambda: not popup.is_looking)
        return list(popup.rows.rows)

    return look


def press(popup: SearchPopup, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(focused(), key)


def chosen(popup: SearchPopup) -> str:
    return str(popup.list.currentIndex().data())


Look = Callable[[MainWindow, str], list[Row]]


def test_enter_goes_to_the_line_that_was_found(window: MainWindow, look: Look) -> None:
    rows = look(window, "dc2")
    assert [(row.kind, row.is_heading) for row in rows[:2]] == [(Kind.LINE, True), (Kind.LINE, False)]
    assert (rows[1].text, rows[1].detail, rows[1].right) == ("DC2", "DC", "6,062,976")
    press(window.search.popup, Qt.Key.Key_Return)
    assert not window.search.popup.isVisible()
    assert window.work.table.hasFocus()
    assert window.work.table.row_at_cursor == window.session.state.portfolio.line_index[DC2]


def test_a_driver_that_was_named_is_the_cell(window: MainWindow, look: Look) -> None:
    look(window, "schools quantity")
    press(window.search.popup, Qt.Key.Key_Return)
    assert window.work.table.row_at_cursor == window.session.state.portfolio.line_index[SCHOOLS]
    header = window.work.table.model().headerData(window.work.table.currentIndex().column(), Qt.Orientation.Horizontal)
    assert "Quantity" in str(header)


def test_arrows_pass_over_headings(window: MainWindow, look: Look) -> None:
    look(window, "fellows")
    popup = window.search.popup
    assert chosen(popup) == "fellows"
    press(popup, Qt.Key.Key_Up)
    assert chosen(popup) == "fellows"
    press(popup, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert chosen(popup) == "DC1"
    assert "DC1" in popup.field.accessibleDescription(), "the reader of the screen hears what is chosen"


def test_escape_leaves_everything_as_it_was(window: MainWindow, look: Look) -> None:
    window.work.tree.setFocus()
    state = window.session.state
    look(window, "schools")
    press(window.search.popup, Qt.Key.Key_Escape)
    assert not window.search.popup.isVisible()
    assert window.work.tree.hasFocus()
    assert window.session.state is state


def test_a_click_elsewhere_closes_and_is_not_lost(window: MainWindow, look: Look) -> None:
    look(window, "schools")
    QTest.mouseClick(
        window.work.tree.viewport(), Qt.MouseButton.LeftButton, pos=window.work.tree.viewport().rect().center()
    )
    assert not window.search.popup.isVisible()
    assert window.work.tree.hasFocus()


def test_verbs_are_those_of_the_menus_with_their_keys(window: MainWindow, look: Look) -> None:
    rows = look(window, "next scenario")
    (verb,) = [row for row in rows if row.deed is not None]
    assert (verb.text, verb.detail, verb.right) == ("Next scenario", "Scenario", "Ctrl+PgDown")
    shown = window.session.state.scenario
    press(window.search.popup, Qt.Key.Key_Return)
    assert window.session.state.scenario != shown
    texts = {deed.text for deed in window.deeds()}
    assert {"Undo", "Redo", "Bulk change…", "million yen", "English"} <= texts


def test_what_cannot_be_done_says_why_and_does_nothing(window: MainWindow, look: Look) -> None:
    window.session.show(scenario=BASE)
    state = window.session.state
    for typed in ("rename", "add a line"):
        refused = [row for row in look(window, typed) if row.is_refused]
        assert refused
        assert all("base" in row.detail for row in refused)
    press(window.search.popup, Qt.Key.Key_Return)
    assert window.search.popup.isVisible()
    assert window.session.state is state


def test_in_a_locked_scenario_edits_say_so(
    make_window: Callable[..., MainWindow], document: Document, look: Look
) -> None:
    window = make_window(lock(document, 1))
    window.session.show(scenario=1)
    refused = [row.detail for row in look(window, "fill down") if row.is_refused]
    assert refused == ["The scenario 作業案 is locked: its figures never move."]
    assert not [row for row in look(window, "copy") if row.is_refused and row.text == "Copy"]


def test_tab_narrows_to_a_kind_and_round(window: MainWindow, look: Look) -> None:
    look(window, "s")
    popup = window.search.popup
    kinds = []
    for _ in range(len(Kind) + 1):
        press(popup, Qt.Key.Key_Tab)
        QApplication.processEvents()
        kinds.append({row.kind for row in popup.rows.rows if not row.is_heading})
    assert all(len(each) <= 1 for each in kinds[:-1])
    assert len(kinds[-1]) > 1
    assert popup.field.hasFocus()


def test_more_than_is_shown_can_be_listed(make_window: Callable[..., MainWindow], many: Document, look: Look) -> None:
    window = make_window(many)
    rows = look(window, "line")
    more = [place for place, row in enumerate(rows) if row.text.endswith("more")]
    popup = window.search.popup
    popup.list.setCurrentIndex(popup.rows.index(more[0], 0))
    press(popup, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert popup.isVisible()
    assert len(popup.rows.rows) > len(rows)


def test_nothing_found_is_said(window: MainWindow, look: Look) -> None:
    (row,) = look(window, "no such thing")
    assert (row.text, row.is_heading) == ("Nothing is found.", True)
    press(window.search.popup, Qt.Key.Key_Return, Qt.Key.Key_Down)
    assert window.search.popup.isVisible()


def test_it_stays_within_a_small_window(window: MainWindow, look: Look) -> None:
    window.resize(900, 450)
    look(window, "")
    popup = window.search.popup
    assert window.rect().contains(popup.geometry())


def test_what_was_looked_for_is_told_apart_in_any_width() -> None:
    assert parts("ＤＣ１ 研究", ("dc1", "究")) == [("ＤＣ１", True), (" 研", False), ("究", True)]
    assert parts("DC", ()) == [("DC", False)]
    assert parts("", ("a",)) == []
