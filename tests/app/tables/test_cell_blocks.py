"""Blocks of cells between the table of lines and a spreadsheet: copy, paste, fill, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from planner.app.lines.line_columns import Column
from planner.app.lines.line_model import LineModel
from planner.app.tables.clipboard import Block, beneath_headings
from planner.app.window.main_window import MainWindow
from planner.core.edits.values import Entry
from planner.core.model.document import BASE, Document
from tests import reference
from tests.app.hands import CTRL, KEY, SHIFT, cell, click, editor, go, keys, press, select, type_into, values
from tests.samples import ALL, DC1, DC2, SCHOOLS, many_records


def clip(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def test_200_rows_from_a_spreadsheet_land_on_250_lines_and_every_total_is_exact(
    make_window: Callable[..., MainWindow], many: Document
) -> None:
    window = make_window(many)
    programs, lines, records = many_records()
    rates = {line.id: 3_000_000 + 7_919 * n for n, line in enumerate(lines[25:225])}
    people = {line.id: 100 + n % 40 for n, line in enumerate(lines[25:225])}
    clip("".join(f'"{rates[id_]:,}"\t{people[id_]:,}人\r\n' for id_ in rates))
    go(window, cell(window, lines[25].id, Column.RATE))
    before = window.session.state
    press(window, KEY.Key_V, CTRL)
    steps = reference.steps_of(records)
    for id_, rate in rates.items():
        steps[id_, "rate"][2026] = rate
        steps[id_, "quantity"][2026] = people[id_]
    index = {program.id: program for program in programs}
    expected = {program.id: [0, 0] for program in programs}
    for line in lines:
        for y, year in enumerate((2025, 2026)):
            amount = reference.line_amount(line, steps, index, year, 2026)
            expected[line.program][y] += amount if isinstance(amount, int) else 0
    evaluation = window.session.state.evaluation
    found = {program.id: [t.yen for t in evaluation.program(n)] for n, program in enumerate(programs)}
    assert found == expected
    assert [total.yen for total in evaluation.total] == [sum(each) for each in zip(*expected.values(), strict=True)]
    (change,) = window.session.state.document.changes
    assert len(change.cells) == 400
    window.session.undo_stack.undo()
    assert window.session.state.document is before.document


@pytest.mark.parametrize(
    "text",
    [
        "3200000\t650\r\n3300000\t660\r\n",
        "3200000\t650\n3300000\t660",
        "3200000\t650\r3300000\t660\r",
        '"3,200,000"\t"650"\r\n"3,300,000"\t"660"\r\n\r\n\r\n',
        "３，２００，０００円\t６５０人\r\n3,300千円\t660 人\r\n\t\r\n",
        '"3,200,000\n"\t650\r\n" 3300000 "\t660\r\n',
        "3.2百万円\t=600+50\r\n３３０万円\t６６０\r\n",
    ],
)
def test_what_spreadsheets_put_on_the_clipboard_is_understood(window: MainWindow, text: str) -> None:
    go(window, cell(window, DC1, Column.RATE))
    clip(text)
    press(window, KEY.Key_V, CTRL)
    assert window.messages.text == ""
    assert values(window, Column.RATE, DC1, DC2) == [3_200_000, 3_300_000]
    assert values(window, Column.QUANTITY, DC1, DC2) == [650, 660]
    assert len(window.session.state.document.changes) == 1


@pytest.mark.parametrize(
    ("block", "beneath"),
    [
        ([["単価（千円）", "員数（人）"], ["3,200", "642"]], [["3,200千円", "642"]]),
        ([["単 価", "員数"], ["3200千円", ""]], [["単 価", "員数"], ["3200千円", ""]]),
        ([["単価 (円)"], ["3,200,000"], ["△5"]], [["3,200,000"], ["△5"]]),
        ([["単価(百万円)", "員数"], ["6", "7", "9"]], [["6百万円", "7", "9"]]),
        ([["員数", "単価"], ["7", "8"]], [["員数", "単価"], ["7", "8"]]),
        ([["単価"]], [["単価"]]),
        ([["単価", "員数", "回数"], ["1", "2", "3"]], [["単価", "員数", "回数"], ["1", "2", "3"]]),
    ],
)
def test_a_row_that_names_the_columns_gives_their_units_and_is_no_figure(block: Block, beneath: Block) -> None:
    assert beneath_headings(block, ["単価", "員数"]) == beneath


def test_text_is_taken_before_a_table_for_looks(window: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("3200000\r\n")
    mime.setHtml("<table><tr><td>999</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(mime)
    go(window, cell(window, DC1, Column.RATE))
    press(window, KEY.Key_V, CTRL)
    assert values(window, Column.RATE, DC1) == [3_200_000]
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (Column.LABEL, '"DC1\n(新規)"\t3,200,000\r\n', "DC1 › Item: The line is part of the base"),
        (Column.RATE, '"3,2\n00"\t650\r\n', "DC1 › Unit rate"),
        (Column.RATE, "3200000\t650\r\n3300000\tmany\r\n", "DC2 › Quantity"),
        (Column.SHARE, "1\t5\r\n", "DC1 › Amount: This cell is computed"),
        (Column.RATE, "1\r\n" * 4, "does not fit"),
        (Column.RATE, "1\t" * 12 + "1\r\n", "does not fit"),
        (Column.RATE, "x" * 200_000, "The clipboard does not hold a table"),
    ],
)
def test_a_block_that_cannot_land_whole_changes_nothing_and_says_where(
    window: MainWindow, column: Column, text: str, said: str
) -> None:
    document = window.session.state.document
    go(window, cell(window, DC1, column))
    clip(text)
    press(window, KEY.Key_V, CTRL)
    assert window.session.state.document is document
    assert said in window.messages.text


def test_a_row_is_repeated_over_a_selection_that_is_a_multiple_of_it(window: MainWindow) -> None:
    select(window, (DC1, Column.RATE), (SCHOOLS, Column.QUANTITY))
    clip("3200000\t650\r\n")
    press(window, KEY.Key_V, CTRL)
    assert values(window, Column.RATE, *ALL) == [3_200_000] * 3
    assert values(window, Column.QUANTITY, *ALL) == [650] * 3
    select(window, (DC1, Column.QUANTITY), (SCHOOLS, Column.QUANTITY))
    clip("700\r\n")
    press(window, KEY.Key_V, CTRL)
    assert values(window, Column.QUANTITY, *ALL) == [700] * 3


def test_copies_are_numbers_for_a_spreadsheet_and_come_back_exactly(qtbot: QtBot, window: MainWindow) -> None:
    window.session.set_values(
        "thirds", [Entry(DC1, "share", 2026, Fraction(1, 3)), Entry(DC2, "share", 2026, Fraction(3, 5)),
                   Entry(SCHOOLS, "times", 2026, Fraction(3, 12))]
    )  # fmt: skip
    select(window, (DC1, Column.LABEL), (SCHOOLS, Column.CHANGE))
    press(window, KEY.Key_C, CTRL)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text().splitlines() == [
        "DC1\t3072000\t642\t1\t=1/3\t1684608\t4622400\t-2937792",
        "DC2\t3072000\t1108\t1\t0.6\t3637786\t5318400\t-1680614",
        "schools\t9000000\t240\t0.25\t1\t540000\t2160000\t-1620000",
    ]
    assert '<td align="right" style="mso-number-format:General">3072000</td>' in mime.html()
    assert """<td style="mso-number-format:'\\@'">DC1</td>""" in mime.html()
    document = window.session.state.document
    select(window, (DC1, Column.RATE), (SCHOOLS, Column.SHARE))
    press(window, KEY.Key_C, CTRL)
    press(window, KEY.Key_V, CTRL)
    assert window.session.state.document is document, "what was copied reads back as itself"


def test_hidden_columns_are_neither_copied_nor_pasted_nor_cleared(window: MainWindow) -> None:
    window.work.table.columns.set_shown(Column.QUANTITY, False)
    select(window, (DC1, Column.RATE), (DC1, Column.TIMES))
    press(window, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "3072000\t1\r\n"
    clip("3200000\t0.5\r\n")
    press(window, KEY.Key_V, CTRL)
    assert values(window, Column.RATE, DC1) == [3_200_000]
    assert values(window, Column.TIMES, DC1) == [Fraction(1, 2)]
    window.session.set_values("people", [Entry(DC1, "quantity", 2026, 650)])
    press(window, KEY.Key_Space, SHIFT)
    press(window, KEY.Key_Delete)
    assert values(window, Column.RATE, DC1) == [3_072_000]
    assert values(window, Column.QUANTITY, DC1) == [650]


def test_cut_copies_and_returns_to_the_parents_values(qtbot: QtBot, window: MainWindow) -> None:
    type_into(qtbot, window, cell(window, SCHOOLS, Column.RATE), "8百万円")
    go(window, cell(window, SCHOOLS, Column.RATE))
    press(window, KEY.Key_X, CTRL)
    assert QGuiApplication.clipboard().text() == "8000000\r\n"
    assert values(window, Column.RATE, SCHOOLS) == [9_000_000]


def test_fill_down_passes_over_vintages_and_a_single_row_takes_the_line_above(window: MainWindow) -> None:
    select(window, (DC1, Column.RATE), (SCHOOLS, Column.QUANTITY))
    press(window, KEY.Key_D, CTRL)
    assert values(window, Column.RATE, *ALL) == [3_072_000] * 3
    assert values(window, Column.QUANTITY, *ALL) == [642] * 3
    assert len(window.session.state.document.changes) == 1
    window.session.undo_stack.undo()
    click(window, cell(window, SCHOOLS, Column.QUANTITY))
    press(window, KEY.Key_D, CTRL)
    assert values(window, Column.QUANTITY, SCHOOLS) == [1108]


def test_fill_right_is_whole_or_refused_with_the_cell(window: MainWindow) -> None:
    window.session.set_values("half", [Entry(DC1, "times", 2026, Fraction(1, 2))])
    select(window, (DC1, Column.TIMES), (SCHOOLS, Column.SHARE))
    press(window, KEY.Key_R, CTRL)
    assert values(window, Column.SHARE, *ALL) == [Fraction(1, 2), 1, 1]
    click(window, cell(window, DC2, Column.TIMES))
    press(window, KEY.Key_R, CTRL)
    assert values(window, Column.TIMES, DC2) == [1108], "a single column takes the driver left of it"
    document = window.session.state.document
    select(window, (DC1, Column.QUANTITY), (DC2, Column.SHARE))
    press(window, KEY.Key_R, CTRL)
    assert window.session.state.document is document
    assert "DC2 › Share" in window.messages.text
    assert "must lie between" in window.messages.text


def test_fills_without_a_source_say_so(make_window: Callable[..., MainWindow], many: Document) -> None:
    window = make_window(many)
    click(window, cell(window, "p0/l0", Column.RATE))
    for key in (KEY.Key_D, KEY.Key_R):
        press(window, key, CTRL)
        assert "nothing to fill from" in window.messages.text
    select(window, ("p0/l7", Column.RATE), ("p0/l8", Column.RATE))
    press(window, KEY.Key_D, CTRL)
    assert "line 7 › Unit rate: This cell has no value to fill with." in window.messages.text
    assert window.session.is_clean


def test_with_nothing_selected_the_cell_of_the_cursor_is_meant(qtbot: QtBot, window: MainWindow) -> None:
    type_into(qtbot, window, cell(window, SCHOOLS, Column.RATE), "8百万円")
    click(window, cell(window, SCHOOLS, Column.RATE))
    click(window, cell(window, SCHOOLS, Column.RATE), CTRL)
    assert not window.work.table.selectedIndexes()
    press(window, KEY.Key_Delete)
    assert values(window, Column.RATE, SCHOOLS) == [9_000_000]


@pytest.mark.parametrize("key", [KEY.Key_V, KEY.Key_X, KEY.Key_D, KEY.Key_R, KEY.Key_Delete])
def test_the_base_and_computed_cells_refuse_every_edit_and_say_why(window: MainWindow, key: Qt.Key) -> None:
    modifier = Qt.KeyboardModifier.NoModifier if key == KEY.Key_Delete else CTRL
    clip("5")
    click(window, cell(window, DC1, Column.AMOUNT))
    press(window, key, modifier)
    assert "DC1 › Amount: This cell is computed" in window.messages.text
    window.session.show(scenario=BASE)
    click(window, cell(window, DC1, Column.RATE))
    clip("5")
    press(window, key, modifier)
    assert "The base is not edited" in window.messages.text
    assert window.session.is_clean


def test_keys_of_the_table_stay_with_the_editor_while_something_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    model: LineModel = window.work.table.lines
    index = cell(window, DC1, Column.RATE)
    go(window, index)
    press(window, KEY.Key_F2)

    box = editor(window)
    clip("3200000")
    keys(qtbot, box, KEY.Key_A, KEY.Key_V, modifier=CTRL)
    assert box.text() == "3200000", "Ctrl+A and Ctrl+V are meant for the text"
    assert model.value_at(index) == 3_072_000
    keys(qtbot, box, KEY.Key_Backspace)
    assert box.text() == "320000"
    keys(qtbot, box, KEY.Key_Escape)
    assert model.value_at(index) == 3_072_000
