"""Parts go out with a deadline, instructions and ceilings: spread, held by hand, the rest told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from planner.app.together.board_page import BoardPage
from planner.app.together.share_model import HOLD, ROOM, SHARE, By, ShareModel
from planner.app.together.split_dialog import SplitDialog
from planner.app.window.main_window import MainWindow
from planner.core.errors import UserError
from planner.core.merge.deadline import read_deadline
from planner.files.document.store import open_document
from tests.app.together.hands import MakeWindow, asked_to_split, board_of, click, until, window_on
from tests.core.merge.offices import in_two_divisions

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
PEOPLE, SCHOOL = range(2)
REQUESTS = {PEOPLE: 11_116_800_000, SCHOOL: 2_160_000_000}


@pytest.fixture
def main(make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    return window_on(make_window, in_two_divisions(), tmp_path / "要求.bplan")


@pytest.fixture
def board(main: MainWindow) -> BoardPage:
    return board_of(main)


@pytest.fixture
def dialog(main: MainWindow, board: BoardPage) -> SplitDialog:
    found = asked_to_split(main, board)
    QAbstractItemModelTester(found.model, found)
    return found


def column(model: ShareModel, place: int) -> list[str]:
    return [model.index(row, place).data() for row in range(model.rowCount())]


def spread_by(dialog: SplitDialog, by: By) -> None:
    dialog.by.setCurrentIndex(dialog.by.findData(by))
    dialog.by.activated.emit(dialog.by.currentIndex())


def test_a_total_is_spread_and_what_is_typed_is_held(qtbot: QtBot, dialog: SplitDialog) -> None:
    model = dialog.model
    assert column(model, SHARE) == ["−", "2,000,000,000"], "the ceiling that is there already"
    assert model.changed == {}
    dialog.total.setText("40億円")
    by_last_year = [int(each.replace(",", "")) for each in column(model, SHARE)]
    assert model.rest == 4 * 10**9 - sum(by_last_year)
    assert f"{model.rest:,} yen of the total are left" in dialog.said.text()
    spread_by(dialog, By.REQUEST)
    assert column(model, SHARE) != [f"{each:,}" for each in by_last_year]
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_3)  # the row chosen is the first; typing lands in its ceiling
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, ",000,000,000")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until(qtbot, lambda: model.is_held(PEOPLE))
    assert column(model, SHARE) == ["3,000,000,000", "1,000,000,000"]
    assert not model.is_held(SCHOOL)
    assert column(model, ROOM)[SCHOOL].startswith("△")
    assert model.index(SCHOOL, ROOM).data(Qt.ItemDataRole.AccessibleTextRole).startswith("over by ")
    dialog.total.setText("20億円")
    assert "1,000,000,000 yen more are held than there are" in dialog.said.text()
    dialog.list.setFocus()
    dialog.list.selectRow(PEOPLE)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert not model.is_held(PEOPLE)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert model.index(PEOPLE, HOLD).data(Qt.ItemDataRole.AccessibleTextRole) == "held"


def test_by_hand_alone_others_keep_what_they_have(dialog: SplitDialog) -> None:
    spread_by(dialog, By.HAND)
    dialog.total.setText("50億円")
    assert dialog.model.setData(dialog.model.index(PEOPLE, SHARE), "10億円")
    assert column(dialog.model, SHARE) == ["1,000,000,000", "2,000,000,000"]
    assert dialog.model.rest == 4 * 10**9
    assert not dialog.model.setData(dialog.model.index(PEOPLE, SHARE), "ten")
    assert "ten" in dialog.said.text()
    assert dialog.model.changed == {"人材課": 10**9}


def test_deadline_instructions_and_ceilings_go_out_in_one_step_of_undo(
    qtbot: QtBot, main: MainWindow, board: BoardPage, dialog: SplitDialog, tmp_path: Path
) -> None:
    dialog.deadline.setText("2026/6/30")
    dialog.told.setText("根拠を付けてください")
    dialog.total.setText("40億円")
    dialog.model.setData(dialog.model.index(PEOPLE, SHARE), "20億円")
    before = main.session.state.document
    click(dialog.go)
    until(qtbot, lambda: ": 2 of 2." in board.said.text())
    document = main.session.state.document
    ceilings = {each.scope.heading: each.amount for each in document.ceilings}
    assert ceilings == {"人材課": 2 * 10**9, "学校課": 2 * 10**9}
    folder = tmp_path / "parts"
    for sent in document.sent:
        part = open_document(folder / sent.file).document
        assert part.part is not None
        assert (part.part.deadline, part.part.instructions) == ("2026-06-30", "根拠を付けてください")
        assert [each.amount for each in part.ceilings] == [ceilings[sent.heading]]
    row = board.model.texts_of(PEOPLE)
    assert row[5:7] == ("2,000,000,000", f"△{REQUESTS[PEOPLE] - 2 * 10**9:,}")
    main.session.undo_stack.undo()
    assert main.session.state.document == before


def test_what_is_refused_costs_nothing_that_was_typed(
    qtbot: QtBot, main: MainWindow, dialog: SplitDialog, tmp_path: Path
) -> None:
    dialog.deadline.setText("next week")
    click(dialog.go)
    assert "next week" in dialog.said.text() and dialog.isVisible()
    dialog.deadline.clear()
    taken = tmp_path / "parts" / "要求_人材課.bplan"
    taken.parent.mkdir()
    taken.touch()
    click(dialog.go)
    until(qtbot, lambda: "already a file" in dialog.said.text())
    assert dialog.isVisible() and dialog.go.isEnabled()
    assert main.session.state.document.sent == ()
    assert list(taken.parent.iterdir()) == [taken]
    again = SplitDialog(main.session, main.texts, tmp_path, main)
    assert again.folder.text() == str(tmp_path / "parts2"), "parts go where nothing lies yet"
    again.reject()
    click(dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel))
    assert not dialog.isVisible()


@pytest.mark.parametrize("typed", ["2026-06-30", "2026/6/30", " ２０２６年６月３０日 ", "2026.06.30"])
def test_a_day_is_read_as_it_is_written(typed: str) -> None:
    assert read_deadline(typed) == "2026-06-30"


@pytest.mark.parametrize("typed", ["2026-02-30", "6-30", "tomorrow", "２０２６"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="no date"):
        read_deadline(typed)
    assert read_deadline(" ") == ""
