"""The page of obligations: instalments as the core has them, the document's own ones by dialog, jumps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QTableWidgetItem
from pytestqt.qtbot import QtBot

from planner.app.widgets import roles, theme
from planner.app.window.main_window import MainWindow
from planner.app.years.later_years_page import OBLIGATIONS, LaterYearsPage
from planner.app.years.obligation_dialog import ObligationDialog
from planner.app.years.obligation_model import BEFORE, NAME, REQUEST, TOTAL
from planner.core.calculation.burden import schedule_of
from planner.core.edits.plan import set_obligation
from planner.core.edits.values import Entry, new_document
from planner.core.model.obligations import Obligation, ObligationKind
from planner.core.model.rules import OBLIGATION
from planner.core.money import format_amount
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import CTRL, KEY, choose, shortcut, type_on
from tests.app.years.hands import YEARS, opened
from tests.samples import SCHOOLS, small_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


def shown(qtbot: QtBot, main: MainWindow) -> LaterYearsPage:
    window = opened(qtbot, main)
    shortcut(window.programs.tree, "Ctrl+Shift+Tab")
    assert window.pages.currentIndex() == OBLIGATIONS
    QAbstractItemModelTester(window.obligations.model, window)
    return window


@pytest.fixture
def real(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(built_in_portfolio()))


@pytest.fixture
def main(make_window: Callable[..., MainWindow]) -> MainWindow:
    return make_window(new_document(replace(small_portfolio(), years=YEARS)))


def dialog_of(years: LaterYearsPage) -> ObligationDialog:
    return years.findChildren(ObligationDialog)[-1]


def test_those_of_the_sheets_stand_with_their_instalments_and_their_sentence(qtbot: QtBot, real: MainWindow) -> None:
    years = shown(qtbot, real)
    page, state = years.obligations, real.session.state
    model = page.model
    for place, obligation in enumerate(state.document.all_obligations):
        found = schedule_of(state.evaluation, obligation)
        assert model.text(place, NAME) == obligation.name_en
        total = obligation.total
        assert model.text(place, TOTAL) == ("not printed" if total is None else format_amount(total, state.unit))
        assert model.amount(place, BEFORE)[0] == found.between(obligation.first_year, 2025)
        paid = {each.year: (each.amount, each.spread) for each in found.instalments}
        for column in range(REQUEST, model.columnCount() - 1):
            assert model.amount(place, column) == paid.get(2026 + column - REQUEST, (None, False))
        assert model.amount(place, model.columnCount() - 1) == (None if total is None else found.gap, False)
    row = model.row_of("spring8-ii")
    page.list.setCurrentIndex(model.index(row, 0))
    assert "総整備費 499億円(5年債)" in page.said.text()
    assert "Nobody states" in page.said.text()
    assert model.index(row, BEFORE).data(roles.FOREGROUND) == theme.tokens().third, "spread, not stated"
    assert model.index(row, REQUEST).data(roles.FOREGROUND) is None
    QTest.keyClick(page.list, KEY.Key_F2)
    assert "comes with the request sheets" in years.messages.text
    QTest.keyClick(page.list, KEY.Key_Delete)
    assert real.session.state.document.obligations == ()
    QTest.keyClick(page.list, KEY.Key_Return)
    ids = real.session.state.portfolio.lines.ids
    assert ids[real.work.table.lines.row_at(real.work.table.currentIndex()).line] == "spring8-ii/instalment"


def test_one_of_the_documents_own_is_added_changed_and_removed(qtbot: QtBot, main: MainWindow) -> None:
    years = shown(qtbot, main)
    page = years.obligations
    page.list.setFocus()
    QTest.keyClick(page.list, KEY.Key_Insert)
    dialog = dialog_of(years)
    type_on(dialog.name, "設備整備")
    choose(dialog.program, "ssh")
    dialog.program.setCurrentIndex(dialog.program.findData("ssh"))
    choose(dialog.kind, ObligationKind.TREASURY)
    type_on(dialog.total, "１０億円")
    assert dialog.first.text() == "R8"
    QTest.keyClick(dialog.name, KEY.Key_Return)
    assert dialog.said.text() != "", "the last year is missing"
    type_on(dialog.last, "R11")
    assert dialog.instalments.rowCount() == 4
    dialog.instalments.setItem(1, 0, QTableWidgetItem("4億円"))
    QTest.keyClick(dialog.last, KEY.Key_Return)
    (made,) = main.session.state.document.obligations
    expected = Obligation(
        "own-1", "ssh", "設備整備", "", ObligationKind.TREASURY, 10**9, 2026, 2029, (), ((2027, 4 * 10**8),)
    )
    assert made == expected
    assert page.model.text(0, NAME) == "[outside the totals] 設備整備"
    assert [page.model.amount(0, REQUEST + later)[0] for later in range(4)] == [
        200_000_000,
        400_000_000,
        200_000_000,
        200_000_000,
    ]
    assert "outside of all totals" in page.said.text()
    total = main.session.state.evaluation.total
    QTest.keyClick(page.list, KEY.Key_F2)
    dialog = dialog_of(years)
    assert dialog.name.text() == "設備整備"
    assert dialog.instalments.item(1, 0).text() == "400,000,000"  # type: ignore[union-attr]
    dialog.total.selectAll()
    type_on(dialog.total, "1.2億円")
    QTest.keyClick(dialog.total, KEY.Key_Return)
    assert "above the total" in dialog.said.text()
    dialog.lines.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.instalments.setItem(1, 0, QTableWidgetItem(""))
    QTest.keyClick(dialog.total, KEY.Key_Return)
    assert main.session.state.document.obligations[0].lines == (SCHOOLS,)
    assert main.session.state.evaluation.total == total, "an obligation moves no total"
    assert page.model.amount(0, REQUEST)[0] == 240 * 9_000_000
    assert page.model.amount(0, page.model.columnCount() - 1)[0] == 120_000_000 - 4 * 240 * 9_000_000
    QTest.keyClick(page.list, KEY.Key_Delete)
    assert page.model.rowCount() == 0
    for count in (1, 1, 0):
        QTest.keyClick(page.list, KEY.Key_Z, CTRL)
        assert page.model.rowCount() == count
    assert main.session.is_clean


def test_what_is_bound_moves_when_a_line_pays_an_obligation(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    model = years.programs.model
    before = [each.committed for each in model.burdens(model.total(), model.trio.shown)]
    bound = Obligation("o", "ssh", "債務", "", ObligationKind.TERM, 10**10, 2024, 2028, (SCHOOLS,))
    main.session.edit("x", lambda document: set_obligation(document, bound))
    after = [each.committed for each in model.burdens(model.total(), model.trio.shown)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [0, 0, *(240 * 9_000_000,) * 2, 0, 0, 0]


def test_the_finding_about_an_obligation_leads_to_it(qtbot: QtBot, main: MainWindow) -> None:
    bound = Obligation("o", "ssh", "債務", "debt", ObligationKind.TERM, 10**9, 2026, 2028, (SCHOOLS,))
    years = opened(qtbot, main)
    main.session.edit("x", lambda document: set_obligation(document, bound))
    model = main.check.problems.model
    rows = [row for row in range(model.rowCount()) if model.problem_at(row).rule == OBLIGATION.id]
    main.check.problems.list.activated.emit(main.check.problems.model.index(rows[0], 0))
    assert years.pages.currentIndex() == OBLIGATIONS
    assert years.obligations.model.schedules[years.obligations.list.currentIndex().row()].obligation == bound
    assert main.session.state.program == main.session.state.portfolio.program_index["ssh"]


def test_the_table_follows_edits_and_is_copied_in_yen(qtbot: QtBot, real: MainWindow) -> None:
    years = shown(qtbot, real)
    page = years.obligations
    row = page.model.row_of("spring8-ii")
    real.session.set_values("x", [Entry("spring8-ii/instalment", "rate", 2027, 9_000_000_000)])
    assert page.model.amount(row, REQUEST + 1) == (9_000_000_000, False)
    page.list.setCurrentIndex(page.model.index(row, 0))
    QTest.keyClick(page.list, KEY.Key_C, CTRL)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert lines[0][TOTAL] == "Total (yen)"
    assert lines[1 + row][TOTAL] == "49900000000"
    assert lines[1 + row][REQUEST + 1] == "9000000000"
