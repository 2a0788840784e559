"""The strip on top: what the totals rest on, and how much of the increase is nobody's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.files.portfolio.reading import built_in_portfolio


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(built_in_portfolio()))


def test_the_strip_says_what_has_no_figure_last_year_and_what_the_total_rests_on(real: MainWindow) -> None:
    strip, portfolio = real.strip, real.session.state.portfolio
    views = [view.id for view in portfolio.views]
    real.session.show(view=views.index("sheets"))
    assert strip.missing.text == "1 (11,000,000 of the rise)"
    assert "11,000,000,000 yen of the increase have no printed figure" in strip.missing.tip
    assert strip.footing.text == "33/12/43/12"
    assert "fitted 11.9%" in strip.footing.tip
    real.session.show(view=views.index("package"))
    assert strip.missing.isHidden(), "SPring-8-II is not in it"
    real.session.show(view=views.index("sheets"))
    real.session.set_values("x", [Entry("coi-next/centres", "rate", 2026, 360_000_000)])
    assert "fitted 3.6%" in strip.footing.tip, "what the officer sets is assumed"
    real.session.set_values("x", [Entry("spring8-ii/instalment", "rate", 2026, 12_000_000_000)])
    assert strip.missing.text == "1 (12,000,000 of the rise)"
    real.session.undo_stack.undo()
    assert strip.missing.text == "1 (11,000,000 of the rise)"
