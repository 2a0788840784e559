"""The line under the cursor in words: what its change is made of, and where each value in force comes from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.app.lines.line_columns import Column
from planner.app.pages.inspector import CHANGES, EXPLAIN
from planner.app.window.main_window import MainWindow
from planner.core.edits.changes import set_evidence
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document
from planner.core.model.document import Evidence, EvidenceKind
from planner.core.model.lines import Cell
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import cell, go
from tests.samples import DC1, SCHOOLS


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fellows/dc/dc1", "increase from revised unit rates 431,424 thousand yen"),
        ("fellows/cpd/cpd", "decrease from smaller earlier intakes 74,928 thousand yen"),
        ("nanoterasu/operation", "larger lump sums 665 million yen"),
        ("spring8-ii/instalment", "difference from a figure not printed for the previous year 11,000 million yen"),
    ],
)
def test_the_change_is_said_by_its_causes(make_window: Callable[..., MainWindow], line: str, said: str) -> None:
    window = make_window(new_document(built_in_portfolio()))
    row = window.session.state.portfolio.line_index[line]
    window.work.inspector.detail.show_line(row)
    assert f"Change from the previous year\n{said}\n" in window.work.inspector.detail.text()


def test_the_causes_follow_an_edit_and_nothing_is_said_where_nothing_changes(window: MainWindow) -> None:
    row = window.session.state.portfolio.line_index["fellows/dc/dc1"]
    window.work.inspector.detail.show_line(row)
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "rate", 2026, 2_400_000)])
    assert "Change from the previous year" not in window.work.inspector.detail.text()
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "quantity", 2026, 641)])
    assert "decrease from changed quantities 2,400 thousand yen" in window.work.inspector.detail.text()
    window.session.show(year=2025)
    assert "Change from the previous year" not in window.work.inspector.detail.text()


def said(window: MainWindow, line: str) -> list[str]:
    """What is said of a line after how its amount comes about and changed."""
    go(window, cell(window, line, Column.RATE))
    lines = window.work.inspector.detail.text().splitlines()
    first = min(lines.index(head) for head in ("Reasons", "Source of the value in force") if head in lines)
    return lines[first:]


def test_the_pane_and_the_basis_follow_the_value(window: MainWindow) -> None:
    session = window.session
    printed = [
        "Source of the value in force",
        "Basis: published",
        "Unit rate, Quantity published — “年額2,400千円 ⇒ 3,072千円”",
    ]
    assert said(window, DC1) == printed
    session.set_values("edit", [Entry(DC1, "rate", 2026, 3_200_000)], "初任給との差")
    evidence = Evidence(EvidenceKind.RULE, "取扱要領", "第5条")
    session.edit("evidence", lambda document: set_evidence(document, 1, [(DC1, Cell("rate", 2026))], evidence))
    session.edit("branch", lambda document: branch(document, 1, "案A"))
    for scenario in (1, 2):  # below it too, with the name of the scenario that gives it
        session.show(scenario=scenario)
        assert said(window, DC1) == [
            "Reasons",
            "初任給との差 (+82,176,000 yen against the scenario before)",
            "Source of the value in force",
            "Basis: changed (the rest published)",
            "Unit rate changed (作業案) from 3,072,000 yen to 3,200,000 yen — rests on: rule 取扱要領 第5条",
            "Unit rate (intake R7, R6), Quantity published (same source as the value before)",
            "Source of the value before",
            "Unit rate published “年額2,400千円 ⇒ 3,072千円”",
        ]
        assert cell(window, DC1, Column.BASIS).data() == "changed (the rest published)"
    session.show(scenario=0)
    assert said(window, DC1) == printed
    assert cell(window, DC1, Column.BASIS).data() == "published"


def test_a_range_stays_the_sheets_and_a_value_outside_it_says_so(window: MainWindow) -> None:
    assert "published range 6,000,000–12,000,000 yen" in said(window, SCHOOLS)[-2]
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 11_000_000)])
    now, _others, former, source = said(window, SCHOOLS)[-4:]
    assert now.endswith("11,000,000 yen — published range 6,000,000–12,000,000 yen")
    assert (former, source.startswith("Unit rate published")) == ("Source of the value before", True)
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    assert "outside the published range 6,000,000–12,000,000 yen" in said(window, SCHOOLS)[-4]


def test_the_bars_lead_from_last_year_to_this_one(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(new_document(built_in_portfolio()))
    bridge, detail = window.work.inspector.detail.body.bridge, window.work.inspector.detail
    detail.show_line(window.session.state.portfolio.line_index[DC1])
    assert detail.text()
    assert bridge.accessibleDescription() == "R7 4,622,400; Unit rate +431,424; R8 5,053,824"
    assert bridge.caption() == "thousand yen; the axis begins at 4,400,000 (wave)"
    detail.show_line(window.session.state.portfolio.line_index["spring8-ii/instalment"])
    assert "not printed" in detail.text()
    assert bridge.isHidden(), "a side without a figure has no bar"


def test_nothing_is_worked_out_that_nobody_looks_at(window: MainWindow) -> None:
    window.work.inspector.go_to(EXPLAIN)
    window.work.inspector.go_to(CHANGES)
    before = window.work.inspector.detail.body.name.text()
    go(window, cell(window, SCHOOLS, Column.RATE))
    assert window.work.inspector.detail.body.name.text() == before
    window.work.inspector.go_to(EXPLAIN)
    assert window.work.inspector.detail.body.name.text() == "schools"
