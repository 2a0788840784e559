"""The table of lines as an officer works in it: names and sums that stay, columns, the line under the cursor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView

from planner.app.lines.filter_strip import FilterStrip
from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.lines.line_delegate import LineDelegate
from planner.app.lines.line_model import LineModel
from planner.app.lines.line_rows import Sieve, told_anew
from planner.app.lines.table_columns import TableColumns
from planner.app.lines.total_row import HEIGHT as TOTAL_HEIGHT
from planner.app.lines.total_row import TotalRow
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.tables.cell_editor import CellDelegate
from planner.app.tables.fill_handle import FillHandle
from planner.app.tables.flash import CellFlash
from planner.app.tables.frozen_header import FrozenHeader
from planner.app.tables.frozen_table import FrozenTable
from planner.app.widgets import theme
from planner.words.texts import Texts

VINTAGE, COMPACT_VINTAGE = 24, 22
NAMES = (COLUMNS.index(Column.PROGRAM), COLUMNS.index(Column.LABEL))
NAME = COLUMNS.index(Column.LABEL)


class LineTable(FrozenTable):
    """The table of lines.

    Signals:
        current_line(line): the row of the line the cursor is on, `None` for none.
    """

    current_line = Signal(object)

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        self.lines = LineModel(session, texts)
        self._naming, self._compact, self._lowered = False, False, 0
        self._at: tuple[str, int, int | None] = ("", NAME, None)
        """The line and the column of the cursor, and the program shown."""
        super().__init__(self.lines, texts)
        self._session, self._zoom = session, theme.zoom()
        self.lines.setParent(self)
        self.setObjectName("lines")
        self.setAccessibleName(texts._("Lines"))
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)  # rows are as high as they are told, whatever the font
        header = FrozenHeader(self)
        header.strong = frozenset((COLUMNS.index(Column.AMOUNT),))
        self.filter = header.strip = FilterStrip(header, texts)
        self.setHorizontalHeader(header)
        self.columns = TableColumns(self, settings, texts)
        self.columns.show_beside(session.state.beside is not None)
        self.total = TotalRow(self, self.lines.looks, self.painting)
        self.flash = CellFlash(self)
        self.handle = FillHandle(self, self.blocks, self.refused.emit)
        session.changed.connect(self._on_changed)
        self.lines.told.connect(self._repaint)
        self.lines.summed.connect(self.total.say)
        self.lines.modelAboutToBeReset.connect(self._level_rows)
        self.lines.modelReset.connect(self._after_reset)
        self.lines.layoutAboutToBeChanged.connect(self._level_rows)
        self.lines.layoutChanged.connect(self._after_order)
        self.selectionModel().currentChanged.connect(self._on_current)
        header.sectionResized.connect(self._place_strip)
        self.filter.wanted.connect(self._sift)
        self.filter.left.connect(self.setFocus)
        self._after_reset()

    def make_cells(self) -> CellDelegate:
        cells = LineDelegate(self, self._texts, self.lines.look)
        self.painting = cells.painting
        return cells

    # ---------------------------------------------------------------- columns and rows

    def entry_columns(self) -> list[int]:
        """The columns shown in which can be typed."""
        return self.columns.drivers()

    def frozen_columns(self) -> tuple[int, ...]:
        """The program where it has a column, and the name."""
        return tuple(column for column in NAMES if not self.isColumnHidden(column))

    def set_compact(self, compact: bool) -> None:
        """Show lower rows, without the base's values in them: where the screen is low."""
        if compact != self._compact:
            self._compact = compact
            self.lines.looks.is_roomy = not compact
            self.columns.set_compact(compact)
            self.columns.fit_amounts(self.lines.looks)
            self._level_rows()
            self._size_rows()

    def _size_rows(self) -> None:
        """Give lines and vintages their heights."""
        header = self.verticalHeader()
        high = theme.row_height(low=self._compact)
        header.setDefaultSectionSize(high)
        low = theme.px(VINTAGE if high >= theme.px(theme.ROW) else COMPACT_VINTAGE)
        self.foot = theme.px(TOTAL_HEIGHT)
        header.blockSignals(True)  # it would tell of thousands
        for row in self.lines.vintage_rows():
            header.resizeSection(row, low)
        header.blockSignals(False)
        self._lowered = len(self.lines.vintage_rows())
        self.updateGeometries()
        self.viewport().update()

    def _level_rows(self) -> None:
        """Give all rows one height, before they are other ones."""
        if self._lowered:
            header = self.verticalHeader()
            header.blockSignals(True)
            for row in self.lines.vintage_rows():
                header.resizeSection(row, header.defaultSectionSize())
            header.blockSignals(False)
            self._lowered = 0

    def updateGeometries(self) -> None:
        super().updateGeometries()
        if hasattr(self, "total"):
            self._place_strip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.spread(self.viewport().width())

    def _place_strip(self) -> None:
        header = self.horizontalHeader()
        assert isinstance(header, FrozenHeader)
        names = header.names_height()
        self.filter.setGeometry(0, names, header.width(), header.height() - names - 1)
        self.filter.text.setFixedWidth(self.frozen_width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "handle"):
            self._take_up_look()

    def _take_up_look(self) -> None:
        """Be as large as everything else."""
        self.painting.take_up()
        if self._zoom != theme.zoom():
            self._zoom, before = theme.zoom(), self._zoom
            self.setFont(theme.table_font())
            self.columns.stretch(self._zoom / before)
            self._level_rows()
            self._size_rows()

    # ---------------------------------------------------------------- what is selected

    def selected_lines(self) -> list[str]:
        """The ids of the lines with a selected cell, in the order they are shown."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        shown = (self.lines.row_at(self.lines.index(row, 0)) for row in rows)
        lines = dict.fromkeys(row.line for row in shown if row.band is None)
        return [self._session.state.portfolio.lines.ids[line] for line in lines]

    def select_column(self, column: Column) -> None:
        """Select the cells of all lines in a column, with the cursor on the first."""
        rows, place = self.lines.line_rows(), COLUMNS.index(column)
        if rows:
            self.jump(self.lines.index(rows[0], place))
            chosen = self.selectionModel()
            chosen.select(chosen.selection(), chosen.SelectionFlag.ClearAndSelect | chosen.SelectionFlag.Columns)

    @property
    def row_at_cursor(self) -> int | None:
        """The row of the line the cursor is on, `None` for none."""
        current = self.currentIndex()
        row = self.lines.row_at(current) if current.isValid() else None
        return None if row is None or row.band is not None else row.line

    def _after_reset(self) -> None:
        self.columns.show_programs(self.lines.several_programs and not self.lines.has_bands)
        self.columns.fit_amounts(self.lines.looks)
        self._size_rows()
        rows, places = self.lines.line_rows(), self.columns.drivers() or [NAME]
        line, column, program = self._at
        row = self.lines.row_of_line(self._session.state.portfolio.line_index.get(line, -1))
        if row >= 0 and program == self._session.state.program and not self.isColumnHidden(column):
            self.jump(self.lines.index(row, column))
        elif rows:
            self.jump(self.lines.index(rows[0], places[0]))
        self.total.say()
        self._on_current()

    def _after_order(self) -> None:
        self.columns.show_programs(self.lines.several_programs and not self.lines.has_bands)
        self._size_rows()

    def _on_changed(self, moved: Moved) -> None:
        if moved.beside:
            self.columns.show_beside(moved.after.beside is not None)
        if moved.unit:
            self.columns.fit_amounts(self.lines.looks)
        if moved.edited and not moved.outline and self.isVisible():
            self._flash(moved)
        self.total.take(moved)

    def _flash(self, moved: Moved) -> None:
        """Let what an edit changed on the screen flash, but for the cell it is typed in."""
        rows = self.lines.line_rows()
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height() - self.foot)
        seen = rows[bisect_left(rows, top) : len(rows) if bottom < 0 else bisect_right(rows, bottom)]
        at = {self.lines.row_at(self.lines.index(row, 0)).line: row for row in seen}
        cells = {(at[line], COLUMNS.index(column)) for line, column in told_anew(moved, at)}
        current = self.currentIndex()
        typing = self.state() is QAbstractItemView.State.EditingState
        self.flash.take(cells - {(current.row(), current.column())} if typing else cells)

    def _repaint(self, lines: Collection[int]) -> None:
        """Paint these lines anew as far as they are on the screen; an editor that is open takes the value there is."""
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height())
        last = self.lines.rowCount() - 1
        seen = {self.currentIndex().row(), *range(top, (bottom if bottom >= 0 else last) + 1)}
        for row in seen - {-1}:
            shown = self.lines.row_at(self.lines.index(row, 0))
            if shown.band is not None or shown.line in lines:
                self.dataChanged(self.lines.index(row, 0), self.lines.index(row, len(COLUMNS) - 1))

    def _on_current(self) -> None:
        line, state = self.row_at_cursor, self._session.state
        if line is not None:
            self._at = state.portfolio.lines.ids[line], self.currentIndex().column(), state.program
        self.current_line.emit(line)

    # ---------------------------------------------------------------- names

    def name_line(self, line: int) -> None:
        """Let the name of a proposed line be typed; Enter then goes on to its first driver."""
        row = self.lines.row_of_line(line)
        if row >= 0:
            index = self.lines.index(row, NAME)
            self.jump(index)
            self.setFocus()
            self.edit(index)
            self._naming = True

    def step(self, down: int, right: int) -> None:
        """Move the cursor on; from a name that was just given to the first driver of its line."""
        naming, self._naming = self._naming, False
        if naming and down > 0 and self.currentIndex().column() == NAME and self.columns.drivers():
            self.jump(self.currentIndex().siblingAtColumn(self.columns.drivers()[0]))
        else:
            super().step(down, right)

    # ---------------------------------------------------------------- filters and bands

    def start_filter(self) -> None:
        """Show the row to filter by, and type in it."""
        self.filter.show()
        self.updateGeometries()
        self.filter.text.setFocus()
        self.filter.text.selectAll()

    def turn_filter(self) -> None:
        """Show the row to filter by; from within it, end it and show all lines again."""
        if self.filter.text.hasFocus():
            self.filter.end()
        else:
            self.start_filter()

    def _sift(self, sieve: Sieve) -> None:
        self.lines.sift(sieve)

    def fold(self, *, everything: bool = False, shut: bool = True) -> None:
        """Fold up the lines of the program at the cursor, or all, or open them again."""
        line, folded = self.row_at_cursor, self.lines.folded
        if everything or not shut:
            self.lines.fold(self.lines.banded() if shut else ())
        elif line is not None:
            self.lines.fold(folded | {int(self._session.state.portfolio.lines.program[line])})

    def _turn(self, program: int) -> None:
        """Fold up the lines of a program, or open them."""
        self.lines.fold(self.lines.folded ^ {program})

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        band = self.lines.row_at(index).band if index.isValid() else None
        if band is None:
            super().mousePressEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            top = self.verticalScrollBar().value()
            self._turn(band)
            self.verticalScrollBar().setValue(top)

    # ---------------------------------------------------------------- keys and painting

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and event.modifiers() == (
            alt | Qt.KeyboardModifier.ShiftModifier
        ):
            self.fold(shut=event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.paint_cells(painter, event.region().subtracted(QRegion(self.total.area())))
        edge = self.frozen_width() - 1
        painter.fillRect(edge, 0, 1, self.verticalHeader().length() - self.verticalOffset(), theme.tokens().strong)
        self.handle.paint(painter)
        self.total.paint(painter, event.region().boundingRect())
        painter.end()

    def paint_cell(self, painter: QPainter, rect: QRect, row: int, column: int, *, selected: bool) -> None:
        current = self.currentIndex()
        is_current = row == current.row() and column == current.column()
        look = self.lines.look(row, column)
        pale = selected and not is_current and look.ground != "header"  # the frame says it, and bands are not selected
        self.painting.paint(painter, rect, look, selected=pale, flash=self.flash.of(row, column))
        if is_current:
            self.painting.frame(painter, rect, focused=self.hasFocus())
