"""Unsaved work found at the start, said in one line over all else: what it is, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from planner.app.documents.recovery import Leftover
from planner.app.welcome.recent_list import day
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.icons import icon, length
from planner.app.widgets.jobs import Jobs
from planner.app.widgets.plain import Label
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.money import Unit, format_change
from planner.files.document.store import open_document
from planner.words.figures import unit_name
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
        self._texts, self._jobs = texts, Jobs(self)
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
        newest = leftovers[0]
        self._say(newest, "")
        work = partial(_difference, newest.copy, newest.scenario)
        self._jobs.do(work, done=partial(self._on_difference, newest))

    def _on_difference(self, leftover: Leftover, yen: int | None) -> None:
        """What it comes to is known by now."""
        if yen is not None and self._leftovers[:1] == (leftover,):
            self._say(leftover, f"{format_change(yen, Unit.THOUSAND)} {unit_name(Unit.THOUSAND, self._texts)}")

    def _say(self, newest: Leftover, difference: str) -> None:
        _ = self._texts._
        said = _("{name} · until {when} · changes: {changes}").format(
            name=newest.path.stem if newest.path else _("Untitled"),
            when=day(newest.kept, self._texts),
            changes=len(newest.document.changes),
        )
        more = len(self._leftovers) - 1
        others = _("and {count} more").format(count=more) if more else ""
        self.about.setText(" · ".join(filter(None, (said, difference, others))))


def _difference(copy: Path, scenario: int | None) -> int | None:
    """The yen by which the request of a scenario differs from the base; `None` where that cannot be said.

    It is read once more: what is open by then shares nothing with this thread.
    """
    document = open_document(copy).document
    numbers = [each.number for each in document.scenarios]
    if not numbers:
        return None
    base = evaluate_base(document.portfolio)
    shown = evaluate_scenario(document, base, scenario if scenario in numbers else numbers[0])
    now, before = shown.total[1].amount, base.total[1].amount
    return None if now is None or before is None else now - before
