"""取りまとめ in the window: parts go out, are worked on in windows of their own, handed in, taken and sent back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from planner.app.together.board_model import CEILING
from planner.app.together.board_page import BoardPage
from planner.app.together.merge_dialog import MergeDialog
from planner.app.together.return_dialog import ReturnDialog
from planner.app.window.main_window import MainWindow
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.values import Entry
from planner.core.model.lines import Cell
from planner.core.model.parts import State
from planner.files.document.store import open_document, save_document
from tests.app.together.hands import MakeWindow, asked_to_split, board_of, click, edited, looked, until, window_on
from tests.core.merge.offices import in_two_divisions
from tests.samples import DC1, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
RATE = Cell("rate", 2026)
PEOPLE, SCHOOL = "要求_人材課.bplan", "要求_学校課.bplan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "分担"
    made.mkdir()
    return made


@pytest.fixture
def main(make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    """The window of the whole request, saved, with two divisions."""
    return window_on(make_window, in_two_divisions(), tmp_path / "要求.bplan")


@pytest.fixture
def board(qtbot: QtBot, main: MainWindow, folder: Path) -> BoardPage:
    """The board after the parts went out."""
    found = board_of(main)
    QAbstractItemModelTester(found.model, found)
    dialog = asked_to_split(main, found)
    dialog.folder.setText(str(folder))
    click(dialog.go)
    until(qtbot, lambda: ": 2 of 2." in found.said.text())
    return found


def test_parts_go_out_and_the_board_shows_them(board: BoardPage, main: MainWindow, folder: Path) -> None:
    assert sorted(each.name for each in folder.iterdir()) == [PEOPLE, SCHOOL]
    assert [each.file for each in main.session.state.document.sent] == [PEOPLE, SCHOOL]
    assert ": 2 of 2." in board.said.text()
    row = board.model.texts_of(1)
    assert row[:2] == ("学校課", "not handed in")
    assert row[5:7] == ("2,000,000,000", "△160,000,000")
    board.filter.setText("人材")
    assert board.shown.rowCount() == 1
    main.session.undo_stack.undo()
    assert main.session.state.document.sent == ()


def test_a_ceiling_that_changed_since_is_told_where_it_stands(qtbot: QtBot, board: BoardPage, main: MainWindow) -> None:
    (own,) = main.session.state.document.ceilings
    cell = board.model.index(1, CEILING)
    assert cell.data(Qt.ItemDataRole.DecorationRole) is None
    main.session.edit("edit", lambda document: set_ceiling(document, own._replace(amount=1_900_000_000)))
    until(qtbot, lambda: cell.data(Qt.ItemDataRole.DecorationRole) is not None)
    said = "the ceiling changed after it was sent"
    assert said in cell.data(Qt.ItemDataRole.AccessibleTextRole)
    assert said in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert board.model.index(0, CEILING).data(Qt.ItemDataRole.DecorationRole) is None
    board.filter.setText(said)
    assert board.shown.rowCount() == 1


def test_what_came_back_is_taken_over_in_one_step(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path
) -> None:
    edited(folder / PEOPLE, DC1, 3_172_000, "単価改定")
    edited(folder / SCHOOL, SCHOOLS, 8_000_000, "見直し")
    looked(qtbot, board, folder)
    before = main.session.state.document
    total = main.session.state.evaluation.total[1].yen
    click(board.take)
    until(qtbot, lambda: main.session.state.document is not before)
    assert main.session.state.evaluation.total[1].yen == total + 642 * 100_000 - 240 * 1_000_000
    assert [(each.why, each.who) for each in main.session.state.document.changes] == [
        ("単価改定", "sato"),
        ("見直し", "sato"),
    ]
    assert "New changes: 2," in main.messages.text
    main.session.undo_stack.undo()
    assert main.session.state.evaluation.total[1].yen == total


def test_conflicts_stand_side_by_side_and_are_decided(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path
) -> None:
    edited(folder / PEOPLE, DC1, 3_172_000, "部の案")
    edited(folder / SCHOOL, SCHOOLS, 8_000_000, "課の案")
    looked(qtbot, board, folder)
    main.session.set_values(
        "edit", [Entry(DC1, "rate", 2026, 3_200_000), Entry(SCHOOLS, "rate", 2026, 7_000_000)], "本"
    )
    before = main.session.state.document
    click(board.take)
    until(qtbot, lambda: main.findChildren(MergeDialog) != [])
    (dialog,) = main.findChildren(MergeDialog)
    QAbstractItemModelTester(dialog.model, dialog)
    said = [[dialog.model.index(row, column).data() for column in range(5)] for row in range(2)]
    assert "3,200,000" in said[0][1] and "3,172,000" in said[0][2] and "部の案" in said[0][2]
    assert said[0][3] == "△17,976,000"
    assert said[1][4] == "(to be decided)"
    assert not dialog.apply.isEnabled()
    dialog.table.selectRow(0)
    click(dialog.theirs)
    assert not dialog.apply.isEnabled()
    dialog.table.selectRow(1)
    click(dialog.ours)
    click(dialog.apply)
    until(qtbot, lambda: main.session.state.document is not before)
    held = main.session.state.document.overrides(1)
    assert (held[DC1][RATE], held[SCHOOLS][RATE]) == (3_172_000, 7_000_000)
    assert [each.why for each in main.session.state.document.changes] == [
        "本",
        "部の案",
        "課の案",
        "Decided at the merge",
    ]
    looked(qtbot, board, folder)
    after = main.session.state.document
    click(board.take)
    until(qtbot, lambda: "New changes: 0," in main.messages.text)
    assert main.session.state.document.changes == after.changes


def test_a_part_says_whose_it_is_and_is_handed_in(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path, make_window: MakeWindow
) -> None:
    own = make_window(open_document(folder / SCHOOL).document)
    bar = board_of(own).part
    assert bar.isVisible()
    assert bar.title.text() == "Part of 学校課: not handed in"
    assert bar.room.text() == "Over the ceiling by 160,000,000 yen."
    own.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 8_000_000)], "見直し")
    assert bar.room.text() == "Room under the ceiling: 80,000,000 yen."
    click(bar.button)
    part = own.session.state.document.part
    assert part is not None and part.history[-1].request == 1_920_000_000
    assert bar.title.text().endswith("handed in") and not bar.button.isEnabled()
    save_document(own.session.state.document, folder / SCHOOL)
    looked(qtbot, board, folder)
    assert board.model.standings[1].state is State.SUBMITTED
    board.table.selectRow(1)
    click(board.back)
    until(qtbot, lambda: main.findChildren(ReturnDialog) != [])
    (dialog,) = main.findChildren(ReturnDialog)
    click(dialog.go)
    assert dialog.said.text() == "Write what shall be changed."
    dialog.note.setPlainText("根拠を付けてください")
    click(dialog.go)
    until(qtbot, lambda: main.session.state.document.sent[1].state is State.RETURNED)
    back = open_document(folder / SCHOOL).document
    assert back.part is not None
    assert (back.part.state, back.part.history[-1].note) == (State.RETURNED, "根拠を付けてください")
    assert not board.part.isVisible()


def test_parts_are_compared_before_one_is_taken_back(
    qtbot: QtBot, board: BoardPage, main: MainWindow, folder: Path
) -> None:
    edited(folder / PEOPLE, DC1, 3_172_000, "部の案")
    edited(folder / SCHOOL, SCHOOLS, 8_000_000, "課の案")
    looked(qtbot, board, folder)
    before = main.session.state.document
    total = main.session.state.evaluation.total[1].yen
    main.menus.actions["together.compare"].trigger()
    until(qtbot, lambda: main.pages.front == "compare")
    document, session = main.session.state.document, main.session
    assert [each.name for each in document.scenarios] == ["作業案", "人材課", "学校課"]
    totals = [session.evaluation_of(each.number).total[1].yen for each in document.scenarios]
    assert totals == [total, total + 642 * 100_000, total - 240 * 1_000_000]
    assert document.sent == before.sent, "nothing is taken back"
    main.menus.actions["together.show"].trigger()
    board.table.selectRow(1)
    click(board.take)
    until(qtbot, lambda: "New changes: 1," in main.messages.text)
    assert session.evaluation_of(1).total[1].yen == total - 240 * 1_000_000
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert session.state.document == before
