"""Lines with their kinds of request and expense, by program, to be ticked: those that lack one, or all."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import theme
from planner.core.ceilings.classes import CLASS_FIELDS, classes_of, unclassified
from planner.core.errors import N_
from planner.core.model.lines import Lack
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_amount
from planner.words.figures import unit_name
from planner.words.texts import Texts

ITEM, AMOUNT, DEMAND_COLUMN, EXPENSE_COLUMN = range(4)
CHECKED, UNCHECKED, PARTLY = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


class ClassRow(NamedTuple):
    """A line (`row` of the portfolio), or the heading of a program with the rows of its lines that are listed."""

    program: int
    row: int | None
    lines: tuple[int, ...] = ()


class ClassifyModel(TableModel):
    """A heading for each program, below it its lines; ticking a heading ticks them all.

    Signals:
        ticked(): others are ticked.
    """

    ticked = Signal()

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self.rows: list[ClassRow] = []
        self.lacking = 0
        """How many lines lack a kind."""
        self._chosen: set[str] = set()
        """The lines that are ticked, by their ids: rows move when lines are proposed."""
        self._kinds: dict[int, tuple[int, int]] = {}
        self._of: tuple[Portfolio, list[int]] | None = None
        """The portfolio and the rows of it that are listed."""
        self._head()

    def _head(self) -> None:
        state, _ = self._session.state, self._texts._
        amount = f"{self._texts.era(state.portfolio.request_year)} {unit_name(state.unit, self._texts)}"
        self.headers = (_("Line"), amount, *(_(field.label) for field in CLASS_FIELDS))

    @property
    def chosen(self) -> list[str]:
        """The ids of the lines that are listed and ticked, in program order."""
        ids = self._session.state.portfolio.lines.ids
        return [ids[each.row] for each in self.rows if each.row is not None and ids[each.row] in self._chosen]

    def refresh(self, *, every: bool) -> None:
        """List the lines that lack a kind, or with `every` all of the request, as they are now."""
        state = self._session.state
        portfolio, evaluation = state.portfolio, state.evaluation
        lacking = unclassified(evaluation)
        listed: Iterable[int] = lacking
        if every:
            listed = (row for row in range(len(portfolio.lines)) if evaluation.is_present(row))
        listed, self.lacking = list(listed), len(lacking)
        if self._of is not None and self._of[0] is portfolio and self._of[1] == listed:
            self._kinds = {}  # the same lines: their figures alone may be others
            self._head()
            if self.rows:
                self.dataChanged.emit(self.index(0, ITEM), self.index(len(self.rows) - 1, EXPENSE_COLUMN))
            self.ticked.emit()
            return
        self._of = portfolio, listed
        owners = portfolio.lines.program
        rows: list[ClassRow] = []
        for program, group in groupby(listed, key=lambda row: int(owners[row])):
            lines = tuple(group)
            rows.append(ClassRow(program, None, lines))
            rows += [ClassRow(program, row) for row in lines]
        self.beginResetModel()
        self.rows, self._kinds = rows, {}
        self._head()
        self.endResetModel()
        self.ticked.emit()

    def tick(self, lines: Iterable[str]) -> None:
        """Tick these lines and no others."""
        self._chosen = set(lines)
        self._told()

    def toggle(self, places: Iterable[int]) -> None:
        """Tick the lines in these rows (a heading means all of its lines), or untick them where all are ticked."""
        ids = self._session.state.portfolio.lines.ids
        meant = {ids[row] for place in places for row in self._lines(self.rows[place])}
        self._chosen = self._chosen - meant if meant <= self._chosen else self._chosen | meant
        self._told()

    def _told(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, ITEM), self.index(len(self.rows) - 1, ITEM))
        self.ticked.emit()

    @staticmethod
    def _lines(each: ClassRow) -> tuple[int, ...]:
        return each.lines if each.row is None else (each.row,)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == ITEM else flags

    def setData(self, index: Index, _value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle([index.row()])
        return True

    def data(self, index: Index, role: int = 0) -> Any:
        each, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(each, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(each, column) or self._texts._("empty")
        if role == Qt.ItemDataRole.CheckStateRole and column == ITEM:
            return self._state(each)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == AMOUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and each.row is None:
            return theme.bold(theme.table_font())
        if role == Qt.ItemDataRole.BackgroundRole and each.row is None:
            return theme.tokens().header
        if role == Qt.ItemDataRole.ForegroundRole and column > AMOUNT and each.row is not None:
            return theme.tokens().third if self._kind(each.row)[column - DEMAND_COLUMN] == 0 else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == AMOUNT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)

    def _state(self, each: ClassRow) -> Qt.CheckState:
        ids = self._session.state.portfolio.lines.ids
        held = sum(ids[row] in self._chosen for row in self._lines(each))
        return UNCHECKED if not held else CHECKED if held == len(self._lines(each)) else PARTLY

    def _kind(self, row: int) -> tuple[int, int]:
        if row not in self._kinds:
            self._kinds[row] = classes_of(self._session.state.evaluation, row)
        return self._kinds[row]

    def _text(self, each: ClassRow, column: int) -> str:
        state, name = self._session.state, self._texts.name
        if column == AMOUNT:
            amounts = [state.evaluation.line(row)[1] for row in self._lines(each)]
            known = [amount for amount in amounts if isinstance(amount, int)]
            if not known:
                return self._texts._("item") if Lack.UNPRICED in amounts else "−"
            return format_amount(sum(known), state.unit)
        if each.row is None:
            if column != ITEM:
                return ""
            program = state.portfolio.programs[each.program]
            one, many = N_("{program}   {n} line"), N_("{program}   {n} lines")
            return self._texts.plural(len(each.lines), one, many, program=name(program.name, program.name_en))
        if column == ITEM:
            lines = state.portfolio.lines
            return f"　{name(lines.labels[each.row], lines.labels_en[each.row])}"
        field = CLASS_FIELDS[column - DEMAND_COLUMN]
        return self._texts.value(field, self._kind(each.row)[column - DEMAND_COLUMN])
