"""総括表: what its remarks say of estimates."""

from __future__ import annotations

import pytest

from planner.core.edits.structure import add_program
from planner.files.plain.sheet import value_of
from planner.files.submission.options import ExportOptions
from planner.files.submission.places import GRANT_ESTIMATE
from planner.files.submission.sheets.figures.summary import summary_sheet
from planner.words.texts import LANGUAGES
from tests.exports import export_of
from tests.files.submission.samples import DAY, classed


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_estimate_is_within_a_grant_where_the_program_is_paid_out_of_one(language: str) -> None:
    document, added = add_program(classed(), 1, "新事業", "fellows")
    export = export_of(document, 1, ExportOptions(date=DAY, language=language))
    rows = [[value_of(cell) for cell in row.cells] for row in summary_sheet(export).rows()]
    remarks = {str(row[11])[1:]: str(row[8]) for row in rows if len(row) > 11 and row[11]}
    within = {id_ for id_, said in remarks.items() if export.say(*GRANT_ESTIMATE) in said}
    includes = {id_ for id_, said in remarks.items() if export.say("推計額を含む", "includes an estimate") in said}
    programs = {each.id: each for each in document.portfolio.programs}
    assert within == {id_ for id_, each in programs.items() if export.places.is_granted(each)}
    assert includes == {id_ for id_, each in programs.items() if each.estimate} - within
    assert added in within
    assert {"kakenhi", "spring", "women"} <= includes
