"""Formulas told without their row say in each what a spreadsheet makes of them when it fills them down."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from planner.files.plain.row_formula import ROW, without_row
from tests.strategies import examples

PIECES = (
    *("A{row}", "$AB{row}", "F{row}:J{row}", "calculation_rate", "$B$12", "B$3", "C7", "$D7", "LOG10(2)", "A1{row}"),
    *(
        "{row}",
        "1E{row}",
        "B${row}",
        "名{row}",
        "calculation_level{row}",
        "A{row}0",
        "Data!C{row}",
        "{row}:{row}",
        "5:5",
    ),
    *('" × 11/12"', '"A{row}"', '"p1/l{row}|"', '"a""b{row}"', '""', "ROUND(A{row}/2,0)", "12", "0.5"),
)
rows = st.integers(1, 1_048_576)


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), rows, rows)
@example(["A{row}"], 1, 1_048_576)
def test_what_reads_the_same_in_two_rows_is_what_openpyxl_fills_down(pieces: list[str], first: int, other: int) -> None:
    said = "+".join(pieces)
    here, there = said.replace("{row}", str(first)), said.replace("{row}", str(other))
    pattern = without_row(here, str(first))
    if pattern is not None and pattern == without_row(there, str(other)):
        assert Translator(f"={here}", f"E{first}").translate_formula(f"E{other}") == f"={there}"
        assert pattern.replace(ROW, str(other)) == there


@pytest.mark.parametrize(
    "text",
    [
        "ROUND(PRODUCT(F302:J302)/K302,0)",
        'IF(Z302="要求",L302,IF(Z302="…","…",0))',
        "INDEX(calculation_rate,$R302)",
        '"@"&TEXT(F302,"#,##0")&"円"',
        "SUM(A302,B$3,$C$4)",
    ],
)
def test_formulas_of_a_row_are_told_without_it(text: str) -> None:
    assert without_row(text, "302") == text.replace("302", ROW)


@pytest.mark.parametrize(
    "text",
    [
        "SUM(calculation_request)",  # of no row
        "F302/L5",  # another row, which moves too
        "F302*302",
        'INDEX(calculation_rate,MATCH("p1/l302|",calculation_key,0))*A302',
        "A302+B$302",
        "'図表 302'!A302",
        "LOG302(A302)",
        "A3020+A302",
        "SUM(5:6)+A302",
        "SUM(5:$6)+A302",
        "表[A302]",
    ],
)
def test_what_would_move_otherwise_is_not(text: str) -> None:
    assert without_row(text, "302") is None
