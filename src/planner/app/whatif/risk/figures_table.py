"""The figures that vary: each with its range, which is typed over here, and what it does alone at either end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.whatif.risk.assumptions import Assumptions
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.calculation.in_force import effective
from planner.core.edits.typed import read_entry
from planner.core.errors import UserError
from planner.core.model.fields import FIELDS, Value
from planner.core.model.ranges import Named, Own
from planner.core.money import format_change
from planner.core.risk.drivers import Varied
from planner.core.risk.tornado import Ends
from planner.core.seek.levers import Driver
from planner.words.figures import unit_name
from planner.words.texts import Texts

LINE, DRIVER, NOW, LOW, MODE, HIGH, AT_LOW, AT_HIGH, GROUP = range(9)
TYPED = (LOW, MODE, HIGH, GROUP)
LEAST_ROWS = 4


class Figure(NamedTuple):
    """A figure that varies between two ends, most likely `mode` where that was said; alone it does what `ends` say."""

    named: Named
    low: Value
    high: Value
    mode: Value | None = None
    ends: Ends | None = None


class FiguresModel(TableModel):
    """Each figure a row; those with a range of one's own first, which stay while nothing else is known.

    Signals:
        refused(UserError): what was typed cannot stand.
    """

    refused = Signal(object)

    def __init__(self, session: Session, texts: Texts, assumptions: Assumptions, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self._assumptions, self._now = assumptions, 0
        self.rows: Sequence[Figure] = ()
        self.varied: Sequence[Varied] = ()
        """What varied when it was asked last, in the order of the rows."""
        self.show((), (), 0)

    def show(self, varied: Sequence[Varied], tornado: Sequence[Ends], now: int) -> None:
        """Show what varies of an amount (`now`, yen), those that move it most first."""
        _ = self._texts._
        unit = unit_name(self._session.state.unit, self._texts)
        self.beginResetModel()
        self.headers = (
            _("Line"),
            _("Driver"),
            _("Value now"),
            _("Lowest"),
            _("Most likely"),
            _("Highest"),
            _("Low ({unit})").format(unit=unit),
            _("High ({unit})").format(unit=unit),
            _("Group"),
        )
        self._now = now
        ends, order = {each.driver: each for each in tornado}, {each.driver: at for at, each in enumerate(tornado)}
        found: dict[Named, Figure] = {}
        self.varied = sorted(varied, key=lambda each: order.get(each.driver, len(order)))
        for each in self.varied:
            named = self.named(each.driver)
            own = self._assumptions.own.get(named) or Own(*each.ends)
            found[named] = Figure(named, own.low, own.high, own.mode, ends.get(each.driver))
        for named, own in self._assumptions.own.items():
            if named not in found:
                found[named] = Figure(named, own.low, own.high, own.mode)
        self.rows = list(found.values())
        self.endResetModel()

    def named(self, driver: Driver) -> Named:
        """A driver as it is written."""
        return Named(self._session.state.portfolio.lines.ids[driver.row], driver.field.key, driver.year)

    def value_now(self, named: Named) -> Value | None:
        """What a figure is in the scenario shown."""
        row = self._session.state.portfolio.line_index.get(named.line)
        return None if row is None else effective(self._session.state.drivers(row), named.field, named.year)

    def name(self, named: Named) -> str:
        """The name of a figure's line."""
        lines, row = self._session.state.portfolio.lines, self._session.state.portfolio.line_index.get(named.line)
        return named.line if row is None else self._texts.name(lines.labels[row], lines.labels_en[row])

    def driver_name(self, named: Named) -> str:
        """The name of its driver, with the year where it is not the request year."""
        name = self._texts._(FIELDS[named.field].label)
        is_usual = named.year == self._session.state.portfolio.request_year
        return name if is_usual else f"{name} {self._texts.era(named.year)}"

    def program_name(self, named: Named) -> str:
        """The name of the program it is of."""
        portfolio = self._session.state.portfolio
        row = portfolio.line_index.get(named.line)
        if row is None:
            return ""
        program = portfolio.programs[portfolio.lines.program[row]]
        return self._texts.name(program.name, program.name_en)

    # ---------------------------------------------------------------- typed over

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        figure, column, typed = self.rows[index.row()], index.column(), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or typed == self._typed(figure, column):
            return False
        if column == GROUP:
            self._assumptions.group(figure.named, typed)
            return True
        if not typed and column != MODE:
            self.reset(index.row())
            return True
        field = FIELDS[figure.named.field]
        try:
            read = read_entry(typed, field, self.value_now(figure.named)).value if typed else None
        except UserError as error:
            self.refused.emit(error)
            return False
        own = Own(figure.low, figure.high, figure.mode)
        if column == MODE:
            own = own._replace(mode=read)
        elif read is not None:
            own = own._replace(low=read) if column == LOW else own._replace(high=read)
        self._assumptions.give(figure.named, own)
        return True

    def reset(self, place: int) -> None:
        """Let a figure go back to the range it had before one's own."""
        if 0 <= place < len(self.rows) and self.rows[place].named in self._assumptions.own:
            self._assumptions.give(self.rows[place].named, None)

    def _typed(self, figure: Figure, column: int) -> str:
        if column == GROUP:
            return self._assumptions.group_of(figure.named)
        value = {LOW: figure.low, MODE: figure.mode, HIGH: figure.high}[column]
        return "" if value is None else FIELDS[figure.named.field].display(value)

    # ---------------------------------------------------------------- as a table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in TYPED else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        figure, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(figure, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(figure, column) or self._texts._("none")
        if role == Qt.ItemDataRole.ToolTipRole:
            said = [self.program_name(figure.named), self.name(figure.named)] if column == LINE else []
            said += [self._texts._("Own range; Delete takes it back.")] if self._is_own(figure) else []
            return plain_tip(" › ".join(said)) if said else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == Qt.ItemDataRole.FontRole and column in TYPED and self._is_own(figure):
            return theme.bold(theme.table_font())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(figure, column)
        return None

    def _is_own(self, figure: Figure) -> bool:
        return figure.named in self._assumptions.own

    def _colour(self, figure: Figure, column: int) -> Any:
        tokens = theme.tokens()
        if column in TYPED:
            return tokens.input
        effect = self.effect(figure, high=column == AT_HIGH) if column in (AT_LOW, AT_HIGH) else None
        return None if not effect else tokens.decrease if effect < 0 else tokens.increase

    def effect(self, figure: Figure, *, high: bool) -> int | None:
        """By how many yen a figure alone at one of its ends moves the amount."""
        ends = figure.ends
        return None if ends is None else (ends.high_amount if high else ends.low_amount) - self._now

    def _text(self, figure: Figure, column: int) -> str:
        if column == LINE:
            return self.name(figure.named)
        if column == DRIVER:
            return self.driver_name(figure.named)
        field = FIELDS[figure.named.field]
        if column == NOW:
            return self._texts.value(field, self.value_now(figure.named))
        if column in TYPED:
            return self._typed(figure, column)
        effect = self.effect(figure, high=column == AT_HIGH)
        return "−" if effect is None else format_change(effect, self._session.state.unit)


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column in (LINE, DRIVER, GROUP) else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


class FiguresTable(ListView):
    """The table of them; typing gives a range of one's own, Delete takes it back."""

    def __init__(self, session: Session, texts: Texts, assumptions: Assumptions, hidden: Sequence[int]) -> None:
        super().__init__("what-if-figures", texts._("Figures that vary"), (16, 8, 11, 11, 11, 11, 9, 9, 8))
        self.figures = FiguresModel(session, texts, assumptions, self)
        self.setModel(self.figures)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(LINE, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.px(40))
        for column in hidden:
            self.hideColumn(column)

    def show_figures(self, varied: Sequence[Varied], tornado: Sequence[Ends], now: int) -> None:
        """Show other figures, columns as wide as what stands in them; the cursor stays in its place."""
        at = self.currentIndex()
        row, column = at.row(), at.column()
        self.figures.show(varied, tornado, now)
        for each in range(DRIVER, self.figures.columnCount()):
            self.resizeColumnToContents(each)
        if 0 <= row < len(self.figures.rows):
            self.setCurrentIndex(self.figures.index(row, column))

    def minimumSizeHint(self) -> QSize:
        head = self.horizontalHeader().sizeHint().height()
        return QSize(theme.px(200), head + LEAST_ROWS * self.verticalHeader().defaultSectionSize() + 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes a range of one's own back."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self.figures.reset(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
