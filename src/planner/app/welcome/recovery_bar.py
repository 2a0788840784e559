"""Unsaved work found at the start, said in one line over all else: what it is, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from planner.app.documents.recovery import Leftover
from planner.app.welcome.recent_list import day
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.icons import icon, length
from planner.app.widgets.plain import Label
from planner.words.texts import Texts


class RecoveryBar(QFrame):
    """The newest of what earlier programs left; the others are seen with it.

    Signals:
        taken(Leftover): it is wanted back.
        looked_into(): all of it is to be seen first.
    """

    taken, looked_into = Signal(object), Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        _ = texts._
        self.setObjectName("recovery")
        sign, said = Label(), Label(_("There is work that was not saved"))
        sign.setPixmap(icon("warn", "warning").pixmap(length()))
        said.setFont(theme.sized(theme.POINTS, bold=True))
        self.about = ElidedLabel()
        self.look, self.take = QPushButton(_("See what it is")), QPushButton(_("Take it up"))
        self.take.setProperty("look", "primary")
        self.take.clicked.connect(lambda: self.taken.emit(self._leftovers[0]))
        self.look.clicked.connect(self.looked_into)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(theme.px(each) for each in (16, 8, 16, 8)))
        layout.setSpacing(theme.px(8))
        layout.addWidget(sign)
        layout.addWidget(said)
        layout.addWidget(self.about, 1)
        layout.addWidget(self.look)
        layout.addWidget(self.take)
        self.show_leftovers(())

    def show_leftovers(self, leftovers: Sequence[Leftover]) -> None:
        """Tell of the newest of these; nothing is shown where there are none."""
        self._leftovers = tuple(leftovers)
        self.setVisible(bool(leftovers))
        if not leftovers:
            return
        _, newest = self._texts._, leftovers[0]
        said = _("{name} · until {when} · {changes} changes").format(
            name=newest.path.stem if newest.path else _("Untitled"),
            when=day(newest.kept, self._texts),
            changes=len(newest.document.changes),
        )
        if len(leftovers) > 1:
            said += " · " + _("and {count} more").format(count=len(leftovers) - 1)
        self.about.setText(said)
