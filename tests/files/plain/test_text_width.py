"""Texts in lines of a width."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files.plain.text_width import broken, text_lines, text_width
from tests.strategies import examples

ENDING = "、。」）)％%・"
TEXTS = st.text(alphabet=st.sampled_from("あ漢ア1,a （「" + ENDING), max_size=120)


@settings(max_examples=examples(200))
@given(TEXTS, st.integers(8, 60))
def test_lines_hold_all_of_a_text_within_the_width_and_begin_with_no_ending_sign(text: str, width: int) -> None:
    lines = broken(text, width)
    assert "".join(lines).replace(" ", "").replace("　", "") == text.replace(" ", "").replace("　", "")
    assert all(text_width(line) <= width for line in lines)
    for before, line in itertools.pairwise(lines):
        only_endings = not before.rstrip(" ")[1:].strip(ENDING + ",")  # then there is no other place to break it
        assert line[0] not in ENDING or only_endings, (before, line)


def test_a_line_ends_where_a_part_of_the_text_ends() -> None:
    assert broken("単価の改定による増のため　員数：266人 → 82人", 36) == [
        "単価の改定による増のため　",
        "員数：266人 → 82人",
    ]
    assert broken("検算は0、要因に入らない編集", 14) == ["検算は0、", "要因に入らない", "編集"]
    assert broken("what changed, and why", 14) == ["what changed, ", "and why"]


def test_a_line_ends_before_the_sign_that_would_stand_alone() -> None:
    assert broken("支援人数を見込む。", 16) == ["支援人数を見込", "む。"]
    assert broken("12,345円、678円", 8) == ["12,345", "円、678", "円"]


def test_lines_are_counted_by_what_has_room_in_each() -> None:
    """A word of narrow letters is not parted, a blank at the end of a line takes no room, wide letters are parted."""
    finding = "R8は1,010人と公表されています。現在の採用では、積算はR9 1,034人、R10 1,006人、"
    finding += "R11 953人、R12～R13 900人となります。"
    assert (text_width(finding), text_lines(finding, 58)) == (115, 3), "1,034 has no room in the first line"
    assert text_lines("abc def", 3) == 2
    assert text_lines("abcdefg", 3) == 3
    assert text_lines("あいう\nえ", 4) == 3
    assert text_lines("", 3) == 1
