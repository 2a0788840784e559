"""Published into a folder: the tables as they are, all of them or those that were there before."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.files import whole
from planner.files.server import parquet_folder
from planner.files.server.parquet_folder import write_folder
from planner.files.server.tables import Publication
from tests.files.server.samples import built_in

parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow (the extra parquet) is not installed")


def read(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for path in sorted(folder.iterdir()):
        columns = parquet.read_table(path).to_pydict()
        found[path.stem] = list(zip(*columns.values(), strict=True))
    return found


def told(publication: Publication) -> dict[str, list[tuple[object, ...]]]:
    return {table.name: list(table.rows) for table in (publication.about, *publication.tables)}


def test_each_table_is_a_file(tmp_path: Path) -> None:
    publication = built_in()
    write_folder(tmp_path / "公表" / "表", publication)
    assert read(tmp_path / "公表" / "表") == told(publication)
    again = built_in(3_000_000)
    write_folder(tmp_path / "公表" / "表", again)
    assert read(tmp_path / "公表" / "表") == told(again)
    assert [each.name for each in (tmp_path / "公表").iterdir()] == ["表"]


@pytest.mark.parametrize("fails_at", [3, 7, 8])
def test_what_fails_on_the_way_leaves_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    """While a table is written, while the old folder is put aside, while the new one is put in its place."""
    folder, first = tmp_path / "表", built_in()
    write_folder(folder, first)
    calls = iter(range(100))

    def replace(temporary: Path, path: Path) -> None:
        if next(calls) == fails_at:
            raise PermissionError(13, "held")
        whole.patiently(lambda: temporary.replace(path))

    for module in (whole, parquet_folder):
        monkeypatch.setattr(module, "replace_file", replace)
    with pytest.raises(UserError, match="cannot be written"):
        write_folder(folder, built_in(3_000_000))
    assert read(folder) == told(first)
    assert [each.name for each in tmp_path.iterdir()] == ["表"]


def test_other_files_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "大事.txt").write_text("x", encoding="utf-8")
    for place in (tmp_path, tmp_path / "大事.txt"):
        with pytest.raises(UserError, match=r"other files|not a folder"):
            write_folder(place, built_in())
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(UserError, match=r"planner\[parquet\]"):
            write_folder(tmp_path / "表", built_in())
    assert [each.name for each in tmp_path.iterdir()] == ["大事.txt"]
