"""A window of its own for every test: own settings, own folders, nothing left over."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.compare import compare_page
from planner.app.documents.document_file import DocumentFile
from planner.app.main import leave_clipboard
from planner.app.session import desk
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.garbage import Collector
from planner.app.widgets.jobs import Job
from planner.app.widgets.tokens import Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.build import build_portfolio
from planner.core.model.document import Document
from planner.files.document.backups import Backups
from planner.words.texts import texts_for
from tests.app.reach import qt_objects
from tests.samples import many_records, small_portfolio

USUAL = gc.get_threshold()
"""When Python looks for garbage, and with it the program's window, whatever the tests without one have it do."""


@pytest.fixture
def document() -> Document:
    """A new document on the small portfolio."""
    return new_document(small_portfolio())


@pytest.fixture
def many() -> Document:
    """A new document on 250 lines."""
    programs, lines, steps = many_records()
    return new_document(
        build_portfolio(title="多数", title_en="many", years=(2025, 2026), programs=programs, lines=lines, steps=steps)
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings nobody else sees."""
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture(autouse=True)
def as_in_the_program(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Garbage is collected as in the program, no job holds anything of Qt; sessions and held keys end with a test."""
    start = Job.start

    def checked(job: Job, work: Callable[[], object]) -> None:
        assert list(qt_objects(work)) == []
        start(job, work)

    monkeypatch.setattr(Job, "start", checked)
    seldom = gc.get_threshold()
    gc.set_threshold(*USUAL)
    collector = Collector(qapp)
    yield
    QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)  # what a click held stays held to Qt, and selects otherwise
    collector.deleteLater()
    gc.collect()
    gc.set_threshold(*seldom)
    gc.enable()


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Callable[[Tokens], None]]:
    """Dresses the application; undressed again after the test."""
    font, palette = QFont(qapp.font()), QPalette(qapp.palette())
    yield lambda tokens: theme.dress(qapp, tokens)
    qapp.setProperty("tokens", None)
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)


@pytest.fixture
def make_window(
    qtbot: QtBot, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Open windows on documents; they are closed without asking."""
    monkeypatch.setattr(compare_page, "SLICE", math.inf)  # compared at once, however busy the machine is
    monkeypatch.setattr(desk, "documents_folder", lambda: tmp_path)  # nobody's own folder is written into
    opened: list[MainWindow] = []

    def make(document: Document, language: str = "en", *, begins: bool = False) -> MainWindow:
        session = Session(document)
        file = DocumentFile(session, Backups(tmp_path / "backups"))
        window = MainWindow(session, texts_for(language), settings, file, begins=begins)
        window.preparation.stop()  # a test says when idle time is used
        opened.append(window)
        if not begins:
            window.pages.show_page("lines")  # where most of the work is done
        window.resize(1600, 900)  # the offscreen platform's screen is smaller than any desktop's
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    for window in opened:
        window.documents.session_ends = True
        window.close()
        window.file.close()
        window.deleteLater()
    # gone now, not when the process ends and Qt with it
    leave_clipboard()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window: Callable[..., MainWindow], document: Document) -> MainWindow:
    """The English window on the small portfolio."""
    return make_window(document)
