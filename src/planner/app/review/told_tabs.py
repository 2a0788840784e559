"""The tabs below the lines of a review: questions to answer, what did not fit, what is another elsewhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QMenu, QTabWidget

from planner.app.review.told_models import OtherModel, QuestionModel, RemarkModel
from planner.app.session.session import Session
from planner.app.tables.lists import ListView
from planner.app.widgets.plain import plain_entry
from planner.core.review.meaning import Reading
from planner.core.review.questions import Question
from planner.files.review.returned import ReviewedBook
from planner.words.texts import Texts


class ToldTabs(QTabWidget):
    """Shows what is to be told of a workbook beside its lines, with how much there is of each.

    Signals:
        answered(address, Reading): how the officer says that a cell is meant.
        jumped(row): the reader wants to see a line.
    """

    answered = Signal(object, object)
    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        _ = texts._
        self.question_list = ListView("questions", _("Questions"), (18, 26, 16, 18))
        self.remark_list = ListView("remarks", _("What did not fit"), (24, 22, 24))
        self.other_list = ListView("others", _("Changed elsewhere"), (18, 12, 28, 40))
        self.questions = QuestionModel(session, texts, self)
        self.remarks = RemarkModel(session, texts, self)
        self.others = OtherModel(session, texts, self)
        self._lists = (self.question_list, self.remark_list, self.other_list)
        for shown, model in zip(self._lists, (self.questions, self.remarks, self.others), strict=True):
            shown.setModel(model)
            self.addTab(shown, shown.accessibleName())
        self.question_list.activated.connect(self._ask)
        self.remark_list.activated.connect(self._jump)

    def show_read(self, read: ReviewedBook) -> None:
        """Show what is to be told of a workbook, first what has to be answered."""
        chosen = self.question_list.currentIndex().row()
        self.questions.show(read.review)
        self.remarks.show(read.review)
        self.others.show(read.others)
        self.question_list.selectRow(chosen)
        counts = len(read.review.open_questions), self.remarks.rowCount(), read.others.total
        for tab, (shown, count) in enumerate(zip(self._lists, counts, strict=True)):
            self.setTabText(tab, f"{shown.accessibleName()} ({count:,})")
        self.setTabVisible(0, bool(read.review.questions))
        if counts[0]:
            self.setCurrentIndex(0)
        elif not read.review.questions and not counts[self.currentIndex()]:
            self.setCurrentIndex(2 if counts[2] else 1)

    def first_words(self) -> str:
        """The first that is listed, in a line: what it is about, and what is so."""
        for model in (self.remarks, self.others):
            if model.rowCount():
                cells = (model.index(0, column).data() for column in range(1, model.columnCount()))
                return "  ".join(map(str, filter(None, cells)))
        return ""

    def _ask(self, index: QModelIndex) -> None:
        question, translate = self.questions.questions[index.row()], self._texts.translate
        menu = QMenu(self.question_list)
        menu.setObjectName("readings")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in question.choices:
            action = menu.addAction(plain_entry(choice.said.render(translate)))
            action.setCheckable(True)
            action.setChecked(choice is question.chosen)
            action.triggered.connect(partial(self._answer, question, choice.reading))
        menu.popup(self.question_list.viewport().mapToGlobal(self.question_list.visualRect(index).bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _answer(self, question: Question, reading: Reading, _checked: bool = False) -> None:
        self.answered.emit(question.address, reading)

    def _jump(self, index: QModelIndex) -> None:
        row = self.remarks.row_at(index.row())
        if row is not None:
            self.jumped.emit(row)
