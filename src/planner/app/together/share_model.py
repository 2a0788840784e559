"""The ceilings that parts go out with: a total spread over the headings of a view, or given by hand."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import plain_tip
from planner.core.errors import N_, UserError
from planner.core.merge.spread import Spread, Weight, amounts_of, spread_over
from planner.core.model.ceilings import Scope, ScopeKind
from planner.core.model.portfolio import View
from planner.core.money import format_amount, parse_yen
from planner.words.texts import Texts

HEADING, PREVIOUS, REQUEST, SHARE, ROOM, HOLD = range(6)
NOTHING = "−"


class By(Enum):
    """What a total is spread by."""

    PREVIOUS = N_("last year's amounts")
    REQUEST = N_("the request")
    HAND = N_("hand alone")


class _Row(NamedTuple):
    """A heading: its name, what its programs came to and come to (yen), the ceiling it has already."""

    heading: str
    name: str
    previous: int
    request: int
    before: int | None


class ShareModel(TableModel):
    """A row a heading; what is typed as its ceiling is held, all else follows from the total.

    Signals:
        asked(): the total, what it is spread by, or a share that is held is another one.
        refused(UserError): what was typed cannot stand.
    """

    asked = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        ceiling, room = _("Ceiling (yen)"), _("Room (yen)")
        self.headers = (_("Part"), _("Previous year (yen)"), _("Request (yen)"), ceiling, room, _("Hold"))
        self._rows: list[_Row] = []
        self._held: dict[str, int] = {}
        self._by, self._total = By.PREVIOUS, 0
        self._has_total = False
        self.spread = Spread({}, 0)
        """What each heading gets, where it gets anything, and the rest."""
        self.why_not: UserError | None = None
        """Why the total cannot be spread."""

    # ---------------------------------------------------------------- what is asked

    def show(self, view: View, scenario: int) -> None:
        """List the headings of a view that parts can be made of, with their amounts in a scenario."""
        document, name = self._session.state.document, self._texts.name
        portfolio, evaluation = document.portfolio, self._session.evaluation_of(scenario)
        year = portfolio.request_year
        previous, request = (amounts_of(evaluation, view, each) for each in Weight)
        limits = {each.scope: each.amount for each in reversed(document.ceilings) if each.year == year}
        self.beginResetModel()
        headings = {each.heading: each.heading_en for each in view.members if not each.relisted}
        self._rows = [
            _Row(
                heading,
                name(heading, heading_en) or NOTHING,
                previous[heading],
                request[heading],
                limits.get(Scope(ScopeKind.HEADING, view.id, heading)),
            )
            for heading, heading_en in headings.items()
            if all(map(document.is_open, portfolio.counted(view, heading)))
        ]
        self._held = {}
        self._spread()
        self.endResetModel()
        self.asked.emit()

    def ask(self, by: By, total: int | None) -> None:
        """Spread another total (yen; `None`: none is given), or by something else."""
        self._by, self._total, self._has_total = by, total or 0, total is not None
        self._respread()

    @property
    def rest(self) -> int | None:
        """What of the total nobody gets, in yen; `None` where there is no total."""
        return self.spread.rest if self._has_total else None

    @property
    def changed(self) -> dict[str, int]:
        """The ceilings that are other ones than those the headings have already, in yen."""
        before = {each.heading: each.before for each in self._rows}
        return {heading: share for heading, share in self.spread.shares.items() if share != before[heading]}

    @property
    def over(self) -> int:
        """How many headings request more than their ceiling."""
        return sum((room := self._room(each)) is not None and room < 0 for each in self._rows)

    def hold(self, places: Collection[int], held: bool) -> None:
        """Hold the ceilings of these rows as they are, or let them follow the total again."""
        for place in places:
            row = self._rows[place]
            share = self._share(row)
            if not held:
                self._held.pop(row.heading, None)
            elif share is not None:
                self._held[row.heading] = share
        self._respread()

    def is_held(self, place: int) -> bool:
        """Whether the ceiling in a row stands whatever the total is."""
        return self._rows[place].heading in self._held

    def _respread(self) -> None:
        self._spread()
        if self._rows:
            self.dataChanged.emit(self.index(0, SHARE), self.index(len(self._rows) - 1, HOLD))
        self.asked.emit()

    def _spread(self) -> None:
        self.why_not = None
        given = sum(self._held.values())
        by_hand = Spread(dict(self._held), self._total - given)
        if self._by is By.HAND or not self._has_total:
            self.spread = by_hand
            return
        amounts = {each.heading: each.previous if self._by is By.PREVIOUS else each.request for each in self._rows}
        try:
            self.spread = spread_over(amounts, self._total, self._held)
        except UserError as error:
            self.spread, self.why_not = by_hand, error

    def _share(self, row: _Row) -> int | None:
        """The ceiling a part goes out with: the new one, else the one there is."""
        return self.spread.shares.get(row.heading, row.before)

    def _room(self, row: _Row) -> int | None:
        share = self._share(row)
        return None if share is None else share - row.request

    # ---------------------------------------------------------------- as a table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == SHARE else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        heading, typed = self._rows[index.row()].heading, str(value).strip()
        try:
            if typed:
                self._held[heading] = parse_yen(typed)
            else:
                self._held.pop(heading, None)
        except UserError as error:
            self.refused.emit(error)
            return False
        self._respread()
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._heard(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._heard(row, column))
        if role == Qt.ItemDataRole.DecorationRole and column == HOLD and row.heading in self._held:
            return icon("pin", "accent")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            room = self._room(row)
            if column == ROOM and room is not None and room < 0:
                return theme.tokens().error
            return theme.tokens().input if column == SHARE else None
        return None

    def _text(self, row: _Row, column: int) -> str:
        if column == HEADING:
            return row.name
        amounts = {PREVIOUS: row.previous, REQUEST: row.request, SHARE: self._share(row), ROOM: self._room(row)}
        amount = amounts.get(column)
        return ("" if column == HOLD else NOTHING) if amount is None else format_amount(amount)

    def _heard(self, row: _Row, column: int) -> str:
        _, room = self._texts._, self._room(row)
        if column == HOLD:
            return _("held") if row.heading in self._held else _("not held")
        if column == ROOM and room is not None and room < 0:
            return _("over by {amount} yen").format(amount=format_amount(-room))
        return self._text(row, column)


def _side(column: int) -> Qt.AlignmentFlag:
    if column == HOLD:
        return Qt.AlignmentFlag.AlignCenter
    side = Qt.AlignmentFlag.AlignLeft if column == HEADING else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter
