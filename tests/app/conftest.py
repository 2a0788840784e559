"""A window of its own for every test: own settings, own folders, nothing left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from pytestqt.qtbot import QtBot

from planner.app.documents.document_file import DocumentFile
from planner.app.main import leave_clipboard
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.lines import RateRule
from planner.core.model.origins import Basis, Origin
from planner.core.model.portfolio import Portfolio, Program
from planner.core.model.published import Published
from planner.files.document.backups import Backups
from planner.words.texts import texts_for

PRINTED = Origin(Basis.PUBLISHED, "1", "年額2,400千円 ⇒ 3,072千円")
RANGED = Origin(Basis.PUBLISHED, "1", "6～12百万円", low=6_000_000, high=12_000_000)


def small_portfolio() -> Portfolio:
    """Two cohort lines of fellows, one school line with a published range, in two programs and a part."""
    lines = [
        LineRecord("fellows/dc/dc1", "fellows/dc", "DC1", "DC1", "人", 3, (), RateRule.INTAKE),
        LineRecord("fellows/dc/dc2", "fellows/dc", "DC2", "DC2", "人", 2, (), RateRule.INTAKE),
        LineRecord("ssh/schools", "ssh", "基礎枠", "schools", "校"),
    ]
    steps = [
        StepRecord("fellows/dc/dc1", "quantity", 2023, 642, PRINTED),
        StepRecord("fellows/dc/dc2", "quantity", 2023, 1108, PRINTED),
        StepRecord("ssh/schools", "quantity", 2025, 240, PRINTED),
        StepRecord("ssh/schools", "rate", 2025, 9_000_000, RANGED),
    ]
    for line in ("fellows/dc/dc1", "fellows/dc/dc2"):
        steps += [
            StepRecord(line, "rate", 2023, 2_400_000, PRINTED),
            StepRecord(line, "rate", 2026, 3_072_000, PRINTED),
        ]
    dc = (Published(2025, "99億円"), Published(2026, "111億円"))
    programs = [
        Program("fellows", "", "1", "特別研究員事業", "fellows"),
        Program("fellows/dc", "fellows", "1", "特別研究員（DC）", "DC", published=dc),
        Program("ssh", "", "2", "SSH支援事業", "SSH"),
    ]
    return build_portfolio(
        title="試験", title_en="test", years=(2025, 2026), programs=programs, lines=lines, steps=steps
    )


@pytest.fixture
def document() -> Document:
    """A new document on the small portfolio."""
    return new_document(small_portfolio())


def many_records() -> tuple[list[Program], list[LineRecord], list[StepRecord]]:
    """250 lines in five programs, every fifth of three years, with shares; the rate of l7 and l107 is not printed."""
    programs = [Program(f"p{i}", "", "1", f"事業{i}", f"program {i}") for i in range(5)]
    lines, steps = [], []
    for n in range(250):
        line = f"p{n // 50}/l{n}"
        duration = 3 if n % 5 == 0 else 1
        lines.append(LineRecord(line, f"p{n // 50}", f"積算{n}", f"line {n}", "人", duration, (), RateRule.INTAKE))
        rate = 2_400_000 + 1_357 * (n * 37 % 250)
        for year in (2023, 2024, 2025, 2026):
            rate += 11_111
            shown = None if n in (7, 107) and year == 2026 else rate
            steps.append(StepRecord(line, "rate", year, shown, PRINTED))
            steps.append(StepRecord(line, "quantity", year, 10 + n % 17 + year - 2023, PRINTED))
        if n % 3 == 0:
            steps.append(StepRecord(line, "share", 2023, Fraction(2, 3), PRINTED))
    return programs, lines, steps


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


@pytest.fixture
def make_window(qtbot: QtBot, settings: Settings, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Open windows on documents; they are closed without asking."""
    opened: list[MainWindow] = []

    def make(document: Document, language: str = "en") -> MainWindow:
        session = Session(document)
        file = DocumentFile(session, Backups(tmp_path / "backups"))
        window = MainWindow(session, texts_for(language), settings, file)
        window.preparation.stop()  # a test says when idle time is used
        opened.append(window)
        window.resize(1600, 900)  # the offscreen platform's screen is smaller than any desktop's
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield make
    for window in opened:
        window.session.start(window.session.state.document)
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
