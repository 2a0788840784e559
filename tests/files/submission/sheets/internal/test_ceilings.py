"""What the sheets say of ceilings follows 積算内訳, and says that nobody can judge where they cannot follow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import ironcalc
import pytest

from planner.core.edits.values import Entry, set_values
from planner.files.plain.sheet import FIRST_ROW
from planner.files.submission.options import ExportOptions, SheetKind
from tests.exports import Export, export_of, written
from tests.files.submission.by_key import sheets_in
from tests.files.submission.samples import DAY, classed
from tests.files.submission.typing_in import drivers, edited

LINE = "lotus/full"
"""Somebody may be put into it; it says neither of which kind of request nor of which kind of expense it is."""

SHEETS = frozenset({SheetKind.OVERVIEW, SheetKind.CALCULATION, SheetKind.CEILINGS})


@pytest.fixture(scope="module")
def export() -> Export:
    """A request under ceilings that can be judged: the line that does not state its kinds has nobody."""
    entries = [Entry(LINE, key, 2026, 0) for key in ("demand", "expense", "quantity")]
    document = set_values(classed(), 1, entries, "")
    return export_of(document, 1, ExportOptions(sheets=SHEETS, date=DAY))


WITHIN = ("範囲内", "within")


def typed(export: Export, value: int, folder: Path) -> dict[str, list[list[Any]]]:
    """The sheets after so many people were put into the line."""
    cell = next(
        each for each in drivers(export) if export.portfolio.lines.ids[each.line] == LINE and each.key == "people"
    )
    book = written(export, folder / "book.xlsx")
    engine = ironcalc.load_from_xlsx(str(book), "en", "Asia/Tokyo", "en")
    engine.set_user_input(list(sheets_in(book)).index(export.places.sheet), *cell.place, str(value))
    engine.evaluate()
    engine.save_to_xlsx(str(folder / f"typed-{value}.xlsx"))
    after = edited(export, [(cell, value)])
    assert [each.unsettled > 0 for each in after.judged].count(True) == (2 if value else 0)
    return sheets_in(folder / f"typed-{value}.xlsx")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_line_that_comes_to_matter_without_its_kind_leaves_nothing_to_be_judged(
    export: Export, language: str, tmp_path: Path
) -> None:
    said = replace(export.options, language=language)
    export = Export(export.document, export.evaluation, export.scenario, said)
    unknown, within, ok = (export.say(*each) for each in (("判定できない", "cannot judge"), WITHIN, ("○ 内", "OK")))
    for people in (1, 0):
        book = typed(export, people, tmp_path)
        rows = book[export.sheet_name(SheetKind.CEILINGS)][FIRST_ROW:]
        assert [row[7] for row in rows] == [unknown if people else within] * 2
        assert all((cell == "…") == (people > 0) for row in rows for cell in row[1:7])
        first = book[export.sheet_name(SheetKind.OVERVIEW)]
        found = [row[3:8] for row in first if row[0] in [row[0] for row in rows]]
        assert [row[4] for row in found] == [unknown if people else ok] * 2
        assert all((cell == "…") == (people > 0) for row in found for cell in row[:4])
        assert first[FIRST_ROW + 1][0].count(unknown) == (2 if people else 0)
