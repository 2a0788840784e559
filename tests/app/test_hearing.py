"""Whoever hears the window in place of seeing it finds every part of it by a name, in the language chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from planner.app.guide.about_dialog import PARTS
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch, lock
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, WORKING
from planner.core.model.portfolio import Portfolio
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.everything import DC1, dialogs, reviewed, what_ifs
from tests.app.hearing import ENGLISH, english, heard, mute
from tests.english import japanese

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support"),  # raising windows where there is no screen
]
KEYS = ("Ctrl", "Alt", "Shift", "Enter", "Esc", "Tab", "Space", "PgUp", "PgDn")
OTHERS = ("CSV", "csv", "EBPM", "PDF", "UTF", "xlsx", "MIT", "Language", "bplan", "Cancel", "Close")
"""What is called so in Japanese too; the last two are Qt's own words, which the program has translated by Qt."""
RANGED = "ssh/basic"
"""A line whose rate the sheet prints from 6,000,000 to 12,000,000."""


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    """Somebody listens: only then Qt tells that what a table holds is another now."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture(params=["ja", "en"])
def window(request: pytest.FixtureRequest, make_window: Callable[..., MainWindow]) -> MainWindow:
    japanese_one = request.param == "ja"
    made = new_document(built_in_portfolio(), WORKING.ja if japanese_one else WORKING.en)
    made = set_values(made, 1, [Entry(DC1, "rate", 2026, 3_200_000)], "民間との差" if japanese_one else "closer to pay")
    return make_window(branch(made, 1, "大臣説明用" if japanese_one else "second"), request.param)


def shown(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Every tab of every page in front, then what is laid over the window."""
    qtbot.waitUntil(lambda: not window.check.problems.model.pending)
    window.work.page.show_inspector(True)
    for name in window.pages.pages:
        window.pages.show_page(name)
        tabs = next(iter(window.pages.made(name).findChildren(QTabWidget)), None)
        for tab in range(tabs.count() if tabs is not None else 1):
            if tabs is not None:
                tabs.setCurrentIndex(tab)
            QApplication.processEvents()
            yield f"{name} {tab}", window
    window.pages.show_page("lines")
    window.ways.show_scenarios()
    yield "scenarios", window.ways.scenario_popup
    window.ways.scenario_popup.ask_branch()
    yield "scenarios, asking", window.ways.scenario_popup
    window.ways.scenario_popup.shut()
    window.search.start()
    qtbot.waitUntil(lambda: not window.search.popup.is_looking)
    yield "search", window.search.popup
    window.search.popup.shut()
    window.work.table.start_filter()
    window.work.replace.open()
    yield "bars over the table", window
    window.work.go_to.open()
    yield "go to", window
    for place, drawer in enumerate(what_ifs(qtbot, window)):
        yield f"what-if {place}", drawer
    window.messages.tell("…")
    yield "message", window
    for place, drawer in enumerate(what_ifs(qtbot, window)):
        yield f"what-if {place}", drawer


def _texts_of(portfolio: Portfolio) -> Iterator[str]:
    """The names and sentences of a portfolio, which may have foreign words in them."""
    yield from (each.name for each in portfolio.programs)
    yield from portfolio.lines.labels
    yield from (each.quote for each in portfolio.origins)
    yield from (each.name for each in portfolio.obligations)


def faults(window: MainWindow, part: QWidget) -> list[str]:
    """What is wrong with what is heard of a part."""
    if window.texts.language == "en":
        names = [each.name for each in heard(part)]
        foreign = japanese(names, window.session.state.portfolio, ("日本語", "言語 / Language"))
    else:
        own = " ".join(_texts_of(window.session.state.portfolio))
        foreign = list(english(part, {*KEYS, *OTHERS, *ENGLISH.findall(own), *ENGLISH.findall(_makers())}))
    return [*mute(part), *foreign]


def test_every_part_has_a_name_and_a_kind(qtbot: QtBot, window: MainWindow) -> None:
    found = [f"{place}: {each}" for place, part in shown(qtbot, window) for each in faults(window, part)]
    assert list(dict.fromkeys(found)) == []


def test_so_have_the_parts_of_a_returned_workbook(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    review = reviewed(qtbot, window, tmp_path)
    review.told_bar.open(True)
    QApplication.processEvents()
    assert faults(window, review) == []


def _makers() -> str:
    """The names and licences of what the program is made with."""
    return " ".join(f"{name} {licence}" for _package, name, licence in (*PARTS, ("", "Python Qt", "LGPL PSF")))


def test_so_have_the_parts_of_every_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    found = []
    for dialog in dialogs(qtbot, window, tmp_path):
        dialog.show()
        QApplication.processEvents()
        found += [f"{type(dialog).__name__}: {each}" for each in faults(window, dialog)]
        dialog.hide()
    assert found == []


def names_of(part: QWidget) -> list[str]:
    return [each.name for each in heard(part)]


def test_cells_cards_and_the_pill_tell_their_state(window: MainWindow) -> None:
    session, is_japanese = window.session, window.texts.language == "ja"
    portfolio = session.state.portfolio

    def said(program: str, words: str) -> list[str]:
        """What is heard of the lines of a program with these words in it."""
        session.show(program=portfolio.program_index[program])
        return [each for each in names_of(window.work.table) if words in each]

    session.show(scenario=1)
    changed = "3,072,000から変更、理由あり" if is_japanese else "changed from 3,072,000, with a reason"
    (rate,) = said("fellows/dc", changed)
    assert ("単価、3,200,000 円" if is_japanese else "Unit rate, 3,200,000 yen") in rate
    ranged = portfolio.lines.ids.index(RANGED)
    program = portfolio.programs[portfolio.lines.program[ranged]].id
    outside = "公表された範囲" if is_japanese else "Outside the published range"
    assert said(program, outside) == []
    session.set_values("x", [Entry(RANGED, "rate", 2026, 99_000_000_000)])
    assert len(said(program, outside)) == 1
    closed = "読み取り専用" if is_japanese else "read-only"
    assert said(program, closed) == []
    session.show(scenario=BASE)
    assert said(program, closed) != []
    (pill,) = names_of(window.top_bar.pill)
    assert pill == ("シナリオ: 基準" if is_japanese else "Scenario: Base")
    session.edit("lock", lambda document: lock(document, 1))
    session.show(scenario=1)
    (pill,) = names_of(window.top_bar.pill)
    assert pill.endswith("ロック中" if is_japanese else "locked")
    request, check = (names_of(window.strip.cards[card])[0] for card in ("request", "check"))
    assert ("千円" if is_japanese else "thousand yen") in request
    assert ("警告" if is_japanese else "Warnings") in check
