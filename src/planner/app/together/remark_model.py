"""The lines of a part that is sent back, each with what is to be said of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.evaluate import evaluate_base, evaluate_scenario
from planner.core.model.document import Document
from planner.core.model.lines import Amount
from planner.core.model.parts import Comment, Part
from planner.core.money import format_amount, format_change
from planner.words.parts import comment_text
from planner.words.places import place_name
from planner.words.texts import Texts

LINE, AMOUNT, CHANGE, REMARK = range(4)
NOTHING = "−"


class _Row(NamedTuple):
    """A line: its id and name, its amount in yen, what the part changed of it, what was said of it before."""

    id: str
    name: str
    amount: int | None
    change: int | None
    earlier: str


class RemarkModel(TableModel):
    """A row a line of the part's own programs; only the remarks are typed."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Line"), _("Request (yen)"), _("Change (yen)"), _("What is said"))
        self._rows: list[_Row] = []
        self._remarks: dict[str, str] = {}

    def show(self, document: Document, part: Part) -> None:
        """List the lines of a part."""
        base = evaluate_base(document.portfolio, document.growth(part.working))
        evaluation, portfolio = evaluate_scenario(document, base, part.working), document.portfolio
        earlier: dict[str, list[str]] = {}
        for each in part.comments:
            earlier.setdefault(each.line, []).append(comment_text(each))
        self.beginResetModel()
        self._rows = []
        for program in sorted(document.open_programs()):
            for row in portfolio.line_ranges[program]:
                id_ = portfolio.lines.ids[row]
                now, was = _known(evaluation.line(row)[1]), _known(base.line(row)[1])
                change = None if now is None or was is None else now - was
                name = place_name(portfolio, id_, self._texts)
                self._rows.append(_Row(id_, name, now, change, "\n".join(earlier.get(id_, []))))
        self.endResetModel()

    @property
    def comments(self) -> list[Comment]:
        """What is said, in the order of the lines."""
        said = ((each.id, self._remarks.get(each.id, "").strip()) for each in self._rows)
        return [Comment(id_, text) for id_, text in said if text]

    # ---------------------------------------------------------------- as a table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == REMARK else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self._remarks[self._rows[index.row()].id] = str(value)
        self.dataChanged.emit(index, index)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(row, column) or self._texts._("none")
        if role == Qt.ItemDataRole.ToolTipRole:
            text = row.earlier if column == REMARK else self._text(row, column)
            return plain_tip(text) if text else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.tokens().input if column == REMARK else None
        return None

    def _text(self, row: _Row, column: int) -> str:
        if column == LINE:
            return row.name
        if column == AMOUNT:
            return NOTHING if row.amount is None else format_amount(row.amount)
        if column == CHANGE:
            return NOTHING if row.change is None else format_change(row.change)
        return self._remarks.get(row.id, "")


def _known(amount: Amount) -> int | None:
    return amount if isinstance(amount, int) else None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in (AMOUNT, CHANGE) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
