"""A document that is dragged onto the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from planner.files.document.store import SUFFIX


def dropped_document(mime: QMimeData) -> Path | None:
    """The one document among what is dragged; `None` where there is none, or more than one file."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == SUFFIX else None
