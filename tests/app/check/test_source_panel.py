"""The list of sources: what the scenario shown sets stands before the base's figures, and follows every edit."""

from __future__ import annotations

from planner.app.window.main_window import MainWindow
from planner.core.calculation.in_force import CHANGED
from planner.core.edits.structure import duplicate_lines
from planner.core.edits.values import Entry
from planner.core.model.origins import Basis
from tests.app.hands import choose
from tests.samples import DC1


def listed(window: MainWindow) -> list[tuple[str, ...]]:
    model = window.check.sources.model
    return [tuple(model.index(row, column).data() for column in (1, 2, 3)) for row in range(model.rowCount())]


def test_the_list_follows_the_scenario_shown(window: MainWindow) -> None:
    window.menus.actions["go.sources"].trigger()
    panel, session = window.check.sources, window.session
    base = listed(window)
    printed = "“年額2,400千円 ⇒ 3,072千円”"
    assert base[1] == ("Unit rate R8: 3,072,000", "published", printed)
    session.set_values("edit", [Entry(DC1, "rate", 2026, 3_200_000)], "初任給との差")
    own, *figures = listed(window)
    assert own == (
        "Unit rate R8: 3,072,000 yen → 3,200,000 yen",
        "changed (作業案)",
        f"初任給との差 — source of the value before: published {printed}",
    )
    assert figures[1] == ("Unit rate R8: 3,072,000", "value before: published", printed)
    assert figures[2][1] == "published (same source as the value before)"
    choose(panel.choice, CHANGED)
    panel.choice.activated.emit(panel.choice.currentIndex())
    assert listed(window) == [own]
    assert window.session.state.portfolio.lines.ids[panel.model.place_at(0).row or 0] == DC1
    choose(panel.choice, Basis.PUBLISHED)
    panel.choice.activated.emit(panel.choice.currentIndex())
    session.undo_stack.undo()
    assert listed(window) == base


def test_what_is_listed_behind_another_panel_is_of_no_line_that_is_gone(window: MainWindow) -> None:
    window.menus.actions["go.sources"].trigger()
    panel, session = window.check.sources, window.session
    session.edit("duplicate", lambda document: duplicate_lines(document, 1, [DC1])[0])
    assert listed(window)
    panel.set_shown(False)
    session.undo_stack.undo()
    assert listed(window) == []
    panel.set_shown(True)
    assert listed(window)
