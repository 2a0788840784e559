"""The rail at the left: all menus behind one button, a button for each page, help and settings at the foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from planner.app.widgets import theme
from planner.app.widgets.icons import icon, length
from planner.app.window.pages import Page
from planner.words.texts import Texts

WIDTH, HIGH, LOW = 48, 52, 40
"""The width, and the height of a button with and without its word, at a zoom of 1."""


class RailButton(QToolButton):
    """A button of the rail: its icon, its word below, and a dot where something waits on its page."""

    def __init__(self, name: str, drawn: str, tip: str) -> None:
        super().__init__()
        self._marked = False
        self._name = name
        self.setProperty("look", "rail")
        self.setIcon(icon(drawn, "second", "accent"))
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)

    def set_words(self, words: bool, width: int) -> None:
        """Show the word below the icon, or the icon alone."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonTextUnderIcon if words else style.ToolButtonIconOnly)
        self.setFont(theme.sized(theme.CAPTION_POINTS))
        self.setIconSize(length())
        self.setFixedSize(QSize(width, theme.px(HIGH if words else LOW)))

    def set_marked(self, marked: bool, what: str = "") -> None:
        """Show a dot, and say what it stands for."""
        self.setAccessibleName(f"{self._name}, {what}" if marked and what else self._name)
        if marked != self._marked:
            self._marked = marked
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._marked:
            painter, side = QPainter(self), theme.px(7)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.tokens().warning)
            painter.drawEllipse(QRect(self.width() - side - theme.px(6), theme.px(6), side, side))


class Rail(QFrame):
    """The buttons.

    Signals:
        page_wanted(str): a page was chosen, by its name.
    """

    page_wanted = Signal(str)

    def __init__(self, pages: list[Page], texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self.setObjectName("rail")
        self.setProperty("line", "right")
        self.menu = RailButton(_("Menu"), "menu", _("All menus (Alt, F10)"))
        self.menu.setShortcut("F10")
        self.buttons = {page.name: RailButton(page.word, page.icon, f"{page.title} ({page.keys})") for page in pages}
        self.help = RailButton(_("Help"), "help", _("Guide (F1)"))
        self.settings = RailButton(_("Settings"), "settings", _("Settings"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.menu)
        for name, button in self.buttons.items():
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.clicked.connect(partial(self.page_wanted.emit, name))
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self.help)
        layout.addWidget(self.settings)
        self.set_words(True)

    def set_words(self, words: bool) -> None:
        """Show the words of the pages, or icons alone where room is scarce."""
        metrics = QFontMetrics(theme.sized(theme.CAPTION_POINTS, bold=True))
        widest = max(metrics.horizontalAdvance(button.text()) for button in self.buttons.values()) + theme.px(8)
        width = max(theme.px(WIDTH), widest if words else 0)
        for button in self.buttons.values():
            button.set_words(words, width)
        for button in (self.menu, self.help, self.settings):
            button.set_words(False, width)

    def show_front(self, name: str) -> None:
        """Mark the page in front."""
        self.buttons[name].setChecked(True)

    def on_menu(self, call: Callable[[QPoint], object]) -> None:
        """Do something when all menus are wanted, at the place beside their button."""
        self.menu.clicked.connect(lambda: call(self.menu.mapToGlobal(self.menu.rect().topRight())))
