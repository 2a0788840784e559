"""Every page and dialog is looked at, in both languages, all colours and every size a desk has: nothing is cut or lost.

Sizes are those that windows have in logical pixels under a title bar and a taskbar: 1920×1080 at 100, 150 and 200 %,
1366×768 at 100 and 150 %, the last of which is the least there may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QTabWidget
from pytestqt.qtbot import QtBot

from planner.app.widgets import room
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import WORKING, Document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.everything import DC1, dialogs, reviewed, what_ifs
from tests.app.looking import cut, loud, outside, pale

pytestmark = pytest.mark.slow
SIZES = [QSize(1920, 1002), QSize(1366, 690), QSize(1280, 642), QSize(960, 462), QSize(900, 450)]


@pytest.fixture
def document() -> Document:
    made = new_document(built_in_portfolio(), WORKING.ja)
    made = set_values(made, 1, [Entry(DC1, "rate", 2026, 3_200_000)], "民間初任給との差の是正")
    return branch(made, 1, "大臣説明用の案（名前の長いシナリオ）")


def pages(qtbot: QtBot, window: MainWindow) -> Iterator[str]:
    """Every tab of every page in front, one after the other, by name; then the drawer beside the lines."""
    for name in window.pages.pages:
        window.pages.show_page(name)
        page = window.pages.made(name)
        tabs = next(iter(page.findChildren(QTabWidget)), None)
        for tab in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(tab)
            QApplication.processEvents()
            QApplication.processEvents()  # a chart asks for its room once it is drawn
            yield f"{name} {tab}"
    for place, _drawer in enumerate(what_ifs(qtbot, window, all_answers=False)):
        QApplication.processEvents()
        yield f"what-if {place}"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_cut_or_outside_at_any_size(
    make_window: Callable[..., MainWindow],
    dressed: Callable[[Tokens], None],
    document: Document,
    qtbot: QtBot,
    tmp_path: Path,
    language: str,
) -> None:
    dressed(LIGHT)
    window = make_window(document, language)
    qtbot.waitUntil(lambda: not window.check.problems.model.pending)
    reviewed(qtbot, window, tmp_path)
    found = []
    for size in SIZES:
        window.resize(size)
        QApplication.processEvents()
        assert window.size() == size
        for page in pages(qtbot, window):
            found += [f"{size.width()}×{size.height()}, {page}: {each}" for each in (*cut(window), *outside(window))]
    assert found == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_everything_can_be_read_and_selections_do_not_compete(
    make_window: Callable[..., MainWindow],
    dressed: Callable[[Tokens], None],
    document: Document,
    qtbot: QtBot,
    tmp_path: Path,
    tokens: Tokens,
) -> None:
    dressed(tokens)
    window = make_window(document, "ja")
    window.resize(1366, 690)
    qtbot.waitUntil(lambda: not window.check.problems.model.pending)
    reviewed(qtbot, window, tmp_path)
    found = []
    for page in pages(qtbot, window):
        found += [f"{page}: {each}" for each in pale(window)]
        if tokens is not CONTRAST:  # there one strong colour is what is wanted
            found += [f"{page}: {each}" for each in loud(window)]
    assert found == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_dialogs_fit_their_texts_and_the_smallest_screen(
    make_window: Callable[..., MainWindow],
    dressed: Callable[[Tokens], None],
    document: Document,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    smallest = SIZES[-1]
    monkeypatch.setattr(room, "available", lambda _window: smallest)
    dressed(LIGHT)
    window = make_window(document, language)
    found = []
    for dialog in dialogs(qtbot, window, tmp_path):
        dialog.show()
        QApplication.processEvents()
        needs, name = dialog.minimumSizeHint().expandedTo(dialog.size()), type(dialog).__name__
        if needs.boundedTo(smallest) != needs:
            found.append(f"{name} takes {needs.width()}×{needs.height()}")
        found += [f"{name}: {each}" for each in (*cut(dialog), *outside(dialog))]
        dialog.hide()
    assert found == []
