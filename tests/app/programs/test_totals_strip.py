"""The strip on top: what the totals rest on, and how much of the increase is nobody's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.files.portfolio.reading import built_in_portfolio


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(built_in_portfolio()))


def test_the_strip_says_what_has_no_figure_last_year_and_what_the_total_rests_on(real: MainWindow) -> None:
    strip, portfolio = real.strip, real.session.state.portfolio
    views = [view.id for view in portfolio.views]
    real.session.show(view=views.index("sheets"))
    change, request = strip.cards["change"], strip.cards["request"]
    assert change.told.below.startswith("without a figure before +11,000,000")
    assert "11,000,000,000 yen of the increase have no printed figure" in change.told.tip
    assert "fitted 11.9%" in request.told.tip
    real.session.show(view=views.index("package"))
    assert "without a figure" not in change.told.below, "SPring-8-II is not in it"
    real.session.show(view=views.index("sheets"))
    real.session.set_values("x", [Entry("coi-next/centres", "rate", 2026, 360_000_000)])
    assert "fitted 3.6%" in request.told.tip, "what the officer sets is assumed"
    real.session.set_values("x", [Entry("spring8-ii/instalment", "rate", 2026, 12_000_000_000)])
    assert change.told.below.startswith("without a figure before +12,000,000")
    real.session.undo_stack.undo()
    assert change.told.below.startswith("without a figure before +11,000,000")


def test_the_causes_of_the_change_follow_once_it_is_quiet(real: MainWindow, qtbot: QtBot) -> None:
    change = real.strip.cards["change"]
    qtbot.waitUntil(lambda: "New lines" in change.told.below)
    real.session.set_values("x", [Entry("fellows/dc/dc1", "rate", 2026, 9_072_000)])
    assert "New lines" not in change.told.below, "those of another figure are not shown"
    qtbot.waitUntil(lambda: "Unit rate" in change.told.below)


def test_no_digit_moves_a_neighbour(real: MainWindow) -> None:
    places = [card.geometry() for card in real.strip.cards.values()]
    real.session.set_values("x", [Entry("fellows/dc/dc1", "quantity", 2026, 9_999_999)])
    QApplication.processEvents()
    assert [card.geometry() for card in real.strip.cards.values()] == places


def test_where_lines_lack_a_kind_the_card_says_how_many_and_leads_to_them(real: MainWindow) -> None:
    told = real.strip.cards["room"].told
    assert "unclassified" in told.figure
    assert told.link


def test_an_edit_while_everything_is_looked_through_leaves_no_cause_of_before(real: MainWindow, qtbot: QtBot) -> None:
    strip, change = real.strip, real.strip.cards["change"]
    real.session.set_values("x", [Entry("fellows/dc/dc1", "rate", 2026, 9_072_000)])
    qtbot.waitUntil(lambda: not strip.is_waiting)
    causes = change.told.below
    assert "Unit rate" in causes
    real.session.undo_stack.undo()
    strip.look_through()
    assert strip.is_waiting
    real.session.undo_stack.redo()
    assert change.told.below != causes, "they are not known yet"
    qtbot.waitUntil(lambda: not strip.is_waiting)
    assert change.told.below == causes
