"""In the preview notes stand over the cells to their right, and nothing is hidden under them."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from planner.app.handover.sheet_preview import SheetModel, span_running
from planner.files.plain.sheet import Band, Column, Row, Sheet, Style, Styled
from planner.files.submission.sheets.front.parts import spread


def shown(qtbot: QtBot, rows: list[Row], columns: int) -> QTableView:
    """A table with these rows, their texts over the cells to their right."""
    sheet = Sheet("表", "", (Column("甲", 10),) * columns, lambda: rows)
    table, model = QTableView(), SheetModel()
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    model.show(sheet, rows)
    span_running(table, rows)
    return table


def test_a_note_runs_over_empty_cells_alone(qtbot: QtBot) -> None:
    note = Styled("理由", Style.NOTE)
    rows = [Row(["a", 1, 2]), Row([note], Band.NOTE), Row([note, None, "b"]), Row([note, "c"])]
    table = shown(qtbot, rows, 3)
    assert [table.columnSpan(at, 0) for at in range(len(rows))] == [1, 3, 2, 1]
    span_running(table, rows[:1])
    assert table.columnSpan(1, 0) == 1


def test_a_text_of_the_first_page_runs_to_the_cell_that_closes_it(qtbot: QtBot) -> None:
    assert shown(qtbot, [Row([*spread("なし", 3), 1])], 4).columnSpan(0, 0) == 3
