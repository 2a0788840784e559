"""Idle time examines the scenarios not looked at yet: it shows nothing, keeps nothing stale, and gives way at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.app.session.session import Session
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, set_values
from planner.core.errors import Problem
from planner.core.model.document import BASE, Document

RATE, QUANTITY = "rate", "quantity"
SCENARIOS = 30


def dear(rate: int) -> list[Entry]:
    return [Entry("ssh/schools", RATE, 2026, rate)]


@pytest.fixture
def idle(make_window: Callable[..., MainWindow], document: Document) -> MainWindow:
    """A window on many scenarios, all but the first never looked at; every second is a branch of the one before."""
    for number in range(2, SCENARIOS + 1):
        document = branch(document, number - 1 if number % 2 else BASE, f"案{number}")
        document = set_values(document, number, dear(10_000_000 + 100_000 * number))
    return make_window(document)


def found_anew(document: Document, scenario: int) -> tuple[Problem, ...]:
    """The findings of a session that knows nothing yet."""
    session = Session(document)
    session.show(scenario=scenario, unit=None)
    return session.examination.problems


def prepare_all(qtbot: QtBot, window: MainWindow) -> None:
    window.preparation.put_off()
    qtbot.waitUntil(lambda: window.session.unprepared is None)


def test_all_scenarios_are_examined_and_their_findings_stand_at_once(qtbot: QtBot, idle: MainWindow) -> None:
    session, model = idle.session, idle.check.problems.model
    document, before = session.state.document, model.found
    with qtbot.assertNotEmitted(session.changed):
        prepare_all(qtbot, idle)
    assert model.found == before, "nothing on the screen moves"
    qtbot.waitUntil(lambda: not idle.preparation.is_at_work)
    assert not idle.preparation.is_put_off
    for number in (2, 3, SCENARIOS, BASE):
        session.show(scenario=number)
        assert not model.pending
        assert model.found == found_anew(document, number)


def test_an_edit_after_it_is_seen_in_every_scenario(qtbot: QtBot, idle: MainWindow) -> None:
    session, model = idle.session, idle.check.problems.model
    prepare_all(qtbot, idle)
    session.show(scenario=2)
    session.set_values("edit", [Entry("fellows/dc/dc1", QUANTITY, 2026, 2_000)])
    for number in (3, 1, 2):
        session.show(scenario=number)
        assert model.found == found_anew(session.state.document, number)
    session.undo_stack.undo()
    session.show(scenario=3)
    assert model.found == found_anew(session.state.document, 3)


def test_input_and_edits_put_it_off_at_once(qtbot: QtBot, idle: MainWindow) -> None:
    preparation, session = idle.preparation, idle.session
    disturbances: tuple[Callable[[], object], ...] = (
        lambda: QTest.keyClick(idle.work.table, Qt.Key.Key_Down),
        lambda: QTest.mouseClick(idle.work.tree.viewport(), Qt.MouseButton.LeftButton),
        lambda: session.set_values("edit", dear(11_000_000)),
    )
    for disturb in disturbances:
        with qtbot.waitSignal(preparation.prepared):
            preparation.put_off()
        assert preparation.is_at_work
        disturb()
        assert not preparation.is_at_work
        assert preparation.is_put_off, "it goes on when it is quiet again"
        assert session.unprepared is not None


def test_another_base_is_prepared_anew(qtbot: QtBot, idle: MainWindow) -> None:
    prepare_all(qtbot, idle)
    idle.session.start(idle.session.state.document)
    assert idle.session.unprepared is not None
    qtbot.waitUntil(lambda: idle.session.unprepared is None)
