"""One document or workbook dragged onto the window is opened; anything else is not taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from planner.app.documents.dropped import dropped_file


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        (["要求.bplan"], "要求.bplan"),
        (["要求.BPLAN"], "要求.BPLAN"),
        (["要求.xlsx"], "要求.xlsx"),
        (["要求.ods"], None),
        (["a.bplan", "b.bplan"], None),
        ([], None),
    ],
)
def test_what_is_taken(tmp_path: Path, names: list[str], taken: str | None) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
    assert dropped_file(mime) == (tmp_path / taken if taken else None)
    mime.setUrls([QUrl("https://example.invalid/a.bplan")])
    assert dropped_file(mime) is None
