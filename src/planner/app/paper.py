"""Pages on paper and in PDF: landscape, written whole or not at all, with or without a window."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF
from PySide6.QtGui import QGuiApplication, QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter

from planner.files.whole import write_whole

MARGINS = QMarginsF(10, 12, 10, 12)
"""Of a page, in millimetres."""


_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%"
"""What stands in an address as it is, beside letters and digits of ASCII."""


class Printed(NamedTuple):
    """What was painted: how many pages, the page on which each part begins (from 1), and links between pages.

    A link is a page, where it stands there in points from the upper left corner, and the page or address it leads to.
    """

    pages: int
    parts: Mapping[str, int] = {}
    links: Sequence[tuple[int, QRectF, int | str]] = ()


Paint = Callable[[QPagedPaintDevice], Printed]
"""Paints pages on a device."""


def landscape(*, large: bool = False, margins: QMarginsF = MARGINS) -> QPageLayout:
    """A page in landscape, of A4 or of A3."""
    size = QPageSize(QPageSize.PageSizeId.A3 if large else QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


def write_pages(path: Path, title: str, paint: Paint, language: str) -> int:
    """Write what is painted as a PDF file with bookmarks, in a language (`ja`, `en`); how many pages it has.

    Raises `UserError` when the file cannot be written.
    """
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    device = QPdfWriter(content)
    device.setTitle(title)
    device.setCreator("")
    device.setPageLayout(landscape())
    printed = paint(device)
    content.close()
    write_whole(path, _marked(bytes(content.data().data()), printed, language))
    return printed.pages


def _marked(content: bytes, printed: Printed, language: str) -> bytes:
    """A PDF with what its painter does not know: the language, bookmarks of its parts, links between its pages."""
    from pypdf import PdfWriter  # noqa: PLC0415 - only a PDF needs it
    from pypdf.annotations import Link  # noqa: PLC0415
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject  # noqa: PLC0415

    writer = PdfWriter(clone_from=io.BytesIO(content))
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    if len(printed.parts) > 1:
        for name, page in printed.parts.items():
            writer.add_outline_item(title=name, page_number=page - 1)
        writer.page_mode = "/UseOutlines"
    for page, box, target in printed.links:
        high = float(writer.pages[page - 1].mediabox.height)
        rect = (box.left(), high - box.bottom(), box.right(), high - box.top())
        leads = (
            {"url": quote(target, safe=_IN_ADDRESSES)} if isinstance(target, str) else {"target_page_index": target - 1}
        )
        writer.add_annotation(page - 1, Link(rect=rect, **leads))
    marked = io.BytesIO()
    writer.write(marked)
    return marked.getvalue()


def application() -> QGuiApplication:
    """The application; made for a program without a window, and without a screen, where there is none."""
    arguments = ["planner"] if os.name == "nt" else ["planner", "-platform", "offscreen"]
    found = QGuiApplication.instance() or QGuiApplication(arguments)
    assert isinstance(found, QGuiApplication)
    return found
