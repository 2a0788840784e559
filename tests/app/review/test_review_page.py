"""A returned workbook in the window: read aside, decided line by line by keys, made into scenarios in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from planner.app.pages.handover_and_review import BACK, HandoverAndReview
from planner.app.review.review_model import ANSWER, COMMENT, COUNTER, DIFFERENCE, EXAMINED, NAME, REQUESTED
from planner.app.review.review_page import ReviewPage
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.structure import add_line
from planner.core.edits.values import Entry, set_values
from planner.core.model.document import Document
from planner.core.model.handovers import HandoverRecord
from planner.core.money import Unit
from planner.core.review.outcome import Answer
from planner.files.submission.handover import Handover
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import write_submission
from tests.app.hands import CTRL, KEY, SHIFT, press
from tests.samples import DC1, DC2, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

CUT = 42 * 3_072_000


@pytest.fixture
def returned(document: Document, tmp_path: Path) -> Path:
    """DC1 with 600 people and a comment, DC2 with a rate, a word in the schools' amount, a row put in."""
    path = tmp_path / "査定.xlsx"
    hand_over(document, path)
    examine(path)
    return path


def hand_over(document: Document, path: Path) -> HandoverRecord:
    evaluation = evaluate(evaluate_base(document.portfolio), document.overrides(1))
    return write_submission(path, Handover(document, evaluation, 1, ExportOptions(sheets=frozenset())))


def examine(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet: Any = book["積算内訳"]
    heads = [cell.value for cell in sheet[4]]
    first = {row[heads.index("ID")].value: row for row in reversed(list(sheet.iter_rows(min_row=5)))}
    for line, heading, value in (
        (DC1, "査定員数", 600),
        (DC1, "コメント", "実績"),
        (DC2, "査定単価", 3_000_000),
        (SCHOOLS, "査定額", "要検討"),
    ):
        first[line][heads.index(heading)].value = value
    sheet.cell(sheet.max_row + 1, heads.index("事業・積算内容") + 1).value = "追加"
    book.save(path)


@pytest.fixture
def review(qtbot: QtBot, window: MainWindow, returned: Path, monkeypatch: pytest.MonkeyPatch) -> ReviewPage:
    """The workbook as the key opens it."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(returned), ""))
    press(window, KEY.Key_O, CTRL | SHIFT)
    (found,) = window.reviews.shown
    qtbot.waitUntil(lambda: found.read is not None)
    qtbot.waitUntil(found.isActiveWindow)
    QAbstractItemModelTester(found.model, found)
    QAbstractItemModelTester(found.told.remarks, found)
    return found


def rows(review: ReviewPage) -> dict[str, int]:
    return {review.model.text(row, NAME).strip(): row for row in range(review.model.rowCount())}


def choose(review: ReviewPage, name: str, key: Qt.Key) -> None:
    """Put the cursor on a row and press a key."""
    review.list.setFocus()
    chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    review.list.selectionModel().setCurrentIndex(review.model.index(rows(review)[name], 0), chosen)
    QTest.keyClick(review.list, key)


@pytest.mark.apart
def test_the_three_columns_and_what_did_not_fit_are_shown(review: ReviewPage) -> None:
    assert list(rows(review)) == ["All programs", "fellows", "DC", "DC1", "DC2"]
    model = review.model
    assert model.text(rows(review)["DC1"], DIFFERENCE) == f"△{CUT // 1000:,}"
    assert model.text(rows(review)["DC1"], COMMENT) == "実績"
    assert model.text(rows(review)["All programs"], DIFFERENCE) == f"△{(CUT + 72_000 * 1108) // 1000:,}"
    shown = [[review.told.remarks.index(row, column).data() for column in range(4)] for row in range(2)]
    assert shown[0][0] == "not matched"
    assert "追加" in shown[0][3]
    assert shown[1][2:] == ["schools", 'Examined amount: "要検討" is not a number.']
    assert "made from figures that this scenario has" in review.verdict.text()
    assert review.make_button.isEnabled(), "the examination is whole whatever is answered"
    review.only_box.click()
    assert list(rows(review)) == ["All programs", "fellows", "DC", "DC1", "DC2", "SSH", "schools"]


def test_lines_are_decided_by_keys_and_made_into_scenarios_in_one_step(review: ReviewPage, window: MainWindow) -> None:
    choose(review, "DC1", Qt.Key.Key_A)
    choose(review, "DC2", Qt.Key.Key_C)
    assert [review.model.text(rows(review)[name], ANSWER) for name in ("DC1", "DC2")] == ["✓ accept", "↑ counter"]
    second = 72_000 * 1108
    assert "Accepted: 1. Asked for again: 1. Left: 0." in review.preview.text()
    foot, total = review.foot, window.session.state.totals()[1].yen
    assert foot.requested.figure.text() == f"{total // 1000:,}"
    assert foot.examined.figure.text() == f"{(total - CUT - second) // 1000:,}"
    assert foot.examined.effect.text() == f"△{(CUT + second) // 1000:,}"
    assert foot.restored.effect.text() == f"restored +{second // 1000:,}"
    assert review.make_button.text() == "Make both scenarios"
    before = window.session.state.document
    QTest.mouseClick(review.make_button, Qt.MouseButton.LeftButton)
    state = window.session.state
    assert [each.name for each in state.document.scenarios] == ["作業案", "Examination draft", "Restoration draft"]
    assert state.document.scenario(state.scenario).name == "Examination draft"
    assert [each.why for each in state.document.changes] == ["Examined: 実績", "Examined", "Restoration"]
    total = window.session.evaluation_of(1).total[1].yen - CUT
    assert state.evaluation.total[1].yen == total - second
    assert window.session.evaluation_of(3).total[1].yen == total
    shown = [review.model.text(rows(review)["All programs"], column) for column in (REQUESTED, EXAMINED, COUNTER)]
    assert shown == [f"{(total + each) // 1000:,}" for each in (CUT, -second, 0)]
    assert (review.examined_name.text(), review.restored_name.text()) == ("Examination draft2", "Restoration draft2")
    assert "Undo takes it back" in review.messages.text
    window.session.undo_stack.undo()
    assert window.session.state.document is before


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_beside_the_figures_stands_in_a_bar_and_opens_from_there(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document, returned: Path, language: str
) -> None:
    window = make_window(document, language)
    review = window.reviews.open(returned)
    qtbot.waitUntil(lambda: review.read is not None)
    page = window.pages.made("send")
    assert isinstance(page, HandoverAndReview) and page.tabs.tabText(BACK).endswith(" 1")
    bar = review.told_bar
    assert bar.isVisible() and not review.told.isVisible(), "the lines have the room"
    assert bar.counts.text() == ("対応しなかったもの 2" if language == "ja" else "What did not fit 2")
    assert "追加" in bar.first.text()
    bar.turn.setFocus()
    QTest.keyClick(bar.turn, Qt.Key.Key_Return)
    assert review.told.isVisible() and review.told.currentWidget().hasFocus()
    QTest.mouseClick(bar.turn, Qt.MouseButton.LeftButton)
    assert not review.told.isVisible()
    assert not review.foot.restored.isVisible(), "nothing is asked for again"
    choose(review, "DC1", Qt.Key.Key_C)
    assert review.foot.restored.isVisible()
    assert review.make_button.text() == ("2つのシナリオを作る" if language == "ja" else "Make both scenarios")


def test_an_amount_to_ask_for_is_typed_or_refused(qtbot: QtBot, review: ReviewPage, window: MainWindow) -> None:
    index = review.model.index(rows(review)["DC2"], COUNTER)
    wanted = 1108 * (3_050_000 + 2_400_000)

    def type_in(text: str) -> None:
        review.list.setFocus()
        review.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        QTest.keyClick(review.list, Qt.Key.Key_F2)
        (editor,) = [each for each in review.list.findChildren(QLineEdit) if each.isVisible()]
        editor.selectAll()
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Qt.Key.Key_Return)

    type_in(f"{wanted // 1000 + 1}")
    qtbot.waitUntil(lambda: "the nearest that whole figures give" in review.messages.text)
    assert review.model.text(index.row(), COUNTER) == ""
    type_in(f"{wanted // 1000:,}")
    qtbot.waitUntil(lambda: review.model.text(index.row(), COUNTER) == f"{wanted // 1000:,}")
    assert review.model.countered == {1: wanted}
    review.restored_name.setText("再要求")
    review.make()
    evaluation = window.session.evaluation_of(3)
    assert window.session.state.document.scenario(3).name == "再要求"
    assert evaluation.line(1)[1] == wanted


def test_a_program_stands_for_its_lines_and_names_that_are_taken_are_told(review: ReviewPage) -> None:
    choose(review, "fellows", Qt.Key.Key_A)
    assert list(review.model.answers.values()) == [Answer.ACCEPT] * 2
    choose(review, "All programs", Qt.Key.Key_L)
    assert list(review.model.answers.values()) == [Answer.LEAVE] * 2
    QTest.mouseClick(review.all_button, Qt.MouseButton.LeftButton)
    review.examined_name.setText("作業案")
    review.make()
    assert "already a scenario" in review.messages.text


def test_enter_leads_to_the_line_in_the_scenario_that_was_sent(review: ReviewPage, window: MainWindow) -> None:
    window.session.show(scenario=0)
    review.list.setCurrentIndex(review.model.index(rows(review)["DC2"], EXAMINED))
    review.list.activated.emit(review.list.currentIndex())
    assert window.session.state.scenario == 1
    assert (
        window.work.table.selected_lines() == [DC2]
        or window.work.table.lines.row_at(window.work.table.currentIndex()).line == 1
    )
    review.told.remark_list.activated.emit(review.told.remarks.index(1, 0))
    assert window.work.table.lines.row_at(window.work.table.currentIndex()).line == 2


def test_enter_finds_the_line_after_lines_were_put_in_above_it(review: ReviewPage, window: MainWindow) -> None:
    window.session.edit("add", lambda document: add_line(document, 1, "fellows/dc", "新", after=DC1)[0])
    review.list.setCurrentIndex(review.model.index(rows(review)["DC2"], EXAMINED))
    review.list.activated.emit(review.list.currentIndex())
    state = window.session.state
    assert state.portfolio.lines.ids[window.work.table.lines.row_at(window.work.table.currentIndex()).line] == DC2
    review.told.remark_list.activated.emit(review.told.remarks.index(1, 0))
    assert state.portfolio.lines.ids[window.work.table.lines.row_at(window.work.table.currentIndex()).line] == SCHOOLS


def test_a_scenario_that_moves_makes_the_review_stale_until_it_is_read_again(
    qtbot: QtBot, review: ReviewPage, window: MainWindow, tmp_path: Path
) -> None:
    record = hand_over(window.session.state.document, tmp_path / "same.xlsx")
    window.session.keep_record(record, window.session.state.opening)
    QTest.mouseClick(review.all_button, Qt.MouseButton.LeftButton)
    assert review.make_button.isEnabled()
    window.session.show(unit=Unit.YEN)
    assert review.model.text(rows(review)["DC1"], DIFFERENCE) == f"△{CUT:,}"
    window.session.set_values("edit", [Entry(DC1, "rate", 2026, 3_000_000)])
    assert not review.make_button.isEnabled()
    assert "review the workbook again" in review.messages.text
    before = review.read
    QTest.mouseClick(review.again_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: review.read is not before)
    assert "was changed after the workbook was made" in review.verdict.text()
    assert review.model.text(rows(review)["DC1"], DIFFERENCE) == f"△{42 * 3_000_000:,}"


def test_a_workbook_of_another_document_is_taken_over_only_if_the_officer_says_so(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "別.xlsx"
    hand_over(set_values(document, 1, [Entry(DC2, "rate", 2026, 2_500_000)]), path)
    examine(path)
    review = make_window(document, "ja").reviews.open(path)
    qtbot.waitUntil(lambda: review.read is not None)
    review.model.decide_all(next(iter(review.buttons)))
    QTest.mouseClick(review.all_button, Qt.MouseButton.LeftButton)
    assert "別の文書" in review.verdict.text()
    assert not review.make_button.isEnabled()
    review.anyway_box.click()
    assert review.make_button.isEnabled()


def test_what_cannot_be_read_is_said_and_closing_ends_the_reading(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, returned: Path
) -> None:
    broken = tmp_path / "x.xlsx"
    broken.write_bytes(b"no workbook")
    review = window.reviews.open(broken)
    qtbot.waitUntil(lambda: "not an Excel workbook" in review.messages.text)
    assert not review.make_button.isEnabled()
    review.close()
    qtbot.waitUntil(lambda: not window.reviews.shown)
    early = window.reviews.open(returned)
    early.close()
    qtbot.waitUntil(lambda: not window.reviews.shown)
    late = window.reviews.open(returned)
    qtbot.waitUntil(lambda: late.read is not None)
    window.session.start(window.session.state.document)
    qtbot.waitUntil(lambda: not window.reviews.shown)


def column(model: Any, at: int) -> list[str]:
    return [model.index(row, at).data() for row in range(model.rowCount())]


def test_a_figure_that_can_be_meant_in_two_ways_counts_once_it_is_answered(
    qtbot: QtBot, window: MainWindow, returned: Path
) -> None:
    book = openpyxl.load_workbook(returned)
    sheet: Any = book["積算内訳"]
    heads = [cell.value for cell in sheet[4]]
    first = {row[heads.index("ID")].value: row for row in reversed(list(sheet.iter_rows(min_row=5)))}
    first[DC2][heads.index("査定単価")].value = "△72,000"
    book.save(returned)
    window.reviews.open(returned)
    (review,) = window.reviews.shown
    qtbot.waitUntil(lambda: review.read is not None)
    QAbstractItemModelTester(review.told.questions, review)
    QAbstractItemModelTester(review.told.others, review)
    assert review.told.currentWidget() is review.told.question_list
    assert column(review.told.questions, 3) == ["△72,000"]
    assert column(review.told.questions, 4) == ["(to be answered)"]
    assert "Open questions, whose figures do not count: 1." in review.preview.text()
    assert review.model.text(rows(review)["DC2"], DIFFERENCE) == "0"
    choose(review, "DC1", KEY.Key_A)
    review.told.question_list.setFocus()
    review.told.question_list.selectRow(0)
    QTest.keyClick(review.told.question_list, KEY.Key_Return)
    menu = review.told.question_list.findChild(QMenu, "readings")
    assert menu is not None
    assert [each.text() for each in menu.actions()] == [
        "a cut by 72,000: 3,000,000",
        "a negative figure: △72,000",
    ]
    menu.actions()[0].trigger()
    menu.close()
    assert column(review.told.questions, 4) == ["a cut by 72,000: 3,000,000"]
    assert review.model.text(rows(review)["DC2"], DIFFERENCE) == f"△{72_000 * 1108 // 1000:,}"
    assert "△72,000: a cut by 72,000" in review.model.text(rows(review)["DC2"], COMMENT)
    assert review.model.text(rows(review)["DC1"], ANSWER).startswith("✓"), "what was decided stays"
    assert "open" not in review.preview.text()


def test_what_is_another_elsewhere_is_listed_by_sheet(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path, state = tmp_path / "提出.xlsx", window.session.state
    record = write_submission(path, Handover(state.document, state.evaluation, 1))
    assert window.session.keep_record(record, state.opening)
    book = openpyxl.load_workbook(path)
    sheet: Any = book["明細表"]
    sheet["C6"].value = "特別研究員<b>（改）"
    sheet["C7"].comment = Comment("要説明", "審査")
    book.save(path)
    window.reviews.open(path)
    (review,) = window.reviews.shown
    qtbot.waitUntil(lambda: review.read is not None)
    assert review.told.currentWidget() is review.told.other_list
    assert review.told.tabText(2) == "Changed elsewhere (2)"
    assert column(review.told.others, 0) == ["明細表", "明細表"]
    assert column(review.told.others, 1) == ["C7", "C6"]
    assert column(review.told.others, 2) == ["note", "changed"]
    assert column(review.told.others, 4) == ["要説明", "特別研究員<b>（改）"]
    assert "Other changes: 2." in review.said.text()
