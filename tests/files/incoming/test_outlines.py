"""Rows that somebody hid, and rows whose group is only folded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.files.incoming.outlines import hidden_by_hand

rows_drawn = st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12)


def test_a_folded_group_is_not_hidden_and_a_row_out_of_an_open_one_is() -> None:
    assert hidden_by_hand({3: 1, 4: 2}, {}) == set()
    assert hidden_by_hand({3: 1, 4: 2}, {5: 1}) == {3}
    assert hidden_by_hand({3: 0, 4: 1}, {}) == {3}


@given(rows_drawn)
def test_a_hidden_row_is_folded_where_all_beside_it_as_deep_are_hidden(drawn: list[tuple[int, bool]]) -> None:
    rows = dict(enumerate(drawn, start=1))

    def is_folded(row: int) -> bool:
        level, first, last = rows[row][0], row, row
        while rows.get(first - 1, (0, False))[0] >= level > 0:
            first -= 1
        while rows.get(last + 1, (0, False))[0] >= level > 0:
            last += 1
        return level > 0 and all(rows[each][1] for each in range(first, last + 1))

    hidden = {row: level for row, (level, is_hidden) in rows.items() if is_hidden}
    seen = {row: level for row, (level, is_hidden) in rows.items() if level and not is_hidden}
    assert hidden_by_hand(hidden, seen) == {row for row in hidden if not is_folded(row)}
