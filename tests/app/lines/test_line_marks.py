"""The marks of a cell: values a scenario sets itself, and values of a scenario above it that are not the base's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex

from planner.app.lines.line_columns import Column
from planner.app.session.place import Place
from planner.app.tables.marks import Mark
from planner.app.widgets import roles
from planner.app.window.main_window import MainWindow
from planner.core.calculation.in_force import is_inherited
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Entry, set_values
from planner.core.model.document import BASE, Document
from planner.core.model.lines import Cell
from tests.app.hands import cell
from tests.samples import DC1, DC2, SCHOOLS, small_portfolio

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen

SAID = {
    "en": "Value of a parent scenario (differs from the base: {})",
    "ja": "親シナリオの値（基準と異なる）。基準は {}",
}


SPOKEN = {
    "en": "DC1, Unit rate, 3,200,000 yen, changed from 3,072,000, without a reason",
    "ja": "DC1、単価、3,200,000 円、3,072,000から変更、理由なし",
}


@pytest.fixture
def family(document: Document) -> Document:
    """作業案 with three values; below it 子, which sets one of them anew and one of its own; below that 孫."""
    parent = [Entry(DC1, "rate", 2026, 3_200_000), Entry(DC1, "quantity", 2026, 600), Entry(DC2, "rate", 2026, 9)]
    document = branch(set_values(document, 1, parent), 1, "子")
    document = set_values(document, 2, [Entry(DC1, "quantity", 2026, 700), Entry(SCHOOLS, "rate", 2026, 9_500_000)])
    document = set_values(document, 2, [Entry(DC2, "rate", 2026, 3_072_000)])
    return branch(document, 2, "孫")


def marks(window: MainWindow) -> dict[tuple[str, Column], Mark]:
    cells = [(line, column) for line in (DC1, DC2, SCHOOLS) for column in (Column.RATE, Column.QUANTITY, Column.TIMES)]
    return {each: mark for each in cells if (mark := cell(window, *each).data(roles.MARK)) is not None}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_value_of_a_parent_that_is_not_the_bases_is_marked(
    make_window: Callable[..., MainWindow], family: Document, language: str
) -> None:
    window = make_window(family, language)
    rate, people, dc2, school = (DC1, Column.RATE), (DC1, Column.QUANTITY), (DC2, Column.RATE), (SCHOOLS, Column.RATE)
    window.session.show(scenario=2)
    own = dict.fromkeys((people, dc2, school), Mark.CHANGED)
    assert marks(window) == {rate: Mark.INHERITED, **own}
    index = cell(window, *rate)
    assert index.data(roles.TIP) == SAID[language].format("3,072,000")
    assert index.data(roles.SPOKEN) == SPOKEN[language]
    window.session.show(scenario=3)
    assert marks(window) == dict.fromkeys((rate, people, school), Mark.INHERITED), "DC2 is as in the base again"
    window.session.show(scenario=1)
    assert marks(window) == dict.fromkeys((rate, people, dc2), Mark.CHANGED)
    window.session.show(scenario=BASE)
    assert marks(window) == {}


def test_a_value_set_over_it_takes_the_mark_and_gives_it_back(window: MainWindow, family: Document) -> None:
    window.session.start(family)
    window.session.show(scenario=3)
    window.session.set_values("edit", [Entry(DC1, "rate", 2026, 4_000_000)])
    assert marks(window)[DC1, Column.RATE] is Mark.CHANGED
    window.session.undo_stack.undo()
    assert marks(window)[DC1, Column.RATE] is Mark.INHERITED


def test_the_years_of_a_line_carry_the_mark_as_well(window: MainWindow, family: Document) -> None:
    window.session.start(family)
    window.session.show(scenario=2)
    window.work.jumps.to(Place(line_id=DC1))
    window.pages.show_page("years")
    assert window.years.page is not None
    window.years.page.show_page(1)
    grid = window.years.page.line.grid.grid

    def at(key: str, year: int) -> QModelIndex:
        row = next(row for row, field in enumerate(grid.fields) if field.key == key)
        return grid.index(row, grid.years.index(year))

    assert at("rate", 2026).data(roles.MARK) is Mark.INHERITED
    assert SAID["en"].format("3,072,000") in at("rate", 2026).data(roles.TIP)
    assert SAID["en"].format("3,072,000") in at("rate", 2026).data(roles.SPOKEN)
    assert at("quantity", 2026).data(roles.MARK) is Mark.CHANGED
    assert at("rate", 2025).data(roles.MARK) is None
    window.session.show(scenario=1)
    assert at("rate", 2026).data(roles.MARK) is Mark.CHANGED


def test_a_step_of_the_base_ends_what_a_parent_gave() -> None:
    portfolio = small_portfolio()
    row = portfolio.line_index[DC1]
    given = {Cell("rate", 2024): 3_000_000}
    base, line = portfolio.line(row), portfolio.line(row, given)
    found = {year: is_inherited(base, line, (), given, "rate", year) for year in range(2023, 2028)}
    assert found == {2023: False, 2024: True, 2025: True, 2026: False, 2027: False}
    assert not is_inherited(base, line, given, given, "rate", 2025), "its own"
