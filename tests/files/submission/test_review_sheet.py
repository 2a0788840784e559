"""Rows for the review sheet: its projects, what is requested and wished for them, and why that changes."""

from __future__ import annotations

from planner.core.edits.codes import set_codes
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.files.plain.sheet import value_of
from planner.files.submission.options import ExportOptions
from planner.files.submission.review_sheet import projects, review_rows
from tests.exports import export_of
from tests.samples import ALL, SCHOOLS, small_portfolio


def place(program: str) -> CodePlace:
    return CodePlace(Owner.PROGRAM, program, CodeKind.PROJECT)


DOCUMENT = set_codes(new_document(small_portfolio()), {place("ssh"): Code("0042")})


def test_the_rows_of_the_review_sheet_are_its_projects() -> None:
    entries = [Entry(line, "demand", 2026, 1) for line in ALL[:2]]
    entries += [Entry(SCHOOLS, "demand", 2026, 2), Entry(SCHOOLS, "quantity", 2026, 241)]
    handover = export_of(set_values(DOCUMENT, 1, entries, "一校増"), 1, ExportOptions())
    assert [handover.portfolio.programs[each].id for each in projects(handover)] == ["fellows", "ssh"]
    fellows, ssh = ([value_of(cell) for cell in row.cells] for row in review_rows(handover).rows())
    amount = 241 * 9_000_000
    assert ssh == ["0042", "SSH支援事業", amount, amount, "員数の変更による増 9百万円。一校増"]
    assert fellows[:2] == ["", "特別研究員事業"] and fellows[3] == 0
    unstated = export_of(DOCUMENT, 1, ExportOptions())
    assert [row.cells[3] for row in review_rows(unstated).rows()] == [None, None]
    part = set_codes(DOCUMENT, {place("fellows/dc"): Code("1")})
    below = export_of(part, 1, ExportOptions())
    assert [below.portfolio.programs[each].id for each in projects(below)] == ["fellows/dc", "ssh"]
