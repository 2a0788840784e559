"""A sheet as it lies on paper: pages with their edges and margins, one below the other, as wide as there is room."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from planner.app.handover.printing.page_painter import Number, PagePainter
from planner.app.handover.printing.sheet_pages import Pages, paper_of
from planner.app.paper import landscape
from planner.app.widgets import theme
from planner.files.plain.sheet import Sheet

GAP, WIDEST = 12, 1100
"""Room around pages, and the width of the widest, in logical pixels."""
PAPER = QColor("#FFFFFF")
KEPT = 8
"""So many pages are kept as pictures: those in sight and some around."""
ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0)
"""How much larger pages are shown than there is room for their width."""
INCH, DOTS = 25.4, 96
"""Millimetres, and pixels of a page as large as it is on paper."""

STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


class PaperView(QAbstractScrollArea):
    """The pages; only those in sight are painted.

    Signals:
        turned(): another page is in sight, or there are others.
    """

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper")
        self._zoom = 0
        self._paper = landscape()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet: Sheet | None = None
        self._pages: Pages | None = None
        self._page = lru_cache(maxsize=KEPT)(self._painted)
        self.verticalScrollBar().valueChanged.connect(self.turned)
        QWidget.setTabOrder(self, self.viewport())

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet, from its first page on."""
        self._sheet = sheet
        self._paper = landscape() if sheet is None else paper_of(sheet)
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._pages.pages) if self._pages is not None else 0

    @property
    def current(self) -> int:
        """The page that most of the view shows, from 0."""
        step = max(self._size.height() + theme.px(GAP), 1)
        return min((self.verticalScrollBar().value() + self.viewport().height() // 3) // step, max(self.count - 1, 0))

    @property
    def _size(self) -> QSize:
        """A page in logical pixels."""
        paper = self._paper.fullRect()
        fitting = min(max(self.viewport().width() - 2 * theme.px(GAP), theme.px(120)), theme.px(WIDEST))
        width = round(fitting * ZOOMS[self._zoom])
        return QSize(width, round(width * paper.height() / paper.width()))

    @property
    def percent(self) -> int:
        """How large a page is shown, of what it is on paper."""
        return round(100 * self._size.width() / theme.px(self._paper.fullRect().width() / INCH * DOTS))

    def step_zoom(self, by: int) -> None:
        """Show the pages a step larger, or smaller; the smallest fit the room."""
        zoom = min(max(self._zoom + by, 0), len(ZOOMS) - 1)
        if zoom != self._zoom:
            at = self.verticalScrollBar().value() / max(self._size.height(), 1)
            self._zoom = zoom
            self._lay_out()
            self.verticalScrollBar().setValue(round(at * self._size.height()))

    def _lay_out(self) -> None:
        """Lay the sheet out for the room there is."""
        self._page.cache_clear()
        if self._sheet is None:
            self._pages = None
        else:
            blank, margins = self._blank(), self._margins()
            self._pages = Pages(blank, QSize(margins.width(), margins.height()), self._sheet)
        height = self.count * (self._size.height() + theme.px(GAP)) + theme.px(GAP)
        wide = self._size.width() + 2 * theme.px(GAP)
        for bar, needed, there in (
            (self.verticalScrollBar(), height, self.viewport().height()),
            (self.horizontalScrollBar(), wide if self._zoom else 0, self.viewport().width()),
        ):
            bar.setPageStep(there)
            bar.setSingleStep(theme.px(40))
            bar.setRange(0, max(needed - there, 0))
        self.viewport().update()
        self.turned.emit()

    def _blank(self) -> QImage:
        """A page of paper, whose points are as large as the page is shown."""
        scale = self.devicePixelRatioF()
        image = QImage(self._size * scale, QImage.Format.Format_RGB32)
        dots = image.width() / self._paper.fullRect().width() * 1000
        image.setDotsPerMeterX(round(dots))
        image.setDotsPerMeterY(round(dots))
        image.fill(PAPER)
        return image

    def _margins(self) -> QRect:
        """What is painted on of a page, in its own pixels."""
        dots = self._size.width() * self.devicePixelRatioF() / self._paper.fullRect().width()
        inside = self._paper.paintRect()
        return QRect(
            round(inside.left() * dots),
            round(inside.top() * dots),
            round(inside.width() * dots),
            round(inside.height() * dots),
        )

    def _painted(self, place: int) -> QImage:
        """A page as a picture."""
        assert self._pages is not None
        image, margins = self._blank(), self._margins()
        painter = QPainter(image)
        painter.translate(QPointF(margins.topLeft()))
        PagePainter(painter, self._pages, Number(place + 1, self.count)).paint()
        painter.end()
        return image

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, size, gap = QPainter(self.viewport()), theme.tokens(), self._size, theme.px(GAP)
        painter.fillRect(self.viewport().rect(), tokens.ground)
        left, top = (self.viewport().width() - size.width()) // 2, gap - self.verticalScrollBar().value()
        if size.width() > self.viewport().width():
            left = gap - self.horizontalScrollBar().value()
        for place in range(self.count):
            page = QRect(QPoint(left, top + place * (size.height() + gap)), size)
            if page.intersects(event.rect()):
                painter.drawImage(page, self._page(place))
                painter.setPen(tokens.border)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(page.adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End lead to the first and the last page, as everywhere; + and − show it larger and smaller."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[Qt.Key(event.key())])
        elif event.key() in STEPS:
            self.step_zoom(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls, with Ctrl it shows the pages larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
