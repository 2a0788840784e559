"""A frame laid over its window, below a button: it closes by Escape, a click beside it or focus going elsewhere.

It is a part of the window and no window of its own: in a popup of Qt's no Japanese can be typed on Windows
(QTBUG-83490), and what is found, named and noted here is Japanese.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from planner.app.widgets import theme

MARGIN = 8
"""Between the frame and the edge of the window, in logical pixels."""


class Overlay(QFrame):
    """A frame over the window of `anchor`; focus goes back where it was when it closes.

    Signals:
        closed(): it is not seen any more.
    """

    closed = Signal()

    def __init__(self, anchor: QWidget, width: int, *, over: bool = False) -> None:
        super().__init__(anchor)
        self._anchor, self._width, self._over = anchor, width, over
        self._back: QWidget | None = None
        self.setProperty("area", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def open(self, first: QWidget) -> None:
        """Show the frame with the focus on a part of it; where it was is remembered."""
        if self.isVisible():
            first.setFocus(Qt.FocusReason.PopupFocusReason)
            return
        self._back = QApplication.focusWidget()
        self.setParent(self._anchor.window())
        self.place()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        application.focusChanged.connect(self._on_focus)

    def place(self) -> None:
        """Stand below the button (or over it), as high as is needed, wholly within the window."""
        window, margin = self._anchor.window().rect(), theme.px(MARGIN)
        corner = self._anchor.mapTo(self._anchor.window(), QPoint(0, 0 if self._over else self._anchor.height()))
        wanted = max(theme.px(self._width), self.minimumSizeHint().width())
        width = min(wanted, window.width() - 2 * margin)
        self.setFixedWidth(width)
        left = max(margin, min(corner.x(), window.width() - margin - width))
        height = min(self.sizeHint().height(), window.height() - margin - corner.y())
        self.setGeometry(QRect(left, corner.y(), width, height))

    def shut(self) -> None:
        """Close, and let the focus go back unless it went elsewhere by itself."""
        if not self.isVisible():
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.removeEventFilter(self)
        application.focusChanged.disconnect(self._on_focus)
        focused = QApplication.focusWidget()
        if self._back is not None and isValid(self._back) and (focused is None or self.isAncestorOf(focused)):
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        self._back = None
        self.closed.emit()

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Close when the focus goes to another part of the window; what opens over it (a list of a box) may have it."""
        if now is not None and now.window() is self.window() and not self.isAncestorOf(now):
            self.shut()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click elsewhere in the window closes, and does what it was meant to do."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if isinstance(watched, QWidget) and watched.window() is self.window() and self._is_beside(event):
                self.shut()
        elif event.type() is QEvent.Type.Resize and watched is self.window():
            self.place()
        return False

    def _is_beside(self, event: QMouseEvent) -> bool:
        at = event.globalPosition().toPoint()
        parts = (self, self._anchor)  # the button itself opens and shuts
        return not any(part.rect().contains(part.mapFromGlobal(at)) for part in parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no part takes end here: they are not meant for the window below."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round among the parts of the frame."""
        stops = [
            part
            for part in self.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible() and part.isEnabled()
        ]
        focused = QApplication.focusWidget()
        at = next((i for i, part in enumerate(stops) if part is focused or part.focusProxy() is focused), -1)
        if not stops:
            return False
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True
