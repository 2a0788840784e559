"""Sheets on paper and in PDF: what leads out of a sheet leads there from its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfReader

from planner.app.handover.sheet_print import write_pdf_alone
from planner.files.plain.sheet import Band, Column, Outward, Row, Sheet, Style, Styled

ADDRESS = "https://www.example.go.jp/ebpm/図?q=[a]&b=<c>#節"
ESCAPED = "https://www.example.go.jp/ebpm/%E5%9B%B3?q=[a]&b=%3Cc%3E#%E7%AF%80"


def test_what_leads_to_an_address_leads_there_from_its_page_where_its_text_stands(tmp_path: Path) -> None:
    links = [Outward("政策評価", ADDRESS), Outward("EBPM", "")]
    rows = [Row(["事業", 1]), *(Row([Styled(each, Style.NOTE)], Band.NOTE) for each in links)]
    sheet = Sheet("表", "題", (Column("名称", 40), Column("額", 20, Style.MONEY)), lambda: rows)
    assert write_pdf_alone(tmp_path / "a.pdf", [sheet], "題") == 1
    (page,) = PdfReader(tmp_path / "a.pdf").pages
    annotations: Any = page["/Annots"]
    (link,) = (each.get_object() for each in annotations)
    left, low, right, high = (float(each) for each in link["/Rect"])
    assert str(link["/A"]["/URI"]) == ESCAPED
    assert 0 < left < right < left + 80, "no wider than its text"
    assert 0 < high - low < 20
