"""One line's drivers over the years as a grid: a row a driver, a column a fiscal year or a year since the intake.

What is carried on from an earlier year stands light, what is given for the year dark; typing gives a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.tables.entry_model import Address, EntryModel, Index, Typed
from planner.app.tables.entry_table import EntryTable
from planner.app.tables.marks import Mark
from planner.app.widgets import roles, theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.cohort import longest
from planner.core.calculation.in_force import effective, is_inherited
from planner.core.edits.values import set_values
from planner.core.errors import N_, UserError
from planner.core.model.document import BASE
from planner.core.model.fields import (
    DURATION,
    GROWTH,
    QUANTITY,
    RATE,
    RATE_RULE,
    RETENTION,
    SHARE,
    TIMES,
    Axis,
    Field,
    Value,
)
from planner.core.model.lines import Cell, Line
from planner.words.growth import grown_in_words
from planner.words.texts import Texts

YEARLY = (RATE, QUANTITY, TIMES, SHARE, DURATION, RATE_RULE, GROWTH)
"""What goes by fiscal years."""
SINCE_INTAKE = (RETENTION,)
"""What goes by years since the intake."""

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
ANSWERED = frozenset(
    (
        *(roles.DISPLAY, roles.EDIT, roles.ALIGNMENT, roles.FOREGROUND, roles.BACKGROUND),
        *(roles.FONT, roles.MARK, roles.TIP, roles.SPOKEN),
    )
)


def line_years(state: State, row: int) -> tuple[int, ...]:
    """The fiscal years of a line: past intakes that still count in the request year, then those of the plan."""
    portfolio = state.portfolio
    most = max(longest(state.drivers(row)), int(portfolio.lines.duration[row]))
    first = min(portfolio.previous_year, portfolio.request_year - most + 1)
    return tuple(range(first, portfolio.years[-1] + 1))


class GridLine(NamedTuple):
    """What is shown of a line: as it stands, the cells the scenario and those above it set, what else decides all."""

    line: Line
    own: frozenset[Cell]
    given: frozenset[Cell]
    fixed: tuple[object, ...]


class GridModel(EntryModel):
    """Some fields of one line; all years are fiscal ones, or all count from the intake, as the fields have it."""

    def __init__(self, session: Session, texts: Texts, fields: Sequence[Field], parent: QObject | None = None) -> None:
        super().__init__(session, texts, parent)
        self.fields = tuple(fields)
        self.line: int | None = None
        self._bold = theme.bold(theme.table_font())
        self.years: tuple[int, ...] = ()
        self._shown: GridLine | None = None
        session.changed.connect(self.follow)

    def show_line(self, line: int | None) -> None:
        """Show another line, or none."""
        if line != self.line:
            self.line = line
            self._take_up(reset=True)

    def follow(self, *_states: object) -> None:
        """Take up what moved in the session."""
        self._take_up(reset=False)

    def _take_up(self, *, reset: bool) -> None:
        state, shown = self._session.state, None
        years: tuple[int, ...] = ()
        if self.line is not None and self.line >= len(state.portfolio.lines):
            self.line = None  # another portfolio was opened
        if self.line is not None:
            fixed = (self.line, state.scenario, state.portfolio.request_year, state.document.growth(state.scenario))
            given = frozenset(state.evaluation.overrides.get(state.portfolio.lines.ids[self.line], ()))
            shown = GridLine(state.drivers(self.line), self._own(state, self.line), given, fixed)
            years = self._years(state, self.line)
        if reset or years != self.years:
            self.beginResetModel()
            self._shown, self.years = shown, years
            self.endResetModel()
        elif shown != self._shown:
            before, self._shown = self._shown, shown
            self._tell_rows(before, shown)

    def _tell_rows(self, before: GridLine | None, after: GridLine | None) -> None:
        """Tell of the rows that moved; of all where it is another line, or what can be typed is another matter."""
        if (
            before is None
            or after is None
            or (before.fixed, before.line.duration) != (after.fixed, after.line.duration)
        ):
            rows = list(range(len(self.fields)))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self.fields) - 1)
        else:
            cells = {cell.field for cell in (before.own ^ after.own) | (before.given ^ after.given)}
            rows = [
                row
                for row, field in enumerate(self.fields)
                if field.key in cells or getattr(before.line, field.key) != getattr(after.line, field.key)
            ]
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.years) - 1))

    def _years(self, state: State, line: int) -> tuple[int, ...]:
        if self.fields[0].axis is Axis.FISCAL:
            return line_years(state, line)
        given = [year for year, _value in state.drivers(line).retention]
        return tuple(range(1, max([longest(state.drivers(line)), *given]) + 1))

    def _own(self, state: State, line: int) -> frozenset[Cell]:
        if state.scenario == BASE:
            return frozenset()
        return frozenset(state.document.scenario(state.scenario).overrides.get(state.portfolio.lines.ids[line], ()))

    # ---------------------------------------------------------------- cells

    @property
    def home_year(self) -> int:
        """The year the cursor starts in."""
        return self._session.state.portfolio.request_year if self.fields[0].axis is Axis.FISCAL else 1

    @property
    def drivers(self) -> Line:
        """The line as it stands in the scenario shown."""
        assert self._shown is not None
        return self._shown.line

    def _cell(self, index: Index) -> Cell:
        return Cell(self.fields[index.row()].key, self.years[index.column()])

    def field_at(self, index: Index) -> Field | None:
        """The field a cell edits, `None` where a scenario cannot change it."""
        if not index.isValid() or self._shown is None:
            return None
        field, year = self.fields[index.row()], self.years[index.column()]
        if field.axis is Axis.TENURE or self.own_cell(index):
            return field
        request = self._session.state.portfolio.request_year
        if field is GROWTH:
            return field if year == request else None
        past = field in (RATE, QUANTITY) and longest(self.drivers) > 1
        return field if year >= request or past else None

    def value_at(self, index: Index) -> Value | None:
        """The value in force in a cell, given or carried."""
        if not index.isValid() or self._shown is None:
            return None
        return effective(self.drivers, *self._cell(index))

    def read(self, index: Index, text: str) -> Typed:
        """What a text typed into a cell sets; `UserError` where it, or the year, cannot stand."""
        typed, state = super().read(index, text), self._session.state
        set_values(state.document, state.scenario, typed.values)
        return typed

    def address(self, index: Index) -> Address:
        """Where the value of a cell stands."""
        assert self.line is not None
        return Address(self._session.state.portfolio.lines.ids[self.line], *self._cell(index))

    def own_cell(self, index: Index) -> bool:
        """Whether the scenario shown sets this cell itself."""
        return self._shown is not None and self._cell(index) in self._shown.own

    def inherited(self, index: Index) -> bool:
        """Whether a value that is not the base's comes from a scenario above the one shown."""
        if self._shown is None or self.line is None or not self._shown.given - self._shown.own:
            return False
        base = self._session.state.portfolio.line(self.line)
        return is_inherited(base, self.drivers, self._shown.own, self._shown.given, *self._cell(index))

    def is_given(self, index: Index) -> bool:
        """Whether a cell is given for its year, by whomever, and not carried on from an earlier one."""
        if self._shown is None:
            return False
        cell = self._cell(index)
        return any(year == cell.year for year, _value in getattr(self.drivers, cell.field))

    def is_figure(self, index: Index) -> bool:
        """Whether a cell holds a figure, not words."""
        return not self.fields[index.row()].choices

    def line_rows(self) -> Sequence[int]:
        """Every row."""
        return range(self.rowCount())

    def place_name(self, index: Index) -> str:
        """How a message names a cell: driver and year."""
        field = self.fields[index.row()]
        return f"{self._texts._(field.label)} {self._texts.year(field, self.years[index.column()])}"

    def computed(self, index: Index) -> UserError:
        """Why a cell takes no input in any scenario."""
        if not index.isValid():
            return UserError(N_("No line is shown."), N_("Choose a program at the left."))
        if self.fields[index.row()] is GROWTH:
            return UserError(
                N_("The kind of growth holds for all years of a line."),
                N_("Edit it in the request year."),
                where=self.place_name(index),
            )
        return UserError(
            N_("Fiscal year {year} is enacted and cannot be changed by a scenario."),
            N_("Edit the request year {request}; only past intakes of a cohort line can be edited."),
            where=self.place_name(index),
            year=self.years[index.column()],
            request=self._session.state.portfolio.request_year,
        )

    # ---------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.line is None else len(self.fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.years)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            field = self.fields[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return self._texts._(field.help)
            return self._row_name(field) if role == Qt.ItemDataRole.DisplayRole else None
        if section >= len(self.years) or role != Qt.ItemDataRole.DisplayRole:
            return None
        if self.fields[0].axis is Axis.TENURE:
            return self._texts._(N_("Year {k}")).format(k=self.years[section])
        return self._texts.era(self.years[section])

    def _row_name(self, field: Field) -> str:
        _ = self._texts._
        if field is RATE:
            return f"{_(field.label)} ({_(N_('yen'))})"
        if field is QUANTITY and self._shown is not None and longest(self.drivers) > 1:
            return _(N_("Intake"))
        return _(field.label)

    def data(self, index: Index, role: int = 0) -> Any:
        if role not in ANSWERED or self._shown is None:
            return None
        if role == roles.DISPLAY:
            return self._text(index)
        if role == roles.SPOKEN:
            return " — ".join(filter(None, (self._text(index), self._tip(index))))
        if role == roles.EDIT:
            return self.plain(index)
        if role == roles.ALIGNMENT:
            return RIGHT if self.is_figure(index) else CENTRE
        if role == roles.FOREGROUND:
            return self._colour(index)
        if role == roles.BACKGROUND:
            return None if self.field_at(index) is not None else theme.tokens().computed
        if role == roles.FONT:
            return self._bold if self.is_given(index) else None
        if role == roles.MARK:
            if self.own_cell(index):
                return Mark.CHANGED
            return Mark.INHERITED if self.inherited(index) else None
        return plain_tip(self._tip(index) or "")

    def _text(self, index: Index) -> str:
        field, value = self.fields[index.row()], self.value_at(index)
        if field is GROWTH and not value and self.line is not None:
            value = self._session.state.portfolio.growth_kind(self.line)
        if field.choices and value is not None:
            return field.words[int(value)][0 if self._texts.language == "ja" else -1]
        return self._texts.value(field, value)

    def _colour(self, index: Index) -> QColor | None:
        if not self.is_given(index):
            return theme.tokens().third
        return theme.tokens().input if self.field_at(index) is not None else None

    def _tip(self, index: Index) -> str | None:
        _, state, cell, said = self._texts._, self._session.state, self._cell(index), list[str]()
        field = self.fields[index.row()]
        if self.own_cell(index) and self.line is not None:
            above = state.document.overrides(state.document.scenario(state.scenario).parent)
            line = state.portfolio.line(self.line, above.get(state.portfolio.lines.ids[self.line]))
            shown = self._texts.value(field, effective(line, *cell))
            said.append(_("Changed here; the parent has {value}. Delete returns to it.").format(value=shown))
        elif not self.is_given(index):
            since = [year for year, _value in getattr(self.drivers, cell.field) if 0 < year < cell.year]
            if since:
                said.append(_("Carried on from {year}.").format(year=self._texts.year(field, since[-1])))
        if self.line is not None and self.inherited(index):
            shown = self._texts.value(field, effective(state.portfolio.line(self.line), *cell))
            said.append(_("Value of a parent scenario (differs from the base: {value})").format(value=shown))
        if field is RATE:
            said += filter(None, [grown_in_words(self.drivers, cell.year, self._texts)])
        return "\n".join(said) or None


class YearGrid(EntryTable):
    """The grid as an officer types in it; the cursor stays on its driver and year when the years are others."""

    def __init__(self, model: GridModel, texts: Texts, name: str) -> None:
        super().__init__(model, texts)
        self.grid = model
        self.setAccessibleName(name)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultSectionSize(self.fontMetrics().horizontalAdvance("0") * 12)
        self._place: tuple[int, int] | None = None
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._return)

    def entry_columns(self) -> list[int]:
        """The years in which something can be typed."""
        model = self.grid
        return [
            column
            for column in range(model.columnCount())
            if any(model.field_at(model.index(row, column)) for row in range(model.rowCount()))
        ]

    def _remember(self) -> None:
        current = self.currentIndex()
        if current.isValid() and current.column() < len(self.grid.years):
            self._place = (current.row(), self.grid.years[current.column()])

    def _return(self) -> None:
        if not self.grid.rowCount() or not self.grid.years:
            return
        row, year = self._place or (0, self.grid.home_year)
        column = self.grid.years.index(year) if year in self.grid.years else 0
        self.jump(self.grid.index(row, column))

    def fit_height(self) -> None:
        """Be just as high as the rows need."""
        rows = self.grid.rowCount() or len(self.grid.fields)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row, bar = self.verticalHeader().defaultSectionSize(), self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight((rows + 1) * row + bar + 2 * self.frameWidth())
