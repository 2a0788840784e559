"""Programs and their lines with their codes: each cell typed in place; what comes from a program above is grey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.errors import N_
from planner.core.model.accounts.code_book import CodeBook
from planner.core.model.accounts.codes import BLANK, CODES, LABELS, LINKS, Code, CodeKind, CodePlace, Owner
from planner.words.texts import Texts

NAME = 0


class CodeColumn(NamedTuple):
    """A column: a code, or the text or address of a link."""

    kind: CodeKind
    is_address: bool = False


COLUMNS = (
    *map(CodeColumn, CODES),
    *(CodeColumn(kind, is_address) for kind in LINKS for is_address in (False, True)),
)
"""Those after the name."""


class CodeRow(NamedTuple):
    """A program, or a line of it (`row` of the portfolio)."""

    program: int
    row: int | None
    depth: int


class CodeModel(TableModel):
    """A row a program, and with `lines` a row a line below it.

    Signals:
        typed(object): codes were typed, by place; whoever hears it makes the edit.
    """

    typed = Signal(object)

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        addresses = {kind: _(N_("{name}, address")).format(name=_(LABELS[kind])) for kind in LINKS}
        heads = (addresses[each.kind] if each.is_address else _(LABELS[each.kind]) for each in COLUMNS)
        self.headers = (_("Program, line"), *heads)
        self.rows: tuple[CodeRow, ...] = ()
        self._book = CodeBook.of(session.state.document)
        self._of: object = None

    def refresh(self, *, lines: bool) -> None:
        """List the programs of the scenario shown, with their lines if wanted, and their codes as they are now."""
        state = self._session.state
        self._book = CodeBook.of(state.document)
        portfolio, evaluation = state.portfolio, state.evaluation
        rows: list[CodeRow] = []
        for index in range(len(portfolio.programs)):
            if evaluation.shows_program(index):
                depth = portfolio.depth(index)
                rows.append(CodeRow(index, None, depth))
                own = portfolio.line_ranges[index] if lines else ()
                rows += [CodeRow(index, row, depth + 1) for row in own if evaluation.shows(row)]
        if self._of is portfolio and tuple(rows) == self.rows:
            if rows:
                self.dataChanged.emit(self.index(0, NAME), self.index(len(rows) - 1, len(COLUMNS)))
            return
        self.beginResetModel()
        self.rows, self._of = tuple(rows), portfolio
        self.endResetModel()

    # ---------------------------------------------------------------- what stands where

    def place(self, at: int, column: int) -> CodePlace | None:
        """Where a cell stands; `None` for the name, and for links of lines, which have none."""
        if column == NAME:
            return None
        row, kind = self.rows[at], COLUMNS[column - 1].kind
        portfolio = self._session.state.portfolio
        if row.row is None:
            return CodePlace(Owner.PROGRAM, portfolio.programs[row.program].id, kind)
        return None if kind in LINKS else CodePlace(Owner.LINE, portfolio.lines.ids[row.row], kind)

    def given(self, texts: Iterable[tuple[int, int, str]]) -> Mapping[CodePlace, Code]:
        """What the codes are with these texts in these cells (row, column)."""
        found: dict[CodePlace, Code] = {}
        for at, column, text in texts:
            place = self.place(at, column)
            if place is not None:
                before = found.get(place) or self._book.stated(place) or BLANK
                is_address = COLUMNS[column - 1].is_address
                said = (before.text, text) if is_address else (text, before.address)
                found[place] = Code(*(each.strip() for each in said))
        return found

    def text(self, at: int, column: int) -> str:
        """What a cell says of its own."""
        place = self.place(at, column)
        said = None if place is None else self._book.stated(place)
        if said is None:
            return ""
        return said.address if COLUMNS[column - 1].is_address else said.text

    def _inherited(self, at: int, column: int) -> str:
        """What holds in a cell that says nothing of its own."""
        row, (kind, is_address) = self.rows[at], COLUMNS[column - 1]
        if is_address or kind in LINKS:
            return ""
        found = self._book.of_program(row.program, kind) if row.row is None else self._book.of_line(row.row, kind)
        return "" if found is None else found.text

    # ---------------------------------------------------------------- the table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_open = self.place(index.row(), index.column()) is not None
        is_open = is_open and self._session.state.document.is_open(self.rows[index.row()].program)
        return flags | Qt.ItemFlag.ItemIsEditable if is_open else flags

    def setData(self, index: Index, value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.EditRole or str(value).strip() == self.text(index.row(), index.column()):
            return False
        self.typed.emit((index.row(), index.column(), str(value)))
        return True

    def data(self, index: Index, role: int = 0) -> Any:
        at, column = index.row(), index.column()
        if role == Qt.ItemDataRole.EditRole:
            return self.text(at, column) if column else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            said = self._name(at) if column == NAME else self.text(at, column) or self._inherited(at, column)
            return said or (self._texts._("empty") if role == Qt.ItemDataRole.AccessibleTextRole else "")
        if role == Qt.ItemDataRole.ForegroundRole and column and not self.text(at, column):
            return theme.tokens().third
        if role == Qt.ItemDataRole.FontRole and self.rows[at].row is None and column == NAME:
            return theme.bold(theme.table_font())
        if role == Qt.ItemDataRole.BackgroundRole and self.rows[at].row is None:
            return theme.tokens().header
        if role == Qt.ItemDataRole.ToolTipRole and column:
            return plain_tip(self._told(at, column))
        return None

    def _name(self, at: int) -> str:
        row, portfolio, name = self.rows[at], self._session.state.portfolio, self._texts.name
        if row.row is None:
            said = name(portfolio.programs[row.program].name, portfolio.programs[row.program].name_en)
        else:
            said = name(portfolio.lines.labels[row.row], portfolio.lines.labels_en[row.row])
        return f"{'　' * row.depth}{said}"

    def _told(self, at: int, column: int) -> str:
        """Who set a code, when and why; whose it is where it is not its own."""
        place = self.place(at, column)
        said = None if place is None else self._session.state.document.codes.get(place)
        if said is not None and not said.is_blank:
            return " ".join(filter(None, (said.who, said.when[:10], said.why and self._texts.quoted(said.why))))
        inherited = "" if self.text(at, column) else self._inherited(at, column)
        return self._texts._(N_("as its program")) if inherited else ""
