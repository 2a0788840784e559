"""Names given for files get their ending, and the user's own folder is where the system says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from planner.app.widgets.file_names import documents_folder, with_ending


@pytest.mark.parametrize(
    ("name", "got"),
    [
        ("要求", "要求.bplan"),
        ("要求.R8", "要求.R8.bplan"),
        ("第1.2案", "第1.2案.bplan"),
        ("要求.BPLAN", "要求.BPLAN"),
        ("要求.bplan", "要求.bplan"),
    ],
)
def test_a_name_gets_its_ending_once(name: str, got: str) -> None:
    assert with_ending(Path("x") / name, ".bplan") == Path("x") / got


def test_any_of_the_endings_will_do() -> None:
    assert with_ending(Path("図.svg"), ".png", ".svg") == Path("図.svg")
    assert with_ending(Path("図.R8"), ".png", ".svg") == Path("図.R8.png")


def test_documents_are_where_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = str(tmp_path / "OneDrive" / "ドキュメント")
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: moved)
    assert documents_folder() == Path(moved)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: "")
    assert documents_folder() == Path.home()
