"""Parts written into a folder: where it cannot be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.files.parts.writing import write_parts


@pytest.mark.parametrize("below", ["", "parts"])
def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path, below: str) -> None:
    place = tmp_path / "taken.xlsx"
    place.write_text("kept", "utf-8")
    with pytest.raises(UserError) as refused:
        write_parts(place / below, "R8", [])
    assert str(place) in str(refused.value.where)
    assert place.read_text("utf-8") == "kept"
