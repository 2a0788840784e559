"""What was said of the lines of a part when it was sent back: a row a comment, which leads to its line, is answered."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.tables.typed_list import Trigger, TypedList
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.edits.parts import answer
from planner.core.errors import N_, UserError
from planner.core.model.parts import Comment
from planner.files.document.author import author
from planner.words.parts import comment_place, said_by
from planner.words.texts import Texts

LINE, SAID, BY, ANSWER = range(4)
WIDTHS = (32, 40, 22, 28)
SHOWN = 4
"""So many comments are seen at once."""


class CommentModel(TableModel):
    """The comments of the part that is open, newest first."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Line"), _("What is said"), _("By"), _("Answer"))
        self.comments: tuple[Comment, ...] = ()

    def show(self, comments: tuple[Comment, ...]) -> bool:
        """Take up what was said; whether there are other comments than before."""
        newest_first = tuple(reversed(comments))
        if newest_first == self.comments:
            return False
        if len(newest_first) == len(self.comments):  # answers: rows stay rows
            self.comments = newest_first
            self.dataChanged.emit(self.index(0, LINE), self.index(len(newest_first) - 1, ANSWER))
            return False
        self.beginResetModel()
        self.comments = newest_first
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.comments)

    @property
    def _is_open(self) -> bool:
        """Whether anything can be answered: a part that is handed in stands as it is."""
        part = self._session.state.document.part
        return part is not None and not part.is_frozen

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == ANSWER and self._is_open else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.answer(index.row(), str(value))
        return True

    def answer(self, row: int, text: str) -> None:
        """Answer a comment; an empty text takes the answer back. Raises `UserError` in a part that is handed in."""
        place, by = len(self.comments) - 1 - row, author()
        said = self._texts._("Answer a comment")
        self._session.edit(said, lambda document: answer(document, place, text, by))

    def data(self, index: Index, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            role = int(Qt.ItemDataRole.DisplayRole)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.tokens().input if index.column() == ANSWER else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        each = self.comments[index.row()]
        place = comment_place(self._session.state.portfolio, each, self._texts)
        answered = each.answer.text if each.answer is not None else ""
        text = (place, each.text, said_by(each), answered)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text or self._texts._("not answered")
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def place(self, row: int) -> Place | None:
        """Where the line is that a comment is about; `None` for one about the whole part."""
        line = self._session.state.portfolio.line_index.get(self.comments[row].line)
        return None if line is None else Place(row=line)


class CommentList(TypedList):
    """The comments: Enter leads to the line, Space says that it is done, what is typed is the answer.

    Signals:
        jumped(Place): go there.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__("comments", texts._("Comments"), WIDTHS, lands=ANSWER)
        self.comments = CommentModel(session, texts, self)
        self._at = -1
        self.setModel(self.comments)
        self._texts = texts
        self.setEditTriggers(Trigger.AnyKeyPressed | Trigger.EditKeyPressed)
        self.doubleClicked.connect(self._on_double_click)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        for column in (SAID, ANSWER):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_comments(self, comments: tuple[Comment, ...]) -> None:
        """Take up what was said; there is a list only where anything was."""
        if self.comments.show(comments):
            self._at = -1
        self.setVisible(bool(comments))
        rows = min(len(comments), SHOWN)
        height = self.verticalHeader().defaultSectionSize() * rows + self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(height + 2 * self.frameWidth())
        if comments and not self.currentIndex().isValid():
            self.selectRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        is_editing = self.state() is QAbstractItemView.State.EditingState  # the key that takes an answer comes here too
        if not current.isValid() or is_editing or self.composing:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.turn_done(current.row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._lead(current)
        else:
            super().keyPressEvent(event)

    def turn_done(self, row: int) -> None:
        """Answer a comment with that it is done, or take its answer back."""
        if self.comments.flags(self.comments.index(row, ANSWER)) & Qt.ItemFlag.ItemIsEditable:
            answered = self.comments.comments[row].answer is not None
            self.comments.answer(row, "" if answered else self._texts._("Done"))
            self.selectRow(row)

    def step(self) -> None:
        """Go to the line of the next comment, after the last to the first; `UserError` where there is none."""
        count = self.comments.rowCount()
        if not count:
            raise UserError(N_("Nothing was said of a line."), N_("Comments come with a part that was sent back."))
        self._at = (self._at + 1) % count
        self.selectRow(self._at)
        self._lead(self.currentIndex())

    def _on_double_click(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(index)
        else:
            self._lead(index)

    def _lead(self, index: QModelIndex) -> None:
        place = self.comments.place(index.row())
        if place is not None:
            self.jumped.emit(place)
