"""At the foot of a review: what was requested, what the examination leaves, what is asked for again; and making it."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.pressing import press_by_enter
from planner.app.widgets.scenario_mark import paint_mark
from planner.app.widgets.sheet import set_tone
from planner.words.texts import Texts

MARK = 12
"""The side of a mark in pixels."""


class _Mark(QWidget):
    """The mark of a scenario by its number."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.setFixedSize(theme.px(MARK), theme.px(MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRectF(self.rect()), self.number)


class Outcome(QWidget):
    """A scenario there is or will be: its mark, its name (in a field where it can be given one), what it comes to."""

    def __init__(self, title: str, *, named: bool) -> None:
        super().__init__()
        self._mark, self.title, self.name = _Mark(), Label(title), QLineEdit()
        self.figure, self.effect = Label("−"), Label()
        self.title.setProperty("tone", "second")
        self.title.setBuddy(self.name)
        self.name.setAccessibleName(title)
        self.figure.setFont(theme.sized(theme.FIGURE_POINTS, bold=True))
        self.effect.setFont(theme.sized(theme.SMALL_POINTS, bold=True))
        layout, below = QGridLayout(self), QHBoxLayout()
        layout.setContentsMargins(0, 0, theme.px(12), 0)
        layout.setHorizontalSpacing(theme.px(6))
        layout.setVerticalSpacing(theme.px(2))
        layout.addWidget(self._mark, 0, 0)
        layout.addWidget(self.title, 0, 1)
        layout.addWidget(self.name, 0, 2)
        below.setSpacing(theme.px(6))
        for part in (self.figure, self.effect):
            below.addWidget(part)
        below.addStretch(1)
        layout.addLayout(below, 1, 0, 1, 3)
        self.name.setVisible(named)

    def show_outcome(self, number: int, figure: str, effect: str = "", words: str = "") -> None:
        """Show what it comes to, and by how much it differs."""
        self._mark.number = number
        self._mark.update()
        self.figure.setText(figure)
        self.effect.setText(f"{words} {effect}".strip())
        set_tone(self.effect, "decrease" if effect.startswith("△") else "increase" if effect.startswith("+") else "")


class ReviewFoot(QFrame):
    """The three of them side by side, what was decided in words, and the one button that makes the scenarios."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self._texts = texts
        self.setProperty("line", "above")
        self.requested = Outcome(_("Requested"), named=False)
        self.examined = Outcome(_("Examination in"), named=True)
        self.restored = Outcome(_("Asked for again in"), named=True)
        self.said, self.make = Label(), QPushButton(_("Make the scenario"))
        self.said.setWordWrap(True)
        self.said.setProperty("tone", "second")
        self.make.setProperty("look", "primary")
        self.make.setAutoDefault(False)
        press_by_enter([self.make])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(8))
        for part in (self.requested, self.examined, self.restored):
            layout.addWidget(part)
        layout.addWidget(self.said, 1)
        layout.addWidget(self.make)

    def show_made(self, count: int) -> None:
        """Say how many scenarios are made."""
        _ = self._texts._
        self.make.setText(_("Make both scenarios") if count > 1 else _("Make the scenario"))
