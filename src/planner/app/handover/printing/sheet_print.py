"""Sheets on paper and in PDF, each beginning a page; a PDF has bookmarks, its language, and links in the contents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPagedPaintDevice, QPainter

from planner.app.handover.printing.page_painter import Number, PagePainter
from planner.app.handover.printing.sheet_pages import Pages, paper_of
from planner.app.paper import Printed, application, write_pages
from planner.files.plain.sheet import Face, Sheet


def write_pdf(path: Path, sheets: Sequence[Sheet], title: str) -> int:
    """Write sheets as a PDF file; how many pages it has.

    Raises `UserError` when the file cannot be written.
    """
    forms = [sheet for sheet in sheets if is_form(sheet)]
    language = "en" if any(sheet.face is Face.LATIN for sheet in forms) else "ja"
    return write_pages(path, title, lambda device: print_sheets(device, forms), language)


def is_form(sheet: Sheet) -> bool:
    """Whether a sheet is for paper: tables for machines are not."""
    return not sheet.tidy


def write_pdf_alone(path: Path, sheets: Sequence[Sheet], title: str) -> int:
    """`write_pdf` for a program without a window, and without a screen."""
    _held = application()  # for as long as it is painted
    return write_pdf(path, sheets, title)


def print_sheets(device: QPagedPaintDevice, sheets: Sequence[Sheet]) -> Printed:
    """Paint sheets on a printer or PDF, each beginning a page; no pages where it could not begin."""
    total, begins = 0, dict[str, int]()
    for sheet in sheets:  # laid out twice, so that none is held while others are painted
        begins[sheet.name] = total + 1
        total += len(_laid_out(device, sheet).pages)
    links: list[tuple[int, QRectF, int | str]] = []
    painter, number = QPainter(), 0
    for sheet in sheets:
        pages = _laid_out(device, sheet)
        for page in range(1, len(pages.pages) + 1):
            if number:
                device.newPage()
            elif not painter.begin(device):
                return Printed(0)
            number += 1
            painted = PagePainter(painter, pages, Number(page, len(pages.pages), number, total), begins)
            painted.paint()
            links += [(number, _points(device, box), begins[name]) for name, box in painted.links if name in begins]
            links += [(number, _points(device, box), address) for address, box in painted.outward]
    painter.end()
    return Printed(number, begins, links)


def _laid_out(device: QPagedPaintDevice, sheet: Sheet) -> Pages:
    """A sheet on its own paper, which the device takes for the pages that follow."""
    device.setPageLayout(paper_of(sheet))
    return Pages(device, device.pageLayout().paintRectPixels(device.logicalDpiX()).size(), sheet)


def _points(device: QPagedPaintDevice, box: QRectF) -> QRectF:
    """Where something stands on the page, in points from its upper left corner."""
    unit, paper = 72 / device.logicalDpiX(), device.pageLayout()
    edge = paper.marginsPoints()
    return QRectF(edge.left() + box.x() * unit, edge.top() + box.y() * unit, box.width() * unit, box.height() * unit)
