"""The guided path as a strip at the foot of the window: it takes its own room and covers nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from planner.app.guide.path import GuidedPath
from planner.app.guide.steps import STEPS, told
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.icons import icon, length
from planner.app.widgets.plain import Label
from planner.words.texts import Texts

HIGH = 48
"""Two lines of words, in logical pixels at a zoom of 1."""


class PathStrip(QFrame):
    """Says which step it is, what to do and by which key; `keys` tells those of a verb."""

    def __init__(
        self,
        session: Session,
        texts: Texts,
        settings: Settings,
        front: Callable[[], str],
        keys: Callable[[str], str],
    ) -> None:
        super().__init__()
        self._session, self._texts, self._keys = session, texts, keys
        self.path = GuidedPath(session, settings, front, self)
        _ = texts._
        self.setObjectName("path")
        self.setProperty("line", "above")
        self.setProperty("area", "header")
        self.setFixedHeight(theme.px(HIGH))
        self.count, self.name, self.do = Label(), Label(), Label()
        self.count.setProperty("tone", "second")
        self.name.setFont(theme.sized(theme.POINTS, bold=True))
        self.do.setFont(theme.sized(theme.SMALL_POINTS))
        self.do.setWordWrap(True)
        self.do.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.skip, self.close_button = QPushButton(_("Skip")), QToolButton()
        self.skip.setProperty("look", "quiet")
        self.close_button.setProperty("look", "quiet")
        self.close_button.setIcon(icon("close", "second"))
        self.close_button.setIconSize(length())
        self.close_button.setAccessibleName(_("Leave the steps"))
        self.close_button.setToolTip(_("Leave the steps; Help › Ten steps takes them up again"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        layout.setSpacing(theme.px(12))
        for part in (self.count, self.name, self.do, self.skip, self.close_button):
            layout.addWidget(part, int(part is self.do))
        self.skip.clicked.connect(self.path.skip)
        self.close_button.clicked.connect(self.path.leave)
        self.path.moved.connect(self._show_step)
        self._show_step()

    def regions(self) -> list[QWidget]:
        """What F6 goes to."""
        return [self.skip if self.path.step is not None else self.close_button]

    def _show_step(self) -> None:
        self.setVisible(self.path.is_on)
        if not self.path.is_on:
            return
        _, step = self._texts._, self.path.step
        self.count.setText(f"{min(self.path.at + 1, len(STEPS))}/{len(STEPS)}" if step is not None else "✓")
        self.skip.setVisible(step is not None)
        if step is None:
            self.name.setText(_("All ten steps are done"))
            self.do.setText(_("What you have learned works on your own request too. The guide (F1) tells the rest."))
        else:
            self.name.setText(_(step.name))
            self.do.setText(told(step, self._session.state, self._keys(step.verb), self._texts))
        said = f"{self.count.text()} {self.name.text()} {self.do.text()}"
        self.setAccessibleName(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
