"""What is to be told of a returned workbook beside its lines: questions, what did not fit, what is another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets.plain import plain_tip
from planner.core.review.questions import Question
from planner.core.review.review import Remark, Review
from planner.files.review.differences import Differences
from planner.words.texts import Texts


class _Told(TableModel):
    """Rows of texts."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self._shown: Sequence[tuple[str, ...]] = ()

    def _show(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.beginResetModel()
        self._shown = rows
        self.endResetModel()

    def _line(self, review: Review, row: int | None) -> str:
        lines = review.portfolio.lines
        return "" if row is None else self._texts.name(lines.labels[row], lines.labels_en[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = 0) -> Any:
        text = self._shown[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return text or self._texts._("empty")
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else None


class QuestionModel(_Told):
    """Cells that can be meant in several ways, and how each is read."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Where"), _("Line"), _("Column"), _("Written"), _("Read as"))
        self.questions: tuple[Question, ...] = ()

    def show(self, review: Review) -> None:
        """Take up a review."""
        self.questions = review.questions
        self._show([self._row(review, each) for each in review.questions])

    def _row(self, review: Review, question: Question) -> tuple[str, ...]:
        translate, chosen = self._texts.translate, question.chosen
        said = self._texts._("(to be answered)") if chosen is None else chosen.said.render(translate)
        column = question.column.render(translate)
        return question.place, self._line(review, question.row), column, question.text, said


class RemarkModel(_Told):
    """What could not be matched, was changed or not understood, and where it stands."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Kind"), _("Where"), _("Line"), _("What"))
        self._remarks: list[Remark] = []

    def show(self, review: Review) -> None:
        """Take up a review."""
        _ = self._texts._
        self._remarks = [*review.unmatched, *review.broken]
        kinds = [_("not matched")] * len(review.unmatched) + [_("changed or not understood")] * len(review.broken)
        translate = self._texts.translate
        self._show(
            [
                (kind, each.place, self._line(review, each.row), each.message.render(translate))
                for kind, each in zip(kinds, self._remarks, strict=True)
            ]
        )

    def row_at(self, place: int) -> int | None:
        """The row of the line that a remark is about."""
        return self._remarks[place].row


class OtherModel(_Told):
    """ほかに変わったところ, by sheet: what was and is there; of many of a kind how many more there are."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Sheet"), _("Where"), _("What"), _("Before"), _("Now"))

    def show(self, others: Differences) -> None:
        """Take up what is another."""
        _ = self._texts._
        rows = [(each.sheet, each.place, _(each.kind), each.before, each.now) for each in others.shown]
        more = _("{count} more")
        rows += [(sheet, "", _(kind), "", more.format(count=n)) for (sheet, kind), n in others.more.items()]
        self._show(rows)
