"""What was said of the lines of a part when it was sent back: a row a comment, which leads to its line."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.widgets.plain import plain_tip
from planner.core.errors import N_, UserError
from planner.core.model.parts import Comment
from planner.words.parts import comment_place, said_by
from planner.words.texts import Texts

WIDTHS = (36, 40, 22)
SHOWN = 4
"""So many comments are seen at once."""


class CommentModel(TableModel):
    """The comments of the part that is open, newest first."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Line"), _("What is said"), _("By"))
        self.comments: tuple[Comment, ...] = ()

    def show(self, comments: tuple[Comment, ...]) -> bool:
        """Take up what was said; whether that is anything else than before."""
        newest_first = tuple(reversed(comments))
        if newest_first == self.comments:
            return False
        self.beginResetModel()
        self.comments = newest_first
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.comments)

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        each = self.comments[index.row()]
        place = comment_place(self._session.state.portfolio, each, self._texts)
        text = (place, each.text, said_by(each))[index.column()]
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def place(self, row: int) -> Place | None:
        """Where the line is that a comment is about; `None` for one about the whole part."""
        line = self._session.state.portfolio.line_index.get(self.comments[row].line)
        return None if line is None else Place(row=line)


class CommentList(ListView):
    """The comments; Enter or a double click leads to the line.

    Signals:
        jumped(Place): go there.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__("comments", texts._("Comments"), WIDTHS)
        self.comments = CommentModel(session, texts, self)
        self._at = -1
        self.setModel(self.comments)
        self.activated.connect(self._lead)

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

    def step(self) -> None:
        """Go to the line of the next comment, after the last to the first; `UserError` where there is none."""
        count = self.comments.rowCount()
        if not count:
            raise UserError(N_("Nothing was said of a line."), N_("Comments come with a part that was sent back."))
        self._at = (self._at + 1) % count
        self.selectRow(self._at)
        self._lead(self.currentIndex())

    def _lead(self, index: QModelIndex) -> None:
        place = self.comments.place(index.row())
        if place is not None:
            self.jumped.emit(place)
