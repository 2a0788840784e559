"""The bar in which everything is said that an officer should know: never in the way, gone when dismissed."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStyle, QToolButton

from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.words.texts import Texts


class MessageBar(QFrame):
    """One message at a time: what is wrong, where, and what to do; or that something is done."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setObjectName("message")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._icon, self._label, self._close = Label(), Label(), QToolButton()
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close.setIcon(self.style().standardIcon(QStyle.StandardPixmap.SP_TitleBarCloseButton))
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(texts._("Dismiss the message"))
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 4)
        for widget in (self._icon, self._label, self._close):
            layout.addWidget(widget)
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
        self._say(text, QStyle.StandardPixmap.SP_MessageBoxWarning)

    def tell(self, text: str) -> None:
        """Say that something is done, or worth knowing."""
        self._say(text, QStyle.StandardPixmap.SP_MessageBoxInformation)

    def _say(self, text: str, icon: QStyle.StandardPixmap) -> None:
        size = self.style().pixelMetric(QStyle.PixelMetric.PM_SmallIconSize)
        self._icon.setPixmap(self.style().standardIcon(icon).pixmap(size, size))
        self._label.setText(text)
        self._label.setAccessibleName(text)
        self.show()
