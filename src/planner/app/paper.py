"""Pages on paper and in PDF: A4 landscape, written whole or not at all, with or without a window."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QGuiApplication, QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter

from planner.files.whole import write_whole

Paint = Callable[[QPagedPaintDevice], int]
"""Paints pages on a device; how many."""


def landscape() -> QPageLayout:
    """The pages of a submission: A4 landscape."""
    margins = QMarginsF(10, 12, 10, 12)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter
    )


def write_pages(path: Path, title: str, paint: Paint) -> int:
    """Write what is painted as a PDF file; how many pages it has.

    Raises `UserError` when the file cannot be written.
    """
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    device = QPdfWriter(content)
    device.setTitle(title)
    device.setCreator("")
    device.setPageLayout(landscape())
    pages = paint(device)
    content.close()
    write_whole(path, bytes(content.data().data()))
    return pages


def application() -> QGuiApplication:
    """The application; made for a program without a window, and without a screen, where there is none."""
    arguments = ["planner"] if os.name == "nt" else ["planner", "-platform", "offscreen"]
    found = QGuiApplication.instance() or QGuiApplication(arguments)
    assert isinstance(found, QGuiApplication)
    return found
