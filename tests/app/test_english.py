"""In English the window and its dialogs are wholly English, but for names the portfolio has in Japanese alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from planner.app.check.ceiling_dialog import CeilingDialog
from planner.app.documents.backups_dialog import BackupsDialog
from planner.app.documents.conflict_dialog import ConflictDialog
from planner.app.documents.import_dialog import ImportDialog
from planner.app.documents.recovery import Leftover
from planner.app.documents.recovery_dialog import RecoveryDialog
from planner.app.lines.evidence_dialog import EvidenceDialog
from planner.app.lines.line_verbs import LineDialog
from planner.app.session.place import Place
from planner.app.window.main_window import MainWindow
from planner.app.years.obligation_dialog import ObligationDialog
from planner.app.years.spread_dialog import StockDialog, TotalDialog
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import WORKING
from planner.core.model.fields import UNPRICED
from planner.files.portfolio.book import write_book
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.portfolio.writing import tables_of
from tests.english import japanese, of_widget

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

DC1 = "fellows/dc/dc1"
ENDONYMS = ("日本語", "言語 / Language")
"""Whoever cannot read the language chosen finds his own by these."""


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    document = new_document(built_in_portfolio(), WORKING.en)
    document = set_values(document, 1, [Entry(DC1, "rate", 2026, 3_200_000)], "closer to pay elsewhere")
    document = set_values(document, 1, [Entry("ssh/rest", "demand", 2026, UNPRICED)])
    return make_window(branch(document, 1, "second"))


def assert_english(window: MainWindow, shown: QWidget) -> None:
    QApplication.processEvents()
    assert japanese(of_widget(shown), window.session.state.portfolio, ENDONYMS) == [], type(shown).__name__


def test_the_window_is_wholly_english(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.problem_panel.model.pending)
    for name in window.docks.panels:
        window.docks.show(name)
        QApplication.processEvents()
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
    portfolio = window.session.state.portfolio
    for scenario, line in ((2, DC1), (1, "ssh/rest"), (1, "spring8-ii/instalment")):
        window.jumps.to(Place(scenario, row=portfolio.line_index[line]))
        assert_english(window, window)
    window.table.selectAll()
    window.bulk.open()
    assert window.bulk.dialog is not None
    for figure in ("-5", "?"):
        window.bulk.dialog.figure.setText(figure)
        assert_english(window, window.bulk.dialog)


def test_the_windows_beside_are_wholly_english(qtbot: QtBot, window: MainWindow) -> None:
    window.comparison.open()
    comparison = window.comparison.window
    assert comparison is not None
    qtbot.waitUntil(lambda: comparison.model.tree is not None)
    assert_english(window, comparison)
    window.jumps.to(Place(row=window.session.state.portfolio.line_index[DC1]))
    window.years.open()
    assert window.years.window is not None
    for page in range(window.years.window.pages.count()):
        window.years.window.show_page(page)
        assert_english(window, window.years.window)


def dialogs(window: MainWindow, folder: Path) -> Iterator[QDialog]:
    session, texts = window.session, window.texts
    row = session.state.portfolio.line_index[DC1]
    yield CeilingDialog(window, session, texts, None)
    yield ObligationDialog(window, session, texts, None)
    yield StockDialog(window, session, texts, row)
    yield TotalDialog(window, session, texts, row)
    yield EvidenceDialog(window, texts, None)
    yield LineDialog(window, texts, "label", "人")
    yield BackupsDialog([], folder / "a.bplan", texts, window)
    yield ConflictDialog(session, texts, window)
    leftover = Leftover(folder / "c", session.state.document, folder / "a.bplan", None, datetime.now(UTC))
    yield RecoveryDialog([leftover], texts, window)
    window.menus.help.show_keys()
    yield window.findChildren(QDialog)[-1]
    window.menus.help.show_about()
    yield window.findChildren(QMessageBox)[-1]


def test_the_dialogs_are_wholly_english(window: MainWindow, tmp_path: Path) -> None:
    for dialog in dialogs(window, tmp_path):
        assert_english(window, dialog)


def test_an_import_is_shown_in_english(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    write_book(tmp_path / "own.xlsx", tables_of(window.session.state.portfolio), "en")
    dialog = ImportDialog(tmp_path / "own.xlsx", window.texts, window)
    qtbot.waitUntil(dialog.take.isEnabled, timeout=30_000)
    assert_english(window, dialog)
    dialog.reject()
