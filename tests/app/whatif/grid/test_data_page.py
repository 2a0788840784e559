"""データ表 in the window: two figures and an amount; one cell becomes a branch, and one undo takes it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.whatif.aim_choice import Whole
from planner.app.whatif.grid.data_page import DataPage
from planner.app.window.main_window import MainWindow
from planner.core.ceilings.judge import Verdict
from planner.core.edits.ceilings import set_ceiling
from planner.core.edits.scenarios import lock
from planner.core.edits.values import new_document
from planner.core.model.ceilings import Ceiling, Scope, ScopeKind
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import choose, type_over
from tests.app.whatif.hands import drawer, focused, press, put_cursor, settled

KEY = Qt.Key
PD = "fellows/pd/pd"
FELLOWS_MOST = Ceiling("own-1", 2026, "特別研究員", scope=Scope(ScopeKind.PROGRAM, "fellows"), amount=17_900_000_000)


@pytest.fixture
def page(make_window: Callable[..., MainWindow], qtbot: QtBot) -> DataPage:
    """The page on the built-in request with a ceiling over 特別研究員事業, the cursor on the rate of PD."""
    window = make_window(set_ceiling(new_document(built_in_portfolio()), FELLOWS_MOST), "ja")
    put_cursor(window, PD, Column.RATE, "fellows")
    window.menus.actions["whatif.data-table"].trigger()
    settled(qtbot, window)
    front = drawer(window).front
    assert isinstance(front, DataPage)
    return front


def window_of(page: DataPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def texts(page: DataPage) -> list[list[str]]:
    model = page.grid.cells
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def cell_at(page: DataPage, row: int, column: int) -> QPoint:
    return page.grid.visualRect(page.grid.cells.index(row, column)).center()


def test_the_rate_and_the_quantity_at_the_cursor_are_asked_about_around_what_they_are(page: DataPage) -> None:
    model = page.grid.cells
    assert model.answer is not None
    assert model.answer.table.down.driver.field.key == "rate"
    assert model.answer.table.across.driver.field.key == "quantity"
    assert (page.down.low.text(), page.down.step.text()) == ("4,692,000", "200,000")
    assert texts(page)[3][3] == "いま"
    assert model.ground(0, 0) != model.ground(6, 6) != model.ground(3, 3)
    amount = (
        window_of(page)
        .session.state.evaluation.program(window_of(page).session.state.portfolio.program_index["fellows"])[1]
        .amount
    )
    assert model.answer.table.amounts[3][3] == model.answer.now == amount
    page.ways[1].click()
    assert amount is not None
    assert texts(page)[3][3] == f"{amount // 1000:,}"


def test_a_cell_becomes_a_branch_with_one_undo(page: DataPage, qtbot: QtBot) -> None:
    window = window_of(page)
    before = window.session.state.document
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=cell_at(page, 1, 2))
    assert "4,892,000" in page.told.text()
    assert window.session.state.document is before  # looking changes nothing
    assert page.grid.cells.answer is not None
    wanted = page.grid.cells.answer.table.amounts[1][2]
    assert page.foot.name.text() == "単価 4,892,000 × 員数 343"
    QTest.mouseDClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=cell_at(page, 1, 2))
    state = window.session.state
    made = state.document.scenarios[-1]
    assert (made.name, made.parent, state.scenario) == ("単価 4,892,000 × 員数 343", 1, made.number)
    fellows = state.portfolio.program_index["fellows"]
    assert state.evaluation.program(fellows)[1].amount == wanted
    (change,) = state.document.changes
    assert change.why.startswith("データ表：")
    assert not window.work.what_if.is_open
    window.session.undo_stack.undo()
    assert window.session.state.document == before
    assert window.session.undo_stack.count() == 1


def test_by_keys_alone(page: DataPage, qtbot: QtBot) -> None:
    window = window_of(page)
    page.grid.setFocus()
    press(KEY.Key_Up, KEY.Key_Right)
    assert "5,092,000" in page.told.text()
    assert "363" in page.told.text()
    press(KEY.Key_Return)
    assert window.session.state.document.scenarios[-1].name == "単価 5,092,000 × 員数 363"
    assert focused() is window.work.table


def test_what_there_is_now_is_no_proposal_and_a_locked_scenario_gets_a_branch(page: DataPage, qtbot: QtBot) -> None:
    window = window_of(page)
    assert not page.foot.branch.isEnabled()
    page.grid.setFocus()
    press(KEY.Key_Return)
    assert len(window.session.state.document.scenarios) == 1
    window.session.edit("Lock", lambda each: lock(each, 1))
    settled(qtbot, window)
    press(KEY.Key_Down)
    assert page.foot.branch.isEnabled()
    assert not page.foot.apply.isEnabled()


def test_the_limit_stands_between_the_cells(page: DataPage, qtbot: QtBot) -> None:
    window, model = window_of(page), page.grid.cells
    assert model.is_beyond(0, 0) is None
    type_over(page.limit, "179億円")
    settled(qtbot, window)
    assert model.answer is not None
    amounts = model.answer.table.amounts
    typed = [[model.is_beyond(row, column) for column in range(7)] for row in range(7)]
    assert typed == [[amount is not None and amount > 17_900_000_000 for amount in row] for row in amounts]
    inside = sum(each is False for row in typed for each in row)
    assert 0 < inside < 49
    assert page.said.text() == f"49マスのうち{inside}マスが上限に収まります。"
    assert "太線" in page.caption.text()
    choose(page.ceiling, "own-1")
    settled(qtbot, window)
    assert [[model.is_beyond(row, column) for column in range(7)] for row in range(7)] == typed
    assert "上限に収まる" in model.said(0, 0)
    assert "上限を超える" in model.said(6, 6)
    choose(page.aim.whole, Whole.CEILING)
    choose(page.aim.which, "own-1")
    choose(page.ceiling, "")
    page.limit.clear()
    page.change()
    settled(qtbot, window)
    assert [[model.is_beyond(row, column) for column in range(7)] for row in range(7)] == typed


def test_a_ceiling_that_cannot_be_judged_leads_to_the_lines_without_a_class(page: DataPage, qtbot: QtBot) -> None:
    window = window_of(page)
    choose(page.ceiling, "r8-discretionary")
    settled(qtbot, window)
    assert page.grid.cells.answer is not None
    assert page.grid.cells.answer.verdict(0, 0) is Verdict.UNKNOWN
    assert "未分類" in page.said.text()
    page.classify.click()
    assert window.pages.front == "check"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("low", "9百万円", "逆"),
        ("step", "0", "刻み"),
        ("step", "1", "10,000"),
        ("high", "x", "x"),
        ("low", "", "数ではありません"),
    ],
)
def test_what_cannot_be_asked_is_said_and_no_table_stays(
    page: DataPage, qtbot: QtBot, field: str, typed: str, said: str
) -> None:
    type_over(getattr(page.down, field), typed)
    assert page.grid.cells.rowCount() == 0
    settled(qtbot, window_of(page))
    assert page.said.property("tone") == "error"
    assert said in page.said.text()
    assert page.grid.cells.rowCount() == 0
    assert not page.foot.branch.isEnabled()


def test_one_figure_twice_and_lines_no_figure_moves_are_told(page: DataPage, qtbot: QtBot) -> None:
    choose(page.across.driver, page.down.driver.currentData())
    settled(qtbot, window_of(page))
    assert page.said.property("tone") == "error"


def test_a_large_table_is_called_off(page: DataPage, qtbot: QtBot) -> None:
    window = window_of(page)
    for part, name, text in ((page.down, "step", "12,500"), (page.across, "step", "1")):
        getattr(part, name).setText(text)
    page.change()
    qtbot.waitUntil(lambda: page.asking.is_at_work)
    press(KEY.Key_Escape)
    assert not window.work.what_if.is_open
    qtbot.waitUntil(lambda: page.asking.is_idle)
    assert page.grid.cells.rowCount() == 0


def test_it_is_copied_as_figures_and_as_a_picture(page: DataPage, tmp_path: Path) -> None:
    page.grid.setFocus()
    QTest.keyClick(page.grid, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert page.grid.cells.answer is not None
    assert rows[0] == ["", "323", "333", "343", "353", "363", "373", "383"]
    assert [each[0] for each in rows[1:3]] == ["4,692,000", "4,892,000"]
    assert int(rows[4][4]) == page.grid.cells.answer.now
    page.pictures.copy()
    assert QGuiApplication.clipboard().image().width() > 300
    for name in ("table.png", "table.svg"):
        page.pictures.save(tmp_path / name)
    assert QImage(str(tmp_path / "table.png")).height() > 100
    assert "<svg" in (tmp_path / "table.svg").read_text(encoding="utf-8")
