"""The end of the user's session: nobody is asked, and what is unsaved is offered at the next start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Recovery
from planner.app.main import Planner
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.core.edits.values import Entry
from planner.core.model.document import Document
from planner.files.document.backups import Backups
from planner.files.document.store import open_document
from tests.samples import DC1


@pytest.fixture
def planner(
    qtbot: QtBot, document: Document, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Planner]:
    def asked(*_: object) -> QMessageBox.StandardButton:
        raise AssertionError("asked while the user logs off")

    monkeypatch.setattr(QMessageBox, "warning", asked)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    session = Session(document)
    file = DocumentFile(session, Backups(tmp_path / "backups"))
    planner = Planner(application, session, settings, file, Recovery(session, tmp_path / "recovery"))
    yield planner
    file.close()
    planner.window.deleteLater()


def test_who_logs_off_is_not_asked_and_loses_nothing(planner: Planner, tmp_path: Path) -> None:
    window = planner.window
    window.session.set_values("要求", [Entry(DC1, "rate", 2026, 3_000_000)])
    assert planner.recovery is not None
    planner.end_with_session()
    assert window.close()
    planner.leave()
    (left,) = (tmp_path / "recovery").glob("*.bplan")
    assert open_document(left).document == window.session.state.document


def test_what_is_given_up_is_gone(planner: Planner, tmp_path: Path) -> None:
    planner.window.session.set_values("要求", [Entry(DC1, "rate", 2026, 3_000_000)])
    assert planner.recovery is not None
    planner.recovery.secure()
    assert list((tmp_path / "recovery").glob("*.bplan"))
    planner.leave()
    assert not list((tmp_path / "recovery").glob("*.bplan"))
