"""Only what moved is painted anew; the screen must read as if all had been."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.tables.flash import Flash
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, set_values
from planner.core.model.document import BASE, Document
from planner.core.money import Unit

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

ACTIONS = 40
SETTLED = 5
"""Turns of the event loop after which layouts that follow from one another are done."""


def on_screen(window: QWidget) -> QImage:
    """What the window's last painting left on the screen."""
    for _turn in range(SETTLED):
        QApplication.processEvents()
    return window.screen().grabWindow(window.winId()).toImage()


def painted_whole(window: QWidget) -> QImage:
    """The same after every widget was painted anew."""
    for widget in (window, *window.findChildren(QWidget)):
        widget.update()
    return on_screen(window)


@pytest.fixture
def several(make_window: Callable[..., MainWindow], many: Document) -> MainWindow:
    """A window on 250 lines, the base and four scenarios with values of their own, one of them a branch of another."""
    chance = random.Random(11)
    for number in range(1, 5):
        if number > 1:
            many = branch(many, 2 if number == 4 else BASE, f"案{number}")
        entries = [
            Entry(many.portfolio.lines.ids[chance.randrange(250)], "quantity", 2026, chance.randrange(400))
            for _ in range(60)
        ]
        many = set_values(many, number, entries)
    return make_window(many)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_screen_reads_as_if_all_was_painted(qtbot: QtBot, several: MainWindow, seed: int) -> None:
    window, session, chance = several, several.session, random.Random(seed)
    window.pages.show_page("compare")
    window.pages.open_beside()
    window.pages.show_page("lines")
    comparison = window.comparison.page
    assert comparison is not None
    comparison.pick.choose({BASE, 1, 2, 4})
    comparison.refresh()
    qtbot.waitUntil(comparison.isActiveWindow)
    lines = session.state.portfolio.lines.ids

    def edit() -> None:
        entries = [Entry(chance.choice(lines[:40]), chance.choice(["rate", "quantity"]), 2026, chance.randrange(9_999))]
        session.set_values("edit", entries)

    def take_out() -> None:
        session.set_values("out", [Entry(chance.choice(lines[:12]), "present", 2026, chance.randrange(2))])

    actions: list[Callable[[], object]] = [
        edit,
        take_out,
        session.undo_stack.undo,
        session.undo_stack.redo,
        lambda: session.show(scenario=chance.randrange(1, 5)),
        lambda: session.show(scenario=chance.randrange(1, 5)),
        lambda: session.show_beside(chance.choice([None, BASE, 3])),
        lambda: session.show(unit=chance.choice(list(Unit))),
        lambda: session.show(program=chance.choice([None, 0, 1])),
    ]

    def settled() -> bool:
        waiting = window.check.problems.model.pending or window.strip.is_waiting
        return comparison.progress.isHidden() and not waiting

    for _ in range(ACTIONS):
        chance.choice(actions)()
        qtbot.waitUntil(settled)
        for flash in window.findChildren(Flash):
            flash.stop()  # it would fade between two looks at it
        for shown in (window, comparison.window()):
            assert on_screen(shown) == painted_whole(shown)
