"""Past years through the window: a table shown before anything is taken, one undo step, and where it is seen then."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from planner.app.programs.past_years_dialog import PastYearsDialog
from planner.app.programs.past_years_model import Found
from planner.app.programs.program_model import EXECUTED
from planner.app.window.main_window import MainWindow
from planner.core.edits.codes import set_codes
from planner.core.edits.execution import project_of
from planner.core.edits.values import new_document
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.accounts.execution import PastYear
from planner.core.model.document import Document
from planner.core.model.rules import EXECUTION_RATE
from tests.files.portfolio.review_sheets import total, written
from tests.samples import small_portfolio

CHECK, SHOWN = Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.DisplayRole


@pytest.fixture
def document() -> Document:
    place = CodePlace(Owner.PROGRAM, "fellows", CodeKind.PROJECT)
    portfolio = replace(small_portfolio(), ministry="文部科学省")
    return set_codes(new_document(portfolio), {place: Code("004321")})


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = [
        total("4321", "特別研究員事業（旧）", 2024, (17_000_000_000, 16_150_000_000, 250_000_000)),
        total("4321", "特別研究員事業（旧）", 2023, (0, 0, 0)),
        total("77", "ＳＳＨ 支援事業", 2024, (100, 80, 0)),
        total("78", "SSH支援事業", 2024, (200, 80, 0)),
        total("99", "ここにない事業", 2024, (1, 1, 0)),
        total("77", "ＳＳＨ 支援事業", 2022, ("多い", 80, 0)),
        total("5", "よその事業", 2024, (1, 1, 0), 政策所管府省庁="内閣府", 府省庁="内閣府"),
    ]
    return written(tmp_path / "2-1.csv", rows)


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> PastYearsDialog:
    window.past_years.open(path)
    dialog = window.past_years.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.bar.isHidden)
    return dialog


def texts(dialog: PastYearsDialog, column: int) -> list[str]:
    return [dialog.model.index(row, column).data(SHOWN) for row in range(dialog.model.rowCount())]


def tick(dialog: PastYearsDialog, row: int) -> None:
    dialog.table.setCurrentIndex(dialog.model.index(row, 0))
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)


def test_what_is_found_is_shown_and_taken_as_one_step(qtbot: QtBot, window: MainWindow, table: Path) -> None:
    before = window.session.state.document
    dialog = opened(qtbot, window, table)
    assert texts(dialog, 0) == ["same name: confirm"] * 2 + ["by ID", "not here", "cannot be read"]
    assert texts(dialog, 1)[2] == "特別研究員事業（旧） [4321]"
    assert texts(dialog, 2)[2] == "fellows [004321]"
    assert [dialog.model.index(2, column).data(SHOWN) for column in (3, 4, 5)] == ["−", "−", "95.0%"]
    assert "not a number" in texts(dialog, 2)[4]
    assert "Rows left alone: 1 of other ministries" in dialog.said.text()
    assert "not confirmed and so not taken over: 2." in dialog.said.text()
    assert dialog.take.text() == "Take over (1)"
    tick(dialog, 0)
    tick(dialog, 1)  # the same program: the other one is no longer meant
    assert [dialog.model.index(row, 0).data(CHECK) for row in range(3)] == [
        *(Qt.CheckState.Unchecked, Qt.CheckState.Checked, None)
    ]
    assert dialog.take.text() == "Take over (2)"
    dialog.take.click()
    after = window.session.state.document
    assert after.execution[PastYear("ssh", 2024)][:2] == (200, 80)
    assert after.execution[PastYear("fellows", 2024)].unused == 600_000_000
    assert project_of(after, "ssh") == "78"
    window.session.undo_stack.undo()
    assert window.session.state.document == before


def test_nothing_is_confirmed_that_nobody_ticked(qtbot: QtBot, window: MainWindow, table: Path) -> None:
    dialog = opened(qtbot, window, table)
    dialog.confirm_all.click()  # two rows for one program: neither is clear
    assert dialog.model.left == 2
    dialog.reject()
    assert not window.session.state.document.execution


def test_all_that_is_clear_is_confirmed_at_once(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", [total("77", "ＳＳＨ 支援事業", 2024, (100, 80, 0))])
    dialog = opened(qtbot, window, path)
    assert not dialog.take.isEnabled()
    dialog.confirm_all.click()
    assert (dialog.model.left, dialog.model.count(Found.BY_NAME)) == (0, 1)
    dialog.take.click()
    assert project_of(window.session.state.document, "ssh") == "77"


def test_a_table_that_says_nothing_is_refused_in_words(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    dialog = opened(qtbot, window, path)
    assert "columns" in dialog.said.text() or "column" in dialog.said.text()
    assert dialog.table.isHidden() and not dialog.take.isEnabled()


def test_it_is_seen_beside_the_program_and_in_the_check(qtbot: QtBot, window: MainWindow, table: Path) -> None:
    (finding,) = window.session.examination.by_rule[EXECUTION_RATE.id]
    assert "no data" in str(finding.message)
    window.work.tree.set_shown(EXECUTED, True)
    assert window.work.tree.isColumnHidden(EXECUTED)  # there is nothing to be seen in it
    opened(qtbot, window, table).take.click()
    assert not window.work.tree.isColumnHidden(EXECUTED)
    (finding,) = window.session.examination.by_rule[EXECUTION_RATE.id]
    assert "SSH" in str(finding.message)
    tree = window.work.tree
    model = tree.programs
    index = model.index_of_program(0).siblingAtColumn(EXECUTED)
    assert index.data(SHOWN) == "R6 95.0%"
    window.work.inspector.want(True)
    window.work.inspector.detail.show_line(0)
    said = window.work.inspector.detail.text()
    assert "Execution of past years\nfellows\nR5 − (0 of 0 thousand yen, 0 not used)\n" in said
    assert "R6 95.0% (16,150,000 of 17,000,000 thousand yen, 600,000 not used)" in said
    window.session.show(program=0)
    window.menus.actions["program.forget-past"].trigger()
    assert not window.session.state.document.execution
    assert index.data(SHOWN) == ""
    window.menus.actions["program.forget-past"].trigger()
    assert "Nothing is known" in window.messages.text


def test_tables_are_written_where_they_are_asked_for(
    make_window: Callable[..., MainWindow], document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(document, "ja")
    wanted = {"past-years.table": tmp_path / "執行", "past-years.review-rows": tmp_path / "レビュー"}
    for key, path in wanted.items():
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, path=path: (str(path), ""))
        window.menus.actions[key].trigger()
        assert f"{path.name}.csv" in window.messages.text
    written_texts = (path.with_suffix(".csv").read_text("utf-8-sig") for path in wanted.values())
    past, review = (list(csv.reader(text.splitlines())) for text in written_texts)
    assert past[0][:4] == ["事業の鍵", "予算事業ID", "事業名", "年度"]
    assert [row[3] for row in past[1:4]] == ["2022", "2023", "2024"]
    assert review[1][:2] == ["004321", "特別研究員事業"]
