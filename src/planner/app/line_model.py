"""The lines of the programs shown as a table: drivers of the request year to edit, amounts beside them.

Under a cohort line stand its vintages as read-only rows. Nothing is computed for rows that are not on screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from planner.app import theme
from planner.app.session import Session, State
from planner.core.cohort import Vintage, vintages
from planner.core.document import BASE
from planner.core.edits import Entry, effective
from planner.core.errors import N_, UserError
from planner.core.fields import FIELDS, QUANTITY, RATE, SHARE, TIMES, Field, Value
from planner.core.money import format_amount, format_change
from planner.core.portfolio import Amount, Lack, Line, Origin
from planner.core.typed import Entered, read_entry
from planner.core.years import era_label
from planner.texts import Texts

Index = QModelIndex | QPersistentModelIndex


class Column(Enum):
    """The columns, in order; the value is the header as a catalogue key."""

    PROGRAM = N_("Program")
    LABEL = N_("Item")
    RATE = N_("Unit rate")
    QUANTITY = N_("Quantity")
    TIMES = N_("Times")
    SHARE = N_("Share")
    AMOUNT = N_("Amount")
    PREVIOUS = N_("Previous year")
    CHANGE = N_("Change")
    FROM_BASE = N_("From base")
    BASIS = N_("Basis")


COLUMNS = tuple(Column)
DRIVERS = {Column.RATE: RATE, Column.QUANTITY: QUANTITY, Column.TIMES: TIMES, Column.SHARE: SHARE}
AMOUNTS = (Column.AMOUNT, Column.PREVIOUS, Column.CHANGE, Column.FROM_BASE)
BASIS_NAMES = {
    "published": N_("published"),
    "derived": N_("derived"),
    "assumed": N_("assumed"),
    "residual": N_("residual"),
}
MARK_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""`Mark` of a cell, for the delegate."""


class Mark(Enum):
    """What is marked in a cell's corner."""

    CHANGED = "changed"
    OUT_OF_RANGE = "out of range"


class Row(NamedTuple):
    """A row shown: a line, or one of its vintages, k years after intake (`None` for the line itself)."""

    line: int
    vintage: int | None = None


@dataclass(frozen=True)
class Facts:
    """All that is shown of one line; amounts are those of (previous year, request year)."""

    line: Line
    parent: Line
    amounts: tuple[Amount, Amount]
    base_amount: Amount
    vintages: tuple[Vintage, ...]
    own: frozenset[str]


class LineModel(QAbstractTableModel):
    """The lines shown.

    Signals:
        noticed(text): something the reader should know about what was just typed, such as a rounding.
    """

    noticed = Signal(str)

    def __init__(self, session: Session, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self._rows: tuple[Row, ...] = ()
        self._place: dict[int, int] = {}
        self._facts: dict[int, Facts] = {}
        self.show_vintages = True
        self._lay_out()
        session.changed.connect(self._on_changed)

    def set_show_vintages(self, shown: bool) -> None:
        """Show or hide the vintages under cohort lines."""
        self.show_vintages = shown
        self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        self._lay_out()
        self.endResetModel()

    def _lay_out(self) -> None:
        state = self._session.state
        portfolio = state.portfolio
        durations = portfolio.lines.duration.tolist()
        rows: list[Row] = []
        for program in self._programs(state):
            for line in portfolio.line_ranges[program]:
                rows.append(Row(line))
                if self.show_vintages and durations[line] > 1:
                    rows.extend(Row(line, k) for k in range(durations[line]))
        self._rows = tuple(rows)
        self._place = {row.line: i for i, row in enumerate(rows) if row.vintage is None}
        self._facts = {}
        self.several_programs = len({portfolio.lines.program[row.line] for row in rows}) > 1

    def _programs(self, state: State) -> list[int]:
        """The programs whose lines are shown: the one chosen with its parts, or all of the view."""
        portfolio, view = state.portfolio, state.shown_view
        if state.program is not None:
            tops = [state.program]
        elif view is not None:
            tops = [portfolio.program_index[member.program] for member in view.members if not member.relisted]
        else:
            return list(range(len(portfolio.programs)))
        found: list[int] = []
        waiting = list(reversed(tops))
        while waiting:
            program = waiting.pop()
            found.append(program)
            waiting.extend(reversed(portfolio.children[program]))
        return found

    def _on_changed(self, before: State, after: State) -> None:
        shown = (before.portfolio is not after.portfolio, before.view != after.view, before.program != after.program)
        if any(shown):
            self._reset()
            return
        if before.scenario != after.scenario:
            self._facts = {}
            self._tell(0, len(self._rows) - 1)
        elif before.unit != after.unit:
            self._tell(0, len(self._rows) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        elif before.evaluation is not after.evaluation:
            old, new = before.evaluation.overrides, after.evaluation.overrides
            index = after.portfolio.line_index
            for line in old.keys() | new.keys():
                if old.get(line) is not new.get(line) and line in index:
                    self._refresh(index[line])

    def _refresh(self, line: int) -> None:
        self._facts.pop(line, None)
        if line in self._place:
            first = last = self._place[line]
            while last + 1 < len(self._rows) and self._rows[last + 1].line == line:
                last += 1
            self._tell(first, last)

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def facts(self, line: int) -> Facts:
        """What is shown of a line, reckoned when it is first looked at."""
        if line not in self._facts:
            state = self._session.state
            portfolio, id_ = state.portfolio, state.portfolio.lines.ids[line]
            own = state.document.scenario(state.scenario).overrides if state.scenario != BASE else {}
            above = state.document.overrides(state.document.scenario(state.scenario).parent) if own else {}
            current = portfolio.line(line, state.evaluation.overrides.get(id_))
            amounts = state.evaluation.line(line)
            request = portfolio.request_year
            self._facts[line] = Facts(
                current,
                portfolio.line(line, above.get(id_)),
                (amounts[0], amounts[1]),
                self._session.base.row(line)[1],
                vintages(current, request) if current.duration > 1 else (),
                frozenset(cell.field for cell in own.get(id_, ()) if cell.year == request),
            )
        return self._facts[line]

    def row_at(self, index: Index) -> Row:
        """The row an index stands in."""
        return self._rows[index.row()]

    def row_of_line(self, line: int) -> int:
        """Where a line is shown, -1 if it is not."""
        return self._place.get(line, -1)

    def line_rows(self) -> tuple[int, ...]:
        """The rows that are lines, vintages left out."""
        return tuple(self._place.values())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        column, _ = COLUMNS[section], self._texts._
        if role == Qt.ItemDataRole.ToolTipRole and column in DRIVERS:
            return _(DRIVERS[column].help)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        state = self._session.state
        if column is Column.RATE:
            return f"{_(column.value)}\n({_(N_('yen'))})"
        if column is Column.AMOUNT:
            return f"{era_label(state.portfolio.request_year)} {_(column.value)}\n({unit_name(state, self._texts)})"
        if column is Column.PREVIOUS:
            return f"{era_label(state.portfolio.previous_year)}\n({unit_name(state, self._texts)})"
        return _(column.value)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.field_at(index) is not None and self._session.state.scenario != BASE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def field_at(self, index: Index) -> Field | None:
        """The field a cell edits, `None` for computed cells and vintages."""
        if not index.isValid() or self.row_at(index).vintage is not None:
            return None
        return DRIVERS.get(COLUMNS[index.column()])

    def value_at(self, index: Index) -> Value | None:
        """The value in force in an editable cell, `None` where there is none."""
        field = self.field_at(index)
        if field is None:
            return None
        request = self._session.state.portfolio.request_year
        return effective(self._session.state.portfolio, self.facts(self.row_at(index).line).line, field.key, request)

    def data(self, index: Index, role: int = 0) -> Any:
        column, row = COLUMNS[index.column()], self.row_at(index)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._vintage_text(row, column) if row.vintage is not None else self._line_text(row.line, column)
        if role == Qt.ItemDataRole.EditRole:
            value = self.value_at(index)
            return "" if value is None else self._plain(index, value)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, column)
        if role == Qt.ItemDataRole.BackgroundRole:
            return None if column in DRIVERS and row.vintage is None else theme.computed_background()
        if role == MARK_ROLE:
            return self._mark(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        return None

    def _plain(self, index: Index, value: Value) -> str:
        """The value as an editor starts with it: no separators, an ASCII minus."""
        field = self.field_at(index)
        assert field is not None
        return field.text(value).replace(",", "").replace("△", "-")

    def _line_text(self, row: int, column: Column) -> str:
        state, _ = self._session.state, self._texts._
        portfolio, facts = state.portfolio, self.facts(row)
        if column is Column.PROGRAM:
            program = portfolio.programs[portfolio.lines.program[row]]
            return self._texts.name(program.name, program.name_en)
        if column is Column.LABEL:
            return self._texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])
        if column is Column.BASIS:
            return _(BASIS_NAMES[portfolio.line_basis[row]])
        if column in DRIVERS:
            field = DRIVERS[column]
            value = effective(portfolio, facts.line, field.key, portfolio.request_year)
            if value is None:
                return "−"
            unit = portfolio.lines.units[row] if column is Column.QUANTITY else ""
            return f"{field.display(value)}{f' {unit}' if unit and self._texts.language == 'ja' else ''}"
        previous, current = facts.amounts
        if column is Column.AMOUNT:
            return self._amount(current)
        if column is Column.PREVIOUS:
            return self._amount(previous)
        other = previous if column is Column.CHANGE else facts.base_amount
        if isinstance(current, Lack) or isinstance(other, Lack):
            return "−"
        return format_change(current - other, state.unit)

    def _vintage_text(self, row: Row, column: Column) -> str:
        assert row.vintage is not None
        state, _ = self._session.state, self._texts._
        vintage = self.facts(row.line).vintages[row.vintage]
        if column is Column.LABEL:
            kind = _("new") if row.vintage == 0 else _("continuing")
            return f"    └ {kind} ({_('intake {year}').format(year=era_label(vintage.intake_year))})"
        if column is Column.RATE:
            return "−" if vintage.rate is None else format_amount(vintage.rate)
        if column is Column.QUANTITY:
            unit = state.portfolio.lines.units[row.line] if self._texts.language == "ja" else ""
            return f"{QUANTITY.display(vintage.people)}{f' {unit}' if unit else ''}"
        return self._amount(vintage.amount) if column is Column.AMOUNT else ""

    def _amount(self, amount: Amount) -> str:
        if isinstance(amount, int):
            return format_amount(amount, self._session.state.unit)
        return self._texts._(N_("cannot compute")) if amount is Lack.CANNOT_COMPUTE else "−"

    def _colour(self, row: Row, column: Column) -> Any:
        if row.vintage is not None:
            return theme.faint_text()
        if column in DRIVERS:
            return theme.input_text()
        if column in AMOUNTS and self._line_text(row.line, column).startswith("△"):
            return theme.negative_text()
        return None

    def _mark(self, row: Row, column: Column) -> Mark | None:
        if row.vintage is not None or column not in DRIVERS:
            return None
        facts, field = self.facts(row.line), DRIVERS[column]
        if self._out_of_range(row.line, field) is not None:
            return Mark.OUT_OF_RANGE
        return Mark.CHANGED if field.key in facts.own else None

    def _out_of_range(self, row: int, field: Field) -> Origin | None:
        portfolio = self._session.state.portfolio
        origin = portfolio.origin(row, field.key, portfolio.request_year)
        value = effective(portfolio, self.facts(row).line, field.key, portfolio.request_year)
        return None if origin is None or value is None or origin.allows(value) else origin

    def _tip(self, row: Row, column: Column) -> str | None:
        if row.vintage is not None or column not in DRIVERS:
            return None
        facts, field, _ = self.facts(row.line), DRIVERS[column], self._texts._
        portfolio = self._session.state.portfolio
        said = []
        if field.key in facts.own:
            before = effective(portfolio, facts.parent, field.key, portfolio.request_year)
            shown = "−" if before is None else field.display(before)
            said.append(_("Changed here; the parent has {value}. Delete returns to it.").format(value=shown))
        outside = self._out_of_range(row.line, field)
        if outside is not None:
            said.append(_("Outside the published range {range}.").format(range=outside.range_text()))
        return "\n".join(said) or None

    def read(self, index: Index, text: str) -> Entered:
        """What a text typed into a cell stands for; `UserError` with the reason when it cannot stand there."""
        field = self.field_at(index)
        if field is None or self._session.state.scenario == BASE:
            raise self._read_only(index)
        return read_entry(text, field, self.value_at(index))

    def _read_only(self, index: Index) -> UserError:
        if self._session.state.scenario == BASE:
            return UserError(
                N_("The base is not edited: it is the request as printed."),
                N_("Choose a scenario, or branch one from the base, and edit there."),
            )
        return UserError(
            N_("This cell is computed and takes no input."),
            N_("Edit rate, quantity, times or share of the line."),
            where=self.place_name(index),
        )

    def place_name(self, index: Index) -> str:
        """How a message names a cell: line and column."""
        label = self.data(self.index(index.row(), COLUMNS.index(Column.LABEL)), int(Qt.ItemDataRole.DisplayRole))
        return f"{label.strip()} › {self._texts._(COLUMNS[index.column()].value)}"

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        if role != Qt.ItemDataRole.EditRole or self.field_at(index) is None:
            return False
        self.enter([(index, str(value))])
        return True

    def enter(self, cells: Sequence[tuple[Index, str | None]]) -> None:
        """Type texts into cells as one edit; `None` or an empty text returns a cell to its parent's value.

        Raises `UserError` naming the cell, and changes nothing, when one of them cannot stand.
        """
        entries, rounded = [], []
        portfolio = self._session.state.portfolio
        for index, text in cells:
            field = self.field_at(index)
            if field is None or self._session.state.scenario == BASE:
                raise self._read_only(index)
            value: Value | None = None
            if text is not None and text.strip():
                try:
                    value, was_rounded = self.read(index, text)
                except UserError as error:
                    raise error.at(self.place_name(index)) from error
                if was_rounded:
                    rounded.append(f"{text} → {field.text(value)}")
            line = portfolio.lines.ids[self.row_at(index).line]
            entries.append(Entry(line, field.key, portfolio.request_year, value))
        fields = {FIELDS[entry.field].label for entry in entries}
        label = self._texts._(fields.pop()) if len(fields) == 1 else self._texts._("Values")
        self._session.set_values(label, entries)
        if rounded:
            text = self._texts._("Rounded to whole units: {list}").format(list=", ".join(rounded))
            self.noticed.emit(text)

    def own_cell(self, index: Index) -> bool:
        """Whether the scenario shown sets this cell itself."""
        field = self.field_at(index)
        return field is not None and field.key in self.facts(self.row_at(index).line).own


def unit_name(state: State, texts: Texts) -> str:
    """The print unit as headers name it."""
    english = {1: "yen", 1_000: "thousand yen", 1_000_000: "million yen", 100_000_000: "100 million yen"}
    return state.unit.label if texts.language == "ja" else english[state.unit.yen]


def _alignment(column: Column) -> Qt.AlignmentFlag:
    right = column in DRIVERS or column in AMOUNTS
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
