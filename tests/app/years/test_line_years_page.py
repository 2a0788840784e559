"""The line under the cursor over the years: typed, pasted, filled and drawn, with its triangle as the core has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.app.session.place import Place
from planner.app.tables.cell_editor import CellEditor
from planner.app.tables.marks import Mark
from planner.app.widgets import roles, theme
from planner.app.widgets.charts.figures import Figures
from planner.app.window.main_window import MainWindow
from planner.app.years.later_years_page import LINE, LaterYearsPage
from planner.app.years.line_years_page import PEOPLE, YEN, LineYearsPage
from planner.app.years.spread_dialog import BY_WEIGHT, StockDialog, TotalDialog
from planner.app.years.tenure_table import TrianglePart
from planner.app.years.year_grid import YearGrid
from planner.core.calculation.tenure import opening_stock, tenure
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import lock
from planner.core.edits.values import Entry, new_document
from planner.core.model.document import BASE, Document
from planner.core.model.fields import QUANTITY
from planner.core.model.lines import Cell
from planner.core.money import Unit
from tests.app.hands import CTRL, KEY, SHIFT, choose, shortcut, type_on
from tests.app.years.hands import YEARS, opened
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


@pytest.fixture
def main(make_window: Callable[..., MainWindow]) -> MainWindow:
    """The small portfolio planned to 2031, the cursor on DC1."""
    window = make_window(new_document(replace(small_portfolio(), years=YEARS)))
    window.work.jumps.to(Place(row=window.session.state.portfolio.line_index[DC1]))
    return window


@pytest.fixture
def years(qtbot: QtBot, main: MainWindow) -> LaterYearsPage:
    """The window of the years on the page of the line."""
    window = opened(qtbot, main)
    shortcut(window.programs.tree, "Ctrl+Tab")
    assert window.pages.currentIndex() == LINE
    for model in (window.line.grid.grid, window.line.kept.grid, window.line.triangle):
        QAbstractItemModelTester(model, window)
    return window


def at(grid: YearGrid, field: str, year: int) -> QModelIndex:
    keys = [each.key for each in grid.grid.fields]
    return grid.grid.index(keys.index(field), grid.grid.years.index(year))


def go(grid: YearGrid, index: QModelIndex) -> None:
    grid.setFocus()
    grid.selectionModel().setCurrentIndex(index, grid.selectionModel().SelectionFlag.ClearAndSelect)


def key(grid: QWidget, pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = grid.viewport() if isinstance(grid, YearGrid) else grid
    QTest.keyClick(target, pressed, modifier)


def editor(grid: YearGrid) -> CellEditor:
    (found,) = [each for each in grid.viewport().findChildren(CellEditor) if each.isVisible()]
    return found


def type_into(grid: YearGrid, index: QModelIndex, text: str, end: Qt.Key = KEY.Key_Return) -> None:
    """Start with F2, type over what is there, end with a key."""
    go(grid, index)
    key(grid, KEY.Key_F2)
    box = editor(grid)
    box.selectAll()
    type_on(box, text)
    QTest.keyClick(box, end)
    QApplication.processEvents()


def said(index: QModelIndex) -> str:
    return str(index.data(roles.DISPLAY))


def own(main: MainWindow, line: str = DC1) -> dict[Cell, object]:
    return dict(main.session.state.document.scenario(1).overrides.get(line, {}))


def row(grid: YearGrid, field: str) -> list[str]:
    return [said(at(grid, field, year)) for year in grid.grid.years]


def check_page(page: LineYearsPage, main: MainWindow, line: str = DC1) -> None:
    """Plot and triangle are what the core says of the line."""
    state = main.session.state
    found = tenure(state.drivers(state.portfolio.line_index[line]), state.portfolio.years)
    choose(page.shown_box, TrianglePart.PEOPLE)
    rows = page.triangle.rows
    assert [each.figures for each in rows[: len(found.intakes)]] == list(found.people)
    sums = {each.name: each.figures for each in rows}
    assert sums["People there"] == tuple(each.people for each in found.sums)
    assert sums["of them new"] == tuple(each.intake for each in found.sums)
    assert sums["of them continuing"] == tuple(each.people - each.intake for each in found.sums)
    assert sums["Leavers since the year before"] == tuple(each.leavers for each in found.sums)
    choose(page.shown_box, TrianglePart.YEN)
    rows = page.triangle.rows
    assert [each.figures for each in rows[: len(found.intakes)]] == list(found.amounts)
    amounts = {each.name: each.figures for each in rows}["Amount"]
    assert amounts[1:] == tuple(state.evaluation.line(state.portfolio.line_index[line])[1:])
    choose(page.plot_box, YEN)
    continuing, new = (values for _name, values in page.chart.stack.series)
    assert (continuing, new) == (tuple(each.continuing for each in found.sums), tuple(each.new for each in found.sums))
    both = [int((a or 0) + (b or 0)) for a, b in zip(continuing, new, strict=True)]
    across = [int(value or 0) for value in (page.chart.stack.line or ("", ()))[1]]
    figures = Figures(main.texts, max(*map(abs, both), *across, 1))
    drawn = [mark.figures for mark in page.chart.panel.marks]
    assert drawn == [(f"{figures.amount(each)} {figures.unit_name}",) for each in both], "whatever unit the table has"
    choose(page.plot_box, PEOPLE)
    continuing, new = (values for _name, values in page.chart.stack.series)
    assert [a + b for a, b in zip(continuing, new, strict=True) if a is not None and b is not None] == [
        each.people for each in found.sums
    ]


def test_the_grid_shows_past_intakes_and_the_plan_given_dark_and_carried_light(
    main: MainWindow, years: LaterYearsPage
) -> None:
    grid = years.line.grid
    assert grid.grid.years == (2024, *YEARS)
    assert row(grid, "rate") == ["2,400,000"] * 2 + ["3,072,000"] * 6
    assert row(grid, "rate_rule") == ["intake"] * 8
    assert row(grid, "growth") == ["wage"] * 8, "a line of people"
    given, carried = at(grid, "rate", 2026), at(grid, "rate", 2027)
    assert given.data(roles.FOREGROUND) == theme.tokens().input
    assert carried.data(roles.FOREGROUND) == theme.tokens().third
    assert "R8" in carried.data(roles.TIP)
    assert given.data(roles.MARK) is None, "given by the base"
    type_into(grid, at(grid, "rate", 2028), "３，２００千円")
    assert row(grid, "rate") == ["2,400,000"] * 2 + ["3,072,000"] * 2 + ["3,200,000"] * 4
    changed = at(grid, "rate", 2028)
    assert changed.data(roles.MARK) is Mark.CHANGED
    assert changed.data(roles.FOREGROUND) == theme.tokens().input
    assert own(main) == {Cell("rate", 2028): 3_200_000}
    assert len(main.session.state.document.changes) == 1
    check_page(years.line, main)
    main.scenarios.branch("枝")
    assert at(grid, "rate", 2028).data(roles.MARK) is Mark.INHERITED, "the parent gives it"
    assert at(grid, "rate", 2028).data(roles.FOREGROUND) == theme.tokens().input


@pytest.mark.parametrize(
    ("field", "year", "typed", "value"),
    [
        ("rate", 2027, "+10%", 3_379_200),
        ("rate", 2029, "3.5百万円", 3_500_000),
        ("rate", 2024, "△5", -5),
        ("quantity", 2025, "700人", 700),
        ("quantity", 2027, "×2", 1284),
        ("times", 2027, "3/12", Fraction(1, 4)),
        ("share", 2028, "60%", Fraction(3, 5)),
        ("duration", 2028, "4年", 4),
        ("rate_rule", 2027, "当年度", 0),
        ("growth", 2026, "固定", 1),
    ],
)
def test_what_officers_type_lands_in_its_year(
    main: MainWindow, years: LaterYearsPage, field: str, year: int, typed: str, value: object
) -> None:
    grid = years.line.grid
    type_into(grid, at(grid, field, year), typed)
    assert own(main) == {Cell(field, year): value}
    check_page(years.line, main)
    go(grid, at(grid, field, year))
    key(grid, KEY.Key_Delete)
    assert own(main) == {}
    main.session.undo_stack.undo()
    main.session.undo_stack.undo()
    assert main.session.state.document.changes == ()


def test_refused_text_stays_with_the_reason_beside_it(main: MainWindow, years: LaterYearsPage) -> None:
    grid = years.line.grid
    type_into(grid, at(grid, "quantity", 2028), "many")
    box = editor(grid)
    assert box.text() == "many"
    assert "is not a number" in grid.refusal.reason
    QTest.keyClick(box, KEY.Key_Escape)
    assert grid.refusal.reason == ""
    go(grid, at(grid, "times", 2025))
    QTest.keyClicks(grid.viewport(), "2")
    assert "enacted" in years.messages.text
    go(grid, at(grid, "growth", 2028))
    QTest.keyClicks(grid.viewport(), "2")
    assert "all years of a line" in years.messages.text
    main.session.show(scenario=BASE)
    go(grid, at(grid, "rate", 2028))
    QTest.keyClicks(grid.viewport(), "2")
    assert "The base is not edited" in years.messages.text
    assert main.session.state.document.changes == ()


def test_a_year_outside_of_the_programs_term_is_refused_beside_its_cell(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    portfolio = replace(small_portfolio(), years=YEARS)
    programs = tuple(each._replace(last_year=2028) if each.id == "ssh" else each for each in portfolio.programs)
    main = make_window(new_document(replace(portfolio, programs=programs)))
    main.work.jumps.to(Place(row=portfolio.line_index[SCHOOLS]))
    window = opened(qtbot, main)
    window.show_page(LINE)
    grid = window.line.grid
    type_into(grid, at(grid, "quantity", 2029), "5")
    assert editor(grid).text() == "5"
    assert "takes nobody in" in grid.refusal.reason
    QTest.keyClick(editor(grid), KEY.Key_Escape)
    main.session.edit("x", lambda document: lock(document, 1))
    type_into(grid, at(grid, "quantity", 2028), "5")
    assert "is locked" in grid.refusal.reason
    QTest.keyClick(editor(grid), KEY.Key_Escape)


def test_f6_leads_through_the_parts_of_the_page(main: MainWindow, years: LaterYearsPage) -> None:
    years.line.grid.setFocus()
    met = []
    for _step in range(14):
        here = QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, KEY.Key_F6)
        met.append(QApplication.focusWidget())
    page = years.line
    assert met[:4] == [page.kept, page.table, page.stock_button, page.plot_box]
    assert years.assumptions.rates["price"] in met
    assert met[-1] is page.grid or page.grid in met
    page.grid.setFocus()
    QTest.keyClick(page.grid, KEY.Key_F6, SHIFT)
    assert QApplication.focusWidget() is main.strip.cards["request"], "the parts of the window around the page too"


def test_the_plot_follows_while_typing_and_returns_when_it_is_dropped(main: MainWindow, years: LaterYearsPage) -> None:
    grid, page = years.line.grid, years.line
    choose(page.plot_box, PEOPLE)
    before = page.chart.stack
    go(grid, at(grid, "quantity", 2026))
    QTest.keyClicks(grid.viewport(), "9")
    assert page.chart.stack.series[1][1][1] == 9
    box = editor(grid)
    QTest.keyClicks(box, "00")
    assert page.chart.stack.series[1][1][1:] == (900,) * 6
    assert "being typed" in page.chart.stack.said
    first = page.chart.panel.marks[1]
    assert first.figures[0].startswith(QUANTITY.display(Fraction(page.chart.stack.sum_of(1) or 0)))
    assert "new 900" in first.told
    assert main.session.state.document.changes == (), "nothing is set yet"
    QTest.keyClicks(box, "x")
    assert page.chart.stack == before, "what cannot stand is not drawn"
    QTest.keyClick(box, KEY.Key_Backspace)
    assert page.chart.stack.series[1][1][1] == 900
    QTest.keyClick(box, KEY.Key_Escape)
    assert page.chart.stack == before
    type_into(grid, at(grid, "quantity", 2026), "900")
    assert page.chart.stack.series[1][1][1] == 900
    assert "being typed" not in page.chart.stack.said
    assert len(main.session.state.document.changes) == 1


def test_enter_and_tab_lead_down_and_to_the_next_year(main: MainWindow, years: LaterYearsPage) -> None:
    grid = years.line.grid
    type_into(grid, at(grid, "rate", 2026), "3,000千円")
    assert grid.currentIndex() == at(grid, "quantity", 2026)
    type_into(grid, at(grid, "quantity", 2026), "650", KEY.Key_Tab)
    assert grid.currentIndex() == at(grid, "quantity", 2027)
    key(grid, KEY.Key_Tab, SHIFT)
    assert grid.currentIndex() == at(grid, "quantity", 2026)
    key(grid, KEY.Key_Right, CTRL)
    assert grid.currentIndex() == at(grid, "quantity", 2031)
    key(grid, KEY.Key_Home)
    assert grid.currentIndex() == at(grid, "quantity", 2024)


def test_a_block_of_years_is_copied_pasted_filled_and_returned_as_one_change_each(
    main: MainWindow, years: LaterYearsPage
) -> None:
    grid = years.line.grid
    QGuiApplication.clipboard().setText('"3,100,000"\t3.2百万円\t３，３００千円\r\n650\t660\t670人\r\n')
    go(grid, at(grid, "rate", 2027))
    key(grid, KEY.Key_V, CTRL)
    assert own(main) == {
        Cell("rate", 2027): 3_100_000,
        Cell("rate", 2028): 3_200_000,
        Cell("rate", 2029): 3_300_000,
        Cell("quantity", 2027): 650,
        Cell("quantity", 2028): 660,
        Cell("quantity", 2029): 670,
    }
    assert len(main.session.state.document.changes) == 1
    go(grid, at(grid, "rate", 2027))
    for modifiers in (SHIFT, SHIFT):
        key(grid, KEY.Key_Right, modifiers)
    key(grid, KEY.Key_Down, SHIFT)
    key(grid, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "3100000\t3200000\t3300000\r\n650\t660\t670\r\n"
    go(grid, at(grid, "quantity", 2027))
    for _year in range(4):
        key(grid, KEY.Key_Right, SHIFT)
    key(grid, KEY.Key_R, CTRL)
    assert row(grid, "quantity")[3:] == ["650"] * 5
    assert len(main.session.state.document.changes) == 2
    check_page(years.line, main)
    key(grid, KEY.Key_A, CTRL)
    key(grid, KEY.Key_X, CTRL)
    assert own(main) == {}
    for _edit in range(3):
        QTest.keyClick(grid, KEY.Key_Z, CTRL)
    assert main.session.state.document.changes == ()
    QGuiApplication.clipboard().setText("1\t2\t3\t4\t5\t6\r\n")
    go(grid, at(grid, "quantity", 2028))
    key(grid, KEY.Key_V, CTRL)
    assert "does not fit here" in years.messages.text
    QGuiApplication.clipboard().setText("700\tabc\r\n")
    key(grid, KEY.Key_V, CTRL)
    assert "R11" in years.messages.text
    assert main.session.state.document.changes == (), "whole or not at all"


def test_retention_by_year_since_intake_and_a_longer_duration(main: MainWindow, years: LaterYearsPage) -> None:
    page = years.line
    assert page.kept.grid.years == (1, 2, 3)
    type_into(page.kept, at(page.kept, "retention", 2), "90%")
    assert own(main) == {Cell("retention", 2): Fraction(9, 10)}
    assert row(page.kept, "retention") == ["1", "0.9", "0.9"]
    check_page(page, main)
    place = page.grid.grid.years[0]
    type_into(page.grid, at(page.grid, "duration", 2026), "5")
    assert list(page.kept.grid.years) == [1, 2, 3, 4, 5]
    assert page.grid.grid.years[0] < place, "earlier intakes may count now"
    assert page.grid.currentIndex() == at(page.grid, "rate_rule", 2026), "the cursor stays with its year"
    check_page(page, main)


def test_the_words_say_where_the_line_comes_to_rest(main: MainWindow, years: LaterYearsPage) -> None:
    page = years.line
    state = main.session.state
    assert f"{3 * 642:,} people, {3 * 642 * 3_072_000:,} yen a year" in page.words.text()
    assert "From R10 on nothing moves" in page.words.text()
    rise = 642 * (3_072_000 - 2_400_000)
    risen = f"+{rise:,} → +{2 * rise:,} → +{3 * rise:,} yen from R8 on. Its full effect comes in R10."
    assert f"Above last year's course: {risen}" in page.words.text()
    main.session.set_values("x", [Entry(DC1, "quantity", 2027, 0)])
    assert "It runs out in R11." in page.words.text()
    main.session.edit("x", lambda document: set_growth(document, 1, "wage", Fraction(1, 50)))
    assert "never comes to rest" in page.words.text()
    main.session.set_values("x", [Entry(DC1, "quantity", 2024, 700)])
    assert "enacted are 4,622,400,000 yen" in page.words.text()
    assert at(page.grid, "rate", 2028).data(roles.TIP).endswith("grown by 2% a year: 3,196,109 yen")
    check_page(page, main)
    assert state.portfolio.years == YEARS


def test_the_page_beside_follows_the_cursor_of_the_main_window(main: MainWindow, years: LaterYearsPage) -> None:
    shortcut(main, "Ctrl+Shift+W")
    assert main.years.page is not None and main.years.page is not years
    years = main.years.page
    years.show_page(LINE)
    index = main.session.state.portfolio.line_index
    main.work.jumps.to(Place(row=index[SCHOOLS]))
    assert "schools" in years.line.heading.text()
    assert years.line.grid.grid.years == YEARS
    assert row(years.line.grid, "rate") == ["9,000,000"] * 7
    check_page(years.line, main, SCHOOLS)
    main.work.jumps.to(Place(row=index[DC2]))
    check_page(years.line, main, DC2)
    main.session.show(unit=Unit.MILLION)
    choose(years.line.shown_box, TrianglePart.BOTH)
    assert any("million yen" in years.line.triangle.name(place) for place in range(years.line.triangle.rowCount()))
    years.line.table.setFocus()
    QTest.keyClick(years.line.table, KEY.Key_A, CTRL)
    QTest.keyClick(years.line.table, KEY.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["", "R7", "R8", "R9", "R10", "R11", "R12", "R13"]
    assert len(lines) == 1 + years.line.triangle.rowCount()
    assert years.line.shown_box.currentText() == "people and yen"


def test_an_opening_stock_is_spread_over_past_intakes_as_one_change(main: MainWindow, years: LaterYearsPage) -> None:
    years.line.stock_button.click()
    (dialog,) = years.findChildren(StockDialog)
    assert not dialog.apply.isEnabled()
    type_on(dialog.people, "１，５０１人")
    assert [dialog.preview.item(place, 2).text() for place in range(2)] == ["750", "751"]  # type: ignore[union-attr]
    assert "1,501 people are there in R8" in dialog.said.text()
    QTest.keyClick(dialog.people, KEY.Key_Return)
    state = main.session.state
    line = state.drivers(state.portfolio.line_index[DC1])
    assert opening_stock(line, 2026) == 1501
    assert own(main)[Cell("quantity", 2026)] == 642, "the intake of the request year stays"
    (change,) = state.document.changes
    assert "1,501" in change.why
    check_page(years.line, main)
    main.session.undo_stack.undo()
    assert own(main) == {}


def test_a_stock_for_a_plain_line_is_refused_in_words(main: MainWindow, years: LaterYearsPage) -> None:
    main.work.jumps.to(Place(row=main.session.state.portfolio.line_index[SCHOOLS]))
    years.line.stock_button.click()
    (dialog,) = years.findChildren(StockDialog)
    type_on(dialog.people, "10")
    assert "stay one year only" in dialog.said.text()
    assert not dialog.apply.isEnabled()


@pytest.mark.parametrize(
    ("weights", "parts"),
    [("", [133_333_000, 133_333_000, 133_334_000]), ("3 2 1", [200_000_000, 133_333_000, 66_667_000])],
)
def test_a_total_is_spread_over_years_as_one_change(
    main: MainWindow, years: LaterYearsPage, weights: str, parts: list[int]
) -> None:
    main.work.jumps.to(Place(row=main.session.state.portfolio.line_index[SCHOOLS]))
    years.line.total_button.click()
    (dialog,) = years.findChildren(TotalDialog)
    type_on(dialog.total, "5億円")
    type_on(dialog.before, "1億円")
    choose(dialog.last, 2028)
    if weights:
        choose(dialog.rule, BY_WEIGHT)
        assert not dialog.apply.isEnabled(), "the weights are missing"
        type_on(dialog.weights, weights)
    QTest.keyClick(dialog.total, KEY.Key_Return)
    state = main.session.state
    assert list(state.evaluation.line(state.portfolio.line_index[SCHOOLS])[1:]) == [*parts, 0, 0, 0]
    (change,) = state.document.changes
    assert "500,000,000" in change.why
    assert ("3:2:1" in change.why) is bool(weights)
    main.session.undo_stack.undo()
    assert own(main, SCHOOLS) == {}


def test_a_total_over_a_cohort_line_or_the_wrong_way_round_is_refused(main: MainWindow, years: LaterYearsPage) -> None:
    years.line.ask(TotalDialog)
    (dialog,) = years.findChildren(TotalDialog)
    type_on(dialog.total, "5億円")
    assert "stay several years" in dialog.said.text()
    dialog.close()
    main.work.jumps.to(Place(row=main.session.state.portfolio.line_index[SCHOOLS]))
    years.line.ask(TotalDialog)
    dialog = years.findChildren(TotalDialog)[-1]
    type_on(dialog.total, "5億円")
    assert dialog.apply.isEnabled()
    choose(dialog.last, 2026)
    choose(dialog.first, 2028)
    assert "wrong way round" in dialog.said.text()
    assert not dialog.apply.isEnabled()


def test_f4_offers_the_words_of_a_rule(main: MainWindow, years: LaterYearsPage, document: Document) -> None:
    grid = years.line.grid
    go(grid, at(grid, "rate_rule", 2027))
    grid.enter_chosen(at(grid, "rate_rule", 2027).column(), "当年度")
    assert own(main) == {Cell("rate_rule", 2027): 0}
    assert row(grid, "rate_rule")[2:5] == ["intake", "year", "year"]
    check_page(years.line, main)
    assert document.changes == ()
