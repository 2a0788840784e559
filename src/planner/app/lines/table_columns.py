"""The columns of the table of lines: which are shown, how wide, and by which the lines are sorted.

Widths and hidden columns are remembered between starts; the program's column is there by itself when lines of several
programs are shown, that of the scenario beside when there is one.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from planner.app.lines.line_columns import AMOUNTS, CHOICES, COLUMNS, EDITED, HIDDEN_AT_FIRST, Column
from planner.app.lines.line_delegate import CellPainter
from planner.app.lines.line_looks import CellLook, LineLooks
from planner.app.session.settings import ColumnLayout, Settings
from planner.app.tables.cell_table import CellTable
from planner.app.widgets import theme
from planner.core.model.portfolio import HEADCOUNT_UNIT
from planner.words.figures import line_unit
from planner.words.texts import Texts

NAME = "lines"
WIDTHS = {
    Column.PROGRAM: 160,
    Column.LABEL: 200,
    Column.RATE: 108,
    Column.QUANTITY: 78,
    Column.SHARE: 52,
    Column.CHANGE: 134,
    Column.BASIS: 92,
}
"""Widths in logical pixels where they are not those of any amount or driver."""
OF_AMOUNT, OF_CHOICE, OF_DRIVER = 106, 116, 72
COMPACT = {
    Column.QUANTITY: 76,
    Column.TIMES: 76,
    Column.SHARE: 48,
    Column.AMOUNT: 104,
    Column.PREVIOUS: 98,
    Column.CHANGE: 96,
}
"""Widths where there is little room, whatever stands over the column."""
NARROWEST, WIDEST = 20, 2_000
MOST_FOR_NAMES = 160
"""So much wider than usual names become where there is room."""


class TableColumns(QObject):
    """The columns of one table."""

    def __init__(self, table: CellTable, settings: Settings, texts: Texts) -> None:
        super().__init__(table)
        self._table, self._settings, self._texts = table, settings, texts
        self._layout = settings.columns(NAME, HIDDEN_AT_FIRST)
        self._needless = {Column.PROGRAM, Column.BESIDE}
        self._fitting = self._compact = False
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        # painting, a header asks of every cell of a column whether it is selected: not of a selection of its own
        header.setSelectionModel(QItemSelectionModel(table.model(), header))
        header.setMinimumSectionSize(NARROWEST)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._pop_up)
        self._size()
        header.sectionResized.connect(self._on_resized)

    def drivers(self) -> list[int]:
        """The columns shown in which can be typed."""
        return [column for column in self._table.shown_columns() if COLUMNS[column] in EDITED]

    def show_programs(self, several: bool) -> None:
        """Say whether lines of several programs are shown."""
        self._say_needed(Column.PROGRAM, several)

    def show_beside(self, wanted: bool) -> None:
        """Say whether a second scenario stands beside."""
        self._say_needed(Column.BESIDE, wanted)

    def _say_needed(self, column: Column, needed: bool) -> None:
        self._needless = self._needless - {column} if needed else self._needless | {column}
        self._show()

    def _show(self) -> None:
        for place, column in enumerate(COLUMNS):
            self._table.setColumnHidden(place, column in self._needless or column.name in self._layout.hidden)
        current, places = self._table.currentIndex(), self.drivers() or self._table.shown_columns()
        if current.isValid() and self._table.isColumnHidden(current.column()):
            self._table.setCurrentIndex(current.siblingAtColumn(places[0]))

    def _size(self) -> None:
        """Give the columns the widths they were given, or their usual ones."""
        self._fitting = True
        for place, column in enumerate(COLUMNS):
            wide = min(max(self._layout.widths.get(column.name, self._usual(column, place)), NARROWEST), WIDEST)
            self._table.setColumnWidth(place, wide)
        self._fitting = False
        self.spread(self._table.viewport().width())

    def _usual(self, column: Column, place: int) -> int:
        if self._compact and column in COMPACT:
            return theme.px(COMPACT[column])
        other = OF_CHOICE if column in CHOICES else OF_AMOUNT if column in AMOUNTS else OF_DRIVER
        wide = theme.px(WIDTHS.get(column, other))
        if column is Column.QUANTITY:
            wide = max(wide, self._width_of(f"9,999 {line_unit(HEADCOUNT_UNIT, self._texts)}"))
        return max(wide, self._table.horizontalHeader().sectionSizeHint(place))  # with room for the arrow

    def _width_of(self, text: str) -> int:
        return CellPainter().width(CellLook(text))

    def fit_amounts(self, looks: LineLooks) -> None:
        """Let the columns of amounts hold the sum of all that is shown: no column grows by typing."""
        painting = CellPainter()
        self._fitting = True
        for place, column in enumerate(COLUMNS):
            if column in AMOUNTS and not self._table.isColumnHidden(place):
                needed = painting.width(looks.total(column))
                if self._table.columnWidth(place) < needed:
                    self._table.setColumnWidth(place, needed)
        self._fitting = False
        self.spread(self._table.viewport().width())

    def set_compact(self, compact: bool) -> None:
        """Give the columns less room, or as much as they usually have."""
        self._compact = compact
        self._size()

    def spread(self, room: int) -> None:
        """Give names what the columns leave of so many logical pixels, as far as that is of use to them."""
        label = COLUMNS.index(Column.LABEL)
        if Column.LABEL.name in self._layout.widths:
            return
        usual = theme.px(WIDTHS[Column.LABEL])
        others = sum(self._table.columnWidth(each) for each in self._table.shown_columns() if each != label)
        self._fitting = True
        self._table.setColumnWidth(label, usual + min(max(room - usual - others, 0), theme.px(MOST_FOR_NAMES)))
        self._fitting = False

    def stretch(self, by: float) -> None:
        """Let every column be so many times as wide: everything is shown larger."""
        self._fitting = True
        for place in range(len(COLUMNS)):
            if not self._table.isColumnHidden(place):
                self._table.setColumnWidth(place, round(self._table.columnWidth(place) * by))
        self._fitting = False

    def _on_resized(self, place: int, before: int, width: int) -> None:
        if before and width and not self._fitting:  # it is not hidden or shown just now
            self._remember(ColumnLayout({**self._layout.widths, COLUMNS[place].name: width}, self._layout.hidden))

    def _remember(self, layout: ColumnLayout) -> None:
        self._layout = layout
        self._settings.set_columns(NAME, layout)

    def set_shown(self, column: Column, shown: bool) -> None:
        """Show or hide a column."""
        hidden = self._layout.hidden - {column.name} if shown else self._layout.hidden | {column.name}
        self._remember(ColumnLayout(self._layout.widths, hidden))
        self._show()

    def reset(self) -> None:
        """Show the usual columns in their usual widths."""
        self._layout = ColumnLayout(hidden=HIDDEN_AT_FIRST)
        self._show()
        self._size()
        self._remember(self._layout)

    def fill(self, menu: QMenu) -> None:
        """Put into a menu which columns are shown; the item's own cannot be hidden."""
        menu.clear()
        for column in COLUMNS:
            action = QAction(self._texts._(column.value), menu, checkable=True)
            action.setChecked(column.name not in self._layout.hidden)
            action.setEnabled(column is not Column.LABEL and column not in self._needless)
            action.toggled.connect(partial(self.set_shown, column))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self._texts._("Reset columns"), self.reset)

    def _pop_up(self, at: QPoint) -> None:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(self._table.horizontalHeader().mapToGlobal(at))

    def sort_by_current(self) -> None:
        """Sort by the column of the cursor: ascending, then descending, then as in the request sheet."""
        column, header = self._table.currentIndex().column(), self._table.horizontalHeader()
        if column < 0:
            return
        ascending, descending = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        if header.sortIndicatorSection() != column:
            header.setSortIndicator(column, ascending)
        elif header.sortIndicatorOrder() is ascending:
            header.setSortIndicator(column, descending)
        else:
            header.setSortIndicator(-1, ascending)
