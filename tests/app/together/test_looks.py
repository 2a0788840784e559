"""The board and a part are looked at, listened to and gone through by key, in both languages, sizes and colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.together.board_page import BoardPage
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.parts import answer, hand_in, send_back
from planner.core.edits.values import Author, new_document
from planner.core.merge.split import split, with_sent
from planner.core.merge.spread import Spread, with_ceilings
from planner.core.model.document import WORKING, Document
from planner.core.model.parts import Comment
from planner.files.parts.writing import write_parts
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.texts import texts_for
from tests.app.hands import shortcut
from tests.app.hearing import english, mute
from tests.app.looking import cut, outside, pale
from tests.app.together.hands import MakeWindow, board_of, until
from tests.english import japanese, of_widget
from tests.samples import DC1

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
SIZES = [QSize(1920, 1002), QSize(1366, 690), QSize(1280, 642), QSize(960, 462), QSize(900, 450)]
BY = Author("sato", "2026-06-12T10:00:00+09:00")
OWN_WORDS = ("sato", "bplan", "CSV", "Ctrl", "Shift", "Alt")


def documents(folder: Path, language: str) -> tuple[Document, Document]:
    """A request whose parts are in a folder, one of them sent back and one over its ceiling; and that first part."""
    told = "根拠を付けてください" if language == "ja" else "Say what the rate rests on"
    document = new_document(built_in_portfolio(), WORKING.render(texts_for(language).translate))
    view = next(each for each in document.portfolio.views if each.id == "divisions")
    heading = view.members[-1].heading
    document = with_ceilings(
        document, view, Spread({heading: 10**9, view.members[0].heading: 4 * 10**10}, 0), "枠", "share"
    )
    first, *rest = split(document, 1, view, deadline="2026-06-30", instructions=told)
    back = send_back(hand_in(first.document, 1, "", BY), [Comment(DC1, told), Comment("", told)], told, BY)
    back = answer(back, 1, told, BY)
    assert back.part is not None
    parts = write_parts(folder, "R8", [first._replace(part=back.part, document=back), *rest])
    return with_sent(document, parts), back


def shown(qtbot: QtBot, make_window: MakeWindow, folder: Path, language: str) -> list[tuple[MainWindow, BoardPage]]:
    """A window on the board of the whole, with a part selected, and one on that part."""
    whole, part = documents(folder, language)
    main = make_window(whole, language)
    board = board_of(main)
    board.watch.look_into(folder)
    until(qtbot, lambda: board.watch.found is not None)
    board.table.selectRow(0)
    own = make_window(part, language)
    found = [(main, board), (own, board_of(own))]
    for window, _board in found:
        until(qtbot, lambda: not window.findings.pending)  # noqa: B023 - waited for here
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_cut_mute_or_in_another_language(
    qtbot: QtBot,
    make_window: MakeWindow,
    dressed: Callable[[Tokens], None],
    tmp_path: Path,
    language: str,
) -> None:
    dressed(LIGHT)
    QAccessible.setActive(True)
    found: list[str] = []
    for window, board in shown(qtbot, make_window, tmp_path / "p", language):
        portfolio = window.session.state.portfolio
        for size in SIZES:
            window.resize(size)
            QApplication.processEvents()
            QApplication.processEvents()
            found += [f"{size.width()}: {each}" for each in (*cut(window), *outside(window))]
        found += mute(board)
        if language == "en":
            named = japanese(of_widget(board), portfolio, ("日本語",))
            found += [each for each in named if not each.endswith(".bplan")]
        else:
            names = {word for each in portfolio.lines.labels for word in each.split()}
            found += english(board, {*OWN_WORDS, *names, "DC"})
    QAccessible.setActive(False)
    assert found == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_everything_can_be_read(
    qtbot: QtBot, make_window: MakeWindow, dressed: Callable[[Tokens], None], tmp_path: Path, tokens: Tokens
) -> None:
    dressed(tokens)
    found = []
    for window, board in shown(qtbot, make_window, tmp_path / "p", "ja"):
        window.resize(1366, 690)
        QApplication.processEvents()
        found += list(pale(board))
    assert found == []


def test_f6_and_tab_go_through_the_board_and_the_part(qtbot: QtBot, make_window: MakeWindow, tmp_path: Path) -> None:
    for window, board in shown(qtbot, make_window, tmp_path / "p", "en"):
        window.resize(1366, 690)
        window.activateWindow()
        until(qtbot, window.isActiveWindow)
        regions: list[QWidget] = board.regions()
        for region in regions:
            assert region.focusPolicy() & Qt.FocusPolicy.TabFocus
        window.rail.buttons["send"].setFocus()
        seen = []
        for _ in range(20):
            shortcut(window, "F6")
            seen.append(QApplication.focusWidget())
            if seen[-1] is window.rail.buttons["send"]:
                break
        assert [each for each in seen if each in regions] == regions
