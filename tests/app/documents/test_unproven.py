"""A damaged document and one that another program has changed: told, never shown unasked, with what to open instead."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from planner.app.documents.document_file import DocumentFile
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, set_values
from planner.core.model.document import Document
from planner.files.document.store import backup_of, save_document
from tests.samples import DC1


@pytest.fixture
def path(document: Document, tmp_path: Path) -> Path:
    """A document saved twice: without and with a rate of 3,200,000."""
    path = tmp_path / "要求.bplan"
    save_document(document, path)
    save_document(set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)]), path)
    return path


def shows(window: MainWindow) -> object:
    return window.session.state.document.overrides(1).get(DC1, {}).get(("rate", 2026))  # type: ignore[call-overload]


def button(window: MainWindow, text: str) -> QAbstractButton:
    assert window.documents.question is not None
    return next(each for each in window.documents.question.buttons() if each.text().replace("&", "") == text)


def test_a_damaged_document_is_told_and_a_whole_copy_is_opened_instead(
    qtbot: QtBot, window: MainWindow, path: Path
) -> None:
    path.write_bytes(path.read_bytes().replace(b"rate\x07\xea3200000", b"rate\x07\xea3200001"))
    before = window.session.state.document
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.documents.backups is not None)
    dialog = window.documents.backups
    assert dialog is not None
    assert "Values of scenarios, entry 1 (fellows/dc/dc1.rate@2026)" in window.messages.text
    assert window.session.state.document is before, "no figure of it is shown"
    assert dialog.table.rowCount() == 1, "the .bak"
    with qtbot.waitSignal(dialog.read):
        dialog.take.click()
    assert shows(window) is None
    assert window.session.state.path is None and not window.session.is_clean


@pytest.mark.parametrize("content", [b"", bytes(100_000)])
def test_a_document_that_became_zeros_is_replaced_alike(
    qtbot: QtBot, window: MainWindow, path: Path, content: bytes
) -> None:
    path.write_bytes(content)
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.documents.backups is not None)
    assert "not a document" in window.messages.text


def test_a_file_that_never_was_one_is_only_refused(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    with qtbot.waitSignal(window.file.copies):
        window.documents.open(tmp_path / "a.txt")
    assert window.documents.backups is None
    assert "not a document" in window.messages.text


def test_without_a_whole_copy_that_is_said(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])
    backup_of(path).unlink()
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.documents.backups is not None)
    assert window.documents.backups is not None
    assert not window.documents.backups.take.isEnabled()


def test_another_programs_edit_is_asked_about(qtbot: QtBot, window: MainWindow, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE overrides SET value = '3300000'")
        db.commit()
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.documents.question is not None)
    assert shows(window) is None
    with qtbot.waitSignal(window.file.read):
        button(window, "Open as it is").click()
    assert shows(window) == 3_300_000
    with qtbot.waitSignal(window.file.saved):
        window.documents.save()
    window.documents.question = None
    window.documents.open(path)
    qtbot.waitUntil(lambda: not window.file.reading)
    assert window.documents.question is None, "saved here, it proves itself"


def test_instead_of_another_programs_edit_a_backup_is_opened(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document, path: Path
) -> None:
    window = make_window(document, "ja")
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE overrides SET value = '3300000'")
        db.commit()
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.documents.question is not None)
    button(window, "バックアップ…").click()
    qtbot.waitUntil(lambda: window.documents.backups is not None)
    assert isinstance(window.file, DocumentFile)
    assert shows(window) is None
