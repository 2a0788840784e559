"""Importing a portfolio through the window: a preview first, every problem with its cell, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.documents.import_dialog import ImportDialog
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.document import WORKING
from planner.files import whole
from planner.files.portfolio import reading as portfolio_in
from planner.files.portfolio import tables
from planner.files.portfolio.book import write_book
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.portfolio.writing import tables_of


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "要求書.xlsx"
    write_book(path, tables_of(built_in_portfolio()))
    return path


def preview(qtbot: QtBot, window: MainWindow, path: Path) -> ImportDialog:
    """The dialog once it has read the file."""
    window.documents.preview(path)
    dialog = window.documents.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.bar.isHidden, timeout=30_000)
    return dialog


def cell(dialog: ImportDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    assert item is not None
    return item.text()


@pytest.mark.apart
def test_a_workbook_is_shown_with_its_totals_and_taken(qtbot: QtBot, window: MainWindow, book: Path) -> None:
    before = window.session.state.document
    dialog = preview(qtbot, window, book)
    assert window.session.state.document is before
    assert "programs 51" in dialog.said.text()
    assert [cell(dialog, 0, column) for column in range(3)] == ["All programs", "374,529,000", "416,812,800"]
    dialog.take.click()
    assert window.session.state.document == new_document(built_in_portfolio(), WORKING.en)


def test_a_broken_workbook_lists_every_problem_and_cannot_be_taken(
    qtbot: QtBot, window: MainWindow, book: Path
) -> None:
    sheets = openpyxl.load_workbook(book)
    sheets["数値"]["D3"].value = "多い"
    sheets["積算"]["B3"].value = "nowhere"
    sheets.save(book)
    before = window.session.state.document
    dialog = preview(qtbot, window, book)
    places = {cell(dialog, row, 0) for row in range(dialog.table.rowCount())}
    assert "数値!D3" in places
    assert "積算!3" in places
    assert not dialog.take.isEnabled()
    dialog.reject()
    assert window.session.state.document is before


def test_a_file_that_is_no_workbook_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    dialog = preview(qtbot, window, path)
    assert "cannot be read" in dialog.said.text()
    assert not dialog.take.isEnabled()


@pytest.mark.apart
def test_reading_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "REPORT_EVERY", 1)
    before = window.session.state.document
    window.documents.preview(book)
    dialog = window.documents.dialog
    assert dialog is not None
    dialog.reject()
    assert QThreadPool.globalInstance().waitForDone(30_000)
    QApplication.processEvents()
    assert window.session.state.document is before


def test_progress_is_told_and_ends_what_it_raises_in(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "REPORT_EVERY", 50)
    told: list[tuple[int, int]] = []
    portfolio_in.read_portfolio(book, lambda done, total: told.append((done, total)))
    assert len(told) > 10
    assert all(0 < done <= total for done, total in told)

    class Stop(Exception):  # noqa: N818
        pass

    def stop(done: int, total: int) -> None:
        raise Stop

    with pytest.raises(Stop):
        portfolio_in.read_portfolio(book, stop)


def test_tables_written_from_the_window_are_read_back(
    qtbot: QtBot, window: MainWindow, make_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    portfolio = window.session.state.portfolio
    window.documents.write_book(tmp_path / "own.xlsx", tables_of(portfolio))
    assert portfolio_in.read_portfolio(tmp_path / "own.xlsx") == portfolio
    window.documents.write_book(tmp_path / "none" / "own.xlsx", None)
    assert "no such folder" in window.messages.text
    (tmp_path / "folder.xlsx").mkdir()
    window.documents.write_book(tmp_path / "folder.xlsx", None)
    assert "it is a folder" in window.messages.text
    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(b"open in a spreadsheet")

    def refuse(temporary: Path, path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "replace_file", refuse)
        window.documents.write_book(locked, None)
    assert "cannot be written" in window.messages.text  # and not that it is written
    window.documents.write_book(tmp_path / "empty.xlsx", None)
    assert openpyxl.load_workbook(tmp_path / "empty.xlsx").sheetnames[0] == "portfolio"
