"""Texts fit into cells: no character that XML lacks, none too long without words that say so, nothing else changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.money import Unit
from planner.files.plain.fitting import TEXT_LIMIT, fitting, fitting_sheet
from planner.files.plain.sheet import Column, Formula, Row, Sheet, Style, Styled


def shortened(letters: int) -> str:
    return f"…（全{letters}字）"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("単価の根拠\n二行目\tと表", "単価の根拠\n二行目\tと表"),
        ("a\r\nb\rc\x0bd\x0ce", "a\nb\nc\nd\ne"),
        ("a\x00\x1b\ufffe\uffff\ud83d", "a" + "�" * 5),
        ("𠮷" * 16_383, "𠮷" * 16_383),
        ("a" * TEXT_LIMIT, "a" * TEXT_LIMIT),
    ],
)
def test_what_fits_stays_and_what_xml_lacks_does_not(text: str, fits: str) -> None:
    assert fitting(text, shortened) == fits


@given(st.integers(16_000, 70_000), st.sampled_from(["a", "表", "𠮷"]))
def test_a_text_that_is_too_long_ends_in_words(letters: int, letter: str) -> None:
    said = fitting(letter * letters, shortened)
    assert len(said.encode("utf-16-le")) <= 2 * TEXT_LIMIT
    cut = said != letter * letters
    assert cut == (len((letter * letters).encode("utf-16-le")) > 2 * TEXT_LIMIT)
    assert not cut or said.endswith(shortened(letters))
    assert set(said.removesuffix(shortened(letters))) == {letter}


def test_all_texts_of_a_sheet_fit_and_nothing_else_is_touched() -> None:
    rows = [
        Row(["a\x01", Styled("b\x02", Style.WRAPPED), Formula("1+1", 2), 3, 0.5, None, Styled(4, Style.MONEY)]),
        Row(["whole"]),
    ]
    sheet = Sheet("表", "題\x03", (Column("見出し\x04", 10),), lambda: rows, note="注\x05", money=Unit.YEN)
    fits = fitting_sheet(sheet, shortened)
    assert (fits.title, fits.note, fits.columns[0].heading) == ("題�", "注�", "見出し�")
    changed, whole = fits.rows()
    assert list(changed.cells) == ["a�", Styled("b�", Style.WRAPPED), *rows[0].cells[2:]]
    assert whole is rows[1]


@pytest.mark.parametrize(
    ("content", "fits"),
    [
        (Formula('"a\x01"', "a\x01"), Formula('"a�"', "a�")),
        (Formula("INDEX(names,1)", "a\x01"), Formula("INDEX(names,1)", "a�")),
        (Styled(Formula("A1", "\x02"), Style.NOTE), Styled(Formula("A1", "�"), Style.NOTE)),
        (Formula("1+" * 4095 + "12", 4107), Formula("1+" * 4095 + "12", 4107)),
        (Formula("1+" * 4096 + "1", 4097), 4097),
        (Formula(f'LEN("{"a" * 255}")', 255), Formula(f'LEN("{"a" * 255}")', 255)),
        (Formula(f'LEN("{"a" * 256}")', 256), Formula(f'LEN(("{"a" * 255}"&"a"))', 256)),
        (
            Formula(f"""'a"b'!A1&"{"x" * 200}""{"y" * 200}"&"c\"""", "x"),
            Formula(f"""'a"b'!A1&("{"x" * 200}""{"y" * 54}"&"{"y" * 146}")&"c\"""", "x"),
        ),
    ],
)
def test_formulas_and_what_they_come_to_fit_where_nothing_else_is_amiss(content: object, fits: object) -> None:
    sheet = Sheet("表", "題", (Column("列", 10),), lambda: [Row(["whole", content])])  # type: ignore[list-item]
    assert [row.cells for row in fitting_sheet(sheet, shortened).rows()] == [["whole", fits]]
