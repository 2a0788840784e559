"""Formulas by what they mean, whoever wrote them."""

from __future__ import annotations

import pytest

from planner.files.review.formulas import understand


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUM(A1:B2)", "= sum( $A$1 : B$2 )".replace(" : ", ":")),
        ("'積算内訳'!K5-1", "=積算内訳!$K$5 - 1"),
        ("IFS(TRUE,1,A1,2)", "_xlfn.IFS(TRUE(),1.0,a1,2)"),
        ('IF(A1="a b",0.9,"")', '=IF(A1="a b",.90,"")'),
        ("'it''s'!A1:B2", "='it''s'!A1:'it''s'!B2"),
        ("+A1", "A1"),
        ("SUM(B:B)", "=SUM($B:$B)"),
        ("A1*100", "A1*1E2"),
    ],
)
def test_the_same_formula_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert understand(one).text == understand(other).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SUM(A1:B2)", "SUM(A1:B3)"),
        ('IF(A1="a b",1)', 'IF(A1="ab",1)'),
        ("A1-B1", "B1-A1"),
        ("A1*0.9", "A1*0.8"),
        ("x!A1", "y!A1"),
        ("SUM(calculation_kind)", "SUM(calculation_kinds)"),
        ("LOG10(A1)", "LOG(A1)"),
    ],
)
def test_another_formula_is_another(one: str, other: str) -> None:
    assert understand(one).text != understand(other).text


def test_what_a_formula_leads_to_is_told() -> None:
    understood = understand("SUMIF(calculation_kind,\"x\",'a b'!$C$3:D9)+TRUE+B7")
    assert [(each.sheet, tuple(each.area)) for each in understood.references] == [
        ("a b", (3, 2, 9, 3)),
        ("", (7, 1, 7, 1)),
    ]
    assert understood.names == ("CALCULATION_KIND",)


@pytest.mark.parametrize("piece", ["'", '"', "a'", "''!", "A1:", "x!", "$", "_xlfn.", "(", "1e", "#"])
def test_any_text_is_read_in_a_few_steps(piece: str) -> None:
    """A text of 32,767 letters that is read again from each of them would take minutes."""
    understand(piece * (32_767 // len(piece)))
