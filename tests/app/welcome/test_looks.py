"""The welcome page as every page of the window: nothing cut, nothing pale, wholly in one language, each part named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import new_document
from planner.core.model.blank import nothing
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.everything import fill_welcome
from tests.app.hearing import english, heard, mute
from tests.app.looking import cut, loud, outside, pale
from tests.english import japanese, of_widget

SIZES = [QSize(1920, 1002), QSize(1366, 690), QSize(1280, 642), QSize(960, 462), QSize(900, 450)]
KEYS = ("Ctrl", "Shift", "Enter", "bplan", "xlsx", "English")
"""Words that are the same in both languages: keys, endings, a language in itself."""


@pytest.fixture(params=["ja", "en"])
def window(
    request: pytest.FixtureRequest,
    make_window: Callable[..., MainWindow],
    dressed: Callable[[Tokens], None],
    qtbot: QtBot,
    tmp_path: Path,
) -> MainWindow:
    dressed(LIGHT)
    window = make_window(new_document(nothing(2027)), request.param, begins=True)
    folder = tmp_path / "2027" / "1"
    folder.mkdir(parents=True)
    fill_welcome(window, folder)
    assert window.beginning is not None
    recents = window.beginning.page.recent.recents
    qtbot.waitUntil(lambda: any(each.is_gone for each in recents.files))
    return window


def test_nothing_is_cut_or_outside_at_any_size(window: MainWindow) -> None:
    found = []
    for size in SIZES:
        window.resize(size)
        QApplication.processEvents()
        assert window.size() == size
        found += [f"{size.width()}×{size.height()}: {each}" for each in (*cut(window), *outside(window))]
    assert found == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_everything_can_be_read(window: MainWindow, dressed: Callable[[Tokens], None], tokens: Tokens) -> None:
    dressed(tokens)
    QApplication.processEvents()
    found = list(pale(window))
    if tokens is not CONTRAST:
        found += loud(window)
    assert found == []


def test_it_speaks_one_language_and_every_part_has_a_name(window: MainWindow) -> None:
    assert window.beginning is not None
    page = window.beginning.page
    if window.texts.language == "en":
        names = [each.name for each in heard(page)]
        assert japanese([*of_widget(page), *names], built_in_portfolio(), ("日本語",)) == []
    else:
        assert list(english(page, KEYS)) == []
    assert list(mute(page)) == []


def test_tab_goes_from_the_top_down_and_is_seen(window: MainWindow) -> None:
    assert window.beginning is not None
    page, search = window.beginning.page, window.beginning.search
    expected = [search, page.recovery.look, page.recovery.take, *page.ways, page.recent]
    search.setFocus(Qt.FocusReason.TabFocusReason)
    for part in expected:
        assert QApplication.focusWidget() is part
        focused = page.grab().toImage()
        page.focusNextChild()
        QApplication.processEvents()
        assert page.grab().toImage() != focused
