"""A painted picture on the screen: marks for arrows and for the mouse, and a table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.picture import Drawing, Mark, image_of
from planner.app.widgets.plain import plain_tip
from planner.words.texts import Texts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QTableWidget

MARGIN, ABOVE = 14, 6
"""Beside a picture, above and below it, in pixels."""
TITLE_HEIGHT = 26
"""The room of a title over a table, in pixels."""
KEY = Qt.Key
ALL = 10**6
"""So many steps lead to the end, wherever one is."""
STEPS = {
    **{KEY.Key_Right: 1, KEY.Key_Down: 1, KEY.Key_Left: -1, KEY.Key_Up: -1},
    **{KEY.Key_End: ALL, KEY.Key_Home: -ALL},
}


class MarkButton(QAbstractButton):
    """Something of a picture that keys and the mouse go to; it paints nothing but that they are there.

    Signals:
        stepped(int): another mark is wanted, so many from this one; `ALL` for the last, less that for the first.
        entered(): the cursor came to it.
    """

    stepped = Signal(int)
    entered = Signal()

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = KEY(event.key())
        if key in STEPS:
            self.stepped.emit(STEPS[key])
        elif key in (KEY.Key_Return, KEY.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus() and not self.underMouse():
            return
        painter, tokens = QPainter(self), theme.tokens()
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(tokens.accent if self.hasFocus() else tokens.border, width))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


class PicturePanel(QWidget):
    """A picture, painted anew when what it shows or its size is another one.

    `heads` stand over the columns of its table: that of the names of its marks, then those of their figures; what is
    told of them is the last. One that is `ruled` has a line at its right and below it.

    Signals:
        wanted(Mark): a mark was clicked or entered.
    """

    wanted = Signal(object)

    def __init__(self, title: str, heads: Sequence[str], texts: Texts, *, ruled: bool = False) -> None:
        super().__init__()
        self.title, self._heads, self._texts, self._ruled = title, heads, texts, ruled
        self._drawing: Drawing | None = None
        self._pixmap = QPixmap()
        self.marks: tuple[Mark, ...] = ()
        self.buttons: list[MarkButton] = []
        self._at = self._count = 0
        """The mark the cursor was on last, and how many can be seen."""
        self.table: QTableWidget | None = None
        self.setAccessibleName(title)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show what is so now."""
        self._drawing = drawing
        self._paint_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.table is not None:
            self.table.setGeometry(self._below_title())
        self._paint_anew()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_anew()

    def _inside(self) -> QRect:
        margin, above = theme.px(MARGIN), theme.px(ABOVE)
        return self.rect().adjusted(margin, above, -margin, -above)

    def _below_title(self) -> QRect:
        return self._inside().adjusted(0, theme.px(TITLE_HEIGHT), 0, 0)

    # ---------------------------------------------------------------- the picture

    def _paint_anew(self) -> None:
        """Paint the picture, and put its marks where they stand in it."""
        if self._drawing is None or self.width() < 2 or self.height() < 2:
            return
        self._pixmap = QPixmap.fromImage(image_of(self._draw, self.size(), self.devicePixelRatioF()))
        self._put_marks()
        if self.table is not None:
            self._fill_table()
        self.update()

    def _draw(self, canvas: Canvas, room: QRectF) -> Sequence[Mark]:
        self.marks = tuple(self.draw_on(canvas, room))
        return self.marks

    def draw_on(self, canvas: Canvas, room: QRectF) -> Sequence[Mark]:
        """Paint the picture into a place that is as much larger than the panel as the canvas is finer."""
        if self._drawing is None:
            return ()
        margin, above = canvas.px(MARGIN), canvas.px(ABOVE)
        return self._drawing(canvas, room.adjusted(margin, above, -margin, -above))

    def _put_marks(self) -> None:
        """A button over each mark that can be seen; those of before are kept, so that the cursor stays."""
        seen = [mark for mark in self.marks if not mark.within.isEmpty()]
        around = theme.px(5)
        while len(self.buttons) < len(seen):
            button = MarkButton(self)
            place = len(self.buttons)
            button.stepped.connect(partial(self._step, place))
            button.entered.connect(partial(self._take, place))
            button.clicked.connect(partial(self._enter, place))
            self.buttons.append(button)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(seen) and self.table is None)
            if place < len(seen):
                said = seen[place].sentence(self._texts)
                button.setGeometry(seen[place].within.toAlignedRect().adjusted(-around, 0, around, 0))
                button.setAccessibleName(said)
                button.setToolTip(plain_tip(said))
        self.setAccessibleDescription("; ".join(f"{each.name} {' '.join(each.figures)}" for each in seen))
        if len(seen) > self._count:
            self._put_in_order(self.buttons)
        self._count = len(seen)
        self._take(min(self._at, max(self._count - 1, 0)))

    def _put_in_order(self, parts: Sequence[QWidget]) -> None:
        """Let Tab come to what was made here after what stands before the panel, not after all that is on the page."""
        before = self.previousInFocusChain()
        while before is not None and before is not self and (_is_passed(before) or self.isAncestorOf(before)):
            before = before.previousInFocusChain()
        if before is None or before is self:  # nothing else takes the focus
            return
        for part in parts:
            QWidget.setTabOrder(before, part)
            before = part

    @property
    def stops(self) -> list[QWidget]:
        """What Tab may come to: the mark the cursor was on last, or the table."""
        if self.table is not None:
            return [self.table]
        return list(self.buttons[: self._count])

    def _take(self, place: int) -> None:
        """Let Tab come back to this mark."""
        if not self._count:
            self.setFocusProxy(None)  # type: ignore[arg-type]
            return
        self._at = place
        for each, button in enumerate(self.buttons):
            policy = Qt.FocusPolicy.StrongFocus if each == place else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        if self.table is None:
            self.setFocusProxy(self.buttons[place])

    def _step(self, place: int, by: int) -> None:
        last = self._count - 1
        there = self.buttons[min(max(place + by, 0), last) if abs(by) == ALL else (place + by) % self._count]
        there.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self, place: int) -> None:
        seen = [mark for mark in self.marks if not mark.within.isEmpty()]
        self.wanted.emit(seen[place])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.tokens().surface)
        painter.drawPixmap(0, 0, self._pixmap)
        if not self._ruled:
            return
        painter.setPen(theme.tokens().hairline)
        painter.drawLine(self.rect().topRight(), self.rect().bottomRight())
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())

    # ---------------------------------------------------------------- the table behind

    def turn(self) -> None:
        """Show the table in place of the picture, or the picture again; the cursor goes along."""
        from PySide6.QtWidgets import QTableWidget  # noqa: PLC0415 - pictures are shown at the start

        had_focus = any(each.hasFocus() for each in self.stops)
        if self.table is None:
            self.table = QTableWidget(self)
            self.table.setAccessibleName(f"{self.title} ({self._texts._('table')})")
            self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
            self.table.setTabKeyNavigation(False)
            self.table.setGeometry(self._below_title())
            self.table.cellActivated.connect(lambda row, _column: self.wanted.emit(self.marks[row]))
            self._fill_table()
            self.table.show()
        else:
            self.table.deleteLater()
            self.table = None
        self._put_marks()
        if self.table is not None:
            self._put_in_order([self.table])
            self.setFocusProxy(self.table)
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_table(self) -> None:
        from PySide6.QtWidgets import QHeaderView, QTableWidgetItem  # noqa: PLC0415 - as above

        assert self.table is not None
        heads = [*self._heads, self._texts._("In words")]
        self.table.setColumnCount(len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.verticalHeader().hide()
        self.table.setRowCount(len(self.marks))
        for row, mark in enumerate(self.marks):
            figures = [*mark.figures, *[""] * (len(self._heads) - 1 - len(mark.figures))]
            for column, text in enumerate((mark.name, *figures, mark.told)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                if 0 < column <= len(figures):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        self.table.horizontalHeader().setSectionResizeMode(len(heads) - 1, QHeaderView.ResizeMode.Interactive)


def _is_passed(part: QWidget) -> bool:
    """Whether Tab never comes to a part: it is no place in the order."""
    return part.focusPolicy() is Qt.FocusPolicy.NoFocus
