"""In English the window and its dialogs are wholly English, but for names the portfolio has in Japanese alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import WORKING
from planner.core.model.fields import UNPRICED
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.everything import DC1, dialogs, main_window, reviewed, windows_beside
from tests.english import japanese, of_widget

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

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
    for shown in main_window(qtbot, window):
        assert_english(window, shown)


def test_the_windows_beside_are_wholly_english(qtbot: QtBot, window: MainWindow) -> None:
    for shown in windows_beside(qtbot, window):
        assert_english(window, shown)


def test_a_returned_workbook_is_shown_wholly_in_english(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    review = reviewed(qtbot, window, tmp_path)
    review.told_bar.open(True)
    assert_english(window, review)


def test_the_dialogs_are_wholly_english(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    for dialog in dialogs(qtbot, window, tmp_path):
        assert_english(window, dialog)
