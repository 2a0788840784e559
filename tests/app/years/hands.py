"""The window of later years as the key opens it."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from planner.app.window.main_window import MainWindow
from planner.app.years.years_window import YearsWindow
from tests.app.hands import CTRL, KEY, SHIFT, press

YEARS = tuple(range(2025, 2032))


def opened(qtbot: QtBot, main: MainWindow) -> YearsWindow:
    """The window as the key opens it."""
    press(main, KEY.Key_Y, CTRL | SHIFT)
    found = main.years.window
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found
