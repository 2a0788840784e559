"""The programs as a tree in which an officer picks what to work on; proposed ones are named in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from planner.app.programs.program_delegate import ProgramDelegate
from planner.app.programs.program_model import (
    BASE,
    BESIDE,
    CHANGE,
    CURRENT,
    EXECUTED,
    PERCENT,
    PREVIOUS,
    PUBLISHED,
    ProgramModel,
)
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.session.settings import ColumnLayout, Settings
from planner.app.tables.program_rows import NAME, Index
from planner.app.widgets import theme
from planner.words.texts import Texts

INDENT, NARROWEST = 14, 118
ON_DEMAND = {PREVIOUS: "PREVIOUS", BASE: "BASE", PERCENT: "PERCENT", PUBLISHED: "PUBLISHED", EXECUTED: "EXECUTED"}
"""The columns shown where they are wanted, by the names they are remembered by."""
WIDTHS = {PREVIOUS: 108, BASE: 108, BESIDE: 108, PERCENT: 70, PUBLISHED: 116, EXECUTED: 86}
NOTHING = frozenset(ON_DEMAND.values())


class ProgramTree(QTreeView):
    """The tree as shown; selecting a program makes it the session's.

    Name, amount and change are always in sight; other columns stand at the right where they are wanted.

    Signals:
        named(str): a program just added has its name, by its id.
    """

    named = Signal(str)

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._session, self._texts, self._settings, self._naming = session, texts, settings, ""
        self._zoom = theme.zoom()
        self._hidden = settings.columns("programs", NOTHING).hidden
        self.programs = ProgramModel(session, texts, self)
        self.setModel(self.programs)
        self.setObjectName("programs")
        self.setAccessibleName(texts._("Programs"))
        self.setUniformRowHeights(True)
        self._rows = ProgramDelegate(self, CURRENT, texts._("NEW"))
        self.setItemDelegate(self._rows)
        self.setFont(theme.table_font())
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setIndentation(theme.px(INDENT))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(theme.px(24))
        header.moveSection(header.visualIndex(CURRENT), 1)
        self._show_columns()
        session.changed.connect(self._on_changed)
        self.programs.told.connect(self._repaint)
        self.programs.modelReset.connect(self._after_reset)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._after_reset()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), super().sizeHint().height())

    # ---------------------------------------------------------------- columns

    def fill_columns(self, menu: QMenu) -> None:
        """Put into a menu which columns are shown beside name, amount and change."""
        menu.clear()
        for column, name in ON_DEMAND.items():
            title = self.programs.headerData(column, Qt.Orientation.Horizontal)
            action = QAction(str(title), menu, checkable=True)
            action.setChecked(name not in self._hidden)
            action.toggled.connect(partial(self.set_shown, column))
            menu.addAction(action)

    def set_shown(self, column: int, shown: bool) -> None:
        """Show or hide a column."""
        name = ON_DEMAND[column]
        self._hidden = self._hidden - {name} if shown else self._hidden | {name}
        self._settings.set_columns("programs", ColumnLayout(hidden=self._hidden))
        self._show_columns()

    def _show_columns(self) -> None:
        for column, name in ON_DEMAND.items():
            is_empty = column == EXECUTED and not self._session.state.document.execution
            self.setColumnHidden(column, name in self._hidden or is_empty)
        self.setColumnHidden(CHANGE, True)  # it stands beneath the amount
        self.setColumnHidden(BESIDE, self._session.state.beside is None)
        self.setHeaderHidden(all(self.isColumnHidden(column) for column in WIDTHS))
        self._size_columns()

    def _size_columns(self) -> None:
        """Give the name what the others leave."""
        root = self.programs.node(QModelIndex())
        amounts = [self.programs.look(node) for node in (*root.children, *root.children[0].children[:1])]
        self.setColumnWidth(CURRENT, self._rows.amount_width(amounts))
        for column, width in WIDTHS.items():
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, max(theme.px(width), self.header().sectionSizeHint(column)))
        others = sum(self.columnWidth(each) for each in (CURRENT, *WIDTHS) if not self.isColumnHidden(each))
        self.setColumnWidth(NAME, max(self.viewport().width() - others, theme.px(NARROWEST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def set_compact(self, compact: bool) -> None:
        """Show lower rows: where the screen is low."""
        self._rows.compact = compact
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and self._zoom != theme.zoom():
            self._zoom = theme.zoom()
            self.setFont(theme.table_font())
            self.setIndentation(theme.px(INDENT))
            self._size_columns()
            self.scheduleDelayedItemsLayout()

    # ---------------------------------------------------------------- what is shown

    def _on_changed(self, moved: Moved) -> None:
        if moved.beside or bool(moved.before.document.execution) is not bool(moved.after.document.execution):
            self._show_columns()
        elif moved.unit or moved.scenario:
            self._size_columns()

    def _repaint(self, columns: Sequence[int]) -> None:
        """Paint these columns anew, as far as they are on the screen."""
        for column in columns:
            left, width = self.columnViewportPosition(column), self.columnWidth(column)
            self.viewport().update(QRect(left, 0, width, self.viewport().height()))

    def _after_reset(self) -> None:
        self.expandToDepth(1)
        self.setCurrentIndex(self.programs.index_of_program(self._session.state.program))
        self._size_columns()

    def _on_current(self, current: QModelIndex) -> None:
        node = self.programs.node(current)
        if node.program is not None or node.parent is None or node.parent.parent is None:
            self._session.show(program=node.program)

    # ---------------------------------------------------------------- names

    def name_program(self, program: int) -> None:
        """Let the name of a proposed program be typed where it stands."""
        index = self.programs.index_of_program(program)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus()
        self._naming = self._session.state.portfolio.programs[program].id
        self.edit(index)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        naming, self._naming = self._naming, ""
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.setFocus()  # the rows were made anew beneath the editor
            if naming:
                self.named.emit(naming)

    # ---------------------------------------------------------------- painting

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        tokens = theme.tokens()
        selected = self.selectionModel().isSelected(index)
        painter.fillRect(rect, tokens.selection if selected else tokens.surface)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.hairline)
        if selected:
            painter.fillRect(rect.left(), rect.top(), theme.px(3), rect.height(), tokens.accent)
        if self.programs.rowCount(index):
            size = theme.px(4)
            middle = QPointF(rect.right() - size - 1, rect.center().y() + 0.5)
            opened = ((-1, -0.6), (1, -0.6), (0, 0.8)) if self.isExpanded(index) else ((-0.6, -1), (-0.6, 1), (0.8, 0))
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.second)
            painter.drawPolygon(QPolygonF([middle + QPointF(x * size, y * size) for x, y in opened]))
            painter.restore()

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().drawRow(painter, option, index)
        if self.hasFocus() and index == self.currentIndex().siblingAtColumn(NAME):
            rect, ink = option.rect.adjusted(0, 0, 0, -1), theme.tokens().accent
            for edge in (
                QRect(rect.left(), rect.top(), rect.width(), 2),
                QRect(rect.left(), rect.bottom() - 1, rect.width(), 2),
                QRect(rect.right() - 1, rect.top(), 2, rect.height()),
            ):
                painter.fillRect(edge, ink)
