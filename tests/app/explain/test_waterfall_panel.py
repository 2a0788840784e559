"""The waterfall: the picture follows what is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from planner.app.pages.inspector import CHART
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.core.errors import UserError
from planner.core.explain.waterfall import waterfall
from planner.files.portfolio.reading import built_in_portfolio


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(built_in_portfolio()), "ja")


def test_the_picture_follows_edits_and_views_and_is_copied_and_saved(
    real: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = real.inspector.chart
    real.inspector.go_to(CHART)
    qtbot.waitUntil(lambda: panel.said.text() != "")
    assert "千円" in panel.said.text()
    assert "前年度の公表がなく" in panel.said.text()  # SPring-8-Ⅱ
    first = panel.foot.picture().toImage()
    real.session.set_values("x", [Entry("fellows/dc/dc1", "rate", 2026, 30_000_000)])
    assert panel.foot.picture().toImage() != first
    real.session.undo_stack.undo()
    real.session.show(view=1)
    evaluation = real.session.state.evaluation
    found = waterfall(evaluation, real.session.state.shown_view)
    assert found is not None
    names = panel.names(found)
    assert (names[0], names[-1]) == ("R7", "R8")
    assert "その他" in names
    panel.copy()
    assert not QGuiApplication.clipboard().image().isNull()
    panel.save(tmp_path / "chart.png")
    assert QImage(str(tmp_path / "chart.png")).width() > 50
    panel.save(tmp_path / "chart.svg")
    assert "<svg" in (tmp_path / "chart.svg").read_text(encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        panel.save(tmp_path / "none" / "chart.png")
