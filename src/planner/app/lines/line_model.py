"""The lines of the programs shown as a table: drivers of the request year to edit, amounts beside them.

Under a cohort line stand its vintages as read-only rows, over the lines of each of several programs its band. Nothing
is computed for rows that are not on screen, and no row moves because of an edit: lines are sifted and put in order when
that is asked for, or when others are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from planner.app.lines.line_cells import LineCells
from planner.app.lines.line_columns import AMOUNTS, COLUMNS, EDITED, FIGURES, Column, alignment, heading, heading_tip
from planner.app.lines.line_looks import CellLook, LineLooks
from planner.app.lines.line_rows import (
    LineRow,
    Order,
    Sieve,
    lines_shown,
    rows_of,
    sorted_lines,
    vintages_moved,
    widest_change,
)
from planner.app.lines.sum_cells import SumCells
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.tables.entry_model import EDITABLE, Address, EntryModel, Index, Typed
from planner.app.tables.naming import Naming
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.in_force import effective
from planner.core.edits.values import Entry
from planner.core.errors import N_, Message, UserError
from planner.core.model.fields import GROWTH, Field, Value
from planner.words.texts import Texts

ANSWERED = frozenset(
    (
        *(roles.DISPLAY, roles.EDIT, roles.ALIGNMENT),
        *(roles.FONT, roles.MARK, roles.TIP, roles.SPOKEN, roles.LOOK),
    )
)


class LineModel(EntryModel):
    """The lines shown.

    Signals:
        told(lines): another scenario is shown, in which the figures of these lines are others; the rows are the same.
        summed(): the sums of bands and of all that is shown are others, or may be.
    """

    told = Signal(object)
    summed = Signal()

    def __init__(self, session: Session, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(session, texts, parent)
        self._cells, self._sums = LineCells(session, texts), SumCells(session, texts)
        self.looks = LineLooks(self._cells, self._sums)
        self._order: Order | None = None
        self._folded: frozenset[int] = frozenset()
        self.sieve = Sieve()
        self.show_vintages = True
        self._put_in_order()
        self._lay_out()
        session.changed.connect(self._on_changed)

    # ---------------------------------------------------------------- rows

    def set_show_vintages(self, shown: bool) -> None:
        """Show or hide the vintages under cohort lines."""
        self.beginResetModel()
        self.show_vintages = shown
        self._lay_out()
        self.endResetModel()

    def sift(self, sieve: Sieve) -> None:
        """Show those of the lines that fit; what is edited afterwards stays until it is sifted again."""
        self.sieve = sieve
        self._reset()

    def fold(self, programs: Collection[int]) -> None:
        """Leave out the lines beneath the bands of these programs, and of no others."""
        self.beginResetModel()
        self._folded = frozenset(programs)
        self._lay_out()
        self.endResetModel()

    @property
    def folded(self) -> frozenset[int]:
        """The programs whose lines are folded up beneath their bands."""
        return self._folded

    def _reset(self) -> None:
        self.beginResetModel()
        self._cells.forget()
        self._put_in_order()
        self._lay_out()
        self.endResetModel()

    def _put_in_order(self) -> None:
        lines, order = self.sieve.keeps(lines_shown(self._session.state), self._session.state, self._texts), self._order
        if order is not None:
            key, column = self._cells.sort_key, order.column
            lines = sorted_lines(lines, lambda line: key(line, column), descending=order.descending)
        self._lines = lines

    def _lay_out(self) -> None:
        state = self._session.state
        programs = {state.portfolio.lines.program[line] for line in self._lines}
        self.several_programs = len(programs) > 1
        self.has_bands = self.several_programs and self._order is None
        self._rows = rows_of(
            self._lines, state, vintages=self.show_vintages, bands=self.has_bands, folded_up=self._folded
        )
        self._place = {row.line: i for i, row in enumerate(self._rows) if row.is_line}
        self._band_rows: dict[int, int] = {row.band: i for i, row in enumerate(self._rows) if row.band is not None}
        self._line_rows = tuple(self._place.values())
        self._vintage_rows = tuple(i for i, row in enumerate(self._rows) if row.vintage is not None)
        self._set_scale()

    def _set_scale(self) -> None:
        """Let bars be as long as what is shown wants it."""
        self.looks.scale = widest_change(self._lines, self._session.base, self._session.state.shown_year)

    @property
    def is_sorted(self) -> bool:
        """Whether the lines stand in another order than that of the request sheet."""
        return self._order is not None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the lines by a column, or put them back into the order of the request sheet (-1).

        Vintages stay beneath their line; lines without a figure come last. Cursor and selection stay on their cells.
        """
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        cells = [(self._rows[index.row()], index.column()) for index in kept]
        self._order = None if column < 0 else Order(COLUMNS[column], order is Qt.SortOrder.DescendingOrder)
        self._put_in_order()
        self._lay_out()
        offset = self._place
        moved = [
            self.index(offset[row.line] + _below(row), column) if row.line in offset else QModelIndex()
            for row, column in cells
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def _on_changed(self, moved: Moved) -> None:
        if moved.outline or moved.program or vintages_moved(moved):
            self._reset()
            return
        if moved.year:
            self._cells.forget()
            self._set_scale()
            self._tell(0, len(self._rows) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        everything = moved.unit or moved.beside or moved.growth
        if everything or moved.scenario:
            self._cells.forget()
        elif moved.document and not moved.figures:  # reasons, evidence
            self._cells.forget_grounds()
            self.told.emit(frozenset(self._lines))
        if everything:
            self._tell(0, len(self._rows) - 1)
        elif moved.scenario:
            self.told.emit(moved.lines)
        else:
            for line in moved.lines:
                self._refresh(line)
            self._refresh_bands(moved.lines)
        if moved.figures or everything or moved.year:
            self.summed.emit()
        if moved.unit:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        if moved.beside_name:
            place = COLUMNS.index(Column.BESIDE)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def _refresh(self, line: int) -> None:
        self._cells.forget(line)
        if line in self._place:
            first = last = self._place[line]
            while last + 1 < len(self._rows) and self._rows[last + 1].line == line:
                last += 1
            self._tell(first, last)

    def _refresh_bands(self, lines: Collection[int]) -> None:
        if self.has_bands:
            programs = self._session.state.portfolio.lines.program
            for program in {int(programs[line]) for line in lines} & self._band_rows.keys():
                self._tell(self._band_rows[program], self._band_rows[program])

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.createIndex(first, 0), self.createIndex(last, len(COLUMNS) - 1))

    def row_at(self, index: Index) -> LineRow:
        """The row an index stands in."""
        return self._rows[index.row()]

    def row_of_line(self, line: int) -> int:
        """Where a line is shown, -1 if it is not."""
        return self._place.get(line, -1)

    def line_rows(self) -> tuple[int, ...]:
        """The rows that are lines, vintages left out."""
        return self._line_rows

    def vintage_rows(self) -> tuple[int, ...]:
        """The rows that are vintages."""
        return self._vintage_rows

    def banded(self) -> frozenset[int]:
        """The programs that have a band."""
        return frozenset(self._band_rows)

    # ---------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return heading_tip(column, self._session.state, self._texts)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return heading(column, self._session.state, self._texts) if role == Qt.ItemDataRole.DisplayRole else None

    def field_at(self, index: Index) -> Field | None:
        """The field a cell edits, `None` for computed cells and vintages."""
        if not index.isValid() or not self.row_at(index).is_line:
            return None
        return EDITED.get(COLUMNS[index.column()])

    def value_at(self, index: Index) -> Value | None:
        """The value in force in an editable cell, `None` where there is none."""
        field = self.field_at(index)
        return None if field is None else self._cells.value(self.row_at(index).line, field)

    def figure(self, row: int, column: int) -> int | Fraction | None:
        """The exact figure in a cell, in yen or people; `None` for words, vintages, and where there is none."""
        shown = self._rows[row]
        found = None if not shown.is_line else self._cells.sort_key(shown.line, COLUMNS[column])
        return None if isinstance(found, str) else found

    def is_figure(self, index: Index) -> bool:
        """Whether a cell holds a figure, not words."""
        return COLUMNS[index.column()] in FIGURES

    def address(self, index: Index) -> Address:
        """Where the value of a driver stands: its line, in the year shown; a kind of growth holds for all years."""
        field = self.field_at(index)
        assert field is not None
        state = self._session.state
        year = state.portfolio.request_year if field is GROWTH else state.shown_year
        return Address(state.portfolio.lines.ids[self.row_at(index).line], field.key, year)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.row_at(index).band is not None:
            return Qt.ItemFlag.ItemIsEnabled
        if self.name_at(index) is not None and self.takes_input:
            return EDITABLE
        return super().flags(index)

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ANSWERED:
            return None
        if role == roles.LOOK:
            return self.look(index.row(), index.column())
        column, row = COLUMNS[index.column()], self.row_at(index)
        if role == roles.ALIGNMENT:
            return alignment(column)
        if row.band is not None:
            return self._sums.answer(row.band, column, role)
        if role == roles.DISPLAY:
            return self._cells.text(row, column)
        if role == roles.EDIT:
            return self.plain(index)
        if role == roles.FONT:
            return theme.struck_out(theme.table_font()) if self._cells.is_absent(row.line) else None
        if role == roles.SPOKEN:
            return self._cells.spoken(row, column)
        return self._cells.mark(row, column) if role == roles.MARK else plain_tip(self._cells.tip(row, column) or "")

    def look(self, row_at: int, column_at: int) -> CellLook:
        """All that is painted of a cell."""
        column, row = COLUMNS[column_at], self._rows[row_at]
        if row.band is not None:
            return self.looks.band(row.band, column, is_open=row.band not in self._folded)
        if row.vintage is not None:
            return self.looks.vintage(row, column)
        return self.looks.line(row, column, indented=self.has_bands)

    # ---------------------------------------------------------------- names

    def name_at(self, index: Index) -> str | None:
        """The line whose name a cell holds, if it is a proposed one; names of the base are those of its sheets."""
        if not index.isValid() or COLUMNS[index.column()] is not Column.LABEL:
            return None
        row = self.row_at(index)
        lines = self._session.state.portfolio
        return lines.lines.ids[row.line] if row.is_line and row.line in lines.proposals else None

    def plain(self, index: Index) -> str:
        """What an editor starts with: the value, or the name of a line."""
        line = self.name_at(index)
        if line is None:
            return super().plain(index)
        portfolio = self._session.state.portfolio
        row = portfolio.line_index[line]
        return self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])

    def read(self, index: Index, text: str) -> Typed:
        """What a text typed into a cell sets: a value, or a line's name."""
        line = self.name_at(index)
        if line is None or not self.takes_input:
            return super().read(index, text)
        return Typed(Naming.read(self._session.state.portfolio, line, text))

    def typed(self, index: Index, text: str | None) -> Typed:
        """The same, naming the cell where it cannot stand; an empty text is no name."""
        line = self.name_at(index)
        return super().typed(index, text) if line is None else self.read(index, text or "")

    def computed(self, index: Index) -> UserError:
        """Why a cell takes no input in any scenario."""
        column, row = COLUMNS[index.column()], self.row_at(index)
        if column is Column.LABEL and row.is_line:
            return UserError(
                N_("The line is part of the base and keeps the words of its sheet."),
                N_("Duplicate it and describe the copy."),
                where=self.place_name(index),
            )
        if column not in AMOUNTS and row.is_line and column not in EDITED:
            return UserError(
                N_("{column} comes with the portfolio and is not edited here."),
                N_("Edit rate, quantity, times or share of the line."),
                where=self.place_name(index),
                column=Message.of(column.value),
            )
        return UserError(
            N_("This cell is computed and takes no input."),
            N_("Edit rate, quantity, times or share of the line."),
            where=self.place_name(index),
        )

    def place_name(self, index: Index) -> str:
        """How a message names a cell: line and column."""
        row = self.row_at(index)
        label = self._sums.band_name(row.band) if row.band is not None else self._cells.text(row, Column.LABEL)
        return f"{label.strip()} › {self._texts._(COLUMNS[index.column()].value)}"

    def set_entries(self, label: str, entries: Sequence[Entry]) -> None:
        """Set values as one change; where another year than the request year is shown, say how far they reach."""
        before = self._values_after(entries)
        super().set_entries(label, entries)
        if self._session.state.year is not None and self._values_after(entries) != before:
            said = self._texts._("A value holds until the next one given: {year} has it too, unless it gets its own.")
            self.noticed.emit(said.format(year=self._texts.era(self._session.state.year + 1)))

    def _values_after(self, entries: Sequence[Entry]) -> list[Value | None]:
        """The values in force the year after the one shown, where another year than the request year is shown."""
        state = self._session.state
        if state.year is None:
            return []
        portfolio = state.portfolio
        lines = (state.drivers(portfolio.line_index[entry.line_id]) for entry in entries)
        return [effective(line, entry.field, entry.year + 1) for line, entry in zip(lines, entries, strict=True)]

    def parent_text(self, index: Index) -> str:
        """The value that an editable cell has in the parent of the scenario shown."""
        field = self.field_at(index)
        return "" if field is None else self._cells.parent_text(self.row_at(index).line, field)

    def own_cell(self, index: Index) -> bool:
        """Whether the scenario shown sets this cell itself."""
        field = self.field_at(index)
        return field is not None and field.key in self._cells.shown(self.row_at(index).line).own


def _below(row: LineRow) -> int:
    """How many rows a row stands below its line."""
    return 0 if row.vintage is None else row.vintage + 1
