"""Data are found beside the code, or beside the archive that holds the code."""

from __future__ import annotations

from pathlib import Path

from planner.resources import data_folder


def test_code_in_a_folder_has_its_data_there(tmp_path: Path) -> None:
    (tmp_path / "planner").mkdir()
    assert data_folder(tmp_path / "planner" / "resources.py") == tmp_path / "planner"


def test_code_in_an_archive_has_its_data_beside_it(tmp_path: Path) -> None:
    (tmp_path / "planner.zip").write_bytes(b"")
    assert data_folder(tmp_path / "planner.zip" / "planner" / "resources.pyc") == tmp_path / "planner"
