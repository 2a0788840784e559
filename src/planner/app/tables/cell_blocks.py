"""Blocks of cells in a table to type in: copy, cut, paste, fill, return to the parent's values.

What is done to a block is done whole, as one edit, or refused with the cell and the reason. Vintages and hidden columns
are passed over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction

from PySide6.QtCore import QItemSelectionRange, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication

from planner.app.tables.cell_table import CellTable
from planner.app.tables.clipboard import Block, beneath_headings, block_of, plain_number, put_on_clipboard
from planner.app.tables.entry_model import Index
from planner.core.errors import N_, UserError

Cells = list[tuple[Index, str | None]]


class CellBlocks:
    """The selected block of a table to type in."""

    def __init__(self, table: CellTable) -> None:
        self._table, self._entries = table, table.entries

    # ---------------------------------------------------------------- what is selected

    def _ranges(self) -> list[QItemSelectionRange]:
        return self._table.selectionModel().selection().toList()

    def rows(self) -> list[int]:
        """The rows of lines in the selection, from the top."""
        ranges, lines = self._ranges(), self._entries.line_rows()
        if len(ranges) == 1:
            return list(lines[bisect_left(lines, ranges[0].top()) : bisect_right(lines, ranges[0].bottom())])
        touched = {row for each in ranges for row in range(each.top(), each.bottom() + 1)}
        return [row for row in lines if row in touched]

    def columns(self) -> list[int]:
        """The columns in the selection that are shown, from the left."""
        touched = {column for each in self._ranges() for column in range(each.left(), each.right() + 1)}
        return [column for column in self._table.shown_columns() if column in touched]

    def cells(self) -> list[QModelIndex]:
        """The selected cells that can be edited, row by row."""
        drivers, rows, index = self._table.entry_columns(), set(self.rows()), self._entries.index
        found = {
            (row, column)
            for each in self._ranges()
            for row in range(each.top(), each.bottom() + 1)
            if row in rows
            for column in drivers
            if each.left() <= column <= each.right()
        }
        return [index(row, column) for row, column in sorted(found)]

    @property
    def takes_input(self) -> bool:
        """Whether any selected cell can be edited."""
        drivers = self._table.entry_columns()
        return bool(self.rows()) and any(
            each.left() <= column <= each.right() for each in self._ranges() for column in drivers
        )

    def required(self) -> list[QModelIndex]:
        """The selected cells that can be edited, that of the cursor if nothing is selected; `UserError` for none."""
        cells, current = self.cells(), self._table.currentIndex()
        if not current.isValid():
            raise UserError(N_("No line is shown."), N_("Choose a program at the left."))
        if not self._ranges() and self._entries.field_at(current) is not None:
            cells = [current]
        if not cells or not self._entries.takes_input:
            raise self._entries.read_only(current)
        return cells

    # ---------------------------------------------------------------- clipboard

    def copy(self) -> None:
        """Put the selected block on the clipboard: raw figures as tab-separated text, and as a table of numbers."""
        columns = self.columns()
        rows = self.rows() or sorted({index.row() for index in self._table.selectedIndexes()})
        if not rows or not columns:
            return
        block = [[self._raw(self._entries.index(row, column)) for column in columns] for row in rows]
        is_figure = self._entries.is_figure
        put_on_clipboard(block, [[is_figure(self._entries.index(row, column)) for column in columns] for row in rows])

    def _raw(self, index: QModelIndex) -> str:
        value, field = self._entries.value_at(index), self._entries.field_at(index)
        if field is not None and field.choices:
            return str(index.data(Qt.ItemDataRole.EditRole))
        if value is not None:
            return plain_number(Fraction(value))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "").strip()
        if not self._entries.is_figure(index):
            return text
        return "" if text == "−" and field is not None else text.replace(",", "").replace("△", "-").removeprefix("+")

    def cut(self) -> None:
        """Copy the selected block, then return its cells to the parent's values."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Land a block from the clipboard at the selection, whole or not at all.

        A block is repeated over a selection that is a whole multiple of it; one value fills every selected cell. It
        runs over lines only, vintages are skipped. A first row that names the columns is no figure.
        """
        block = beneath_headings(block_of(QGuiApplication.clipboard().text()), self._headings())
        if not block or not self._table.currentIndex().isValid():
            return
        targets = self.cells()
        if len(block) == 1 and len(block[0]) == 1 and len(targets) > 1:
            self._entries.enter([(target, block[0][0]) for target in targets])
        else:
            self._entries.enter(self._landing(self._repeated(block)))

    def _headings(self) -> list[str]:
        """The names of the columns a block lands in, without their units."""
        left = min((each.left() for each in self._ranges()), default=self._table.currentIndex().column())
        heading, across = self._entries.headerData, Qt.Orientation.Horizontal
        return [
            str(heading(column, across) or "").partition("\n")[0]
            for column in self._table.shown_columns()
            if column >= left
        ]

    def _repeated(self, block: Block) -> Block:
        down, right = len(self.rows()), len(self.columns())
        width = max(map(len, block))
        if len(self._ranges()) != 1 or down % len(block) or right % width or any(len(row) < width for row in block):
            return block
        return [row * (right // width) for row in block] * (down // len(block)) if down and right else block

    def _landing(self, block: Block) -> Cells:
        current, ranges = self._table.currentIndex(), self._ranges()
        top = min((each.top() for each in ranges), default=current.row())
        left = min((each.left() for each in ranges), default=current.column())
        rows = [row for row in self._entries.line_rows() if row >= top]
        columns = [column for column in self._table.shown_columns() if column >= left]
        width = max(len(row) for row in block)
        if len(block) > len(rows) or width > len(columns):
            raise UserError(
                N_(
                    "The block of {rows} × {columns} cells does not fit here: "
                    "what is left is {free_rows} × {free_columns}."
                ),
                N_("Start further up or to the left, or copy fewer cells."),
                rows=len(block),
                columns=width,
                free_rows=len(rows),
                free_columns=len(columns),
            )
        return [
            (self._entries.index(row, column), cell)
            for row, values in zip(rows, block, strict=False)
            for column, cell in zip(columns, values, strict=False)
        ]

    # ---------------------------------------------------------------- filling

    def clear(self) -> None:
        """Return the selected cells to the values of the scenario's parent."""
        targets: Cells = [(index, None) for index in self.required() if self._entries.own_cell(index)]
        if targets:
            self._entries.enter(targets)

    def fill_down(self) -> None:
        """Copy the top cell of each selected column down the selection; a single row takes the line above."""
        cells = self.required()
        sources = {cell.column(): cell for cell in reversed(cells)}
        above = [row for row in self._entries.line_rows() if row < cells[0].row()]
        if above and len({cell.row() for cell in cells}) == 1:
            sources = {column: self._entries.index(above[-1], column) for column in sources}
        self._fill([(sources[cell.column()], cell) for cell in cells])

    def fill_right(self) -> None:
        """Copy the leftmost cell of each selected row to the right; a single column takes the driver left of it."""
        cells = self.required()
        sources = {cell.row(): cell for cell in reversed(cells)}
        before = [column for column in self._table.entry_columns() if column < cells[0].column()]
        if before and len({cell.column() for cell in cells}) == 1:
            sources = {row: self._entries.index(row, before[-1]) for row in sources}
        self._fill([(sources[cell.row()], cell) for cell in cells])

    def copy_on(self, target: QRect) -> None:
        """Copy the selected block into the cells of `target` (columns and rows), repeated as often as it fits."""
        rows, columns = self.rows(), sorted({each.column() for each in self.cells()})
        lines = [row for row in self._entries.line_rows() if target.top() <= row <= target.bottom()]
        beside = [each for each in self._table.entry_columns() if target.left() <= each <= target.right()]
        index = self._entries.index
        down = target.left() <= columns[0]
        pairs = [
            (
                index(rows[i % len(rows)], column) if down else index(row, columns[j % len(columns)]),
                index(row, column),
            )
            for i, row in enumerate(lines)
            for j, column in enumerate(beside)
            if not down or column in columns
        ]
        if pairs:
            self._fill(pairs)

    def reach_down(self) -> QRect | None:
        """The cells below the selected block as far as the column beside it has figures or words; `None` for none."""
        rows, columns, shown = self.rows(), self.columns(), self._table.shown_columns()
        at = shown.index(columns[0])
        beside = shown[at - 1] if at else next((each for each in shown if each > columns[-1]), None)
        if not rows or beside is None:
            return None
        last, lines = rows[-1], set(self._entries.line_rows())
        for row in range(last + 1, self._entries.rowCount()):
            index = self._entries.index(row, beside)
            if not self._entries.flags(index) & Qt.ItemFlag.ItemIsSelectable:
                break  # another program begins
            if row in lines:
                if str(index.data(Qt.ItemDataRole.DisplayRole) or "−").strip() == "−":
                    break
                last = row
        return None if last == rows[-1] else QRect(QPoint(columns[0], rows[-1] + 1), QPoint(columns[-1], last))

    def _fill(self, pairs: list[tuple[QModelIndex, QModelIndex]]) -> None:
        """Type into each second cell what the first one says; a cell that is its own source is left alone."""
        entries: Cells = []
        for source, target in pairs:
            if source == target:
                continue
            text = str(source.data(Qt.ItemDataRole.EditRole))
            if not text:
                raise UserError(
                    N_("This cell has no value to fill with."),
                    N_("Write a value there first."),
                    where=self._entries.place_name(source),
                )
            entries.append((target, text))
        if not entries:
            raise UserError(N_("There is nothing to fill from."), N_("Select the cell to copy and those to fill."))
        self._entries.enter(entries)
