"""Where a click in a list leads: to the line, the cell or the program that it speaks of."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from planner.app.lines.line_columns import column_of
from planner.app.lines.line_table import LineTable
from planner.app.programs.program_tree import ProgramTree
from planner.app.session.desk import Desk
from planner.app.session.place import Place
from planner.app.widgets.front import bring_forward
from planner.core.model.document import BASE


class Jumps(QObject):
    """Brings what panels, lists and the windows beside speak of into the tree and the table.

    Signals:
        obligations_wanted(str): the obligations of a program are meant too, by its id.
        programs_wanted(): the programs are to be seen, also where they have no place beside the lines.
    """

    obligations_wanted = Signal(str)
    programs_wanted = Signal()

    def __init__(self, desk: Desk, tree: ProgramTree, table: LineTable) -> None:
        super().__init__(desk.parent)
        self._desk, self._session, self._tree, self._table = desk, desk.session, tree, table

    def to(self, place: Place) -> None:
        """Show a place, whatever is shown now, with the cursor on it; a year as far as the table can show it."""
        state, _ = self._session.state, self._desk.texts._
        found = place.found_in(state.portfolio)
        there = (None, BASE, *(each.number for each in state.document.scenarios))
        if found is None or place.scenario not in there:
            self._desk.messages.tell(_("It is not in the document any more."))
            return
        place = found
        if place.obligations and place.program is not None:
            self.obligations_wanted.emit(state.portfolio.programs[place.program].id)
        self._session.show(scenario=place.scenario, year=place.year if place.year in state.table_years else None)
        if place.row is not None:
            self._show_line(place.row, column_of(place.field), naming=place.naming)
            if place.scenario is not None and not self._session.state.evaluation.shows(place.row):
                self._desk.messages.tell(_("The line is not in this scenario; its program is shown."))
        elif place.program is not None:
            self._show_program(place.program)
            if place.naming:
                self.programs_wanted.emit()
                self._tree.name_program(place.program)
        elif place.year is not None:
            bring_forward(self._table)
            self._table.setFocus()

    def _show_line(self, row: int, column: int | None, *, naming: bool) -> None:
        """Put the cursor on a line, in a column that is shown; on its program where the line is not there."""
        table, lines = self._table, self._table.lines
        if lines.row_of_line(row) < 0:
            self._show_program(int(self._session.state.portfolio.lines.program[row]))
        place = lines.row_of_line(row)
        if place >= 0:
            if column is None or column not in table.shown_columns():
                column = table.currentIndex().column()
            index = lines.index(place, column)
            table.jump(index)
            table.scrollTo(index)
            bring_forward(table)
            table.setFocus()
            if naming:
                table.name_line(row)

    def _show_program(self, program: int) -> None:
        """Put the cursor on a program, among all of them where it is not in the view chosen."""
        programs = self._tree.programs
        if programs.index_of_program(program) == programs.index_of_program(None):
            self._session.show(view=None)
        self._tree.setCurrentIndex(programs.index_of_program(program))
        bring_forward(self._tree)
