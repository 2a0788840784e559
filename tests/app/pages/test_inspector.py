"""The inspector: there while it is wanted and has something to say; changes as cards, findings of what is selected."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.lines.line_rows import Sieve
from planner.app.pages.inspector import CHANGES, CHART, EXPLAIN, FINDINGS, Inspector
from planner.app.scenarios.change_model import REASON, ChangeFilter
from planner.app.widgets import theme
from planner.app.widgets.cards import wide
from planner.app.widgets.tokens import DARK, LIGHT, Tokens
from planner.app.window.main_window import MainWindow
from planner.core.edits.structure import add_program
from planner.core.edits.values import Entry, new_document
from planner.core.edits.waivers import waive
from planner.core.model.document import BASE
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import CTRL, KEY, cell, choose, go, popped_up, shortcut, type_into, type_on, type_over
from tests.app.looking import cut, outside, pale
from tests.samples import DC1, DC2, SCHOOLS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # popping up where there is no screen


@pytest.fixture
def inspector(window: MainWindow) -> Inspector:
    go(window, cell(window, DC1, Column.RATE))
    window.work.table.setFocus()
    return window.work.inspector


# --------------------------------------------------------- open and closed


def test_it_is_opened_and_closed_by_its_key_and_its_button(window: MainWindow, inspector: Inspector) -> None:
    assert not inspector.isVisible()
    shortcut(window, "Ctrl+Shift+I")
    assert inspector.isVisible()
    assert inspector.width() >= theme.px(320)
    inspector.tabs.setFocus()
    QTest.mouseClick(inspector.close_button, Qt.MouseButton.LeftButton)
    assert not inspector.isVisible()
    assert window.work.table.hasFocus()


def test_left_open_it_comes_and_goes_with_what_there_is_to_say(window: MainWindow, inspector: Inspector) -> None:
    seen: list[bool] = []
    inspector.shown.connect(seen.append)
    session = window.session
    session.edit("add", lambda document: add_program(document, 1, "新事業", "ssh", part=False)[0])
    program = len(session.state.portfolio.programs) - 1
    (line,) = session.state.portfolio.line_ranges[program]
    session.show(program=program)
    inspector.want(True)
    window.desk.do(window.work.lines.take_out)
    session.show(program=program)
    assert window.work.table.row_at_cursor is None, line
    assert not inspector.isVisible()
    session.show(program=None)
    assert inspector.isVisible()
    inspector.want(False)
    session.show(program=program)
    session.show(program=0)
    assert not inspector.isVisible(), "closed by its user it stays so"
    assert seen == [True, False, True, False]


def test_without_a_line_it_speaks_of_findings_and_goes_with_the_last(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window(new_document(built_in_portfolio()))
    session, inspector = window.session, window.work.inspector
    qtbot.waitUntil(lambda: not window.findings.pending)
    session.show(program=session.state.portfolio.program_index["ssh"])
    inspector.want(True)
    assert inspector.tabs.currentIndex() == EXPLAIN
    window.work.table.lines.sift(Sieve("no such line"))
    assert window.work.table.row_at_cursor is None
    assert inspector.tabs.currentIndex() == FINDINGS
    model = inspector.findings.model
    found = [model.problem_at(row) for row in range(model.rowCount())]
    assert found != []
    session.edit("accept", lambda document: waive(document, 1, found, "agreed"))
    assert not inspector.isVisible()


def test_it_is_remembered(make_window: Callable[..., MainWindow], window: MainWindow) -> None:
    window.work.inspector.want(True)
    assert make_window(window.session.state.document).work.inspector.isVisible()


def test_the_keys_of_the_lists_lead_into_it(window: MainWindow, inspector: Inspector) -> None:
    shortcut(window, "Ctrl+Shift+3")
    assert inspector.tabs.currentIndex() == CHANGES
    assert inspector.changes.list.hasFocus()
    inspector.go_to(FINDINGS)
    assert inspector.isVisible()
    assert inspector.tabs.currentIndex() == FINDINGS


# ---------------------------------------------------------------- the changes


@pytest.fixture
def changed(qtbot: QtBot, window: MainWindow, inspector: Inspector) -> Inspector:
    type_into(qtbot, window, cell(window, SCHOOLS, Column.QUANTITY), "200")
    window.session.set_values("edit", [Entry(DC1, "rate", 2026, 3_200_000)], "差の是正")
    inspector.go_to(CHANGES)
    QApplication.processEvents()
    return inspector


def card(inspector: Inspector, row: int) -> QModelIndex:
    return inspector.changes.model.index(row, REASON)


def test_a_card_says_line_field_both_values_its_yen_and_the_reason(changed: Inspector) -> None:
    model = changed.changes.model
    first, second = model.card(0), model.card(1)
    assert first[:6] == ("DC1", "Unit rate", "3,072,000", "3,200,000", "+82,176 thousand yen", "差の是正")
    assert second[:6] == ("schools", "Quantity", "240", "200", "△360,000 thousand yen", "no reason")
    assert (model.has_reason(0), model.has_reason(1)) == (True, False)
    spoken = str(card(changed, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("DC1, Unit rate, 3,072,000, 3,200,000, +82,176 thousand yen, 差の是正")
    assert changed.tabs.tabText(CHANGES) == "Changes 2"


def test_values_of_a_card_are_never_cut(make_window: Callable[..., MainWindow]) -> None:
    window = make_window(new_document(built_in_portfolio()), "ja")
    window.session.set_values("edit", [Entry("spring8-ii/instalment", "rate", 2026, 123_456_789_012)])
    window.work.inspector.go_to(CHANGES)
    QApplication.processEvents()
    said = window.work.inspector.changes.model.card(0)
    room = window.work.inspector.changes.list.viewport().width() - 2 * theme.px(12)
    assert wide(f"{said.before} → ", small=True) + wide(said.after, bold=True, small=True) <= room


def test_a_click_leads_to_the_cell_and_one_on_the_reason_types_it(window: MainWindow, changed: Inspector) -> None:
    cards = changed.changes.list
    where = cards.visualRect(card(changed, 1))
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=where.topLeft() + QPoint(20, 12))
    assert window.work.table.currentIndex() == cell(window, SCHOOLS, Column.QUANTITY)
    assert window.work.table.hasFocus()
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=cards.reason_rect(card(changed, 1)).center())
    field = cards.viewport().findChild(QLineEdit)
    assert field is not None
    assert field.accessibleName() == "Reason"
    type_on(field, "見積")
    QTest.keyClick(field, KEY.Key_Return)
    QApplication.processEvents()
    assert [each.why for each in window.session.state.document.changes] == ["見積", "差の是正"]
    assert COLUMNS[window.work.table.currentIndex().column()] is Column.QUANTITY


def test_a_reason_is_typed_on_a_card_by_keys_and_enter_leads_to_the_cell(
    window: MainWindow, changed: Inspector
) -> None:
    cards = changed.changes.list
    cards.setFocus()
    cards.setCurrentIndex(card(changed, 1))
    QTest.keyClick(cards, KEY.Key_F2)
    field = cards.viewport().findChild(QLineEdit)
    assert field is not None
    type_on(field, "record")
    QTest.keyClick(field, KEY.Key_Return)
    QApplication.processEvents()
    assert window.session.state.document.changes[0].why == "record"
    cards.setFocus()
    cards.activated.emit(card(changed, 0))
    assert window.work.table.currentIndex() == cell(window, DC1, Column.RATE)


def test_changes_are_chosen_together_and_their_verbs_are_in_a_menu(
    qtbot: QtBot, window: MainWindow, changed: Inspector
) -> None:
    panel = changed.changes
    before = window.work.table.currentIndex()
    for row in (0, 1):
        at = panel.list.visualRect(card(changed, row)).topLeft() + QPoint(20, 12)
        QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, CTRL, at)
    assert len(panel.selected()) == 2
    assert window.work.table.currentIndex() == before, "choosing leads nowhere"
    QTest.mouseClick(panel.verbs, Qt.MouseButton.LeftButton)
    menu = popped_up(qtbot)
    keys = ("change.revert", "change.promote", "change.copy", "change.write")
    assert menu.actions() == [window.menus.actions[key] for key in keys]
    menu.close()
    type_over(panel.reason, "for both")
    assert [each.why for each in window.session.state.document.changes] == ["for both"] * 2


def test_what_stands_where_there_is_no_card_is_said(window: MainWindow, inspector: Inspector) -> None:
    panel = inspector.changes
    inspector.go_to(CHANGES)
    assert "Nothing is changed yet" in panel.list.nothing
    window.session.set_values("edit", [Entry(DC1, "rate", 2026, 3_200_000)], "why")
    choose(panel.shown, ChangeFilter.UNEXPLAINED)
    assert panel.model.rowCount() == 0
    assert "No change is like that" in panel.list.nothing
    window.session.show(scenario=BASE)
    assert "The base has no changes" in panel.list.nothing
    blank = QImage(panel.list.size(), QImage.Format.Format_RGB32)
    blank.fill(theme.tokens().surface)
    assert panel.list.grab().toImage() != blank


# --------------------------------------------------------------- the findings


def test_findings_are_those_of_the_line_and_its_program(window: MainWindow, inspector: Inspector) -> None:
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    window.session.set_values("edit", [Entry(DC2, "rate", 2026, 9_000_000)])
    inspector.go_to(FINDINGS)
    model = inspector.findings.model

    def places() -> set[str]:
        return {model.problem_at(row).where.partition(".")[0].partition("@")[0] for row in range(model.rowCount())}

    assert places() <= {DC1, "fellows/dc", "fellows"}
    go(window, cell(window, SCHOOLS, Column.RATE))
    assert SCHOOLS in places() <= {SCHOOLS, "ssh"}
    count = model.rowCount()
    assert inspector.tabs.tabText(FINDINGS) == f"Check {count}"
    assert "examiner asks" in inspector.findings.full.toPlainText(), "one is there in full"
    reason = inspector.findings.reason
    inspector.findings.list.setCurrentIndex(model.index(0, 3))
    type_over(reason, "agreed")
    assert model.rowCount() == count - 1
    assert len(window.session.state.document.waivers) == 1


def test_nothing_to_settle_is_said(window: MainWindow, inspector: Inspector) -> None:
    inspector.go_to(FINDINGS)
    inspector.findings.model.narrow(set())
    assert inspector.findings.nothing.isVisible()
    assert not inspector.findings.list.isVisible()


def test_what_is_not_seen_does_not_follow(window: MainWindow, inspector: Inspector) -> None:
    found = inspector.findings.model.found
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 15_000_000)])
    assert inspector.findings.model.found is found
    inspector.go_to(CHART)
    assert inspector.chart.panel.marks
    assert inspector.findings.model.found is not found, "open, its tabs say how many there are"
    inspector.go_to(EXPLAIN)
    drawn = inspector.chart.panel.marks
    window.session.show(view=None, program=0)
    assert inspector.chart.panel.marks == drawn


# ----------------------------------------------------------------- accessible


@pytest.mark.parametrize("language", ["ja", "en"])
def test_all_of_it_fits_and_can_be_read(
    make_window: Callable[..., MainWindow], dressed: Callable[[Tokens], None], language: str
) -> None:
    dressed(DARK if language == "ja" else LIGHT)
    window = make_window(new_document(built_in_portfolio()), language)
    window.session.set_values("edit", [Entry(DC1, "rate", 2026, 3_200_000)], "民間初任給との差の是正のための引上げ")
    window.session.set_values("edit", [Entry("fellows/dc/dc2", "quantity", 2026, 1_150)])
    go(window, cell(window, DC1, Column.RATE))
    found = []
    for size in (QSize(1366, 690), QSize(960, 462)):
        window.resize(size)
        for place in (EXPLAIN, CHANGES, FINDINGS):
            window.work.inspector.go_to(place)
            QApplication.processEvents()
            found += [f"{size.width()}, {place}: {each}" for look in (cut, outside, pale) for each in look(window)]
    assert found == []
    bar = window.work.inspector.tabs.tabBar()
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()
    assert window.work.inspector.width() == theme.px(320)
    assert window.work.inspector.detail.horizontalScrollBar().maximum() == 0


def test_every_part_of_it_has_a_name(window: MainWindow, inspector: Inspector) -> None:
    assert inspector.accessibleName() == "Inspector"
    assert inspector.close_button.accessibleName() == "Close the inspector"
    assert [inspector.tabs.tabText(place).split()[0] for place in range(4)] == ["Explain", "Changes", "Check", "Chart"]
    parts = (inspector.detail, inspector.detail.body.bridge, inspector.changes.list, inspector.findings.list)
    assert all(part.accessibleName() for part in parts)
