"""A returned workbook: what the examiner wants, what becomes of it, and what did not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from planner.app.review.review_foot import ReviewFoot
from planner.app.review.review_looks import ReviewLooks
from planner.app.review.review_model import COUNTER, TOTAL, ReviewModel
from planner.app.review.told_bar import ToldBar
from planner.app.review.told_tabs import ToldTabs
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.lists import ListView
from planner.app.widgets import theme
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.jobs import Job, Jobs
from planner.app.widgets.sheet import set_tone
from planner.app.widgets.toast import Toast
from planner.core.errors import UserError
from planner.core.model.document import BASE, EXAMINATION, RESTORATION, Document
from planner.core.money import format_amount, format_change
from planner.core.review.meaning import Reading
from planner.core.review.outcome import Answer, ask_again, take_examination
from planner.core.review.questions import Address
from planner.core.review.review import Review
from planner.files.document.author import author
from planner.files.review.returned import ReviewedBook, read_returned
from planner.words.figures import unit_name
from planner.words.texts import Texts

KEYS = {"A": Answer.ACCEPT, "C": Answer.COUNTER, "L": Answer.LEAVE}


class ReviewPage(QWidget):
    """Reads a workbook on a thread of its own, then shows the review of it.

    Signals:
        jumped(Place): the reader wants to be there.
    """

    jumped = Signal(object)

    def __init__(self, path: Path, session: Session, texts: Texts) -> None:
        super().__init__()
        self._path, self._session, self._texts = path, session, texts
        self._jobs, self._closed, self._stale = Jobs(self), False, False
        self.read: ReviewedBook | None = None
        _ = texts._
        self.messages = Toast(texts, self)
        self.said, self.verdict, self.foot = ElidedLabel(), ElidedLabel(), ReviewFoot(texts)
        self.preview, self.make_button = self.foot.said, self.foot.make
        self.examined_name, self.restored_name = self.foot.examined.name, self.foot.restored.name
        self.bar = QProgressBar()
        self.bar.setAccessibleName(_("Reading the workbook"))
        self.only_box = QPushButton(_("Only differences"))
        self.only_box.setCheckable(True)
        self.only_box.setProperty("look", "chip")
        self.only_box.setChecked(True)
        self.anyway_box = QCheckBox(_("It belongs to this document all the same"))
        self.again_button = QPushButton(_("Review again"))
        self.list = ListView("review", _("Returned workbook"), (40, 14, 14, 14, 24, 15, 14))
        self.model = ReviewModel(session, texts, self)
        self.list.setModel(self.model)
        self.list.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.list.setItemDelegate(ReviewLooks(self.model))
        self.told = ToldTabs(session, texts)
        self.told_bar = ToldBar(self.told, texts)
        self.buttons = {answer: QPushButton() for answer in Answer}
        self.all_button = QPushButton(_("Accept all"))
        self._suggest_names()
        self._lay_out()
        self.only_box.toggled.connect(lambda only: self.model.show_everything(not only))
        self.anyway_box.toggled.connect(self._offer)
        self.again_button.clicked.connect(self.start)
        self.list.activated.connect(self._activate)
        self.told.jumped.connect(partial(self._jump, None))
        self.told.answered.connect(self.read_cell_as)
        self.model.decided.connect(self._offer)
        self.model.refused.connect(self.messages.refuse)
        self.all_button.clicked.connect(partial(self.model.decide_all, Answer.ACCEPT))
        self.make_button.clicked.connect(self.make)
        for key, answer in KEYS.items():
            self.buttons[answer].setText(f"{_(answer.value)} ({key})")
            self.buttons[answer].clicked.connect(partial(self.decide, answer))
            shortcut = QShortcut(QKeySequence(key), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self.decide, answer))
        session.changed.connect(self._on_changed)
        self.start()

    def _lay_out(self) -> None:
        _ = self._texts._
        for label in (self.said, self.verdict):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.said.setProperty("tone", "second")
        margin = theme.px(12)
        head, verbs, layout = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(margin, theme.px(6), margin, 0)
        verbs.setContentsMargins(margin, theme.px(4), margin, theme.px(6))
        head.addWidget(self.said, 1)
        for widget in (self.anyway_box, self.again_button):
            head.addWidget(widget)
            widget.hide()
        verbs.addWidget(self.only_box)
        verbs.addStretch(1)
        for answer in KEYS.values():
            verbs.addWidget(self.buttons[answer])
        verbs.addWidget(self.all_button)
        split = QSplitter(Qt.Orientation.Vertical)
        for part, share in ((self.list, 3), (self.told, 1)):
            split.addWidget(part)
            split.setStretchFactor(split.indexOf(part), share)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        below = QHBoxLayout()
        below.setContentsMargins(margin, 0, margin, 0)
        below.addWidget(self.verdict)
        layout.addLayout(below)
        layout.addWidget(self.bar)
        layout.addLayout(verbs)
        layout.addWidget(split, 1)
        layout.addWidget(self.told_bar)
        layout.addWidget(self.foot)
        for button in (*self.buttons.values(), self.all_button, self.make_button, self.again_button):
            button.setAutoDefault(False)  # Enter goes to the line
        self.setFocusProxy(self.list)

    def _suggest_names(self) -> None:
        """What the two scenarios are called unless the officer says otherwise: names that no scenario has yet."""
        taken = {each.name for each in self._session.state.document.scenarios}
        for field, given in ((self.examined_name, EXAMINATION), (self.restored_name, RESTORATION)):
            name, number = given.render(self._texts.translate), 1
            while (free := name if number == 1 else f"{name}{number}") in taken:
                number += 1
            field.setText(free)

    # ---------------------------------------------------------------- reading

    def start(self) -> None:
        """Read the workbook and hold it against the document as it is now."""
        state, base = self._session.state, self._session.base
        self._stale = False
        self.again_button.hide()
        self.bar.setRange(0, 0)
        self.bar.show()
        self._offer()
        job = Job()
        work = partial(read_returned, self._path, state.document, base, otherwise=state.scenario, progress=job.tell)
        self._jobs.do(work, job=job, done=self._on_read, refused=self._on_refused, progressed=self._on_progress)

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def _on_read(self, read: ReviewedBook) -> None:
        self.bar.hide()
        _, review = self._texts._, read.review
        self.read = read
        self.model.show(review)
        self.told.show_read(read)
        self.told_bar.show_read(read)
        name = _("Base") if review.scenario == BASE else self._session.state.document.scenario(review.scenario).name
        verdict = [each.render(self._texts.translate) for each in (read.verdict, *read.told)]
        counts = _("Lines with figures or comments: {lines}. Remarks on what did not fit: {remarks}.")
        counts = counts.format(lines=len(review.lines), remarks=self.told.remarks.rowCount())
        if read.others.total:
            counts = f"{counts} {_('Other changes: {count}.').format(count=f'{read.others.total:,}')}"
        self.said.setText(f"{self._path.name} — {_('Scenario')}: {name}. {counts}")
        self.verdict.setText("  ".join(verdict))
        set_tone(self.verdict, "warning" if read.same_document is False else "second")
        self.anyway_box.setVisible(read.same_document is False)
        if self.model.rowCount():
            chosen = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.list.selectionModel().setCurrentIndex(self.model.index(0, 0), chosen)  # whatever keys are held
        self.list.setFocus()
        self._offer()

    def read_cell_as(self, address: Address, reading: Reading) -> None:
        """Read a cell so: its figure counts from now on, and what was decided stays."""
        assert self.read is not None
        self.read = self.read.read_as({address: reading})
        self.model.read_anew(self.read.review)
        self.told.show_read(self.read)
        self.told_bar.show_read(self.read)

    def _on_refused(self, error: UserError) -> None:
        self.bar.hide()
        self.messages.refuse(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._closed:
            self._closed = True
            self._session.changed.disconnect(self._on_changed)
            self._jobs.leave()
            self.deleteLater()

    def _on_changed(self, moved: Moved) -> None:
        if moved.opening:
            self.close()
            return
        if moved.unit:
            self.model.tell()
            self._offer()
        if self.read is not None and moved.document:
            after = moved.after
            scenario = self.read.review.scenario
            there = {BASE, *(each.number for each in after.document.scenarios)}
            values = self.read.review.requested.overrides
            same = scenario in there and after.portfolio is self.read.review.portfolio
            if not same or after.document.overrides(scenario) != values:
                self._stale = True
                self.again_button.show()
                self.messages.warn(self._texts._("The scenario was changed: review the workbook again."))
                self._offer()

    # ---------------------------------------------------------------- deciding

    def selected(self) -> list[int]:
        """The rows selected."""
        return sorted({index.row() for index in self.list.selectionModel().selectedIndexes()})

    def decide(self, answer: Answer) -> None:
        """Decide about the lines selected."""
        self.model.decide(self.selected(), answer)

    def _offer(self) -> None:
        """Say what would be made of it, and let it be made where it may."""
        _, review = self._texts._, self.model.review
        answers, countered = Counter(self.model.answers.values()), self.model.countered
        belongs = self.read is not None and (self.read.same_document is not False or self.anyway_box.isChecked())
        self.make_button.setEnabled(belongs and not self._stale and bool(self.model.open_lines))
        for button in (*self.buttons.values(), self.all_button):
            button.setEnabled(bool(self.model.open_lines))
        if review is None:
            self.preview.clear()
            return
        self._show_amounts(review, countered)
        self.foot.show_made(1 + bool(countered))
        said = [_("Accepted: {accepted}. Asked for again: {countered}. Left: {left}.")]
        if review.open_questions:
            said.append(_("Open questions, whose figures do not count: {questions}."))
        self.preview.setText(
            " ".join(said).format(
                countered=len(countered),
                accepted=answers[Answer.ACCEPT],
                left=answers[Answer.LEAVE],
                questions=len(review.open_questions),
            )
        )

    def _show_amounts(self, review: Review, countered: Mapping[int, int | None]) -> None:
        """Show what was requested, what the examination leaves, and what is asked for again."""
        unit, foot = self._session.state.unit, self.foot
        requested, examined = review.requested.total[1].amount, review.examined.total[1].amount
        restored = review.restored(countered) if countered else None

        def shown(yen: int | None) -> str:
            return "−" if yen is None else format_amount(yen, unit)

        def effect(before: int | None, after: int | None) -> str:
            return "" if before is None or after is None else format_change(after - before, unit)

        number = self._next_number
        foot.requested.show_outcome(review.scenario, shown(requested), f"({unit_name(unit, self._texts)})")
        foot.examined.show_outcome(number, shown(examined), effect(requested, examined))
        foot.restored.setVisible(bool(countered))
        foot.restored.show_outcome(number + 1, shown(restored), effect(examined, restored), self._texts._("restored"))

    @property
    def _next_number(self) -> int:
        """The number that the next scenario gets."""
        return max((each.number for each in self._session.state.document.scenarios), default=BASE) + 1

    def make(self) -> None:
        """Make the scenarios of what is examined and what is countered, as one step that can be undone."""
        review, _ = self.model.review, self._texts._
        assert review is not None
        answers, countered = self.model.answers, self.model.countered
        names = self.examined_name.text(), self.restored_name.text()
        number = self._next_number

        def edit(document: Document) -> Document:
            made = take_examination(document, review, answers, names[0], self._texts.translate, author())
            if countered:
                made = ask_again(made, review, countered, number, names[1], self._texts.translate, author())
            return made

        try:
            self._session.edit(_("Take over a returned workbook"), edit, number)
        except UserError as error:
            self.messages.refuse(error)
            return
        made = names[:1] if not countered else names
        self.messages.tell(_("Made: {names}. Undo takes it back.").format(names=", ".join(made)))
        self._suggest_names()

    # ---------------------------------------------------------------- going to the line

    def _activate(self, index: QModelIndex) -> None:
        row, column = index.row(), index.column()
        if column == COUNTER:
            return  # it is typed into
        at = self.model.at(row)
        if isinstance(at, int):
            self._jump(None if at == TOTAL else at, None)
        else:
            self._jump(None, at.row)

    def _jump(self, program: int | None, row: int | None) -> None:
        assert self.read is not None
        review = self.read.review
        portfolio = review.portfolio  # lines put in or moved meanwhile have shifted its rows
        self.jumped.emit(
            Place(
                review.scenario,
                year=portfolio.request_year,
                line_id="" if row is None else portfolio.lines.ids[row],
                program_id="" if program is None else portfolio.programs[program].id,
            )
        )
