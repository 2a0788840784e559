"""The beginning: what the program is, unsaved work that was found, ways to begin, and what was open before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from planner.app.session.settings import Settings, Theme
from planner.app.welcome.recent_list import RecentList
from planner.app.welcome.recovery_bar import RecoveryBar
from planner.app.welcome.way_button import WayButton
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_entry
from planner.resources import resource
from planner.words.texts import LANGUAGE_NAMES, LANGUAGES, Texts

TITLE_POINTS = 18.0
WIDEST, LOGO, LOW_BELOW = 1040, 42, 600
"""How wide it gets, the side of its picture, and the height below which its rows are low; pixels at a zoom of 1."""


class Way(NamedTuple):
    """A way to begin: the verb that does it, its name, what it is, its icon and its keys."""

    key: str
    name: str
    what: str
    icon: str
    keys: str


class WelcomePage(QWidget):
    """What is seen while nothing is open. What its buttons do comes from the table of verbs.

    Signals:
        wanted(str): a verb, by its key.
        language_wanted(str), theme_wanted(Theme): another language or colours.
    """

    wanted, language_wanted, theme_wanted = Signal(str), Signal(str), Signal(object)

    def __init__(
        self, settings: Settings, texts: Texts, ways: Sequence[Way], links: Sequence[tuple[str, str]], search: QWidget
    ) -> None:
        super().__init__()
        self._texts = texts
        self.setProperty("area", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.recovery = RecoveryBar(texts)
        self.ways = [WayButton(*way) for way in ways]
        self.recent = RecentList(settings, texts)
        self.work = Label()
        self.work.setFont(theme.sized(theme.TITLE_POINTS))
        self.work.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._choices, self._body = QWidget(), QStackedWidget()
        inner = QVBoxLayout()
        inner.setSpacing(theme.px(12))
        inner.addLayout(self._head(search))
        self._body.addWidget(self._choices)
        self._body.addWidget(self.work)
        inner.addWidget(self._body)
        below = QVBoxLayout(self._choices)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.px(12))
        below.addWidget(self.recovery)
        columns = QGridLayout()
        columns.setHorizontalSpacing(theme.px(24))
        columns.addWidget(self._list_of_ways(), 0, 0)
        columns.addWidget(self._recent_files(), 0, 1)
        columns.setColumnMinimumWidth(0, theme.px(380))
        columns.setColumnStretch(0, 5)
        columns.setColumnStretch(1, 7)
        below.addLayout(columns)
        below.addLayout(self._foot(settings, links))
        centred = QWidget()
        centred.setLayout(inner)
        centred.setMaximumWidth(theme.px(WIDEST))
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        row.addStretch(1)
        row.addWidget(centred, 1000)
        row.addStretch(1)
        layout.setContentsMargins(theme.px(24), theme.px(4), theme.px(24), theme.px(4))
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
        self.setFocusProxy(self.ways[0])

    def _head(self, search: QWidget) -> QHBoxLayout:
        _ = self._texts._
        picture, name, what = Label(), Label(_("Budget Scenario Planner")), Label()
        side = theme.px(LOGO)
        picture.setPixmap(QIcon(str(resource("icons/planner.svg"))).pixmap(side, side))
        name.setFont(theme.sized(TITLE_POINTS, bold=True))
        what.setText(_("A budget request whose totals always agree, in as many scenarios as you like."))
        what.setProperty("tone", "second")
        words, head = QVBoxLayout(), QHBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(what)
        head.setSpacing(theme.px(16))
        head.addWidget(picture)
        head.addLayout(words)
        head.addStretch(1)
        head.addWidget(search)
        return head

    def _list_of_ways(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("area", "card")
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for way in self.ways:
            way.clicked.connect(partial(self.wanted.emit, way.key))
            layout.addWidget(way)
        layout.addStretch(1)
        return frame

    def _recent_files(self) -> QFrame:
        _ = self._texts._
        frame, head = QFrame(), Label(_("Recent documents"))
        frame.setProperty("area", "card")
        head.setFont(theme.sized(theme.POINTS, bold=True))
        none = Label(_("Documents you save or open will be listed here."))
        none.setProperty("tone", "third")
        none.setWordWrap(True)
        drops = Label(_("Drop a document (.bplan) or a workbook (.xlsx) here to open it."))
        drops.setProperty("tone", "third")
        drops.setWordWrap(True)
        has_files = bool(self.recent.recents.files)
        self.recent.setVisible(has_files)
        none.setVisible(not has_files)
        layout = QVBoxLayout(frame)
        margin = theme.px(16)
        layout.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        for widget in (head, none):
            layout.addWidget(widget)
        layout.addWidget(self.recent, 1)
        if not has_files:
            layout.addStretch(1)
        layout.addWidget(drops)
        return frame

    def _foot(self, settings: Settings, links: Sequence[tuple[str, str]]) -> QHBoxLayout:
        _, foot = self._texts._, QHBoxLayout()
        foot.setSpacing(theme.px(4))
        for key, name in links:
            foot.addWidget(_link(name, partial(self.wanted.emit, key)))
        foot.addStretch(1)
        for language in LANGUAGES:
            if language != self._texts.language:
                foot.addWidget(_link(LANGUAGE_NAMES[language], partial(self.language_wanted.emit, language)))
        for each in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
            foot.addWidget(_link(_(each.value), partial(self.theme_wanted.emit, each)))
        return foot

    def show_work(self, said: str) -> None:
        """Say that a document is being opened, in the place of everything to choose; empty once it is over."""
        self.work.setText(said)
        is_working = self._body.currentWidget() is self.work
        self._body.setCurrentWidget(self.work if said else self._choices)
        if is_working and not said:
            self.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for way in self.ways:
            way.set_low(self.height() < theme.px(LOW_BELOW))

    def regions(self) -> list[QWidget]:
        """What F6 goes to."""
        return [self.recovery.take, self.ways[0], self.recent]


def _link(name: str, call: object) -> QPushButton:
    button = QPushButton(plain_entry(name))
    button.setProperty("look", "link")
    button.clicked.connect(call)
    return button
