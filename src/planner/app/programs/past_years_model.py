"""What a table says of past years, a row a program: how it was found here, and whether it is taken over."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets.plain import plain_tip
from planner.core.edits.execution import Matches, Pair, Reported, project_of
from planner.core.errors import N_
from planner.core.model.accounts.execution import past_years
from planner.files.portfolio.execution_in import ExecutionTable
from planner.words.figures import share_text
from planner.words.past_years import NOTHING, past_year_text
from planner.words.texts import Texts

KNOWN, NAMED, HERE, FIRST_YEAR = range(4)
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class Found(Enum):
    """How a program of the table was found here; the value is a catalogue key. What needs an answer is listed first."""

    BY_NAME = N_("same name: confirm")
    BY_ID = N_("by ID")
    NOWHERE = N_("not here")
    UNREAD = N_("cannot be read")


class PastRow(NamedTuple):
    """A row: what the table says, and of which program (by id); of what cannot be read where and what that is."""

    found: Found
    reported: Reported | None = None
    program: str = ""
    where: str = ""
    what: str = ""


class PastYearsModel(TableModel):
    """Ticks stand before what has the same name alone; a program and a row of the table are ticked once.

    Signals:
        ticked(): another choice is made.
    """

    ticked = Signal()

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self._years = past_years(session.state.portfolio.request_year)
        self.headers = (_("Known"), _("In the table"), _("Program"), *map(texts.era, self._years))
        self.rows: tuple[PastRow, ...] = ()
        self._ticked: set[int] = set()

    def show(self, table: ExecutionTable, matches: Matches) -> None:
        """Take up what was read."""
        translate = self._texts.translate
        self.beginResetModel()
        self.rows = (
            *(PastRow(Found.BY_NAME, *each) for each in matches.likely),
            *(PastRow(Found.BY_ID, *each) for each in matches.sure),
            *(PastRow(Found.NOWHERE, each) for each in matches.unmatched),
            *(
                PastRow(Found.UNREAD, where=where.render(translate), what=what.render(translate))
                for where, what in table.unread
            ),
        )
        self._ticked = set()
        self.endResetModel()

    @property
    def chosen(self) -> list[Pair]:
        """What is to be taken over: all that was found by id, and what is ticked."""
        return list(self._chosen())

    def _chosen(self) -> Iterator[Pair]:
        for at, row in enumerate(self.rows):
            if row.reported is not None and (row.found is Found.BY_ID or at in self._ticked):
                yield Pair(row.reported, row.program)

    def count(self, found: Found) -> int:
        """How many rows were found so."""
        return sum(row.found is found for row in self.rows)

    @property
    def left(self) -> int:
        """How many things of the same name nobody has said anything about."""
        answered = {self._said(at) for at in self._ticked}
        asked = {self._said(at) for at, row in enumerate(self.rows) if row.found is Found.BY_NAME}
        return len(asked - answered)

    def tick_all(self) -> None:
        """Tick whatever has the same name as one program alone."""
        names = [at for at, row in enumerate(self.rows) if row.found is Found.BY_NAME]
        said, programs = [self._said(at) for at in names], [self.rows[at].program for at in names]
        for at in names:
            if said.count(self._said(at)) == programs.count(self.rows[at].program) == 1:
                self._ticked.add(at)
        self._tell()

    def _said(self, at: int) -> int:
        """By what a row of the table is known."""
        reported = self.rows[at].reported
        return -1 if reported is None else reported.row

    def _tell(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, KNOWN), self.index(len(self.rows) - 1, KNOWN))
        self.ticked.emit()

    # ---------------------------------------------------------------- what stands in its cells

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        asked = index.isValid() and index.column() == KNOWN and self.rows[index.row()].found is Found.BY_NAME
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable if asked else super().flags(index)

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or self.rows[index.row()].found is not Found.BY_NAME:
            return False
        at = index.row()
        self._ticked.discard(at)
        if Qt.CheckState(value) is CHECKED:
            program = self.rows[at].program
            others = {each for each in self._ticked if self._said(each) == self._said(at)}
            others |= {each for each in self._ticked if self.rows[each].program == program}
            self._ticked = (self._ticked - others) | {at}
        self._tell()
        return True

    def data(self, index: Index, role: int = 0) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole:
            if column != KNOWN or row.found is not Found.BY_NAME:
                return None
            return CHECKED if index.row() in self._ticked else UNCHECKED
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column >= FIRST_YEAR else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(row, column) or self._texts._("empty")
        return plain_tip(self._tip(row, column)) if role == Qt.ItemDataRole.ToolTipRole else None

    def _text(self, row: PastRow, column: int) -> str:
        if column == KNOWN:
            return self._texts._(row.found.value)
        if row.reported is None:
            return (row.where, row.what)[column - NAMED] if column <= HERE else ""
        if column == NAMED:
            return _called(row.reported.name, row.reported.project)
        if column == HERE:
            return self._here(row.program)
        executed = row.reported.years.get(self._years[column - FIRST_YEAR])
        return NOTHING if executed is None else share_text(executed.rate)

    def _here(self, program: str) -> str:
        if not program:
            return NOTHING
        state = self._session.state
        here = state.portfolio.programs[state.portfolio.program_index[program]]
        return _called(self._texts.name(here.name, here.name_en), project_of(state.document, program))

    def _tip(self, row: PastRow, column: int) -> str:
        if column < FIRST_YEAR or row.reported is None:
            return self._text(row, column)
        year = self._years[column - FIRST_YEAR]
        executed = row.reported.years.get(year)
        return "" if executed is None else past_year_text(year, executed, self._session.state.unit, self._texts)


def _called(name: str, project: str) -> str:
    """A program with its 予算事業ID."""
    return f"{name} [{project}]" if project else name or NOTHING
