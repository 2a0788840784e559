"""Links to 政策評価 and EBPM below programs: they lead there, and nothing else does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.core.calculation.evaluate import evaluate_base
from planner.core.edits.values import new_document
from planner.core.model.accounts.codes import Code, CodeKind, CodePlace, Owner
from planner.core.model.document import Document
from planner.files.plain.sheet import ADDRESS_LIMIT, Band, Outward
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.review.returned import read_returned
from planner.files.submission.options import ExportOptions
from planner.files.submission.submission import described, write_submission
from planner.words.texts import LANGUAGES
from tests.exports import export_of, written
from tests.samples import small_portfolio

EVALUATION = "https://www.example.go.jp/hyouka/8-1.htm"
LOGIC = "https://www.example.go.jp/ebpm/ロジックモデル?q=[a]&b=<c>#第2節"


def linked(codes: Mapping[tuple[str, CodeKind], Code], document: Document | None = None) -> Document:
    document = document or new_document(small_portfolio(), "作業案")
    return replace(document, codes={CodePlace(Owner.PROGRAM, *place): code for place, code in codes.items()})


DOCUMENT = linked(
    {
        ("fellows", CodeKind.EVALUATION): Code("事前分析表", EVALUATION),
        ("fellows", CodeKind.EBPM): Code("", LOGIC),
        ("fellows/dc", CodeKind.EBPM): Code("検討中"),
    }
)


def links_in(path: Path) -> dict[str, list[tuple[str, str]]]:
    """By sheet the texts of cells that lead out of the workbook, and where they lead."""
    found: dict[str, list[tuple[str, str]]] = {}
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                link: Any = cell.hyperlink
                if link is not None and link.target:
                    assert cell.font.underline
                    ends = f"#{link.location}" if link.location else ""
                    found.setdefault(sheet.title, []).append((str(cell.value), link.target + ends))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_stand_below_their_program_and_lead_there(tmp_path: Path, language: str) -> None:
    path = written(export_of(DOCUMENT, 1, ExportOptions(language=language)), tmp_path / "a.xlsx")
    escaped = LOGIC.replace("[", "%5b").replace("]", "%5d").replace("<", "%3c").replace(">", "%3e")
    names = {
        "ja": ("　政策評価：事前分析表", f"　EBPM：{LOGIC}"),
        "en": ("　Policy evaluation: 事前分析表", f"　EBPM: {LOGIC}"),
    }
    sheet = {"ja": "総括表", "en": "Summary"}[language]
    assert links_in(path) == {sheet: list(zip(names[language], (EVALUATION, escaped), strict=True))}
    rows = [str(row[0].value).strip() for row in openpyxl.load_workbook(path)[sheet].iter_rows()]
    place = next(at for at, text in enumerate(rows) if "EBPM" in text)
    assert rows[place + 2].endswith({"ja": "EBPM：検討中", "en": "EBPM: 検討中"}[language]), "words alone lead nowhere"


def test_nothing_stands_there_where_nothing_is_given(tmp_path: Path) -> None:
    plain = export_of(linked({}), 1, ExportOptions())
    assert links_in(written(plain, tmp_path / "a.xlsx")) == {}
    (sheet,) = (each for each in described(plain) if each.name == "総括表")
    assert [row for row in sheet.rows() if row.band is Band.NOTE] == []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "internal:'積算内訳'!A1", "https://a b"]
)
def test_what_is_no_address_of_the_web_leads_nowhere(tmp_path: Path, address: str) -> None:
    """No edit and no file lets one in; a workbook would not pass it on either."""
    document = linked({("fellows", CodeKind.EVALUATION): Code("事前分析表", address)})
    path = written(export_of(document, 1, ExportOptions()), tmp_path / "a.xlsx")
    assert links_in(path) == {}


def test_an_address_that_is_too_long_for_excel_is_written_beside_its_text(tmp_path: Path) -> None:
    longest = "https://example.jp/" + "[" * ((ADDRESS_LIMIT - 19) // 3) + "a" * ((ADDRESS_LIMIT - 19) % 3)
    assert Outward.to("題", longest).address == longest
    assert Outward.to("題", f"{longest}a") == Outward(f"題 {longest}a", "")
    document = linked({("fellows", CodeKind.EBPM): Code("題", f"https://example.jp/{'[' * 1_000}")})
    path = written(export_of(document, 1, ExportOptions()), tmp_path / "a.xlsx")
    assert links_in(path) == {}
    notes = [str(row[0].value).strip() for row in openpyxl.load_workbook(path)["総括表"].iter_rows()]
    assert f"EBPM：題https://example.jp/{'[' * 1_000}" in "".join(notes).replace(" ", "")


def test_ranks_and_sums_pass_over_links(tmp_path: Path) -> None:
    document = linked({("lotus", CodeKind.EBPM): Code("題", EVALUATION)}, new_document(built_in_portfolio(), "作業案"))
    with_links, without = (
        openpyxl.load_workbook(written(export_of(each, 1, ExportOptions()), tmp_path / f"{at}.xlsx"), data_only=True)
        for at, each in enumerate((document, linked({}, document)))
    )
    for name in ("提出総括", "照合"):
        assert list(with_links[name].values) == list(without[name].values)
    rows = [row for row in with_links["総括表"].values if "EBPM" not in str(row[0])]
    assert rows == list(without["総括表"].values)


def test_a_workbook_with_links_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    record = write_submission(path, export_of(DOCUMENT, 1, ExportOptions()))
    sent, base = replace(DOCUMENT, handovers=(record,)), evaluate_base(DOCUMENT.portfolio)
    assert read_returned(path, sent, base).others.total == 0
    openpyxl.load_workbook(path).save(path)
    assert read_returned(path, sent, base).others.total == 0
