"""The window of later years as the key opens it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from planner.app.window.main_window import MainWindow
from planner.app.years.later_years_page import LaterYearsPage
from tests.app.hands import CTRL, KEY, SHIFT, press

YEARS = tuple(range(2025, 2032))


def opened(qtbot: QtBot, main: MainWindow) -> LaterYearsPage:
    """The window as the key opens it."""
    press(main, KEY.Key_Y, CTRL | SHIFT)
    found = main.years.page
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found
