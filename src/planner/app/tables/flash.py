"""What just changed stands out once: held for a moment, then fading; underlined instead where nothing shall move."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QRect, QVariantAnimation
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QTableView

from planner.app.widgets import theme

HOLD_MS, FADE_MS = 300, 700
STEPS = 8
"""So many shades it fades through: each is painted, and no more of them."""
LINE = 2
"""The thickness of the underline, in logical pixels."""


class Flash(QObject):
    """How strongly something stands out now; `repaint` is called whenever that is another."""

    def __init__(self, parent: QObject, repaint: Callable[[], object]) -> None:
        super().__init__(parent)
        self._repaint, self._shade, self._still = repaint, 0, False
        self.course = QVariantAnimation(self)
        self.course.setDuration(HOLD_MS + FADE_MS)
        self.course.setStartValue(1.0)
        self.course.setKeyValueAt(HOLD_MS / (HOLD_MS + FADE_MS), 1.0)
        self.course.setEndValue(0.0)
        self.course.valueChanged.connect(self._on_value)
        self.course.finished.connect(self.stop)

    def start(self) -> None:
        """Stand out from now on, for a second."""
        self._still = not theme.moves()
        self.course.stop()
        self.course.start()
        self._on_value(1.0)

    def stop(self) -> None:
        """Stand out no more."""
        self.course.stop()
        self._show(0)

    @property
    def is_on(self) -> bool:
        """Whether it stands out at all."""
        return self._shade > 0

    def _on_value(self, value: float) -> None:
        self._show(STEPS if self._still else round(value * STEPS))

    def _show(self, shade: int) -> None:
        if shade != self._shade:
            self._shade = shade
            self._repaint()

    def ground(self, usual: QColor) -> QColor:
        """The ground to paint on in place of the usual one."""
        share = 0.0 if self._still else self._shade / STEPS
        return theme.mixed(usual, theme.tokens().flash, share) if share else usual

    def underline(self, painter: QPainter, rect: QRect) -> None:
        """Underline it, where that stands for the fading."""
        if self.is_on and self._still:
            thick = theme.px(LINE)
            painter.fillRect(rect.left(), rect.bottom() + 1 - thick, rect.width(), thick, theme.tokens().accent)


class CellFlash(Flash):
    """The flash of cells of one table; it ends where the rows are other ones."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table, self._repaint_cells)
        self._table = table
        self._cells: frozenset[tuple[int, int]] = frozenset()
        for moved in (table.model().modelAboutToBeReset, table.model().layoutAboutToBeChanged):
            moved.connect(self.stop)

    def take(self, cells: Collection[tuple[int, int]]) -> None:
        """Let these cells stand out, each as (row, column), and no others any more."""
        self.stop()
        self._cells = frozenset(cells)
        if cells:
            self.start()

    def of(self, row: int, column: int) -> Flash | None:
        """The flash that a cell is in now."""
        return self if self.is_on and (row, column) in self._cells else None

    def _repaint_cells(self) -> None:
        model = self._table.model()
        for row, column in self._cells:
            self._table.viewport().update(self._table.visualRect(model.index(row, column)))
