"""What an edit made elsewhere changed flashes once: totals, the amounts of the line, values set from afar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.session.settings import Motion
from planner.app.tables.flash import FADE_MS, HOLD_MS, Flash
from planner.app.widgets import theme
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry
from planner.core.money import Unit
from tests.app.hands import cell, go, type_into
from tests.samples import DC1, DC2

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

RAISED = Entry(DC1, "rate", 2026, 3_200_000)


def flashing(window: MainWindow) -> set[tuple[str, Column]]:
    """The cells of lines that flash now."""
    table, ids = window.work.table, window.session.state.portfolio.lines.ids
    return {
        (ids[table.lines.row_at(table.lines.index(row, 0)).line], column)
        for row in range(table.lines.rowCount())
        for place, column in enumerate(COLUMNS)
        if table.flash.of(row, place) is not None
    }


def cards(window: MainWindow) -> list[str]:
    """The cards that flash now."""
    return [name for name, card in window.strip.cards.items() if card.flash.is_on]


def rest(window: MainWindow) -> None:
    for flash in window.findChildren(Flash):
        flash.stop()


AMOUNTS = {(DC1, column) for column in (Column.AMOUNT, Column.CHANGE, Column.FROM_BASE)}


def test_what_an_edit_changed_elsewhere_flashes_and_the_cell_typed_in_does_not(
    qtbot: QtBot, window: MainWindow
) -> None:
    type_into(qtbot, window, cell(window, DC1, Column.RATE), "3,200千円")
    assert flashing(window) == AMOUNTS
    assert cards(window) == ["request", "change", "from-base"]
    assert window.work.table.total.flash.is_on
    rest(window)
    window.session.undo_stack.undo()
    assert flashing(window) == {(DC1, Column.RATE), *AMOUNTS}, "undone from afar, so that the value flashes too"


def test_what_is_only_shown_otherwise_does_not_flash(window: MainWindow) -> None:
    session = window.session
    session.set_values("edit", [RAISED])
    rest(window)
    session.show(scenario=0)
    session.show(scenario=1)
    session.show(unit=Unit.YEN)
    session.show(program=0)
    session.show(year=2025)
    assert (flashing(window), cards(window), window.work.table.total.flash.is_on) == (set(), [], False)


def test_what_stays_as_it_was_does_not_flash(window: MainWindow) -> None:
    window.session.set_values("edit", [RAISED])
    rest(window)
    window.session.set_values("edit", [Entry(DC2, "rate", 2026, 3_200_000)])
    assert {line for line, _column in flashing(window)} == {DC2}


def ground(window: MainWindow) -> QColor:
    """The ground of the amount of DC1 as it is painted, near its left upper corner, and of its lower edge."""
    rect = window.work.table.visualRect(cell(window, DC1, Column.AMOUNT))
    return window.work.table.viewport().grab(rect).toImage().pixelColor(QPoint(2, 4))


def test_it_is_held_fades_and_is_gone(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "moves", lambda: True)
    go(window, cell(window, DC2, Column.RATE))
    usual = ground(window)
    window.session.set_values("edit", [RAISED])
    course = window.work.table.flash.course
    course.pause()
    seen = []
    for at in (0, HOLD_MS, HOLD_MS + FADE_MS // 2):
        course.setCurrentTime(at)
        seen.append(ground(window))
    assert seen[0] == seen[1] == theme.tokens().flash
    assert usual != seen[2] != seen[0]
    window.work.table.flash.stop()
    assert ground(window) == usual


@pytest.mark.parametrize("where", ["setting", "desktop"])
def test_where_nothing_shall_move_it_is_underlined(
    window: MainWindow, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "setting":
        qapp.setProperty("still", True)
    else:
        monkeypatch.setattr(theme, "moves", lambda: False)
    go(window, cell(window, DC2, Column.RATE))
    usual = ground(window)
    window.session.set_values("edit", [RAISED])
    qapp.setProperty("still", None)
    course = window.work.table.flash.course
    course.pause()
    for at in (0, HOLD_MS + FADE_MS // 2):
        course.setCurrentTime(at)
        assert ground(window) == usual, "no ground changes"
        rect = window.work.table.visualRect(cell(window, DC1, Column.AMOUNT))
        edge = window.work.table.viewport().grab(rect).toImage().pixelColor(QPoint(2, rect.height() - 2))
        assert edge == theme.tokens().accent
    window.work.table.flash.stop()


@pytest.mark.parametrize("enabled", [True, False])
def test_the_effects_of_windows_are_asked_for(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, enabled: bool
) -> None:
    monkeypatch.setattr("planner.app.widgets.theme.sys.platform", "linux")
    assert theme.moves(), "elsewhere the style says how long movements take"
    monkeypatch.setattr(QApplication, "isEffectEnabled", lambda _effect: enabled)
    monkeypatch.setattr("planner.app.widgets.theme.sys.platform", "win32")
    assert theme.moves() is enabled


def test_movement_is_chosen_in_the_settings(window: MainWindow) -> None:
    window.show_settings()
    dialog = window.settings_dialog
    assert dialog is not None
    told: list[bool] = []
    window.look_chosen.connect(told.append)
    dialog.motion.setCurrentIndex(1)
    dialog.motion.activated.emit(1)
    assert window.settings.motion is Motion.NONE
    assert told == [False]
