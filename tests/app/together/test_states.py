"""Parts on their way in the window: sent back with comments by line that the part shows in place, settled, reminded."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.together import board_verbs
from planner.app.together.board_model import PART, ROOM, STATE
from planner.app.together.board_page import BoardPage
from planner.app.together.comment_list import ANSWER
from planner.app.together.remark_model import REMARK
from planner.app.together.return_dialog import ReturnDialog
from planner.app.window.main_window import MainWindow
from planner.core.model.parts import State
from planner.files.document.store import open_document, save_document
from tests.app.together.hands import (
    MakeWindow,
    board_of,
    click,
    edited,
    front,
    handed_in,
    looked,
    sent_out,
    until,
    window_on,
)
from tests.core.merge.offices import in_two_divisions
from tests.samples import DC1, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PEOPLE, SCHOOL = range(2)
FILES = ("要求_人材課.bplan", "要求_学校課.bplan")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "分担"


@pytest.fixture
def main(make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    return window_on(make_window, in_two_divisions(), tmp_path / "要求.bplan")


@pytest.fixture
def board(qtbot: QtBot, main: MainWindow, folder: Path) -> BoardPage:
    found = board_of(main)
    QAbstractItemModelTester(found.model, found)
    QAbstractItemModelTester(found.shown, found)
    sent_out(qtbot, main, found, folder)
    return found


def returned(qtbot: QtBot, main: MainWindow, board: BoardPage, place: int, note: str, **remarks: str) -> None:
    """Send a part back with a note and remarks by line."""
    board.table.selectRow(place)
    click(board.back)
    until(qtbot, lambda: any(each.isVisible() for each in main.findChildren(ReturnDialog)))
    dialog = next(each for each in main.findChildren(ReturnDialog) if each.isVisible())
    dialog.note.setPlainText(note)
    for line, text in remarks.items():
        row = next(
            row for row in range(dialog.model.rowCount()) if line in dialog.model.index(row, 0).data().casefold()
        )
        dialog.model.setData(dialog.model.index(row, REMARK), text)
    click(dialog.go)
    until(qtbot, lambda: main.session.state.document.sent[place].state is State.RETURNED)
    until(qtbot, lambda: main.findChildren(ReturnDialog) == [])  # when it goes another window comes to the front


def test_comments_by_line_stand_in_their_place_in_the_part(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path, make_window: MakeWindow
) -> None:
    returned(qtbot, main, board, PEOPLE, "枠に収めてください", dc1="根拠を付けてください")
    until(qtbot, lambda: board.model.standings[PEOPLE].state is State.RETURNED)
    assert "枠に収めてください" in board.panel.toPlainText()
    assert "根拠を付けてください" in board.panel.toPlainText()
    part = make_window(open_document(folder / FILES[PEOPLE]).document)
    assert "Part of 人材課" in part.windowTitle()
    bar = board_of(part).part
    QAbstractItemModelTester(bar.list.comments, bar)
    assert bar.list.isVisible() and bar.list.comments.rowCount() == 1
    assert bar.list.comments.index(0, 1).data() == "根拠を付けてください"
    assert "枠に収めてください" in bar.told.text()
    bar.list.setFocus()
    QTest.keyClick(bar.list, Qt.Key.Key_Return)
    assert part.pages.front == "lines"
    table, row = part.work.table, part.session.state.portfolio.line_index[DC1]
    assert table.row_at_cursor == row
    place = table.currentIndex().row()
    label = COLUMNS.index(Column.LABEL)
    assert [sign.icon for sign in table.lines.look(place, label).signs] == ["comment"]
    said = table.lines.index(place, label)
    assert said.data(Qt.ItemDataRole.AccessibleTextRole).endswith("with a comment")
    assert "根拠を付けてください" in said.data(Qt.ItemDataRole.ToolTipRole)
    assert [sign.ink for sign in table.lines.look(place, label).signs] == ["warning"]
    part.work.page.show_inspector(True)
    assert "根拠を付けてください" in part.work.inspector.detail.text()
    part.session.show(program=None)
    part.menus.actions["together.comment"].trigger()
    QApplication.processEvents()
    assert table.row_at_cursor == row


def test_a_part_that_was_saved_meanwhile_is_not_sent_back_unseen(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path
) -> None:
    board.table.selectRow(SCHOOL)
    click(board.back)
    until(qtbot, lambda: main.findChildren(ReturnDialog) != [])
    (dialog,) = main.findChildren(ReturnDialog)
    dialog.note.setPlainText("見直し")
    edited(folder / FILES[SCHOOL], SCHOOLS, 8_000_000, "見直し")
    click(dialog.go)
    until(qtbot, lambda: "saved since" in main.messages.text)
    part = open_document(folder / FILES[SCHOOL]).document.part
    assert part is not None and part.history == ()


def test_what_was_taken_back_is_settled_and_that_is_taken_back_too(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path
) -> None:
    board.table.selectRow(SCHOOL)
    click(board.settle)
    assert "Nothing was taken back" in main.messages.text
    edited(folder / FILES[SCHOOL], SCHOOLS, 8_000_000, "見直し")
    handed_in(folder / FILES[SCHOOL])
    looked(qtbot, board, folder)
    board.table.selectRow(SCHOOL)
    click(board.take)
    until(qtbot, lambda: "New changes: 1," in main.messages.text)
    until(qtbot, lambda: board.model.standings[SCHOOL].difference == 0)
    board.table.selectRow(SCHOOL)
    click(board.settle)
    until(qtbot, lambda: board.model.standings[SCHOOL].state is State.SETTLED)
    assert "settled" in board.panel.toPlainText()
    click(board.take)
    until(qtbot, lambda: "is settled" in main.messages.text)
    main.menus.actions["together.unsettle"].trigger()
    until(qtbot, lambda: board.model.standings[SCHOOL].state is State.SUBMITTED)
    main.session.undo_stack.undo()
    assert main.session.state.document.sent[SCHOOL].state is State.SETTLED


def test_the_board_is_sorted_by_amounts_and_narrowed(
    qtbot: QtBot, board: BoardPage, folder: Path, main: MainWindow
) -> None:
    def shown() -> list[str]:
        return [board.shown.index(row, PART).data() for row in range(board.shown.rowCount())]

    board.table.sortByColumn(ROOM, Qt.SortOrder.AscendingOrder)
    assert shown() == ["人材課", "学校課"], "what has no ceiling stands below what is over it"
    board.table.sortByColumn(ROOM, Qt.SortOrder.DescendingOrder)
    assert shown() == ["学校課", "人材課"]
    over = board.model.index(SCHOOL, ROOM)
    assert over.data(Qt.ItemDataRole.AccessibleTextRole) == "Over the ceiling by 160,000,000 yen."
    assert over.data(Qt.ItemDataRole.DecorationRole) is not None
    for text, parts in (
        ("Over the ceiling", ["学校課"]),
        ("Waited for", ["学校課", "人材課"]),
        ("handed in", []),
        ("All parts", ["学校課", "人材課"]),
    ):
        board.narrowed.setCurrentIndex(board.narrowed.findData(text))
        board.narrowed.activated.emit(board.narrowed.currentIndex())
        assert shown() == parts
    handed_in(folder / FILES[PEOPLE])
    looked(qtbot, board, folder)
    board.narrowed.setCurrentIndex(board.narrowed.findData("Waited for"))
    board.narrowed.activated.emit(board.narrowed.currentIndex())
    assert shown() == ["学校課"]
    assert board.model.index(PEOPLE, STATE).data() == "handed in"


def test_reminders_are_those_who_are_waited_for(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    handed_in(folder / FILES[PEOPLE])
    looked(qtbot, board, folder)
    written = tmp_path / "督促.csv"
    monkeypatch.setattr(board_verbs, "ask_target", lambda *_: written)
    main.menus.actions["together.remind"].trigger()
    head, *rows = csv.reader(written.read_text(encoding="utf-8-sig").splitlines())
    (row,) = rows
    assert dict(zip(head, row, strict=True))["Part"] == "学校課"
    assert dict(zip(head, row, strict=True))["Over by (yen)"] == "160,000,000"
    handed_in(folder / FILES[SCHOOL])
    looked(qtbot, board, folder)
    main.menus.actions["together.remind"].trigger()
    assert "Nobody is waited for" in main.messages.text


def test_what_cannot_be_done_is_said(board: BoardPage, main: MainWindow) -> None:
    board.table.clearSelection()
    for key, said in (
        ("together.return", "No part is selected"),
        ("together.settle", "No part is selected"),
        ("together.hand-in", "no part of another one"),
        ("together.comment", "Nothing was said"),
    ):
        main.menus.actions[key].trigger()
        assert said in main.messages.text
    board.table.selectAll()
    main.menus.actions["together.return"].trigger()
    assert "Several parts are selected" in main.messages.text


def test_comments_are_answered_in_the_part_and_the_answers_come_back(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path, make_window: MakeWindow
) -> None:
    returned(qtbot, main, board, PEOPLE, "", dc1="根拠を付けてください", dc2="人数を確かめてください")
    part = make_window(open_document(folder / FILES[PEOPLE]).document)
    answers = board_of(part).part.list
    front(qtbot, part)
    answers.setFocus()
    answers.selectRow(1)
    QTest.keyClick(answers, Qt.Key.Key_Space)
    answered = answers.comments.index(1, ANSWER)
    assert answered.data() == "Done"
    QTest.keyClick(answers, Qt.Key.Key_Space)
    assert answered.data(Qt.ItemDataRole.AccessibleTextRole) == "not answered"
    QTest.keyClick(answers, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("別紙に付けました")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until(qtbot, lambda: answered.data() == "別紙に付けました")
    table, row = part.work.table, part.session.state.portfolio.line_index[DC1]
    part.pages.show_page("lines")
    place = table.lines.row_of_line(row)
    look = table.lines.look(place, COLUMNS.index(Column.LABEL))
    assert [sign.ink for sign in look.signs] == ["second"]
    said = table.lines.index(place, COLUMNS.index(Column.LABEL)).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("with an answered comment")
    save_document(part.session.state.document, folder / FILES[PEOPLE])
    looked(qtbot, board, folder)
    board.table.selectRow(PEOPLE)
    assert "別紙に付けました" in board.panel.toPlainText()
    click(board_of(part).part.button)
    assert not answered.flags() & Qt.ItemFlag.ItemIsEditable
    part.session.undo_stack.undo()
    part.session.undo_stack.undo()
    assert answered.data() == ""
