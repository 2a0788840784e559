"""What is known of programs at a glance goes on with each edit, and is what would be counted anew."""

from __future__ import annotations

import random
from functools import partial

from pytestqt.qtbot import QtBot

from planner.app.programs.program_status import ProgramStatus
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry
from planner.core.edits.waivers import is_waivable, waive
from planner.core.model.document import Document


def test_the_standing_of_programs_is_at_each_moment_the_one_counted_anew(qtbot: QtBot, many: Document) -> None:
    session, chance = Session(branch(many, 0, "別")), random.Random(3)
    status = ProgramStatus(session)
    standing = set()

    def take(moved: Moved) -> None:
        status.take(moved)
        status.settle()

    session.changed.connect(take)
    session.settled.connect(status.settle)
    for _step in range(60):
        action = chance.randrange(6)
        if action < 3:
            line = chance.choice(many.portfolio.lines.ids)
            value = chance.choice((None, 1, 2_400_000, 9_999_999, 90_000_000))
            session.set_values("edit", [Entry(line, "rate", 2026, value)], chance.choice(("", "理由")))
        elif action == 3:
            session.undo_stack.undo()
        elif action == 4:
            found = [each for each in session.examination.problems if is_waivable(each.rule)]
            edit = partial(waive, scenario=session.state.scenario, problems=[chance.choice(found)], why="承知")
            session.edit("accept", edit)
        else:
            session.show(scenario=chance.choice((1, 2)))
            qtbot.waitUntil(lambda: not session.is_settling)
        anew = ProgramStatus(session)
        assert status.worrying_themselves() == anew.worrying_themselves()
        assert status.changed_themselves() == anew.changed_themselves()
        standing.add(status.worrying_themselves())
    assert len(standing) > 5
