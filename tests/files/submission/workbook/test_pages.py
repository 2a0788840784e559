"""How sheets lie on paper: what is printed can be read, and pages part nothing that belongs together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document
from planner.files.plain.blocks import Blocks
from planner.files.plain.sheet import Band, Column, Sheet, Style
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import ExportOptions, SheetKind
from planner.files.submission.submission import described
from planner.files.submission.workbook.pages import FILLED, LEAST, NARROWEST, PageBreaks, fitted, print_scale
from tests.exports import export_of
from tests.samples import small_portfolio
from tests.strategies import examples

heights = st.sampled_from([10.0, 13.5, 21.0])
lines = st.lists(st.tuples(heights, st.sampled_from(Band), st.integers(0, 9).map(lambda drawn: not drawn)), max_size=60)


@settings(max_examples=examples(200), deadline=None)
@given(lines, st.sampled_from([90.0, 200.0, 400.0]))
def test_pages_are_as_full_as_they_may_be_and_part_nothing_that_belongs_together(
    rows: list[tuple[float, Band, bool]], room: float
) -> None:
    breaks, made = PageBreaks(room - 30, room), Blocks[int]()
    blocks: list[list[int]] = []
    for at, (height, band, begins) in enumerate(rows):
        breaks.row(at, height, band, begins=begins)
        blocks += made.add(at, band, begins=begins)
    blocks += made.rest()
    found = breaks.found()
    high = {block[0]: sum(rows[at][0] for at in block) for block in blocks}
    assert found == sorted(set(found)) and set(found) <= set(high) - {0}
    assert all(at in found for at, (_, _, begins) in enumerate(rows) if begins and at)
    ends = [at - 1 for at in (*found, len(rows)) if at]
    assert breaks.open() == [at for at in ends if rows[at][1] is Band.NOTE]
    if max(high.values(), default=0) <= (room - 30) * FILLED:  # else some are longer than a page
        pages = zip([0, *found], [*found, len(rows)], [room - 30, *[room] * len(found)], strict=True)
        for first, last, there in pages:
            used = sum(height for height, _, _ in rows[first:last])
            assert used <= there * FILLED
            assert last == len(rows) or rows[last][2] or used + high[last] > there * FILLED


def sheet_of(widths: list[int], texts: list[int], *, large: bool = False) -> Sheet:
    columns = [Column("", width, Style.WRAPPED) for width in texts] + [Column("", width) for width in widths]
    return Sheet("表", "題", tuple(columns), lambda: [], large=large)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.integers(5, 20), max_size=24), st.lists(st.integers(20, 80), min_size=1, max_size=4), st.booleans())
def test_columns_of_texts_leave_room_and_what_a4_does_not_hold_goes_on_a3(
    widths: list[int], texts: list[int], large: bool
) -> None:
    sheet = sheet_of(widths, texts, large=large)
    made = fitted(sheet)
    assert [column.width for column in made.columns[len(texts) :]] == widths
    pairs = list(zip(sheet.columns, made.columns, strict=True))
    assert all(min(one.width, NARROWEST) <= other.width <= one.width for one, other in pairs)
    if print_scale(made) < LEAST:
        assert made.large and all(other.width <= NARROWEST or other.style is Style.TEXT for _, other in pairs)
    assert made.large or print_scale(made) >= LEAST
    if print_scale(sheet._replace(large=False)) >= LEAST:
        assert made.columns == sheet.columns and not made.large


@pytest.mark.parametrize(
    ("heading", "width"), [("Kind of expense", 8), ("of that\nQuantity", 9), ("うち\n前年度内訳なし", 14), ("", 3)]
)
def test_no_word_of_a_heading_is_parted_or_meets_the_lines(heading: str, width: int) -> None:
    sheet = Sheet("表", "題", (Column(heading, 3), Column("months", 3)), lambda: [], printed=1)
    wide, unprinted = fitted(sheet).columns
    assert (wide.width, unprinted.width) == (width, 3)


def changed() -> Document:
    document = new_document(built_in_portfolio())
    return set_values(document, 1, [Entry("fellows/dc/dc1", "rate", 2026, 3_200_000)], "改定")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("document", [new_document(small_portfolio()), changed()])
def test_every_form_is_printed_so_that_it_can_be_read(document: Document, language: str) -> None:
    options = ExportOptions(sheets=frozenset(SheetKind), language=language, compare=(BASE,), programs=("fellows",))
    for sheet in described(export_of(document, 1, options)):
        assert sheet.tidy or sheet.one_page or sheet.charts or print_scale(sheet) >= LEAST, sheet.name
