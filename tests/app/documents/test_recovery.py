"""Unsaved work survives the end of its program, and is offered again; saved work leaves nothing behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks import kill
from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Leftover, Recovery, forget
from planner.app.documents.recovery_dialog import RecoveryDialog
from planner.app.main import Planner
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry, new_document
from planner.core.errors import UserError
from planner.core.model.document import Document
from planner.files.document.backups import Backups
from planner.files.document.store import open_document, save_document
from planner.words.texts import texts_for
from tests.places import ROOT
from tests.samples import DC1, small_portfolio

SETTLED = 2
"""Seconds after which a copy is written even on a machine that is busy with other things; a quarter is usual."""


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session(new_document(small_portfolio()))


@pytest.fixture
def make_recovery(tmp_path: Path, session: Session) -> Iterator[Callable[..., Recovery]]:
    made: list[Recovery] = []

    def make(of: Session = session) -> Recovery:
        made.append(Recovery(of, tmp_path / "recovery"))
        return made[-1]

    yield make
    for each in made:
        each.close()


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "recovery").glob("*.bplan"))


def edit(session: Session, rate: int) -> None:
    session.set_values("単価", [Entry(DC1, "rate", 2026, rate)])


def save(session: Session, path: Path) -> None:
    """Save as the window does, without its thread."""
    now = session.state
    saved = save_document(now.document, path, expected=now.fingerprint if path == now.path else None)
    session.mark_saved(now.document, path, saved.fingerprint)


def kept(folder: Path, session: Session) -> bool:
    found = copies(folder)
    return bool(found) and open_document(found[0]).document == session.state.document


def test_every_edit_is_kept_and_forgotten_when_saved_or_undone(
    qtbot: QtBot, session: Session, make_recovery: Callable[..., Recovery], tmp_path: Path
) -> None:
    make_recovery()
    assert copies(tmp_path) == []
    for rate in (3_100_000, 3_200_000):
        edit(session, rate)
        qtbot.waitUntil(lambda: kept(tmp_path, session))
    save(session, tmp_path / "a.bplan")
    qtbot.waitUntil(lambda: copies(tmp_path) == [])
    edit(session, 3_300_000)
    qtbot.waitUntil(lambda: kept(tmp_path, session))
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: copies(tmp_path) == [])
    assert not list((tmp_path / "recovery").iterdir())


def test_work_in_use_is_not_offered_to_another_program(
    qtbot: QtBot, session: Session, make_recovery: Callable[..., Recovery], tmp_path: Path
) -> None:
    make_recovery()
    edit(session, 3_200_000)
    qtbot.waitUntil(lambda: kept(tmp_path, session))
    script = f"""
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from planner.app.documents.recovery import Recovery
from planner.app.session.session import Session
from planner.core.edits.values import new_document
from planner.words.texts import texts_for
from tests.samples import small_portfolio
QApplication([])
print(len(Recovery(Session(new_document(small_portfolio())), Path({str(tmp_path / "recovery")!r})).leftovers()))
"""
    assert run(script).communicate(timeout=60)[0].split() == [b"0"]


def test_a_folder_that_cannot_be_written_costs_no_edit(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    recovery = Recovery(session, tmp_path / "file" / "recovery")
    with qtbot.captureExceptions() as raised:
        with qtbot.waitSignal(recovery.timer.timeout):
            edit(session, 3_200_000)
        recovery.wait()
    assert raised == []
    assert session.state.document.changes
    recovery.close()


WORK = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from planner.app.documents.recovery import Recovery
from planner.app.session.session import Session
from planner.core.edits.values import Entry
from planner.files.document.backups import Backups
from planner.files.document.store import open_document
application = QApplication([])
path = Path(sys.argv[1])
opened = open_document(path)
session = Session(opened.document, path, opened.fingerprint)
recovery = Recovery(session, Path(sys.argv[2]))
rate = 3_100_000

def work():
    global rate
    rate += 1
    session.set_values("e", [Entry("fellows/dc/dc1", "rate", 2026, rate)])
    print(rate, time.time(), flush=True)

timer = QTimer()
timer.timeout.connect(work)
timer.start(30)
application.exec()
"""


def run(script: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)


@pytest.mark.slow
def test_killed_at_any_moment_the_edits_confirmed_before_are_there(
    qtbot: QtBot, make_recovery: Callable[..., Recovery], tmp_path: Path
) -> None:
    path = tmp_path / "要求.bplan"
    fingerprint = save_document(new_document(small_portfolio()), path).fingerprint
    saved = path.read_bytes()
    recovery = make_recovery()
    chance = random.Random(11)
    for _ in range(6):
        process = run(WORK, str(path), str(tmp_path / "recovery"))
        assert process.stdout is not None
        confirmed = [process.stdout.readline().split() for _ in range(chance.randrange(80, 110))]
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        killed = time.time()
        process.wait()
        process.stdout.close()
        (leftover,) = recovery.leftovers()
        assert (leftover.path, leftover.fingerprint) == (path, fingerprint)
        rates = [change.cells[0].after for change in leftover.document.changes]
        certain = [int(rate) for rate, when in confirmed if float(when) < killed - SETTLED]
        assert set(certain) <= set(rates)
        assert certain
        assert path.read_bytes() == saved
        for each in (tmp_path / "recovery").iterdir():
            each.unlink()


@pytest.mark.slow
def test_killed_at_any_moment_of_editing_and_saving_nothing_confirmed_is_lost(qtbot: QtBot, tmp_path: Path) -> None:
    tally, chance = kill.Tally(), random.Random(5)
    while tally.kills < 5 or not tally.certain:
        kill.kill_once(tally, tmp_path, chance, settled=SETTLED)
    assert tally.lost == []
    assert (tally.damaged, tally.locked) == (0, 0)


@pytest.fixture
def leftover(qtbot: QtBot, make_recovery: Callable[..., Recovery], tmp_path: Path) -> tuple[Leftover, Recovery]:
    path = tmp_path / "要求.bplan"
    save_document(new_document(small_portfolio()), path)
    process = run(WORK, str(path), str(tmp_path / "recovery"))
    assert process.stdout is not None
    for _ in range(2_000):
        process.stdout.readline()
        if copies(tmp_path):
            break
    process.kill()
    process.wait()
    process.stdout.close()
    recovery = make_recovery()
    (found,) = recovery.leftovers()
    return found, recovery


def test_work_taken_up_again_belongs_to_its_file_and_is_not_saved_yet(
    session: Session, leftover: tuple[Leftover, Recovery], tmp_path: Path
) -> None:
    found, recovery = leftover
    recovery.take(found)
    assert session.state.document == found.document
    assert session.state.path == tmp_path / "要求.bplan"
    assert not session.is_clean
    assert not found.copy.exists()
    assert len(copies(tmp_path)) == 1
    save(session, tmp_path / "要求.bplan")
    assert open_document(tmp_path / "要求.bplan").document == found.document


def test_the_window_offers_it_at_the_start(
    qtbot: QtBot, session: Session, leftover: tuple[Leftover, Recovery], settings: Settings, tmp_path: Path
) -> None:
    found, recovery = leftover
    settings.language = "ja"
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    file = DocumentFile(session, Backups(tmp_path / "backups"))
    planner = Planner(application, session, settings, file, recovery)
    (dialog,) = planner.window.findChildren(RecoveryDialog)
    text = dialog.list.item(0).text()
    assert "要求.bplan" in text
    assert f"変更 {len(found.document.changes)}" in text
    dialog.take.click()
    assert session.state.document == found.document
    assert planner.window.isWindowModified()
    session.start(session.state.document)
    planner.window.close()
    file.close()
    planner.window.deleteLater()


def test_discarded_work_is_gone(window: MainWindow, leftover: tuple[Leftover, Recovery], tmp_path: Path) -> None:
    found, recovery = leftover
    (tmp_path / "recovery" / "broken.bplan").write_bytes(b"broken")
    dialog = RecoveryDialog(recovery.leftovers(), texts_for("en"), window)
    dialog.dropped.connect(lambda each: forget(each.copy))
    dialog.drop.click()
    assert not found.copy.exists()
    assert recovery.leftovers() == []


def test_work_that_cannot_be_kept_anew_stays_where_it_was(
    leftover: tuple[Leftover, Recovery], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, recovery = leftover

    def full(document: Document, path: Path) -> None:
        raise UserError("The disk is full.", "Make room.")

    monkeypatch.setattr("planner.app.documents.recovery.write_copy", full)
    recovery.take(found)
    assert open_document(found.copy).document == found.document


def test_a_copy_is_locked_as_soon_as_its_folder_can_be_made(session: Session, tmp_path: Path) -> None:
    """Else another program would offer the work of this one, which still runs."""
    (tmp_path / "local").write_text("in the way of the folder", encoding="utf-8")
    recovery = Recovery(session, tmp_path / "local" / "recovery")
    edit(session, 3_000_001)
    recovery.secure()
    (tmp_path / "local").unlink()
    edit(session, 3_000_002)
    recovery.secure()
    other = Recovery(Session(session.state.document), tmp_path / "local" / "recovery")
    assert list((tmp_path / "local" / "recovery").glob("*.bplan"))
    assert other.leftovers() == []
    recovery.close()
