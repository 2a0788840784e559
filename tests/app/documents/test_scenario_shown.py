"""Opening a document again returns to the scenario that was shown, which is kept outside of the document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from planner.app.documents.recovery import Recovery
from planner.app.session.session import Session
from planner.app.session.settings import SHOWN_LIMIT, Settings
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch, delete_scenario
from planner.core.edits.values import Entry, set_values
from planner.core.model.document import BASE, Document
from planner.files.document.store import save_document
from tests.samples import DC1


@pytest.fixture
def path(document: Document, tmp_path: Path) -> Path:
    file = tmp_path / "request.bplan"
    save_document(branch(branch(document, 1, "案A"), 1, "案B"), file)
    return file


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> int:
    """The scenario that is shown once a document is open."""
    before = window.session.state.opening
    window.documents.open(path)
    qtbot.waitUntil(lambda: window.session.state.opening > before)
    return window.session.state.scenario


@pytest.mark.parametrize("scenario", [3, 2, BASE])
def test_reopening_returns_to_the_scenario_shown_last(
    qtbot: QtBot, make_window: Callable[..., MainWindow], document: Document, path: Path, scenario: int
) -> None:
    content = path.read_bytes()
    window = make_window(document)
    assert opened(qtbot, window, path) == 1
    window.session.show(scenario=scenario)
    assert window.session.is_clean, "looking is no change"
    window.session.start(document)
    assert opened(qtbot, window, path) == scenario
    again = make_window(document)
    assert opened(qtbot, again, path) == scenario
    assert path.read_bytes() == content


def test_where_the_scenario_is_gone_the_first_one_is_shown(
    qtbot: QtBot, window: MainWindow, path: Path, document: Document
) -> None:
    opened(qtbot, window, path)
    window.session.show(scenario=3)
    window.session.start(document)
    save_document(branch(document, 1, "案A"), path)
    assert opened(qtbot, window, path) == 1


def test_each_file_has_its_own_and_a_store_that_makes_no_sense_does_no_harm(tmp_path: Path, settings: Settings) -> None:
    for number in range(SHOWN_LIMIT + 5):
        settings.remember_shown(tmp_path / f"{number}.bplan", number)
    assert settings.shown(tmp_path / "0.bplan") is None, "those looked at last are kept"
    assert settings.shown(tmp_path / f"{SHOWN_LIMIT}.bplan") == SHOWN_LIMIT
    for nonsense in ("[1, 2]", "{", '{"a": "b"}', "7"):
        store = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
        store.setValue("shown", nonsense)
        assert Settings(store).shown(tmp_path / "a") is None
        Settings(store).remember_shown(tmp_path / "a", 2)
        assert Settings(store).shown(tmp_path / "a") == 2


def test_unsaved_work_is_taken_up_in_the_scenario_it_was_left_in(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    session = Session(branch(document, 1, "案A"))
    crashed = Recovery(session, tmp_path / "recovery")
    session.set_values("単価", [Entry(DC1, "rate", 2026, 1)])
    session.show(scenario=2)
    qtbot.waitUntil(lambda: not crashed.timer.isActive())
    crashed.wait()
    session.show(scenario=BASE)  # nothing of the document moved, and yet it is noted
    qtbot.waitUntil(lambda: not crashed.timer.isActive())
    crashed.wait()
    assert crashed._lock is not None
    crashed._lock.unlock()
    other = Session(document)
    recovery = Recovery(other, tmp_path / "recovery")
    (leftover,) = recovery.leftovers()
    assert leftover.scenario == BASE
    recovery.take(leftover)
    assert other.state.scenario == BASE
    assert other.state.document == session.state.document
    other.recover(delete_scenario(session.state.document, 2), None, None, scenario=2)
    assert other.state.scenario == 1
    other.recover(set_values(document, 1, []), None, None)
    assert other.state.scenario == 1
    for each in (recovery, crashed):
        each.close()
