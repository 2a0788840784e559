"""The table of lines as an officer works in it: its columns, the line under the cursor."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal

from planner.app.lines.line_columns import COLUMNS, Column
from planner.app.lines.line_model import LineModel
from planner.app.lines.table_columns import TableColumns
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.tables.entry_table import EntryTable
from planner.words.texts import Texts


class LineTable(EntryTable):
    """The table of lines.

    Signals:
        current_line(line): the row of the line the cursor is on, `None` for none.
    """

    current_line = Signal(object)

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        self.lines = LineModel(session, texts)
        super().__init__(self.lines, texts)
        self._session = session
        self.lines.setParent(self)
        self.setObjectName("lines")
        self.setAccessibleName(texts._("Lines"))
        self.verticalHeader().hide()
        self.columns = TableColumns(self, settings, texts)
        self.columns.show_beside(session.state.beside is not None)
        session.changed.connect(self._on_changed)
        self.lines.told.connect(self._repaint)
        self.lines.modelReset.connect(self._after_reset)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._after_reset()

    def entry_columns(self) -> list[int]:
        """The columns shown in which can be typed."""
        return self.columns.drivers()

    def selected_lines(self) -> list[str]:
        """The ids of the lines with a selected cell, in the order they are shown."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        lines = dict.fromkeys(self.lines.row_at(self.lines.index(row, 0)).line for row in rows)
        return [self._session.state.portfolio.lines.ids[line] for line in lines]

    @property
    def row_at_cursor(self) -> int | None:
        """The row of the line the cursor is on, `None` for none."""
        current = self.currentIndex()
        return self.lines.row_at(current).line if current.isValid() else None

    def _after_reset(self) -> None:
        self.columns.show_programs(self.lines.several_programs)
        first = self.lines.index(0, (self.columns.drivers() or [COLUMNS.index(Column.LABEL)])[0])
        if first.isValid():
            self.jump(first)
        self._on_current()

    def _on_changed(self, moved: Moved) -> None:
        if moved.beside:
            self.columns.show_beside(moved.after.beside is not None)

    def _repaint(self, lines: Collection[int]) -> None:
        """Paint these lines anew as far as they are on the screen; an editor that is open takes the value there is."""
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height())
        last = self.lines.rowCount() - 1
        seen = {self.currentIndex().row(), *range(top, (bottom if bottom >= 0 else last) + 1)}
        for row in seen - {-1}:
            if self.lines.row_at(self.lines.index(row, 0)).line in lines:
                self.dataChanged(self.lines.index(row, 0), self.lines.index(row, len(COLUMNS) - 1))

    def _on_current(self) -> None:
        self.current_line.emit(self.row_at_cursor)
