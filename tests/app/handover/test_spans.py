"""In the preview notes stand over the cells to their right, and nothing is hidden under them."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from planner.app.handover.sheet_preview import SheetModel, span_running
from planner.files.plain.sheet import Band, Column, Row, Sheet, Style, Styled
from planner.files.submission.sheets.front.parts import spread


def test_a_note_runs_over_empty_cells_alone(qtbot: QtBot) -> None:
    note = Styled("理由", Style.NOTE)
    rows = [Row(["a", 1, 2]), Row([note], Band.NOTE), Row([note, None, "b"]), Row([note, "c"])]
    sheet = Sheet("表", "", tuple(Column(each, 10) for each in "甲乙丙"), lambda: rows)
    table, model = QTableView(), SheetModel()
    qtbot.addWidget(table)
    table.setModel(model)
    model.show(sheet, rows)
    span_running(table, rows)
    assert [table.columnSpan(at, 0) for at in range(len(rows))] == [1, 3, 2, 1]
    span_running(table, rows[:1])
    assert table.columnSpan(1, 0) == 1


def test_a_text_of_the_first_page_runs_to_the_cell_that_closes_it(qtbot: QtBot) -> None:
    rows = [Row([*spread("なし", 3), 1])]
    sheet = Sheet("表", "", tuple(Column(each, 10) for each in "甲乙丙丁"), lambda: rows)
    table, model = QTableView(), SheetModel()
    qtbot.addWidget(table)
    table.setModel(model)
    model.show(sheet, rows)
    span_running(table, rows)
    assert table.columnSpan(0, 0) == 3
