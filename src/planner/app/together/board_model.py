"""The board as a table: a row a part, sorted by what its cells stand for, narrowed by words and by states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QSortFilterProxyModel, Qt

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import plain_tip
from planner.core.errors import N_
from planner.core.merge.board import Standing
from planner.core.model.parts import State
from planner.core.money import format_amount, format_change
from planner.words.merge import STATES
from planner.words.parts import OTHER_CEILING, part_name, room_text, state_text
from planner.words.texts import Texts, folded

PART, STATE, OFFICER, DATE, REQUEST, CEILING, ROOM, FINDINGS, DIFFERENCE, DUE, FILE = range(11)
FIGURES = range(REQUEST, DIFFERENCE + 1)
NOTHING = "−"
NARROWED: dict[str, Callable[[Standing], bool]] = {
    N_("All parts"): lambda _each: True,
    N_("Waited for"): lambda each: each.is_awaited,
    **{text: lambda each, state=state: each.state is state for state, text in STATES.items()},  # type: ignore[misc]
    N_("Over the ceiling"): lambda each: each.is_over,
    N_("Without a file"): lambda each: not each.found,
}
"""What the board can be narrowed to."""


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
        """Take up what stands on the board; where the same parts are on it as before, rows stay rows."""
        same = [each.part.id for each in standings] == [each.part.id for each in self.standings]
        if same and standings:
            self.standings = standings
            self.dataChanged.emit(self.index(0, 0), self.index(len(standings) - 1, len(self.headers) - 1))
            return
        self.beginResetModel()
        self.standings = standings
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.standings)

    def data(self, index: Index, role: int = 0) -> Any:
        row, column = index.row(), index.column()
        over = column == ROOM and self.standings[row].is_over
        moved = column == CEILING and self.standings[row].has_other_ceilings
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.tokens().error if over else None
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("warn", "error") if over else icon("warn", "warning") if moved else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        text = self.texts_of(row)[column]
        if over and role != Qt.ItemDataRole.DisplayRole:
            text = room_text(self.standings[row].room or 0, self._texts)
        elif moved and role != Qt.ItemDataRole.DisplayRole:
            text = f"{text} ({self._texts._(OTHER_CEILING)})"
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def texts_of(self, row: int) -> tuple[str, ...]:
        """What a row says."""
        each, _ = self.standings[row], self._texts._
        amounts = (NOTHING if n is None else format_amount(n) for n in (each.request, each.ceiling, each.room))
        return (
            part_name(each.part, self._texts),
            state_text(each, self._texts),
            each.who or NOTHING,
            each.when[:10] or NOTHING,
            *amounts,
            NOTHING if each.findings is None else str(each.findings),
            NOTHING if each.difference is None else format_change(each.difference),
            each.part.deadline or NOTHING,
            each.part.file or NOTHING,
        )

    def sorted_by(self, row: int, column: int) -> tuple[int, str]:
        """What a cell is sorted by: its figure (below all others where there is none), or its words."""
        each = self.standings[row]
        figures = {
            STATE: list(State).index(each.state),
            REQUEST: each.request,
            CEILING: each.ceiling,
            ROOM: each.room,
            FINDINGS: each.findings,
            DIFFERENCE: each.difference,
        }
        if column in figures:
            figure = figures[column]
            return (-(10**18) if figure is None else figure), ""
        return 0, folded(self.texts_of(row)[column])


class ShownParts(QSortFilterProxyModel):
    """The rows that fit what is typed and what the board is narrowed to."""

    def __init__(self, board: BoardModel, parent: QObject) -> None:
        super().__init__(parent)
        self._board, self._words, self._narrowed = board, "", NARROWED["All parts"]
        self.setSourceModel(board)

    def narrow(self, words: str, narrowed: str) -> None:
        """Show the parts with these words in their row, as far as they are so."""
        self.beginFilterChange()
        self._words, self._narrowed = folded(words), NARROWED[narrowed]
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        if not self._narrowed(self._board.standings[row]):
            return False
        return not self._words or any(self._words in folded(text) for text in self._board.texts_of(row))

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compared here: Qt takes amounts for 32-bit numbers."""
        one, other = (self._board.sorted_by(each.row(), each.column()) for each in (left, right))
        return one < other

    def standing(self, row: int) -> Standing:
        """The part in a row as it is shown."""
        return self._board.standings[self.mapToSource(self.index(row, 0)).row()]


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
