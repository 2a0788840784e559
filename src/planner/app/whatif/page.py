"""What pages of the drawer have in common: what is asked, the answer that follows it, and its proposal at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.desk import Desk
from planner.app.session.moved import Moved
from planner.app.whatif.aim_choice import AimChoice
from planner.app.whatif.asking import Asking, Work
from planner.app.whatif.chosen import Chosen
from planner.app.whatif.proposal import Foot, Proposal
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.sheet import set_tone
from planner.core.errors import UserError

SLOW_MS = 300
"""An answer that takes longer is told to be on its way, and can be called off."""


class WhatIfPage(QWidget):
    """One kind of question. What is asked otherwise takes the answer away at once: none that is out of date is seen.

    Signals:
        taken(str): its proposal was taken over, in words.
        place_wanted(Place): one wants to see what it speaks of, among the lines.
        classes_wanted(): one wants to see the lines that lack a class.
    """

    taken = Signal(str)
    place_wanted = Signal(object)
    classes_wanted = Signal()
    aim: AimChoice
    """What it is asked of."""
    is_wide = False
    """Whether it takes the whole page, in place of a part at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._session, self._texts = desk, desk.session, desk.texts
        self._awake = self._hastens = self._is_behind = False
        self.asking, self.foot = Asking(self), Foot(desk)
        self.said = Label()
        self.said.setFont(theme.bold(self.said.font()))
        self.said.setWordWrap(True)
        self.stop = QPushButton(desk.texts._("Stop"))
        self.stop.hide()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._turn.timeout.connect(self._ask)
        self._slow.timeout.connect(self._show_slow)
        self.asking.answered.connect(self._take)
        self.asking.refused.connect(self._refuse)
        self.asking.progressed.connect(self.show_progress)
        self.stop.clicked.connect(self._stop)
        self.foot.taken.connect(self.taken)

    def lay_out(self, asked: QVBoxLayout) -> None:
        """What is asked and answered scrolls; the foot stays below it, for the eye and for Tab."""
        body = QWidget()
        body.setProperty("area", "surface")
        asked.setContentsMargins(*(theme.px(each) for each in (16, 8, 16, 8)))
        asked.setSpacing(theme.px(6))
        body.setLayout(asked)
        scroller = QScrollArea()
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroller, 1)
        layout.addWidget(self.foot)

    def form(self, *rows: tuple[str, QWidget, QWidget]) -> QGridLayout:
        """What is asked, a row each: its name, what stands there, and the field the name belongs to."""
        layout = QGridLayout()
        layout.setHorizontalSpacing(theme.px(12))
        layout.setVerticalSpacing(theme.px(6))
        layout.setColumnStretch(1, 1)
        for place, (name, part, field) in enumerate(rows):
            label = Label(name)
            label.setBuddy(field)
            label.setProperty("tone", "second")
            label.setContentsMargins(0, theme.px(4), 0, 0)
            layout.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            layout.addWidget(part, place, 1)
        return layout

    def form_part(self, *rows: tuple[str, QWidget, QWidget]) -> QWidget:
        """The same as a part of its own, its rows at the top."""
        part, layout = QWidget(), self.form(*rows)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setRowStretch(len(rows), 1)
        part.setLayout(layout)
        return part

    def state_row(self) -> QBoxLayout:
        """What is said of the answer, and beside it what calls it off."""
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(self.stop)
        return row

    # ---------------------------------------------------------------- what a page says

    def take_up(self, chosen: Chosen) -> None:
        """Ask about what is chosen in the window now."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """Where typing begins."""
        raise NotImplementedError

    def question(self) -> Work | None:
        """What is asked, as a function of plain values; `None` where nothing is asked yet.

        `UserError` where it cannot be asked so.
        """
        raise NotImplementedError

    def unasked(self) -> str:
        """What is to be typed, where nothing is asked yet."""
        raise NotImplementedError

    def show_answer(self, answer: object) -> None:
        """Show an answer, or with `None` none."""
        raise NotImplementedError

    def show_progress(self, done: int, whole: int) -> None:
        """Show how far an answer is that is on its way."""

    def proposal(self) -> Proposal | None:
        """What the answer proposes."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Offer what there is to choose from now that the document or the scenario shown is another."""
        raise NotImplementedError

    # ---------------------------------------------------------------- asking

    def set_shown(self, shown: bool) -> None:
        """Say whether the page is in front: only then it works."""
        self._awake = shown
        if shown:
            self._take_up_changes()
            self.change()
        else:
            self.forget()

    def follow(self, moved: Moved) -> None:
        """Something of the document, or of what is shown of it, is another; a page not in front looks later."""
        self._is_behind = self._is_behind or moved.document or moved.scenario or moved.opening
        if self._awake and (self._is_behind or moved.unit or moved.read_only):
            self._take_up_changes()
            self.change()

    def _take_up_changes(self) -> None:
        if self._is_behind:
            self._is_behind = False
            self.refresh()

    def change(self) -> None:
        """Something is asked otherwise: what was answered goes, and the answer follows."""
        self.forget()
        if self._awake:
            self._turn.start()

    def forget(self) -> None:
        """Show no answer and want none."""
        self.asking.give_up()
        self._turn.stop()
        self._slow.stop()
        self.stop.hide()
        self.say("")
        self.show_answer(None)
        self.foot.show_proposal(None)

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is the answer to what is asked, or why there is none."""
        return not self._turn.isActive() and not self.asking.is_at_work

    def _ask(self) -> None:
        try:
            work = self.question()
        except UserError as error:
            self._refuse(error)
            return
        if work is None:
            self.say(self.unasked(), "second")
            return
        self._slow.start()
        self.asking.ask(work)

    def _show_slow(self) -> None:
        self.say(self._texts._("Working it out…"), "second")
        self.stop.show()

    def _stop(self) -> None:
        self.forget()
        self.say(self._texts._("Called off. Nothing is changed; ask again, or otherwise."), "second")

    def _take(self, answer: object) -> None:
        self._settle()
        self.say("")
        self.show_answer(answer)
        self.propose()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.said.text()))
        if self._hastens and self.foot.branch.isEnabled():
            self.foot.branch.setFocus()
        self._hastens = False

    def propose(self) -> None:
        """Offer at the foot what is chosen of the answer."""
        self.foot.show_proposal(self.proposal())

    def _refuse(self, error: UserError) -> None:
        self._settle()
        self._hastens = False
        if error.where is not None:
            error = error.at(self.aim.place(error.where.render(self._texts.translate)))
        self.say(error.render(self._texts.translate), "error")

    def _settle(self) -> None:
        self._slow.stop()
        self.stop.hide()

    def say(self, text: str, tone: str = "") -> None:
        """Say how it stands."""
        set_tone(self.said, tone)
        self.said.setText(text)
        self.said.setAccessibleName(text)

    # ---------------------------------------------------------------- keys

    def hasten(self) -> None:
        """Enter in a field leads to the primary button, as soon as there is an answer to take over."""
        if self.foot.branch.isEnabled():
            self.foot.branch.setFocus()
        else:
            self._hastens = not self.is_settled
