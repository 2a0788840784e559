"""What moved: each thing that can happen to a session moves what its names say, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.plan import set_growth, set_last_year
from planner.core.edits.scenarios import branch, rename
from planner.core.edits.structure import remove_lines
from planner.core.edits.values import Entry, set_values
from planner.core.model.ceilings import Ceiling
from planner.core.model.document import BASE, Document
from planner.core.money import Unit

FLAGS = tuple(name for name, value in vars(Moved).items() if isinstance(value, property) and name != "lines")
EDIT = {"edited", "document", "scenarios", "changes", "figures", "totals", "findings"}
SWITCH = {"scenario", "switched", "figures", "totals", "findings", "assumptions"}
DEAR = [Entry("ssh/schools", "rate", 2026, 11_000_000)]
GROWTH = Fraction(1, 50)
OWN = Ceiling("own", 2026, "全体", amount=1)

CASES: tuple[tuple[Callable[[Session], object], set[str]], ...] = (
    (lambda session: session.set_values("dear", DEAR), EDIT),
    (lambda session: session.show(scenario=2), SWITCH),
    (lambda session: session.show(unit=Unit.YEN), {"unit", "totals", "findings"}),
    (lambda session: session.show(program=1), {"program"}),
    (lambda session: session.show(year=2025), {"year"}),
    (lambda session: session.show_beside(2), {"beside", "beside_name", "growth"}),
    (lambda session: session.show_beside(BASE), {"beside", "growth"}),
    (lambda session: session.mark_saved(session.state.document, Path("a.bplan"), "hash"), {"file"}),
    (lambda session: session.mark_read_only(), {"read_only"}),
    (
        lambda session: session.edit("add", lambda document: set_ceiling(document, OWN)),
        {"document", "ceilings", "findings"},
    ),
    (
        lambda session: session.edit("rename", lambda document: rename(document, 1, "別名")),
        {"document", "scenarios", "findings"},
    ),
    (
        lambda session: session.edit("remove", lambda document: remove_lines(document, 1, ["ssh/schools"])),
        EDIT | {"absent"},
    ),
    (
        lambda session: session.edit("grow", lambda document: set_growth(document, 1, "wage", GROWTH, "賃金")),
        (EDIT | {"growth", "assumptions"}) - {"changes"},
    ),
    (
        lambda session: session.edit("plan", lambda document: set_last_year(document, 2030)),
        {"document", "portfolio", "figures", "edited", "totals", "findings", "outline"},
    ),
)


@pytest.mark.parametrize(("happen", "moved"), CASES)
def test_each_thing_moves_what_its_names_say(
    qtbot: QtBot, document: Document, happen: Callable[[Session], object], moved: set[str]
) -> None:
    session = Session(set_values(branch(document, BASE, "第二案"), 2, DEAR))
    heard: list[Moved] = []
    session.changed.connect(heard.append)
    happen(session)
    assert len(heard) == 1
    assert {name for name in FLAGS if getattr(heard[0], name)} == moved


def test_another_document_moves_all_of_it_even_where_it_says_the_same(qtbot: QtBot, document: Document) -> None:
    session = Session(document)
    heard: list[Moved] = []
    session.changed.connect(heard.append)
    session.start(document)
    assert heard[0].opening
    assert heard[0].figures
    assert not heard[0].document, "it is the very same"


def test_the_lines_that_look_another_way_are_named(qtbot: QtBot, document: Document) -> None:
    session = Session(set_values(branch(document, BASE, "第二案"), 2, DEAR))
    heard: list[Moved] = []
    session.changed.connect(heard.append)
    row = document.portfolio.line_index["ssh/schools"]
    session.show(scenario=2)
    session.show(unit=Unit.YEN)
    session.set_values("cheap", [Entry("fellows/dc/dc1", "rate", 2026, 1)])
    assert [moved.lines for moved in heard] == [{row}, set(), {document.portfolio.line_index["fellows/dc/dc1"]}]


def test_findings_of_a_scenario_shown_first_wait_for_its_figures(qtbot: QtBot, document: Document) -> None:
    session = Session(branch(document, BASE, "第二案"))
    assert session.examination is not None
    with qtbot.waitSignal(session.settled):
        session.show(scenario=2)
        assert session.is_settling
    assert not session.is_settling
    assert session.examination is not None
    session.show(scenario=1)
    assert not session.is_settling, "it was shown before"
    session.show(scenario=BASE)
    assert session.is_settling
    session.show(unit=Unit.YEN)
    assert not session.is_settling, "what moves meanwhile is shown whole"
