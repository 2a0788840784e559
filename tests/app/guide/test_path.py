"""A newcomer walks the ten steps with real events, in both languages; they can be left, skipped and taken up again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.guide.path_strip import PathStrip
from planner.app.guide.steps import LINE, PROGRAM, RATE, STEPS
from planner.app.lines.line_columns import Column
from planner.app.session.settings import Settings
from planner.app.whatif.cut_page import CutPage
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.core.model.blank import nothing
from planner.core.model.document import Document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import Officer, cell, click, shortcut
from tests.app.hearing import english, mute
from tests.app.looking import cut, outside, pale
from tests.app.whatif.hands import drawer, settled
from tests.english import japanese, of_widget

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen
SIZES = [QSize(1920, 1002), QSize(1366, 690), QSize(960, 462), QSize(900, 450)]


def strip(window: MainWindow) -> PathStrip:
    assert window.walk.strip is not None
    return window.walk.strip


def walking(make_window: Callable[..., MainWindow], language: str = "en") -> MainWindow:
    window = make_window(new_document(built_in_portfolio()), language)
    window.menus.actions["help.steps"].trigger()
    return window


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_newcomer_walks_all_ten(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    settings: Settings,
    tmp_path: Path,
    language: str,
) -> None:
    window, officer = make_window(new_document(nothing(2027)), language, begins=True), Officer()
    officer.press("Return")
    assert window.beginning is None and window.pages.front == "overview"
    shown, walked = strip(window), list[str]()

    def comes(done: int) -> None:
        """Wait until so many steps are done, and keep what is told next."""
        qtbot.waitUntil(lambda: shown.path.at == done, timeout=20_000)
        assert settings.guide_step == done
        walked.append(shown.do.text())

    comes(0)
    officer.press("Ctrl+Shift+1")
    program = window.session.state.portfolio.program_index[PROGRAM]
    officer.click(window.work.tree, window.work.tree.programs.index_of_program(program))
    comes(1)
    click(window, cell(window, LINE, Column.RATE))
    officer.type(RATE)
    comes(2)
    officer.press("Ctrl+Shift+E")
    officer.type("民間初任給との差" if language == "ja" else "closer to pay elsewhere")
    comes(3)
    officer.press("Ctrl+B")
    officer.type("別案" if language == "ja" else "second")
    comes(4)
    for done, keys in ((5, "Ctrl+3"), (6, "Ctrl+5"), (7, "Ctrl+4")):
        officer.press(keys)
        comes(done)
    before = window.session.state.document
    officer.press("Ctrl+T")
    settled(qtbot, window)
    window.menus.actions["whatif.cut"].trigger()
    settled(qtbot, window)
    assert isinstance(drawer(window).front, CutPage)
    officer.type("1%", then=None)
    settled(qtbot, window)
    officer.press("Return")
    officer.press("Return")
    comes(8)
    window.work.table.setFocus()
    officer.press("Ctrl+Z")
    comes(9)
    assert window.session.state.document == before
    officer.press("Ctrl+E")
    page = window.handover.page
    assert page is not None
    page.panel.target.choose_folder(tmp_path)
    qtbot.waitUntil(page.panel.workbook.isEnabled)
    page.panel.workbook.click()
    comes(10)
    assert (shown.path.step, shown.skip.isVisible(), shown.count.text()) == (None, False, "✓")
    assert len(set(walked)) == len(STEPS) + 1
    assert all("{" not in each for each in walked)
    for keys, said in zip(("Ctrl+Shift+1", RATE, "Ctrl+Shift+E", "Ctrl+B", "Ctrl+3"), walked, strict=False):
        assert keys in said
    QTest.mouseClick(shown.close_button, Qt.MouseButton.LeftButton)
    assert not shown.isVisible()


def test_it_is_left_and_taken_up_again(make_window: Callable[..., MainWindow], settings: Settings) -> None:
    window = walking(make_window)
    for _ in range(4):
        strip(window).skip.click()
    assert strip(window).name.text() == "Compare"
    strip(window).close_button.click()
    assert not window.walk.is_on
    window.pages.show_page("compare")
    assert settings.guide_step == 4, "nobody walks"
    second = walking(make_window, "ja")
    assert (strip(second).name.text(), strip(second).count.text()) == ("比べる", "5/10")
    second.pages.show_page("compare")
    assert strip(second).path.at == 5
    settings.guide_step = len(STEPS)
    assert strip(walking(make_window)).path.at == 0, "all were done: from the beginning"


def test_a_step_is_done_by_whatever_way_and_one_that_is_done_is_passed(
    make_window: Callable[..., MainWindow],
) -> None:
    window = walking(make_window)
    session, path = window.session, strip(window).path
    session.set_values("x", [Entry(LINE, "rate", 2026, 3_200_000)], "why")
    assert path.at == 0, "another step is to be done first"
    session.show(program=session.state.portfolio.program_index[PROGRAM])
    assert path.at == 3, "rate and reason are there"


def test_another_document_ends_it_and_the_verb_opens_the_example(
    make_window: Callable[..., MainWindow], document: Document
) -> None:
    window = walking(make_window)
    window.session.start(new_document(nothing(2027)))
    assert not window.walk.is_on
    window.menus.actions["help.steps"].trigger()
    assert window.session.state.portfolio == built_in_portfolio()
    assert strip(window).isVisible()


def test_the_strip_covers_nothing_and_takes_its_own_room(make_window: Callable[..., MainWindow]) -> None:
    window = walking(make_window)
    for size in SIZES:
        window.resize(size)
        QApplication.processEvents()
        foot = window.pages.mapTo(window, window.pages.rect().bottomLeft()).y()
        assert strip(window).y() > foot - 1 and strip(window).geometry().bottom() < window.statusBar().y()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_every_step_can_be_read_and_heard(
    make_window: Callable[..., MainWindow], dressed: Callable[[Tokens], None], tokens: Tokens, language: str
) -> None:
    dressed(tokens)
    window = walking(make_window, language)
    shown, found = strip(window), list[str]()
    for _ in range(len(STEPS) + 1):
        for size in SIZES:
            window.resize(size)
            QApplication.processEvents()
            found += [*cut(shown), *outside(shown)]
        found += [*pale(shown), *mute(shown)]
        if language == "en":
            found += japanese(of_widget(shown), built_in_portfolio(), ())
        else:
            found += english(shown, ("Ctrl", "Shift", "Enter", "DC1"))
        shown.path.skip()
    assert found == []


def test_f6_and_another_language_keep_it(make_window: Callable[..., MainWindow]) -> None:
    window = walking(make_window)
    window.rail.buttons[window.pages.front].setFocus()
    shortcut(window, "Shift+F6")
    assert QApplication.focusWidget() is strip(window).skip
