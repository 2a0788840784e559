"""積算 · the programs, the lines of the one chosen, and what is to be said of the line under the cursor."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.lines.bar.formula_bar import FormulaBar
from planner.app.lines.line_table import LineTable
from planner.app.pages.heads import LinesHead, ProgramsHead
from planner.app.pages.inspector import Inspector
from planner.app.pages.widths import Width
from planner.app.programs.program_pane import ProgramPane
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.icons import icon, length
from planner.app.widgets.popping import pop_up_from
from planner.words.texts import Texts

PROGRAMS_WIDTH, INSPECTOR_WIDTH, LEAST_LINES = 320, 320, 320
"""Logical pixels at a zoom of 1."""


class LinesPage(QWidget):
    """Programs at the left, lines in the middle, the inspector at the right, as far as there is room for them.

    Where there is none the programs lie over the lines while they are chosen from, and go when one was.
    """

    def __init__(
        self,
        session: Session,
        texts: Texts,
        settings: Settings,
        pane: ProgramPane,
        table: LineTable,
        bar: FormulaBar,
        inspector: Inspector,
    ) -> None:
        super().__init__()
        self._texts, self.pane, self.table, self.bar, self.inspector = texts, pane, table, bar, inspector
        _ = texts._
        self.setObjectName("lines-page")
        self.head, self.programs_head = LinesHead(session, texts, settings), ProgramsHead(session, texts)
        self.inspector_button = QToolButton()
        self.inspector_button.setProperty("look", "quiet")
        self.inspector_button.setIcon(icon("inspector", "second"))
        self.inspector_button.setCheckable(True)
        self.inspector_button.setAccessibleName(_("Inspector"))
        self.inspector_button.setToolTip(_("Inspector (Ctrl+Shift+I)"))
        self.inspector_button.clicked.connect(inspector.want)
        self.columns_button = QToolButton()
        self.columns_button.setProperty("look", "quiet")
        self.columns_button.setIcon(icon("columns", "second"))
        self.columns_button.setAccessibleName(_("Columns"))
        self.columns_button.setToolTip(_("Columns"))
        columns = QMenu(self.columns_button)
        columns.aboutToShow.connect(partial(table.columns.fill, columns))
        pop_up_from(self.columns_button, columns)
        self.programs = QWidget()
        self.programs.setProperty("area", "surface")
        self.programs.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        left = _column(self.programs_head, pane)
        self.programs.setLayout(left)
        lines = QWidget()
        lines.setLayout(_column(self.head, bar, table))
        lines.setMinimumWidth(theme.px(LEAST_LINES))  # its head folds to that, if it is asked to
        self.across = QSplitter(Qt.Orientation.Horizontal)
        self.across.setChildrenCollapsible(False)
        for part in (self.programs, lines, inspector):
            self.across.addWidget(part)
        self.across.setStretchFactor(1, 1)
        self.setLayout(_column(self.across))
        self._width, self._taken = Width.USUAL, 0
        self.drawer: QWidget | None = None
        """What is laid at the right in place of the inspector."""
        inspector.wanted.connect(self.inspector_button.setChecked)
        inspector.shown.connect(lambda _shown: self._arrange())
        self.head.picker.clicked.connect(self.pick_program)
        pane.tree.clicked.connect(self._picked)
        pane.tree.named.connect(self._picked)
        table.lines.modelReset.connect(self._show_count)
        self._show_count()
        self.setFocusProxy(table)
        self.programs.installEventFilter(self)

    def _show_count(self) -> None:
        self.head.show_count(len(self.table.lines.line_rows()))

    def add_buttons(self, buttons: list[QToolButton]) -> None:
        """Put what is done with the lines into their head."""
        chips = self.table.filter.chips()
        for button in (*chips, *buttons, self.columns_button, self.inspector_button):
            button.setIconSize(length())
            self.head.add(button, folds=button in chips)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        shown: list[QWidget] = [self.pane.tree, self.bar, self.table, self.inspector]
        shown += [] if self.drawer is None else [self.drawer]
        return [each for each in shown if each.isVisible() and (each is not self.bar or self.bar.takes_focus)]

    def turn(self) -> None:
        """Go to the table of the picture in the drawer, or turn the one in the inspector to its table; and back."""
        if self.drawer is not None and self.drawer.isVisible() and hasattr(self.drawer, "turn"):
            self.drawer.turn()
        elif self.inspector.isVisible():
            self.inspector.turn()

    # ---------------------------------------------------------------- how much room there is

    def set_width(self, width: Width) -> None:
        """Lay the parts out for the room there is."""
        if width is not self._width:
            self._width = width
            self._arrange()

    def _arrange(self) -> None:
        """Put the programs beside the lines where there is room for them."""
        compact, layout = self.is_compact, self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, self._taken if self._width > Width.COMPACT else 0, 0)
        if self.across.count() == (2 if compact else 3):
            self._size_parts()
            return
        self.head.set_compact(compact)
        self.table.set_compact(compact)
        self.pane.tree.set_compact(compact)
        if compact:
            self.programs.setParent(self)
            self.programs.hide()
        else:
            self.across.insertWidget(0, self.programs)
            self.programs.show()
            self.across.setStretchFactor(0, 0)
            self.across.setStretchFactor(1, 1)
        self._size_parts()

    @property
    def is_compact(self) -> bool:
        """Whether the programs lie over the lines: the inspector takes their place where there is room for one."""
        return self._width <= (Width.COMPACT if self.inspector.isHidden() and not self._taken else Width.USUAL)

    def give_room(self, width: int) -> None:
        """Leave so many pixels at the right to what stands in place of the inspector; it covers where they are few."""
        self._taken = width
        self.inspector.give_way(bool(width))
        self._arrange()

    def _size_parts(self) -> None:
        """Programs and inspector as wide as they are meant to be, the lines the rest."""
        beside = [] if self.is_compact else [theme.px(PROGRAMS_WIDTH)]
        right = 0 if self.inspector.isHidden() else theme.px(INSPECTOR_WIDTH)
        taken = self._taken if self._width > Width.COMPACT else 0
        self.across.setSizes([*beside, max(self.width() - taken - sum(beside) - right, 1), right])

    def show_inspector(self, shown: bool) -> None:
        """Show the inspector where it has something to say, or not."""
        self.inspector.want(shown)
        self._size_parts()

    def toggle_inspector(self) -> None:
        """Show the inspector where it is not shown, else hide it."""
        self.inspector.toggle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_over()

    # ---------------------------------------------------------------- the programs over the lines

    def pick_program(self) -> None:
        """Let a program be chosen, from above the lines where they have no place beside them."""
        self.programs.show()
        self._place_over()
        self.programs.raise_()
        self.pane.tree.setFocus()

    def _place_over(self) -> None:
        if self.is_compact:
            self.programs.setGeometry(0, 0, min(theme.px(PROGRAMS_WIDTH), self.width()), self.height())

    def _picked(self) -> None:
        if self.is_compact:
            self.programs.hide()
            self.table.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.programs and self.is_compact and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._picked()
                return True
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(1280), theme.px(640))


def _column(*parts: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for part in parts:
        layout.addWidget(part)
    layout.setStretchFactor(parts[-1], 1)
    return layout
