"""The record of a hand-over says what stands in the workbook, cell for cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from planner.core.errors import UserError
from planner.core.model.handovers import HandoverRecord, WrittenFormula
from planner.files.submission.submission import write_submission
from tests.exports import Export, exports


def cells(record: HandoverRecord) -> dict[tuple[str, int, int], object]:
    return {
        (sheet.name, at, place): cell
        for sheet in record.sheets()
        for at, row in enumerate(sheet.rows, start=1)
        for place, cell in enumerate(row, start=1)
        if cell not in (None, "")
    }


def read(path: Path) -> dict[tuple[str, int, int], object]:
    formulas, values = (openpyxl.load_workbook(path, data_only=only) for only in (False, True))
    found: dict[tuple[str, int, int], object] = {}
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                content: Any = cell.value
                if cell.data_type == "f":
                    value: Any = values[sheet.title][cell.coordinate].value
                    content = WrittenFormula(content.removeprefix("="), value)
                if content is not None:
                    found[sheet.title, cell.row or 0, cell.column or 0] = content
    return found


@pytest.mark.slow
@settings(max_examples=15)
@given(exports())
def test_a_record_is_the_workbook(tmp_path_factory: pytest.TempPathFactory, export: Export) -> None:
    path = tmp_path_factory.mktemp("record") / "sent.xlsx"
    try:
        record = write_submission(path, export)
    except UserError:
        return  # an amount cannot be computed
    assert (record.scenario, record.file) == (export.scenario, "sent.xlsx")
    written = cells(record)
    assert written == read(path)
