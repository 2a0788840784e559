"""図: from last year to the request of what is chosen, by keys and by the mouse, and taken elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.explain.waterfall_panel import APART_SHOWN, ChartPanel, bars_of, steps_of
from planner.app.pages.inspector import CHART
from planner.app.widgets.charts.figures import Figures
from planner.app.widgets.charts.picture_panel import MarkButton
from planner.app.widgets.charts.waterfall import axis_of
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.core.errors import UserError
from planner.core.explain.waterfall import waterfall
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import shortcut

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


@pytest.fixture
def real(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    window = make_window(new_document(built_in_portfolio()), "ja")
    window.work.inspector.go_to(CHART)
    qtbot.waitUntil(lambda: bool(window.work.inspector.chart.panel.marks))
    return window


def names(panel: ChartPanel) -> list[str]:
    return [mark.name for mark in panel.panel.marks]


def test_it_leads_from_last_year_to_the_request_and_follows_what_is_shown(real: MainWindow) -> None:
    panel, session = real.work.inspector.chart, real.session
    assert (names(panel)[0], names(panel)[-1]) == ("R7 予算", "R8 要求")
    assert "その他" in names(panel)
    before = panel.panel.marks[-1].figures
    session.set_values("x", [Entry("fellows/dc/dc1", "rate", 2026, 30_000_000)])
    assert panel.panel.marks[-1].figures != before
    session.undo_stack.undo()
    assert panel.panel.marks[-1].figures == before
    session.show(view=1)
    assert panel.panel.marks[-1].figures != before
    session.show(view=None, program=session.state.portfolio.program_index["fellows/dc"])
    assert names(panel)[1:-1] == ["DC2 研究奨励金", "DC1 研究奨励金"]


def test_what_has_no_figure_last_year_stands_apart_and_is_no_increase(real: MainWindow) -> None:
    (apart,) = (mark for mark in real.work.inspector.chart.panel.marks if mark.name.startswith("SPring-8の高度化"))
    assert apart.figures == ("11,000,000,000円",)
    assert "増ではない" in apart.told


def test_arrows_step_and_enter_goes_to_the_line(real: MainWindow) -> None:
    portfolio = real.session.state.portfolio
    real.session.show(program=portfolio.program_index["fellows/dc"])
    real.work.inspector.chart.setFocus()
    at = QApplication.focusWidget()
    assert isinstance(at, MarkButton)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(at, key)
        at = QApplication.focusWidget()
        assert isinstance(at, MarkButton)
    assert at.accessibleName().startswith("DC1 研究奨励金、+")
    assert at.toolTip() == at.accessibleName()
    for key, name in ((Qt.Key.Key_End, "R8 要求"), (Qt.Key.Key_Home, "R7 予算")):
        QTest.keyClick(at, key)
        end = QApplication.focusWidget()
        assert isinstance(end, MarkButton)
        assert end.accessibleName().startswith(name)
    at.setFocus()
    QTest.keyClick(at, Qt.Key.Key_Return)
    assert real.work.table.row_at_cursor == portfolio.line_index["fellows/dc/dc1"]


def test_a_click_goes_to_the_program(real: MainWindow) -> None:
    (mark,) = (
        each for each in real.work.inspector.chart.panel.buttons if each.accessibleName().startswith("特別研究員")
    )
    QTest.mouseClick(mark, Qt.MouseButton.LeftButton)
    assert real.session.state.program == real.session.state.portfolio.program_index["fellows"]


def test_the_table_behind_it_is_turned_to_by_its_keys(real: MainWindow) -> None:
    panel = real.work.inspector.chart
    panel.setFocus()
    shortcut(real, "Ctrl+Shift+T")
    table = panel.panel.table
    assert table is not None
    assert table.hasFocus()
    assert table.rowCount() == len(panel.panel.marks)
    shortcut(real, "Ctrl+Shift+T")
    assert panel.panel.table is None


def test_it_is_copied_and_saved_and_says_what_cannot_be_written(real: MainWindow, tmp_path: Path) -> None:
    foot = real.work.inspector.chart.foot
    foot.copy_button.click()
    assert not QGuiApplication.clipboard().image().isNull()
    foot.save(tmp_path / "chart.png")
    assert QImage(str(tmp_path / "chart.png")).width() > 50
    foot.save(tmp_path / "chart.svg")
    written = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    assert "<svg" in written
    assert "<image" not in written, "lines, not pixels"
    with pytest.raises(UserError, match="cannot be written"):
        foot.save(tmp_path / "none" / "chart.png")


def test_an_axis_begins_at_0_or_is_said_to_be_broken(real: MainWindow) -> None:
    state = real.session.state
    for program, whole in ((None, False), ("industry-innovation", True)):
        place = None if program is None else state.portfolio.program_index[program]
        real.session.show(program=place)
        found = steps_of(real.session.state, 12)
        assert found is not None
        figures = Figures(real.texts, found.request)
        begins = axis_of(bars_of(found, real.session.state, figures))
        assert (begins == 0) is whole
        assert ("波線" in figures.axis_note(begins)) is not whole


@pytest.mark.parametrize("rows", [4, 6, 9, 14, 40])
def test_steps_fit_their_rows_and_add_up(real: MainWindow, rows: int) -> None:
    state = real.session.state
    found, whole = steps_of(state, rows), waterfall(state.evaluation, None, 1000)
    assert found is not None
    assert whole is not None
    assert found.previous + sum(step.change for step in found.steps) == found.request == whole.request
    assert len(found.steps) + 2 <= max(rows, 3 + APART_SHOWN)
