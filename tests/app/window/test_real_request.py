"""The main job on the built-in portfolio through the real window, and the same job without a display."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.app import tour
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.core.explain.sources import SourcedFigure
from planner.core.model.origins import Basis
from planner.files.document.store import open_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import editor, go
from tests.libreoffice import Office

RISE = 128_000 * 1_750


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(built_in_portfolio()), "ja")


def amounts(window: MainWindow) -> dict[str, int]:
    """What the window's state holds for lines, program, views and grand total of the request year."""
    state = window.session.state
    portfolio, evaluation = state.portfolio, state.evaluation
    found = {"total": evaluation.total[1].yen}
    found |= {program.id: evaluation.program(i)[1].yen for i, program in enumerate(portfolio.programs)}
    found |= {f"view {view.id}": evaluation.view(view)[1].yen for view in portfolio.views}
    for row, id_ in enumerate(portfolio.lines.ids):
        amount = evaluation.line(row)[1]
        assert isinstance(amount, int)
        found[id_] = amount
    return found


def test_one_edit_of_two_cells_moves_line_program_view_and_total_and_undo_restores(
    real: MainWindow, qtbot: QtBot
) -> None:
    portfolio = real.session.state.portfolio
    real.work.tree.setCurrentIndex(real.work.tree.programs.index_of_program(portfolio.program_index["fellows/dc"]))
    lines = [portfolio.line_index[line] for line in ("fellows/dc/dc1", "fellows/dc/dc2")]
    cells = [
        real.work.table.lines.index(real.work.table.lines.row_of_line(row), COLUMNS.index(Column.RATE)) for row in lines
    ]
    before, shown = amounts(real), real.strip.cards["request"].text_shown
    go(real, cells[1])
    real.work.table.selectionModel().select(cells[0], QItemSelectionModel.SelectionFlag.Select)
    QTest.keyClick(real.work.table.viewport(), Qt.Key.Key_F2)
    box = editor(real)
    box.setText("３，２００千円")
    box.textEdited.emit(box.text())
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    after = amounts(real)
    moved = {key: after[key] - before[key] for key in before if after[key] != before[key]}
    assert moved == {
        "fellows/dc/dc1": 128_000 * 642,
        "fellows/dc/dc2": 128_000 * 1_108,
        "fellows/dc": RISE,
        "fellows": RISE,
        "view sheets": RISE,
        "view package": RISE,
        "view agencies": RISE,
        "view channels": RISE,
        "view divisions": RISE,
        "total": RISE,
    }
    (change,) = real.session.state.document.changes
    assert change.effect == RISE
    assert real.strip.cards["request"].text_shown != shown
    real.session.undo_stack.undo()
    assert amounts(real) == before
    assert real.strip.cards["request"].text_shown == shown


def test_every_program_shows_its_lines_and_nothing_is_empty(real: MainWindow, qtbot: QtBot) -> None:
    portfolio = real.session.state.portfolio
    for index, program in enumerate(portfolio.programs):
        shown = real.work.tree.programs.index_of_program(index)
        assert shown.isValid(), program.id
        real.work.tree.setCurrentIndex(shown)
        texts = [shown.siblingAtColumn(column).data() for column in range(real.work.tree.programs.columnCount())]
        assert program.name in texts[0]
        assert real.work.table.lines.rowCount() >= len(portfolio.line_ranges[index])


def test_the_tour_without_a_display_does_the_main_job(
    tmp_path: Path,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    office: Office,
) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "ja")
    assert tour.main([str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "+224,000,000" in printed
    for name in ("window.png", "what-if.png"):
        image = QImage(str(tmp_path / "out" / name))
        assert image.width() >= 1_000
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 20
    document = open_document(tmp_path / "out" / "what-if.bplan").document
    assert document.changes[0].why == tour.REASON
    (workbook,) = office.recalculated([tmp_path / "out" / "submission.xlsx"], tmp_path)
    assert openpyxl.load_workbook(workbook, data_only=True)["変更一覧"]["B5"].value == RISE


def test_the_sources_list_every_figure_or_those_of_one_basis_and_lead_to_the_line(
    real: MainWindow, qtbot: QtBot
) -> None:
    panel, portfolio = real.check.sources, real.session.state.portfolio
    real.menus.actions["go.sources"].trigger()
    steps = sum(len(each.year) for each in portfolio.lines.steps.values())
    qtbot.waitUntil(lambda: panel.model.rowCount() == steps)
    panel.choice.setCurrentIndex(panel.choice.findData(Basis.ASSUMED))
    panel.choice.activated.emit(panel.choice.currentIndex())
    assert 0 < panel.model.rowCount() < steps
    figures = [panel.model.figure_at(row) for row in range(panel.model.rowCount())]
    assert all(isinstance(each, SourcedFigure) and each.origin.basis is Basis.ASSUMED for each in figures)
    row = next(row for row in range(panel.model.rowCount()) if "A-STEP" in panel.model.index(row, 0).data())
    assert "仮定する" in panel.model.index(row, 3).data()
    panel.list.activated.emit(panel.model.index(row, 0))
    shown = real.work.table.lines.row_at(real.work.table.currentIndex()).line
    assert portfolio.lines.ids[shown].startswith("a-step/")


def test_calibration_in_the_window_is_one_change_that_meets_the_printed_total(real: MainWindow, qtbot: QtBot) -> None:
    session, portfolio = real.session, real.session.state.portfolio
    real.desk.do(real.work.lines.calibrate)
    assert "No program is chosen" not in real.messages.text  # Japanese
    assert real.messages.text
    real.work.tree.setCurrentIndex(real.work.tree.programs.index_of_program(portfolio.program_index["ssh"]))
    session.set_values("下限", [Entry("ssh/basic", "rate", 2026, 6_000_000)])
    real.desk.do(real.work.lines.calibrate)
    index = portfolio.program_index["ssh"]
    assert 2_450_000_000 <= session.state.evaluation.program(index)[1].yen <= 2_549_999_999
    assert len(session.state.document.changes) == 2
    session.undo_stack.undo()
    assert session.state.evaluation.program(index)[1].yen < 2_450_000_000
