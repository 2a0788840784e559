"""A file that is dragged onto the window: a document, or a workbook to begin with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from planner.files.document.store import SUFFIX

BOOKS = (".xlsx", ".xlsm")


def dropped_file(mime: QMimeData) -> Path | None:
    """The document or workbook that is dragged; `None` where there is none, or more than one file."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in (SUFFIX, *BOOKS) else None
