"""The drawer of what-ifs: its pages behind one another, each made when it is first wanted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.kinds import KINDS
from planner.app.whatif.page import WhatIfPage
from planner.app.whatif.risk.assumptions import Assumptions
from planner.app.widgets import theme
from planner.app.widgets.icons import icon, length

HEAD = 40
"""Logical pixels at a zoom of 1."""


class Drawer(QFrame):
    """A head with a tab for each kind of question, below it the page in front.

    Signals:
        closed(): its user wants it no more.
        taken(str): what was asked for was put into a scenario, in words.
        turned(): another page is in front.
        place_wanted(Place), classes_wanted(): where a page leads.
    """

    closed = Signal()
    taken = Signal(str)
    turned = Signal()
    place_wanted = Signal(object)
    classes_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen, self._assumptions = Chosen(), Assumptions(self, desk.session)
        self._made: dict[str, WhatIfPage] = {}
        self._front = KINDS[0].key
        _ = desk.texts._
        self.setObjectName("what-if")
        self.setAccessibleName(_("What-if"))
        self.setProperty("area", "surface")
        self.setProperty("line", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.tabs: dict[str, QToolButton] = {}
        self._stack, group = QStackedWidget(), QButtonGroup(self)
        self._head = head = QFrame()
        head.setProperty("line", "below")
        head.setFixedHeight(theme.px(HEAD))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        row.setSpacing(theme.px(4))
        for kind in KINDS:
            tab = QToolButton()
            tab.setText(_(kind.title))
            tab.setIcon(icon(kind.icon, "second", "accent"))
            tab.setIconSize(length())
            tab.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            tab.setProperty("look", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self.show_page, kind.key))
            group.addButton(tab)
            row.addWidget(tab)
            self.tabs[kind.key] = tab
        row.addStretch(1)
        self.close_button = QToolButton()
        self.close_button.setProperty("look", "quiet")
        self.close_button.setIcon(icon("close", "second"))
        self.close_button.setIconSize(length())
        self.close_button.setAccessibleName(_("Close the what-ifs"))
        self.close_button.setToolTip(f"{_('Close the what-ifs')} (Esc)")
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._stack, 1)
        for keys, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            turning = QShortcut(QKeySequence(keys), self)
            turning.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turning.activated.connect(partial(self._step, by))
        self.hide()
        desk.session.changed.connect(self._on_changed)

    @property
    def front(self) -> WhatIfPage:
        """The page in front."""
        page = self._stack.currentWidget()
        assert isinstance(page, WhatIfPage)
        return page

    @property
    def is_wide(self) -> bool:
        """Whether the page in front takes the whole page of the window."""
        page = self._stack.currentWidget()
        return isinstance(page, WhatIfPage) and page.is_wide

    @property
    def last(self) -> str:
        """The page that was in front last."""
        return self._front

    def page(self, key: str) -> WhatIfPage:
        """A page, made when it is first wanted."""
        if key not in self._made:
            page = next(kind for kind in KINDS if kind.key == key).make(self._desk, self._assumptions)
            page.taken.connect(self.taken)
            page.place_wanted.connect(self.place_wanted)
            page.classes_wanted.connect(self.classes_wanted)
            page.take_up(self._chosen)
            self._made[key] = page
            self._stack.addWidget(page)
        return self._made[key]

    def take_up(self, chosen: Chosen) -> None:
        """Ask about what is chosen in the window now."""
        self._chosen = chosen
        for page in self._made.values():
            page.take_up(chosen)

    def show_page(self, key: str) -> None:
        """Bring a page to the front, the cursor where typing begins."""
        before, page = self._stack.currentWidget(), self.page(key)
        self._front = key
        if isinstance(before, WhatIfPage) and before is not page:
            before.set_shown(False)
        self._stack.setCurrentWidget(page)
        self.tabs[key].setChecked(True)
        self.turned.emit()
        self.setFocusProxy(page.first())
        page.set_shown(True)
        page.first().setFocus()
        if isinstance(first := page.first(), QLineEdit):
            first.selectAll()

    def rest(self) -> None:
        """Do nothing any more until a page is wanted again."""
        if self._stack.count():
            self.front.set_shown(False)

    def turn(self) -> None:
        """Go from the picture of the page in front to the table of its figures, and back."""
        if hasattr(self.front, "turn"):
            self.front.turn()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tabs show their icons where all of them have the room."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        for shown in (style.ToolButtonTextBesideIcon, style.ToolButtonTextOnly):
            for tab in self.tabs.values():
                tab.setToolButtonStyle(shown)
            if self._head.minimumSizeHint().width() <= self.width():
                break

    def _step(self, by: int) -> None:
        keys = [kind.key for kind in KINDS]
        self.show_page(keys[(keys.index(self._front) + by) % len(keys)])

    def _on_changed(self, moved: Moved) -> None:
        if moved.opening:
            self._assumptions.clear()
            self.take_up(Chosen())
        for page in self._made.values():
            page.follow(moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Enter presses a button, or leads from a field to the answer; Ctrl+Enter takes it over."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.front.foot.branch.click()
        elif enter and isinstance(focus, QPushButton | QToolButton):
            focus.click()
        elif enter:
            self.front.hasten()
        event.accept()
