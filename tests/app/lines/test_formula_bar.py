"""The bar above the lines: the amount as it comes about, typed into in place, and the reason where the number is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from planner.app.lines.bar.formula_bar import FormulaBar
from planner.app.lines.evidence_dialog import EvidenceDialog
from planner.app.lines.line_columns import Column
from planner.app.tables.cell_editor import CellEditor
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.window.main_window import MainWindow
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, new_document
from planner.core.model.document import BASE, Document
from planner.files.portfolio.reading import built_in_portfolio
from tests.app.hands import CTRL, KEY, SHIFT, cell, click, editor, go, keys, select, shortcut, type_into, type_on
from tests.samples import DC1, DC2, SCHOOLS


@pytest.fixture
def bar(window: MainWindow) -> FormulaBar:
    go(window, cell(window, DC1, Column.RATE))
    window.work.table.setFocus()
    QApplication.processEvents()
    return window.work.bar


def reads(bar: FormulaBar) -> str:
    """Row one, as it is seen from left to right."""
    row = bar.reckoning
    layout = row.layout()
    assert layout is not None
    layout.activate()
    parts: list[Label | QPushButton | CellEditor] = [*row.findChildren(Label), *row.operands.values(), row.editor]
    places = {part.x(): part.text() for part in parts if part.text() and part.isVisibleTo(row)}
    return " ".join(places[x] for x in sorted(places))


def typed(window: MainWindow) -> None:
    """Raise the rate of DC1 by keys, as an officer does."""
    go(window, cell(window, DC1, Column.RATE))
    keys(None, window.work.table.viewport(), "3")  # type: ignore[arg-type]
    keys(None, editor(window), "200000", KEY.Key_Return)  # type: ignore[arg-type]


# ------------------------------------------------------------- what it says


def test_it_says_how_the_amount_comes_about_and_how_far_it_is_from_the_base(
    window: MainWindow, bar: FormulaBar
) -> None:
    rest = "+ continuing 2,400,000 yen × 1,284 people"
    start = "DC1 Unit rate 3,072,000 yen × 642 people"
    assert reads(bar) == f"{start} {rest} = 5,053,824,000 yen as in the base"
    window.session.set_values("edit", [Entry(DC1, "rate", 2026, 3_200_000)])
    assert reads(bar) == (
        f"DC1 Unit rate 3,200,000 yen × 642 people {rest} = 5,136,000,000 yen +82,176 thousand yen from the base"
    )
    window.session.show(scenario=BASE)
    assert reads(bar) == f"{start} {rest} = 5,053,824,000 yen"


def test_the_factor_under_the_cursor_is_marked_and_those_of_1_are_there_only_then(
    window: MainWindow, bar: FormulaBar
) -> None:
    operands = bar.reckoning.operands
    for column, key in ((Column.RATE, "rate"), (Column.QUANTITY, "quantity"), (Column.TIMES, "times")):
        go(window, cell(window, DC1, column))
        marked = [name for name, button in operands.items() if button.property("here") == "yes"]
        assert [name for name in marked if operands[name].isVisible()] == [key]
    assert operands["times"].accessibleName() == "Times, months 1"
    go(window, cell(window, DC1, Column.RATE))
    assert not operands["times"].isVisible()
    go(window, cell(window, DC1, Column.DEMAND))
    assert reads(bar).startswith("DC1 Kind of request not stated 3,072,000 yen × 642 people")


@pytest.mark.parametrize("width", [850, 700, 480])
def test_figures_are_whole_or_not_there(make_window: Callable[..., MainWindow], width: int, qtbot: QtBot) -> None:
    window = make_window(new_document(built_in_portfolio()), "ja")
    window.session.set_values("edit", [Entry(DC1, "rate", 2026, 3_200_000)])
    go(window, cell(window, DC1, Column.RATE))
    window.work.bar.setParent(None)
    qtbot.addWidget(window.work.bar)
    window.work.bar.show()
    window.work.bar.resize(width, window.work.bar.height())
    QApplication.processEvents()
    row = window.work.bar.reckoning
    figures: list[QWidget] = [row.rest, row.result, row.distance, *row.operands.values()]
    for part in figures:
        if part.isVisible():
            assert part.width() >= part.sizeHint().width()
            assert part.geometry().right() <= row.width()
    assert "5,136,000,000円" in row.result.text()
    assert ("2,400,000円 × 1,284人" in row.rest.text()) is (width == 850)


def test_it_has_one_height_whatever_it_says(window: MainWindow, bar: FormulaBar) -> None:
    top = window.work.table.y()
    assert bar.height() == theme.px(68)
    shortcut(window, "Alt+F2")
    type_on(bar.reckoning.editor, "x" * 60)
    window.session.show(scenario=BASE)
    window.session.show(scenario=1, program=window.session.state.portfolio.program_index["ssh"])
    QApplication.processEvents()
    assert (bar.height(), window.work.table.y()) == (theme.px(68), top)


def test_without_a_line_it_says_so(window: MainWindow, bar: FormulaBar) -> None:
    window.session.show(program=window.session.state.portfolio.program_index["ssh"])
    window.work.lines.add_program("empty", part=False)
    program = window.session.state.program
    window.desk.do(window.work.lines.take_out)
    window.session.show(program=program)
    assert not window.work.table.currentIndex().isValid()
    assert "No line is shown" in reads(bar)
    assert "no line whose reason" in bar.reasoning.why_not.text()


# --------------------------------------------------------------- typing here


def test_a_value_is_typed_in_the_bar_with_its_result_live(window: MainWindow, bar: FormulaBar) -> None:
    shortcut(window, "Alt+F2")
    field = bar.reckoning.editor
    assert field.hasFocus()
    assert field.selectedText() == "3072000"
    type_on(field, "3,200千円")
    assert "= 5,136,000,000 yen +82,176 thousand yen from the base" in reads(bar)
    assert window.session.is_clean, "nothing is set while it is typed"
    QTest.keyClick(field, KEY.Key_Return)
    assert window.session.state.document.overrides(1)[DC1]
    assert window.work.table.hasFocus()
    assert window.work.table.currentIndex() == cell(window, DC2, Column.RATE), "as Enter in a cell"


def test_what_cannot_stand_is_refused_in_the_bar_and_kept(window: MainWindow, bar: FormulaBar) -> None:
    shortcut(window, "Alt+F2")
    field = bar.reckoning.editor
    type_on(field, "3200万人")
    QTest.keyClick(field, KEY.Key_Return)
    assert field.hasFocus()
    assert field.text() == "3200万人"
    assert "is not a number" in bar.reckoning.refusal.text()
    assert bar.reckoning.refusal.text() == field.accessibleDescription()
    click(window, cell(window, DC2, Column.RATE))
    assert field.isVisible(), "it stays until it is corrected or dropped"
    QTest.keyClick(field, KEY.Key_Escape)
    assert not field.isVisible()
    assert window.session.is_clean
    assert window.work.table.hasFocus()


def test_what_is_typed_in_a_cell_is_told_in_the_bar(window: MainWindow, bar: FormulaBar) -> None:
    keys(None, window.work.table.viewport(), "3")  # type: ignore[arg-type]
    keys(None, editor(window), "200000")  # type: ignore[arg-type]
    assert "= 5,136,000,000 yen" in reads(bar)
    keys(None, editor(window), "q")  # type: ignore[arg-type]
    assert "is not a number" in reads(bar)
    QTest.keyClick(editor(window), KEY.Key_Escape)
    assert "= 5,053,824,000 yen as in the base" in reads(bar)


def test_a_factor_is_pressed_to_type_it_and_reached_by_tab_to_show_its_cell(
    window: MainWindow, bar: FormulaBar
) -> None:
    quantity = bar.reckoning.operands["quantity"]
    quantity.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.work.table.currentIndex() == cell(window, DC1, Column.QUANTITY)
    QTest.keyClick(quantity, KEY.Key_Space)
    assert bar.reckoning.editor.hasFocus()
    type_on(bar.reckoning.editor, "700")
    QTest.keyClick(bar.reckoning.editor, KEY.Key_Tab)
    assert window.session.state.document.changes[-1].cells[0].after == 700
    assert window.work.table.currentIndex() == cell(window, DC1, Column.TIMES)


def test_ctrl_enter_fills_every_selected_cell(window: MainWindow, bar: FormulaBar) -> None:
    select(window, (DC1, Column.RATE), (DC2, Column.RATE))
    shortcut(window, "Alt+F2")
    type_on(bar.reckoning.editor, "3200000")
    QTest.keyClick(bar.reckoning.editor, KEY.Key_Return, CTRL)
    (change,) = window.session.state.document.changes
    assert {each.line_id for each in change.cells} == {DC1, DC2}


def test_the_base_and_a_locked_scenario_say_why_nothing_is_typed(window: MainWindow, bar: FormulaBar) -> None:
    window.session.show(scenario=BASE)
    assert "The base is not edited" in bar.reasoning.why_not.text()
    assert bar.reasoning.why_not.isVisible()
    shortcut(window, "Alt+F2")
    assert not bar.reckoning.is_editing
    assert "The base is not edited" in window.messages.text
    window.session.show(scenario=1)
    assert bar.reasoning.reason.isVisible()
    window.desk.do(window.scenarios.toggle_lock)
    assert "is locked" in bar.reasoning.why_not.text()
    assert not any(button.isEnabled() for button in bar.reckoning.operands.values() if button.isVisible())


# ----------------------------------------------------------------- the reason


def test_a_rate_is_raised_with_its_reason_in_three_steps(window: MainWindow, bar: FormulaBar) -> None:
    typed(window)  # 1: the rate, Enter
    shortcut(window, "Ctrl+Shift+E")  # 2
    assert bar.reasoning.reason.hasFocus()
    assert reads(bar).startswith("DC1 Unit rate 3,200,000 yen"), "the bar speaks of what was just changed"
    type_on(bar.reasoning.reason, "民間初任給との差")
    QTest.keyClick(bar.reasoning.reason, KEY.Key_Return)  # 3: the reason, Enter
    (change,) = window.session.state.document.changes
    assert (change.cells[0].line_id, change.why) == (DC1, "民間初任給との差")
    assert window.work.table.hasFocus()
    assert window.work.table.currentIndex() == cell(window, DC2, Column.RATE), "the next rate can be typed"
    assert reads(bar).startswith("DC2 Unit rate")


def test_who_moves_on_explains_what_he_moved_to(window: MainWindow, bar: FormulaBar) -> None:
    window.session.set_values("edit", [Entry(SCHOOLS, "rate", 2026, 8_000_000)], "見積")
    typed(window)
    go(window, cell(window, SCHOOLS, Column.RATE))
    shortcut(window, "Ctrl+Shift+E")
    assert bar.reasoning.reason.text() == "見積"
    type_on(bar.reasoning.reason, "実績")
    QTest.keyClick(bar.reasoning.reason, KEY.Key_Return)
    assert [change.why for change in window.session.state.document.changes] == ["実績", ""]


def test_one_reason_goes_to_the_changes_of_all_cells_selected(
    qtbot: QtBot, window: MainWindow, bar: FormulaBar
) -> None:
    for line in (DC1, DC2):
        type_into(qtbot, window, cell(window, line, Column.RATE), "3,200千円")
    type_into(qtbot, window, cell(window, SCHOOLS, Column.RATE), "8百万円")
    select(window, (DC1, Column.RATE), (DC2, Column.QUANTITY))
    assert bar.reasoning.reason.placeholderText() == "Reason of 2 changes"
    shortcut(window, "Ctrl+Shift+E")
    type_on(bar.reasoning.reason, "差の是正")
    QTest.keyClick(bar.reasoning.reason, KEY.Key_Return)
    assert [change.why for change in window.session.state.document.changes] == ["差の是正", "差の是正", ""]
    click(window, cell(window, SCHOOLS, Column.RATE), SHIFT)
    assert bar.reasoning.reason.placeholderText() == "3 changes with different reasons"
    assert bar.reasoning.reason.text() == ""


def test_a_reason_typed_before_goes_with_the_edits_to_come(qtbot: QtBot, window: MainWindow, bar: FormulaBar) -> None:
    shortcut(window, "Ctrl+Shift+E")
    assert bar.reasoning.reason.placeholderText() == "Reason of the edits to come"
    type_on(bar.reasoning.reason, "人事院勧告")
    QTest.keyClick(bar.reasoning.reason, KEY.Key_Return)
    assert bar.reasoning.ahead.isChecked()
    assert "人事院勧告" in bar.reasoning.ahead.accessibleName()
    type_into(qtbot, window, cell(window, DC1, Column.RATE), "3,200千円")
    QTest.mouseClick(bar.reasoning.ahead, Qt.MouseButton.LeftButton)
    type_into(qtbot, window, cell(window, DC2, Column.RATE), "3,200千円")
    assert [change.why for change in window.session.state.document.changes] == ["人事院勧告", ""]


def test_a_reason_left_by_the_mouse_is_written_and_one_dropped_is_not(
    qtbot: QtBot, window: MainWindow, bar: FormulaBar
) -> None:
    type_into(qtbot, window, cell(window, DC1, Column.RATE), "3,200千円")
    go(window, cell(window, DC1, Column.RATE))
    shortcut(window, "Ctrl+Shift+E")
    type_on(bar.reasoning.reason, "first")
    click(window, cell(window, SCHOOLS, Column.RATE))
    assert window.session.state.document.changes[0].why == "first"
    go(window, cell(window, DC1, Column.RATE))
    shortcut(window, "Ctrl+Shift+E")
    type_on(bar.reasoning.reason, "second")
    QTest.keyClick(bar.reasoning.reason, KEY.Key_Escape)
    assert window.session.state.document.changes[0].why == "first"
    assert bar.reasoning.reason.text() == "first"
    assert window.work.table.hasFocus()


def test_undo_and_another_scenario_are_followed(qtbot: QtBot, window: MainWindow, bar: FormulaBar) -> None:
    type_into(qtbot, window, cell(window, DC1, Column.RATE), "3,200千円")
    go(window, cell(window, DC1, Column.RATE))
    shortcut(window, "Ctrl+Shift+E")
    type_on(bar.reasoning.reason, "why")
    QTest.keyClick(bar.reasoning.reason, KEY.Key_Return)
    window.session.edit("branch", lambda document: branch(document, 1, "below"))
    window.session.show(scenario=2)
    assert bar.reasoning.reason.text() == "why", "what is inherited has its reason too"
    assert not bar.reasoning.back.isVisible()
    window.session.show(scenario=1)
    for _step in range(3):
        window.session.undo_stack.undo()
    assert bar.reasoning.reason.text() == ""
    assert reads(bar).endswith("as in the base")


# ------------------------------------------------- the evidence, the way back


def test_evidence_is_asked_for_where_a_changed_rate_has_none(qtbot: QtBot, window: MainWindow, bar: FormulaBar) -> None:
    chip = bar.reasoning.evidence
    assert not chip.property("state")
    type_into(qtbot, window, cell(window, DC1, Column.RATE), "3,200千円")
    go(window, cell(window, DC1, Column.RATE))
    assert chip.property("state") == "missing"
    assert chip.accessibleName() == "No evidence is given for the changed rate"
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    dialog = window.findChildren(EvidenceDialog)[-1]
    dialog.document.setText("特別研究員取扱要領")
    dialog.accept()
    assert not chip.property("state")
    assert chip.accessibleName() == "Evidence for the rate: rule 特別研究員取扱要領"


def test_a_changed_cell_goes_back_to_what_it_was(qtbot: QtBot, window: MainWindow, bar: FormulaBar) -> None:
    back = bar.reasoning.back
    assert not back.isVisible()
    type_into(qtbot, window, cell(window, DC1, Column.RATE), "3,200千円")
    type_into(qtbot, window, cell(window, DC2, Column.RATE), "3,200千円")
    go(window, cell(window, DC1, Column.RATE))
    assert back.text() == "Back to 3,072,000 of the base"
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert set(window.session.state.document.overrides(1)) == {DC2}
    assert window.work.table.hasFocus()
    window.session.edit("branch", lambda document: branch(document, 1, "below"))
    window.session.show(scenario=2)
    window.session.set_values("edit", [Entry(DC2, "rate", 2026, 3_300_000)])
    go(window, cell(window, DC2, Column.RATE))
    assert back.text() == "Back to 3,200,000 of the parent"


def test_every_part_of_it_has_a_name(window: MainWindow, bar: FormulaBar) -> None:
    assert bar.accessibleName() == "Formula bar"
    assert bar.reasoning.reason.accessibleName() == "Reason"
    buttons = [button for button in bar.findChildren(QPushButton) if button.isVisible()]
    assert [button.accessibleName() or button.text() for button in buttons if not button.text()] == []
    assert bar.reckoning.operands["rate"].accessibleName() == "Unit rate 3,072,000 yen"


def test_a_whole_table_selected_costs_nothing_until_a_reason_is_typed(
    make_window: Callable[..., MainWindow], many: Document
) -> None:
    window = make_window(many)
    window.session.set_values("edit", [Entry("p0/l1", "rate", 2026, 5), Entry("p1/l51", "rate", 2026, 5)])
    window.session.set_values("edit", [Entry("p2/l102", "rate", 2026, 5)])
    window.work.table.setFocus()
    window.work.table.selectAll()
    shortcut(window, "Ctrl+Shift+E")
    assert window.work.bar.reasoning.reason.placeholderText() == "Reason of 2 changes"
    type_on(window.work.bar.reasoning.reason, "all")
    QTest.keyClick(window.work.bar.reasoning.reason, KEY.Key_Return)
    assert [change.why for change in window.session.state.document.changes] == ["all", "all"]


def test_a_line_that_goes_while_one_types_in_it_is_left(qtbot: QtBot, window: MainWindow) -> None:
    """Its proposal is undone by the button on top; it is the last one of those shown."""
    window.session.show(program=window.session.state.portfolio.program_index["ssh"])
    window.work.lines.add_line()
    keys(qtbot, editor(window), KEY.Key_Escape)
    (line,) = set(window.session.state.portfolio.lines.ids) - {DC1, DC2, SCHOOLS}
    go(window, cell(window, line, Column.RATE))
    keys(qtbot, window.work.table.viewport(), KEY.Key_F2)
    keys(qtbot, editor(window), "312")
    window.session.undo_stack.undo()
    assert line not in window.session.state.portfolio.line_index
    assert not [each for each in window.work.table.viewport().findChildren(CellEditor) if each.isVisible()]
