"""照合: every program with a request is compared, whatever its id, and nothing is headed that is not there."""

from __future__ import annotations

from planner.core.edits.structure import add_program
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.build import LineRecord, StepRecord, build_portfolio
from planner.core.model.document import BASE, Document
from planner.core.model.portfolio import Portfolio, Program
from planner.files.plain.sheet import Formula, value_of
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions
from planner.files.submission.sheets.front.reconciliation import pairs, reconciliation_sheet
from tests.exports import export_of
from tests.files.submission.samples import DAY, classed
from tests.samples import PRINTED

STEPS = tuple(StepRecord("1/1", field, 2025, 9, PRINTED) for field in ("rate", "quantity"))


def numbered_portfolio(steps: tuple[StepRecord, ...] = STEPS) -> Portfolio:
    """A request whose ids a spreadsheet could take for numbers."""
    return build_portfolio(
        title="試験",
        years=(2025, 2026),
        programs=[Program("1", "", "1", "事業", "program")],
        lines=[LineRecord("1/1", "1", "積算", "line", "人")],
        steps=steps,
    )


def compared(document: Document, scenario: int) -> list[tuple[str, str]]:
    """The programs of both lists, each with the formula of its left side."""
    rows = list(reconciliation_sheet(export_of(document, scenario, ExportOptions(date=DAY))).rows())
    first = next(at for at, row in enumerate(rows) if "事業ごと" in str(value_of(row.cells[1])))
    lefts = ((str(value_of(row.cells[1])), row.cells[2]) for row in rows[first:])
    return [(name, left.text) for name, left in lefts if isinstance(left, Formula)]


def test_every_program_with_a_request_is_compared_those_added_as_well() -> None:
    document, added = add_program(new_document(built_in_portfolio()), 1, "新しい事業", "ssh")
    program = document.portfolio.program_index[added]
    (line,) = (
        id_
        for id_, place in zip(document.portfolio.lines.ids, document.portfolio.lines.program, strict=False)
        if place == program
    )
    document = set_values(document, 1, [Entry(line, "rate", 2026, 7), Entry(line, "quantity", 2026, 1)])
    export = export_of(document, 1, ExportOptions(date=DAY))
    totals = {at: export.evaluation.program(at)[1].amount for at in export.programs if not export.depth(at)}
    named = [export.program_name(at) for at, amount in totals.items() if amount is not None]
    assert "スーパーサイエンスハイスクール（SSH）支援事業" in named
    assert "新しい事業" in named
    assert [name for name, _left in compared(document, 1)] == [*named, *named]


def test_an_id_that_could_be_a_number_or_a_date_is_looked_for_as_a_text() -> None:
    lefts = [left for _name, left in compared(new_document(numbered_portfolio()), BASE) if "data_top" in left]
    assert lefts
    assert all('data_top,"1*",data_top,"?"' in left for left in lefts)


def test_no_heading_of_the_reconciliation_stands_above_nothing() -> None:
    document = new_document(numbered_portfolio(STEPS[1:]))
    said = str(list(reconciliation_sheet(export_of(document, BASE, ExportOptions(date=DAY))).rows()))
    assert "すべて一致" in said
    assert "事業ごと" not in said


def test_requests_and_wishes_are_compared_by_their_names_also_where_no_line_is_one_yet() -> None:
    """A figure typed over the empty columns is found."""
    for document in (classed(), new_document(built_in_portfolio())):
        named = {pair.name for pair in pairs(export_of(document, 1, ExportOptions(date=DAY)))}
        assert sum("うち要求額・要望額の積算" in each for each in named) == 4, "積算内訳 twice, 総括表, 提出総括"
