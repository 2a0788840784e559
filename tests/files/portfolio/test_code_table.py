"""The CSV table of codes: written whole, read back as it is; what is blank stays, what is wrong is told by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.edits.codes import set_codes
from planner.core.edits.values import new_document
from planner.core.errors import UserError
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.files.portfolio.code_table import read_code_table, write_code_table
from tests.samples import DC1, small_portfolio
from tests.strategies import Drawn, codes_of, examples, portfolios

REQUEST = CodePlace(Owner.PROGRAM, "ssh", CodeKind.REQUEST)


@settings(max_examples=examples(60))
@given(data=st.data())
def test_a_table_gives_another_document_the_same_codes(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    drawn: Drawn = data.draw(portfolios())
    document = new_document(drawn.portfolio)
    coded = set_codes(document, data.draw(codes_of(drawn)))
    path = tmp_path_factory.mktemp("codes") / "codes.csv"
    write_code_table(path, coded, data.draw(st.sampled_from(["ja", "en"])))
    assert set_codes(document, read_code_table(path, document)) == coded
    assert set_codes(coded, read_code_table(path, coded)) is coded


def table(tmp_path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "科目.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_what_is_blank_stays_and_a_dash_takes_away(tmp_path: Path) -> None:
    document = set_codes(new_document(small_portfolio()), {REQUEST: Code("②")})
    text = f"ID,要求番号,目,政策評価のリンク先\nssh,,,https://example.go.jp/\n{DC1},①,諸謝金,\n"
    given = read_code_table(table(tmp_path, text, "cp932"), document)
    made = set_codes(document, given)
    assert {str(place): code.text or code.address for place, code in made.codes.items()} == {
        "program:ssh:request": "②",
        "program:ssh:evaluation": "https://example.go.jp/",
        f"line:{DC1}:request": "①",
        f"line:{DC1}:subitem": "諸謝金",
    }
    gone = set_codes(made, read_code_table(table(tmp_path, "id,request_number\nssh,−\n"), made))
    assert CodeBook.of(gone).stated(REQUEST) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ID,名称\nssh,SSH\n", "no column of ids, or none of codes"),
        ("要求番号\n①\n", "no column of ids, or none of codes"),
        ("ID,要求番号\nnowhere,①\n", "row 2: There is no program or line"),
        ("対象,ID,要求番号\n積算,ssh,①\n", "row 2: There is no program or line"),
        ("ID,政策評価のリンク先\nssh,file:///c:/\n", "is no address"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(UserError, match=what):
        read_code_table(table(tmp_path, text), new_document(small_portfolio()))
