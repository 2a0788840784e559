"""The board as a table: a row a part."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets.plain import plain_tip
from planner.core.merge.board import Standing
from planner.core.money import format_amount, format_change
from planner.words.merge import STATES
from planner.words.texts import Texts

FIRST_FIGURE, LAST_FIGURE = 4, 8
"""The columns of figures."""

NOTHING = "−"


class BoardModel(TableModel):
    """Every part: how far it is, by whom and when, its request beside its ceiling."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (
            *(_("Part"), _("State"), _("Officer"), _("Date"), _("Request (yen)"), _("Ceiling (yen)"), _("Room")),
            *(_("Findings"), _("Since the last time"), _("Due"), _("File")),
        )
        self.standings: tuple[Standing, ...] = ()

    def show(self, standings: tuple[Standing, ...]) -> None:
        """Take up what stands on the board."""
        self.beginResetModel()
        self.standings = standings
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.standings)

    def data(self, index: Index, role: int = 0) -> Any:
        is_figure = FIRST_FIGURE <= index.column() <= LAST_FIGURE
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        text = self.texts_of(index.row())[index.column()]
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def texts_of(self, row: int) -> tuple[str, ...]:
        """What a row says."""
        each, _ = self.standings[row], self._texts._
        amounts = (NOTHING if n is None else format_amount(n) for n in (each.request, each.ceiling, each.room))
        state = _(STATES[each.state])
        return (
            self._texts.name(each.part.heading, each.part.heading_en) or NOTHING,
            state if each.found else f"{state} ({_('no file')})",
            each.who or NOTHING,
            each.when[:10] or NOTHING,
            *amounts,
            NOTHING if each.findings is None else str(each.findings),
            NOTHING if each.difference is None else format_change(each.difference),
            each.part.deadline or NOTHING,
            each.part.file or NOTHING,
        )
