"""Starting never fails because of a file: what cannot be read is set aside and told, the rest is there."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.documents.document_file import DocumentFile
from planner.app.documents.recovery import Recovery
from planner.app.main import Planner
from planner.app.overview.overview_page import OverviewPage
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.window.subjects import NOT_IN_FRONT
from planner.core.edits.scenarios import branch
from planner.core.model.document import Document
from planner.files.document.aside import Note, local_folder, note_of, write_note
from planner.files.document.backups import Backups
from planner.files.document.bplan import to_bytes

Start = Callable[[], tuple[Planner, Recovery]]


@pytest.fixture
def start(qtbot: QtBot, document: Document, tmp_path: Path) -> Start:
    """Start the program on the folders of this test."""

    def make() -> tuple[Planner, Recovery]:
        session = Session(document)
        settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        settings.language = "en"
        file = DocumentFile(session, Backups(tmp_path / "backups"), tmp_path / "recovery")
        recovery = Recovery(session, tmp_path / "recovery")
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        planner = Planner(application, session, settings, file, recovery)
        qtbot.addWidget(planner.window)
        return planner, recovery

    return make


def end(started: tuple[Planner, Recovery]) -> None:
    planner, recovery = started
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.aboutToQuit.disconnect()
    recovery.close()
    planner.window.file.close()
    planner.window.close()


def test_broken_copies_are_set_aside_and_told_and_whole_ones_offered(
    start: Start, document: Document, tmp_path: Path
) -> None:
    folder = tmp_path / "recovery"
    folder.mkdir()
    (folder / "broken.bplan").write_bytes(b"broken")
    write_note(folder / "broken.bplan", Note(tmp_path / "a.bplan"))
    whole = branch(document, 1, "別案")
    for n, note in enumerate((b"", b"[" * 90_000, b"5", b'{"path": 5}', b'{"path": "a\\u0000b", "fingerprint": null}')):
        (folder / f"{n}.bplan").write_bytes(to_bytes(whole))
        note_of(folder / f"{n}.bplan").write_bytes(note)
    (folder / "~9.bplan.writing").write_bytes(b"half")
    (folder / "folder.bplan").mkdir()
    if os.name != "nt":
        os.mkfifo(folder / "pipe.bplan")
    started = start()
    planner, recovery = started
    assert {"broken.bplan.broken", "folder.bplan.broken"} <= {each.name for each in recovery.broken}
    assert "broken.bplan.broken" in planner.window.messages.text
    assert (folder / "broken.bplan.broken").read_bytes() == b"broken"
    assert [(each.document, each.path) for each in recovery.leftovers()] == [(whole, None)] * 5
    assert not (folder / "~9.bplan.writing").exists()
    end(started)


def test_a_document_opens_on_its_overview(start: Start, document: Document) -> None:
    started = start()
    window = started[0].window
    page = window.pages.made("overview")
    assert (window.pages.front, page.isVisible()) == ("overview", True)
    window.pages.show_page("lines")
    window.session.start(document)
    assert window.pages.front == "overview"
    end(started)


def test_a_picture_leads_to_the_lines_though_nobody_was_there_yet(start: Start, qtbot: QtBot) -> None:
    started = start()
    window = started[0].window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    overview = window.pages.made("overview")
    assert isinstance(overview, OverviewPage)
    assert not window.row_at_cursor
    overview.jumped.emit(Place(row=2))
    assert (window.pages.front, window.work.table.row_at_cursor, window.work.table.isVisible()) == ("lines", 2, True)
    end(started)


def test_the_lines_are_made_ready_where_it_is_quiet(start: Start, qtbot: QtBot) -> None:
    started = start()
    window = started[0].window
    window.preparation.put_off()
    qtbot.waitUntil(lambda: not window.preparation.is_put_off and not window.preparation.is_at_work)
    assert (window.pages.front, window.row_at_cursor) == ("overview", 0)
    assert set(NOT_IN_FRONT) <= sys.modules.keys()
    end(started)


def test_files_in_the_place_of_folders_are_no_hindrance(start: Start, tmp_path: Path) -> None:
    for name in ("recovery", "backups"):
        (tmp_path / name).write_text("in the way")
    started = start()
    assert started[0].window.file.backups.of(tmp_path / "a.bplan") == []
    end(started)


def test_settings_that_make_no_sense_are_none(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    columns: tuple[object, ...] = ({"widths": 5, "hidden": 7}, {"widths": {"a": 10**400, "b": -5, "c": True}}, [])
    odd = [json.dumps(json.dumps(each)) for each in columns]
    for value in (*odd, '"[[["', "5", "@Invalid()", "[" * 90_000, "@ByteArray(x)", "a, b"):
        names = ("language", "unit", "export", "recent", "shown", "layout\\window", "columns\\lines")
        path.write_text("[General]\n" + "".join(f"{name}={value}\n" for name in names), encoding="utf-8")
        settings = Settings(QSettings(str(path), QSettings.Format.IniFormat))
        settings.language, settings.unit, settings.recent  # noqa: B018 - nothing is raised
        assert isinstance(settings.export, dict)
        assert settings.shown(tmp_path) is None
        assert settings.columns("lines").widths == {}
        settings.layout("window")


def test_a_store_of_noise_is_set_aside_and_told(start: Start, tmp_path: Path) -> None:
    chance, path = random.Random(5), tmp_path / "settings.ini"
    path.write_bytes(b"[General\nlanguage\n=\n" + chance.randbytes(2000))
    started = start()
    planner, _ = started
    assert planner.window.settings.broken == [tmp_path / "settings.ini.broken"]
    assert "settings.ini.broken" in planner.window.messages.text
    planner.window.settings.remember(tmp_path / "a.bplan")
    assert planner.window.settings.recent == [tmp_path / "a.bplan"]
    end(started)


def test_what_is_kept_on_this_computer_stands_where_qt_says(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    application = QApplication.instance()
    assert application is not None
    name = application.applicationName()
    application.setApplicationName("planner")
    try:
        for folder in ("/elsewhere/data", "relative", ""):
            monkeypatch.setenv("XDG_DATA_HOME", folder)
            place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
            assert Path(place) == local_folder()
    finally:
        application.setApplicationName(name)


def test_notes_of_earlier_versions_are_read(tmp_path: Path) -> None:
    from planner.files.document.aside import read_note  # noqa: PLC0415 - said here alone

    note_of(tmp_path / "a.bplan").write_text(json.dumps({"path": "/a.bplan", "fingerprint": "f"}))
    assert read_note(tmp_path / "a.bplan") == Note(Path("/a.bplan"), "f", None)


LOOKED_INTO = """
import builtins, linecache
plain = builtins.__import__
from planner.__main__ import import_first
import_first()
assert builtins.__import__ is not plain, "what is imported later is imported as PySide6 wants it"
print(*[each for each in linecache.cache if "planner" in each], sep="\\n")
"""


def test_no_source_is_looked_into_at_a_start() -> None:
    ran = subprocess.run([sys.executable, "-c", LOOKED_INTO], check=True, capture_output=True, text=True)
    assert (ran.stdout.split(), ran.stderr) == ([], "")


LATER = """
import sys
from planner.__main__ import import_first
import_first()
later = ("pages.lines_page", "lines.line_table", "programs.program_tree", "check.check_page", "years.later_years_page")
print(*[each for each in later if f"planner.app.{each}" in sys.modules], sep="\\n")
"""


def test_what_another_page_needs_is_imported_when_it_is_wanted() -> None:
    ran = subprocess.run([sys.executable, "-c", LATER], check=True, capture_output=True, text=True)
    assert (ran.stdout.split(), ran.stderr) == ([], "")
