"""An edit in the window takes as many steps where the scenario holds much as where it holds little."""

from __future__ import annotations

from collections.abc import Callable

from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.portfolio import Program
from tests.samples import PRINTED
from tests.steps import steps_of

PROGRAMS = 250


def holding(count: int) -> Document:
    """A document of many programs with a line each; its scenario sets a value on so many of them."""
    ids = [f"p{n}" for n in range(PROGRAMS)]
    document = new_document(
        build_portfolio(
            title="多数",
            title_en="many",
            years=(2025, 2026),
            programs=[Program(each, "", "1", each, each) for each in ids],
            lines=[LineRecord(f"{each}/l", each, each, each, "件") for each in ids],
            steps=[
                StepRecord(f"{each}/l", key, 2025, value, PRINTED)
                for each in ids
                for key, value in (("rate", 3_000_000), ("quantity", 7))
            ],
        )
    )
    for each in ids[:count]:
        document = set_values(document, 1, [Entry(f"{each}/l", "rate", 2026, 2_400_000)])
    return document


def steps_of_an_edit(window: MainWindow) -> int:
    """How many it takes until all that is in the window has heard of an edit."""
    session = window.session
    line, before = session.state.portfolio.lines.ids[0], session.state.evaluation.total
    session.set_values("edit", [Entry(line, "rate", 2026, 10)])  # what was made at once is an array from now on
    steps = steps_of(lambda: session.set_values("edit", [Entry(line, "rate", 2026, 11)]))
    assert session.state.evaluation.total != before
    return steps


def test_an_edit_takes_the_same_steps_however_much_is_held(make_window: Callable[..., MainWindow]) -> None:
    few, much = (steps_of_an_edit(make_window(holding(count))) for count in (3, PROGRAMS))
    assert much < few * 1.2, "tries are some nodes deeper"
