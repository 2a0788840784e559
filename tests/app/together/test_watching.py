"""The folder of the parts is watched without holding anything open; many files are told of and can be called off."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.together import work
from planner.app.together.board_page import BoardPage
from planner.app.together.work import look
from planner.app.window.main_window import MainWindow
from planner.files.document.store import content_of, open_document, save_document
from tests.app.together.hands import MakeWindow, board_of, click, edited, handed_in, sent_out, until, window_on
from tests.core.merge.offices import in_two_divisions
from tests.samples import SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SCHOOL = "要求_学校課.bplan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "分担"


@pytest.fixture
def main(make_window: MakeWindow, tmp_path: Path) -> MainWindow:
    return window_on(make_window, in_two_divisions(), tmp_path / "要求.bplan")


@pytest.fixture
def board(qtbot: QtBot, main: MainWindow, folder: Path) -> BoardPage:
    found = board_of(main)
    sent_out(qtbot, main, found, folder)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names: list[str] = []
    read = content_of

    def noted(path: Path) -> bytes:
        names.append(path.name)
        return read(path)

    monkeypatch.setattr("planner.files.parts.reading.content_of", noted)
    return names


def test_only_what_changed_is_read_again(
    qtbot: QtBot, board: BoardPage, folder: Path, opened: list[str], main: MainWindow
) -> None:
    before = board.watch.found
    board.watch.glance()
    board.watch.look_again()
    until(qtbot, lambda: board.watch.found is not before)
    assert opened == [], "nothing changed since"
    edited(folder / SCHOOL, SCHOOLS, 8_000_000, "見直し")
    board.watch.glance()
    until(qtbot, lambda: board.model.texts_of(1)[4] == "1,920,000,000")
    assert opened == [SCHOOL]
    (folder / SCHOOL).unlink()
    board.watch.glance()
    until(qtbot, lambda: not board.model.standings[1].found)
    assert "no file" in board.model.texts_of(1)[1]
    assert opened == [SCHOOL]


def test_it_is_watched_while_anybody_sees_it_and_looked_at_when_he_comes_back(
    qtbot: QtBot, board: BoardPage, folder: Path, main: MainWindow
) -> None:
    assert board.watch.pause.isActive()
    main.pages.show_page("lines")
    assert not board.watch.pause.isActive()
    handed_in(folder / SCHOOL)
    main.menus.actions["together.show"].trigger()
    assert board.watch.pause.isActive()
    until(qtbot, lambda: board.model.texts_of(1)[1] == "handed in")
    board.table.selectRow(1)
    edited(folder / "要求_人材課.bplan", "fellows/dc/dc1", 3_100_000, "見直し")
    board.watch.glance()
    until(qtbot, lambda: board.model.texts_of(0)[2] == "sato")
    assert [index.row() for index in board.table.selectionModel().selectedRows()] == [1], "what is selected stays"


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system what is open")
def test_nothing_is_held_open(board: BoardPage, folder: Path) -> None:
    QApplication.processEvents()
    held = [str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    assert [each for each in held if each.startswith(str(folder))] == []


def test_a_file_that_cannot_be_read_is_told_once_and_the_others_are_seen(
    qtbot: QtBot, board: BoardPage, folder: Path, main: MainWindow
) -> None:
    whole = (folder / SCHOOL).read_bytes()
    (folder / "壊れた.bplan").write_bytes(whole[: len(whole) // 2])
    board.watch.glance()
    until(qtbot, lambda: "壊れた.bplan" in main.messages.text)
    assert [each.found for each in board.model.standings] == [True, True]
    main.messages.hide()
    before = board.watch.found
    handed_in(folder / SCHOOL)
    board.watch.glance()
    until(qtbot, lambda: board.watch.found is not before)
    assert main.messages.text == ""


def test_three_hundred_files_are_told_of_and_called_off(
    qtbot: QtBot, board: BoardPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = Event()
    read = content_of

    def waiting(path: Path) -> bytes:
        going.wait()
        return read(path)

    monkeypatch.setattr("planner.files.parts.reading.content_of", waiting)
    whole = (folder / SCHOOL).read_bytes()
    for number in range(300):
        (folder / f"写し{number:03}.bplan").write_bytes(whole)
    known = board.watch.found
    board.watch.look_again()
    until(qtbot, lambda: board.bar.isVisible() and board.bar.maximum() == 300)
    assert board.said.text().startswith("Reading parts 0 of 300")
    click(board.stop)
    assert not board.bar.isVisible() and not board.stop.isVisible()
    assert ": 2 of 2." in board.said.text()
    going.set()
    board.watch.pause.stop()
    assert board.watch.found is known


def test_what_is_there_besides_is_not_taken_for_a_part(
    qtbot: QtBot, board: BoardPage, folder: Path, main: MainWindow
) -> None:
    save_document(in_two_divisions(), folder / "別.bplan")
    (folder / "要求_学校課 - コピー.bplan").write_bytes((folder / SCHOOL).read_bytes())
    board.watch.glance()
    until(qtbot, lambda: "コピー" in board.said.text())
    assert board.watch.found is not None
    assert [each.name for each in board.watch.found.paths.values()] == ["要求_人材課.bplan", SCHOOL]
    assert ": 2 of 2." in board.said.text() and "別" not in board.said.text()
    part = open_document(folder / SCHOOL).document
    seen = look(part, folder, folder / SCHOOL, None, lambda _done, _all: None)
    assert (seen.paths, seen.standings, seen.twins) == ({}, (), ())
    assert list(work.stamps_in(folder, None)) == sorted(folder.iterdir())
