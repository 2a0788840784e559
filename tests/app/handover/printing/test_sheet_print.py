"""Sheets on paper and in PDF: what leads out of a sheet leads there from its page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from planner.app.handover.printing.page_painter import Number, PagePainter
from planner.app.handover.printing.sheet_pages import Pages
from planner.app.handover.printing.sheet_print import write_pdf_alone
from planner.files.plain.sheet import Band, Column, Edges, Face, Outward, Row, Sheet, Style, Styled

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


def test_what_goes_on_from_the_page_before_is_named_at_the_top(tmp_path: Path) -> None:
    """By its band; where rows have no name, by the last row that has one."""
    columns = (Column("番号", 8, Style.WORD), Column("事業", 40, Style.WRAPPED), Column("額", 20, Style.MONEY))
    bands = [Row(["", "合計", 1], Band.TOTAL), Row(["", "甲事業", 1], Band.PART)]
    lines = [Row(["", f"積算{n}", n]) for n in range(60)]
    unnamed = [Row(["", "乙事業", 1]), *(Row(["", None, n]) for n in range(60))]
    for rows, head in (([*bands, *lines], "甲事業（続き）"), ([*bands, *unnamed], "乙事業（続き）")):
        edges = Edges("件名", goes_on="{name}（続き）")
        sheet = Sheet("表", "題", columns, lambda rows=rows: rows, frozen=2, edges=edges)  # type: ignore[misc]
        write_pdf_alone(tmp_path / "a.pdf", [sheet], "題")
        said = [page.extract_text().replace("\n", "") for page in PdfReader(tmp_path / "a.pdf").pages]
        assert len(said) > 1 and "続き" not in said[0]
        assert all(head in page for page in said[1:])


def test_a_part_that_begins_a_page_is_named_below_what_it_is_a_part_of(tmp_path: Path) -> None:
    columns = (Column("番号", 8, Style.WORD), Column("事業", 40, Style.WRAPPED), Column("額", 20, Style.MONEY))
    rows = [
        Row(["", "甲事業", 1], Band.PART),
        Row(["", "　甲の一", 1], Band.PART),
        Row(["", "　甲の二", 1], Band.PART, begins=True),
        Row(["", "乙事業", 1], Band.PART, begins=True),
    ]
    sheet = Sheet("表", "題", columns, lambda: rows, frozen=2, edges=Edges("件名", goes_on="{name}（続き）"))
    assert write_pdf_alone(tmp_path / "a.pdf", [sheet], "題") == 3
    said = [page.extract_text().replace("\n", "") for page in PdfReader(tmp_path / "a.pdf").pages]
    assert ["甲事業（続き）" in page for page in said] == [False, True, False]
    assert "（続き）" not in said[2]


def test_a_row_is_as_high_as_its_cells_are_painted(qapp: object) -> None:
    """A cell that looks like a line, in the row of a total, takes the lines that it takes in a row of its own."""
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    device = QPdfWriter(content)
    cell = Styled("@4,379,348円 × 231人 × 8/12 × 0.84", Style.WRAPPED, Band.DETAIL)
    rows = [Row([cell], Band.PART), Row([cell])]
    for width in range(250, 450):
        sheet = Sheet("表", "題", (Column("積算", width / 10), Column("", 100)), lambda: rows, face=Face.MINCHO)
        pages = Pages(device, QSize(device.width(), device.height()), sheet).pages
        (_row, in_a_total), (_same, in_a_line) = pages[0]
        assert in_a_total == in_a_line, width


def test_a_table_of_the_first_page_is_closed_beside_a_text_that_runs_over_its_cells(qapp: object) -> None:
    row = Row([None, Styled("なし", Style.SPREAD), Styled(None, Style.SPREAD), None])
    plain = tuple(Column("", 10, Style.PLAIN) for _ in range(4))
    sheet = Sheet("表", "題", plain, lambda: [row], one_page=True)
    picture = QImage(800, 500, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    pages = Pages(picture, picture.size(), sheet)
    painter = QPainter(picture)
    PagePainter(painter, pages, Number(1, 1)).paint()
    painter.end()
    ((_row, height),) = pages.pages[0]
    for edge, is_closed in ((200, True), (400, False), (600, True)):
        dark = max(
            sum(picture.pixelColor(x, y).lightness() < 128 for y in range(40, 480)) for x in range(edge - 2, edge + 3)
        )
        assert (dark >= height - 2) is is_closed, edge
