"""Rows that stay together on a page."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from planner.files.plain.blocks import HEADINGS, Blocks
from planner.files.plain.sheet import TOTALS, Band

Told = list[tuple[Band, bool]]


def blocks_of(rows: Told) -> list[list[int]]:
    made = Blocks[int]()
    found = [block for place, (band, begins) in enumerate(rows) for block in made.add(place, band, begins=begins)]
    return [*found, *made.rest()]


@given(st.lists(st.tuples(st.sampled_from(Band), st.booleans())))
def test_no_row_is_lost_and_none_parted_from_its_note_or_what_it_heads(rows: Told) -> None:
    found = blocks_of(rows)
    assert [place for block in found for place in block] == list(range(len(rows)))
    for block in found[1:]:
        band, begins = rows[block[0]]
        before = [rows[place] for place in range(block[0]) if rows[place][0] is not Band.NOTE]
        assert begins or band is not Band.NOTE
        if before and before[-1][0] in TOTALS and not begins:
            run = itertools.takewhile(lambda row: row[0] is not Band.DETAIL and not row[1], rows[block[0] :])
            headings = sum(band in TOTALS for band, _ in run)
            assert headings >= HEADINGS, "only of more headings are some apart from what follows"
    for block in found:
        assert sum(rows[place][0] in TOTALS for place in block) <= HEADINGS
        assert not any(rows[place][1] for place in block[1:]), "what begins a page stands first"


def test_a_row_that_does_not_say_what_it_is_of_stays_with_the_one_that_does() -> None:
    made = Blocks[int]()
    rows = [(Band.DETAIL, False), (Band.DETAIL, True), (Band.NOTE, False), (Band.DETAIL, True), (Band.DETAIL, False)]
    found = [each for at, (band, follows) in enumerate(rows) for each in made.add(at, band, follows=follows)]
    assert [*found, *made.rest()] == [[0, 1, 2, 3], [4]]


def test_headings_stay_with_the_line_below_them_and_a_line_with_its_notes() -> None:
    total, part, line, note = ((band, False) for band in (Band.TOTAL, Band.PART, Band.DETAIL, Band.NOTE))
    assert blocks_of([total, note, part, line, note, note, line, total]) == [[0, 1, 2, 3, 4, 5], [6], [7]]
