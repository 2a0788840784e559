"""No formula is longer than a spreadsheet takes, however many vintages a line has: Excel opens no file with one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planner.core.edits.values import new_document
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import Document
from planner.core.model.portfolio import Program
from planner.core.money import Unit
from planner.files.plain.sheet import Formula, Styled
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.submission import described
from tests.exports import Export, export_of
from tests.files.samples import GIVEN

LONGEST = 8192
"""In characters."""


def of_many_vintages(years: int) -> Document:
    """A line whose people stay so long, taken in since then, paid another rate in the request year."""
    line = LineRecord("program/of/a/line", "p", "積算", duration=years)
    figures = (("quantity", 2026 - years, 50), ("rate", 2026 - years, 2_400_000), ("rate", 2026, 3_000_000))
    steps = [StepRecord(line.id, field, year, value, GIVEN) for field, year, value in figures]
    program = Program("p", "", "1", "事業", "p")
    years_ = (2025, 2026, 2027, 2028)
    return new_document(build_portfolio(title="試験", years=years_, programs=[program], lines=[line], steps=steps))


def formulas(export: Export) -> Iterator[tuple[str, str]]:
    for sheet in described(export):
        for row in sheet.rows():
            for cell in row.cells:
                content = cell.content if isinstance(cell, Styled) else cell
                if isinstance(content, Formula):
                    yield sheet.name, content.text


@pytest.mark.parametrize("unit", [Unit.THOUSAND, Unit.OKU])
@pytest.mark.parametrize("years", [3, 9, 30])
def test_no_formula_is_longer_than_a_spreadsheet_takes(years: int, unit: Unit) -> None:
    options = ExportOptions(sheets=frozenset(SheetKind) - {SheetKind.WHATIFS}, unit=unit, programs=("p",))
    found = list(formulas(export_of(of_many_vintages(years), 0, options)))
    assert len(found) > 100
    assert [(name, len(text)) for name, text in found if len(text) > LONGEST] == []
