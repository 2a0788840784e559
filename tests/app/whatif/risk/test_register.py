"""The register of assumptions in the drawer: typed where the ranges stand, with who judged so, undone as any edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.whatif.risk.assumptions import Ranges
from planner.app.whatif.risk.figures_table import GROUP, HIGH, JUDGED, LOW, MODE
from planner.app.whatif.risk.risk_page import RiskPage
from planner.app.window.main_window import MainWindow
from planner.core.edits.ranges import set_range
from planner.core.edits.values import Author, new_document
from planner.core.model.document import Document
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import choose, shortcut
from tests.app.whatif.hands import drawer, focused, press, put_cursor, settled, type_here

KEY = Qt.Key
BASIC, FOCUS = Named("ssh/basic", "rate", 2026), Named("ssh/focus", "rate", 2026)
TANAKA = Author("tanaka", "2026-08-01T09:00:00+09:00")
VARIES = 3


@pytest.fixture(autouse=True)
def sato(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sits at the window, and what the clock says."""
    author = Author("sato", "2026-08-02T10:30:00+09:00")
    monkeypatch.setattr("planner.app.whatif.risk.assumptions.author", lambda: author)


@pytest.fixture
def page(make_window: Callable[..., MainWindow], qtbot: QtBot) -> RiskPage:
    """What varies of SSH, of which tanaka has judged the rate of one line."""
    judged = JudgedRange(BASIC, Own(7_000_000, 10_000_000, 8_000_000), why="見積三社")
    return opened(make_window(set_range(new_document(built_in_portfolio()), judged, TANAKA), "ja"), qtbot)


def opened(window: MainWindow, qtbot: QtBot) -> RiskPage:
    put_cursor(window, "ssh/basic", Column.RATE, "ssh")
    window.menus.actions["whatif.risk"].trigger()
    settled(qtbot, window)
    front = drawer(window).front
    assert isinstance(front, RiskPage)
    front.segments[VARIES].click()
    return front


def window_of(page: RiskPage) -> MainWindow:
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def document_of(page: RiskPage) -> Document:
    return window_of(page).session.state.document


def shown(page: RiskPage, figure: Named, column: int) -> str:
    model = page.figures.figures
    row = [each.named for each in model.rows].index(figure)
    return str(model.data(model.index(row, column)))


def put(page: RiskPage, figure: Named, column: int) -> None:
    """Put the cursor on a cell of the figures."""
    model = page.figures.figures
    page.figures.setFocus()
    page.figures.setCurrentIndex(model.index([each.named for each in model.rows].index(figure), column))


def type_over(page: RiskPage, qtbot: QtBot, figure: Named, column: int, text: str) -> None:
    put(page, figure, column)
    type_here(text)
    press(KEY.Key_Return)
    settled(qtbot, window_of(page))


def test_who_judged_stands_beside_each_range(page: RiskPage) -> None:
    assert [shown(page, BASIC, each) for each in (LOW, MODE, HIGH)] == ["7,000,000", "8,000,000", "10,000,000"]
    assert (shown(page, BASIC, JUDGED), shown(page, FOCUS, JUDGED)) == ("tanaka 2026-08-01", "公表")
    put(page, BASIC, LOW)
    strip = page.judgement
    assert (strip.by.text(), strip.reason.text(), strip.reason.isEnabled()) == (
        "tanaka 2026-08-01 09:00",
        "見積三社",
        True,
    )
    press(KEY.Key_Down)
    assert (strip.by.text(), strip.reason.text(), strip.reason.isEnabled()) == ("公表", "", False)
    model = page.figures.figures
    row = [each.named for each in model.rows].index(BASIC)
    tip = str(model.data(model.index(row, LOW), Qt.ItemDataRole.ToolTipRole))
    assert "tanaka 2026-08-01 09:00" in tip and "見積三社" in tip and "±10%" in tip


def test_what_is_typed_is_judged_by_who_types_it_and_undone_as_any_edit(page: RiskPage, qtbot: QtBot) -> None:
    window, before = window_of(page), document_of(page)
    type_over(page, qtbot, FOCUS, HIGH, "12.5百万円")
    (judged,) = [each for each in document_of(page).ranges if each.figure == FOCUS]
    assert judged.span == Own(10_000_000, 12_500_000)
    assert (judged.who, judged.when) == ("sato", "2026-08-02T10:30:00+09:00")
    assert (shown(page, FOCUS, HIGH), shown(page, FOCUS, JUDGED)) == ("12,500,000", "sato 2026-08-02")
    assert "重点枠" in window.session.undo_stack.undoText()
    type_over(page, qtbot, BASIC, LOW, "+-10%")
    assert [each.span for each in document_of(page).ranges] == [Fraction(1, 10), judged.span]
    assert shown(page, BASIC, JUDGED) == "±10% sato 2026-08-02"
    assert document_of(page).ranges[0].why == "見積三社"
    type_over(page, qtbot, BASIC, MODE, "6百万円..9百万円")
    assert document_of(page).ranges[0].span == Own(6_000_000, 9_000_000)
    type_over(page, qtbot, BASIC, GROUP, "A")
    assert document_of(page).ranges[0].group == "A"
    for _ in range(4):
        shortcut(window, "Ctrl+Z")
        settled(qtbot, window)
    assert document_of(page) == before
    assert (shown(page, BASIC, JUDGED), shown(page, FOCUS, JUDGED)) == ("tanaka 2026-08-01", "公表")


def test_the_reason_and_the_shape_of_a_figure_are_given_below_the_table(page: RiskPage, qtbot: QtBot) -> None:
    window, strip = window_of(page), page.judgement
    put(page, BASIC, LOW)
    choose(strip.shape, Shape.PERT)
    settled(qtbot, window)
    assert "PERT" in page.held.text()
    strip.reason.setFocus()
    strip.reason.selectAll()
    type_here("実勢価格")
    press(KEY.Key_Return)
    settled(qtbot, window)
    (judged,) = document_of(page).ranges
    assert (judged.shape, judged.why, judged.who) == (Shape.PERT, "実勢価格", "sato")
    assert strip.by.text() == "sato 2026-08-02 10:30"
    put(page, FOCUS, LOW)
    choose(strip.shape, Shape.TRIANGULAR)
    settled(qtbot, window)
    kept = document_of(page).range_of(FOCUS)
    assert kept is not None and (kept.span, kept.shape) == (None, Shape.TRIANGULAR)
    assert shown(page, FOCUS, JUDGED) == "公表"
    choose(strip.shape, None)
    settled(qtbot, window)
    assert document_of(page).range_of(FOCUS) is None, "nothing is judged of it any more"


def test_what_is_being_typed_into_a_cell_outlives_the_answer(page: RiskPage, qtbot: QtBot) -> None:
    window, calls = window_of(page), []
    put(page, FOCUS, LOW)
    type_here("9")
    page.figures.refilled.connect(lambda: calls.append(1))
    page.change()
    settled(qtbot, window)
    assert page.chart.shown is not None and not calls, "the answer is there, the table waits"
    type_here("百万円")
    press(KEY.Key_Return)
    settled(qtbot, window)
    (judged,) = [each for each in document_of(page).ranges if each.figure == FOCUS]
    assert judged.span == Own(9_000_000, 13_000_000)
    assert calls and shown(page, FOCUS, JUDGED) == "sato 2026-08-02"


def test_a_reason_that_is_being_typed_outlives_the_answer_and_stays_with_its_figure(
    page: RiskPage, qtbot: QtBot
) -> None:
    window, strip = window_of(page), page.judgement
    put(page, BASIC, LOW)
    strip.reason.setFocus()
    strip.reason.selectAll()
    type_here("実勢")
    page.change()
    settled(qtbot, window)
    assert strip.reason.text() == "実勢"
    type_here("価格")
    put(page, FOCUS, LOW)
    settled(qtbot, window)
    assert [(each.figure, each.why) for each in document_of(page).ranges] == [(BASIC, "実勢価格")]
    assert strip.reason.text() == ""
    put(page, BASIC, LOW)
    assert strip.reason.text() == "実勢価格"


def test_a_figure_is_taken_out_by_key_and_by_button(page: RiskPage, qtbot: QtBot) -> None:
    window = window_of(page)
    put(page, BASIC, LOW)
    press(KEY.Key_Delete)
    settled(qtbot, window)
    assert document_of(page).ranges == ()
    assert shown(page, BASIC, LOW) == "6,000,000"
    shortcut(window, "Ctrl+Z")
    settled(qtbot, window)
    put(page, BASIC, LOW)
    page.judgement.out.setFocus()
    press(KEY.Key_Space)
    settled(qtbot, window)
    assert document_of(page).ranges == ()
    assert not page.judgement.out.isEnabled()


def test_what_is_printed_can_be_asked_for_alone_and_typing_brings_the_register_back(
    page: RiskPage, qtbot: QtBot
) -> None:
    window = window_of(page)
    choose(page.ranges.ranges, Ranges.PRINTED)
    settled(qtbot, window)
    assert (shown(page, BASIC, LOW), shown(page, BASIC, JUDGED)) == ("6,000,000", "公表")
    type_over(page, qtbot, BASIC, LOW, "5百万円")
    assert page.assumptions.ranges is Ranges.PUBLISHED
    assert page.ranges.ranges.currentData() is Ranges.PUBLISHED
    assert (shown(page, BASIC, LOW), shown(page, BASIC, JUDGED)) == ("5,000,000", "sato 2026-08-02")
    choose(page.ranges.ranges, Ranges.OWN)
    settled(qtbot, window)
    assert [each.named for each in page.figures.figures.rows] == [BASIC]


def test_what_cannot_stand_is_refused_in_words_and_nothing_is_judged_so(page: RiskPage, qtbot: QtBot) -> None:
    before = document_of(page)
    for column, text, said in (
        (LOW, "11百万円", "逆"),
        (HIGH, "±120%", "100"),
        (LOW, "x..y", "x"),
        (GROUP, "a" * 101, "グループ"),
    ):
        model = page.figures.figures
        row = [each.named for each in model.rows].index(BASIC)
        assert not model.setData(model.index(row, column), text)
        assert page.said.property("tone") == "error"
        assert said in page.said.text()
    assert document_of(page) is before
    assert focused() is not None


def test_figures_whose_line_is_gone_are_told_and_can_be_taken_out(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    gone = Named("ssh/gone", "rate", 2026)
    judged = JudgedRange(gone, Own(1, 2), who="tanaka", when="2026-08-01T09:00:00+09:00")
    document = replace(new_document(built_in_portfolio()), ranges=(judged,))
    page = opened(make_window(document, "ja"), qtbot)
    assert "ssh/gone.rate@2026" in page.held.text()
    assert shown(page, gone, JUDGED) == "（積算がなくなりました）"
    put(page, gone, LOW)
    press(KEY.Key_Delete)
    settled(qtbot, window_of(page))
    assert document_of(page).ranges == ()
    assert "ssh/gone" not in page.held.text()


def test_the_other_page_knows_at_once_and_another_document_has_its_own(page: RiskPage, qtbot: QtBot) -> None:
    window = window_of(page)
    window.menus.actions["whatif.tornado"].trigger()
    settled(qtbot, window)
    figures = drawer(window).front.findChild(type(page.figures))
    assert figures is not None
    assert [each.named for each in figures.figures.rows if each.entry is not None] == [BASIC]
    window.session.start(new_document(built_in_portfolio()))
    QApplication.processEvents()
    settled(qtbot, window)
    assert [each for each in figures.figures.rows if each.entry is not None] == []
