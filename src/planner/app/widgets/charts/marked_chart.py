"""A chart whose marks (bars, mostly) are told by pointer and by keys.

Arrows step through them, Enter goes where one leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QBrush, QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy

from planner.app.widgets import theme
from planner.app.widgets.charts.chart_frame import ChartFrame
from planner.app.widgets.elided import ElidedLabel
from planner.core.money import Unit
from planner.words.texts import Texts

if TYPE_CHECKING:
    import pyqtgraph

KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -(10**9),
    Qt.Key.Key_End: 10**9,
}
FRAME = 2
"""The frame of the mark one is at, in pixels."""


class Mark(NamedTuple):
    """A mark and where it stands, in the figures of the plot; `said` is all there is to say of it."""

    left: float
    right: float
    low: float
    high: float
    said: str


class MarkedChart(ChartFrame):
    """What is said of a mark stands under the plot while the pointer is over it, or the keys have come to it.

    Signals:
        chosen(int): a mark was clicked on, or Enter pressed on it.
    """

    chosen = Signal(int)

    def __init__(self, texts: Texts, title: str) -> None:
        super().__init__(texts, title)
        self.marks: tuple[Mark, ...] = ()
        self.at = -1
        """The mark one is at; below 0 none."""
        self._frame: Any = None
        self.told = ElidedLabel()
        self.told.setProperty("tone", "second")
        self.told.setFont(theme.table_font())
        self._layout.insertWidget(self._layout.count() - 1, self.told)

    def plot(self) -> pyqtgraph.PlotWidget:
        is_new = self._plot is None
        plot = super().plot()
        if is_new:
            plot.setFrameShape(plot.Shape.NoFrame)
            policy = plot.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)  # it takes the room there is, and no more
            policy.setRetainSizeWhenHidden(True)  # nothing moves while an answer is on its way
            plot.setSizePolicy(policy)
            plot.installEventFilter(self)
            plot.viewport().installEventFilter(self)
        return plot

    @property
    def has_focus(self) -> bool:
        """Whether keys step through its marks now."""
        return self._plot is not None and self._plot.hasFocus()

    def lay_marks(self, marks: Sequence[Mark]) -> None:
        """Take other marks than before, after they are drawn; one stays at the same place among them."""
        import pyqtgraph as pg  # noqa: PLC0415 - it is there by now

        self.marks = tuple(marks)
        self.plot().setAccessibleDescription(self.said.text())
        self._frame = pg.QtWidgets.QGraphicsRectItem()
        self._frame.setPen(pg.mkPen(theme.tokens().accent, width=FRAME))
        self._frame.setZValue(10)
        self.plot().addItem(self._frame, ignoreBounds=True)
        self.go_to(min(self.at, len(self.marks) - 1))

    def lay_nothing(self) -> None:
        """Show no plot: never the last picture."""
        self.marks, self._frame = (), None
        if self._plot is not None:
            self._plot.clear()
            self._plot.hide()
        self.go_to(-1)

    def go_to(self, place: int) -> None:
        """Come to a mark, or with -1 to none."""
        self.at = place
        mark = self.marks[place] if 0 <= place < len(self.marks) else None
        self.told.setText("" if mark is None else mark.said)
        if self._frame is None:
            return
        self._frame.setVisible(mark is not None)
        if mark is not None:
            self._frame.setRect(QRectF(QPointF(mark.left, mark.low), QPointF(mark.right, mark.high)))

    def brush(self, fill: QColor, *, hatched: bool = False) -> QBrush:
        """A filling in the colours in use; `hatched` where colour shall not speak alone."""
        return QBrush(fill, Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern)

    # ---------------------------------------------------------------- pointer and keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent) and kind in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease):
            place = self._mark_under(event.position())
            if kind is QEvent.Type.MouseMove:
                if place != self.at and (place >= 0 or not self.plot().hasFocus()):
                    self.go_to(place)
            elif place >= 0 and event.button() is Qt.MouseButton.LeftButton:
                self.chosen.emit(place)
        elif kind is QEvent.Type.Leave and not self.plot().hasFocus():
            self.go_to(-1)
        elif watched is self._plot and kind is QEvent.Type.FocusIn:
            self.go_to(max(self.at, 0))
        elif watched is self._plot and kind is QEvent.Type.FocusOut:
            self.go_to(-1)
        elif watched is self._plot and kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        elif kind is QEvent.Type.Wheel:
            event.ignore()  # what it stands in may scroll
            return True
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at >= 0:
            self.chosen.emit(self.at)
            return True
        step = KEYS.get(Qt.Key(key))
        if step is None or not self.marks:
            return False
        self.go_to(min(max(self.at + step, 0), len(self.marks) - 1))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.told.text()))
        return True

    def _mark_under(self, point: QPointF) -> int:
        plot = self.plot()
        where = plot.getViewBox().mapSceneToView(plot.mapToScene(point.toPoint()))
        for place, mark in enumerate(self.marks):
            if mark.left <= where.x() <= mark.right and mark.low <= where.y() <= mark.high:
                return place
        return -1


def unit_for(largest: int) -> Unit:
    """The unit in which amounts up to so many yen are read at a glance: 億円 wherever they come to one."""
    return next((unit for unit in (Unit.OKU, Unit.MILLION, Unit.THOUSAND) if largest >= unit.yen), Unit.YEN)
