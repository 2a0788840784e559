"""Where a click in a list leads: to the line, the cell, the program or the obligation that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from planner.app.lines.line_columns import column_of
from planner.core.model.fields import ALL_FIELDS, Axis
from planner.core.model.rules import OBLIGATION

if TYPE_CHECKING:
    from planner.app.session.place import Place
    from planner.app.window.main_window import MainWindow


class Jumps(QObject):
    """Brings what the lists and the windows beside speak of into the main window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session

    def to_change(self, row: int) -> None:
        """To the first cell of a change."""
        cell = self._window.change_model.change_at(row).cells[0]
        line = self._session.state.portfolio.line_index.get(cell.line)
        if line is not None:
            if ALL_FIELDS[cell.field].axis is Axis.FISCAL:
                self._show_year(cell.year)
            self._window.show_line(line, column_of(cell.field))

    def to_source(self, row: int) -> None:
        """To the line a figure stands in."""
        self._window.show_line(self._window.source_panel.model.figure_at(row).row)

    def to_problem(self, row: int) -> None:
        """To what a finding is about; to the obligation too, where the later years are open."""
        portfolio, problem = self._session.state.portfolio, self._window.problem_panel.model.problem_at(row)
        address, _, year = problem.where.partition("@")
        place, _, field = address.partition(".")
        years = self._window.years_window
        if problem.rule == OBLIGATION.id and years is not None and years.isVisible():
            years.show_obligation(place)
        if place in portfolio.line_index:
            fiscal = field in ALL_FIELDS and ALL_FIELDS[field].axis is Axis.FISCAL
            self._show_year(int(year) if fiscal and year else portfolio.request_year)
            self._window.show_line(portfolio.line_index[place], column_of(field))
        elif place in portfolio.program_index:
            self._session.show(view=None)
            self._show_program(portfolio.program_index[place])

    def to_compared(self, place: Place) -> None:
        """To a scenario, with the cursor on a program, a line or one of its cells."""
        window = self._window
        self._session.show(scenario=place.scenario, year=self._session.state.portfolio.request_year)
        if place.row is not None and self._session.state.evaluation.shows(place.row):
            window.show_line(place.row, column_of(place.field))
        elif place.program is not None:
            self._show_program(place.program)
            if place.row is not None:
                window.messages.tell(window.texts._("The line is not in this scenario; its program is shown."))
        window.activateWindow()

    def to_line(self, line: int) -> None:
        """To a line that is asked for in another window."""
        self._window.show_line(line)
        self._window.activateWindow()

    def to_program(self, program: int | None) -> None:
        """To a program that is asked for in another window; `None` for all."""
        if program is None:
            self._session.show(program=None)
        else:
            self._show_program(program)
        self._window.activateWindow()

    def _show_year(self, year: int) -> None:
        """Bring a fiscal year into the table, where it can show it."""
        if year in self._session.state.table_years:
            self._session.show(year=year)

    def _show_program(self, program: int) -> None:
        tree = self._window.tree
        if self._session.state.view is not None and tree.programs.index_of_program(program).row() == 0:
            self._session.show(view=None)
        tree.setCurrentIndex(tree.programs.index_of_program(program))
