"""The toast: everything an officer should know is said at the foot of a page, where it moves and hides no row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QSize, QTimer
from PySide6.QtGui import QEnterEvent, QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from planner.app.widgets import theme
from planner.app.widgets.icons import icon, length
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.words.texts import Texts

SHOWN_MS = 6_000
WIDEST = 560
"""Logical pixels at a zoom of 1."""


class Toast(QFrame):
    """One message at a time: what is wrong, where, and what to do; or that something is done.

    It lies over `host`, at the bottom left of an area of it (all of it unless told). What is told goes after six
    seconds, later while the pointer or the focus is on it; a refusal or a warning stays until it is dismissed or
    something else is said.
    """

    def __init__(self, texts: Texts, host: QWidget, area: Callable[[], QRect] | None = None) -> None:
        super().__init__(host)
        self._texts, self._host, self._area = texts, host, area or host.rect
        self.setObjectName("message")
        self.setAutoFillBackground(True)
        self._icon, self._label, self._close = Label(), Label(), QToolButton()
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close.setProperty("look", "quiet")
        self._close.setIcon(icon("close", "second"))
        self._close.setAccessibleName(texts._("Dismiss the message"))
        self._close.setToolTip(texts._("Dismiss the message"))
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(8)
        for widget in (self._icon, self._label, self._close):
            layout.addWidget(widget)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self._go)
        self.hide()

    @property
    def text(self) -> str:
        """The message shown, empty when there is none."""
        return "" if self.isHidden() else self._label.text()

    def refuse(self, error: UserError) -> None:
        """Say why something could not be done."""
        self.warn(error.render(self._texts.translate))

    def warn(self, text: str) -> None:
        """Say that something is not as it should be."""
        self._timer.stop()
        self._say(text, "warn", "warning")

    def tell(self, text: str) -> None:
        """Say that something is done, or worth knowing."""
        self._say(text, "info", "accent")
        self._timer.start()

    def _say(self, text: str, name: str, colour: str) -> None:
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - nothing is said at first

        self._icon.setPixmap(icon(name, colour).pixmap(length()))
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.show()
        self._place()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # ---------------------------------------------------------------- where and how long it is shown

    def _go(self) -> None:
        if self.underMouse() or self._close.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _place(self) -> None:
        """At the foot of the area, no wider than it is."""
        margin, room = theme.px(8), self._area()
        width = min(theme.px(WIDEST), room.width() - 2 * margin)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        size = QSize(width, max(height, self.minimumSizeHint().height()))
        self.setGeometry(
            QRect(margin, room.height() - size.height() - margin - self._foot, size.width(), size.height())
        )

    @property
    def _foot(self) -> int:
        """The height of what stands at the foot of the host and is not to be hidden."""
        return int(self._host.property("foot") or 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._host.installEventFilter(self)  # only while it is there: every event of the host goes through it

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._host.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self._timer.isActive():
            self._timer.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._timer.isActive():
            self._timer.start()
