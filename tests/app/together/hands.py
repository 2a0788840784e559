"""What the tests of parts in the window do with them: documents of divisions, boards, buttons, work on a part."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from planner.app.pages.handover_and_review import TOGETHER, HandoverAndReview
from planner.app.together.board_page import BoardPage
from planner.app.together.split_dialog import SplitDialog
from planner.app.window.main_window import MainWindow
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.edits.parts import hand_in
from planner.core.edits.values import Author, Entry, set_values
from planner.core.merge.summary import requested
from planner.core.model.document import Document
from planner.files.document.store import open_document, save_document

MakeWindow = Callable[..., MainWindow]
PATIENCE_MS = 30_000
"""Files are read and written meanwhile, on a machine that may have much else to do."""


def until(qtbot: QtBot, fact: Callable[[], bool | None]) -> None:
    """Wait for something to be so."""
    qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE_MS)


def window_on(make_window: MakeWindow, document: Document, path: Path, language: str = "en") -> MainWindow:
    """A window on a document that is saved."""
    window = make_window(document, language)
    saved = save_document(document, path)
    window.session.mark_saved(document, path, saved.fingerprint)
    return window


def board_of(window: MainWindow) -> BoardPage:
    """The board of a window, in front."""
    window.pages.show_page("send")
    page = window.pages.made("send")
    assert isinstance(page, HandoverAndReview)
    page.show_tab(TOGETHER)
    found = page.tabs.currentWidget()
    assert isinstance(found, BoardPage)
    return found


def front(qtbot: QtBot, window: MainWindow) -> None:
    """Bring a window before the others, which takes several steps."""
    QApplication.processEvents()
    window.activateWindow()
    until(qtbot, window.isActiveWindow)
    QApplication.processEvents()


def click(button: QAbstractButton) -> None:
    """Press a button that can be pressed."""
    assert button.isEnabled() and button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def asked_to_split(window: MainWindow, board: BoardPage) -> SplitDialog:
    """The dialog that asks what parts go out with."""
    click(board.send)
    (dialog,) = window.findChildren(SplitDialog)
    return dialog


def looked(qtbot: QtBot, board: BoardPage, folder: Path) -> None:
    """The board after it looked into the folder."""
    before = board.watch.found
    board.watch.look_into(folder)
    until(qtbot, lambda: board.watch.found is not before)


def edited(path: Path, line: str, rate: int, why: str) -> None:
    """Somebody's work on a part."""
    document = open_document(path).document
    save_document(set_values(document, 1, [Entry(line, "rate", 2026, rate)], why, Author("sato", "2026-06-01")), path)


def handed_in(path: Path) -> None:
    """Somebody hands a part in, as it is."""
    document = open_document(path).document
    part = document.part
    assert part is not None
    evaluation = evaluate_scenario(document, evaluate_base(document.portfolio, document.growth(1)), 1)
    author = Author("sato", "2026-06-12T10:00:00+09:00")
    save_document(hand_in(document, requested(evaluation, part), "", author), path)


def sent_out(qtbot: QtBot, window: MainWindow, board: BoardPage, folder: Path) -> None:
    """Parts go out into a folder, and are seen on the board."""
    dialog = asked_to_split(window, board)
    dialog.folder.setText(str(folder))
    click(dialog.go)
    until(qtbot, lambda: board.watch.found is not None)
