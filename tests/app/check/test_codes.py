"""The table of codes: typed into one cell or all that are selected, pasted, emptied, read; one undo step each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from planner.app.check.code_panel import CodePanel
from planner.app.session.finding import Finder, Kind
from planner.app.widgets.tokens import LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import CodeKind
from planner.core.model.document import Document
from tests.samples import DC1

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen
ORGANISATION, ITEM, REQUEST = 2, 3, 6
SELECT = QItemSelectionModel.SelectionFlag.Select


def opened(window: MainWindow) -> CodePanel:
    window.menus.actions["go.codes"].trigger()
    return window.check.codes


def names(panel: CodePanel) -> list[str]:
    return [str(panel.model.index(row, 0).data()).strip() for row in range(panel.model.rowCount())]


def of_line(window: MainWindow, line: str, kind: CodeKind) -> str:
    state = window.session.state
    found = CodeBook.of(state.document).of_line(state.portfolio.line_index[line], kind)
    return "" if found is None else found.text


def test_what_is_typed_holds_for_the_lines_below_and_is_one_step(window: MainWindow) -> None:
    panel, count = opened(window), window.session.undo_stack.count()
    panel.reason.setText("組織令")
    assert panel.model.setData(panel.model.index(0, ITEM), " 科学技術振興費 ", Qt.ItemDataRole.EditRole)
    assert of_line(window, DC1, CodeKind.ITEM) == "科学技術振興費"
    assert [code.why for code in window.session.state.document.codes.values()] == ["組織令"]
    assert window.session.undo_stack.count() == count + 1
    panel.lines.setChecked(True)
    row = names(panel).index("DC1")
    cell = panel.model.index(row, ITEM)
    assert (cell.data(), panel.model.text(row, ITEM)) == ("科学技術振興費", ""), "as its program"
    window.session.undo_stack.undo()
    assert not cell.data() and not window.session.state.document.codes


def test_one_text_goes_into_all_cells_that_are_selected(window: MainWindow) -> None:
    panel = opened(window)
    for row in range(panel.model.rowCount()):
        panel.list.selectionModel().select(panel.model.index(row, ORGANISATION), SELECT)
    panel.model.setData(panel.model.index(0, ORGANISATION), "文部科学本省", Qt.ItemDataRole.EditRole)
    said = {panel.model.text(row, ORGANISATION) for row in range(panel.model.rowCount())}
    assert said == {"文部科学本省"}
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert not window.session.state.document.codes


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_table_is_wholly_in_the_least_window(
    make_window: Callable[..., MainWindow], dressed: Callable[[Tokens], None], document: Document, language: str
) -> None:
    dressed(LIGHT)
    window = make_window(document, language)
    panel = opened(window)
    window.resize(QSize(900, 450))
    QApplication.processEvents()
    assert window.width() == 900
    for part in (panel.list, panel.write, panel.reason):
        assert part.visibleRegion().boundingRect().size() == part.size()


def test_a_block_is_pasted_and_copied_as_it_is(window: MainWindow) -> None:
    panel = opened(window)
    panel.list.setCurrentIndex(panel.model.index(0, REQUEST))
    QGuiApplication.clipboard().setText("①\t0012\r\n②\r\n")
    QTest.keyClick(panel.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [panel.model.text(0, REQUEST), panel.model.text(0, REQUEST + 1), panel.model.text(1, REQUEST)] == [
        "①",
        "0012",
        "②",
    ]
    panel.list.selectionModel().select(panel.model.index(0, REQUEST + 1), SELECT)
    QTest.keyClick(panel.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "①\t0012\r\n"


def test_a_cell_of_several_lines_stays_in_its_row(window: MainWindow) -> None:
    """Spreadsheets quote it; taken line by line it would move all codes below into other programs."""
    panel = opened(window)
    panel.list.setCurrentIndex(panel.model.index(0, ORGANISATION))
    QGuiApplication.clipboard().setText('"本省\n（内局）"\t"いわゆる""項"""\r\n高等教育局\t振興費\r\n')
    QTest.keyClick(panel.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    said = [[panel.model.text(row, column) for column in (ORGANISATION, ITEM)] for row in range(3)]
    assert said == [["本省 （内局）", 'いわゆる"項"'], ["高等教育局", "振興費"], ["", ""]]


def test_what_cannot_stand_is_said_and_changes_nothing(window: MainWindow) -> None:
    panel = opened(window)
    address = panel.model.columnCount() - 1
    panel.model.setData(panel.model.index(0, address), "c:/ebpm", Qt.ItemDataRole.EditRole)
    assert not window.session.state.document.codes
    assert "c:/ebpm" in panel.refusal.text() and panel.refusal.isVisible()
    panel.model.setData(panel.model.index(0, address), "https://example.go.jp/", Qt.ItemDataRole.EditRole)
    assert not panel.refusal.isVisible()


def test_a_table_is_written_filled_in_and_read(window: MainWindow, tmp_path: Path) -> None:
    panel, path = opened(window), tmp_path / "codes.csv"
    panel.write_table(path)
    text = path.read_text(encoding="utf-8-sig").replace("line,fellows/dc/dc1,DC1,", "line,fellows/dc/dc1,DC1,本省")
    path.write_text(text, encoding="utf-8-sig")
    panel.read_table(path)
    assert of_line(window, DC1, CodeKind.JURISDICTION) == "本省"
    assert [code.why for code in window.session.state.document.codes.values()] == ["codes.csv"]
    path.write_text("ID,目\nnowhere,1\n", encoding="utf-8")
    panel.read_table(path)
    assert "nowhere" in panel.refusal.text()


def test_search_finds_a_program_by_its_number(window: MainWindow) -> None:
    panel = opened(window)
    panel.model.setData(panel.model.index(0, REQUEST), "㉓", Qt.ItemDataRole.EditRole)
    state = window.session.state
    finder = Finder(state.portfolio, window.texts)
    while not finder.prepare(1000):
        pass
    (found,) = finder.find("㉓", state)[Kind.REASON].best
    assert (found.text, found.place.program) == ("Request number ㉓", 0)
