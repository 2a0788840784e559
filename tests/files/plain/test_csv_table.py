"""Tables somebody made: read as spreadsheets save them, and what is wrong told by row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.files.plain.csv_table import CsvRow, read_csv_table


def table(folder: Path, content: bytes) -> Path:
    path = folder / "表.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_is_read_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    path = table(tmp_path, 'name, 額 \r\n案１,"3,072千円"\r\n\r\n,,\r\n案２\r\n'.encode(encoding))
    found = read_csv_table(path, ("name",))
    assert found.head == ("name", "額")
    assert found.rows == (CsvRow(2, ("案１", "3,072千円")), CsvRow(5, ("案２", "")))
    assert str(found.at(5, "額")) == "表.csv, row 5, column 額"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Not among the columns: name"),
        (b"other\n1\n", "Not among the columns: name"),
        (b"name,a,a\n", "column a is there twice"),
        (b"name,a\nx,3,072\n", "row 2: The row has more cells"),
        (b"\xff\xfe\x00n", "no text in UTF-8"),
        (b"name\n\x00\n", "no text in UTF-8"),
        (b'name\n"x"y\n', "not CSV"),
    ],
)
def test_what_is_no_table_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_csv_table(table(tmp_path, content), ("name",))


def test_columns_of_one_name_may_stand_where_the_reader_knows_what_to_do(tmp_path: Path) -> None:
    assert read_csv_table(table(tmp_path, b"name,,\nx,,\n"), once=False).head == ("name", "", "")


def test_a_table_of_any_size_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.files.plain.csv_table.LARGEST", 10)
    with pytest.raises(UserError, match="too large"):
        read_csv_table(table(tmp_path, b"name\n123456789\n"))
