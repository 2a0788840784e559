"""The line under the cursor in words: what its change from the previous year is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.files.portfolio.reading import built_in_portfolio


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fellows/dc/dc1", "increase from revised unit rates 431,424 thousand yen"),
        ("fellows/cpd/cpd", "decrease from the tenure of earlier intakes △74,928 thousand yen"),
        ("nanoterasu/operation", "larger lump sums 665 million yen"),
        ("spring8-ii/instalment", "difference from a figure not printed for the previous year 11,000 million yen"),
    ],
)
def test_the_change_is_said_by_its_causes(make_window: Callable[..., MainWindow], line: str, said: str) -> None:
    window = make_window(new_document(built_in_portfolio()))
    row = window.session.state.portfolio.line_index[line]
    window.detail.show_line(row)
    assert f"Change from the previous year: {said}\n" in window.detail.toPlainText()


def test_the_causes_follow_an_edit_and_nothing_is_said_where_nothing_changes(window: MainWindow) -> None:
    row = window.session.state.portfolio.line_index["fellows/dc/dc1"]
    window.detail.show_line(row)
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "rate", 2026, 2_400_000)])
    assert "Change from the previous year" not in window.detail.toPlainText()
    window.session.set_values("edit", [Entry("fellows/dc/dc1", "quantity", 2026, 641)])
    assert "decrease from other quantities △2,400 thousand yen" in window.detail.toPlainText()
    window.session.show(year=2025)
    assert "Change from the previous year" not in window.detail.toPlainText()
