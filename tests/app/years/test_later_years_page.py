"""The window of later years: programs by year against the core's figures, assumptions, the plan's last year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.session.place import Place
from planner.app.tables.program_rows import ProgramRow
from planner.app.widgets import roles
from planner.app.widgets.charts.picture_panel import MarkButton
from planner.app.window.main_window import MainWindow
from planner.app.years.later_years_page import OBLIGATIONS, PROGRAMS, LaterYearsPage
from planner.app.years.year_figures import YearMeasure
from planner.app.years.years_stack import StackedBy
from planner.core.calculation.burden import Burden, burdens
from planner.core.calculation.evaluate import evaluate, evaluate_base
from planner.core.edits.plan import set_growth
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document, set_values
from planner.core.model.document import BASE, Document
from planner.core.model.lines import Cell
from planner.core.model.portfolio import Member, View
from planner.core.money import Unit, format_amount
from planner.files.portfolio.reading import built_in_portfolio
from planner.words.course import course_in_words
from planner.words.figures import share_text
from tests.app.hands import CTRL, KEY, SHIFT, cell, choose, press, shortcut, text, type_into, type_over
from tests.app.years.hands import YEARS, opened
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen


@pytest.fixture
def planned() -> Document:
    """The small portfolio planned to 2031, a view with a heading and a program listed again."""
    members = (Member("fellows", "人材"), Member("ssh", "人材"), Member("fellows/dc", "その他", relisted=True))
    view = View("talent", "人材の事業", "Talent", members)
    return new_document(replace(small_portfolio(), years=YEARS, views=(view,)))


@pytest.fixture
def main(make_window: Callable[..., MainWindow], planned: Document) -> MainWindow:
    return make_window(planned)


def fresh(document: Document, scenario: int) -> tuple[Burden, ...]:
    """The burdens of a scenario's total, worked out from nothing."""
    evaluation = evaluate(evaluate_base(document.portfolio, document.growth(scenario)), document.overrides(scenario))
    return burdens(evaluation, document.all_obligations).total()


def rows_of(years: LaterYearsPage) -> list[tuple[str, list[str]]]:
    model, tree = years.programs.model, years.programs.tree
    columns = model.year_columns
    return [(model.name(node), [model.text(node, column) for column in columns]) for node in tree.rows_shown()]


def test_the_table_shows_every_measure_as_the_core_says_it(qtbot: QtBot, main: MainWindow) -> None:
    session = main.session
    session.edit("x", lambda document: branch(document, BASE, "別案"))
    session.set_values("x", [Entry(DC1, "rate", 2026, 3_200_000), Entry(DC2, "quantity", 2027, 900)])
    session.show_beside(2)
    session.set_values("x", [Entry(SCHOOLS, "quantity", 2028, 100)])
    years = opened(qtbot, main)
    model = years.programs.model
    QAbstractItemModelTester(model, years)
    evaluation, base = session.state.evaluation, evaluate(evaluate_base(session.state.portfolio))
    shown, flat = burdens(evaluation, ()), burdens(base, ())
    beside = burdens(session.evaluation_of(2), ())
    portfolio = session.state.portfolio
    for measure in YearMeasure:
        choose(years.programs.measure_box, measure)
        for node in years.programs.tree.rows_shown():
            mine, theirs, others = (
                found.total() if node.program is None else found.program(node.program)
                for found in (shown, flat, beside)
            )
            expected = {
                YearMeasure.AMOUNT: [each.amount for each in mine],
                YearMeasure.COMMITTED: [each.earlier + each.request for each in mine],
                YearMeasure.EARLIER: [each.earlier for each in mine],
                YearMeasure.REQUEST: [each.request for each in mine],
                YearMeasure.POLICY: [each.policy for each in mine],
                YearMeasure.FROM_BASE: [(a.amount or 0) - (b.amount or 0) for a, b in zip(mine, theirs, strict=True)],
                YearMeasure.FROM_FLAT: [(each.amount or 0) - (mine[1].amount or 0) for each in mine],
                YearMeasure.FROM_BESIDE: [(a.amount or 0) - (b.amount or 0) for a, b in zip(mine, others, strict=True)],
            }[measure]
            assert list(model.figures(node)) == expected, (measure, node.name)
    choose(years.programs.measure_box, YearMeasure.AMOUNT)
    names = [name for name, _texts in rows_of(years)]
    assert names == ["All programs", "fellows", "DC", "SSH"]
    assert rows_of(years)[0][1] == [format_amount(each.yen, Unit.THOUSAND) for each in evaluation.total]
    assert [model.header(column) for column in range(1, 8)] == ["R7", "R8", "R9", "R10", "R11", "R12", "R13"]
    assert portfolio.years == YEARS


def test_what_is_bound_and_policy_add_up_to_the_amount_in_view_and_heading(qtbot: QtBot, main: MainWindow) -> None:
    main.session.show(view=0)
    years = opened(qtbot, main)
    model = years.programs.model

    def heading(name: str) -> ProgramRow:
        return next(node for node in years.programs.tree.rows_shown() if node.name[0] == name)

    figures = {}
    for measure in (YearMeasure.AMOUNT, YearMeasure.EARLIER, YearMeasure.REQUEST, YearMeasure.POLICY):
        choose(years.programs.measure_box, measure)
        figures[measure] = model.figures(heading("人材"))
        assert model.figures(model.total()) == figures[measure], "what is listed again counts once"
        assert model.figures(heading("その他")) == (0,) * 7
    for parts in zip(*figures.values(), strict=True):
        amount, *rest = (part or 0 for part in parts)
        assert amount == sum(rest)


@pytest.mark.slow
def test_the_chart_is_drawn_of_the_same_figures_and_follows_hundreds_of_edits(
    qtbot: QtBot, main: MainWindow, tmp_path: Path
) -> None:
    years = opened(qtbot, main)
    chart = years.programs.chart
    for turn in range(300):
        main.session.set_values("x", [Entry(DC1, "rate", 2026 + turn % 5, 3_000_000 + 1_000 * turn)])
        if turn % 50 == 0:
            choose(years.programs.stack_box, (StackedBy.BINDING, StackedBy.PROGRAM)[turn % 100 > 0])
            QApplication.processEvents()
    choose(years.programs.stack_box, StackedBy.PROGRAM)
    state = main.session.state
    assert chart.stack.labels == ("R7", "Request R8", "R9", "R10", "R11", "R12", "R13")
    for place in range(len(YEARS)):
        assert sum(values[place] or 0 for _name, values in chart.stack.series) == state.evaluation.total[place].yen
    choose(years.programs.stack_box, StackedBy.BINDING)
    total = fresh(state.document, 1)
    enacted, earlier, request, later = (values for _name, values in chart.stack.series)
    assert enacted == (total[0].amount, *[0] * 6)
    assert earlier == (0, *(each.earlier for each in total[1:]))
    assert request == (0, (total[1].amount or 0) - total[1].earlier, *(each.request for each in total[2:]))
    assert later == (0, 0, *(each.policy for each in total[2:]))
    for place in range(len(YEARS)):
        assert chart.stack.sum_of(place) == total[place].amount
    chart.foot.copy_button.click()
    assert not QGuiApplication.clipboard().image().isNull()
    chart.foot.save(tmp_path / "years.png")
    assert QImage(str(tmp_path / "years.png")).width() > 100
    chart.foot.save(tmp_path / "years.svg")
    assert "<svg" in (tmp_path / "years.svg").read_text(encoding="utf-8")


def test_the_table_is_copied_in_yen_with_its_header(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    years.programs.copy_button.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == ["Amount (yen)", "R7", "R8", "R9", "R10", "R11", "R12", "R13"]
    assert [line.split("\t")[0].strip("　") for line in lines[1:]] == ["All programs", "fellows", "DC", "SSH"]
    assert lines[1].split("\t")[1:] == [str(each.yen) for each in main.session.state.evaluation.total]
    tree = years.programs.tree
    tree.setFocus()
    QTest.keyClick(tree, KEY.Key_Down)
    QTest.keyClick(tree, KEY.Key_C, CTRL)
    assert [line.split("\t")[0].strip("　") for line in QGuiApplication.clipboard().text().splitlines()[1:]] == [
        "fellows"
    ]
    QTest.keyClick(tree, KEY.Key_Return)
    assert main.session.state.program == main.session.state.portfolio.program_index["fellows"]


def test_a_growth_moves_later_years_and_nothing_up_to_the_request_year(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    before = main.session.state.evaluation.total
    texts_before = rows_of(years)[0][1]
    wage = years.assumptions.rates["wage"]
    type_over(wage, "2")
    assert wage.text() == "2%"
    type_over(years.assumptions.reasons["wage"], "settlement")
    state = main.session.state
    assert state.document.growth(1).wage == Fraction(1, 50)
    assert state.document.scenario(1).assumptions["wage"].why == "settlement"
    assert [each.yen for each in state.evaluation.total[:2]] == [each.yen for each in before[:2]]
    assert all(now.yen > then.yen for now, then in zip(state.evaluation.total[2:], before[2:], strict=True))
    assert rows_of(years)[0][1][:2] == texts_before[:2]
    assert rows_of(years)[0][1] == [format_amount(each.yen, Unit.THOUSAND) for each in state.evaluation.total]
    assert "wages 2% a year" in main.status.growth.text()
    years.programs.tree.setFocus()
    QTest.keyClick(years.programs.tree, KEY.Key_Z, CTRL)
    QTest.keyClick(years.programs.tree, KEY.Key_Z, CTRL)
    assert main.session.state.evaluation.total == before
    assert wage.text() == "0%"
    assert main.status.growth.text() == ""
    QTest.keyClick(years.programs.tree, KEY.Key_Y, CTRL)
    assert wage.text() == "2%"


def test_a_growth_that_cannot_stand_is_refused_and_kept(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    for wrong in ("200", "二", "0.001"):
        type_over(years.assumptions.rates["price"], wrong)
        assert years.messages.text != ""
        assert years.assumptions.rates["price"].text() == wrong
    assert main.session.state.document.scenario(1).assumptions == {}
    type_over(years.assumptions.rates["price"], "1.5%")
    assert years.messages.text == ""
    assert main.session.state.document.growth(1).price == Fraction(3, 200)


def test_a_branch_shows_the_parents_assumption_and_returns_to_it(qtbot: QtBot, main: MainWindow) -> None:
    main.session.edit("x", lambda document: set_growth(document, 1, "wage", Fraction(1, 50), "parent"))
    main.scenarios.branch("枝")
    years = opened(qtbot, main)
    wage = years.assumptions.rates["wage"]
    assert (wage.text(), years.assumptions.reasons["wage"].text()) == ("2%", "parent")
    assert "parent" in wage.toolTip()
    type_over(wage, "3%")
    assert main.session.state.document.growth(2).wage == Fraction(3, 100)
    assert wage.toolTip() == ""
    type_over(wage, "")
    assert main.session.state.document.scenario(2).assumptions == {}
    assert wage.text() == "2%"
    main.session.show(scenario=BASE)
    assert wage.text() == "0%"
    assert wage.isReadOnly()


def test_the_plans_last_year_is_changed_and_taken_back(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    main.session.show(year=2031)
    choose(years.assumptions.last_year, 2033)
    assert main.session.state.portfolio.years[-1] == 2033
    assert len(years.programs.model.years) == 9
    assert rows_of(years)[0][1] == [
        format_amount(each.yen, Unit.THOUSAND) for each in main.session.state.evaluation.total
    ]
    assert main.work.page.head.year_box.itemText(main.work.page.head.year_box.count() - 1) == "R15"
    choose(years.assumptions.last_year, 2029)
    assert main.session.state.year is None, "the year shown is no year of the plan any more"
    assert len(years.programs.model.years) == 5
    main.session.undo_stack.undo()
    main.session.undo_stack.undo()
    assert main.session.state.portfolio.years == YEARS
    assert years.assumptions.last_year.currentData() == 2031


def test_hidden_pages_follow_when_they_are_shown_again(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    years.show_page(OBLIGATIONS)
    before = rows_of(years)
    main.session.set_values("x", [Entry(SCHOOLS, "rate", 2026, 20_000_000)])
    shortcut(years.obligations.list, "Ctrl+Tab")
    assert years.pages.currentIndex() == PROGRAMS
    assert rows_of(years) != before
    assert rows_of(years)[0][1] == [
        format_amount(each.yen, Unit.THOUSAND) for each in main.session.state.evaluation.total
    ]
    main.session.show(unit=Unit.MILLION)
    assert rows_of(years)[0][1][0] == format_amount(main.session.state.evaluation.total[0].yen, Unit.MILLION)


def test_the_built_in_request_and_a_new_document_while_the_window_is_open(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    for page in range(3):
        years.show_page(page)
        main.session.start(new_document(built_in_portfolio()))
        main.session.set_values("x", [Entry(DC1, "rate", 2026, 3_200_000)])
        for view in range(len(main.session.state.portfolio.views)):
            main.session.show(view=view)
        main.session.start(new_document(small_portfolio()))
    years.show_page(PROGRAMS)
    assert [name for name, _texts in rows_of(years)] == ["All programs", "fellows", "DC", "SSH"]


def test_growth_is_said_in_the_detail_and_where_compared_scenarios_differ(
    qtbot: QtBot, make_window: Callable[..., MainWindow], planned: Document
) -> None:
    document = set_growth(set_values(planned, 1, [Entry(DC1, "rate", 2026, 3_072_000)]), 1, "wage", Fraction(1, 50))
    main = make_window(document)
    main.work.jumps.to(Place(row=document.portfolio.line_index[DC1]))
    assert "grown by" not in main.work.inspector.detail.text()
    main.session.show(year=2027)
    assert "grown by 2% a year: 3,133,440 yen" in main.work.inspector.detail.text()
    press(main, KEY.Key_C, CTRL | SHIFT)
    comparison = main.comparison.page
    assert comparison is not None
    assert comparison.assumed.isVisible()
    assert "wages 2% a year" in comparison.assumed.text()
    main.session.edit("x", lambda document: set_growth(document, 1, "wage", None))
    assert not comparison.assumed.isVisible()


def test_a_change_of_retention_jumps_to_its_line_and_no_year(main: MainWindow) -> None:
    main.session.set_values("x", [Entry(DC1, "retention", 2, Fraction(1, 2))])
    main.session.show(year=2028)
    main.work.inspector.changes.list.activated.emit(main.work.inspector.changes.model.index(0, 0))
    assert main.session.state.shown_year == 2028
    here = main.work.table.lines.row_at(main.work.table.currentIndex()).line
    assert main.session.state.portfolio.lines.ids[here] == DC1


def test_duration_rule_and_kind_of_growth_are_columns_of_the_main_table_when_wanted(
    qtbot: QtBot, main: MainWindow
) -> None:
    wanted = (Column.DURATION, Column.RATE_RULE, Column.GROWTH)
    assert all(main.work.table.isColumnHidden(COLUMNS.index(column)) for column in wanted)
    for column in wanted:
        main.work.table.columns.set_shown(column, True)
    assert [text(cell(main, DC1, column)) for column in wanted] == ["3", "rate at intake", "by wages"]
    assert text(cell(main, SCHOOLS, Column.GROWTH)) == "by prices", "not stated: prices, as it pays no people"
    assert cell(main, SCHOOLS, Column.GROWTH).data(roles.LOOK).ink == "third"
    for column, typed in zip(wanted, ("4年", "当年度", "固定"), strict=True):
        type_into(qtbot, main, cell(main, DC1, column), typed)
    assert main.session.state.document.overrides(1)[DC1] == {
        Cell("duration", 2026): 4,
        Cell("rate_rule", 2026): 0,
        Cell("growth", 2026): 1,
    }
    assert [text(cell(main, DC1, column)) for column in wanted] == ["4", "rate of the year", "fixed"]
    main.session.show(year=2028)
    type_into(qtbot, main, cell(main, DC1, Column.GROWTH), "賃金")
    assert main.session.state.document.overrides(1)[DC1][Cell("growth", 2026)] == 3, "it holds for all years"


def test_in_japanese_every_page_opens(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    main = make_window(new_document(built_in_portfolio()), "ja")
    years = opened(qtbot, main)
    assert main.pages.pages["years"].title == "後年度負担"
    titles = [years.pages.tabText(page) for page in range(3)]
    assert titles == ["事業別", "積算の年次", "債務負担"]
    for page in range(3):
        years.show_page(page)
        QApplication.processEvents()
    assert "年" in years.line.words.text()


def test_the_bars_are_of_the_row_chosen_and_lead_to_its_lines_in_that_year(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    page, portfolio = years.programs, main.session.state.portfolio
    assert page.chart.stack.said == "All programs"
    page.tree.setFocus()
    for key in (KEY.Key_Down, KEY.Key_Down):
        QTest.keyClick(page.tree, key)
    assert page.chart.stack.said == "DC"
    page.chart.setFocus()
    for _step in range(3):
        focus = QApplication.focusWidget()
        assert isinstance(focus, MarkButton)
        QTest.keyClick(focus, KEY.Key_Right)
    focus = QApplication.focusWidget()
    assert isinstance(focus, MarkButton)
    assert focus.accessibleName().startswith("FY2028")
    assert "bound" in focus.accessibleName()
    QTest.keyClick(focus, KEY.Key_Return)
    assert main.pages.front == "lines"
    assert (main.session.state.program, main.session.state.shown_year) == (portfolio.program_index["fellows/dc"], 2028)


def test_a_click_on_a_year_of_everything_shows_all_lines_of_it(qtbot: QtBot, main: MainWindow) -> None:
    main.session.show(program=0)
    years = opened(qtbot, main)
    QTest.mouseClick(years.programs.chart.panel.buttons[2], Qt.MouseButton.LeftButton)
    assert main.pages.front == "lines"
    assert (main.session.state.program, main.session.state.shown_year) == (None, 2027)


def test_what_is_bound_and_the_course_stand_behind_the_years(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    model, tree = years.programs.model, years.programs.tree
    columns = range(model.year_columns.stop, model.columnCount())
    assert [model.header(column) for column in columns] == ["Bound of R9", "R7–R13", "Course"]
    found = fresh(main.session.state.document, 1)
    index = model.index_of(tree.rows_shown()[0])
    bound, course, words = (index.siblingAtColumn(column) for column in columns)
    share = found[2].bound_share
    assert share is not None
    assert bound.data(roles.LOOK).share == pytest.approx(float(share))
    assert bound.data(roles.SPOKEN) == share_text(share)
    highest = max(each.amount or 0 for each in found)
    assert course.data(roles.LOOK).heights == pytest.approx([(each.amount or 0) / highest for each in found])
    assert (
        text(words) == course.data(roles.SPOKEN) == course_in_words(YEARS, [each.amount for each in found], main.texts)
    )
    choose(years.programs.measure_box, YearMeasure.POLICY)
    assert bound.data(roles.SPOKEN) == share_text(share), "whatever the years show"


def test_a_plan_without_later_years_has_no_columns_behind(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    main = make_window(new_document(small_portfolio()))
    years = opened(qtbot, main)
    assert years.programs.model.columnCount() == 1 + len(main.session.state.portfolio.years)
    assert years.programs.chart.panel.marks


def test_the_axis_is_in_oku_from_0_whatever_the_unit(qtbot: QtBot, make_window: Callable[..., MainWindow]) -> None:
    main = make_window(new_document(built_in_portfolio()), "ja")
    years = opened(qtbot, main)
    before = [mark.figures for mark in years.programs.chart.panel.marks]
    assert before[1] == ("4,168.1 億円",)
    main.session.show(unit=Unit.YEN)
    assert [mark.figures for mark in years.programs.chart.panel.marks] == before
    assert all("拘束率" in words for _level, words in filter(None, years.programs.chart.stack.within))


def test_obligations_stand_beside_the_bars_and_lead_to_their_table(
    qtbot: QtBot, make_window: Callable[..., MainWindow]
) -> None:
    main = make_window(new_document(built_in_portfolio()), "ja")
    years = opened(qtbot, main)
    panel = years.programs.obligations
    names = [mark.name for mark in panel.marks]
    every = main.session.state.document.all_obligations
    assert names[: len(every)] == [each.name for each in every]
    assert panel.marks[0].figures[0] == f"{every[0].total:,}円"
    QTest.mouseClick(panel.buttons[0], Qt.MouseButton.LeftButton)
    assert years.pages.currentIndex() == OBLIGATIONS
    assert years.obligations.list.currentIndex().row() == 0


def test_tables_behind_are_turned_to_by_keys(qtbot: QtBot, main: MainWindow) -> None:
    years = opened(qtbot, main)
    shortcut(years.programs.tree, "Ctrl+Shift+T")
    table = years.programs.chart.panel.table
    assert table is not None
    assert table.rowCount() == len(YEARS)
    shortcut(years.programs.tree, "Ctrl+Shift+T")
    assert years.programs.chart.panel.table is None
