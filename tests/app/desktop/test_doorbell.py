"""A document that is open is not opened twice: its window comes to the front."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from planner.app.desktop import doorbell
from planner.app.desktop.doorbell import Doorbell, name_of, ring
from planner.app.session.session import Session
from planner.core.model.document import Document
from tests.places import ROOT

RING = """
import sys
from pathlib import Path
from planner.app.desktop.doorbell import ring
print(ring(Path(sys.argv[1])))
"""


def ring_elsewhere(path: Path) -> subprocess.Popen[str]:
    """Another program that asks for the document."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen([sys.executable, "-c", RING, str(path)], stdout=subprocess.PIPE, text=True, env=environment)


def test_a_ring_is_heard_by_the_program_that_shows_the_document(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    bell = Doorbell(Session(document))
    bell.listen(tmp_path / "要求.bplan")
    with qtbot.waitSignal(bell.rung, timeout=60_000):
        other = ring_elsewhere(tmp_path / "a" / ".." / "要求.bplan")
    assert other.communicate()[0] == "True\n"


def test_another_document_is_not_shown(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    bell = Doorbell(Session(document))
    bell.listen(tmp_path / "要求.bplan")
    assert not ring(tmp_path / "別.bplan")
    bell.listen(None)
    assert not ring(tmp_path / "要求.bplan")


def test_each_user_and_session_has_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "要求.bplan"
    names = {name_of(path)}
    monkeypatch.setattr(doorbell, "session_of_user", lambda: "another screen")
    names.add(name_of(path))
    monkeypatch.setattr(doorbell, "getuser", lambda: "somebody else")
    names.add(name_of(path))
    assert len(names) == 3


@pytest.mark.parametrize(
    ("found", "plain"),
    [("\\\\?\\C:\\予算\\a.bplan", "C:\\予算\\a.bplan"), ("\\\\?\\UNC\\server\\share\\a", "\\\\server\\share\\a")],
)
def test_a_path_that_windows_takes_as_it_stands_names_the_same_document(
    found: str, plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "realpath", str)
    assert name_of(Path(found)) == name_of(Path(plain))


@pytest.mark.skipif(os.name != "nt", reason="only Windows spells a path so")
def test_the_long_spelling_of_a_path_names_the_same_document(tmp_path: Path) -> None:
    path = tmp_path / "要求.bplan"
    path.write_bytes(b"")
    assert name_of(Path(f"\\\\?\\{path}")) == name_of(Path(str(path).upper())) == name_of(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows forgets a pipe with its program")
def test_what_a_killed_program_left_is_taken_over(qtbot: QtBot, document: Document, tmp_path: Path) -> None:
    path = tmp_path / "要求.bplan"
    left = (
        "import os, sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from PySide6.QtNetwork import QLocalServer; from planner.app.desktop.doorbell import name_of;"
        "a = QCoreApplication([]); s = QLocalServer(); assert s.listen(name_of(Path(sys.argv[1]))); os._exit(0)"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", left, str(path)], check=True, env=environment)
    bell = Doorbell(Session(document))
    bell.listen(path)
    with qtbot.waitSignal(bell.rung, timeout=60_000):
        other = ring_elsewhere(path)
    assert other.communicate()[0] == "True\n"
