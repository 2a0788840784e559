"""Programs and lines are added and named where they stand, by key alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.window.main_window import MainWindow
from planner.core.model.document import BASE
from tests.app.hands import KEY, cell, editor, go, here, keys, naming, shortcut, text, type_into, type_on

SSH = "ssh/schools"


def test_esc_leaves_a_new_line_under_the_name_it_came_with(window: MainWindow, qtbot: QtBot) -> None:
    go(window, cell(window, SSH, Column.RATE))
    shortcut(window.work.table, "Ctrl++")
    keys(qtbot, editor(window), KEY.Key_Escape)
    (line,) = (each for each in window.session.state.portfolio.lines.ids if "new" in each)
    assert text(cell(window, line, Column.LABEL)) == "[new] New line"
    assert here(window) == (line.rpartition("/")[2], Column.LABEL)


def test_typing_into_the_name_of_a_line_renames_it(window: MainWindow, qtbot: QtBot) -> None:
    go(window, cell(window, SSH, Column.RATE))
    window.work.lines.add_line()
    keys(qtbot, editor(window), KEY.Key_Return)
    (line,) = (each for each in window.session.state.portfolio.lines.ids if "new" in each)
    type_into(qtbot, window, cell(window, line, Column.LABEL), "機器整備")
    assert text(cell(window, line, Column.LABEL)) == "[new] 機器整備"
    type_into(qtbot, window, cell(window, line, Column.LABEL), "  ")
    assert text(cell(window, line, Column.LABEL)) == "[new] 機器整備"
    assert "needs a label" in window.messages.text
    window.session.undo_stack.undo()
    assert text(cell(window, line, Column.LABEL)) == "[new] New line"


def test_the_name_of_a_line_of_the_base_is_that_of_its_sheet(window: MainWindow) -> None:
    go(window, cell(window, SSH, Column.LABEL))
    QTest.keyClick(window.work.table.viewport(), KEY.Key_A)
    assert "keeps the words of its sheet" in window.messages.text
    assert window.session.is_clean


def test_a_proposed_program_is_renamed_in_the_list_with_f2(window: MainWindow, qtbot: QtBot) -> None:
    window.work.lines.new_program(part=False)
    keys(qtbot, naming(window), KEY.Key_Escape)
    state = window.session.state
    assert state.program is not None
    QTest.keyClick(window.work.tree, KEY.Key_F2)
    naming(window).selectAll()
    type_on(naming(window), "新しい拠点")
    QTest.keyClick(naming(window), KEY.Key_Return)
    qtbot.waitUntil(lambda: text(window.work.tree.currentIndex()) == "[new] 新しい拠点")
    portfolio = window.session.state.portfolio
    (row,) = portfolio.line_ranges[state.program]
    assert portfolio.lines.labels[row] == "新しい拠点", "its line was called like it"
    assert not window.work.table.hasFocus(), "only a new program leads on to its lines"
    QTest.keyClick(window.work.tree, KEY.Key_F2)
    naming(window).clear()
    QTest.keyClick(naming(window), KEY.Key_Return)
    qtbot.waitUntil(lambda: "needs a name" in window.messages.text)


@pytest.mark.parametrize("part", [False, True])
def test_on_the_base_nothing_is_added(window: MainWindow, part: bool) -> None:
    window.session.show(scenario=BASE, program=0)
    window.desk.do(lambda: window.work.lines.new_program(part=part))
    assert "base" in window.messages.text
    assert window.session.is_clean
    assert [each for each in window.work.tree.viewport().findChildren(QWidget) if each.isVisible()] == []


def test_with_all_programs_shown_a_new_one_stands_beside_that_of_the_line_at_the_cursor(
    make_window: Callable[..., MainWindow], window: MainWindow, qtbot: QtBot
) -> None:
    go(window, cell(window, "fellows/dc/dc1", Column.RATE))
    shortcut(window.work.table, "Ctrl+Shift+P")
    keys(qtbot, naming(window), KEY.Key_Escape)
    programs = window.session.state.portfolio.programs
    place = window.session.state.program
    assert place is not None
    assert programs[place].parent == ""
    assert programs[place - 1].id == "fellows/dc", "after the parts of the program the line is of"


@pytest.mark.parametrize("beside", ["what-if", "narrow"])
def test_a_program_is_named_where_the_programs_have_no_place_beside_the_lines(
    window: MainWindow, qtbot: QtBot, beside: str
) -> None:
    if beside == "narrow":
        window.resize(960, 560)
    else:
        window.resize(1366, 690)
        shortcut(window, "Ctrl+T")
    QApplication.processEvents()
    assert not window.work.tree.isVisible()
    window.work.table.setFocus()
    shortcut(window, "Ctrl+Shift+P")
    type_on(naming(window), "new one")
    keys(qtbot, naming(window), KEY.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), type(editor(window))))  # its first line
    state = window.session.state
    assert state.program is not None
    assert state.portfolio.programs[state.program].name == "new one"
    assert not window.work.tree.isVisible()
