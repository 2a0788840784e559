"""The session: a thousand random edits, undos and redos leave what the surviving edits alone would have made."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits import values as edits
from planner.core.edits.scenarios import branch, delete_scenario
from planner.core.edits.values import Entry
from planner.core.errors import UserError
from planner.core.model.document import BASE, Document
from planner.core.model.fields import FIELDS
from planner.files.document.store import open_document, save_document


def random_entries(document: Document, chance: random.Random) -> list[Entry]:
    lines = document.portfolio.lines.ids
    found = []
    for _ in range(chance.randrange(1, 4)):
        key = chance.choice(["rate", "quantity", "quantity"])
        value = None if chance.random() < 0.15 else chance.randrange(0, 5_000)
        found.append(Entry(chance.choice(lines), key, 2026, value))
    return found


def add_branch(session: Session, name: str) -> None:
    """Branch the scenario shown, and show the branch."""
    parent, number = session.state.scenario, max(each.number for each in session.state.document.scenarios) + 1
    session.edit("branch", lambda document: branch(document, parent, name), number)


def delete_shown(session: Session) -> None:
    """Delete the scenario shown, and show its parent."""
    shown = session.state.document.scenario(session.state.scenario)
    session.edit("delete", lambda document: delete_scenario(document, shown.number), shown.parent)


def test_a_thousand_random_edits_undone_and_redone(qtbot: QtBot, document: Document) -> None:
    chance = random.Random(20260401)
    session = Session(document)
    done: list[tuple[str, int, Any]] = []
    undone: list[tuple[str, int, Any]] = []
    edited = 0
    while edited < 1000:
        stack, action = session.undo_stack, chance.random()
        if action < 0.2 and stack.canUndo():
            stack.undo()
            undone.append(done.pop())
            continue
        if action < 0.35 and stack.canRedo():
            stack.redo()
            done.append(undone.pop())
            continue
        scenarios = [scenario.number for scenario in session.state.document.scenarios]
        target = chance.choice(scenarios)
        session.show(scenario=target)
        before = session.state.document
        if action < 0.4:
            made: tuple[str, int, Any] = ("branch", target, f"案{edited}")
            add_branch(session, f"案{edited}")
        elif action < 0.43 and len(scenarios) > 2:
            made = ("delete", target, None)
            delete_shown(session)
        else:
            made = ("set", target, random_entries(before, chance))
            session.set_values("s", made[2])
        edited += 1
        if session.state.document is not before:
            done.append(made)
            undone.clear()
    afresh = document
    for kind, target, what in done:
        if kind == "branch":
            afresh = branch(afresh, target, str(what))
        elif kind == "delete":
            afresh = delete_scenario(afresh, target)
        else:
            afresh = edits.set_values(afresh, target, what)
    assert session.state.document == afresh
    base = evaluate_base(afresh.portfolio)
    for scenario in afresh.scenarios:
        assert session.evaluation_of(scenario.number).total == evaluate(base, afresh.overrides(scenario.number)).total
    while session.undo_stack.canUndo():
        session.undo_stack.undo()
    assert session.state.document == document
    assert session.state.evaluation.total == base.total


def test_every_change_is_told_once_with_before_and_after(qtbot: QtBot, document: Document) -> None:
    session = Session(document)
    heard: list[Moved] = []
    session.changed.connect(heard.append)
    session.set_values("rate", [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)])
    assert len(heard) == 1
    assert heard[0].before.document is document
    assert heard[0].after is session.state
    difference = heard[0].after.totals()[1].yen - heard[0].before.totals()[1].yen
    assert difference == 128_000 * 642
    session.set_values("rate", [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)])
    assert len(heard) == 1, "an edit that changes nothing is no edit"


def test_a_refused_edit_changes_nothing(qtbot: QtBot, document: Document) -> None:
    session = Session(document)
    session.show(scenario=BASE)
    with pytest.raises(UserError, match="base is not edited"):
        session.set_values("rate", [Entry("fellows/dc/dc1", "rate", 2026, 1)])
    assert session.state.document is document
    assert session.is_clean


def test_undo_shows_the_scenario_it_happened_in(qtbot: QtBot, document: Document) -> None:
    session = Session(document)
    add_branch(session, "第二案")
    second = session.state.scenario
    session.set_values("rate", [Entry("ssh/schools", "rate", 2026, 8_000_000)])
    session.show(scenario=1)
    session.undo_stack.undo()
    assert session.state.scenario == second
    assert session.state.evaluation.total == session.base.total


def test_saving_makes_it_clean_and_opening_starts_afresh(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    session = Session(document)
    session.set_values("rate", [Entry("ssh/schools", "rate", 2026, 8_000_000)])
    assert not session.is_clean
    path = tmp_path / "a.bplan"
    saved = save_document(session.state.document, path)
    session.mark_saved(session.state.document, path, saved.fingerprint)
    assert session.is_clean
    session.undo_stack.undo()
    assert not session.is_clean, "the file holds another document"
    session.undo_stack.redo()
    assert session.is_clean, "the state that was saved is clean again"
    other = Session(document)
    opened = open_document(path)
    other.take(opened.document, path, opened.fingerprint)
    assert other.state.document == session.state.document
    assert other.is_clean
    assert not other.undo_stack.canUndo()


def test_what_was_edited_while_it_was_saved_is_not_saved(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    session = Session(document)
    session.set_values("rate", [Entry("ssh/schools", "rate", 2026, 8_000_000)])
    written = session.state.document
    session.set_values("rate", [Entry("ssh/schools", "rate", 2026, 7_000_000)])
    session.mark_saved(written, tmp_path / "a.bplan", "fingerprint")
    assert not session.is_clean
    session.undo_stack.undo()
    assert session.is_clean


def test_every_field_has_a_default_or_is_needed() -> None:
    assert {key for key, field in FIELDS.items() if field.default is None} == {"rate", "quantity"}


def test_the_evaluation_of_any_scenario_is_right_after_any_edit(qtbot: QtBot, document: Document) -> None:
    chance = random.Random(7)
    for number in range(2, 6):
        document = branch(document, chance.randrange(number), f"案{number}")
    session = Session(document)
    for _ in range(200):
        action = chance.random()
        if action < 0.2 and session.undo_stack.canUndo():
            session.undo_stack.undo()
        elif action < 0.3 and len(session.state.document.scenarios) > 2:
            session.show(scenario=chance.choice(session.state.document.scenarios).number)
            delete_shown(session)
        elif action < 0.5:
            session.show_beside(chance.choice([None, BASE, chance.choice(session.state.document.scenarios).number]))
        else:
            session.show(scenario=chance.choice(session.state.document.scenarios).number)
            session.set_values("edit", random_entries(session.state.document, chance))
        state = session.state
        for number in (BASE, *(each.number for each in state.document.scenarios)):
            whole = evaluate(evaluate_base(state.portfolio), state.document.overrides(number))
            found = session.evaluation_of(number)
            assert (found.total, found.overrides) == (whole.total, whole.overrides)
            assert [found.program(i) for i in range(3)] == [whole.program(i) for i in range(3)]
        if state.beside is None:
            assert state.evaluation_beside is None
        else:
            assert state.evaluation_beside is session.evaluation_of(state.beside)
