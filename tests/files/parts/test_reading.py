"""Parts on a share: names that every system takes, files that are just being written, folders that are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.core.errors import UserError
from planner.core.merge.split import split
from planner.core.model.parts import State
from planner.core.model.sound import Damaged
from planner.files.document.bplan import to_bytes
from planner.files.document.store import open_document
from planner.files.parts.folder import documents_in, file_name, named
from planner.files.parts.reading import read_part, read_parts
from planner.files.parts.writing import write_parts
from tests.core.merge.offices import in_two_divisions
from tests.files.document.samples import small_document


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("人事課", "要求_人事課.bplan"),
        ("研究/開発 課", "要求_研究_開発_課.bplan"),
        ("", "要求_part.bplan"),
        ("..", "要求_part.bplan"),
        ('a:b*"c"\n', "要求_a_b_c.bplan"),
        ("課" * 100, f"要求_{'課' * 60}.bplan"),
    ],
)
def test_headings_become_names_that_every_system_takes(heading: str, name: str) -> None:
    assert file_name("要求", heading, []) == name


def test_two_headings_never_get_one_name() -> None:
    assert file_name("r", "A課", ["r_a課.bplan"]) == "r_A課-2.bplan"


def test_a_part_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    content, path, waited = to_bytes(small_document()), tmp_path / "a.bplan", list[float]()
    path.write_bytes(content[:1000])

    def more(seconds: float) -> None:
        waited.append(seconds)
        path.write_bytes(content[: 1000 + 40_000 * len(waited)])

    assert read_part(path, wait=more).document == small_document()
    assert len(waited) > 1


def test_a_file_that_stands_still_is_not_waited_for(tmp_path: Path) -> None:
    path, waited = tmp_path / "a.bplan", list[float]()
    path.write_bytes(to_bytes(small_document())[:1000])
    with pytest.raises(Damaged):
        read_part(path, wait=waited.append)
    assert len(waited) == 1


def test_what_can_be_read_is_read_and_of_the_rest_it_is_said_why(tmp_path: Path) -> None:
    (tmp_path / "a.bplan").write_bytes(to_bytes(small_document()))
    (tmp_path / "b.bplan").write_bytes(b"")
    (tmp_path / "~c.bplan").write_bytes(b"")
    (tmp_path / "d.txt").write_bytes(b"")
    told = list[tuple[int, int]]()
    paths = named([tmp_path, tmp_path / "a.bplan"])
    assert [each.name for each in paths] == ["a.bplan", "b.bplan"]
    found, refused = read_parts(paths, progress=lambda done, of: told.append((done, of)))
    assert [each.path.name for each in found] == ["a.bplan"]
    assert [path.name for path, _error in refused] == ["b.bplan"]
    assert told == [(0, 2), (1, 2), (2, 2)]
    with pytest.raises(UserError, match="cannot be read"):
        documents_in(tmp_path / "none")


def test_all_parts_are_written_or_none(tmp_path: Path) -> None:
    document = in_two_divisions()
    parts = split(document, 1, document.portfolio.views[0])
    sent = write_parts(tmp_path / "out", "r", parts)
    assert [each.file for each in sent] == ["r_人材課.bplan", "r_学校課.bplan"]
    for each in sent:
        part = open_document(tmp_path / "out" / each.file).document.part
        assert part == each
        assert each.state is State.OPEN

    def called_off(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_parts(tmp_path / "again", "r", parts, called_off)
    assert list((tmp_path / "again").iterdir()) == []
    with pytest.raises(UserError, match="already a file"):
        write_parts(tmp_path / "out", "r", parts)
    assert len(list((tmp_path / "out").iterdir())) == 2
