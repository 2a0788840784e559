"""The list of changes goes on where an edit adds one, and is found again where more than that moved."""

from __future__ import annotations

import random
from contextlib import suppress
from functools import partial

from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from planner.app.scenarios.change_model import ChangeFilter
from planner.app.scenarios.change_panel import ChangePanel
from planner.app.session.session import Session
from planner.core.edits.changes import promote, set_reasons
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.words.texts import texts_for
from tests.samples import ALL


def listed(panel: ChangePanel) -> list[int]:
    """The changes that the list shows, by number."""
    return [panel.model.change_at(row).number for row in range(panel.model.rowCount())]


def test_the_list_is_at_each_moment_the_one_found_anew(qtbot: QtBot, document: Document) -> None:
    session, chance = Session(branch(branch(document, 1, "子"), 0, "別")), random.Random(14)
    panel, resets, rows = ChangePanel(session, texts_for("en")), [], []
    qtbot.addWidget(panel)
    panel.model.modelReset.connect(lambda: resets.append(1))
    panel.model.rowsInserted.connect(lambda *_rows: rows.append(1))
    panel.model.rowsRemoved.connect(lambda *_rows: rows.append(-1))
    for _step in range(120):
        action, changes = chance.randrange(8), session.state.document.changes
        if action < 3:
            entry = Entry(chance.choice(ALL), "rate", 2026, chance.randrange(1, 9) * 1_000_000)
            session.set_values("edit", [entry], chance.choice(("", "理由")))
        elif action == 3:
            session.undo_stack.undo()
        elif action == 4:
            session.undo_stack.redo()
        elif action == 5 and changes:
            number, why = chance.choice(changes).number, chance.choice(("", "理由"))
            session.edit("reason", partial(set_reasons, changes=[number], why=why))
        elif action == 6:
            session.show(scenario=chance.choice((0, 1, 2, 3)))
        elif action == 7 and changes:
            panel.model.narrow("", chance.choice(tuple(ChangeFilter)))
            with suppress(UserError):
                session.edit("promote", partial(promote, number=chance.choice(changes).number))
        anew = ChangePanel(session, texts_for("en"))
        qtbot.addWidget(anew)
        anew.model.narrow("", panel.model.shown)
        assert listed(panel) == listed(anew)
        if session.state.scenario == 0:
            session.show(scenario=1)
    assert resets
    assert {*rows} == {1, -1}


def test_a_reason_is_not_written_beside_what_was_selected_before_an_edit(qtbot: QtBot, document: Document) -> None:
    session = Session(document)
    panel = ChangePanel(session, texts_for("en"))
    qtbot.addWidget(panel)
    session.set_values("edit", [Entry(ALL[0], "rate", 2026, 3_300_000)])
    chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    panel.list.selectionModel().setCurrentIndex(panel.model.index(0, 0), chosen)
    session.set_values("edit", [Entry(ALL[1], "rate", 2026, 3_400_000)])
    assert panel.selected() == []
