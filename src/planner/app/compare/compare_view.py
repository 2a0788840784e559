"""The table of a comparison: a tree opened down to a level, with a cursor that goes from cell to cell."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTreeView

from planner.app.compare.compare_cells import ColumnKind
from planner.app.compare.compare_delegate import CompareDelegate
from planner.app.compare.compare_header import CompareHeader
from planner.app.compare.compare_model import CompareModel
from planner.app.tables.clipboard import put_on_clipboard
from planner.app.tables.program_rows import Index
from planner.app.widgets import roles, theme
from planner.core.compare.tree import CompareTree, Level, MovedNodes, Node
from planner.words.texts import Texts

Move = QAbstractItemView.CursorAction
NAME_WIDTHS, CELL_WIDTHS, REASON_LEAST = (190, 270), (126, 182), 130
"""Widths in pixels at a zoom of 1: from least to most, and of reasons at least; they have what is left."""
LOW = 420
"""A view that is less high has a low header, in pixels at a zoom of 1."""
INDENT = "　"


class CompareView(QTreeView):
    """Rows down to a level are open by themselves; what the reader opens or closes stays so while figures move."""

    def __init__(self, model: CompareModel, texts: Texts) -> None:
        super().__init__()
        self.rows, self._texts = model, texts
        self._level = Level.LINE
        self._turned: dict[tuple[object, ...], bool] = {}
        self.setModel(model)
        self.setObjectName("comparison")
        self.setAccessibleName(texts._("Comparison"))
        self.setFont(theme.table_font())
        self.setUniformRowHeights(True)
        self.setItemDelegate(CompareDelegate(self, texts))
        self.head = CompareHeader(self, model, texts._("shown"))
        self.setHeader(self.head)
        self.setExpandsOnDoubleClick(False)
        self.setTabKeyNavigation(False)
        self.setIndentation(self.fontMetrics().horizontalAdvance(INDENT))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(lambda index: self._turn(index, False))
        model.told.connect(self._repaint)

    def show_tree(self, tree: CompareTree | None) -> None:
        """Show another comparison; the cursor and what is open stay where the same rows are there."""
        columns, current = self.rows.columns, self.currentIndex()
        path = self.rows.node(current).path if current.isValid() else ()
        column, down, across = current.column(), self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        before = self.rows.tree.root if self.rows.tree else None
        self.rows.show(tree)
        if self.rows.columns != columns or before is None:
            self._size_columns()
        if tree is None or tree.root is before:
            return
        self._open(tree.root)
        node = self._at(tree, path) or tree.root
        index = self.rows.index_of(node, min(max(column, 0), len(self.rows.columns) - 1))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(down)
        self.horizontalScrollBar().setValue(across)

    def _repaint(self, moved: MovedNodes | None) -> None:
        """Paint anew what is on the screen of the rows that moved."""
        viewport = self.viewport()
        index = self.indexAt(QPoint(0, 0)) if moved is not None else QModelIndex()
        if moved is None or not index.isValid():
            viewport.update()
            return
        while index.isValid() and (row := self.visualRect(index)).top() < viewport.height():
            if moved.touches(self.rows.node(index)):
                viewport.update(QRect(0, row.top(), viewport.width(), row.height()))
            index = self.indexBelow(index)

    def _at(self, tree: CompareTree, path: tuple[object, ...]) -> Node | None:
        """The row of that path, or the last one above it that is there."""
        if path[:1] != (tree.root.key,):
            return None
        node = tree.root
        for key in path[1:]:
            below = next((child for child in tree.children(node) if child.key == key), None)
            if below is None:
                break
            node = below
        return node

    def _size_columns(self) -> None:
        """Names, scenarios and reasons as wide as there is room for, so that four columns of amounts stand in sight."""
        count = len(self.rows.columns) - 2
        if count < 1:
            self.setColumnWidth(0, self.viewport().width())
            return
        room = self.viewport().width()
        (least_name, most_name), (least, most) = NAME_WIDTHS, CELL_WIDTHS
        cell = min(max((room - theme.px(least_name + REASON_LEAST)) // count, theme.px(least)), theme.px(most))
        cell = max(cell, min((room - theme.px(most_name)) // (count + 2), theme.px(most + 60)))
        name = min(max(room - cell * count - theme.px(REASON_LEAST), theme.px(least_name)), theme.px(most_name))
        rest = max(room - cell * count - name, theme.px(REASON_LEAST))
        for place, width in enumerate((name, *[cell] * count, rest)):
            self.setColumnWidth(place, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.set_low(self.height() < theme.px(LOW))
        if event.size().width() != event.oldSize().width():
            self._size_columns()

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground of a row first, so that it is one behind the signs of the tree too."""
        look, rect, tokens = index.data(roles.LOOK), option.rect, theme.tokens()
        painter.fillRect(rect, getattr(tokens, look.ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.hairline)
        super().drawRow(painter, option, index)

    # ---------------------------------------------------------------- what is open

    def open_to(self, level: Level) -> None:
        """Open all rows down to a level, and close those below."""
        self._level = level
        self._turned = {}
        tree = self.rows.tree
        if tree is not None:
            with QSignalBlocker(self):
                self.collapseAll()
            self._open(tree.root)

    def _wants_open(self, node: Node) -> bool:
        tree = self.rows.tree
        assert tree is not None
        turned = self._turned.get(node.path) if self._turned else None
        if turned is not None:
            return turned
        if node.level is Level.TOTAL:
            return self._level > Level.TOTAL
        if node.level is Level.PROGRAM:
            if self._level is Level.PROGRAM:
                return any(child.level is Level.PROGRAM for child in tree.children(node))
            return self._level > Level.PROGRAM
        if self._level is not Level.VALUE:
            return False
        return node.level is Level.LINE and (not tree.everything or node.row in tree.comparison.cells)

    def _open(self, node: Node) -> None:
        """Open a row and those below it that want to be open."""
        with QSignalBlocker(self):
            self._open_below(node)

    def _open_below(self, node: Node) -> None:
        """The lowest first: so nothing is laid out before all is known."""
        tree = self.rows.tree
        assert tree is not None
        if not self._wants_open(node):
            return
        lines_too = self._level is Level.VALUE or self._turned
        for child in tree.children(node):
            if lines_too or child.level is not Level.LINE:
                self._open_below(child)
        self.expand(self.rows.index_of(node))

    def _turn(self, index: QModelIndex, opened: bool) -> None:
        self._turned[self.rows.node(index).path] = opened

    def _on_expanded(self, index: QModelIndex) -> None:
        self._turn(index, True)
        self._open(self.rows.node(index))

    # ---------------------------------------------------------------- keys

    def moveCursor(self, action: Move, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Left and Right go from cell to cell; on a name they close and open first."""
        current = self.currentIndex()
        by = {Move.MoveLeft: -1, Move.MoveRight: 1}.get(action, 0)
        if not by or not current.isValid():
            return super().moveCursor(action, modifiers)
        if current.column() == 0 and by > 0 and not self.isExpanded(current) and self.rows.rowCount(current):
            self.expand(current)
            return current
        if current.column() == 0 and by < 0:
            if self.isExpanded(current):
                self.collapse(current)
                return current
            above = current.parent()
            return above if above.isValid() else current
        return current.siblingAtColumn(min(current.column() + by, len(self.rows.columns) - 1))

    # ---------------------------------------------------------------- copying

    def rows_shown(self) -> list[Node]:
        """Every row that is there to be scrolled to, from the top."""
        found, index = [], self.rows.index(0, 0)
        while index.isValid():
            found.append(self.rows.node(index))
            index = self.indexBelow(index)
        return found

    def copy_all(self) -> None:
        """Put the whole table as it is open on the clipboard."""
        self._copy(self.rows_shown())

    def copy_selected(self) -> None:
        """Put the rows of the selection on the clipboard, under the header."""
        selected = {self.rows.node(index) for index in self.selectedIndexes()}
        self._copy([node for node in self.rows_shown() if node in selected])

    def _copy(self, nodes: list[Node]) -> None:
        cells, columns = self.rows.cells, self.rows.copied_columns()
        if cells is None:
            return
        block = [[self.rows.copied_heading(column) for column in columns]]
        for node in nodes:
            said = [cells.raw(node, column) for column in columns]
            block.append([INDENT * (len(node.path) - 1) + said[0], *said[1:]])
        words = (ColumnKind.NAME, ColumnKind.PERCENT, ColumnKind.REASON)
        put_on_clipboard(block, [[column.kind not in words for column in columns]] * len(block))
